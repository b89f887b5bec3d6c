"""What the office says of a branch's records, and the way home: annotations, registers, what it chose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county import annotations
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.county.undo import undo_import
from danyang_desktop.exchange import container
from tests.helpers.rows import faces, saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace
    from tests.core.county.conftest import Pair


def _write(workspace: Workspace, uid: str, story: str, who: str) -> None:
    record = workspace.get(ERRANDS, uid)
    record.story = story
    workspace.operator = who
    workspace.save(record)


def _returned(pair: Pair) -> Any:
    errand = saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    annotations.annotate(pair.office.desk, errand.uid, annotations.RETURNED, "金额和收据对不上，请核对。", "张主任")
    write_return(pair.office, pair.branch.branch.code, pair.stick, registers=())
    return errand


def test_a_call_for_correction_comes_home_and_is_answered_by_a_change(pair: Pair) -> None:
    errand = _returned(pair)
    assert read_return(pair.branch.desk, pair.stick).counts["annotations"] == 1
    (call,) = annotations.calls(pair.branch.desk)
    assert (call.target, call.words, call.author) == (errand.uid, "金额和收据对不上，请核对。", "张主任")
    _write(pair.branch, errand.uid, "核对过，改好了。", "周建民")
    assert annotations.calls(pair.branch.desk) == []
    assert len(annotations.of_record(pair.branch.desk, errand.uid)) == 1
    told = pair.receive(pair.hand_in())
    assert told.refused == []
    assert annotations.calls(pair.office.desk) == []


def test_what_was_written_just_before_something_came_home_is_a_reason_to_hand_in(pair: Pair) -> None:
    pair.settle_up()
    annotations.tell_branch(pair.office.desk, pair.branch.branch.code, "下周三开会。", "张主任")
    write_return(pair.office, pair.branch.branch.code, pair.stick, registers=())
    saved_errand(pair.branch)
    assert read_return(pair.branch.desk, pair.stick).counts == {"annotations": 1}
    told = pair.receive(pair.hand_in())
    assert (told.merged, told.refused) == (1, [])


def test_an_annotation_changes_nothing_in_the_record(pair: Pair) -> None:
    errand = _returned(pair)
    before = faces(pair.branch)
    read_return(pair.branch.desk, pair.stick)
    assert faces(pair.branch) == before == faces(pair.book)
    assert len(pair.branch.history(errand.uid)) == 1
    assert pair.branch.check() == []
    assert pair.book.check() == []


def test_an_annotation_can_be_taken_back(pair: Pair) -> None:
    errand = _returned(pair)
    read_return(pair.branch.desk, pair.stick)
    (call,) = annotations.calls(pair.office.desk, pair.branch.branch.code)
    annotations.withdraw(pair.office.desk, call.uid, "张主任")
    write_return(pair.office, pair.branch.branch.code, pair.stick, registers=())
    read_return(pair.branch.desk, pair.stick)
    assert annotations.of_record(pair.branch.desk, errand.uid) == []


def test_what_the_office_wrote_after_it_took_an_import_back_comes_home(pair: Pair) -> None:
    errand = saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    saved_errand(pair.branch)
    told = pair.receive(pair.hand_in())
    undo_import(pair.office.desk, container.verify(pair.stick / told.accepted[0]["file"], pair.office.public_key).hash)
    annotations.annotate(pair.office.desk, errand.uid, annotations.NOTE, "写得好。", "张主任")
    path = write_return(pair.office, pair.branch.branch.code, pair.stick, registers=())
    assert container.read_header(path).records == 1, "nothing that the office only received"
    assert read_return(pair.branch.desk, pair.stick).counts["annotations"] == 1


def test_an_annotation_must_say_something_about_something(pair: Pair) -> None:
    errand = saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    for target, kind, words in ((errand.uid, "批评", "x"), (errand.uid, annotations.NOTE, " "), ("0" * 32, "同意", "")):
        with pytest.raises(UserError):
            annotations.annotate(pair.office.desk, target, kind, words, "张主任")
    assert annotations.annotate(pair.office.desk, errand.uid, annotations.APPROVED, "", "张主任").kind == "同意"


def test_a_record_bears_the_mark_of_the_last_annotation_that_stands(pair: Pair) -> None:
    errand = saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    desk = pair.office.desk
    annotations.annotate(desk, errand.uid, annotations.APPROVED, "", "张主任")
    last = annotations.annotate(desk, errand.uid, annotations.RETURNED, "金额不对。", "张主任")
    assert annotations.targets(desk) == {errand.uid: annotations.RETURNED}
    annotations.withdraw(desk, last.uid, "张主任")
    assert annotations.targets(desk) == {errand.uid: annotations.APPROVED}
    assert annotations.calls(desk) == []
    with pytest.raises(UserError, match="没有这条记录"):
        annotations.annotate(desk, last.uid, annotations.NOTE, "批注的批注", "张主任")
    with pytest.raises(UserError, match="最多"):
        annotations.annotate(desk, errand.uid, annotations.NOTE, "长" * 501, "张主任")


def test_another_branchs_return_bundle_is_left_alone(pair: Pair) -> None:
    _returned(pair)
    (path,) = [
        one for one in pair.stick.glob("DYB_*.dyb") if "down" in one.read_bytes()[:2000].decode("utf-8", "ignore")
    ]
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    told = read_return(pair.branch.desk, pair.stick)
    assert (told.taken, len(told.refused)) == (0, 1)
    path.write_bytes(data)
    assert read_return(pair.branch.desk, pair.stick).taken == 1
    assert pair.receive().refused == []
