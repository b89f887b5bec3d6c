"""The columns of the workbooks we write: headings that our own import knows, cell types, widths."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.kind import plain
from danyang_desktop.declare.kinds.texts import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger

# What a spreadsheet, or a csv saved from one, takes for a formula; full-width forms count too in Chinese Excel.
_ARMED = re.compile(r"[=+\-@\t\r＝＋－＠]")
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\]")
_WIDTHS = {
    "date": 12, "time": 8, "period": 10, "money": 13, "number": 9, "yes_no": 7, "choice": 13, "choices": 18,
    "ref": 12, "people": 18, "rows": 28, "long_text": 44, "text": 16,
}  # fmt: skip
_FORM_WIDTHS = {"id_no": 21, "phone": 15, "account": 22, "name": 11}
_FORMATS = {"date": "yyyy-mm-dd", "money": "#,##0.00"}

_LINE, _LINES_MOST = 15.0, 20  # points of a line; a row of a spreadsheet is at most 409 points high
_TEXT_MOST = 32_767  # characters that a cell of a spreadsheet holds

TEXT_FORMAT = "@"


@dataclass(frozen=True)
class Column:
    """A column of one field. `width` in characters of the sheet's font; `format` as spreadsheets write it."""

    field: str
    kind: Kind[Any]
    heading: str
    width: float
    format: str


def columns_of(ledger: Ledger[Any], *, to_fill: bool = False) -> list[Column]:
    """Return the columns of a ledger in the order of its form, then what is worked out.

    `to_fill` leaves out what nobody fills in: states and computed fields. Photos are never in a workbook.
    """
    formed = [name for names in ledger.form.values() for name in names]
    names = formed if to_fill else [*formed, *(name for name in ledger.kinds if name not in formed)]
    return [
        Column(name, kind, _heading(kind), _width(kind), _format(kind))
        for name in names
        if (kind := ledger.kinds[name]).name_of_kind != "photos" and not (to_fill and name == ledger.state)
    ]


def _heading(kind: Kind[Any]) -> str:
    unit = getattr(kind, "unit", "")
    return f"{kind.label}（{unit}）" if unit else kind.label


def _width(kind: Kind[Any]) -> float:
    width = _FORM_WIDTHS.get(getattr(kind, "form", "")) or _WIDTHS[kind.name_of_kind]
    return max(width, 2.2 * len(_heading(kind)) + 2)


def _format(kind: Kind[Any]) -> str:
    if kind.name_of_kind in ("text", "long_text") and FORMS[getattr(kind, "form", "")].identifier:
        return TEXT_FORMAT
    if kind.name_of_kind == "number":
        return "0" if isinstance(kind.to_cell(60), int) else "0.00"  # hours are kept in minutes
    return _FORMATS.get(kind.name_of_kind, TEXT_FORMAT)


def disarm(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, not even after it was saved as csv and opened again.

    The apostrophe that stands in front of such text is taken off again by our import (workbook_cells).
    """
    return f"'{text}" if _ARMED.match(text) else text


def height_of(texts: Iterable[tuple[Any, float]]) -> float | None:
    """Return the height in points of a row whose cells (text, width in characters) wrap, None for a single line.

    Some programs do not work it out when they open a workbook, and lines then lie one over the other.
    """
    lines = 1
    for text, width in texts:
        if isinstance(text, str) and text:
            parts = text.split("\n")
            lines = max(
                lines, sum(max(1, -(-sum(2 - char.isascii() for char in part) // int(width))) for part in parts)
            )
    return _LINE * min(lines, _LINES_MOST) if lines > 1 else None


def sheet_name(text: str) -> str:
    """Return a name that a sheet may bear: at most 31 characters, without the signs that are forbidden."""
    return _SHEET_SIGNS.sub("", text).strip("'")[:31] or "台账"


def write_cell(sheet: Any, place: tuple[int, int], value: Any, look: Any) -> None:
    """Write a value as what it is: text never as a formula, whole and broken numbers as numbers, days as days."""
    row, column = place
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_string(row, column, plain(value), look)
    elif isinstance(value, (dt.datetime, dt.date, dt.time)):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, disarm(str(value))[:_TEXT_MOST], look)
