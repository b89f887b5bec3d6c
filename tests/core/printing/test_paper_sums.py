"""Books of account: sums carried over, rows counted out to pages, empty rows for the pen; sums always agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from paper_samples import fen, sheet, texts

from danyang_desktop.printing.paper import count_pages, draw, draw_page
from danyang_desktop.printing.sheets import Column, Sheet, Sum, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from danyang_desktop.printing import fonts

COLUMNS = (Column("序号", 20, "center"), Column("摘要", 120), Column("金额（元）", 40, "right"))
MOST = 9_999_999_999
"""99,999,999.99 yuan."""


def account(amounts: Sequence[int], texts_of: Sequence[str] = (), **facts: object) -> Sheet:
    said = texts_of or ["慰问"] * len(amounts)
    rows = [[str(number), text, fen(one)] for number, (one, text) in enumerate(zip(amounts, said, strict=True), 1)]
    return sheet(Table(columns=COLUMNS, rows=rows, sums=(Sum(2, amounts, fen),), counted="笔", **facts))  # type: ignore[arg-type]


def amounts_after(label: str, page: str) -> list[int]:
    return [int(one.replace(",", "").replace(".", "")) for one in re.findall(label + r"([\d,]+\.\d\d)", page)]


@settings(max_examples=12)
@given(amounts=st.lists(st.integers(0, MOST), min_size=1, max_size=70))
def test_sums_are_carried_from_page_to_page(types: fonts.Types, amounts: list[int]) -> None:
    pages = texts(draw([account(amounts, carried=True)], title="账", types=types).data)
    forward = [amounts_after("过次页", page) for page in pages]
    brought = [amounts_after("承前页", page) for page in pages]
    assert all(len(one) == 1 for one in (*forward[:-1], *brought[1:]))
    assert forward[-1] == brought[0] == []
    assert brought[1:] == forward[:-1]
    done = 0
    for page, carried in zip(pages[:-1], forward[:-1], strict=True):
        done += len(re.findall(r"慰问[\d,]+\.\d\d", page))
        assert carried == [sum(amounts[:done])]
    assert amounts_after(f"合计（{len(amounts)}笔）", pages[-1]) == [sum(amounts)]


@settings(max_examples=12)
@given(
    amounts=st.lists(st.integers(0, MOST), min_size=1, max_size=60),
    long=st.sets(st.integers(0, 59), max_size=3),
    size=st.integers(20, 5000),
)
def test_subtotals_add_up_whatever_the_rows_are_like(
    types: fonts.Types, amounts: list[int], long: set[int], size: int
) -> None:
    said = ["甲" * size if number in long else "慰问" for number in range(len(amounts))]
    pages = texts(draw([account(amounts, said, page_totals=True)], title="账", types=types).data)
    subtotals = [one for page in pages for one in amounts_after(r"本页小计（\d+笔）", page)]
    assert sum(subtotals) == sum(amounts)
    assert amounts_after(rf"合计（共{len(pages)}页，{len(amounts)}笔）", pages[-1]) == [sum(amounts)]
    everything = "".join(pages)
    assert everything.count("甲") == size * len([one for one in long if one < len(amounts)])


def test_carried_sums_with_a_row_longer_than_a_page(types: fonts.Types) -> None:
    pages = texts(
        draw([account([1, 20, 300], ["慰问", "甲" * 5000, "慰问"], carried=True)], title="账", types=types).data
    )
    assert len(pages) > 2
    assert [amounts_after("承前页", page) for page in pages[1:]] == [
        amounts_after("过次页", page) for page in pages[:-1]
    ]
    assert amounts_after("合计（3笔）", pages[-1]) == [321]


def test_fifteen_rows_a_page(types: fonts.Types) -> None:
    for count in (1, 14, 15, 16, 30, 31):
        one = account([100] * count, rows_a_page=15, page_totals=True, row_height=8.1)
        pages = texts(draw([one], title="签到", types=types).data)
        rows = [len(re.findall(r"慰问", page)) for page in pages]
        assert sum(rows) == count
        assert max(rows) <= 15
        assert len(pages) == (count + 14) // 15 or rows[-1] >= 2


def test_empty_rows_for_the_pen(types: fonts.Types) -> None:
    few, many = (account([100] * count, least_rows=10) for count in (3, 12))
    drawn = [draw([one], title="签到", types=types) for one in (few, many)]
    assert "没有记录" not in texts(drawn[0].data)[0]
    assert "合计（3笔）3.00" in texts(drawn[0].data)[0]
    assert "合计（12笔）12.00" in texts(drawn[1].data)[0]
    assert "没有记录" not in texts(draw([account([], least_rows=10)], title="签到", types=types).data)[0]


def test_one_page_of_many(types: fonts.Types) -> None:
    sheets = [account([100] * 60), sheet(Words("第二份")), account([200] * 40)]
    whole = texts(draw(sheets, title="账", types=types).data)
    for number, page in enumerate(whole, 1):
        one = draw_page(sheets, number, types=types)
        assert one is not None
        assert one.pages == 1
        assert texts(one.data) == [page]
    assert draw_page(sheets, len(whole) + 1, types=types) is None
    assert len(whole) == sum(count_pages(sheets, types=types))


def test_the_first_page_does_not_wait_for_the_rest(types: fonts.Types) -> None:
    def sheets() -> Iterator[Sheet]:
        yield account([100])
        raise AssertionError("the second sheet was asked for")

    assert draw_page(sheets(), 1, types=types) is not None
