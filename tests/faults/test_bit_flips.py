"""A bit turned anywhere in the book or its photos is found, or changed nothing that anybody can read."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Trouble, UserError
from tests.helpers.rows import faces, neighbour, saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.books import Pattern

FLIPS = 150


@pytest.fixture
def lived_in(toy_pattern: Pattern, tmp_path: Path) -> tuple[Path, Any]:
    folder, dice = toy_pattern.copy(tmp_path), random.Random(4)
    with toy_pattern.open(folder) as workspace:
        for _ in range(40):
            saved_errand(workspace, dice, neighbour(workspace))
        for _ in range(8):
            workspace.attachments.put(dice.randbytes(6000))
        before = faces(workspace)
    return folder, before


def found(pattern: Pattern, folder: Path, before: Any) -> bool:
    """Tell whether opening, reading or the check says that something is wrong; if not, all must be as it was."""
    try:
        with pattern.open(folder) as workspace:
            damage = workspace.check()
            assert damage or faces(workspace) == before, "changed, and nobody noticed"
            return bool(damage)
    except (Trouble, UserError):
        return True


@pytest.mark.parametrize("file", ["book.db", "photos.db"])
def test_every_turned_bit_is_found(toy_pattern: Pattern, lived_in: tuple[Path, Any], file: str) -> None:
    folder, before = lived_in
    path = folder / file
    whole = {one.name: one.read_bytes() for one in folder.iterdir()}
    dice = random.Random(6)
    unnoticed = []
    for _ in range(FLIPS):
        broken = bytearray(whole[file])
        place = dice.randrange(len(broken))
        broken[place] ^= 1 << dice.randrange(8)
        path.write_bytes(broken)
        if not found(toy_pattern, folder, before):
            unnoticed.append(place)
        for name, content in whole.items():
            (folder / name).write_bytes(content)
        for left in ("book.db-wal", "book.db-shm", "photos.db-wal", "photos.db-shm"):
            (folder / left).unlink(missing_ok=True)
    assert unnoticed == []
    assert not found(toy_pattern, folder, before), "the control: the book as it was is whole"


@pytest.mark.parametrize("file", ["book.db", "photos.db"])
@pytest.mark.parametrize("pages", [1, 3])
def test_pages_that_changed_places_are_found(
    toy_pattern: Pattern, lived_in: tuple[Path, Any], file: str, pages: int
) -> None:
    folder, before = lived_in
    whole = (folder / file).read_bytes()
    size = 4096
    one, other = whole[size : size * 2], whole[size * (1 + pages) : size * (2 + pages)]
    assert one != other
    broken = whole[:size] + other + whole[size * 2 : size * (1 + pages)] + one + whole[size * (2 + pages) :]
    (folder / file).write_bytes(broken)
    assert found(toy_pattern, folder, before)
