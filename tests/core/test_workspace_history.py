"""The history of a record: who, when, from what to what, in words that a secretary reads."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from danyang_desktop.declare.look import Link
from tests.helpers.books import NOW
from tests.helpers.rows import errand, neighbour, saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace


def test_old_and_new_of_each_changed_field(toys: Workspace) -> None:
    record = saved_errand(
        toys, cost=123_450, thanked=None, helpers=[Link("", "许敏")], done_on=dt.date(2026, 11, 2), starts=570
    )
    toys.operator, toys.clock.at = "何志强", NOW + dt.timedelta(hours=1)
    record.cost, record.thanked, record.starts = 1000, True, 600
    record.helpers = [Link("", "许敏"), Link("", "吴海燕")]
    toys.save(record)
    newest, first = toys.history(record.uid)
    assert (newest.who, newest.at, newest.action) == ("何志强", "2026-11-23T10:12:00", "修改")
    assert set(newest.changes) == {
        ("几点", "09:30", "10:00"),
        ("谁去的", "许敏", "许敏、吴海燕"),
        ("花费", "1,234.50", "10.00"),
        ("道谢了没有", "", "是"),
    }
    assert (first.who, first.action) == ("周建民", "新增")
    assert ("花费", "", "1,234.50") in first.changes
    assert newest.device == first.device
    assert newest.digest == record.head


def test_states_and_actions_are_called_by_their_names(toys: Workspace) -> None:
    record = saved_errand(toys)
    toys.act(record, "check")
    toys.void(record, "写重了")
    toys.bring_back(record)
    told = toys.history(record.uid)
    assert [past.action for past in told] == ["恢复", "作废", "核对", "新增"]
    assert ("状态", "编制", "已核对") in told[2].changes
    assert ("状态", "已定稿", "已作废") in told[1].changes
    assert ("作废原因", "", "写重了") in told[1].changes


def test_a_save_that_changes_nothing_says_so(toys: Workspace) -> None:
    record = saved_errand(toys)
    toys.save(record)
    assert toys.history(record.uid)[0].changes == []


def test_a_changed_row_is_told(toys: Workspace) -> None:
    record = errand(toys)
    record.presents = ERRANDS.kinds["presents"].parse("鸡蛋", toys.today)
    toys.save(record)
    record = toys.get(ERRANDS, record.uid)
    record.presents[0].quantity = 12
    toys.save(record)
    assert toys.history(record.uid)[0].changes == [("回礼", "鸡蛋", "鸡蛋12")]


def test_the_order_is_that_of_saving_whatever_the_clock_says(toys: Workspace) -> None:
    record = neighbour(toys, remark="0")
    for number, moment in enumerate(
        [NOW - dt.timedelta(days=400), dt.datetime(1970, 1, 1), dt.datetime(2099, 1, 1), dt.datetime(1960, 1, 1), NOW],
        1,
    ):
        toys.clock.at = moment
        record.remark = str(number)
        toys.save(record)
    told = toys.history(record.uid)
    assert [past.changes[0][2] for past in told[:-1]] == ["5", "4", "3", "2", "1"]
    assert toys.get(NEIGHBOURS, record.uid).remark == "5"
    assert toys.check() == []
