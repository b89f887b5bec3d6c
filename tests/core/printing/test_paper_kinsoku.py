"""Where lines end."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danyang_desktop.printing.kinsoku import NOT_FIRST, NOT_LAST, widest_word, wrap

WIDTHS: dict[str, float] = defaultdict(lambda: 1000.0, {chr(code): 500.0 for code in range(0x20, 0x7F)})
WIDTHS[" "] = 250.0


def lines(text: str, ems: float) -> list[str]:
    return [line for line, _width in wrap(text, ems * 1000, WIDTHS)]


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("", 5, [""]),
        ("一二三四五", 5, ["一二三四五"]),
        ("一二三四五六", 5, ["一二三四五", "六"]),
        ("一二三四五，六", 5, ["一二三四", "五，六"]),
        ("一二三四（五）", 5, ["一二三四", "（五）"]),
        ("一二三四。”五", 5, ["一二三", "四。”五"]),
        ("报 11-25 上门", 4, ["报 11-25", "上门"]),
        ("共1,234.50元整", 4, ["共", "1,234.50", "元整"]),
        ("第一行\n\n第三行", 9, ["第一行", "", "第三行"]),
        ("ABCDEFGHIJ", 2, ["ABCD", "EFGH", "IJ"]),
        ("屋顶漏雨，已联系。", 2, ["屋顶", "漏", "雨，", "已联", "系。"]),
        ("（甲乙）丙", 2, ["（甲", "乙）", "丙"]),
        ("，，，，，，", 2, ["，，", "，，", "，，"]),
        ("一二三 四五六", 3, ["一二三", "四五六"]),
    ],
)
def test_wrap(text: str, ems: float, expected: list[str]) -> None:
    assert lines(text, ems) == expected


@given(st.text(alphabet="走访帮扶，。、（）“”：；！？ab12 -.", max_size=80), st.integers(4, 12))
def test_nothing_is_lost_and_nothing_too_wide(text: str, ems: int) -> None:
    made = wrap(text, ems * 1000, WIDTHS)
    assert "".join(line for line, _ in made).replace(" ", "") == text.replace(" ", "")
    for line, width in made:
        assert width <= ems * 1000
        assert width == pytest.approx(sum(WIDTHS[char] for char in line))


@given(st.lists(st.sampled_from(("走访", "帮扶，", "（甲", "乙）。", "“丙", "丁”", "，", "戊己庚")), max_size=30))
def test_marks_stand_where_they_may(parts: list[str]) -> None:
    text = re.sub(r"([，。]){2,}", r"\1", "".join(parts))  # a row of marks longer than the line may break anywhere
    made = lines(text, 12)
    for before, after in pairwise(made):
        assert after[0] not in NOT_FIRST
        assert before[-1] not in NOT_LAST


def test_widest_word() -> None:
    assert widest_word("没有英文词", WIDTHS) == 0
    assert widest_word("电话 0511-86123456 转", WIDTHS) == 13 * 500
