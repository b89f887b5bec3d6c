"""Two computers, restores, wrong clocks, bundles lost, copied and swapped: the short form of tests.faults.histories."""

from __future__ import annotations

import random
from typing import Any

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.store import marks
from danyang_desktop.store.device import Known
from danyang_desktop.store.marks import Mark
from tests.faults.histories import BAD, campaign, newest
from tests.faults.history_desks import BRANCH, START, County, Seat
from tests.helpers.toy import NEIGHBOURS


def test_two_hundred_histories_lose_overwrite_and_hide_nothing() -> None:
    total = campaign(200)
    assert {name: total[name] for name in BAD} == dict.fromkeys(BAD, 0)
    assert total["histories with conflicts"] > 50  # or nothing was tried
    assert total["control diverged"] > 5  # merging by revision number depends on the order of arrival
    assert total["control overwrites"] > 50  # by the yardstick of "silent overwrites"
    assert total["control numbers borne twice"] > 50  # by that of "numbers borne twice": without epochs


def test_a_copy_of_a_book_whose_log_ends_in_an_old_version_still_writes_after_all_of_them() -> None:
    """The largest stamp is not the last one in the log once something older was merged."""
    dice = random.Random(0)
    one, other = Seat(dice, SetClock(START.replace(year=2031))), Seat(dice, SetClock(START))
    record = NEIGHBOURS.model(name="王桂兰")
    for seat, what in ((one, record), (other, NEIGHBOURS.model(name="孙玉珍"))):
        with seat.book.transaction():
            seat.book.append(what, action="new", author="周建民", branch=BRANCH, now=seat.clock.at)
    late = one.book.hlc.last
    office = County(dice)
    for seat in (one, other):
        office.receive(seat.hand_in())
    third = Seat(dice, SetClock(START))
    third.put_back(office.book.connection, moved=True)
    changed = third.book.get(NEIGHBOURS, record.uid)
    changed.remark = "腿脚不便"
    with third.book.transaction():
        version = third.book.append(changed, action="edit", author="周建民", branch=BRANCH, now=START)
    assert version.hlc > late


def careless_computer(mark: Any, engine: Any) -> int:
    """Open whatever book there is in the epoch of the first day."""
    mark.device.books.setdefault(mark.book, Known(1, 0, 0))
    return 1


def forgetful_computer(mark: Mark, clock: int) -> None:
    """Note nothing when something leaves the book."""


def anxious_computer(said: Any, known: Any) -> bool:
    """Take every book for one that was put back."""
    return True


@pytest.mark.parametrize(
    ("where", "name", "careless", "seen"),
    [
        (Mark, "epoch", careless_computer, "numbers borne twice"),
        (Mark, "tell", forgetful_computer, "numbers borne twice"),
        (marks, "_is_back", anxious_computer, "epochs begun for nothing"),
    ],
)
def test_the_histories_see_what_a_careless_program_would_do(
    where: Any, name: str, careless: Any, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative controls: without the care that is tried, the same histories come out badly."""
    monkeypatch.setattr(where, name, careless)
    assert campaign(20)[seen] > 0


def test_the_check_of_a_history_finds_forks_by_itself() -> None:
    lines = [
        {"uid": "a", "digest": "1", "parents": []},
        {"uid": "a", "digest": "2", "parents": ["1"]},
        {"uid": "a", "digest": "3", "parents": ["1"]},
        {"uid": "b", "digest": "4", "parents": []},
    ]
    assert newest(lines) == {"a": {"2", "3"}, "b": {"4"}}
