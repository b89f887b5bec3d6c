"""The board tells of a month what is here of it, not what the file was called."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.annotations import annotate
from danyang_desktop.county.board import board
from danyang_desktop.county.conflicts import settle
from danyang_desktop.county.contacts import how_it_came, waiting
from danyang_desktop.county.handed_in import months
from danyang_desktop.county.tables import TOWN, as_of, county_table
from danyang_desktop.county.undo import undo_import
from danyang_desktop.exchange import bundle_reader
from danyang_desktop.exchange.bundle_out import line_of, owes
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.store import versions
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair

OCTOBER, NOVEMBER = dt.date(2026, 10, 20), dt.date(2026, 11, 20)


def _on(pair: Pair, on: dt.date) -> None:
    for workspace in (pair.branch, pair.book):
        clock: Any = workspace.clock
        clock.at = dt.datetime.combine(on, dt.time(9, 0))


def _row(pair: Pair, month: str) -> dict[str, Any]:
    (row,) = board(pair.office, month)
    return row


def _october_then(pair: Pair) -> Any:
    """Hand October in on its last day, and return one of its two records."""
    _on(pair, dt.date(2026, 10, 31))
    kept = saved_errand(pair.branch, done_on=OCTOBER)
    saved_errand(pair.branch, done_on=OCTOBER)
    pair.receive(pair.hand_in(month="2026-10"))
    return kept


def test_a_month_that_came_with_a_later_one_is_told_so(pair: Pair) -> None:
    saved_errand(pair.branch, done_on=OCTOBER)
    saved_errand(pair.branch, done_on=NOVEMBER)
    pair.receive(pair.hand_in())
    row = _row(pair, "2026-10")
    assert (row["state"], row["came_with"], row["records"], row["changed"]) == ("已收", "2026-11", 1, 0)
    assert "是随 2026年11月的包一起交来的，这个月 1 条，记到 2026-11-23" in how_it_came(row)


def test_a_month_that_was_changed_after_it_came_is_told_so(pair: Pair) -> None:
    kept = _october_then(pair)
    assert (_row(pair, "2026-10")["records"], _row(pair, "2026-10")["changed"]) == (2, 0)
    assert _row(pair, "2026-11")["state"] == "未交"
    _on(pair, dt.date(2026, 11, 30))
    kept.story = "后来改的说法。"
    pair.branch.save(kept)
    saved_errand(pair.branch, done_on=OCTOBER)
    saved_errand(pair.branch, done_on=NOVEMBER)
    pair.receive(pair.hand_in())
    row = _row(pair, "2026-10")
    assert (row["state"], row["came_with"], row["records"], row["changed"]) == ("已收", "2026-10", 3, 2)
    assert row["changed_at"][:10] == "2026-11-30"
    (told,) = waiting(pair.office, [row])
    assert (told.word, told.calls, told.why) == ("改过", False, "收到以后又改了 2 条，汇总要重新看")
    assert (_row(pair, "2026-11")["changed"], _row(pair, "2026-11")["records"]) == (0, 1)


def test_what_the_office_settles_is_no_change_by_the_branch(pair: Pair) -> None:
    kept = _october_then(pair)
    annotate(pair.office.desk, kept.uid, "退回修改", "日期不对", "张主任")
    assert _row(pair, "2026-10")["changed"] == 0


def test_what_the_office_chose_of_two_versions_is_no_change_by_the_branch(pair: Pair) -> None:
    errand = saved_errand(pair.branch, done_on=NOVEMBER)
    (first,) = versions.of_record(pair.branch.book.connection, errand.uid)
    both = [
        versions.make(
            uid=first.uid, slug=first.slug, branch=first.branch, hlc=first.hlc + later, device=first.device,
            epoch=first.epoch, parents=(first.digest,), action="edit", author="周建民", at=first.at,
            body={**first.content(), "story": f"第 {later} 种说法。"},
        )
        for later in (1, 2)
    ]  # fmt: skip
    pair.receive(pair.forge("a.dyb", *map(line_of, (first, *both))))
    other = saved_errand(pair.branch, done_on=OCTOBER)
    pair.receive(pair.forge("b.dyb", *map(line_of, versions.of_record(pair.branch.book.connection, other.uid)), seq=2))
    settle(pair.office.desk, errand.uid, both[0].digest, "打电话问过", "张主任")
    row = _row(pair, "2026-11")
    assert (row["records"], row["changed"]) == (1, 0)


def test_what_is_taken_back_is_no_longer_there(pair: Pair) -> None:
    _october_then(pair)
    _on(pair, dt.date(2026, 11, 30))
    saved_errand(pair.branch, done_on=OCTOBER)
    second = pair.hand_in()
    pair.receive(second)
    assert _row(pair, "2026-10")["changed"] == 1
    undo_import(pair.office.desk, str(bundle_reader.verify(second)["hash"]))
    assert (_row(pair, "2026-10")["changed"], _row(pair, "2026-10")["records"]) == (0, 2)
    assert _row(pair, "2026-11")["state"] == "未交"


def test_a_table_of_a_month_that_is_not_over_is_only_as_of_a_day(pair: Pair) -> None:
    saved_errand(pair.branch, done_on=NOVEMBER)
    pair.receive(pair.hand_in())
    table = county_table(pair.office, pair.book.look, "2026-11", TOWN)
    assert as_of(table, dt.datetime(2026, 11, 24, 10, 0)) == "截至 2026-11-24，这个月还没有过完"
    assert as_of(table, dt.datetime(2026, 11, 30, 10, 0)) == ""


def test_a_month_in_which_nothing_was_written_is_handed_in_empty(pair: Pair) -> None:
    """零报告: without it the branch is rung for a month that it cannot hand in."""
    assert not owes(pair.branch.desk, "2026-10"), "who never handed in has nothing to close"
    kept = _october_then(pair)
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    with pytest.raises(UserError, match="没有新记的"):
        pair.hand_in(month="2026-11")
    _on(pair, dt.date(2026, 12, 5))
    annotate(pair.office.desk, kept.uid, "备注", "写得好。", "张主任")  # the office's own day is not the branch's
    assert owes(pair.branch.desk, "2026-11")
    assert [owes(pair.branch.desk, month) for month in ("2026-10", "2026-12")] == [False, False], "closed, running"
    told = pair.receive(pair.hand_in(month="2026-11"))
    assert (told.refused, told.merged) == ([], 0)
    row = _row(pair, "2026-11")
    assert (row["state"], row["records"], row["upto"]) == ("已收", 0, "2026-10-31")
    assert _row(pair, "2026-12")["state"] == "未交"
    state = {one.month: one.state for one in months(pair.branch.desk, 10)}
    assert state["2026-11"] == "等县里回执", "nothing of it was acknowledged yet"
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    state = {one.month: one.state for one in months(pair.branch.desk, 10)}
    assert (state["2026-11"], state["2026-10"]) == ("县里已收", "县里已收")
    assert not owes(pair.branch.desk, "2026-11")


def test_a_month_without_any_record_is_asked_about(pair: Pair) -> None:
    saved_errand(pair.branch, done_on=OCTOBER)  # written in November
    pair.receive(pair.hand_in())
    row = _row(pair, "2026-11")
    assert (row["state"], row["records"]) == ("已收", 0)
    (told,) = waiting(pair.office, [row])
    assert (told.word, told.calls) == ("没记录", True)
    assert "一条记录也没有" in told.why


def test_a_bad_file_after_a_good_one_is_still_to_be_rung(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch, done_on=NOVEMBER)
    pair.receive(pair.hand_in())
    saved_errand(pair.branch, done_on=NOVEMBER)
    torn = pair.hand_in()
    torn.write_bytes(torn.read_bytes()[:-1])
    pair.receive(torn)
    row = _row(pair, "2026-11")
    assert (row["state"], row["refused"]) == ("已收", 1)
    (told,) = waiting(pair.office, [row])
    assert (told.word, told.why) == ("文件要重交", "拷贝不完整，请重新导出")


def test_what_was_counted_before_is_counted_anew_when_a_bundle_comes_or_goes(pair: Pair) -> None:
    kept = _october_then(pair)
    before = _row(pair, "2026-10")
    assert _row(pair, "2026-10") == before, "the second look says the same"
    assert before["records"] == 2
    _on(pair, NOVEMBER)
    kept.what = "改过"
    pair.branch.save(kept)
    saved_errand(pair.branch, done_on=OCTOBER)
    handed = pair.hand_in()
    pair.receive(handed)
    after = _row(pair, "2026-10")
    assert (after["records"], after["changed"]) == (3, 2)
    undo_import(pair.office.desk, str(bundle_reader.verify(handed)["hash"]))
    assert _row(pair, "2026-10") == before
