"""From an open book to paper: which records go on a sheet, with which figures; and the log of what was printed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.printing import fonts
from danyang_desktop.printing.month import Figure, figure_of, month_sheets, sheets_of
from danyang_desktop.printing.paper import render
from danyang_desktop.printing.record_sheet import forms_declared, record_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.paper import Printed
    from danyang_desktop.printing.sheets import Sheet
    from danyang_desktop.workspace import Workspace

Version = Literal["archive", "working", "notice"]
VERSIONS: dict[Version, str] = {"archive": "存档版", "working": "工作版", "notice": "公示版"}


def print_ledgers(
    workspace: Workspace,
    ledgers: Sequence[Ledger[Any]],
    month: str,
    out: Path,
    *,
    version: Version = "working",
    forms: bool = False,
    progress: Progress = silent,
) -> Printed:
    """Print the sheets of some ledgers for a month (2026-11) or a year; a register is printed as it stands today."""
    sheets: list[Sheet] = []
    for ledger in ledgers:
        sheets += sheets_of(
            ledger, _records(workspace, ledger, month), forms=forms, period=month, **_how(workspace, version)
        )
    title = "、".join(ledger.title for ledger in ledgers)
    return _print(workspace, sheets, out, title, month, version, progress)


def print_month(
    workspace: Workspace, month: str, out: Path, *, version: Version = "working", progress: Progress = silent
) -> Printed:
    """Print the whole month, ready to bind: cover with figures and catalogue, then every ledger."""
    ledgers = [ledger for ledger in workspace.ledgers.values() if not ledger.is_register]
    parts = [(ledger, _records(workspace, ledger, month)) for ledger in ledgers]
    figures = [_figure(workspace, ledger, records, month) for ledger, records in parts]
    sheets = month_sheets(parts, period=month, figures=figures, **_how(workspace, version))
    return _print(workspace, sheets, out, "支部工作台账月度汇总", month, version, progress)


def print_record(
    workspace: Workspace, record: Any, out: Path, *, version: Version = "archive", progress: Progress = silent
) -> Printed:
    """Print one record as its ledger's form; raises UserError if the ledger has none or the record is secret."""
    ledger = workspace.book.table_of(record).ledger
    forms = forms_declared(ledger)
    if not forms:
        raise UserError(f"{ledger.title}没有单条的表，请打印整月的台账。")
    sheets = [record_sheet(ledger, record, face=form, **_how(workspace, version)) for form in forms]
    return _print(workspace, sheets, out, forms[0].title, record.serial_no or "", version, progress)


def _records(workspace: Workspace, ledger: Ledger[Any], month: str) -> list[Any]:
    return workspace.query(ledger, month="" if ledger.is_register else month).oldest_first()


def _how(workspace: Workspace, version: Version) -> dict[str, Any]:
    now = workspace.clock.now()
    return {"printed_at": f"{now:%Y-%m-%d %H:%M}", "unit": workspace.branch.name, "version": version}


def _figure(workspace: Workspace, ledger: Ledger[Any], records: Sequence[Any], month: str) -> Figure:
    """Return a line of the cover: this month, the month before, the year so far."""
    first = dt.date.fromisoformat(f"{month}-01")
    before = f"{first - dt.timedelta(days=1):%Y-%m}"
    live = ("final", "archived")
    last_month = workspace.query(ledger, month=before, status=live).count()
    # The year so far: up to the month that is printed, so that a reprint in spring says what it said in winter.
    year = sum(
        workspace.query(ledger, month=f"{first:%Y}-{m:02}", status=live).count() for m in range(1, first.month + 1)
    )
    now = figure_of(ledger, records)
    return Figure(now.title, now.this_month, f"{last_month} {ledger.unit}", f"{year} {ledger.unit}", now.note)


def _print(
    workspace: Workspace,
    sheets: Sequence[Sheet],
    out: Path,
    title: str,
    period: str,
    version: Version,
    progress: Progress,
) -> Printed:
    printed = render(sheets, out, title=title, progress=progress)
    with workspace.book.transaction():
        workspace.book.connection.execute(
            "INSERT INTO print_log (at, author, title, period, version, pages, code) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                workspace.clock.now().isoformat(timespec="seconds"), workspace.operator, title, period,
                VERSIONS[version], printed.pages, printed.check_code,
            ),
        )  # fmt: skip
    return printed


def missing(sheets: Sequence[Sheet]) -> list[str]:
    """Return the characters (缺字) that no font has, for a list to be shown before printing."""
    return list(fonts.types().song.missing(value for sheet in sheets for value in sheet.values()))
