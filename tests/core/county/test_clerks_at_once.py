"""Two clerks decide and take back at the same moment, on one server: what either was told holds for both."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.conflicts import conflicts, count_open, settle, unsettle
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive
from danyang_desktop.county.undo import undo_import
from tests.core.county.conftest import Pair, pair
from tests.core.county.test_on_a_server import ON_SERVER, clerk
from tests.helpers.rows import saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from danyang_desktop.workspace import Workspace

__all__ = ["pair"]  # a fixture


@pytest.fixture
def colleague(pair: Pair, tmp_path: Path) -> Iterator[Workspace]:
    """Sit down at another computer of the office."""
    shutil.copytree(pair.book.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("*.lock"))
    with clerk(tmp_path / "copy", tmp_path / "colleagues", **pair.pattern.how) as opened:
        yield opened


def _just_before(monkeypatch: pytest.MonkeyPatch, workspace: Workspace, doing: Callable[[], object]) -> None:
    """Let something happen right before `workspace` begins its next transaction."""
    begin, waiting = workspace.book.transaction, [doing]

    @contextmanager
    def later() -> Iterator[None]:
        if waiting:
            waiting.pop()()
        with begin():
            yield

    monkeypatch.setattr(workspace.book, "transaction", later)


def _settles(pair: Pair, uid: str, action: str = "settle") -> int:
    asked = "SELECT count(*) FROM versions WHERE uid = ? AND action = ?"
    return int(pair.book.book.connection.execute(asked, (uid, action)).fetchone()[0])


@ON_SERVER
def test_of_two_who_decide_at_once_the_second_is_told(
    pair: Pair, colleague: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = pair.disagree(tmp_path / "second")
    first, second = (side.digest for side in conflicts(pair.book.book)[0].sides)
    _just_before(monkeypatch, pair.book, lambda: settle(colleague.desk, uid, first, "问过了", "李主任"))
    with pytest.raises(UserError, match="已经处理过"):
        settle(pair.office.desk, uid, second, "我也问过", "张主任")
    assert (_settles(pair, uid), count_open(pair.book.book)) == (1, 0)
    _just_before(monkeypatch, pair.book, lambda: unsettle(colleague.desk, uid, "李主任"))
    with pytest.raises(UserError, match="不能撤销"):
        unsettle(pair.office.desk, uid, "张主任")
    assert (_settles(pair, uid, "undo"), count_open(pair.book.book)) == (1, 1)


@ON_SERVER
def test_a_version_that_comes_while_somebody_decides_is_known_to_the_choice(
    pair: Pair, colleague: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = pair.disagree(tmp_path / "second")
    chosen = conflicts(pair.book.book)[0].suggested
    record = pair.branch.get(ERRANDS, uid)
    record.story = "后来又改了一次"
    pair.branch.save(record)
    bundle = pair.hand_in()
    _just_before(monkeypatch, pair.book, lambda: receive(Office.of(colleague.desk)[0], [bundle]))
    made = settle(pair.office.desk, uid, chosen, "问过了", "张主任")
    assert record.head in made.parents
    assert (count_open(pair.book.book), pair.book.check()) == (0, [])


@ON_SERVER
def test_to_take_an_import_back_takes_the_colleagues_choice_too(
    pair: Pair, colleague: Workspace, tmp_path: Path
) -> None:
    uid = pair.disagree(tmp_path / "second")
    settle(colleague.desk, uid, conflicts(colleague.book)[0].suggested, "问过了", "李主任")
    (first,) = pair.book.book.connection.execute("SELECT sha256 FROM received ORDER BY seq LIMIT 1").fetchone()
    undo_import(pair.office.desk, first)
    asked = "SELECT count(*) FROM versions WHERE uid = ?"
    assert pair.book.book.connection.execute(asked, (uid,)).fetchone()[0] == 0
    assert list(pair.book.query(ERRANDS).records()) == []
    assert pair.book.check() == []


@ON_SERVER
def test_what_a_colleague_receives_meanwhile_is_taken_back_with_it(
    pair: Pair, colleague: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    (first,) = pair.book.book.connection.execute("SELECT sha256 FROM received").fetchone()
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    _just_before(monkeypatch, pair.book, lambda: receive(Office.of(colleague.desk)[0], [bundle]))
    assert len(undo_import(pair.office.desk, first).bundles) == 2
    assert list(pair.book.query(ERRANDS).records()) == []
