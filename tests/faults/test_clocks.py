"""reliability.md, row 9: a clock in 1970, 400 days slow, in 2099, or set back while running: the order is kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base import national_id
from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import UserError
from danyang_desktop.county.annotations import of_branch, tell_branch
from danyang_desktop.county.conflicts import conflicts
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.store import versions
from tests.core.county.conftest import Pair, pair
from tests.helpers.books import NOW
from tests.helpers.rows import errand, faces, neighbour, saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["pair"]  # a fixture

CLOCKS = {
    "1970": dt.datetime(1970, 1, 1, 0, 0, 1),
    "the first moment of 1970": dt.datetime(1970, 1, 1),
    "400 days slow": NOW - dt.timedelta(days=400),
    "2099": dt.datetime(2099, 12, 31, 23, 59),
}


def _set(pair: Pair, at: dt.datetime) -> None:
    clock: Any = pair.branch.clock
    clock.at = at


def _remark(pair: Pair, uid: str, text: str) -> None:
    record = pair.branch.get(NEIGHBOURS, uid)
    record.remark = text
    pair.branch.save(record)


@pytest.mark.parametrize("at", CLOCKS.values(), ids=CLOCKS)
def test_what_was_written_last_counts_and_nothing_is_refused(pair: Pair, at: dt.datetime) -> None:
    whom = neighbour(pair.branch)
    _remark(pair, whom.uid, "钟准的时候写的")
    _set(pair, at)
    for number in range(5):
        _remark(pair, whom.uid, f"钟不准的时候写的{number}")
        saved_errand(pair.branch, done_on=pair.branch.today)
    _set(pair, NOW)
    _remark(pair, whom.uid, "钟拨回来以后写的")
    told = pair.receive(pair.hand_in())
    assert (told.refused, told.conflicts, told.merged) == ([], 0, 13)
    assert pair.book.get(NEIGHBOURS, whom.uid).remark == "钟拨回来以后写的"
    assert faces(pair.book) == faces(pair.branch)
    log = versions.of_record(pair.book.book.connection, whom.uid)
    assert [one.parents for one in log] == [(), *[(one.digest,) for one in log[:-1]]]
    assert bool(told.alarms) is (at > NOW), "a clock that is ahead is told; one that is slow cannot be seen"
    assert pair.book.check() == []


def test_a_clock_set_back_while_running_never_makes_an_edit_older_than_what_it_edits(pair: Pair) -> None:
    whom = neighbour(pair.branch)
    for day in (0, -1, -30, -400, -4000, 10, -7):
        _set(pair, NOW + dt.timedelta(days=day))
        _remark(pair, whom.uid, f"第 {day} 天")
    log = versions.of_record(pair.branch.book.connection, whom.uid)
    assert [one.hlc for one in log] == sorted({one.hlc for one in log})
    assert pair.branch.get(NEIGHBOURS, whom.uid).remark == "第 -7 天"


@pytest.mark.parametrize("at", CLOCKS.values(), ids=CLOCKS)
def test_the_true_day_is_taken_whatever_the_clock_says(pair: Pair, at: dt.datetime) -> None:
    saved_errand(pair.branch, done_on=NOW.date())
    _set(pair, at)
    tomorrow = NOW.date() + dt.timedelta(days=1)
    change = pair.branch.save(errand(pair.branch, done_on=tomorrow))
    assert ("电脑的日期" in change.warnings.get("done_on", "")) is (at < NOW)
    assert bool(pair.branch.clock_doubt) is (at < NOW)
    assert pair.branch.get(ERRANDS, change.uid).done_on == tomorrow
    told = pair.receive(pair.hand_in())
    assert told.refused == []


def test_a_first_record_is_taken_on_a_computer_with_a_dead_battery(pair: Pair) -> None:
    _set(pair, dt.datetime(2015, 1, 1, 0, 3))
    pair.branch.book.hlc.last = 0
    assert "那时还没有这个程序" in pair.branch.clock_doubt
    assert pair.branch.judge(errand(pair.branch, done_on=NOW.date())).errors == {}
    assert saved_errand(pair.branch, done_on=NOW.date()).serial_no
    assert national_id.why(national_id.make("321199", dt.date(2019, 1, 1), 1), pair.branch.today) is None


def test_a_fresh_book_on_a_slow_computer_goes_by_what_it_is_told(pair: Pair) -> None:
    """Nothing in the book says that the clock is behind, so somebody has to."""
    slow, true = NOW, NOW + dt.timedelta(days=400)
    _set(pair, slow)
    record = errand(pair.branch, done_on=true.date())
    said = pair.branch.judge(record).errors["done_on"]
    assert "在“设置与备份”里说今天是几号" in said, "the sentence tells the way on"
    pair.branch.say_today(true.date())
    assert pair.branch.today == true.date()
    assert "照您说的按 2027年12月28日记" in pair.branch.clock_doubt
    assert pair.branch.judge(record).errors == {}
    assert pair.branch.judge(errand(pair.branch, done_on=true.date() + dt.timedelta(days=1))).errors
    saved_errand(pair.branch, done_on=true.date())
    told = pair.receive(pair.hand_in())
    assert told.refused == []


def test_what_is_open_goes_by_the_told_day_at_once(pair: Pair) -> None:
    """The office's pages hold its desk from when they were opened: what they write must be of the told day too."""
    desk, office = pair.branch.desk, pair.office.desk
    day = NOW.date() + dt.timedelta(days=40)
    for workspace in (pair.branch, pair.book):
        workspace.say_today(day)
    assert (desk.at[:10], office.at[:10]) == (f"{day}", f"{day}")
    saved_errand(pair.branch, done_on=day)
    pair.receive(pair.hand_in())
    tell_branch(office, pair.branch.desk.code, "通知", "张主任")
    assert of_branch(office, pair.branch.desk.code)[-1].at[:10] == f"{day}"
    pair.book.trust_clock()
    assert office.at[:10] == f"{NOW.date()}"


def test_what_was_told_is_kept_until_the_clock_is_right(pair: Pair, tmp_path: Path) -> None:
    true = NOW + dt.timedelta(days=400)
    pair.branch.say_today(true.date())
    saved_errand(pair.branch, done_on=true.date())
    folder, device = pair.branch.folder, pair.branch.desk.signer.device
    pair.branch.close()
    pair.branch = pair.pattern.open(folder, clock=SetClock(NOW + dt.timedelta(days=2)))
    pair.opened.append(pair.branch)
    assert pair.branch.desk.signer.device == device
    assert pair.branch.today == true.date() + dt.timedelta(days=2), "it goes on from there"
    wall: Any = pair.branch.clock
    wall.wall.at = true + dt.timedelta(days=3)
    assert pair.branch.today == true.date() + dt.timedelta(days=3), "set right, the clock is believed"
    assert pair.branch.clock_doubt == ""


def test_what_was_told_wrongly_is_taken_back(pair: Pair) -> None:
    pair.branch.say_today(NOW.date() + dt.timedelta(days=40))
    pair.branch.trust_clock()
    assert pair.branch.today == NOW.date()
    assert pair.branch.clock_doubt == ""
    for day, said in ((NOW.date() - dt.timedelta(days=1), "比这一天晚"), (dt.date(2090, 1, 1), "年份写对了没有")):
        with pytest.raises(UserError, match=said):
            pair.branch.say_today(day)


def test_an_hour_in_2099_is_not_told_of_for_ever(pair: Pair) -> None:
    _set(pair, CLOCKS["2099"])
    saved_errand(pair.branch, done_on=NOW.date())
    _set(pair, NOW)
    assert "2099年12月31日 记的" in pair.branch.clock_doubt
    pair.branch.trust_clock()
    assert pair.branch.clock_doubt == ""
    saved_errand(pair.branch, done_on=NOW.date())
    assert pair.branch.clock_doubt == ""
    _set(pair, CLOCKS["1970"])
    assert pair.branch.judge(errand(pair.branch, done_on=NOW.date())).errors == {}


def test_with_a_good_clock_a_day_to_come_is_refused(pair: Pair) -> None:
    """The negative control: the same day as above, and no doubt about the clock."""
    said = pair.branch.judge(errand(pair.branch, done_on=NOW.date() + dt.timedelta(days=1))).errors
    assert said == {"done_on": "“日期”在今天之后。请改成 11月23日或更早的日期。"}
    said = pair.branch.judge(errand(pair.branch, done_on=NOW.date() + dt.timedelta(days=400))).errors
    assert "要是电脑的日期不对，把它调对，或" in said["done_on"]


def test_after_2099_a_branch_still_hands_in_and_reads_its_receipts(pair: Pair) -> None:
    _set(pair, CLOCKS["2099"])
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    pair.answer()
    assert read_receipts(pair.branch.desk, pair.stick).taken
    _set(pair, NOW)
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    pair.answer()
    assert [one.upto for one in read_receipts(pair.branch.desk, pair.stick).taken] == [2]
    assert pair.book.query(ERRANDS).count() == 2


def test_of_two_computers_the_one_whose_clock_is_wrong_overwrites_nothing(pair: Pair, tmp_path: Path) -> None:
    """By the wall clock alone the right one's later word would be lost: it is listed instead."""
    whom = neighbour(pair.branch)
    other = pair.two_computers(tmp_path / "second")
    _set(pair, CLOCKS["2099"])
    _remark(pair, whom.uid, "钟在 2099 年的电脑先写")
    record = other.get(NEIGHBOURS, whom.uid)
    record.remark = "钟准的电脑后写"
    other.save(record)
    told = pair.receive(pair.hand_in(), pair.hand_in(other))
    assert told.conflicts == 1
    (one,) = conflicts(pair.book.book)
    assert {side.said["备注"] for side in one.sides} == {"钟在 2099 年的电脑先写", "钟准的电脑后写"}


def test_without_the_logical_clock_the_order_would_be_lost(pair: Pair) -> None:
    """The negative control: stamps taken from the wall alone."""
    whom = neighbour(pair.branch)
    real = pair.branch.book.hlc.tick

    def careless(after: int = 0) -> int:
        pair.branch.book.hlc.last = 0
        return real()

    pair.branch.book.hlc.tick = careless  # type: ignore[method-assign]
    _set(pair, NOW - dt.timedelta(days=400))
    _remark(pair, whom.uid, "钟慢了四百天")
    told = pair.receive(pair.hand_in())
    assert told.refused == []
    assert any("比它的上一版还早" in said for said in told.alarms), "an edit that is older than what it edits"
    assert pair.book.book.get(NEIGHBOURS, whom.uid).remark != "钟慢了四百天", "is kept and does not count"
