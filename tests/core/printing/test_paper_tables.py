"""Tables on pages: heads, totals, growth, and the ugly values that offices bring."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_samples import UNIT, VISIT_COLUMNS, fen, sheet, squeezed, texts, visit_row, visits

from danyang_desktop.printing import fonts
from danyang_desktop.printing.bands import Band
from danyang_desktop.printing.paper import count_pages, draw
from danyang_desktop.printing.sheets import Column, Sheet, Sum, Table, Words

if TYPE_CHECKING:
    from collections.abc import Sequence


def pages_of(*sheets: Sheet, types: fonts.Types) -> list[str]:
    return texts(draw(sheets, title="台账", types=types).data)


def test_every_value_is_read_back(types: fonts.Types) -> None:
    one = visits(14, total_note="人民币（大写）贰仟捌佰元整")
    page = pages_of(one, types=types)[0]
    for value in (
        one.title,
        UNIT,
        one.period,
        "人民币（大写）贰仟捌佰元整",
        "2,800.00",
        "支部书记（签字）：",
        "填报日期：",
    ):
        assert squeezed(value) in page
    table = one.blocks[0]
    assert isinstance(table, Table)
    for row in table.rows:
        assert squeezed("".join(row)) in page


def test_head_and_page_number_on_every_page(types: fonts.Types) -> None:
    pages = pages_of(visits(60), types=types)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert page.count("情况与诉求") == 1
        assert page.count("走访帮扶台账") == 1
        assert f"第{number}页共{len(pages)}页" in page
    assert "签字" not in "".join(pages[:-1])


def test_page_subtotals_add_up_to_the_total(types: fonts.Types) -> None:
    pages = pages_of(visits(60, page_totals=True), types=types)
    found = [re.search(r"本页小计（(\d+)户次）([\d,]+\.00)", page) for page in pages]
    counts = [int(one[1]) for one in found if one]
    amounts = [int(one[2].replace(",", "").replace(".00", "")) for one in found if one]
    assert len(counts) == len(pages)
    assert sum(counts) == 60
    assert sum(amounts) == 60 * 200
    assert f"合计（共{len(pages)}页，60户次）12,000.00" in pages[-1]
    assert "合计（" not in "".join(pages[:-1]).replace("本页小计（", "")


@pytest.mark.parametrize("count", range(1, 50))
def test_last_page_keeps_two_rows_with_its_signatures(types: fonts.Types, count: int) -> None:
    pages = pages_of(visits(count, page_totals=True), types=types)
    rows = re.findall(r"11-\d\d王桂兰", pages[-1])
    assert len(rows) >= min(2, count)
    assert "支部书记（签字）" in pages[-1]
    assert sum(len(re.findall(r"11-\d\d王桂兰", page)) for page in pages) == count


def test_empty_table_says_so(types: fonts.Types) -> None:
    table = Table(columns=VISIT_COLUMNS, rows=(), empty="本月没有记录。")
    pages = pages_of(sheet(table), types=types)
    assert len(pages) == 1
    assert "本月没有记录。" in pages[0]
    assert "支部书记（签字）" in pages[0]


def test_a_row_longer_than_a_page_goes_on_with_a_mark(types: fonts.Types) -> None:
    around = set("".join(pages_of(visits(3), types=types))) | {"续"}
    note = "".join(char for char in map(chr, range(0x4E00, 0x9000)) if types.song[0].has(char) and char not in around)
    rows = [visit_row(1), visit_row(2, text=note), visit_row(3)]
    pages = pages_of(visits(rows=rows), types=types)
    assert len(pages) > 3
    assert all(page.split("办理结果", 1)[1].startswith("续") for page in pages[1:-1])
    printed = [char for char in "".join(pages) if char in set(note)]
    assert "".join(printed) == note


@pytest.mark.parametrize(
    "text", ["字", "无", "-", "字" * 5000, "A" * 5000, "。" * 300, "a b " * 900, "\n" * 200 + "末"]
)
def test_values_of_any_length(types: fonts.Types, text: str) -> None:
    pages = pages_of(visits(rows=[visit_row(1, text=text), visit_row(2)]), types=types)
    found = "".join(pages)
    for char in set(squeezed(text)):
        assert found.count(char) >= squeezed(text).count(char)
    assert "支部书记（签字）" in pages[-1]


def test_amounts_and_names_of_the_greatest_length(types: fonts.Types) -> None:
    name = "阿卜杜热依木·买买提吐尔逊江汗古丽阿依"
    assert len(name) == 19
    rows = [visit_row(1, cash="99,999,999.99", name=name), visit_row(2, cash="0.00", name="一" * 20)]
    one = sheet(Table(columns=VISIT_COLUMNS, rows=rows, sums=(Sum(4, [9_999_999_999, 0], fen),), page_totals=True))
    page = pages_of(one, types=types)[0]
    assert page.count("99,999,999.99") == 3  # neither the cell nor the totals are broken
    assert name in page


def test_long_text_in_the_first_column_and_in_a_paragraph_is_whole(types: fonts.Types) -> None:
    text = "甲乙丙丁戊己庚辛壬癸" * 300
    table = Table(columns=[Column("事由", 20), Column("办理", 150)], rows=[[text, "短"]])
    for one in (sheet(table), sheet(Words(text)), sheet(table, Words(text))):
        pages = pages_of(one, types=types)
        assert sum(page.count("癸") for page in pages) == text.count("癸") * len(one.blocks)
        assert "支部书记（签字）" in pages[-1]


@pytest.mark.parametrize("columns", [1, 2, 30])
def test_any_number_of_columns(types: fonts.Types, columns: int) -> None:
    table = Table(
        columns=[Column(f"列{number}", 10) for number in range(columns)],
        rows=[[f"值{number}" for number in range(columns)]] * 3,
        sums=(Sum(0, [1, 2, 3], str),),
        capitals="陆元整",
    )
    page = pages_of(sheet(table), types=types)[0]
    assert "陆元整" in page
    for number in range(columns):
        assert page.count(f"值{number}") >= 3


def test_voided_rows_are_struck_and_keep_their_number(types: fonts.Types) -> None:
    struck = draw([visits(3, struck=frozenset({1}))], title="台账", types=types).data
    plain = draw([visits(3)], title="台账", types=types).data
    assert struck != plain
    assert texts(struck)[0].split("合计")[0] == texts(plain)[0].split("合计")[0]
    assert "合计（2户次）" in texts(struck)[0]


@given(
    rows=st.lists(st.tuples(st.text(max_size=200), st.integers(0, 9_999_999_999)), max_size=60),
    totals=st.booleans(),
)
@settings(max_examples=40)
def test_totals_on_paper_are_the_totals_of_the_rows(rows: Sequence[tuple[str, int]], *, totals: bool) -> None:
    types = fonts.types(system=False)
    cells = [visit_row(number, text=text, cash=fen(amount)) for number, (text, amount) in enumerate(rows, 1)]
    sums = (Sum(4, [amount for _text, amount in rows], fen),)
    one = sheet(Table(columns=VISIT_COLUMNS, rows=cells, sums=sums, page_totals=totals, total_label="总数"))
    drawing = draw([one], title="台账", types=types)
    found = "".join(texts(drawing.data))
    assert f"总数{fen(sum(amount for _text, amount in rows))}" in found
    assert count_pages([one], types=types) == [drawing.pages]


def test_rows_that_fill_a_page_exactly(types: fonts.Types) -> None:
    counts = [
        count_pages([replace(visits(count), signatures=(), dated=False)], types=types)[0] for count in range(10, 45)
    ]
    assert counts == sorted(counts)
    assert set(counts) == set(range(1, counts[-1] + 1))


def test_a_band_has_no_rules_unless_told() -> None:
    assert Band(10.0).edges is None
