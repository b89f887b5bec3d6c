"""Which workbooks were read in during the last seven days, so that each can still be taken back whole."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.store import shelf
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    from danyang_desktop.exchange.plan import Plan
    from danyang_desktop.workspace import Workspace

DAYS = 7
_NAME = "imports"


class Import(NamedTuple):
    """One import: when (ISO, to the second), by whom, into which ledger, from which file; (uid, digest) of its rows."""

    at: str
    by: str
    slug: str
    file: str
    rows: tuple[tuple[str, str], ...]

    @property
    def on(self) -> dt.date:
        """The day."""
        return dt.date.fromisoformat(self.at[:10])


def remember(workspace: Workspace, plan: Plan, file: str) -> None:
    """Keep what an applied plan saved; older imports than seven days are forgotten. Raises Trouble."""
    rows = tuple((one.record.uid, one.record.head) for one in (*plan.new, *plan.changed))
    if rows:
        now = workspace.clock.now().isoformat(timespec="seconds")
        _keep(workspace, [*_all(workspace), Import(now, workspace.operator, plan.ledger.slug, file, rows)])


def recent(workspace: Workspace, slug: str) -> list[Import]:
    """Return the imports into a ledger that can be taken back, the newest first."""
    return [one for one in reversed(_all(workspace)) if one.slug == slug]


def forget(workspace: Workspace, done: Import) -> None:
    """Let go of an import that was taken back."""
    _keep(workspace, [one for one in _all(workspace) if one != done])


def _all(workspace: Workspace) -> list[Import]:
    with trouble():
        text = shelf.about(workspace.book.connection, _NAME)
    since = workspace.today - dt.timedelta(days=DAYS)
    kept = [
        Import(at, by, slug, file, tuple((uid, digest) for uid, digest in rows))
        for at, by, slug, file, rows in json.loads(text or "[]")
    ]
    return [one for one in kept if one.on >= since]


def _keep(workspace: Workspace, imports: list[Import]) -> None:
    with workspace.book.transaction():
        shelf.set_about(workspace.book.connection, _NAME, json.dumps(imports, ensure_ascii=False))
