"""The disk is full, or cannot be written: at every write of a save, a sentence, and nothing is lost."""

from __future__ import annotations

import random
import resource
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Trouble
from danyang_desktop.store import database
from danyang_desktop.workspace import Workspace
from tests.helpers.books import PASSWORD, WILLOW_POND, cheap_keys
from tests.helpers.rows import errand, faces, neighbour, saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.helpers.books import Pattern

PAGE = 4096 + 24  # of the log: a page and its frame head


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Let the system refuse to write any file beyond `size` bytes; without root, on any Linux."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def save_new(workspace: Workspace) -> None:
    workspace.save(errand(workspace, random.Random(1)))


def save_edit(workspace: Workspace) -> None:
    record = workspace.query(ERRANDS).page(limit=1).rows[0]
    record.story = "改过" * 200
    workspace.save(record)


def save_many(workspace: Workspace) -> None:
    workspace.save_many(ERRANDS, [errand(workspace, random.Random(seed)) for seed in range(30)])


def void(workspace: Workspace) -> None:
    workspace.void(workspace.query(ERRANDS).page(limit=1).rows[0], "写重了")


def draft(workspace: Workspace) -> None:
    workspace.save_draft(ERRANDS, "new", {"story": "写到一半" * 500})


def setting(workspace: Workspace) -> None:
    workspace.set_setting("notice_days", list(range(7000)))


def photo(workspace: Workspace) -> None:
    workspace.attachments.put(random.Random(2).randbytes(20_000))


WRITES = [save_new, save_edit, save_many, void, draft, setting, photo]


@pytest.fixture
def lived_in(toys: Workspace) -> Workspace:
    dice = random.Random(9)
    whom = neighbour(toys)
    for _ in range(5):
        saved_errand(toys, dice, whom)
    for connection in (toys.book.connection, toys.attachments.connection):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # the log alone grows: each of its writes can be refused
    return toys


def trouble_of(write: Callable[[Workspace], None], workspace: Workspace) -> Trouble | None:
    """Return what went wrong, or None if the write went through."""
    try:
        write(workspace)
    except Trouble as trouble:
        return trouble
    return None


def content(workspace: Workspace) -> Any:
    """Return all that the book says."""
    photos = list(workspace.attachments.digests())
    return faces(workspace), workspace.drafts(ERRANDS), workspace.setting("notice_days"), photos


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_refused_at_every_write_of_the_log(lived_in: Workspace, write: Callable[[Workspace], None]) -> None:
    before = content(lived_in)
    for refused in range(400):
        with no_file_longer_than(32 + PAGE * refused + PAGE // 2):
            told = trouble_of(write, lived_in)
        if told is None:
            break
        assert told.code in ("U-303", "U-307")
        assert "没有受影响" in told.sentence
        assert content(lived_in) == before
    assert 2 <= refused < 399, "the write was refused somewhere, and went through in the end"
    assert content(lived_in) != before
    assert lived_in.check() == []


@pytest.mark.parametrize("write", WRITES[:-1], ids=lambda write: write.__name__)
def test_refused_when_the_book_cannot_grow(lived_in: Workspace, write: Callable[[Workspace], None]) -> None:
    """SQLITE_FULL itself, by max_page_count."""
    connection = lived_in.book.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    while (told := trouble_of(save_new, lived_in)) is None:
        pass  # there is room within the last pages
    assert told.code == "U-303"
    before = content(lived_in)
    told = trouble_of(write, lived_in)  # a small one may still find room
    assert told is None or (told.code == "U-303" and content(lived_in) == before)
    connection.execute("PRAGMA max_page_count = 1000000")
    if told is not None:
        write(lived_in)
    assert lived_in.check() == []


def test_a_checkpoint_that_fails_takes_nothing_back(lived_in: Workspace) -> None:
    """The log can be written, the book cannot: what was saved stays saved, in the log."""
    lived_in.book.connection.execute("PRAGMA wal_autocheckpoint = 1")
    size = (lived_in.folder / "book.db").stat().st_size
    before = len(faces(lived_in))
    saved = 0
    with no_file_longer_than(size + PAGE * 40):
        while trouble_of(save_new, lived_in) is None:
            saved += 1
    assert saved > 10
    assert len(faces(lived_in)) == before + saved
    assert lived_in.check() == []


def make(folder: Path, pattern: Pattern, device: Path) -> Workspace:
    with cheap_keys():
        return Workspace.create(folder, branch=WILLOW_POND, password=PASSWORD, device_folder=device, **pattern.how)[0]


@pytest.mark.parametrize("there", [True, False])
def test_a_book_that_finds_no_room_leaves_nothing_behind(toy_pattern: Pattern, tmp_path: Path, there: object) -> None:
    folder = tmp_path / "new"
    if there:
        folder.mkdir()
    refused = 0
    for size in range(0, 4_000_000, 40_000):
        made: Workspace | None = None
        with no_file_longer_than(size), suppress(Trouble):
            made = make(folder, toy_pattern, tmp_path / "device")
            made.close()
        if made is not None:
            break
        refused += 1
        assert folder.exists() is there
        assert not there or list(folder.iterdir()) == []
    assert refused > 5
    with toy_pattern.open(folder, device=tmp_path / "device") as workspace:
        assert workspace.check() == []


@pytest.mark.parametrize(("free", "code"), [(0, "U-303"), (1 << 30, "U-307")])
def test_a_book_on_a_full_disk_says_so(
    toys: Workspace, toy_pattern: Pattern, monkeypatch: pytest.MonkeyPatch, free: int, code: str
) -> None:
    """The engine calls it an I/O error when there is no room for its shared index; the sentence names the cause."""
    toys.close()
    monkeypatch.setattr(database.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with no_file_longer_than(16_384), pytest.raises(Trouble) as told:  # the shared index has 32 KB
        toy_pattern.open(toys.folder)
    assert told.value.code == code
    toy_pattern.open(toys.folder).close()
