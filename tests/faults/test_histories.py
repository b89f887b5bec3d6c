"""Two computers, restores, wrong clocks, bundles lost, copied and swapped: the short form of tests.faults.histories."""

from __future__ import annotations

from danyang_desktop.base.clock import SetClock
from tests.faults.histories import BRANCH, START, Computer, Office, _book, _pattern, campaign, newest
from tests.helpers.toy import NEIGHBOURS


def test_two_hundred_histories_lose_overwrite_and_hide_nothing() -> None:
    total = campaign(200)
    assert total["diverged"] == 0
    assert total["incomplete"] == 0
    assert total["silent overwrites"] == 0
    assert total["conflicts not listed"] == 0
    assert total["histories with conflicts"] > 50  # or nothing was tried
    assert total["control diverged"] > 5  # merging by revision number depends on the order of arrival
    assert total["control overwrites"] > 50


def test_a_copy_of_a_book_whose_log_ends_in_an_old_version_still_writes_after_all_of_them() -> None:
    """The largest stamp is not the last one in the log once something older was merged."""
    clock, late = SetClock(START), SetClock(START.replace(year=2031))
    one = Computer("1" * 16, late, _book(_pattern(), late, "1" * 16, 1))
    other = Computer("2" * 16, clock, _book(_pattern(), clock, "2" * 16, 1))
    record = NEIGHBOURS.model(name="王桂兰")
    for computer, what in ((one, record), (other, NEIGHBOURS.model(name="孙玉珍"))):
        with computer.book.transaction():
            computer.book.append(what, action="new", author="周建民", branch=BRANCH, now=computer.clock.at)
    office = Office()
    for computer in (one, other):
        office.receive(computer.hand_in())
    copied = _book(office.book.connection, SetClock(START), "3" * 16, 1)
    changed = copied.get(NEIGHBOURS, record.uid)
    changed.remark = "腿脚不便"
    with copied.transaction():
        version = copied.append(changed, action="edit", author="周建民", branch=BRANCH, now=START)
    assert version.hlc > one.book.hlc.last


def test_the_check_of_a_history_finds_forks_by_itself() -> None:
    lines = [
        {"uid": "a", "digest": "1", "parents": []},
        {"uid": "a", "digest": "2", "parents": ["1"]},
        {"uid": "a", "digest": "3", "parents": ["1"]},
        {"uid": "b", "digest": "4", "parents": []},
    ]
    assert newest(lines) == {"a": {"2", "3"}, "b": {"4"}}
