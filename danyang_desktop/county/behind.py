"""What stands behind a figure of the county's table: the records that were counted, and apart those that were not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_hours
from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.known import names
from danyang_desktop.declare.query import SHOWN
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.rollups.counted import left_out
from danyang_desktop.rollups.month import Programme, figures, programme

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.ledger import Ledger

NO_KIND = "没写类别"
"""Stands in the table for a list of payments that does not say of which programme it is."""


@dataclass
class Behind:
    """The records of one ledger: those that were `counted`, and `apart` those that were not, each with the reason.

    `said`: what the counted ones come to, worked out as the table's figures are. Of a programme `adds` tells what each
    list adds to them (uid -> the same figures), and `whose` the name of its branch.
    """

    ledger: Ledger[Any]
    counted: list[Any] = field(default_factory=list)
    apart: list[tuple[Any, str]] = field(default_factory=list)
    said: str = ""
    adds: dict[str, Programme] = field(default_factory=dict)
    whose: dict[str, str] = field(default_factory=dict)


def behind_branch(book: Book, month: str, branch: str, progress: Progress = silent) -> list[Behind]:
    """Return what a branch recorded in a month (2026-11), ledger by ledger, newest first; raises Cancelled."""
    found = []
    for slug, ledger in book.ledgers.items():
        if not ledger.is_register:
            progress(0, 0, "正在找记录")
            one = _sorted(book, slug, month=month, branch=branch)
            one.said = _come_to(one, month)
            found.append(one)
    return found


def behind_programme(book: Book, month: str, kind: str, progress: Progress = silent) -> list[Behind]:
    """Return the lists of one kind of subsidy that all branches have for a month, in their order; raises Cancelled."""
    progress(0, 0, "正在找记录")
    one = _sorted(book, SUBSIDIES.slug, month=month, equal={"kind": "" if kind == NO_KIND else kind})
    called = names(book)
    one.counted.sort(key=lambda batch: (batch.branch, batch.serial_no or ""))  # town by town
    one.adds = {batch.uid: programme([batch]) for batch in one.counted}
    one.whose = {batch.uid: called.get(batch.branch, batch.branch) for batch in one.counted}
    came = programme(one.counted)
    said = f"{came.branches:,} 个支部，{came.batches:,} 批，{came.heads:,} 人次，{show_fen(came.fen)} 元"
    one.said = f"{said}{_kept_out(came.batches, len(one.counted))}"
    return [one]


def _sorted(book: Book, slug: str, **asked: Any) -> Behind:
    found = Behind(book.ledgers[slug])
    for record in book.query(found.ledger, status=SHOWN, **asked).records():
        why = left_out(record)
        if why:
            found.apart.append((record, why))
        else:
            found.counted.append(record)
    return found


def _come_to(one: Behind, month: str) -> str:
    slug = one.ledger.slug
    if slug == VISITS.slug:
        told = figures(month, visits=one.counted)
        return f"{told.visits} 户次，走到 {told.households} 户"
    if slug == TALKS.slug:
        return f"{figures(month, talks=one.counted).talks} 次"
    if slug == VOLUNTEERING.slug:
        told = figures(month, activities=one.counted)
        return f"{told.activities} 场，{told.people_times} 人次，{show_hours(told.hours)} 小时"
    if slug == SUBSIDIES.slug:
        told = figures(month, batches=one.counted)
        return f"{told.paid_heads} 人，{show_fen(told.paid_fen)} 元{_kept_out(told.paid_batches, len(one.counted))}"
    return f"{len(one.counted)} {one.ledger.unit}"


def _kept_out(batches: int, records: int) -> str:
    reversals = f"，里面 {records - batches} 批是冲正" if records > batches else ""
    return f"（退回、没领的不算{reversals}）" if records else ""
