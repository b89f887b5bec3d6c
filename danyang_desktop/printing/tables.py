"""A table on paper: head on every page, rows that grow and do not split, page subtotal, grand total, capitals."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from danyang_desktop.base.progress import silent
from danyang_desktop.printing.bands import Band, Paper, grow
from danyang_desktop.printing.flow import Edges
from danyang_desktop.printing.fonts import clean
from danyang_desktop.printing.setting import MM, PAD, Laid, Setter, Slot, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.printing.flow import Flow
    from danyang_desktop.printing.sheets import Column, Table

BODY = 10.5
HEAD = Style(BODY, hei=True, align="center", leading=1.2)
_SIDE, _TIGHT = 1.9 * MM, 0.7 * MM
_HEAD_HEIGHT, _TOTAL_HEIGHT = 9.7 * MM, 9 * MM
_LEAST_COLUMN = 8 * MM
_STEP = 256
"""Rows between two reports of progress."""
_BROUGHT, _FORWARD = "承前页", "过次页"


class Columns:
    """Where the columns stand, and the slots in which their values are set."""

    def __init__(self, table: Table, setter: Setter, page: Paper) -> None:
        self.table, self.setter, self.page = table, setter, page
        widths = _fitted(table, setter, page.measure)
        self.rights = [page.left + right for right in accumulate(widths)]
        self.rights[-1] = page.right
        self.lefts = [page.left, *self.rights[:-1]]
        self.edges = tuple(self.rights[:-1])
        self.cells: list[Slot] = []
        for column, left, right in zip(table.columns, self.lefts, self.rights, strict=True):
            style = Style(column.size or table.size, align=column.align, hei=column.hei)
            pad = _TIGHT if column.align == "center" else _SIDE
            self.cells.append(setter.slot(style, left, right - left, pad))

    def span(self, first: int, last: int, style: Style, text: str) -> Laid:
        """Set a text across the columns `first` to `last`, merged."""
        left = self.lefts[first]
        return self.setter.slot(style, left, self.rights[last] - left, _SIDE)[text]

    def heads(self) -> list[Laid]:
        """Set the titles; a unit in brackets that does not fit behind its title goes under it whole."""
        style = HEAD._replace(size=self.table.head_size)
        chain = self.setter.chain(style)
        laid: list[Laid] = []
        for column, left, right in zip(self.table.columns, self.lefts, self.rights, strict=True):
            title = column.title
            if chain.width(clean(title), style.size) > right - left - 2 * _TIGHT and "\n" not in title:
                title = title.replace("（", "\n（")
            laid.append(self.setter.slot(style, left, right - left, _TIGHT)[title])
        return laid


def _fitted(table: Table, setter: Setter, measure: float) -> list[float]:
    """Return the widths in points: filling the sheet, and no amount wider than its column.

    What a column of numbers lacks is taken from the widest columns of words.
    """
    total = sum(column.width for column in table.columns)
    widths = [column.width * measure / total for column in table.columns]
    sums = {one.column: one.show(sum(one.values)) for one in table.sums}
    for place, column in enumerate(table.columns):
        if column.align != "right" and place not in sums:
            continue
        need = _needed(table, place, column, setter)
        if place in sums:
            need = max(need, setter.chain(HEAD).width(sums[place], table.size))
        lack = min(need + 2 * _SIDE, measure / 3) - widths[place]
        if lack <= 0:
            continue
        givers = [other for other, one in enumerate(table.columns) if one.align != "right" and other not in sums]
        spare = {other: max(0.0, widths[other] - max(_LEAST_COLUMN, measure / 12)) for other in givers}
        lack = min(lack, sum(spare.values()))
        for other, some in spare.items():
            widths[other] -= lack * some / (sum(spare.values()) or 1)
        widths[place] += lack
    return widths


def _needed(table: Table, place: int, column: Column, setter: Setter) -> float:
    size = column.size or table.size
    chain = setter.chain(Style(size, hei=column.hei))
    return max((chain.width(clean(text), size) for text in {row[place] for row in table.rows}), default=0.0)


class _Subtotals(Edges):
    """The sums of a page at its foot, or those of all pages so far, carried over to the next."""

    def __init__(self, table: Table, columns: Columns) -> None:
        self._table, self._columns = table, columns
        self._last = -1
        self.reserve = _TOTAL_HEIGHT if table.page_totals or table.carried else 0.0
        self.carried = _TOTAL_HEIGHT if table.carried else 0.0

    def close(self, page: Sequence[Band], *, last: bool) -> list[Band]:
        """Return 本页小计, or 过次页 on all pages but the last."""
        table = self._table
        rows = [band.row for band in page if band.row >= 0]
        self._last = rows[-1] if rows else self._last
        if table.carried and not last:
            return [self._row(_FORWARD, 0)]
        if not table.page_totals or not rows:
            return []
        return [self._row(f"本页小计（{len(rows)} {table.counted}）", rows[0])]

    def begin(self) -> list[Band]:
        """Return 承前页."""
        return [self._row(_BROUGHT, 0)] if self._table.carried else []

    def _row(self, label: str, first: int) -> Band:
        values = {one.column: one.show(sum(one.values[first : self._last + 1])) for one in self._table.sums}
        return _totals(self._columns, label, values, "")


def _totals(columns: Columns, label: str, values: dict[int, str], note: str) -> Band:
    """Return a row of totals: label over the columns before the first sum, each sum in its own, note behind."""
    last, size = len(columns.lefts) - 1, columns.table.size
    middle, bold = Style(size, hei=True, align="center"), Style(size, hei=True, align="right")
    if not values:
        style = middle if columns.table.total_align == "center" else Style(size, align=columns.table.total_align)
        cell = columns.span(0, last, style, f"{label}　{note}".rstrip("　"))
        return Band(grow(_TOTAL_HEIGHT, (cell,)), (cell,), ())
    places = sorted(values)
    cells: list[Laid] = []
    edges: set[float] = set()
    if places[0] > 0:
        cells.append(columns.span(0, places[0] - 1, middle, label))
    for place in places:
        cells.append(columns.span(place, place, bold, values[place]))
        edges |= {columns.lefts[place], columns.rights[place]}
    if places[-1] < last:
        cells.append(columns.span(places[-1] + 1, last, Style(size), note))
    edges -= {columns.page.left, columns.page.right, columns.lefts[0], columns.rights[-1]}
    return Band(grow(_TOTAL_HEIGHT, cells), cells, tuple(sorted(edges)))


def _end(table: Table, columns: Columns, pages: int) -> list[Band]:
    """Return grand total and amount in capitals."""
    bands: list[Band] = []
    count = len(table.rows) - len(table.struck)
    if table.total_label is not None and (table.sums or table.total_label or table.total_note):
        spread = f"共 {pages} 页，" if table.page_totals else ""
        label = table.total_label or f"合计（{spread}{count} {table.counted}）"
        values = {one.column: one.show(sum(one.values)) for one in table.sums}
        bands.append(_totals(columns, label, values, table.total_note))
    if table.capitals:
        edge = columns.page.left + 28 * MM
        place = columns.setter.slot
        label_cell = place(HEAD, columns.page.left, 28 * MM, 0)["人民币（大写）"]
        cell = place(Style(12), edge, columns.page.right - edge, _SIDE)[table.capitals]
        bands.append(Band(grow(10 * MM, (cell,)), (label_cell, cell), (edge,)))
    return bands


def lay_table(
    flow: Flow, table: Table, setter: Setter, page: Paper, tail: Sequence[Band] = (), progress: Progress = silent
) -> None:
    """Put a table on the pages of `flow`; `tail` (signatures) stays with its end. `progress` may raise Cancelled."""
    columns = Columns(table, setter, page)
    heads = columns.heads()
    least = table.row_height * MM
    flow.start([Band(grow(_HEAD_HEIGHT, heads), heads, columns.edges)], least, _Subtotals(table, columns))
    if not table.rows and not table.least_rows:
        cell = columns.span(0, len(columns.lefts) - 1, Style(table.size, align="center"), table.empty)
        flow.put(Band(grow(2 * least, (cell,)), (cell,), ()))
    mark = columns.cells[0]["续"]
    for number, row in enumerate(table.rows):
        if number % _STEP == 0:
            progress(number, len(table.rows), "正在排版")
        if table.rows_a_page and sum(band.row >= 0 for band in flow.page) >= table.rows_a_page:
            flow.turn()
        cells = [slot[text] for slot, text in zip(columns.cells, row, strict=True)]
        high = max([cell.height for cell in cells])
        band = Band(max(least, high + 2 * PAD), cells, columns.edges, number, number in table.struck, mark=mark)
        flow.put(band, least, last=number == len(table.rows) - 1)
    for _blank in range(len(table.rows), table.least_rows):
        flow.put(Band(least, (), columns.edges), least)
    end = [*_end(table, columns, len(flow.pages)), *tail]
    if flow.turns_for(end):
        end = [*_end(table, columns, len(flow.pages) + 1), *tail]
    flow.end(end)
