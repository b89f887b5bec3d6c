"""What Ctrl+P can print of what is seen: a record's own form, the list as it is filtered, a household, a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.declare.faces import Cells
from danyang_desktop.declare.record import STATUSES
from ui import shown
from ui.printing.paper_desk import PaperDesk

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.sheets import Version
    from danyang_desktop.workspace import Workspace
    from ui.desk import Desk
    from ui.printing.print_dialog import PrintDialog
    from ui.printing.session import Job

FULL: tuple[Version, ...] = ("working", "archive")


@dataclass(frozen=True)
class Offer:
    """One thing to print: what the reader calls it, what its file is called after, and what prints a version of it.

    Sheets that have no `versions` come out as they are.
    """

    words: str
    title: str
    job: Callable[[Version], Job]
    versions: tuple[Version, ...] = FULL


def _paper(name: str, *about: Any, **how: Any) -> Callable[[Version], Job]:
    """Return what makes a job of a function of papers/press.py, which is imported when it is wanted."""

    def make(version: Version) -> Job:
        from danyang_desktop.papers import press

        return partial(getattr(press, name), *about, version=version, **how)

    return make


def of_list(workspace: Workspace, ledger: Ledger[Any], *, month: str, search: str, segment: str, count: int) -> Offer:
    """Offer the list as it is seen: its month, the words looked for, the part chosen."""
    how: dict[str, Any] = {"month": month, "search": search}
    how |= {"status": (segment,)} if segment in STATUSES else {"state": segment}
    found = [f"“{search}”" if search else "", STATUSES.get(segment, segment)]
    when = show_period(month) if "-" in month else f"{month}年" if month else ""
    named = "、".join(filter(None, (when, *found)))
    words = f"看到的这张清单{f'（{named}）' if named else ''}，{count:,} {ledger.unit}"
    title = "_".join(filter(None, (ledger.title, month, search, segment)))
    versions: tuple[Version, ...] = (*FULL, "notice") if ledger.may_hang else FULL
    return Offer(words, title, _paper("print_list", workspace, ledger, **how), versions)


def of_record(workspace: Workspace, ledger: Ledger[Any], record: Any) -> Offer | None:
    """Offer the form of one record, or None if its ledger has none or the record is confidential."""
    forms = [face for face in ledger.prints if isinstance(face, Cells)]
    if not forms or ledger.is_secret(record):
        return None
    name = shown.title_of(ledger, record)
    words = f"选中的这一条：{name}，{forms[0].title}"
    return Offer(words, f"{forms[0].title}_{name}", _paper("print_record", workspace, record))


def of_household(workspace: Workspace, household: Any) -> Offer:
    """Offer 一户一档."""
    return Offer("一户一档", f"一户一档_{household.head_name}", _paper("print_household", workspace, household))


def of_coverage(workspace: Workspace, year: int) -> Offer:
    """Offer the table of a year's talks."""
    return Offer("谈心谈话全年进度表", f"谈心谈话全年进度表_{year}", _paper("print_coverage", workspace, year))


def of_month(workspace: Workspace, ledger: Ledger[Any], month: str, words: str) -> Offer:
    """Offer a ledger's sheets of a month as a working copy: 存档版, which closes the month, is printed elsewhere."""
    job = _paper("print_ledgers", workspace, (ledger,), month)
    return Offer(words, f"{words}_{month}", job, ("working",))


def of_notice(workspace: Workspace, batch: Any) -> Offer:
    """Offer the notice of a batch for the wall."""

    def make(_version: Version) -> Job:
        from danyang_desktop.papers import press

        return partial(press.print_notice, workspace, batch)

    return Offer("公示和结果回执，张贴用", f"补助公示_{batch.title}", make, ("notice",))


def of_sheets(words: str, title: str, job: Job) -> Offer:
    """Offer sheets that have no versions: what an office prints."""
    return Offer(words, title, partial(_whatever, job), ())


def _whatever(job: Job, _version: Version) -> Job:
    return job


def print_seen(desk: Desk | PaperDesk, parent: QWidget, *offers: Offer) -> PrintDialog:
    """Open the dialog in which one of these is looked at and printed."""
    from ui.printing.print_dialog import PrintDialog  # late: no page needs it before somebody prints

    dialog = PrintDialog(desk if isinstance(desk, PaperDesk) else PaperDesk.of(desk), parent, offers)
    dialog.open()
    return dialog
