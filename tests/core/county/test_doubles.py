"""What only the office can see, in a book that holds the records of two branches."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING

from danyang_desktop.county import doubles
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.payouts.lines import RETURNED, REVERSAL, PaymentLine
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.pairings import PAIRINGS
from danyang_desktop.registers.people import DEAD, MOVED, PEOPLE
from tests.helpers.county_book import BORN, THORN, WILLOW
from tests.helpers.village import number

if TYPE_CHECKING:
    from tests.helpers.county_book import CountyBook

STORY = "家里两口人，老伴腿脚不便，靠低保过日子，儿子在外打工。"


def test_one_person_paid_in_two_branches_for_the_same_months(office: CountyBook) -> None:
    here, there = office.person(WILLOW), office.person(THORN)
    one = office.paid(here, ("2026-09", "2026-11"))
    other = office.paid(there, ("2026-11", "2026-12"))
    (found,) = office.found(doubles.PAID_TWICE)
    assert {(row.branch, row.uid) for row in found.rows} == {(WILLOW, one.uid), (THORN, other.uid)}
    assert "2 个支部" in found.sentence
    assert "960 元" in found.sentence
    assert here.id_no not in repr(found)


def test_a_list_of_last_year_that_reaches_into_this_one_counts(office: CountyBook) -> None:
    here, there = office.person(WILLOW), office.person(THORN)
    office.put(
        WILLOW, SUBSIDIES, title="定补", kind="困难老党员定补", month="2025-12", period_from="2025-12",
        period_to="2026-02", lines=[PaymentLine(person=Link(here.uid, here.name), category="低保户",
                                                rate_fen=48_000, amount_fen=144_000)],
    )  # fmt: skip
    office.paid(there, ("2026-01", "2026-01"))
    (found,) = office.found(doubles.PAID_TWICE, "2026-01")
    assert {row.branch for row in found.rows} == {WILLOW, THORN}


def test_what_does_not_overlap_or_is_another_kind_or_was_taken_back_is_no_finding(office: CountyBook) -> None:
    here, there = office.person(WILLOW), office.person(THORN)
    office.paid(here, ("2026-09", "2026-10"))
    office.paid(there, ("2026-11", "2026-11"))
    office.paid(here, ("2026-11", "2026-11"), kind="节日慰问金")
    office.paid(here, ("2026-11", "2026-11"), result=RETURNED)
    taken_back = office.paid(here, ("2026-11", "2026-11"))
    office.put(
        WILLOW, SUBSIDIES, title="冲正", kind="困难老党员定补", nature=REVERSAL, month="2026-11",
        lines=[
            PaymentLine(
                person=Link(here.uid, here.name), category="低保户", rate_fen=-48_000, amount_fen=-48_000,
                for_line=taken_back.lines[0].row_uid,
            )
        ],
    )  # fmt: skip
    assert office.found(doubles.PAID_TWICE) == []


def test_two_lists_of_one_branch_are_the_branchs_own_matter(office: CountyBook) -> None:
    here = office.person(WILLOW)
    office.paid(here, ("2026-11", "2026-11"))
    office.paid(here, ("2026-11", "2026-11"))
    assert office.found(doubles.PAID_TWICE) == []


def test_the_dead_are_not_paid_after_their_month(office: CountyBook) -> None:
    office.person(WILLOW, standing=DEAD, standing_on=dt.date(2026, 9, 12))
    there = office.person(THORN)
    office.paid(there, ("2026-09", "2026-09"))
    assert office.found(doubles.PAID_AFTER) == []
    late = office.paid(there, ("2026-10", "2026-10"))
    (found,) = office.found(doubles.PAID_AFTER)
    assert [row.uid for row in found.rows][1:] == [late.uid]
    assert found.rows[0].slug == PEOPLE.slug


def test_who_moved_is_paid_where_they_live_now(office: CountyBook) -> None:
    here = office.person(WILLOW, standing=MOVED, standing_on=dt.date(2026, 9, 12))
    there = office.person(THORN)
    office.paid(there, ("2026-10", "2026-10"))
    assert office.found(doubles.PAID_AFTER) == []
    office.paid(here, ("2026-10", "2026-10"))
    assert len(office.found(doubles.PAID_AFTER)) == 1


def test_a_household_paired_in_two_branches(office: CountyBook) -> None:
    for branch in (WILLOW, THORN):
        home = office.put(branch, HOUSEHOLDS, head_name="王桂兰", id_no=number(BORN, 100))
        office.put(
            branch,
            PAIRINGS,
            title="支部—王桂兰",
            kind="支部—困难家庭",
            standing="在帮",
            household=Link(home.uid, "王桂兰"),
        )
        if branch == WILLOW:
            assert office.found(doubles.PAIRED_TWICE) == []
    (found,) = office.found(doubles.PAIRED_TWICE)
    assert {row.branch for row in found.rows} == {WILLOW, THORN}


def test_copied_words_and_visits_all_on_one_day(office: CountyBook) -> None:
    for place in range(8):
        office.put(
            WILLOW, VISITS, household=Link("", f"户{place}"), visited_on=dt.date(2026, 11, 20),
            situation=STORY if place < 5 else f"{STORY}第{place}家。", progress="已办结",
        )  # fmt: skip
    (copied,) = office.found(doubles.COPIED)
    assert len(copied.rows) == 5
    (one_day,) = office.found(doubles.ONE_DAY)
    assert len(one_day.rows) == 8
    assert office.found(doubles.COPIED, "2026-10") == []
    assert office.found(doubles.ONE_DAY, "2026-10") == []


def test_one_number_on_two_records(office: CountyBook) -> None:
    for _ in range(2):
        visit = office.put(WILLOW, VISITS, household=Link("", "户"), visited_on=dt.date(2026, 11, 20))
    office.book.book.connection.execute("UPDATE visits SET serial_no = ?", (visit.serial_no,))
    (found,) = office.found(doubles.SAME_NUMBER)
    assert len(found.rows) == 2
    assert visit.serial_no in found.sentence


def test_who_moved_and_is_kept_by_both_branches_is_asked_about(office: CountyBook) -> None:
    here, there = office.person(WILLOW), office.person(THORN)
    office.person(WILLOW, 102, "李小妹")
    (found,) = office.found(doubles.TWO_PLACES)
    assert {(row.branch, row.uid) for row in found.rows} == {(WILLOW, here.uid), (THORN, there.uid)}
    assert "王桂兰同时在 2 个支部的名册上" in found.sentence
    assert here.id_no not in repr(found)
    seat = SimpleNamespace(desk=office.book.desk)
    assert doubles.in_two_places(seat, {WILLOW, THORN}) == {WILLOW: 1, THORN: 1}  # type: ignore[arg-type]
    assert doubles.in_two_places(seat, {THORN}) == {THORN: 1}  # type: ignore[arg-type]
    here.standing, here.standing_on = MOVED, dt.date(2026, 10, 1)
    with office.book.book.transaction():
        office.book.book.append(here, action="edit", author="周建民", branch=WILLOW, now=office.book.clock.now())
    assert office.found(doubles.TWO_PLACES) == []
    assert doubles.in_two_places(seat, {WILLOW, THORN}) == {}  # type: ignore[arg-type]
