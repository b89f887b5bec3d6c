"""Books where no book can be kept, and books that somebody else has."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from danyang_desktop import opening
from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.paths import _removable_on_linux
from danyang_desktop.store.database import open_database, raw
from danyang_desktop.workspace import Workspace
from tests.helpers.books import PASSWORD, WILLOW_POND, cheap_keys
from tests.helpers.permissions import read_only
from tests.helpers.rows import neighbour
from tests.helpers.toy import NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.books import Pattern

ROOT = Path(__file__).parents[2]


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def open_place() -> Iterator[Path]:
    """Make a folder that everybody can reach."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def create(folder: Path, pattern: Pattern, device: Path) -> Workspace:
    with cheap_keys():
        return Workspace.create(folder, branch=WILLOW_POND, password=PASSWORD, device_folder=device, **pattern.how)[0]


def test_a_book_in_a_folder_that_cannot_be_written(open_place: Path, toy_pattern: Pattern) -> None:
    folder = toy_pattern.copy(open_place)
    before = tree(open_place)
    with read_only(open_place), pytest.raises(Trouble) as told:
        toy_pattern.open(folder)
    assert told.value.code == "U-305"
    assert "没有受影响" in told.value.sentence
    assert tree(open_place) == before
    toy_pattern.open(folder).close()


def test_no_book_is_made_where_nothing_can_be_written(open_place: Path, toy_pattern: Pattern, tmp_path: Path) -> None:
    with read_only(open_place), pytest.raises(Trouble) as told:
        create(open_place / "book", toy_pattern, tmp_path / "device")
    assert told.value.code == "U-305"
    assert list(open_place.iterdir()) == []


@pytest.mark.parametrize("place", ["/proc/book", "/sys/book", "/dev/null/book"])
def test_no_book_is_made_in_odd_places(place: str, toy_pattern: Pattern, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as told:
        create(Path(place), toy_pattern, tmp_path / "device")
    assert told.value.sentence.endswith("。")


def test_a_computer_folder_that_cannot_be_written(open_place: Path, toy_pattern: Pattern) -> None:
    folder = toy_pattern.copy(open_place)
    with pytest.raises(Trouble):
        toy_pattern.open(folder, device=Path("/proc/nowhere"))
    with toy_pattern.open(folder) as workspace:
        assert workspace.check() == []


def test_a_file_where_the_book_should_be(toy_pattern: Pattern, tmp_path: Path) -> None:
    (tmp_path / "book").write_text("x")
    with pytest.raises(Trouble):
        create(tmp_path / "book", toy_pattern, tmp_path / "device")
    with pytest.raises(Trouble):
        toy_pattern.open(tmp_path / "book")
    assert (tmp_path / "book").read_text() == "x"


HOLDER = """
import sys
from pathlib import Path
from danyang_desktop.store.device import BookLock
lock = BookLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_book_held_by_another_program(toy_pattern: Pattern, tmp_path: Path) -> None:
    folder = toy_pattern.copy(tmp_path)
    before = tree(tmp_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Trouble, match="已经在另一个窗口里打开") as told:
            toy_pattern.open(folder)
        assert told.value.code == "U-304"
        assert tree(tmp_path) == before
    finally:
        holder.kill()
        holder.communicate()
    toy_pattern.open(folder).close()  # the dead hold nothing


def test_a_book_whose_file_another_program_writes(toy_pattern: Pattern, tmp_path: Path) -> None:
    """A program that does not ask for our lock (a sync service) may still hold SQLite's."""
    with toy_pattern.open(toy_pattern.copy(tmp_path)) as workspace:
        other = open_database(tmp_path / "book" / "book.db", workspace._opened.key)
        raw(other).execute("BEGIN IMMEDIATE")
        workspace.book.connection.execute("PRAGMA busy_timeout = 50")
        record = workspace.new(NEIGHBOURS, name="王桂兰")
        with pytest.raises(Trouble, match="没有存上") as told:
            workspace.save(record)
        assert told.value.code == "U-304"
        raw(other).execute("ROLLBACK")
        other.close()
        workspace.save(record)
        assert workspace.query(NEIGHBOURS).count() == 1


@pytest.mark.parametrize(
    ("flag", "partition", "removable"), [("1", "", True), ("1", "sda1", True), ("0", "", False), ("0", "sda1", False)]
)
def test_a_removable_drive_is_known(tmp_path: Path, flag: str, partition: str, removable: object) -> None:
    """As /sys/dev/block shows it: a partition says nothing itself, its disk does."""
    disk = tmp_path / "devices" / "sda"
    device = disk / partition
    device.mkdir(parents=True)
    (disk / "removable").write_text(f"{flag}\n")
    blocks = tmp_path / "blocks"
    blocks.mkdir()
    number = tmp_path.stat().st_dev
    (blocks / f"{os.major(number)}:{os.minor(number)}").symlink_to(device)
    assert _removable_on_linux(tmp_path / "not" / "yet" / "there", blocks) is removable
    assert _removable_on_linux(tmp_path, tmp_path / "no blocks here") is False


def test_a_book_on_a_removable_drive(toy_pattern: Pattern, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = toy_pattern.copy(tmp_path)
    with toy_pattern.open(folder) as workspace:
        neighbour(workspace)
    before = tree(tmp_path)
    monkeypatch.setattr(opening, "is_removable", lambda _: True)
    for do in (lambda: toy_pattern.open(folder), lambda: create(tmp_path / "new", toy_pattern, tmp_path / "device")):
        with pytest.raises(Trouble, match="U盘") as told:
            do()
        assert told.value.code == "U-313"
    assert tree(tmp_path) == before
    assert not (tmp_path / "new").exists()
