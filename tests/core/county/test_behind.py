"""A figure of the county's table and the list of records behind it say the same, void records apart."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.annotations import NOTE, RETURNED, annotate
from danyang_desktop.county.behind import NO_KIND, Behind, behind_branch, behind_programme
from danyang_desktop.county.office import Office
from danyang_desktop.county.tables import BRANCH, PROGRAM, TOWN, cells_of, county_sheet, county_table
from danyang_desktop.county.tables import MONTH as MONTHS
from danyang_desktop.county.whole import whole
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.participation import PLANNED, Participation
from danyang_desktop.ledgers.payouts.lines import NORMAL, PAID, REVERSAL, PaymentLine
from danyang_desktop.ledgers.payouts.lines import RETURNED as CAME_BACK
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.registers.branches import BRANCHES
from tests.helpers.books import NOW
from tests.helpers.county_book import THORN, WILLOW, CountyBook

if TYPE_CHECKING:
    from danyang_desktop.county.tables import FigureTable
    from danyang_desktop.workspace import Workspace

MONTH = "2026-11"
KIND = "困难老党员定补"


@pytest.fixture
def seat(office: CountyBook) -> tuple[CountyBook, Office]:
    """Let two branches have a month with everything in it that must not be counted."""
    for code, name in ((WILLOW, "柳塘村党支部"), (THORN, "荆村党支部")):
        office.put(office.book.branch.code, BRANCHES, name=name, code=code, town="云阳街道")  # on the office's list
    for number in range(8):
        day = dt.date(2026, 11, 2 + number)
        visit = office.put(WILLOW, VISITS, household=Link("", f"户{number}"), visited_on=day, progress="已办结")
    _void(office, visit, "和前一天记重了")
    _void(office, office.put(WILLOW, TALKS, talk_on=dt.date(2026, 11, 5)), "记错了人")
    for branch, minutes in ((WILLOW, (90, 30)), (THORN, (30, 1440 + 30))):
        rows = [Participation(minutes=one, hours=one) for one in minutes]
        facts = {"held_on": dt.date(2026, 11, 7), "participants": rows, "total_hours": sum(minutes), "heads": 2}
        office.put(branch, VOLUNTEERING, title="打扫", state="已开展", **facts)
    office.put(WILLOW, VOLUNTEERING, title="还没做", state=PLANNED, held_on=dt.date(2026, 11, 28), total_hours=600)
    _pay(office, WILLOW, "已发", (48_050, PAID), (9_900, CAME_BACK))
    _pay(office, WILLOW, "公示", (70_000, ""))
    _pay(office, THORN, "已发", (48_000, PAID), (48_000, PAID))
    _pay(office, THORN, "已发", (-48_000, PAID), nature=REVERSAL)
    _pay(office, THORN, "已发", (12_300, PAID), kind="")
    return office, Office.of(office.book.desk)[0]


def _void(office: CountyBook, record: Any, reason: str) -> None:
    record.status, record.void_reason = "void", reason
    with office.book.book.transaction():
        office.book.book.append(record, action="void", author="周建民", branch=record.branch, now=NOW)


def _pay(
    office: CountyBook, branch: str, state: str, *lines: tuple[int, str], nature: str = NORMAL, kind: str = KIND
) -> None:
    person = Link("0" * 31 + "7", "王桂兰")
    made = [PaymentLine(person=person, id_no="321199194801020019", amount_fen=fen, result=how) for fen, how in lines]
    office.put(branch, SUBSIDIES, title="定补", kind=kind, month=MONTH, state=state, nature=nature, lines=made)


def _table(seat: tuple[CountyBook, Office], kind: str, under: str = "") -> FigureTable:
    return county_table(seat[1], seat[0].book.look, MONTH, kind, under)


def _by_slug(book: Workspace, branch: str) -> dict[str, Behind]:
    return {one.ledger.slug: one for one in behind_branch(book.book, MONTH, branch)}


def test_the_list_has_what_the_table_counts_and_no_more(seat: tuple[CountyBook, Office]) -> None:
    office, _ = seat
    table = _table(seat, BRANCH)
    for row in table.rows:
        found = _by_slug(office.book, row.key)
        assert len(found["visits"].counted) == row.figures["visits"]
        assert len(found["talks"].counted) == row.figures["talks"]
        assert sum(one.total_hours for one in found["volunteering"].counted) == row.figures["hours"]
        paid = [line for batch in found["subsidies"].counted for line in batch.lines if line.result == PAID]
        assert sum(line.amount_fen or 0 for line in paid) == row.figures["paid_fen"]
    mine = _by_slug(office.book, WILLOW)
    assert (len(mine["visits"].counted), mine["visits"].said) == (7, "7 户次，走到 0 户")
    apart = {slug: [(one.status, why) for one, why in some.apart] for slug, some in mine.items()}
    assert apart == {
        "visits": [("void", "已作废")], "talks": [("void", "已作废")], "volunteering": [("final", "还是计划")],
        "subsidies": [("final", "钱还没发")],
    }  # fmt: skip
    assert mine["volunteering"].said == "1 场，2 人次，2.0 小时"
    assert mine["subsidies"].said == "1 人，480.50 元（退回、没领的不算）"


def test_a_programme_counts_heads_as_it_counts_money(seat: tuple[CountyBook, Office]) -> None:
    office, _ = seat
    table = _table(seat, PROGRAM)
    assert {row.key: row.figures for row in table.rows} == {
        KIND: {"branches": 2, "batches": 2, "heads": 2, "fen": 96_050},
        NO_KIND: {"branches": 1, "batches": 1, "heads": 1, "fen": 12_300},
    }
    (mine,) = behind_programme(office.book.book, MONTH, KIND)
    assert (len(mine.counted), [why for _, why in mine.apart]) == (3, ["钱还没发"])
    assert mine.said == "2 个支部，2 批，2 人次，960.50 元（退回、没领的不算，里面 1 批是冲正）"
    assert [(mine.adds[one.uid].heads, mine.adds[one.uid].fen) for one in mine.counted] == [
        (1, 48_050), (2, 96_000), (-1, -48_000),
    ]  # fmt: skip
    assert [mine.whose[one.uid] for one in mine.counted] == ["柳塘村党支部", "荆村党支部", "荆村党支部"]
    (other,) = behind_programme(office.book.book, MONTH, NO_KIND)
    assert len(other.counted) == 1
    assert table.totals.figures["fen"] == _table(seat, TOWN).totals.figures["paid_fen"]


def test_a_branch_with_two_programmes_is_one_branch(seat: tuple[CountyBook, Office]) -> None:
    """What does not add up has no sum: on the screen, on paper and in the workbook."""
    table = _table(seat, PROGRAM)
    heads, rows = cells_of(table)
    assert [row[heads.index("支部")] for row in rows] == [2, 1, ""]
    assert table.shown(table.totals, table.heads[0]) == ""
    assert [one.column for one in county_sheet(seat[1], table, NOW).blocks[0].sums] == [3, 4, 5]  # type: ignore[union-attr]


def test_the_months_of_a_year_add_up_to_what_each_month_says(seat: tuple[CountyBook, Office]) -> None:
    office, _ = seat
    office.put(WILLOW, VISITS, household=Link("", "户"), visited_on=dt.date(2026, 3, 5), progress="已办结")
    table = _table(seat, MONTHS)
    assert [row.key for row in table.rows] == [f"2026-{month:02}" for month in range(1, 12)]
    assert {row.name: row.figures["visits"] for row in table.rows if row.figures["visits"]} == {"3月": 1, "11月": 7}
    assert table.totals.figures["visits"] == 8
    assert [row.figures["late"] for row in table.rows] == [2] * 11
    assert (table.missing, table.period) == (2, "2026年1月至11月")
    november = _table(seat, TOWN).totals.figures
    assert {name: table.rows[-1].figures[name] for name in ("visits", "hours", "paid_fen")} == {
        name: november[name] for name in ("visits", "hours", "paid_fen")
    }
    sheet = county_sheet(seat[1], table, NOW)
    assert sheet.period.startswith("2026年1月至11月　截至")


def test_hours_are_shown_to_the_half_and_add_up(seat: tuple[CountyBook, Office]) -> None:
    table = _table(seat, BRANCH, "云阳街道")
    head = next(head for head in table.heads if head.name == "hours")
    shown = [head.show(row.figures["hours"]) for row in (*table.rows, table.totals)]
    assert shown == ["2.0", "25.0", "27.0"]
    assert [head.show(minutes) for minutes in (1_470, 4_290, 74_430)] == ["24.5", "71.5", "1,240.5"]
    heads, rows = cells_of(table)
    place = heads.index(head.title)
    assert [row[place] for row in rows] == [2.0, 25.0, 27.0]
    sheet = county_sheet(seat[1], table, NOW)
    assert any("25.0" in row for row in sheet.blocks[0].rows)  # type: ignore[union-attr]  # a table


def test_money_is_shown_with_its_fen_where_any_has_some(seat: tuple[CountyBook, Office]) -> None:
    table = _table(seat, TOWN)
    head = next(head for head in table.heads if head.form == "fen")
    assert not table.is_whole_yuan(head)


def test_nothing_is_called_for_of_a_void_record(seat: tuple[CountyBook, Office]) -> None:
    office, real = seat
    (gone,) = (one for one, _ in _by_slug(office.book, WILLOW)["visits"].apart)
    with pytest.raises(UserError, match="已经作废"):
        annotate(real.desk, gone.uid, RETURNED, "请核对", "县里经办人")
    assert annotate(real.desk, gone.uid, NOTE, "知道了", "县里经办人").kind == NOTE


def test_a_record_is_read_whole_and_masked(seat: tuple[CountyBook, Office]) -> None:
    office, real = seat
    (gone,) = (one for one, _ in _by_slug(office.book, WILLOW)["visits"].apart)
    annotate(real.desk, gone.uid, NOTE, "知道了", "县里经办人")
    one = whole(real, "visits", gone.uid)
    assert one is not None
    assert (one.branch, one.gone, one.told["走访日期"]) == ("柳塘村党支部", "已作废：和前一天记重了", "2026-11-09")
    assert [past.action for past in one.past] == ["作废", "新增"]
    assert [said.words for said in one.annotations] == ["知道了"]
    (batch, *_) = _by_slug(office.book, WILLOW)["subsidies"].counted
    paid = whole(real, "subsidies", batch.uid)
    assert paid is not None
    words = paid.told["发放名单"] + "".join(text for past in paid.past for _, _, text in past.changes)
    assert "王桂兰，身份证号 321199********0019，" in words
    assert "实发 480.50 元" in words
    assert "194801020019" not in words
    assert whole(real, "meetings", batch.uid) is None


def test_of_a_list_that_was_changed_only_the_changed_rows_are_told(seat: tuple[CountyBook, Office]) -> None:
    office, real = seat
    (batch, *_) = _by_slug(office.book, WILLOW)["subsidies"].counted
    batch.lines[1].amount_fen = 10_000
    with office.book.book.transaction():
        office.book.book.append(batch, action="edit", author="周建民", branch=WILLOW, now=NOW)
    one = whole(real, "subsidies", batch.uid)
    assert one is not None
    ((label, old, new),) = one.past[0].changes
    assert (label, old.count("王桂兰"), new.count("王桂兰")) == ("发放名单", 1, 1)
    assert ("99.00 元" in old, "100.00 元" in new, "480.50 元" in old + new) == (True, True, False)
