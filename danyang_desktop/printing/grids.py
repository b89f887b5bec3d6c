"""A form's grid on paper: labels and facts in cells that span columns, text that grows, boxes to tick, room to sign."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from danyang_desktop.printing.bands import Band, Paper, grow
from danyang_desktop.printing.fonts import clean
from danyang_desktop.printing.kinsoku import wrap
from danyang_desktop.printing.setting import MM, Box, Laid, Setter, Style, place_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.printing.flow import Flow
    from danyang_desktop.printing.sheets import Cell, Grid

_SIDE, _TIGHT, _TEXT_SIDE = 2 * MM, 0.7 * MM, 3 * MM
_TICK = 3.4 * MM
_AFTER_TICK, _BETWEEN = 1.2 * MM, 4.5 * MM
_DATE = "年　　月　　日"


def _style(grid: Grid, kind: str) -> Style:
    leading = grid.leading / grid.size
    styles = {
        "label": Style(grid.size, hei=True, align="center", leading=1.5),
        "text": Style(grid.size, leading=leading, fall=0.0, pad=3 * MM, indent=2, justify=True),
        "sign": Style(grid.size, align="right", fall=1.0, pad=1.2 * MM),
        "left": Style(grid.size, leading=1.4),
        "ticks": Style(grid.size, leading=leading * 0.93, pad=1 * MM),
    }
    return styles.get(kind, Style(grid.size, align="center", leading=1.4))


def _ticks(cell: Cell, setter: Setter, style: Style, left: float, width: float) -> Laid:
    """Set choices one behind the other, each with a box before it."""
    chain = setter.chain(style)
    start, behind = left + _SIDE, _TICK + _AFTER_TICK
    room = left + width - _TIGHT - start - behind
    rows: list[list[tuple[float, str]]] = [[]]
    boxes: list[Box] = []
    at = start
    for choice in cell.choices:
        pieces = [piece for piece, _width in wrap(clean(choice), room * 1000 / style.size, chain.widths)]
        need = behind + chain.width(pieces[0], style.size)
        if rows[-1] and at + need > left + width - _TIGHT:
            rows.append([])
            at = start
        boxes.append(Box(len(rows) - 1, at, _TICK, ticked=choice in cell.ticked))
        rows[-1].append((at + behind, pieces[0]))
        at += need + _BETWEEN
        for piece in pieces[1:]:  # a choice longer than its line goes on under its own words
            rows.append([(start + behind, piece)])
            at = left + width
    lines: list[tuple[str, str]] = []
    spans: list[tuple[float, float]] = []
    for number, row in enumerate(rows):
        shown: list[str] = []
        pen = row[0][0]
        for place, choice in row:
            operators, starts = setter.show(choice, style, style.size)
            boxes.extend(Box(number, place + start, style.size) for start in starts)
            shown.append(f"{place - pen:.2f} 0 Td {operators}" if place > pen else operators)
            pen = place
        lines.append((f"1 0 0 1 {row[0][0]:.2f} ", f" Tm {' '.join(shown)}"))
        spans.append((row[0][0], left + width - _SIDE))
    return place_lines(lines, style, style.size, setter.choose(style, style.size), spans, boxes)


def _cell(grid: Grid, cell: Cell, setter: Setter, left: float, width: float) -> Laid:
    style = _style(grid, cell.kind)
    if cell.kind == "ticks":
        return _ticks(cell, setter, style, left, width)
    side = {"text": _TEXT_SIDE, "left": _SIDE, "sign": _SIDE}.get(cell.kind, _TIGHT)
    return setter.slot(style, left, width, side)[cell.text or _DATE if cell.kind == "sign" else cell.text]


def lay_grid(flow: Flow, grid: Grid, setter: Setter, page: Paper, tail: Sequence[Band] = ()) -> None:
    """Put a grid on the pages of `flow`; `tail` (signatures) stays with its end."""
    total = sum(grid.widths)
    places = [page.left, *(page.left + right * page.measure / total for right in accumulate(grid.widths))]
    places[-1] = page.right
    shared: dict[tuple[int, ...], tuple[float, ...]] = {}
    for number, line in enumerate(grid.lines):
        stops = tuple(accumulate(cell.span for cell in line.cells))
        edges = shared.setdefault(stops, tuple(places[stop] for stop in stops[:-1]))
        cells: list[Laid] = []
        for cell, start, stop in zip(line.cells, (0, *stops), stops, strict=False):
            cells.append(_cell(grid, cell, setter, places[start], places[stop] - places[start]))
        least = line.height * MM
        mark = setter.slot(_style(grid, "label"), places[0], places[stops[0]] - places[0], _TIGHT)["（续）"]
        band = Band(grow(least, cells), cells, edges, mark=mark, spare=line.spare * MM)
        if number == 0:
            flow.start([], band.height)
        flow.put(band, last=number == len(grid.lines) - 1)
    flow.end(tail)
