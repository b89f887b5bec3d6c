"""Sheets made from a book by recipe, handed to a file or a printer, and written into the log of what was printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.papers.covers import month_cover
from danyang_desktop.papers.forms import blank_sheets, door_sheets, number_sheets
from danyang_desktop.papers.issued import note_issued
from danyang_desktop.papers.special import SPECIAL_MAKERS, how_printed
from danyang_desktop.printing.check_code import check_code
from danyang_desktop.printing.ledger_sheet import ledger_sheet
from danyang_desktop.printing.month import month_sheets, sheets_of
from danyang_desktop.printing.paper import looks_only, render
from danyang_desktop.printing.record_sheet import forms_declared, record_sheets
from danyang_desktop.store import print_log
from danyang_desktop.store.versions import last_seq

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.paper import Printed, Tray
    from danyang_desktop.printing.sheets import Sheet
    from danyang_desktop.workspace import Workspace

Version = Literal["archive", "working", "notice"]
_MONTH = len("2026-11")
VERSIONS: dict[Version, str] = {"archive": "存档版", "working": "工作版", "notice": "公示版"}


def _ledger_sheets(
    workspace: Workspace, *, slugs: list[str], period: str, version: Version, forms: bool
) -> list[Sheet]:
    sheets: list[Sheet] = []
    for ledger in (workspace.ledgers[slug] for slug in slugs):
        records, amended = _records(workspace, ledger, period), workspace.amended(ledger, period)
        how = how_printed(workspace, version)
        sheets += sheets_of(ledger, records, forms=forms, period=period, amended=amended, photo=workspace.photo, **how)
    return sheets


def _list_sheets(
    workspace: Workspace, *, slug: str, version: Version, month: str, search: str, state: str, equal: dict[str, Any],
    status: Sequence[str] = (),
) -> list[Sheet]:  # fmt: skip
    ledger = workspace.ledgers[slug]
    asked = {**equal, "status": tuple(status)}
    records = workspace.query(ledger, month=month, search=search, state=state, **asked).oldest_first()
    found = [f"查找“{search}”" if search else "", state, *map(str, equal.values()), *(STATUSES[one] for one in status)]
    sheet = ledger_sheet(ledger, records, period=month, **how_printed(workspace, version))
    if not any(found):
        return [sheet]
    return [replace(sheet, period="　".join(filter(None, (sheet.period, "、".join(filter(None, found))))))]


def _month_sheets(
    workspace: Workspace, *, period: str, version: Version, asks: Sequence[str] = (), slugs: Sequence[str] = (),
    forms: bool = False,
) -> list[Sheet]:  # fmt: skip
    ledgers = [one for one in workspace.ledgers.values() if not one.is_register and (not slugs or one.slug in slugs)]
    parts = [(ledger, _records(workspace, ledger, period)) for ledger in ledgers]
    amended = {ledger.slug: workspace.amended(ledger, period) for ledger in ledgers}
    cover = {**month_cover(workspace, period, parts), "asks": asks, "forms": forms, "photo": workspace.photo}
    return month_sheets(parts, period=period, amended=amended, **cover, **how_printed(workspace, version))


def _record_sheets(workspace: Workspace, *, uid: str, version: Version) -> list[Sheet]:
    record = workspace.book.find(uid)
    if record is None:
        return []
    ledger = workspace.book.table_of(record).ledger
    how = {"photo": workspace.photo, **how_printed(workspace, version)}
    return [sheet for form in forms_declared(ledger) for sheet in record_sheets(ledger, record, face=form, **how)]


MAKERS: dict[str, Callable[..., list[Sheet]]] = {
    "ledgers": _ledger_sheets,
    "list": _list_sheets,
    "month": _month_sheets,
    "record": _record_sheets,
    "blank": blank_sheets,
    "blank_numbers": number_sheets,
    "door": door_sheets,
    **SPECIAL_MAKERS,
}
"""How a file's sheets are made from a book: by name, so that the print log can name it and make them again.

A maker takes the workspace, JSON values by keyword, and always `version`; it reads nothing but the workspace, which may
be the book as it stood at an earlier print.
"""


def make_sheets(workspace: Workspace, recipe: Mapping[str, Any]) -> list[Sheet]:
    """Return the sheets that a recipe asks for: its "make" names the maker, the rest is what the maker takes."""
    asked = dict(recipe)
    return MAKERS[asked.pop("make")](workspace, **asked)


_POSTED = ("ledgers", "list", "notice", "hours", "members")
"""Makers whose sheets have a 公示版."""


def _must_be_postable(workspace: Workspace, recipe: Mapping[str, Any]) -> None:
    """Refuse a 公示版 of what is nobody's business on a wall: whom was talked to, a register, one household's file."""
    if recipe["make"] not in _POSTED:
        raise UserError("这种表没有公示版，里面的内容不能张贴。请打印工作版或存档版。")
    slugs = recipe.get("slugs") or filter(None, (recipe.get("slug"),))
    for ledger in (workspace.ledgers[slug] for slug in slugs):
        if not ledger.may_hang:
            raise UserError(f"{ledger.title}不公示，里面的内容不能张贴。请打印工作版或存档版。")


def print_recipe(
    workspace: Workspace,
    recipe: Mapping[str, Any],
    out: Path | Tray,
    title: str,
    *,
    changed: bool = False,
    progress: Progress = silent,
) -> Printed:
    """Make sheets, hand them to a file or tray, log each with its 核对码, and close the month if this was its 存档版.

    A tray that only looks leaves no trace in the book. Raises UserError for a 公示版 of what never hangs on a wall.
    changed  leave out the sheets that would be what they were when last printed; raises UserError if that is all
    """
    version: Version = recipe["version"]
    if version == "notice":
        _must_be_postable(workspace, recipe)
    closes = version == "archive" and len(str(recipe.get("period", ""))) == _MONTH
    looks = looks_only(out)
    if closes and not looks:
        workspace.must_manage("打印存档版")  # said before anything is on paper
    sheets = make_sheets(workspace, recipe)
    connection = workspace.book.connection
    if changed:
        sheets = list(_new_ones(connection, sheets, version))
        if not sheets:
            raise UserError("上次打印以后没有改过，不用再打印。要整本重新打印，请去掉“只打印改动的”。")
    printed = render(sheets, out, title=title, progress=progress)
    if looks:
        return printed
    lines = [
        print_log.Line(sheet.title, sheet.period, done.pages, done.check_code)
        for sheet, done in zip(sheets, printed.sheets, strict=True)
    ]
    with workspace.book.transaction():
        print_log.put(
            connection, lines, at=workspace.clock.now().isoformat(timespec="seconds"), author=workspace.operator,
            version=VERSIONS[version], upto=last_seq(connection), recipe=dict(recipe),
        )  # fmt: skip
        note_issued(workspace, recipe)
        if closes:
            slugs = recipe.get("slugs") or list(workspace.ledgers)
            workspace.close_month([workspace.ledgers[slug] for slug in slugs], recipe["period"])
    return printed


def _new_ones(connection: Any, sheets: Sequence[Sheet], version: Version) -> Iterator[Sheet]:
    """Give the sheets that are not what they were when last printed.

    Sheets of one print that bear the same title and period (the forms of a register without numbers) are not told
    apart in the log: each of them is old if any printing was like it.
    """
    names = Counter((sheet.title, sheet.period) for sheet in sheets)
    for sheet in sheets:
        codes = print_log.codes(connection, sheet.title, sheet.period, VERSIONS[version])
        known = codes if names[sheet.title, sheet.period] > 1 else codes[:1]
        if check_code(sheet.values()) not in known:
            yield sheet


def _records(workspace: Workspace, ledger: Ledger[Any], month: str) -> list[Any]:
    return workspace.query(ledger, month="" if ledger.is_register else month).oldest_first()
