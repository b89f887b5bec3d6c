"""The disk fails at any of its operations, once or for good: a sentence, nothing lost, and the next try works."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import apsw
import pytest

from danyang_desktop import placing
from danyang_desktop.base.errors import Trouble
from danyang_desktop.declare import bulk, owed
from danyang_desktop.exchange.plan import apply, make_plan
from danyang_desktop.store.backup import BOOK, PHOTOS
from danyang_desktop.store.keyring import load_keyring
from tests.faults.disk import Disk, Image, engine_on, in_clear
from tests.faults.steps import write_steps
from tests.faults.test_full_disk import WRITES, content
from tests.helpers.books import PASSWORD, Pattern
from tests.helpers.rows import neighbour, saved_errand
from tests.helpers.toy import NEIGHBOURS
from tests.helpers.workbooks import grid_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from danyang_desktop.workspace import Workspace

# An error that SQLite itself passes over (while it closes, say) has nobody to be raised to.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
FAULTS = {"error_once": (apsw.IOError, False), "errors_for_good": (apsw.IOError, True), "full": (apsw.FullError, True)}


def importing(workspace: Workspace) -> None:
    """Import more than go into the search index at once: the rest is indexed after the commit, in steps."""
    rows = [[f"王桂{char}", "13800000021"] for char in "兰香珍梅芳英凤花"]
    apply(make_plan(workspace, NEIGHBOURS, grid_of(["姓名", "电话"], *rows)), workspace)


class Ill:
    """Lets operation number `at` of the disk fail; `for_good`: and all that come after it."""

    def __init__(self, fault: type[Exception], for_good: bool, at: int) -> None:  # noqa: FBT001 - a row of FAULTS
        self.fault, self.for_good, self.at = fault, for_good, at
        self.count = 0

    @property
    def struck(self) -> bool:
        return self.count >= self.at

    def __call__(self, what: str) -> None:
        self.count += 1
        if self.count == self.at or (self.for_good and self.struck):
            raise self.fault(what)


def healthy(_: str) -> None:
    pass


@pytest.fixture(scope="module")
def lived_in(toy_pattern: Pattern, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Image]:
    """Return a book's folder, and what its files are in clear."""
    folder, dice = toy_pattern.copy(tmp_path_factory.mktemp("ill")), random.Random(9)
    with toy_pattern.open(folder) as workspace:
        whom = neighbour(workspace)
        for _ in range(5):
            saved_errand(workspace, dice, whom)
    key = load_keyring(folder).open(password=PASSWORD)
    return folder, {name: in_clear(folder / name, key) for name in (BOOK, PHOTOS)}


@pytest.fixture(scope="module")
def disk() -> Disk:
    return Disk("ill")


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch, disk: Disk, lived_in: tuple[Path, Image]) -> Disk:
    """Put the disk under the store, with a small cache and log, so that it is read from and checkpointed as well."""
    monkeypatch.setattr(placing, "SqliteEngine", engine_on("ill", cache_size=10, wal_autocheckpoint=8))
    monkeypatch.setattr(bulk, "AT_ONCE", 5)
    monkeypatch.setattr(owed, "STEP", 3)
    disk.before = healthy
    disk.start(lived_in[1])
    return disk


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("write", [*WRITES, importing], ids=lambda write: write.__name__)
def test_a_write_is_all_there_or_not_at_all_wherever_the_disk_fails(
    toy_pattern: Pattern,
    lived_in: tuple[Path, Image],
    on_disk: Disk,
    write: Callable[[Workspace], None],
    fault: str,
) -> None:
    folder, image = lived_in
    told = 0
    for at in range(1, 2000):
        on_disk.start(image)
        on_disk.before = healthy
        workspace = toy_pattern.open(folder)
        before = content(workspace)
        ill = Ill(*FAULTS[fault], at)
        on_disk.before = ill
        trouble = _trouble(write, workspace)
        on_disk.before = healthy
        _let_go(workspace)
        with toy_pattern.open(folder) as again:
            if trouble is None:
                assert content(again) != before, "it said that it was saved"
            else:
                told += 1
                assert trouble.code in ("U-303", "U-307"), trouble.sentence
                assert "没有受影响" in trouble.sentence
                assert content(again) == before
                write(again)
                assert content(again) != before
            assert again.check() == []
        if not ill.struck:
            break
    assert told >= 2, "the disk failed where it mattered"
    assert not ill.struck


def _trouble(write: Callable[[Workspace], None], workspace: Workspace) -> Trouble | None:
    try:
        write(workspace)
    except Trouble as trouble:
        return trouble
    return None


def _opened_and_let_go(pattern: Pattern, folder: Path, migrations: tuple[Path, ...]) -> bool:
    try:
        workspace = pattern.open(folder, migrations=migrations)
    except Trouble as trouble:
        return "没有受影响" not in trouble.sentence  # a sentence that does not say so is caught as a lie
    _let_go(workspace)
    return True


def _let_go(workspace: Any) -> None:
    opened = workspace._opened
    opened.book.engine.close()
    opened.attachments.close()
    opened.lock.release()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_migration_is_done_or_not_wherever_the_disk_fails(
    toy_pattern: Pattern,
    lived_in: tuple[Path, Image],
    on_disk: Disk,
    tmp_path: Path,
    fault: str,
) -> None:
    folder, image = lived_in
    later = (*toy_pattern.how["migrations"], write_steps(tmp_path / "later", 9002, 9003))
    states = {False: 0, True: 0}
    for at in range(1, 5000):
        on_disk.start(image)
        on_disk.before = ill = Ill(*FAULTS[fault], at)
        done = _opened_and_let_go(toy_pattern, folder, later)
        on_disk.before = healthy
        engine = engine_on("ill").open(folder / BOOK, b"")
        there = {name for name in engine.names() if name.startswith("extra_")}
        engine.close()
        assert len(there) in (0, 2)
        states[bool(there)] += 1
        assert there or not done
        with toy_pattern.open(folder, migrations=later) as again:
            assert again.check() == []
        if not ill.struck:
            break
    assert min(states.values()) > 0
    assert not ill.struck
