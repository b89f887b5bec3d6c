"""The program's printed matter by name: a month, a record, a list, a notice, empty forms, the volume of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.papers.forms import blank_recipe, door_recipe, numbers_recipe
from danyang_desktop.papers.making import print_recipe
from danyang_desktop.papers.special import certificate_recipe, notice_of
from danyang_desktop.printing import fonts
from danyang_desktop.printing.ledger_sheet import sheets_declared
from danyang_desktop.printing.paper import looks_only
from danyang_desktop.printing.record_sheet import forms_declared
from danyang_desktop.printing.shown import labels_shown
from danyang_desktop.printing.specials.certificate import CERTIFICATE
from danyang_desktop.printing.specials.notice import fields_left as fields_of_notice
from danyang_desktop.registers.holidays import notice_ends

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.papers.making import Version
    from danyang_desktop.printing.paper import Printed, Tray
    from danyang_desktop.workspace import Workspace


def print_ledgers(
    workspace: Workspace,
    ledgers: Sequence[Ledger[Any]],
    month: str,
    out: Path | Tray,
    *,
    version: Version = "working",
    forms: bool = False,
    changed: bool = False,
    progress: Progress = silent,
) -> Printed:
    """Print the sheets of some ledgers for a month (2026-11) or a year; a register is printed as it stands today.

    changed  only the sheets that differ from their last printing. A month printed as 存档版 is closed by it.
    """
    slugs = [ledger.slug for ledger in ledgers]
    recipe = {"make": "ledgers", "slugs": slugs, "period": month, "version": version, "forms": forms}
    title = "、".join(ledger.title for ledger in ledgers)
    return print_recipe(workspace, recipe, out, title, changed=changed, progress=progress)


def print_month(
    workspace: Workspace,
    month: str,
    out: Path | Tray,
    *,
    version: Version = "working",
    changed: bool = False,
    asks: Sequence[str] = (),
    slugs: Sequence[str] = (),
    forms: bool = False,
    progress: Progress = silent,
) -> Printed:
    """Print the whole month, ready to bind: cover with figures and catalogue, then every ledger.

    asks   what the branch needs its superiors' help for; without them the cover has an empty box for the pen
    slugs  only these ledgers behind the cover; () = all
    forms  each list is followed by the form of each record
    """
    recipe: dict[str, Any] = {"make": "month", "period": month, "version": version, "asks": list(asks)}
    recipe |= {"slugs": list(slugs)} if slugs else {}
    recipe |= {"forms": True} if forms else {}
    return print_recipe(workspace, recipe, out, "支部工作台账月度汇总", changed=changed, progress=progress)


def print_record(
    workspace: Workspace, record: Any, out: Path | Tray, *, version: Version = "archive", progress: Progress = silent
) -> Printed:
    """Print one record as its ledger's form; raises UserError if the ledger has none or the record is secret."""
    ledger = workspace.book.table_of(record).ledger
    forms = forms_declared(ledger)
    if not forms:
        raise UserError(f"{ledger.title}没有单条的表，请打印整月的台账。")
    recipe = {"make": "record", "uid": record.uid, "version": version}
    return print_recipe(workspace, recipe, out, forms[0].title, progress=progress)


def print_list(
    workspace: Workspace,
    ledger: Ledger[Any],
    out: Path | Tray,
    *,
    month: str = "",
    search: str = "",
    state: str = "",
    status: Sequence[str] = (),
    equal: Mapping[str, Any] | None = None,
    version: Version = "working",
    progress: Progress = silent,
) -> Printed:
    """Print what a list on the screen shows: what month, words and state find (see Workspace.query).

    status  such records only, as "void"; () = those that every list has. What was asked for stands on the sheet.
    """
    asked: dict[str, Any] = {"month": month, "search": search, "state": state, "equal": dict(equal or {})}
    asked |= {"status": list(status)} if status else {}
    recipe = {"make": "list", "slug": ledger.slug, "version": version, **asked}
    return print_recipe(workspace, recipe, out, ledger.title, progress=progress)


def print_household(
    workspace: Workspace, household: Any, out: Path | Tray, *, version: Version = "working", progress: Progress = silent
) -> Printed:
    """Print 一户一档: the file of a household with all its visits, gifts and photos."""
    recipe = {"make": "household", "uid": household.uid, "version": version}
    return print_recipe(workspace, recipe, out, "一户一档", progress=progress)


def print_coverage(
    workspace: Workspace, year: int, out: Path | Tray, *, version: Version = "working", progress: Progress = silent
) -> Printed:
    """Print the matrix of a year's talks: who has not been talked to, and by whom."""
    recipe = {"make": "coverage", "year": year, "version": version}
    return print_recipe(workspace, recipe, out, "谈心谈话全年进度表", progress=progress)


def print_hours(
    workspace: Workspace, year: int, out: Path | Tray, *, version: Version = "working", progress: Progress = silent
) -> Printed:
    """Print the volunteers' hours of a year."""
    recipe = {"make": "hours", "year": year, "version": version}
    return print_recipe(workspace, recipe, out, "志愿服务时长年度汇总表", progress=progress)


def print_members(
    workspace: Workspace, out: Path | Tray, *, version: Version = "working", progress: Progress = silent
) -> Printed:
    """Print 困难党员花名册 as it stands today."""
    recipe = {"make": "members", "on": workspace.today.isoformat(), "version": version}
    return print_recipe(workspace, recipe, out, "困难党员花名册", progress=progress)


def print_year(
    workspace: Workspace, year: int, out: Path | Tray, *, version: Version = "archive", forms: bool = False,
    progress: Progress = silent,
) -> Printed:  # fmt: skip
    """Print the volume of a year: cover, catalogue, every month of every ledger, the tables of the year."""
    recipe = {"make": "year", "year": year, "version": version, "forms": forms}
    return print_recipe(workspace, recipe, out, "支部工作台账年度卷", progress=progress)


def notice_span(workspace: Workspace, batch: Any) -> dict[str, Any]:
    """Return the days of a batch's notice: those it was posted for, or from today on (setting notice_days)."""
    days = int(workspace.setting("notice_days"))
    first = batch.public_from or workspace.today
    last = batch.public_to or notice_ends(first, days, workspace.look)
    return {"first": first.isoformat(), "last": last.isoformat(), "days": days}


def notice_fields(workspace: Workspace, batch: Any) -> tuple[str, ...]:
    """Return what a batch's notice tells of people, to be read before it is printed."""
    return fields_of_notice(notice_of(workspace, batch.uid, **notice_span(workspace, batch)))


def fields_left(ledgers: Sequence[Ledger[Any]], version: Version) -> tuple[str, ...]:
    """Return the headings that this version of these ledgers' sheets has, to be read before they are printed."""
    shown = [labels_shown(ledger, face, version) for ledger in ledgers for face in sheets_declared(ledger)]
    return tuple(dict.fromkeys(label for labels in shown for label in labels))


def print_notice(workspace: Workspace, batch: Any, out: Path | Tray, *, progress: Progress = silent) -> Printed:
    """Print a batch's notice for the wall, and the slip for its result."""
    recipe = {"make": "notice", "uid": batch.uid, "version": "notice", **notice_span(workspace, batch)}
    return print_recipe(workspace, recipe, out, "补助发放公示", progress=progress)


def print_blank(
    workspace: Workspace, ledger: Ledger[Any], count: int, out: Path | Tray, *, progress: Progress = silent
) -> Printed:
    """Print empty forms to be filled in by hand, each with a number set aside for it, and the ledger's empty lists.

    A print that fails uses up no number, nor does looking: then the forms have none. Raises UserError for a count out
    of 1 to 200.
    """
    if looks_only(out):
        recipe = {"make": "blank", "slug": ledger.slug, "numbers": [""] * count, "version": "working"}
        return print_recipe(workspace, recipe, out, "空白表", progress=progress)
    with workspace.book.transaction():
        return print_recipe(workspace, blank_recipe(workspace, ledger, count), out, "空白表", progress=progress)


def print_numbers(
    workspace: Workspace, ledger: Ledger[Any], year: int, out: Path | Tray, *, progress: Progress = silent
) -> Printed:
    """Print the register of the numbers that were set aside for empty forms in a year, and what became of them."""
    return print_recipe(workspace, numbers_recipe(ledger, year), out, "空白表编号登记", progress=progress)


def print_doors(workspace: Workspace, uids: Sequence[str], out: Path | Tray, *, progress: Progress = silent) -> Printed:
    """Print 入户走访表 for these households: last visit, open actions, room to write, a QR that files the scan."""
    return print_recipe(workspace, door_recipe(workspace, uids), out, "入户走访表", progress=progress)


def print_certificate(
    workspace: Workspace, volunteer: Any, first: dt.date, last: dt.date, out: Path | Tray, *,
    version: Version = "archive", progress: Progress = silent,
) -> Printed:  # fmt: skip
    """Print 志愿服务证明 for confirmed service from `first` to `last`; for its number see certificate_recipe."""
    recipe = certificate_recipe(workspace, volunteer, first, last, version)
    return print_recipe(workspace, recipe, out, CERTIFICATE, progress=progress)


def fonts_folder() -> Path:
    """Return the folder of this computer into which fonts for missing characters are dropped."""
    return fonts.own_folder()
