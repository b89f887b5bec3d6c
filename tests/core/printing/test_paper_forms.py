"""Forms of single records: grids, ticks, text that runs over pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from paper_samples import UNIT, second_reading, sheet, squeezed, texts

from danyang_desktop.printing.paper import draw
from danyang_desktop.printing.sheets import Cell, Grid, Line, Sheet, Words

if TYPE_CHECKING:
    from danyang_desktop.printing import fonts


def form(text: str, ticked: frozenset[str] = frozenset({"家庭变故"})) -> Sheet:
    choices = "岗位变动\n成绩突出\n受到挫折\n家庭变故\n思想有疙瘩\n邻里纠纷\n年度谈心\n其他："
    grid = Grid(
        (27, 40, 21, 23, 21, 33),
        (
            Line(
                (
                    Cell("谈话对象", "label"),
                    Cell("陈国富"),
                    Cell("身份", "label"),
                    Cell("党员"),
                    Cell("谈话人", "label"),
                    Cell("周建民"),
                )
            ),
            Line((Cell("谈话缘由", "label"), Cell(choices, "ticks", 5, ticked)), 20),
            Line((Cell("谈　　话\n主要内容", "label"), Cell(text, "text", 5)), 62),
            Line((Cell("签　　字", "label"), Cell("", "sign", 2), Cell("对象签字", "label"), Cell("", "sign", 2)), 18),
        ),
    )
    note = Words("注：标为“保密”的谈话不打印内容，只计入次数。", size=9.5)
    return Sheet(title="谈心谈话记录表", unit=UNIT, period="编号：2026-谈-0027", blocks=(grid, note), layout="form")


def test_every_cell_is_read_back(types: fonts.Types) -> None:
    page = texts(draw([form("老伴住院已有两周，心里着急。")], title="表", types=types).data)[0]
    for value in (
        "陈国富",
        "周建民",
        "思想有疙瘩",
        "其他：",
        "老伴住院已有两周，心里着急。",
        "年月日",
        "对象签字",
        "注：标为",
    ):
        assert squeezed(value) in page


def test_ticks_are_drawn(types: fonts.Types) -> None:
    one = draw([form("文")], title="表", types=types).data
    none = draw([form("文", frozenset())], title="表", types=types).data
    assert one != none
    assert second_reading(one)[0][:20] == second_reading(none)[0][:20]


@pytest.mark.parametrize("length", [1, 700, 900, 1900, 5000])
def test_text_grows_and_goes_on_under_the_title(types: fonts.Types, length: int) -> None:
    pages = texts(draw([form("甲" * length)], title="表", types=types).data)
    assert len(pages) == 1 or all("谈心谈话记录表（续）" in page for page in pages[1:])
    assert sum(page.count("甲") for page in pages) == length
    assert "对象签字" in pages[-1]


def test_paragraphs_have_both_edges_flush(types: fonts.Types) -> None:
    text = "老伴住院已有两周，本人往返镇上照料，家中 3 亩农活和支部活动都顾不上，心里着急。" * 6
    grid = Grid((27.0, 138.0), (Line((Cell("内容", "label"), Cell(text, "text")), 60.0),))
    data = draw([sheet(grid, layout="form")], title="表", types=types).data
    assert squeezed(text) in texts(data)[0]
    document = pypdfium2.PdfDocument(data)
    page = document[0].get_textpage()
    points = 72 / 25.4
    rights: dict[int, float] = {}
    for place in range(page.count_chars()):
        left, bottom, right, _top = page.get_charbox(place, loose=True)
        if left > 52 * points and 200 * points < bottom < 258 * points:
            line = -round((bottom + 6) / 20)  # the grid sets its lines 20 points apart
            rights[line] = max(rights.get(line, 0.0), right)
    document.close()
    body = [right for _bottom, right in sorted(rights.items())][:-1]
    assert len(body) > 3
    assert max(body) - min(body) < 1.5
