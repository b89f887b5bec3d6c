"""Tables kept as plain text: csv as Excel (UTF-8 with BOM, UTF-16) and WPS (GB 18030) write it."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange import workbook_file
from danyang_desktop.exchange.workbook_reach import TEXT_MOST, UNTOUCHED, Reach

if TYPE_CHECKING:
    from pathlib import Path

_AS_FORMULA = re.compile(r'="([^"]*)"')  # how some programs keep Excel from eating a number: ="3211..."
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|meta|table|\?xml)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SEPARATORS = (",", "\t", ";")


def read_text(path: Path, data: bytes) -> list[list[str]]:
    """Return the cells of a text table. Raises UserError when it is none, or too large."""
    text = _decode(data)
    name = path.name
    if text is None or _CONTROL.search(text):
        raise workbook_file.not_a_workbook(name, "别的文件")
    if _MARKUP.match(text):
        raise UserError(f"“{name}”里面其实是网页，只是名字像表格。{UNTOUCHED}{workbook_file.SAVE_AS}")
    if len(text) > TEXT_MOST:
        raise UserError(f"“{name}”里的字太多，读不下。{UNTOUCHED}请分成几个文件再导入。")
    separator = _separator(text)
    if separator is None:
        raise workbook_file.not_a_workbook(name, "文字文件")
    reach = Reach()
    rows = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            rows.append([_unwrapped(cell) for cell in row])
            if row:
                reach.see(number, len(row) - 1)
            reach.must_be_near(name)
    except csv.Error as error:
        raise workbook_file.broken(name) from error
    return rows


def _decode(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codecs: tuple[str, ...] = ("utf-16",)
    else:
        codecs = ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return None


def _separator(text: str) -> str | None:
    """Return what stands between the cells: that which the first lines hold most of; None for running text."""
    head = "\n".join(text.splitlines()[:20])
    best = max(_SEPARATORS, key=head.count)
    return best if head.count(best) else None


def _unwrapped(cell: str) -> str:
    found = _AS_FORMULA.fullmatch(cell)
    return found[1] if found else cell
