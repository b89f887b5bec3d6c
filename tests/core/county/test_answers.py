"""A call for correction is answered only by who had read it; the office and the other computer are told which."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.county.annotations import RETURNED, annotate, calls
from danyang_desktop.county.conflicts import conflicts, settle
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.county.siblings import know, read_siblings
from danyang_desktop.county.undo import undo_import
from danyang_desktop.exchange import bundle_out, container
from tests.helpers.rows import saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.core.county.conftest import Pair


def _set(workspace: Workspace, minutes: int) -> None:
    assert isinstance(workspace.clock, SetClock)
    workspace.clock.at += dt.timedelta(minutes=minutes)


def _write(workspace: Workspace, uid: str, story: str) -> None:
    record = workspace.get(ERRANDS, uid)
    record.story = story
    workspace.save(record)


def _called(pair: Pair, uid: str) -> None:
    _set(pair.book, 1)
    annotate(pair.book.desk, uid, RETURNED, "金额不对，请改。", "张主任")
    write_return(pair.office, pair.branch.desk.code, pair.stick, registers=())


def _open(workspace: Workspace) -> int:
    return len(calls(workspace.desk))


def _received(pair: Pair) -> str:
    errand = saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    _called(pair, errand.uid)
    _set(pair.branch, 60)
    return errand.uid


def test_a_change_made_before_the_call_was_read_answers_nothing(pair: Pair) -> None:
    uid = _received(pair)
    _write(pair.branch, uid, "自己想起来补的一句。")
    read_return(pair.branch.desk, pair.stick)
    assert _open(pair.branch) == 1
    pair.receive(pair.hand_in())
    assert _open(pair.book) == 1, "the office is not told of an answer"
    _write(pair.branch, uid, "照县里说的改了。")
    assert _open(pair.branch) == 0
    pair.receive(pair.hand_in())
    assert _open(pair.book) == 0


def test_what_the_office_itself_writes_to_the_record_is_no_answer(pair: Pair, tmp_path: Path) -> None:
    uid = pair.disagree(tmp_path / "second")
    _called(pair, uid)
    (odd,) = conflicts(pair.book.book)
    settle(pair.book.desk, uid, odd.sides[0].digest, "问过了", "张主任")
    assert _open(pair.book) == 1


def test_an_import_that_is_taken_back_takes_its_answer_along(pair: Pair) -> None:
    uid = _received(pair)
    read_return(pair.branch.desk, pair.stick)
    _write(pair.branch, uid, "照县里说的改了。")
    answer = pair.hand_in()
    pair.receive(answer)
    undo_import(pair.office.desk, container.read_hash(answer))
    assert _open(pair.book) == 1
    pair.receive(answer)
    assert _open(pair.book) == 0


def test_the_other_computer_learns_of_the_answer_and_hands_it_on(pair: Pair, tmp_path: Path) -> None:
    uid = _received(pair)
    other = pair.two_computers(tmp_path / "second")
    for name, asks, knows in (("a", pair.branch, other), ("b", other, pair.branch)):
        bundle_out.ask_to_enrol(asks.desk, tmp_path / f"{name}.dyq")
        know(knows.desk, tmp_path / f"{name}.dyq")
    for workspace in (pair.branch, other):
        write_return(pair.office, pair.branch.desk.code, pair.stick, registers=())  # the second one opens it too
        read_return(workspace.desk, pair.stick)
    _write(pair.branch, uid, "照县里说的改了。")
    folder = tmp_path / "between"
    folder.mkdir()
    bundle_out.export(pair.branch.desk, folder)
    assert _open(other) == 1
    read_siblings(other.desk, folder)
    assert _open(other) == 0
    pair.receive(pair.hand_in(other))
    assert _open(pair.book) == 0, "it came with the other computer's bundle"


def test_a_new_key_does_not_forget_what_was_answered(pair: Pair) -> None:
    uid = _received(pair)
    read_return(pair.branch.desk, pair.stick)
    _write(pair.branch, uid, "照县里说的改了。")
    pair.branch.renew_device_key()
    assert _open(pair.branch) == 0


@pytest.mark.parametrize("said", ["x", {"a": "b"}, {"0" * 32: 7}, {"0" * 32: "0" * 63}])
def test_answers_that_are_none_are_refused_whole(pair: Pair, said: Any) -> None:
    told = pair.receive(pair.forge("a.dyb", extra={"answers": said}))
    assert [one["kind"] for one in told.refused] == ["content"]
