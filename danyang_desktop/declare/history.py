"""The history of a record in words: who changed what, when, old -> new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.record import STATUSES
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.kind import Kind

_ACTIONS = {
    "new": "新增", "edit": "修改", "void": "作废", "bin": "移到回收站", "bring_back": "恢复", "undo": "撤销",
    "import": "从表格导入", "settle": "处理冲突",
}  # fmt: skip


@dataclass(frozen=True)
class Past:
    """One version in words. `changes` lists (label, old text, new text); `digest` names the version."""

    at: str
    who: str
    action: str
    device: str
    digest: str
    changes: list[tuple[str, str, str]]


def past_of(book: Book, uid: str, say: Callable[[Kind[Any], Any], str] | None = None) -> list[Past]:
    """Return the history of a record, newest first; `say` tells values in other words than their kinds do (masked)."""
    say = say or (lambda kind, value: str(kind.show(value)))
    log = versions.of_record(book.connection, uid)
    by_digest = {version.digest: version for version in log}
    told: list[Past] = []
    for version in log:
        ledger = book.tables[version.slug].ledger
        before = by_digest.get(version.parents[0]) if version.parents else None
        old = book.at_version(before) if before else None
        new = book.at_version(version)
        changes = [
            (kind.label, say(kind, getattr(old, name)) if old else "", say(kind, getattr(new, name)))
            for name, kind in ledger.kinds.items()
            if (getattr(old, name) if old else kind.empty) != getattr(new, name)
        ]
        if old is not None and old.status != new.status:
            changes.append(("状态", _state(old), _state(new)))
        if old is not None and (old.void_reason or "") != (new.void_reason or ""):
            changes.append(("作废原因", old.void_reason or "", new.void_reason or ""))
        declared = ledger.actions.get(version.action)
        action = declared.label if declared else _ACTIONS.get(version.action, version.action)
        told.append(Past(version.at, version.author, action, version.device, version.digest, changes))
    return told[::-1]


def _state(record: Any) -> str:
    return STATUSES.get(record.status, str(record.status))
