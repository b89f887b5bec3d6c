"""Marks in cells: a word that is longer than its cell ends in …, a frame gives way before a letter does."""

from __future__ import annotations

import pytest

from ui.marks import fitting, mark_width
from ui.theme import SIZES, Theme


@pytest.mark.parametrize("size", SIZES)
def test_a_frame_gives_way_before_a_letter(size: str) -> None:
    theme = Theme(SIZES[size])
    whole = mark_width(theme, "已撤销", "quiet")
    assert fitting(theme, "已撤销", "quiet", whole - theme.px(8)) == "已撤销"
    assert fitting(theme, "已撤销", "quiet", whole - theme.px(24)).endswith("…")


def test_a_reason_without_a_frame_takes_the_whole_cell() -> None:
    theme = Theme()
    reason = "和第 6 行重复了。两行只留一行；确实是两条的，请写出不同的地方。"
    bare = mark_width(theme, reason, "error") - 16
    assert fitting(theme, reason, "error", bare, boxed=False) == reason
    assert fitting(theme, reason, "error", bare - 30, boxed=False).endswith("…")
