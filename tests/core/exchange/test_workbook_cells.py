"""One cell, one field: every shape that dates, amounts and identifiers arrive in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from danyang_desktop.declare.kinds import Date, Money, Number, Period, Text, Time, YesNo
from danyang_desktop.exchange.workbook_cells import KEPT_BACK, Fault, is_blank, read_cell
from tests.helpers.workbooks import TODAY


def named(kind: Any, name: str = "field") -> Any:
    kind.name = name
    return kind


DAY, MONTH_WILL_DO = named(Date("走访日期")), named(Date("出生日期", whole=False))
PERIOD, TIME = named(Period("发放月份")), named(Time("时间"))
MONEY, NUMBER, YES = named(Money("慰问金")), named(Number("人口", unit="人")), named(YesNo("在用"))
ID, PHONE, ACCOUNT = (
    named(Text("身份证号", form="id_no")),
    named(Text("电话", form="phone")),
    named(Text("账号", form="account")),
)
NAME = named(Text("姓名", form="name"))
FIFTH = dt.date(2026, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        FIFTH,
        dt.datetime(2026, 3, 5, 14, 30),
        "2026-03-05", "2026-3-5", "2026/3/5", "2026.3.5", "2026.03.05", "20260305", "2026年3月5日", " 2026年03月05日 ",
        "２０２６．３．５", "二〇二六年三月五日", "2026-03-05 00:00:00", "2026年3月5号", "26.3.5", "3月5日",
        20260305.0, 20260305, 46086.0, 46086,
    ],
)  # fmt: skip
def test_days_in_every_shape(cell: Any) -> None:
    assert read_cell(DAY, cell, TODAY) == FIFTH


@pytest.mark.parametrize(
    ("cell", "why", "said"),
    [
        ("2026.2.30", "date", "2月没有30日"),
        ("2026.9", "date", "只写到月"),
        (2026.9, "date", "只写到月"),
        (2026.1, "date_ambiguous", "分不清是2026年1月还是10月"),
        ("正月初五", "date", "农历"),
        ("不详", "date", "看不懂"),
        (dt.datetime(1905, 5, 19), "date_year", "只填了年份1966"),
        (dt.date(1905, 7, 17), "date_year", "2025"),
        (99_999_999.0, "date", "走访日期"),
        ("#N/A", "formula_error", "公式错误 #N/A"),
        ("#VALUE!", "formula_error", "公式错误"),
        (True, "date", "走访日期"),
    ],
)
def test_what_is_no_day_is_said(cell: Any, why: str, said: str) -> None:
    with pytest.raises(Fault, match=said) as caught:
        read_cell(DAY, cell, TODAY)
    assert caught.value.why == why
    assert caught.value.field == "field"
    assert "走访日期" in caught.value.sentence


def test_a_birth_may_be_a_month() -> None:
    assert read_cell(MONTH_WILL_DO, "1944.1", TODAY) == dt.date(1944, 1, 1)
    assert read_cell(MONTH_WILL_DO, 1966.8, TODAY) == dt.date(1966, 8, 1)
    assert read_cell(MONTH_WILL_DO, 1966.1, TODAY) == dt.date(1966, 1, 1)
    assert read_cell(MONTH_WILL_DO, 1966.0, TODAY) == dt.date(1966, 1, 1)


@pytest.mark.parametrize("cell", ["2026-11", "2026年11月", "202611", 202611.0, dt.date(2026, 11, 1), "11月", 2026.11])
def test_months_in_every_shape(cell: Any) -> None:
    assert read_cell(PERIOD, cell, TODAY) == "2026-11"


@pytest.mark.parametrize(
    "cell", ["9:30", "９：３０", "09:30", dt.time(9, 30), 0.3958333333, "上午9点半", dt.timedelta(hours=9, minutes=30)]
)
def test_times_in_every_shape(cell: Any) -> None:
    assert read_cell(TIME, cell, TODAY) == 570


def test_a_span_of_days_is_no_time() -> None:
    with pytest.raises(Fault):
        read_cell(TIME, dt.timedelta(hours=30), TODAY)


@pytest.mark.parametrize(
    ("cell", "title", "fen"),
    [
        (300.0, "慰问金", 30_000),
        (300, "慰问金", 30_000),
        ("500元", "慰问金", 50_000),
        ("1,000", "慰问金", 100_000),
        ("￥1，000.50", "慰问金", 100_050),
        (0.1 + 0.2, "慰问金", 30),
        (0.8, "年收入（万元）", 800_000),
        ("1.5", "年收入（万元）", 1_500_000),
        ("1.5万元", "年收入（万元）", 1_500_000),
        ("8000元", "年收入（万元）", 800_000),
        (0, "慰问金", 0),
    ],
)
def test_amounts_in_every_shape(cell: Any, title: str, fen: int) -> None:
    assert read_cell(MONEY, cell, TODAY, title) == fen


@pytest.mark.parametrize("cell", [1.005, "12.345", "三百左右", -5.0])
def test_what_is_no_amount_is_said(cell: Any) -> None:
    with pytest.raises(Fault) as caught:
        read_cell(MONEY, cell, TODAY)
    assert caught.value.why == "money"
    assert "慰问金" in caught.value.sentence


def test_whole_numbers_come_as_floats() -> None:
    assert read_cell(NUMBER, 3.0, TODAY) == 3
    assert read_cell(NUMBER, "３人", TODAY) == 3
    with pytest.raises(Fault, match="整数"):
        read_cell(NUMBER, 2.5, TODAY)


def test_yes_and_no() -> None:
    assert [read_cell(YES, cell, TODAY) for cell in (True, "是", "√", 1.0, False, "否", 0.0)] == [True] * 4 + [
        False
    ] * 3


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (3.21199198907246e17, "id_lost_digits"),
        (3.211991989072455e17, "id_lost_digits"),
        (321199198907246000, "id_lost_digits"),
        ("3.21199E+17", "id_lost_digits"),
        ("３．２１１９９Ｅ＋１７", "id_lost_digits"),
        ("321199197205169000", "id_truncated_by_excel"),
        ("321199198507065730", "id_checksum"),
        ("321199720801194", "id_15_digits"),
        (321199720801194.0, "id_15_digits"),
        ("32119919720801194", "id_length"),
        ("321199190002290017", "id_date"),
        ("无", "id_length"),
    ],
)
def test_damaged_numbers_are_recognised(cell: Any, why: str) -> None:
    with pytest.raises(Fault) as caught:
        read_cell(ID, cell, TODAY)
    assert caught.value.why == why
    assert caught.value.sentence.endswith("。")


@pytest.mark.parametrize(
    "cell",
    ["321199197208011943", " 3211 9919 7208 0119 43", "３２１１９９１９７２０８０１１９４３", "'321199197208011943"],
)
def test_whole_numbers_of_identity_are_tidied(cell: str) -> None:
    assert read_cell(ID, cell, TODAY) == "321199197208011943"


def test_other_identifiers() -> None:
    assert read_cell(PHONE, 15174218096.0, TODAY) == "15174218096"
    assert read_cell(ACCOUNT, "6222 0211 0400 1234 567", TODAY) == "6222021104001234567"
    with pytest.raises(Fault, match="后几位丢了") as caught:
        read_cell(ACCOUNT, 6.222021104001234e18, TODAY)
    assert caught.value.why == "lost_digits"


def test_texts_that_were_disarmed_come_back_as_they_were() -> None:
    text = named(Text("备注"))
    for said in ("=1+1", "+86", "-", "@某人", "＝甲"):
        assert read_cell(text, f"'{said}", TODAY) == said
    assert read_cell(text, "'引号开头", TODAY) == "'引号开头"


def test_numbers_in_a_column_of_text() -> None:
    assert read_cell(named(Text("村民小组")), 3.0, TODAY) == "3"
    assert read_cell(NAME, " 王 桂 兰 ", TODAY) == "王桂兰"


def test_blank_cells() -> None:
    assert all(is_blank(cell) for cell in (None, "", "  ", "\u3000", KEPT_BACK))
    assert not any(is_blank(cell) for cell in (0, 0.0, False, "0", "无"))
