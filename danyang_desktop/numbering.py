"""Numbers that two computers of one branch each gave: which records bear one, and which of them gets another.

Each computer counts for itself until it has read what the other wrote, so both may have written a 0032 meanwhile. What
is on signed paper keeps its number; of the rest the record that was written first.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.errors import Refused, UserError
from danyang_desktop.county.annotations import of_record
from danyang_desktop.declare.ledger import LEDGER_OF
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.store import serials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.workspace import Change, Workspace

_ALL = tuple(STATUSES)


class Equal(NamedTuple):
    """A record that bears the number of others, and is the one to get another; `kept` bear it on."""

    slug: str
    serial_no: str
    record: Any
    kept: tuple[Any, ...]


def equal_numbers(workspace: Workspace) -> list[Equal]:
    """Return what is to be numbered anew in a branch's book, of this year and the last; nothing with one computer."""
    connection = workspace.book.connection
    others = "SELECT 1 FROM devices WHERE branch = ? AND device != ? LIMIT 1"
    if not connection.execute(others, (workspace.branch.code, workspace.desk.signer.device)).fetchone():
        return []
    return [one for slug, ledger in workspace.ledgers.items() if ledger.code for one in _of_ledger(workspace, slug)]


def _of_ledger(workspace: Workspace, slug: str) -> Iterator[Equal]:
    ledger, book = workspace.ledgers[slug], workspace.book
    since = dt.date(workspace.today.year - 1, 1, 1)
    twice = book.query(ledger, status=_ALL, since=since).figure(
        "serial_no", " GROUP BY serial_no HAVING count(*) > 1 ORDER BY serial_no"
    )
    for (number,) in twice:
        some = book.query(ledger, status=_ALL, since=since, equal={"serial_no": number}).records()
        first, *rest = sorted(some, key=lambda one: (not _on_paper(workspace, one), one.created_at, one.uid))
        yield from (Equal(slug, number, one, (first,)) for one in rest)


def _on_paper(workspace: Workspace, record: Any) -> bool:
    """Tell whether a number stands on paper: on a form filled in by hand, in a closed month, on a signed list."""
    connection, ledger = workspace.book.connection, LEDGER_OF[type(record)]
    form = connection.execute(
        "SELECT 1 FROM reserved WHERE serial_no = ? AND uid = ?", (record.serial_no, record.uid)
    ).fetchone()
    if form or (ledger.state and getattr(record, ledger.state) in ledger.settled):
        return True
    written = connection.execute("SELECT min(seq) FROM versions WHERE uid = ?", (record.uid,)).fetchone()[0]
    day = str(getattr(record, ledger.date_of))[:7] if ledger.date_of else ""
    closed = workspace.closed(ledger, day) if day else None
    return closed is not None and written is not None and written <= closed.upto


def may_renumber(workspace: Workspace, record: Any) -> bool:
    """Tell whether the county returned a record with a number: it may say that another one bears it."""
    return bool(record.serial_no) and any(one.open for one in of_record(workspace.desk, record.uid))


def renumber(workspace: Workspace, record: Any) -> Change:
    """Give a record whose number another one bears the next free number, as a 更正; raises UserError, Refused."""
    ledger = LEDGER_OF[type(record)]
    kept = workspace.get(ledger, record.uid)
    if kept is None or not kept.serial_no:
        raise UserError("这条记录没有编号，不用改。")
    old = kept.serial_no
    others = workspace.book.query(ledger, status=_ALL, equal={"serial_no": old}).count()
    if others == 1 and not may_renumber(workspace, kept):
        raise UserError(f"编号 {old} 只有这一条在用，不用改。要是县里说重了，请先读另一台电脑的包。")
    if errors := workspace.judge(kept).errors:
        raise Refused(errors)
    with workspace.book.transaction():
        year = int(old.split("-")[-2])
        kept.serial_no = serials.next_serials(workspace.book.connection, kept.branch, ledger.code, year)[0]
        return workspace.correct(kept, f"编号 {old} 和另一条重复，改用新号")
