"""A table of figures as a workbook: a title, a line of what it is as of, headings, numbers that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.exchange.workbook_columns import sheet_name
from danyang_desktop.exchange.workbook_save import save_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_A4 = 9  # as spreadsheets number paper sizes
_FIRST, _OTHER = 34, 15


def write_table(
    path: Path, title: str, note: str, heads: Sequence[str], rows: Iterable[Sequence[str | int | float]]
) -> int:
    """Write a table; the last row is the sums. Returns how many rows. Raises Trouble.

    Text stays text, also when it begins with = + - @; what is a number is one, so that others can reckon with it.
    """
    written = 0

    def fill(book: Any) -> None:
        nonlocal written
        told = [list(row) for row in rows]
        written = len(told)
        sheet = book.add_worksheet(sheet_name(title))
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 15}))
        sheet.write_string(1, 0, note, book.add_format({"font_color": "#805300"}))
        head = book.add_format(
            {"bold": True, "bg_color": "#EDEDED", "border": 1, "valign": "vcenter", "text_wrap": True}
        )
        for place, text in enumerate(heads):
            sheet.write_string(2, place, text, head)
        for number, row in enumerate(told, 3):
            last = {"bold": True, "top": 1} if number == written + 2 else {}
            text = book.add_format(last)
            whole, broken = (book.add_format({**last, "num_format": form}) for form in ("#,##0", "#,##0.00"))
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell, text)
                else:
                    sheet.write_number(number, place, cell, broken if isinstance(cell, float) else whole)
        sheet.set_column(0, 0, _FIRST)
        sheet.set_column(1, len(heads) - 1, _OTHER)
        sheet.freeze_panes(3, 1)
        sheet.repeat_rows(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)

    save_workbook(path, fill)
    return written
