"""并村: a merged branch is pressed no more, its records stay and count, both hear of it, and it can be undone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county import doubles
from danyang_desktop.county.annotations import of_branch
from danyang_desktop.county.board import ENDED, LACKING, TAKEN, board, expected, lacking
from danyang_desktop.county.contacts import waiting
from danyang_desktop.county.endings import endings, gone, merge_branch, take_back, write_ledgers
from danyang_desktop.county.endings import lacking as last_month_lacking
from danyang_desktop.county.notices import reminders
from danyang_desktop.county.office import Office
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.registers.branches import BRANCHES
from danyang_desktop.registers.people import PEOPLE
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair
    from tests.helpers.county_book import CountyBook

OTHER = "32118110120401"
FIRST = dt.date(2026, 11, 1)


@pytest.fixture
def old(pair: Pair) -> str:
    """Hand a month in, and let the office know another branch; return the code of the first."""
    saved_errand(pair.branch, done_on=dt.date(2026, 10, 20))
    pair.receive(pair.hand_in(month="2026-10"))
    pair.office.desk.book.connection.execute(
        "INSERT INTO devices (device, branch, branch_name, public_key, recipient, enrolled_at)"
        " VALUES ('other', ?, '李村党支部', ?, '', '2026-10-01')",
        (OTHER, "00" * 32),
    )
    return pair.branch.branch.code


def _of(pair: Pair, code: str, month: str) -> list[dict[str, Any]]:
    return [row for row in board(pair.office, month) if row["branch"] == code]


def test_a_merged_branch_is_pressed_no_more_and_keeps_its_months(pair: Pair, old: str) -> None:
    (before,) = _of(pair, old, "2026-11")
    assert before["state"] == LACKING, "else the test shows nothing"
    one = merge_branch(pair.office, old, OTHER, FIRST, "王经办")
    assert (one.last_month, last_month_lacking(pair.book.book, one)) == ("2026-10", "")
    assert [gone(pair.book.book, day) for day in ("2026-10-31", "2026-11-01")] == [set(), {old}]
    assert _of(pair, old, "2026-11") == []
    (october,) = _of(pair, old, "2026-10")
    assert (october["state"], october["records"], october["into"]) == (TAKEN, 1, OTHER)
    now = dt.datetime(2026, 12, 1)
    assert "柳塘村" not in str([sheet.blocks for sheet in reminders(pair.office, "2026-11", now)])


def test_the_month_in_which_it_ended_is_still_asked_for(pair: Pair, old: str) -> None:
    one = merge_branch(pair.office, old, OTHER, dt.date(2026, 11, 15), "王经办")
    assert one.last_month == "2026-11"
    assert last_month_lacking(pair.book.book, one) == "2026年11月"
    (november,) = _of(pair, old, "2026-11")
    assert november in lacking(board(pair.office, "2026-11"))
    (asked,) = waiting(pair.office, [november])
    assert asked.why == "2026-11-15 起并走，这个月还要交"
    assert _of(pair, old, "2026-12") == []


def test_what_was_written_after_the_day_still_counts_and_is_not_asked_for(pair: Pair, old: str) -> None:
    merge_branch(pair.office, old, OTHER, FIRST, "王经办")
    saved_errand(pair.branch, done_on=dt.date(2026, 11, 3))
    pair.receive(pair.hand_in())
    (late,) = _of(pair, old, "2026-11")
    assert (late["state"], late["records"]) == (ENDED, 1)
    assert late not in expected(board(pair.office, "2026-11"))
    assert waiting(pair.office, [late]) == []


def test_both_branches_hear_of_it_and_of_its_end(pair: Pair, old: str) -> None:
    merge_branch(pair.office, old, OTHER, FIRST, "王经办")
    write_return(pair.office, old, pair.stick)
    read_return(pair.branch.desk, pair.stick)
    (told,) = of_branch(pair.branch.desk, old)
    assert told.words.startswith("柳塘村党支部从 2026年11月1日起并入李村党支部。")
    assert not told.open
    (other,) = of_branch(pair.office.desk, OTHER)
    assert other.words.startswith("柳塘村党支部从 2026年11月1日起并入本支部")
    take_back(pair.office, old, "王经办")
    write_return(pair.office, old, pair.stick)
    read_return(pair.branch.desk, pair.stick)
    assert of_branch(pair.branch.desk, old) == []
    assert of_branch(pair.office.desk, OTHER) == []


def test_it_can_be_taken_back_with_the_computers_that_went(pair: Pair, old: str) -> None:
    one = merge_branch(pair.office, old, OTHER, FIRST, "王经办", strike=True)
    assert one.struck == (pair.branch.desk.signer.device,)
    saved_errand(pair.branch, done_on=dt.date(2026, 11, 3))
    bundle = pair.hand_in()
    assert pair.receive(bundle).refused, "what it signs is no longer taken"
    (october,) = _of(pair, old, "2026-10")
    assert (october["state"], october["records"]) == (TAKEN, 1), "what it handed in is still here"
    take_back(pair.office, old, "王经办")
    assert endings(pair.book.book) == {}
    assert not pair.receive(bundle).refused
    assert _of(pair, old, "2026-11")[0]["state"] == TAKEN
    with pytest.raises(UserError, match="没有并入"):
        take_back(pair.office, old, "王经办")


def test_a_computer_that_was_struck_off_takes_no_month_away(pair: Pair, old: str) -> None:
    pair.office.revoke(pair.branch.desk.signer.device)
    (october,) = _of(pair, old, "2026-10")
    assert (october["state"], october["records"], october["enrolled"]) == (TAKEN, 1, False)


@pytest.mark.parametrize(
    ("branch", "into", "day", "said"),
    [
        ("OLD", "OLD", FIRST, "不能并入自己"), ("OLD", "32118199999901", FIRST, "名单上没有"),
        ("OLD", "", FIRST, "（空）"), ("32118199999901", OTHER, FIRST, "名单上没有"),
        ("OLD", OTHER, dt.date(2028, 1, 1), "一年以后"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(
    branch: str, into: str, day: dt.date, said: str, pair: Pair, old: str
) -> None:
    branch, into = (old if one == "OLD" else one for one in (branch, into))
    with pytest.raises(UserError, match=said):
        merge_branch(pair.office, branch, into, day, "王经办")
    assert endings(pair.book.book) == {}


def test_a_merged_branch_that_owes_its_last_month_is_not_one_that_never_registered(pair: Pair, old: str) -> None:
    merge_branch(pair.office, OTHER, old, FIRST, "王经办", strike=True)
    (october,) = _of(pair, OTHER, "2026-10")
    assert (october["state"], october["enrolled"]) == (LACKING, False)


def test_neither_twice_nor_into_one_that_is_gone(pair: Pair, old: str) -> None:
    merge_branch(pair.office, old, OTHER, FIRST, "王经办")
    with pytest.raises(UserError, match="已经并入李村党支部了"):
        merge_branch(pair.office, old, OTHER, FIRST, "王经办")
    with pytest.raises(UserError, match="请选李村党支部"):
        merge_branch(pair.office, OTHER, old, FIRST, "王经办")


def test_its_ledgers_go_to_whoever_goes_on(pair: Pair, old: str, tmp_path: Path) -> None:
    import openpyxl

    written = write_ledgers(pair.office, old, tmp_path / "柳塘村_台账")
    assert written
    rows = [list(openpyxl.load_workbook(path).active.values) for path in written]
    assert any(len(one) == 2 for one in rows), "a heading and the one record"
    with pytest.raises(UserError, match="已经有东西"):
        write_ledgers(pair.office, old, tmp_path / "柳塘村_台账")
    with pytest.raises(UserError, match="没有收到过"):
        write_ledgers(pair.office, OTHER, tmp_path / "李村_台账")


def test_people_of_a_merged_branch_are_not_in_two_places(office: CountyBook) -> None:
    first, second = "32118110120301", OTHER
    for code, name in ((first, "王村党支部"), (second, "李村党支部")):
        office.put(office.book.branch.code, BRANCHES, name=name, code=code, town="青山镇")  # on the office's list
        office.put(code, PEOPLE, name="徐桂珍", id_no="321199195403054026")
    asked, _ = Office.of(office.book.desk)
    assert any(one.kind == doubles.TWO_PLACES for one in doubles.findings(asked, "2026-11"))
    assert doubles.in_two_places(asked, [second]) == {second: 1}
    merge_branch(asked, first, second, FIRST, "王经办")
    assert not any(one.kind == doubles.TWO_PLACES for one in doubles.findings(asked, "2026-11"))
    assert doubles.in_two_places(asked, [second]) == {}
