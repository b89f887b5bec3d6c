"""The months of a branch and where each stands; what a bundle would hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import UserError
from danyang_desktop.county.annotations import RETURNED, annotate
from danyang_desktop.county.delivery_note import delivery_note
from danyang_desktop.county.handed_in import coming, months
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.exchange import bundle_out, container
from danyang_desktop.exchange.receipt_in import read_receipts
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from tests.core.county.conftest import Pair


def _at(pair: Pair, day: str) -> None:
    clock = pair.branch.clock
    assert isinstance(clock, SetClock)
    clock.at = dt.datetime.fromisoformat(f"{day}T09:20:00")


def _told(pair: Pair) -> dict[str, tuple[str, str]]:
    return {one.month: (one.state, one.said) for one in months(pair.branch.desk, 10)}


def test_a_month_goes_from_writing_to_taken(pair: Pair) -> None:
    saved_errand(pair.branch)
    assert _told(pair) == {"2026-11": ("还在记", "月底再导出")}
    _at(pair, "2026-12-03")
    saved_errand(pair.branch)
    assert _told(pair) == {"2026-12": ("还在记", "月底再导出"), "2026-11": ("没交", "还没导出")}
    pair.receive(pair.hand_in(month="2026-11"))
    assert _told(pair)["2026-11"] == ("等县里回执", "12月3日 9:20 导出")
    assert _told(pair)["2026-12"][0] == "还在记"
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert _told(pair)["2026-11"] == ("县里已收", "12月3日 交")
    assert _told(pair)["2026-12"] == ("还在记", "月底再导出")


def test_what_comes_after_the_day_is_late(pair: Pair) -> None:
    saved_errand(pair.branch)
    _at(pair, "2026-12-11")
    saved_errand(pair.branch)
    pair.receive(pair.hand_in(month="2026-11"))
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert _told(pair)["2026-11"] == ("县里已收", "12月11日 补交")


def test_a_month_written_in_after_it_went_is_open_again(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    assert _told(pair)["2026-11"][0] == "等县里回执"
    saved_errand(pair.branch)
    assert _told(pair)["2026-11"] == ("还在记", "11月23日 交过，又记了 1 条")


def test_a_past_month_that_was_changed_after_it_went_is_to_go_again(pair: Pair) -> None:
    errand = saved_errand(pair.branch, done_on=dt.date(2026, 11, 20))
    _at(pair, "2026-12-03")
    pair.receive(pair.hand_in(month="2026-11"))
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert _told(pair)["2026-11"][0] == "县里已收"
    saved_errand(pair.branch, done_on=dt.date(2026, 12, 2))
    assert _told(pair)["2026-11"][0] == "县里已收", "what was written today belongs to December"
    errand.story = "后来又问了一次，孩子已经回学校了。"
    pair.branch.save(errand)
    assert _told(pair)["2026-11"] == ("没交", "12月3日 交过，又改了 1 条，要再交")
    pair.receive(pair.hand_in(month="2026-12"))
    assert _told(pair)["2026-11"][0] == "等县里回执", "the correction went along with December, and is not there yet"
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert _told(pair)["2026-11"][0] == "县里已收"


def test_a_month_is_there_only_when_the_receipt_for_its_last_bundle_is(pair: Pair) -> None:
    pair.settle_up()
    assert _told(pair)["2026-11"][0] == "县里已收"
    saved_errand(pair.branch)
    pair.hand_in().unlink()
    assert _told(pair)["2026-11"] == ("等县里回执", "11月23日 9:12 导出")
    pair.receive(pair.hand_in(full=True))
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert _told(pair)["2026-11"][0] == "县里已收"


def test_a_month_that_was_there_is_not_doubted_for_the_next_ones_bundle(pair: Pair) -> None:
    saved_errand(pair.branch, done_on=dt.date(2026, 11, 20))
    pair.receive(pair.hand_in(month="2026-11"))
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    _at(pair, "2026-12-30")
    saved_errand(pair.branch, done_on=dt.date(2026, 12, 20))
    pair.hand_in(month="2026-12")
    assert {month: state for month, (state, _) in _told(pair).items()} == {
        "2026-12": "等县里回执",
        "2026-11": "县里已收",
    }


@pytest.mark.parametrize("cut", [-1, 40], ids=["its end", "a front that cannot be read"])
def test_a_receipt_that_tells_of_a_refused_file_sends_the_month_back_until_it_goes_again(pair: Pair, cut: int) -> None:
    pair.settle_up()
    saved_errand(pair.branch)
    torn = pair.hand_in()
    torn.write_bytes(torn.read_bytes()[:cut])
    pair.receive(torn)
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert _told(pair)["2026-11"] == ("县里退回", "第 2 号包县里没能收下，要再交一次")
    pair.receive(pair.hand_in())
    assert _told(pair)["2026-11"][0] == "等县里回执"
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert _told(pair)["2026-11"][0] == "县里已收"


def test_an_older_office_says_only_how_many_files_it_refused(pair: Pair) -> None:
    pair.settle_up()
    saved_errand(pair.branch)
    pair.hand_in()
    with pair.branch.book.transaction():
        pair.branch.book.connection.execute("UPDATE receipts SET refused = 1, body = '{}'")
    assert _told(pair)["2026-11"][0] == "县里退回"
    _at(pair, "2026-11-25")
    pair.hand_in()
    assert _told(pair)["2026-11"][0] == "等县里回执", "that one was written after the receipt was read"


def test_a_month_that_came_with_a_later_one_has_gone_too(pair: Pair) -> None:
    saved_errand(pair.branch)
    _at(pair, "2026-12-20")
    saved_errand(pair.branch)
    _at(pair, "2027-01-03")
    pair.receive(pair.hand_in(month="2026-12"))
    assert {month: state for month, (state, _) in _told(pair).items()} == {
        "2027-01": "还在记", "2026-12": "等县里回执", "2026-11": "等县里回执",
    }  # fmt: skip


def test_a_month_that_the_office_returned_is_to_be_corrected_first(pair: Pair) -> None:
    errand = saved_errand(pair.branch, done_on=dt.date(2026, 11, 20))
    _at(pair, "2026-12-03")
    pair.receive(pair.hand_in(month="2026-11"))
    pair.answer()
    annotate(pair.office.desk, errand.uid, RETURNED, "金额和收据对不上。", "张主任")
    write_return(pair.office, pair.branch.branch.code, pair.stick)
    read_receipts(pair.branch.desk, pair.stick)
    read_return(pair.branch.desk, pair.stick)
    assert _told(pair)["2026-11"] == ("县里退回", "有 1 条要改，改好再交")
    errand.story = "照收据改过了。"
    pair.branch.save(errand)
    assert _told(pair)["2026-11"][0] == "没交"


def test_the_office_counts_the_month_that_was_said_and_no_later_one(pair: Pair) -> None:
    saved_errand(pair.branch)
    said = pair.hand_in(month="2026-10")
    assert container.read_header(said).extra["month"] == "2026-10"
    with pytest.raises(UserError, match="2027-01 还没有到"):
        pair.hand_in(month="2027-01")
    pair.hand_in()
    pair.forge("lies.dyb", seq=9, extra={"month": "2030-01"})
    pair.receive()
    rows = pair.book.book.connection.execute("SELECT bundle, period FROM received ORDER BY bundle").fetchall()
    assert [tuple(row) for row in rows] == [(1, "2026-10"), (2, "2026-11"), (9, "2026-11")]


def test_what_would_go_is_what_goes(pair: Pair) -> None:
    for _ in range(3):
        saved_errand(pair.branch)
    found = coming(pair.branch.desk)
    made = bundle_out.export(pair.branch.desk, pair.stick)
    assert found.versions == made.records
    assert found.records == {"toy_errands": 3}
    pair.receive()
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert coming(pair.branch.desk).records == {}


def test_the_sheet_says_what_the_bundle_says(pair: Pair) -> None:
    saved_errand(pair.branch)
    made = bundle_out.export(pair.branch.desk, pair.stick)
    now = dt.datetime(2026, 11, 23, 10, 0)
    sheet = delivery_note(pair.branch.desk, made, "2026-11", {"toy_errands": 1}, now)
    values = list(sheet.values())
    assert made.code in values
    assert made.file.name in values
    assert pair.branch.ledgers["toy_errands"].title in values
