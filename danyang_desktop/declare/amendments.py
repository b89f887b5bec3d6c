"""更正: what was changed in a month after it was closed, as paper shows it below the table.

Paper ledgers are corrected by a line that names the old and the new value, the reason and who did it; nothing is
erased (domain.md 2.0).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.record import STATUSES
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.ledger import Ledger

CORRECTED, ADDED, VOIDED = "更正", "补记", "作废"
_SAID = {"undo": "撤销", "bring_back": "恢复", "edit": "修改", "settle": "处理冲突"}


@dataclass(frozen=True)
class Amendment:
    """One change after the closing: `old` is None for a record written in afterwards (补记)."""

    at: str
    who: str
    what: str
    reason: str
    old: Any
    new: Any

    @property
    def uid(self) -> str:
        """Of the record that was changed."""
        return str(self.new.uid)

    def fields(self, ledger: Ledger[Any]) -> list[str]:
        """Return the names of the declared fields that differ."""
        if self.old is None:
            return []
        return [name for name in ledger.kinds if getattr(self.old, name) != getattr(self.new, name)]

    @property
    def status(self) -> tuple[str, str] | None:
        """Old and new status in words, None if it did not change."""
        if self.old is None or self.old.status == self.new.status:
            return None
        return STATUSES[self.old.status], STATUSES[self.new.status]


def month_of(ledger: Ledger[Any], record: Any) -> str:
    """Return the month (2026-11) that a record belongs to, "" without a date and for registers."""
    if not ledger.date_of:
        return ""
    return str(ledger.kinds[ledger.date_of].db_value(getattr(record, ledger.date_of)) or "")[:7]


def amendments(book: Book, ledger: Ledger[Any], month: str, since: int) -> list[Amendment]:
    """Return what was changed in a month of a ledger after place `since` of the book's log, oldest first.

    A record that was moved into the month or out of it by its date is among them.
    """
    found: list[Amendment] = []
    for version in versions.of_ledger(book.connection, ledger.slug, since):
        parent = versions.of_digest(book.connection, version.uid, version.parents[0]) if version.parents else None
        old = book.at_version(parent) if parent else None
        new = book.at_version(version)
        if month not in (month_of(ledger, new), month_of(ledger, old) if old else ""):
            continue
        what, reason = _words(ledger, version.action, new, first=old is None)
        found.append(Amendment(version.at, version.author, what, reason, old, new))
    return found


def _words(ledger: Ledger[Any], action: str, new: Any, *, first: bool) -> tuple[str, str]:
    """Return what kind of change it was, and why."""
    what, _, reason = action.partition("：")
    if reason:
        return what, reason
    if action == "void":
        return VOIDED, new.void_reason or ""
    if first:
        return ADDED, ""
    declared = ledger.actions.get(action)
    return (declared.label if declared else _SAID.get(action, action)), ""
