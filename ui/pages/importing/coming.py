"""A workbook on its way in: its columns and what they mean here, its cells as mended, and the plan that follows."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.exchange.plan import Plan
    from danyang_desktop.exchange.workbook_grid import Cell, Grid
    from danyang_desktop.exchange.workbook_heads import Heads
    from danyang_desktop.workspace import Workspace

SAMPLES = 3
_FIRST = re.compile(r"第 (\d+) 行")


def text_of_cell(cell: Any) -> str:
    """Return a cell as it is read on the screen: whole numbers without a point, days without midnight."""
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == dt.time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def read_book(path: Path, ledger: Ledger[Any], progress: Progress) -> list[Coming]:
    """Return the sheets of a workbook that look like the ledger, the likeliest first.

    Raises UserError or Trouble when there is none, or the file cannot be read.
    """
    from danyang_desktop.exchange import workbook_grid, workbook_heads

    progress(0, 0, f"正在读“{path.name}”")
    found: list[Coming] = []
    trouble: UserError | None = None
    for grid in workbook_grid.read_grids(path):
        if grid.sheet == workbook_heads.GUIDE:
            continue
        try:
            if grid.too_large is not None:
                raise grid.too_large
            found.append(Coming(path, ledger, grid, workbook_heads.find_heads(grid, ledger)))
        except UserError as error:
            trouble = trouble or (None if grid.is_blank else error)
    if not found:
        raise trouble or UserError(f"“{path.name}”里的表都是空的，没有可导入的内容。")
    return sorted(found, key=lambda one: -one.heads.score)


@dataclass
class Coming:
    """One sheet. `fields` says column -> field as changed by hand ("" = not imported); `skipped` are row numbers."""

    path: Path
    ledger: Ledger[Any]
    grid: Grid
    heads: Heads
    fields: dict[int, str] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)

    # -- columns ----------------------------------------------------------------------------------------------

    @property
    def columns(self) -> list[int]:
        """The columns that have a heading."""
        return [column for column, title in sorted(self.heads.titles.items()) if title]

    def title(self, column: int) -> str:
        """Return a heading as written."""
        return self.heads.titles.get(column, "").replace("\n", "")

    def field_of(self, column: int) -> str:
        """Return the field that a column is put into, "" for none."""
        if column in self.fields:
            return self.fields[column]
        return next((name for name, place in self.heads.columns.items() if place == column), "")

    def column_of(self, name: str) -> int:
        """Return the column that is put into a field, -1 for none."""
        return next((column for column in self.columns if self.field_of(column) == name), -1)

    def put(self, column: int, name: str) -> int:
        """Put a column into a field; returns the column that had it before, or -1."""
        before = self.column_of(name) if name else -1
        if before not in (-1, column):
            self.fields[before] = ""
        self.fields[column] = name
        return before if before != column else -1

    def samples(self, column: int) -> str:
        """Return the first different contents of a column."""
        seen: list[str] = []
        for row in self.grid.rows[self.heads.rows[-1] + 1 :]:
            text = text_of_cell(row[column]) if column < len(row) else ""
            if text and text not in seen:
                seen.append(text)
            if len(seen) == SAMPLES:
                break
        return "、".join(seen) or "（空）"

    @property
    def known(self) -> int:
        """How many columns have a field."""
        return sum(bool(self.field_of(column)) for column in self.columns)

    @property
    def missing(self) -> list[str]:
        """Labels of the fields that every record needs and no column brings."""
        from danyang_desktop.exchange.workbook_heads import has_default

        return [
            kind.label
            for name, kind in self.ledger.kinds.items()
            if kind.required and self.column_of(name) < 0 and not has_default(self.ledger, name)
        ]

    # -- cells ------------------------------------------------------------------------------------------------

    def cell(self, row: int, column: int) -> str:
        """Return what stands in a cell; rows as the sheet numbers them, from 1."""
        cells = self.grid.rows[row - 1]
        return text_of_cell(cells[column]) if 0 <= column < len(cells) else ""

    def contents(self, name: str) -> list[str]:
        """Return what the rows have in the column put into a field."""
        column = self.column_of(name)
        rows = range(self.heads.rows[-1] + 2, len(self.grid.rows) + 1) if column >= 0 else ()
        return [text for row in rows if (text := self.cell(row, column))]

    def write(self, row: int, column: int, text: str) -> None:
        """Mend a cell."""
        cells = self.grid.rows[row - 1]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text

    def merge(self, row: int, reason: str) -> bool:
        """Give the blanks of the row that this one repeats what this one says, and leave this one out."""
        told = _FIRST.search(reason)
        if told is None:
            return False
        first = int(told[1])
        for column in self.columns:
            if not self.cell(first, column) and self.cell(row, column):
                self.write(first, column, self.cell(row, column))
        self.skipped.add(row)
        return True

    # -- the plan ---------------------------------------------------------------------------------------------

    def plan(self, workspace: Workspace, progress: Progress) -> Plan:
        """Plan the import of the whole sheet as it stands now. Raises UserError or Cancelled."""
        from danyang_desktop.exchange.plan import make_plan

        return make_plan(workspace, self.ledger, self._grid(), progress)

    def plan_row(self, workspace: Workspace, row: int) -> Plan | None:
        """Plan one row by itself, None when the sheet as a whole cannot be planned so."""
        from danyang_desktop.exchange.plan import make_plan

        try:
            return make_plan(workspace, self.ledger, self._grid(only=row))
        except UserError:
            return None

    def _grid(self, only: int = 0) -> Grid:
        """Return the sheet with the headings as chosen and without the rows left out (of one row only: `only`)."""
        heads = self.heads.rows
        rows: list[list[Cell]] = []
        for number, cells in enumerate(self.grid.rows, 1):
            if number - 1 > heads[-1] and (number in self.skipped or (only and number != only)):
                rows.append([])
            else:
                rows.append(list(cells))
        merged = self.grid.merged
        for column, name in self.fields.items():
            label = self.ledger.kinds[name].label if name else ""
            for row in heads:
                rows[row].extend([""] * (column + 1 - len(rows[row])))
                rows[row][column] = label if row == heads[-1] else ""
            merged = tuple(
                box for box in merged if not (box[0] <= heads[-1] and box[1] <= column <= box[3] and box[2] >= heads[0])
            )
        return replace(self.grid, rows=rows, merged=merged)
