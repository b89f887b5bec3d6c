from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danyang_desktop.base.chinese.capitals import amount_in_capitals
from danyang_desktop.base.chinese.money import MOST_FEN, parse_fen, show_fen, show_yuan
from danyang_desktop.base.chinese.numerals import read_digits, read_number, write_number
from danyang_desktop.base.errors import UserError


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (140950, "壹仟肆佰零玖元伍角"),
        (30000000, "叁拾万元整"),
        (10000100, "壹拾万零壹元整"),
        (600714, "陆仟零柒元壹角肆分"),
        (1000, "壹拾元整"),
        (1, "壹分"),
        (10, "壹角"),
        (11, "壹角壹分"),
        (0, "零元整"),
        (936000, "玖仟叁佰陆拾元整"),
        (10005050, "壹拾万零伍拾元伍角"),
        (10700053, "壹拾万柒仟元伍角叁分"),
        (1105, "壹拾壹元零伍分"),
        (100_000_000_00, "壹亿元整"),
        (100_000_001_00, "壹亿零壹元整"),
        (100_010_000_00, "壹亿零壹万元整"),
        (MOST_FEN, "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        (10**12 * 100, "壹万亿元整"),
        (10**14, "壹万亿元整"),
        (1_000_100_000_000_00, "壹万零壹亿元整"),
        (-936000, "负玖仟叁佰陆拾元整"),
    ],
)
def test_capitals(fen: int, words: str) -> None:
    assert amount_in_capitals(fen) == words


def test_an_amount_beyond_all_names_is_refused() -> None:
    with pytest.raises(ValueError, match="capitals"):
        amount_in_capitals(10**18)


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_capitals_read_back_as_they_were_written(fen: int) -> None:
    words = amount_in_capitals(fen)
    assert parse_fen(words, signed=True) == fen
    assert "零零" not in words
    assert not words.endswith("零")


@given(st.integers(0, MOST_FEN))
def test_shown_amounts_read_back(fen: int) -> None:
    assert parse_fen(show_fen(fen)) == fen
    assert parse_fen(show_yuan(fen) + "元") == fen
    assert parse_fen(fen / 100) == fen
    assert parse_fen(Decimal(fen) / 100) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("500", 50000),
        ("500元", 50000),
        ("500.0", 50000),
        ("0", 0),
        ("0.0", 0),
        ("1,000", 100000),
        ("1，000", 100000),
        ("￥1,234.50", 123450),
        ("¥ 1,234.50 元", 123450),
        ("RMB500", 50000),
        ("人民币叁佰元整", 30000),
        ("叁佰元", 30000),
        ("三百", 30000),
        ("两千元", 200000),
        ("壹仟肆佰零玖元伍角整", 140950),
        ("0.5万", 500000),
        ("1.5千", 150000),
        ("3百元", 30000),
        ("0.5万元", 500000),
        ("１２００．５０", 120050),
        ("500块", 50000),
        ("500块钱", 50000),
        ("500圆整", 50000),
        ("3元5角2分", 352),
        ("3元零2分", 302),
        ("5角", 50),
        ("5毛", 50),
        ("伍分", 5),
        ("500.", 50000),
        ("007", 700),
        ("99999999.99", MOST_FEN),
        (500, 50000),
        (500.0, 50000),
        (0.1 + 0.2, 30),
        (1234.56, 123456),
        (19.999999999999996, 2000),
        (Decimal("12.30"), 1230),
    ],
)
def test_amounts(text: str | float | Decimal, fen: int) -> None:
    assert parse_fen(text) == fen


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "还没填"),
        ("  ", "还没填"),
        ("12.345", "两位小数"),
        (12.345, "两位小数"),
        ("0.0000005万", "两位小数"),
        ("-5", "负数"),
        ("负五元", "负数"),
        (-0.01, "负数"),
        ("100000000", "一亿"),
        (1e300, "一亿"),
        ("10,00", "看不懂"),
        ("1,0000", "看不懂"),
        ("1.2.3", "看不懂"),
        ("5万5", "看不懂"),
        ("三百五", "看不懂"),  # 350 when spoken, 305 when spelt
        ("一万二", "看不懂"),
        ("3块5", "看不懂"),
        ("1.5元5角", "看不懂"),
        ("元", "看不懂"),
        ("整", "看不懂"),
        ("-", "看不懂"),
        ("约500", "看不懂"),
        ("500元/户", "看不懂"),
        ("500美元", "看不懂"),
        ("1e5", "看不懂"),
        ("0x10", "看不懂"),
        ("٥٠٠", "看不懂"),  # Arabic-Indic digits
        ("大米1袋", "看不懂"),
        ("9" * 5000, "看不懂"),
        (float("nan"), "不是金额"),
        (float("inf"), "不是金额"),
        (Decimal("NaN"), "不是金额"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence(text: str | float | Decimal, part: str) -> None:
    with pytest.raises(UserError, match=part) as caught:
        parse_fen(text)
    assert caught.value.sentence.endswith("。")
    assert len(caught.value.sentence) <= 60


def test_signed_amounts() -> None:
    assert parse_fen("-5", signed=True) == -500
    assert parse_fen("￥-5.5", signed=True) == -550
    assert parse_fen("-¥5.5", signed=True) == -550
    assert parse_fen("−5", signed=True) == -500
    with pytest.raises(UserError, match="一亿"):
        parse_fen("-100000000", signed=True)


@given(
    st.text(max_size=20) | st.floats() | st.integers() | st.text("0123456789.,元角分万千百整零一二三十-¥ ", max_size=9)
)
def test_anything_is_either_an_amount_or_refused(text: str | float) -> None:
    try:
        fen = parse_fen(text)
    except UserError:
        return
    assert 0 <= fen <= MOST_FEN


@pytest.mark.parametrize(
    ("fen", "with_cents", "short"),
    [(936000, "9,360.00", "9,360"), (5, "0.05", "0.05"), (0, "0.00", "0"), (-123456, "-1,234.56", "-1,234.56")],
)
def test_shown_amounts(fen: int, with_cents: str, short: str) -> None:
    assert show_fen(fen) == with_cents
    assert show_yuan(fen) == short


@given(st.integers(0, 10**16 - 1))
def test_numerals_read_back(number: int) -> None:
    words = write_number(number)
    if number < 10 or words[-2] in "零十" or words[-1] in "十百千万亿":
        assert read_number(words) == number
    else:
        assert read_number(words) in {number, None}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百十五", 115),
        ("两百", 200),
        ("一百零五", 105),
        ("一万零五百", 10500),
        ("一万五百", 10500),
        ("零", 0),
        ("壹拾万零伍拾", 100050),
        ("一百一十", 110),
        ("", None),
        ("一一", None),
        ("十十", None),
        ("百", None),
        ("三百五", None),
        ("五百三千", None),
        ("一亿一亿", None),
        ("五元", None),
        ("5", None),
    ],
)
def test_numerals(text: str, number: int | None) -> None:
    assert read_number(text) == number


def test_digits_one_by_one() -> None:
    assert read_digits("二〇二四") == "2024"
    assert read_digits("贰零贰肆") == "2024"
    assert read_digits("二○二六") == "2026"
    assert read_digits("十") is None
    assert read_digits("") is None
