"""Which rows of a sheet are data: not the titles above, not the totals, signatures and notes below.

Nothing is dropped in silence: what was taken for no data is listed with its row.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.names import is_han
from danyang_desktop.exchange import workbook_words as words

if TYPE_CHECKING:
    from danyang_desktop.exchange.workbook_grid import Cell, Grid
    from danyang_desktop.exchange.workbook_heads import Heads

_NOTE_FROM = 10  # Han characters: a lone text of that length in a wide table is a remark, not a row


@dataclass(frozen=True)
class Line:
    """A row of data. `number` is the sheet's own row number, from 1; a cell that is not there is ""."""

    number: int
    cells: list[Cell]

    def at(self, column: int) -> Cell:
        """Return a cell."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass
class Body:
    """The rows of data, and the rows that were taken for none: (row number, what stands there)."""

    lines: list[Line]
    skipped: list[tuple[int, str]]


def read_body(grid: Grid, heads: Heads) -> Body:
    """Sort the rows below the headings."""
    _fill_down(grid, heads)
    mapped = sorted(heads.columns.values())
    wide = {
        top for top, left, bottom, right in grid.merged if top == bottom and right - left + 1 >= max(3, len(mapped) - 1)
    }
    body = Body([], [])
    signed = False
    begin = heads.rows[-1] + 1
    for row in range(begin, len(grid.rows)):
        cells = grid.rows[row]
        if not any(not _blank(cells[column]) for column in mapped if column < len(cells)):
            said = _said(cells)
            if said and not _only_a_number(cells):
                body.skipped.append((row + 1, said))
            continue
        if _repeats(cells, heads):
            signed = False  # a table printed page by page begins again
            continue
        first = next(cell for cell in cells if not _blank(cell))
        filled = [cells[column] for column in mapped if column < len(cells) and not _blank(cells[column])]
        total = words.is_total(first) or any(map(words.is_total, filled))
        signed = signed or (words.is_signature(first) and len(filled) <= max(2, len(mapped) // 2))
        if total or signed or (row == begin and _numbers_columns(cells)) or _is_remark(cells, mapped, wide=row in wide):
            body.skipped.append((row + 1, _said(cells)))
        else:
            body.lines.append(Line(row + 1, cells))
    return body


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _said(cells: list[Cell]) -> str:
    """Return what a row says, in short."""
    text = " ".join(str(cell).strip() for cell in cells if not _blank(cell))
    return text if len(text) <= 40 else text[:39] + "…"


def _only_a_number(cells: list[Cell]) -> bool:
    """Tell whether a row holds nothing but its running number, as prepared forms do."""
    filled = [cell for cell in cells if not _blank(cell)]
    return len(filled) == 1 and (not isinstance(filled[0], str) or filled[0].strip().isdigit())


def _repeats(cells: list[Cell], heads: Heads) -> bool:
    """Tell whether a row is the headings once more."""
    same = sum(
        1
        for column in heads.columns.values()
        if column < len(cells) and words.heading(cells[column]) and _is_title(cells[column], heads.titles[column])
    )
    return same >= max(2, len(heads.columns) // 2)


def _is_title(cell: Cell, title: str) -> bool:
    return words.heading(cell) in {words.heading(title), words.heading(title.rpartition("·")[2])}


def _numbers_columns(cells: list[Cell]) -> bool:
    """Tell whether a row under the heads only numbers the columns: 1 2 3, or 甲 乙 1 2."""
    marks = ["".join(str(cell).split()).removesuffix(".0") for cell in cells if not _blank(cell)]
    numbers = [int(mark) for mark in marks if mark.isdecimal() and len(mark) < 3]
    letters = [mark for mark in marks if len(mark) == 1 and mark in "甲乙丙丁戊己庚ABCDEFG"]
    run = all(after - before == 1 for before, after in itertools.pairwise(numbers))
    return len(numbers) > 1 and len(marks) > 2 and len(numbers) + len(letters) == len(marks) and run


def _is_remark(cells: list[Cell], mapped: list[int], *, wide: bool) -> bool:
    """Tell whether a row is one long remark across the table."""
    filled = [cell for cell in cells if not _blank(cell)]
    if len(filled) != 1 or len(mapped) < 3 or not isinstance(filled[0], str):
        return False
    return wide or sum(map(is_han, filled[0])) >= _NOTE_FROM


def _fill_down(grid: Grid, heads: Heads) -> None:
    """Write the text of a cell that is merged downwards (村民小组 of several rows) into each of its rows."""
    mapped = set(heads.columns.values()) | {column for hint in heads.hints.values() for column in hint.values()}
    for top, left, bottom, right in grid.merged:
        if left != right or bottom == top or left not in mapped or top <= heads.rows[-1]:
            continue
        cells = grid.rows[top] if top < len(grid.rows) else []
        said = cells[left] if left < len(cells) else ""
        for row in range(top + 1, min(bottom + 1, len(grid.rows))):
            below = grid.rows[row]
            if any(not _blank(cell) for column, cell in enumerate(below) if column != left):
                below.extend([""] * (left + 1 - len(below)))
                below[left] = said
