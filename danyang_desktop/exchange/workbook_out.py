"""Rows out: a ledger as a workbook that comes back word for word, and the refused rows of an import to be mended."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.declare.kind import plain
from danyang_desktop.declare.kinds.texts import FORMS
from danyang_desktop.exchange.workbook_cells import KEPT_BACK
from danyang_desktop.exchange.workbook_columns import TEXT_FORMAT, columns_of, height_of, sheet_name, write_cell
from danyang_desktop.exchange.workbook_heads import REASON, SERIAL, SOURCE_ROW
from danyang_desktop.exchange.workbook_save import free_name, save_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record
    from danyang_desktop.exchange.plan_parts import Plan
    from danyang_desktop.exchange.workbook_columns import Column
    from danyang_desktop.exchange.workbook_grid import Cell

_CONFIDENTIAL = 4  # privacy of what is told in confidence (declare.kind)
_STEP = 200  # rows between two words of progress
_PAPER_MOST = 230  # characters across that are still legible on a sheet of A4
_REASON_WIDTH = 46
_A4 = 9  # as spreadsheets number paper sizes


def write_rows(path: Path, ledger: Ledger[Any], records: Iterable[Record], progress: Progress = silent) -> int:
    """Write records into a workbook, one a row, with headings that the import knows; returns how many.

    Confidential text of a secret record stays in the book. Raises Trouble, and Cancelled from `progress`.
    """
    written = 0

    def fill(book: Any) -> None:
        nonlocal written
        columns = columns_of(ledger)
        sheet = book.add_worksheet(sheet_name(ledger.title))
        first = 1 if ledger.code else 0
        looks = {form: book.add_format(_look(form)) for form in {column.format for column in columns} | {TEXT_FORMAT}}
        _head(book, sheet, [SERIAL] * first + [column.heading for column in columns])
        if first:
            sheet.set_column(0, 0, 31)
        for place, column in enumerate(columns, first):
            sheet.set_column(place, place, column.width)
        for written, record in enumerate(records, 1):
            if written % _STEP == 1:
                progress(written - 1, 0, f"正在写第 {written} {ledger.unit}……")
            if first:
                write_cell(sheet, (written, 0), record.serial_no, looks[TEXT_FORMAT])
            cells = [(_value(ledger, column, record), column.width) for column in columns]
            sheet.set_row(written, height_of(cells))
            for place, (cell, column) in enumerate(zip(cells, columns, strict=True), first):
                write_cell(sheet, (written, place), cell[0], looks[column.format])
        _fit(sheet, sum(column.width for column in columns))
        sheet.autofilter(0, 0, written, first + len(columns) - 1)

    save_workbook(path, fill)
    progress(written, written, f"写好了 {written} {ledger.unit}。")
    return written


def _value(ledger: Ledger[Any], column: Column, record: Record) -> Any:
    value = getattr(record, column.field)
    if column.kind.privacy >= _CONFIDENTIAL and not column.kind.is_empty(value) and ledger.is_secret(record):
        return KEPT_BACK
    return column.kind.to_cell(value)


def _look(form: str) -> dict[str, Any]:
    look = {"num_format": form, "valign": "top", "text_wrap": form == TEXT_FORMAT}
    return {**look, "align": "center"} if form.startswith("yyyy") else look


def _head(book: Any, sheet: Any, titles: list[str]) -> None:
    """Write the headings and make them stay: on the screen while scrolling, on paper on every page."""
    look = book.add_format({"bold": True, "bg_color": "#EDEDED", "border": 1, "valign": "vcenter", "text_wrap": True})
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title, look)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)


def _fit(sheet: Any, width: float) -> None:
    """Print a sheet as wide as the paper, unless that would make it too small to read."""
    if width <= _PAPER_MOST:
        sheet.fit_to_pages(1, 0)


def refused_path(source: Path) -> Path:
    """Return where the refused rows of `source` go: beside it, under a name that is still free."""
    return free_name(source.with_name(f"{source.stem}-没收下的.xlsx"))


def write_refused(path: Path, plan: Plan) -> int:
    """Write the refused rows as they came, the reason in front in red; returns how many.

    Once mended the file can be imported as it is: the columns 原因 and 原行号 are nobody's.
    """
    identifiers = {
        plan.columns[name]
        for name, kind in plan.ledger.kinds.items()
        if name in plan.columns and FORMS.get(getattr(kind, "form", ""), FORMS[""]).identifier
    }

    def fill(book: Any) -> None:
        sheet = book.add_worksheet(sheet_name(plan.sheet))
        places = {column: place for place, column in enumerate(sorted(plan.titles), 2)}
        _head(book, sheet, [REASON, SOURCE_ROW, *(plan.titles[column] for column in places)])
        red = book.add_format({"font_color": "#C00000", "text_wrap": True, "valign": "top"})
        text = book.add_format({**_look(TEXT_FORMAT), "text_wrap": False})
        plain_number = book.add_format({"valign": "top", "align": "left"})
        shown: list[tuple[Any, Any]] = [
            (str, text),
            (bool, text),
            ((int, float), plain_number),
            (dt.datetime, "yyyy-mm-dd hh:mm"),
            (dt.date, "yyyy-mm-dd"),
            (dt.time, "hh:mm"),
        ]
        looks = [(kind, book.add_format(_look(look)) if isinstance(look, str) else look) for kind, look in shown]
        sheet.set_column(0, 0, _REASON_WIDTH)
        sheet.set_column(1, 1, 8)
        widths = {column: 22 if column in identifiers else 14 for column in places}
        for column, place in places.items():
            sheet.set_column(place, place, widths[column], text if column in identifiers else None)
        _fit(sheet, _REASON_WIDTH + sum(widths.values()))
        for row, one in enumerate(plan.refused, 1):
            sheet.set_row(row, height_of([(one.reason, _REASON_WIDTH)]))
            sheet.write_string(row, 0, one.reason, red)
            sheet.write_number(row, 1, one.row, plain_number)
            for column, place in places.items():
                cell = one.cells[column] if column < len(one.cells) else ""
                if column in identifiers or isinstance(cell, dt.timedelta):
                    cell = cell_text(cell)
                write_cell(sheet, (row, place), cell, next(look for kind, look in looks if isinstance(cell, kind)))

    save_workbook(path, fill)
    return len(plan.refused)


def cell_text(cell: Cell) -> str:
    """Return a cell as the text it showed; a damaged number stays damaged, but what replaces it will be text."""
    if isinstance(cell, dt.timedelta):
        return f"{int(cell.total_seconds()) // 3600}:{int(cell.total_seconds()) % 3600 // 60:02}"
    return "" if cell == "" else plain(cell)
