"""What each branch's month came to, worked out once: a county's table must not read a county's records to be shown.

A row is dropped by whatever lets the tables show something else of its branch, and made anew at the end of a receive,
or when it is next asked for. So it is never more than what the records say, only sooner.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.endings import endings
from danyang_desktop.declare.query import LIVE
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.rollups.due import due_days
from danyang_desktop.rollups.month import MonthFigures, figures

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.look import Look

_DUE = ""
"""Stands for a month in the row that says when each household's visit is due."""
_RULES = ("visit_days",)
"""Settings on which those days depend."""
_AT_ONCE = 50
"""Branches that are worked out in one transaction."""


def forget(connection: Any, branches: Iterable[str]) -> None:
    """Drop what was worked out for these branches: their records change. Call it inside a transaction."""
    connection.executemany("DELETE FROM tallies WHERE branch = ?", [(branch,) for branch in branches])


def tallies(
    book: Book, look: Look, month: str, branches: Collection[str], progress: Progress = silent
) -> dict[str, MonthFigures]:
    """Return branch -> figures of a month (2026-11); works out and keeps what is not known yet.

    Raises Cancelled from `progress`; what was worked out until then is kept.
    """
    known = _known(book, month)
    dues = _known(book, _DUE)
    rules = {name: look.setting(name) for name in _RULES}
    lacking = [one for one in branches if one not in known or dues.get(one, {}).get("rules") != rules]
    for start in range(0, len(lacking), _AT_ONCE):
        progress(start, len(lacking), "正在汇总")
        some = lacking[start : start + _AT_ONCE]
        with book.transaction():
            forget_one = "DELETE FROM tallies WHERE branch = ? AND month IN (?, ?)"
            book.connection.executemany(forget_one, [(branch, month, _DUE) for branch in some])
            for branch in some:
                known[branch] = _figures(book, branch, month)
                dues[branch] = {"due": _dues(book, look, branch), "rules": rules}
            rows = [(branch, month, json.dumps(known[branch])) for branch in some]
            rows += [(branch, _DUE, json.dumps(dues[branch])) for branch in some]
            book.connection.executemany("INSERT INTO tallies (branch, month, body) VALUES (?, ?, ?)", rows)
    today, ended = look.today.isoformat(), endings(book)
    until = {branch: min(today, ended[branch].ended_on) if branch in ended else today for branch in branches}
    return {
        branch: replace(MonthFigures(**known[branch]), overdue=sum(day < until[branch] for day in dues[branch]["due"]))
        for branch in branches
    }


def _known(book: Book, month: str) -> dict[str, dict[str, Any]]:
    rows = book.connection.execute("SELECT branch, body FROM tallies WHERE month = ?", (month,))
    return {branch: json.loads(body) for branch, body in rows}


def _figures(book: Book, branch: str, month: str) -> dict[str, Any]:
    def of(ledger: Any) -> Iterable[Any]:
        if ledger.slug not in book.tables:
            return ()
        return book.query(ledger, month=month, branch=branch, status=LIVE).records()

    said = figures(
        month, visits=of(VISITS), talks=of(TALKS), activities=of(VOLUNTEERING), batches=of(SUBSIDIES)
    )  # fmt: skip
    return asdict(said)


def _dues(book: Book, look: Look, branch: str) -> list[str]:
    """Return the day on which the visit of each open household of a branch is due."""
    if not {VISITS.slug, HOUSEHOLDS.slug} <= book.tables.keys():
        return []
    last: dict[str, dt.date] = {}
    newest = book.query(VISITS, branch=branch, status=LIVE).figure("household, max(visited_on)", " GROUP BY household")
    household = VISITS.kinds["household"]
    for link, day in newest:
        uid = household.python_value(link).uid if link else ""
        on = dt.date.fromisoformat(str(day))
        last[uid] = max(last.get(uid, on), on)
    homes = book.query(HOUSEHOLDS, branch=branch, status=LIVE).records()
    return sorted(due.isoformat() for _, due, _ in due_days(homes, last, look))
