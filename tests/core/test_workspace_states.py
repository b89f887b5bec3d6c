"""What may happen to a saved record: its states, its voiding, its correction, and taking a save back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Refused, UserError
from danyang_desktop.declare.record import body_of
from tests.helpers.rows import errand, faces, neighbour, saved_errand
from tests.helpers.toy import CHECKED, DRAWN, ERRANDS, NEIGHBOURS, PAID

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.workspace import Workspace


def paid_errand(workspace: Workspace) -> Any:
    record = saved_errand(workspace)
    workspace.act(record, "check")
    workspace.act(record, "pay", paid_on=dt.date(2026, 11, 20))
    return workspace.get(ERRANDS, record.uid)


def test_actions_lead_from_state_to_state(toys: Workspace) -> None:
    record = saved_errand(toys)
    assert [action.name for action in toys.actions(record)] == ["check"]
    toys.act(record, "check")
    assert record.state == toys.get(ERRANDS, record.uid).state == CHECKED
    assert [action.name for action in toys.actions(record)] == ["pay"]
    change = toys.act(record, "pay", paid_on=dt.date(2026, 11, 20))
    kept = toys.get(ERRANDS, record.uid)
    assert (kept.state, kept.paid_on, change.action) == (PAID, dt.date(2026, 11, 20), "pay")
    assert toys.actions(kept) == []


def test_an_action_out_of_turn_is_told(toys: Workspace) -> None:
    record = saved_errand(toys)
    with pytest.raises(UserError, match="现在是“编制”，不能“发放”"):
        toys.act(record, "pay")
    assert toys.get(ERRANDS, record.uid).state == record.state == DRAWN
    assert len(toys.history(record.uid)) == 1


def test_an_action_brings_in_only_what_it_asks_for(toys: Workspace) -> None:
    record = saved_errand(toys, cost=5000)
    record.cost = 999_900  # typed into a form, never saved
    toys.act(record, "check", paid_on=dt.date(2026, 1, 1))
    kept = toys.get(ERRANDS, record.uid)
    assert (kept.cost, kept.state, kept.paid_on) == (5000, CHECKED, None)


def test_an_action_that_would_leave_a_wrong_record_is_refused(toys: Workspace) -> None:
    record = saved_errand(toys)
    toys.act(record, "check")
    before = body_of(record)
    with pytest.raises(Refused):
        toys.act(record, "pay", paid_on=dt.date(2027, 1, 1))
    assert body_of(record) == body_of(toys.get(ERRANDS, record.uid)) == before


def test_a_form_may_not_change_the_state(toys: Workspace) -> None:
    record = saved_errand(toys)
    record.state = PAID
    with pytest.raises(UserError, match="按钮") as told:
        toys.save(record)
    assert told.value.field == "state"
    with pytest.raises(UserError, match="按钮"):
        toys.correct(record, "想直接改")
    with pytest.raises(UserError, match="按钮"):
        toys.save_many(ERRANDS, [record])
    assert toys.get(ERRANDS, record.uid).state == DRAWN


def test_a_new_record_begins_where_all_begin(toys: Workspace) -> None:
    paid = errand(toys, state=PAID, paid_on=dt.date(2026, 11, 20))
    ways: list[Callable[[], object]] = [
        lambda: toys.save(paid),
        lambda: toys.save_many(ERRANDS, [errand(toys), paid]),
        lambda: toys.correct(paid, "补记"),
    ]
    for way in ways:
        with pytest.raises(UserError) as told:
            way()
        assert told.value.sentence
    assert toys.query(ERRANDS).count() == 0


def test_what_is_closed_for_one_is_closed_for_many(toys: Workspace) -> None:
    open_one, void, settled = (saved_errand(toys) for _ in range(3))
    toys.void(void, "写重了")
    toys.act(settled, "check")
    toys.act(settled, "pay", paid_on=dt.date(2026, 11, 20))
    for closed in (void, settled):
        open_one.story, closed.story = "改过的", "改过的"
        with pytest.raises(UserError, match="不能直接改"):
            toys.save_many(ERRANDS, [open_one, closed])
    assert not any(one.story == "改过的" for one in toys.query(ERRANDS).records())


@pytest.mark.parametrize(
    "change",
    [
        lambda book, record: book.save(record),
        lambda book, record: book.void(record, "写重了"),
        lambda book, record: book.act(record, "check"),
    ],
)
def test_what_is_paid_is_changed_by_no_form(toys: Workspace, change: Callable[[Workspace, Any], Any]) -> None:
    record = paid_errand(toys)
    before = faces(toys)
    record.cost = 1
    with pytest.raises(UserError, match="已发放"):
        change(toys, record)
    assert faces(toys) == before


def test_a_payment_is_not_undone(toys: Workspace) -> None:
    record = saved_errand(toys)
    toys.act(record, "check")
    change = toys.act(record, "pay", paid_on=dt.date(2026, 11, 20))
    with pytest.raises(UserError, match="冲正"):
        toys.undo(change)
    assert toys.get(ERRANDS, record.uid).state == PAID


def test_a_correction_keeps_the_old_value_and_the_reason(toys: Workspace) -> None:
    record = paid_errand(toys)
    old = ERRANDS.kinds["minutes"].show(record.minutes)
    record.minutes = 77
    toys.correct(record, "少记了半小时")
    newest = toys.history(record.uid)[0]
    assert newest.action == "更正：少记了半小时"
    assert newest.changes == [("分钟", old, "77")]
    assert toys.get(ERRANDS, record.uid).minutes == 77


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_and_a_voiding_need_a_reason(toys: Workspace, reason: str) -> None:
    record = saved_errand(toys)
    for do in (toys.correct, toys.void):
        with pytest.raises(UserError, match="写原因") as told:
            do(record, reason)
        assert told.value.field == "void_reason"
    assert len(toys.history(record.uid)) == 1


def test_a_correction_is_judged_as_a_save_is(toys: Workspace) -> None:
    record = saved_errand(toys)
    record.cost = -1
    with pytest.raises(Refused):
        toys.correct(record, "改金额")


def test_a_voided_record_keeps_its_number_and_counts_no_more(toys: Workspace) -> None:
    first, second = saved_errand(toys, cost=1000), saved_errand(toys, cost=300)
    toys.void(first, "和前一天记重了")
    kept = toys.get(ERRANDS, first.uid)
    assert (kept.status, kept.void_reason, kept.serial_no) == ("void", "和前一天记重了", first.serial_no)
    assert toys.query(ERRANDS).count() == 2, "struck through, but there"
    assert toys.query(ERRANDS).totals()["cost"] == 300
    assert toys.query(ERRANDS).counts("status") == {"final": 1, "void": 1}
    assert toys.actions(kept) == []
    with pytest.raises(UserError, match="已经作废"):
        toys.save(kept)
    assert saved_errand(toys).serial_no.endswith("-0003")
    assert second.serial_no.endswith("-0002")


def test_voiding_leaves_out_what_was_typed_and_not_saved(toys: Workspace) -> None:
    record = saved_errand(toys, cost=1000)
    record.cost = -77
    toys.void(record, "写错人了")
    kept = toys.get(ERRANDS, record.uid)
    assert (kept.cost, kept.status, record.status, record.cost) == (1000, "void", "void", 1000)


def test_a_voided_record_comes_back(toys: Workspace) -> None:
    record = saved_errand(toys, cost=1000)
    before = body_of(record)
    toys.void(record, "写重了")
    toys.bring_back(record)
    assert body_of(toys.get(ERRANDS, record.uid)) == before
    with pytest.raises(UserError, match="不用恢复"):
        toys.bring_back(record)


def test_an_archived_record_is_only_corrected(toys: Workspace) -> None:
    record = saved_errand(toys)
    record.status = "archived"
    with toys.book.transaction():
        toys.book.append(record, action="archive", author="", branch="", now=toys.clock.now())
    for do in (toys.save, toys.bring_back, lambda one: toys.void(one, "x")):
        with pytest.raises(UserError):
            do(record)
    record.minutes = 5
    toys.correct(record, "分钟写错")
    assert (toys.get(ERRANDS, record.uid).minutes, record.status) == (5, "archived")


def test_only_a_register_has_a_bin(toys: Workspace) -> None:
    person = neighbour(toys)
    toys.bin(person)
    assert toys.query(NEIGHBOURS).count() == 0
    assert toys.query(NEIGHBOURS, status=("binned",)).count() == 1
    with pytest.raises(UserError, match="回收站"):
        toys.save(person)
    toys.bring_back(person)
    assert toys.query(NEIGHBOURS).count() == 1
    with pytest.raises(UserError, match="不能删"):
        toys.bin(saved_errand(toys))


@pytest.mark.parametrize("do", ["void", "bin", "act", "bring_back", "correct"])
def test_what_was_never_saved_has_no_state_to_change(toys: Workspace, do: str) -> None:
    record = toys.new(NEIGHBOURS, name="王桂兰") if do == "bin" else errand(toys)
    asked = {"void": ["x"], "act": ["check"], "correct": ["x"]}.get(do, [])
    with pytest.raises(UserError, match="还没有保存"):
        getattr(toys, do)(record, *asked)
    assert faces(toys) == {}


@pytest.mark.parametrize("do", ["void", "act", "correct"])
def test_what_changed_elsewhere_meanwhile_is_not_touched(toys: Workspace, do: str) -> None:
    stale = saved_errand(toys)
    other = toys.get(ERRANDS, stale.uid)
    other.story = "别处改的"
    toys.save(other)
    with pytest.raises(UserError, match="别处改过"):
        getattr(toys, do)(stale, "check" if do == "act" else "理由")
    assert len(toys.history(stale.uid)) == 2


def test_undo_takes_an_edit_back_by_a_further_version(toys: Workspace) -> None:
    record = saved_errand(toys, story="原来的经过")
    before = body_of(record)
    record.story = "改过的经过"
    change = toys.save(record)
    back = toys.undo(change)
    assert body_of(toys.get(ERRANDS, record.uid)) == before
    assert [past.action for past in toys.history(record.uid)] == ["撤销", "修改", "新增"]
    assert toys.undo(back).record.story == "改过的经过", "an undo can be undone"
    assert toys.check() == []


def test_undo_of_a_first_save(toys: Workspace) -> None:
    change = toys.save(errand(toys))
    toys.undo(change)
    kept = toys.get(ERRANDS, change.uid)
    assert (kept.status, kept.void_reason, kept.serial_no) == ("void", "撤销录入", change.serial_no)
    change = toys.save(toys.new(NEIGHBOURS, name="王桂兰"))
    toys.undo(change)
    assert toys.get(NEIGHBOURS, change.uid).status == "binned"


def test_undo_of_a_voiding_and_of_an_action(toys: Workspace) -> None:
    record = saved_errand(toys)
    toys.undo(toys.void(record, "写重了"))
    record = toys.get(ERRANDS, record.uid)
    assert (record.status, record.void_reason) == ("final", "")
    toys.undo(toys.act(record, "check"))
    assert toys.get(ERRANDS, record.uid).state == DRAWN


def test_undo_comes_too_late_after_a_further_change(toys: Workspace) -> None:
    record = saved_errand(toys)
    first = toys.save(record)
    record.story = "又改了"
    toys.save(record)
    with pytest.raises(UserError, match="后来又改过"):
        toys.undo(first)
    assert toys.get(ERRANDS, record.uid).story == "又改了"
