"""The visit ledger: what is refused, what is asked about, what is worked out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.visits import BATCH, CARE, CLOSED, HERE, NO_RECEIPT, OPEN, VISITS
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.gifts import Gift
from tests.helpers.fake_look import TODAY, link

if TYPE_CHECKING:
    from tests.helpers.village import Village


@pytest.fixture
def home(village: Village) -> Any:
    return village.household(village.people["王桂兰"])


def visit(village: Village, home: Any, **values: Any) -> Any:
    """Return a plausible visit, not put in."""
    first = {
        "household": link(home), "visitors": [link(village.people[name]) for name in ("周建民", "许敏")],
        "situation": "老伴住院，药费负担重。家中平安。", "measures": "已联系镇民政办",
    }  # fmt: skip
    return village.look.draft(VISITS, **{**first, **values})


def test_plausible_visit_has_nothing_wrong(village: Village, home: Any) -> None:
    record = visit(
        village, home, request="想申请临时救助", goods=[Gift(name="大米", quantity=1, unit="袋", value=8_000)]
    )
    verdict = village.look.judge(record)
    assert (verdict.errors, verdict.warnings) == ({}, {})
    assert (record.visited_on, record.place, record.goods_value) == (TODAY, "户主家中", 8_000)
    assert record.follow_up_on == TODAY + dt.timedelta(days=90)
    assert (record.progress, record.receipt, record.counted_in) == (OPEN, "", HERE)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"household": None}, "household"),
        ({"household": Link("", "赵德明")}, "household"),
        ({"household": Link("gone", "赵德明"), "place": "村口"}, "household"),
        ({"visited_on": TODAY + dt.timedelta(days=1)}, "visited_on"),
        ({"visited_on": None}, "visited_on"),
        ({"visitors": []}, "visitors"),
        ({"visitors": [Link("people-1", "周建民"), Link("people-1", "周建民")]}, "visitors"),
        ({"situation": "家中平安。"}, "situation"),
        ({"difficulty": ""}, "difficulty"),
        ({"measures": ""}, "measures"),
        ({"purpose": "串门"}, "purpose"),
        ({"purpose": CARE, "visited_on": dt.date(2026, 11, 10)}, "festival"),
        ({"purpose": CARE, "festival": "泼水节"}, "festival"),
        ({"starts": 600, "ends": 600}, "ends"),
        ({"starts": 600, "ends": 540}, "ends"),
        ({"cash": 30_000}, "cash_source"),
        ({"cash": -1, "cash_source": "财政拨款"}, "cash"),
        ({"cash": 30_000, "cash_source": "财政拨款", "counted_in": BATCH}, "batch_no"),
        ({"goods": [Gift(name="大米", value=-1)]}, "goods"),
        ({"goods": [Gift(quantity=1)]}, "goods"),
        ({"follow_up_on": TODAY}, "follow_up_on"),
        ({"actions": [ActionItem(what="送药", due_on=TODAY - dt.timedelta(days=1))]}, "actions"),
        ({"actions": [ActionItem(what="送药", done_on=TODAY + dt.timedelta(days=1))]}, "actions"),
        ({"actions": [ActionItem(what="")]}, "actions"),
        ({"photos": ["x"]}, "photos"),
        ({"remark": "长" * 201}, "remark"),
    ],
)
def test_refused(village: Village, home: Any, values: dict[str, Any], field: str) -> None:
    verdict = village.look.judge(visit(village, home, **values))
    assert list(verdict.errors) == [field]
    assert verdict.errors[field].endswith(("。", "？")), "a sentence"


def test_unregistered_household_needs_an_address(village: Village, home: Any) -> None:
    record = visit(village, home, household=Link("", "赵德明"), place="柳塘村9组61号")
    verdict = village.look.judge(record)
    assert not verdict.errors
    assert "还没有建档" in verdict.warnings["household"]
    assert record.follow_up_on is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"visited_on": dt.date(2026, 10, 23)}, "visited_on"),
        ({"visitors": [Link("", "周建民")]}, "visitors"),
        ({"cash": 1_000_001, "cash_source": "党员捐款", "receipt": "本人签收"}, "cash"),
        ({"cash": 30_000, "cash_source": "党员捐款"}, "receipt"),
        ({"cash": 30_000, "cash_source": "党员捐款", "receipt": "家属代领"}, "receipt"),
    ],
)
def test_asked_about(village: Village, home: Any, values: dict[str, Any], field: str) -> None:
    verdict = village.look.judge(visit(village, home, **values))
    assert not verdict.errors
    assert list(verdict.warnings) == [field]


def test_late_is_later_than_the_setting(village: Village, home: Any) -> None:
    assert not village.look.judge(visit(village, home, visited_on=dt.date(2026, 10, 24))).warnings
    village.look.settings["visit_late_days"] = 3
    assert village.look.judge(visit(village, home, visited_on=dt.date(2026, 11, 19))).warnings


def test_missing_receipt_is_written_down(village: Village, home: Any) -> None:
    record = visit(village, home, cash=50_000, cash_source="财政拨款")
    assert "500.00 元还没有收条" in village.look.judge(record).warnings["receipt"]
    assert record.receipt == NO_RECEIPT
    record.receipt, record.received_by = "家属代领", "王小军，孙子"
    assert not village.look.judge(record).warnings
    record.cash = 0
    village.look.judge(record)
    assert record.receipt == ""


def test_three_times_what_the_household_got(village: Village, home: Any) -> None:
    kept = village.look.keep(
        visit(village, home, visited_on=dt.date(2026, 11, 2), cash=20_000, cash_source="财政拨款", receipt="本人签收")
    )
    record = visit(village, home, cash=60_000, cash_source="党员捐款", receipt="本人签收")
    assert "cash" not in village.look.judge(record).warnings
    record.cash = 60_001
    assert "多打了一个 0" in village.look.judge(record).warnings["cash"]
    assert "cash" not in village.look.judge(kept).warnings, "it is not compared with itself"


def test_same_day_and_same_festival_twice(village: Village, home: Any) -> None:
    gift = {"purpose": CARE, "festival": "重阳", "cash": 20_000, "cash_source": "财政拨款", "receipt": "本人签收"}
    first = village.look.keep(visit(village, home, visited_on=dt.date(2026, 11, 2), **gift))
    again = visit(village, home, **gift)
    assert first.serial_no in village.look.judge(again).warnings["household"]
    again.cash_source = "党员捐款"
    assert not village.look.judge(again).warnings, "another source is another gift"
    again.visited_on = first.visited_on
    assert "记重" in village.look.judge(again).warnings["household"]
    first.status = "void"
    assert not village.look.judge(again).warnings


def test_closed_file(village: Village, home: Any) -> None:
    home.closed_on = dt.date(2026, 11, 1)
    record = visit(village, home)
    assert "退出" in village.look.judge(record).warnings["household"]
    assert record.follow_up_on is None


@pytest.mark.parametrize(("tier", "days"), [("高", 7), ("中", 30), ("一般", 90)])
def test_next_visit_by_tier(village: Village, home: Any, tier: str, days: int) -> None:
    home.tier = tier
    record = visit(village, home, visited_on=dt.date(2026, 11, 1))
    village.look.judge(record)
    assert record.follow_up_on == dt.date(2026, 11, 1) + dt.timedelta(days=days)
    record.follow_up_on = dt.date(2026, 12, 24)
    village.look.judge(record)
    assert record.follow_up_on == dt.date(2026, 12, 24), "what was written stays"


@pytest.mark.parametrize(
    ("visited_on", "festival"),
    [(dt.date(2026, 10, 15), "重阳"), (dt.date(2026, 2, 10), "春节"), (dt.date(2026, 6, 29), "七一")],
)
def test_festival_of_the_day(village: Village, home: Any, visited_on: dt.date, festival: str) -> None:
    record = visit(village, home, visited_on=visited_on, purpose=CARE)
    assert not village.look.judge(record).errors
    assert record.festival == festival
    record.purpose = "回访"
    village.look.judge(record)
    assert record.festival == ""


@pytest.mark.parametrize(("wish", "progress"), [("无", CLOSED), ("无。", CLOSED), ("修屋顶", OPEN)])
def test_progress_of_a_new_visit(village: Village, home: Any, wish: str, progress: str) -> None:
    record = visit(village, home, request=wish)
    village.look.judge(record)
    assert record.progress == progress


def test_closing_and_reopening(village: Village, home: Any) -> None:
    record = visit(village, home, actions=[ActionItem(what="送药", due_on=TODAY)])
    village.look.judge(record)
    assert record.progress == OPEN
    with pytest.raises(UserError, match="送药"):
        village.look.act(record, "close")
    record.actions[0].done_on = TODAY
    village.look.act(record, "close")
    assert record.progress == CLOSED
    village.look.act(record, "reopen", follow_up_on=dt.date(2026, 12, 1))
    assert (record.progress, record.follow_up_on) == (OPEN, dt.date(2026, 12, 1))


SHEET = ("走访时间", "走访对象", "走访人", "家庭近况", "困难诉求", "帮扶措施", "慰问金(元)", "慰问品", "资金来源")


def _read(village: Village, home: Any, cells: list[Any]) -> Any:
    record = village.look.draft(VISITS)
    for head, cell in zip(SHEET, cells, strict=True):
        name, kind = next((n, k) for n, k in VISITS.kinds.items() if head in (k.label, *k.aliases))
        setattr(record, name, kind.from_cell(cell, TODAY))
    record.household = link(home)  # the importer finds the household by its name
    return record


@pytest.mark.parametrize(
    ("cash", "fen"), [(0.0, 0), ("", None), (300.0, 30_000), ("500元", 50_000), ("1,000", 100_000), ("0.5万", 500_000)]
)
def test_rows_of_the_sample(village: Village, home: Any, cash: Any, fen: int | None) -> None:
    words = ["2026年11月14日", "王桂兰", "周建民、许敏", "屋顶漏雨，家中平安，情绪稳定。", "无", "已联系镇民政办"]
    record = _read(village, home, [*words, cash, "大米1袋", "党费" if fen else ""])
    assert not village.look.judge(record).errors
    assert (record.cash, record.visited_on, record.request) == (fen, dt.date(2026, 11, 14), "无")
    assert record.cash_source == ("代管党费·留存党费" if fen else "")
    assert [(one.name, one.quantity, one.unit) for one in record.goods] == [("大米", 1, "袋")]
    assert [one.name for one in record.visitors] == ["周建民", "许敏"]


@pytest.mark.parametrize(("cell", "said"), [("2026.2.30", "2月没有30日"), ("2026.9", "请写明哪一天")])
def test_days_of_the_sample_that_are_none(village: Village, home: Any, cell: str, said: str) -> None:
    del village, home
    with pytest.raises(UserError, match=said):
        VISITS.kinds["visited_on"].from_cell(cell, TODAY)
