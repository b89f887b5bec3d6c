"""Charts: the same shapes for paper and screen, legible in black and white, never taller than they may be."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_samples import sheet, squeezed, texts

from danyang_desktop.printing.charts import Progress, bars, progress
from danyang_desktop.printing.drawing import Drawing, Label, Rect, Stroke, hatch
from danyang_desktop.printing.paper import draw
from danyang_desktop.printing.sheets import Charts

if TYPE_CHECKING:
    from danyang_desktop.printing import fonts

SIX = (("6月", 11), ("7月", 13), ("8月", 12), ("9月", 16), ("10月", 10), ("11月", 14))


def rects(drawing: Drawing) -> list[Rect]:
    return [shape for shape in drawing.shapes if isinstance(shape, Rect)]


def test_bars_stand_for_their_values() -> None:
    drawing = bars("近 6 个月走访户次", SIX, target=12, note="虚线：每月应走 12")
    found = rects(drawing)
    assert [round(one.height / found[0].height * 11) for one in found] == [value for _label, value in SIX]
    assert [one.fill for one in found] == ["hatch"] * 5 + ["solid"]
    assert [one.role for one in found] == ["below", "past", "past", "past", "below", "now"]
    said = list(drawing.texts())
    assert [text for text in said if text.isdigit()] == ["11", "13", "12", "16", "10", "14"]
    dashed = [shape for shape in drawing.shapes if isinstance(shape, Stroke) and shape.dash]
    ground = found[0].top + found[0].height
    assert [round(ground - one.top, 3) for one in dashed] == [round(found[2].height, 3)]


def test_progress_fills_as_far_as_it_has_come() -> None:
    drawing = progress(
        "全年进度", [Progress("家庭走访覆盖", 34, 40, "户"), Progress("谈心", 5, 4, "人"), Progress("无", 0, 0, "批")]
    )
    whole, share = rects(drawing)[0], rects(drawing)[1]
    assert share.width == pytest.approx(whole.width * 0.85)
    assert rects(drawing)[3].width == pytest.approx(whole.width)
    assert rects(drawing)[5].width == 0
    assert {"34 / 40 户", "85%", "125%", "—"} <= set(drawing.texts())


@given(
    values=st.lists(st.tuples(st.text("一二三月", max_size=4), st.integers(-5, 10**9)), max_size=14),
    target=st.integers(0, 10**9),
)
def test_bars_stay_within_their_field(values: list[tuple[str, int]], target: int) -> None:
    drawing = bars("图", values, target=target)
    for one in rects(drawing):
        assert one.left >= -1e-6
        assert one.left + one.width <= drawing.width + 1e-6
        assert one.top >= 0
        assert one.top + one.height <= drawing.height
    for label in drawing.shapes:
        if isinstance(label, Label):
            assert 0 <= label.base <= drawing.height


@given(width=st.floats(0.1, 90), height=st.floats(0.1, 60), gap=st.floats(0.5, 4))
def test_a_hatch_stays_within_its_rectangle(width: float, height: float, gap: float) -> None:
    rect = Rect(3.0, 5.0, width, height, "hatch")
    strokes = hatch(rect, gap)
    for one in strokes:
        for x, y in ((one.left, one.top), (one.right, one.bottom)):
            assert rect.left - 1e-9 <= x <= rect.left + width + 1e-9
            assert rect.top - 1e-9 <= y <= rect.top + height + 1e-9
    sums = [one.left + one.top for one in strokes]
    assert all(after - before == pytest.approx(gap) for before, after in pairwise(sums))


def test_charts_on_paper(types: fonts.Types) -> None:
    left, right = bars("近 6 个月走访户次", SIX, target=12), progress("全年进度", [Progress("谈心", 26, 30, "人")])
    data = draw([sheet(Charts((left, right)), layout="cover")], title="图", types=types).data
    page = texts(data)[0]
    for text in (*left.texts(), *right.texts()):
        assert squeezed(text) in page
    document = pypdfium2.PdfDocument(data)
    grey = document[0].render(scale=4).to_pil().convert("L")
    document.close()
    dark = [_darkness(grey, one, left_mm=25.0) for one in rects(left)]
    assert dark[-1] > 0.95
    assert all(0.2 < share < 0.8 for share in dark[:-1])


def _darkness(grey: Any, one: Rect, *, left_mm: float) -> float:
    """Return how much of a bar is black, below the value of the dashed line."""
    dots = 4 * 72 / 25.4
    top_of_chart = _top_of_chart(grey)
    box = (
        (left_mm + one.left + 0.5) * dots,
        top_of_chart + (one.top + one.height - 8) * dots,
        (left_mm + one.left + one.width - 0.5) * dots,
        top_of_chart + (one.top + one.height - 1) * dots,
    )
    part = grey.crop(tuple(round(edge) for edge in box))
    histogram = part.histogram()
    return float(sum(histogram[:128]) / sum(histogram))


def _top_of_chart(grey: Any) -> float:
    """Return where the chart begins: its ground line is the lowest long black line on the left half."""
    dots = 4 * 72 / 25.4
    picture = grey
    column = picture.crop((round(25.3 * dots), 0, round(25.6 * dots), picture.height))
    dark = [
        y for y in range(column.height) if sum(column.crop((0, y, column.width, y + 1)).tobytes()) < 60 * column.width
    ]
    ground = max(y for y in dark if y < 0.6 * column.height)
    return ground - (46.0 - 7.0) * dots
