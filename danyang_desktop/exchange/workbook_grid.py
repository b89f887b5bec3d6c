"""Workbooks read into grids of cells: xlsx, xls and ods by calamine, csv by ourselves.

A workbook is a stranger's file: it is surveyed first (workbook_survey, workbook_biff), and only what is near enough to
be read is handed to calamine. Formulas give the value last worked out, links to other files are never followed.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange import workbook_biff, workbook_cfb, workbook_file, workbook_survey
from danyang_desktop.exchange.workbook_reach import BOX_MOST, TEXT_MOST, UNTOUCHED, Reach
from danyang_desktop.exchange.workbook_survey_ods import survey_ods
from danyang_desktop.exchange.workbook_text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Place = tuple[int, int]


@dataclass
class Grid:
    """A sheet's cells. Row and column 0 are the sheet's first; "" is a blank cell.

    merged   (first row, first column, last row, last column) of merged cells; empty for ods and csv
    hidden   rows that are hidden or filtered out: they are read like the others, but one is told
    sheets   names of all sheets of the file
    unworked formulas whose result no program has saved: their cells look blank
    """

    sheet: str
    rows: list[list[Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: frozenset[int] = frozenset()
    sheets: tuple[str, ...] = ()
    unworked: int = 0
    too_large: UserError | None = field(default=None, repr=False)

    @property
    def is_blank(self) -> bool:
        """Tell whether no cell is filled."""
        return not any(cell != "" for row in self.rows for cell in row)


def read_grid(path: Path, sheet: str | None = None) -> Grid:
    """Return the sheet called `sheet`, or the first that is not blank.

    Raises UserError or Trouble with a sentence for whatever is no readable workbook (workbook_file.load).
    """
    first = None
    for grid in read_grids(path, sheet):
        if grid.too_large is not None:
            raise grid.too_large
        first = first or grid
        if not grid.is_blank:
            return grid
    if first is None:
        raise UserError(f"“{path.name}”里没有工作表，没有可导入的内容。")
    return first


def read_grids(path: Path, sheet: str | None = None) -> Iterator[Grid]:
    """Yield the sheets of a workbook one by one, or the one called `sheet`; a too large one has no rows.

    A hidden sheet is read only when it is asked for by name: lists for choosing, and what somebody wanted out of sight.
    """
    kind, data = workbook_file.load(path)
    if kind == "text":
        rows: list[list[Any]] = list(read_text(path, data))
        yield Grid(path.stem, rows, sheets=(path.stem,))
        return
    try:
        data, reaches = _survey(path.name, kind, data)
        yield from _sheets(path.name, data, reaches, sheet)
    except (workbook_survey.BrokenPart, workbook_cfb.BrokenOle) as error:
        raise workbook_file.broken(path.name) from error


def _survey(name: str, kind: str, data: bytes) -> tuple[bytes, dict[str, Reach] | list[Reach]]:
    """Return what may be handed to calamine, and how far its sheets reach."""
    if kind == "xlsx":
        return data, workbook_survey.survey_xlsx(name, data)
    if kind == "ods":
        return data, survey_ods(name, data)
    book = workbook_biff.survey(data)
    if book.locked:
        raise workbook_file.locked(name)
    for reach in book.reaches:
        reach.must_be_near(name)
    # calamine lays out all sheets of an old workbook at once, and once more for the formulas.
    boxes = sum(2 * (reach.last_row + 1) * (reach.last_column + 1) for reach in book.reaches)
    if boxes > BOX_MOST or sum(reach.characters for reach in book.reaches) > TEXT_MOST:
        raise UserError(f"“{name}”里的表太多、太大，一次读不下。{UNTOUCHED}请把要导入的那张表另存成一个文件。")
    return book.clean, book.reaches


def _sheets(name: str, data: bytes, reaches: dict[str, Reach] | list[Reach], wanted: str | None) -> Iterator[Grid]:
    with _calamine(name, lambda engine: engine.load_workbook(io.BytesIO(data))) as book:
        titles = list(book.sheet_names)
        if isinstance(reaches, list):  # an old workbook names its sheets in the order of its records
            reaches = dict(zip(titles, reaches, strict=False))
        shown = {sheet.name for sheet in book.sheets_metadata if sheet.visible == type(sheet.visible).Visible}
        known = [title for title in titles if title in reaches and (title in shown or wanted is not None)]
        if wanted is not None:
            known = [_named(name, wanted, known)]
        for title in known:
            reach = reaches[title]
            grid = Grid(title, [], sheets=tuple(titles), hidden=frozenset(reach.hidden), unworked=reach.blank_formulas)
            try:
                reach.must_be_near(title)
            except UserError as error:
                grid.too_large = error
            else:
                _fill(name, book, grid, reach)
            yield grid


def _named(name: str, wanted: str, titles: list[str]) -> str:
    for title in titles:
        if title.strip() == wanted.strip():
            return title
    raise UserError(f"“{name}”里没有叫“{wanted}”的工作表。里面有：{'、'.join(titles)}。请从这些里选一张。")


def _fill(name: str, book: Any, grid: Grid, reach: Reach) -> None:
    """Read the cells, and put back the errors that calamine reads as blanks."""
    sheet = _calamine(name, lambda _: book.get_sheet_by_name(grid.sheet))
    if sheet.start is not None:
        indent = [""] * sheet.start[1]  # calamine begins each row at the first column that is filled anywhere
        grid.rows = _calamine(name, lambda _: [_trimmed(indent + row) for row in sheet.iter_rows()])
    grid.merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    for (row, column), said in reach.errors.items():
        while len(grid.rows) <= row:
            grid.rows.append([])
        cells = grid.rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = said


def _trimmed(row: list[Any]) -> list[Cell]:
    """Return a row without the blanks at its end."""
    last = len(row)
    while last and (row[last - 1] == "" or row[last - 1] is None):
        last -= 1
    return row[:last]


def _calamine(name: str, do: Any) -> Any:
    """Let calamine do something; whatever it cannot read is a broken workbook."""
    import python_calamine

    try:
        return do(python_calamine)
    except python_calamine.PasswordError as error:
        raise workbook_file.locked(name) from error
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise workbook_file.broken(name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # calamine's own bug on a damaged file; no Exception by birth
            raise workbook_file.broken(name) from error
        raise
