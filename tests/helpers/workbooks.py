"""Workbooks for tests: grids, files of every format, records of any ledger."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from danyang_desktop.declare.record import fresh
from danyang_desktop.exchange.workbook_grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from danyang_desktop.declare.ledger import Ledger

SAMPLES = Path(__file__).parent.parent / "data" / "workbooks"


def grid_of(*rows: Sequence[Any], merged: Iterable[tuple[int, int, int, int]] = (), sheet: str = "表") -> Grid:
    """Return a grid of the given rows."""
    return Grid(sheet, [["" if cell is None else cell for cell in row] for row in rows], tuple(merged), sheets=(sheet,))


def save_xlsx(path: Path, *rows: Sequence[Any], sheet: str = "表", merged: Sequence[str] = ()) -> Path:
    """Write rows as an xlsx file with openpyxl, which is not the library that we write with."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    book.save(path)
    return path


def read_xlsx(path: Path, sheet: str | None = None) -> list[list[Any]]:
    """Return the values of a sheet as openpyxl reads them."""
    book = openpyxl.load_workbook(path)
    page = book[sheet] if sheet else book.worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """Return a zipped workbook with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return out.getvalue()


def ods_of(table: str, name: str = "表") -> bytes:
    """Return an OpenDocument spreadsheet around the XML of one table's rows."""
    spaces = {
        "office": "office", "table": "table", "text": "text",
    }  # fmt: skip
    declared = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{value}:1.0"' for key, value in spaces.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {declared}><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)
    return out.getvalue()


def ods_row(*cells: str, repeated: int = 1) -> str:
    """Return one row of texts for `ods_of`."""
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        if cell
        else "<table:table-cell/>"
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}</table:table-row>'


def sample_records(ledger: Ledger[Any], count: int, seed: int = 7) -> list[Any]:
    """Return records of a ledger made by its kinds' dice, no two of which share the ledger's keys."""
    dice = random.Random(seed)
    records: list[Any] = []
    seen = set()
    for number in range(50 * count):
        record = fresh(ledger.model, None, **{name: kind.sample(dice) for name, kind in ledger.kinds.items()})
        for name in ledger.keys:
            if getattr(ledger.kinds[name], "form", "id_no") != "id_no":
                setattr(record, name, getattr(record, name) + chr(ord("一") + number))
        key = tuple(str(getattr(record, name)) for name in ledger.keys)
        if key not in seen or not ledger.keys:
            seen.add(key)
            records.append(record)
        if len(records) == count:
            return records
    raise AssertionError(f"{ledger.slug}: the dice make fewer than {count} records that differ in their keys")


TODAY = dt.date(2026, 11, 23)
