"""并村: a branch that is merged into another one from a day on, as the office says it.

The branch owns its records, so nothing of them is touched: they stay, and count in the months they belong to. What
ends is what the office expects of it. The word is an annotation to the branch itself: it goes home with the next
receipt, to the other branch too, and can be taken back.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.chinese.dates import show_date, show_period
from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.annotations import tell_branch, withdraw
from danyang_desktop.county.computers import of_branch
from danyang_desktop.county.known import enrolled, listed, name_of
from danyang_desktop.declare.query import LIVE
from danyang_desktop.exchange.workbook_out import write_rows
from danyang_desktop.store import versions
from danyang_desktop.store.folders import new_folder

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.county.office import Office
    from danyang_desktop.declare.book import Book

MERGED = "并入"
_FURTHEST = 366
"""Days ahead that a merger may be written down."""


@dataclass(frozen=True)
class Ending:
    """A branch is part of `into` from `ended_on` (2026-11-01) on; `struck` are computers struck off with it."""

    uid: str
    branch: str
    into: str
    ended_on: str
    told: str
    struck: tuple[str, ...] = ()

    def owes(self, month: str) -> bool:
        """Tell whether it has to hand in a month (2026-10): it was there at its beginning."""
        return f"{month}-01" < self.ended_on

    @property
    def last_month(self) -> str:
        """The last month that it has to hand in."""
        return f"{dt.date.fromisoformat(self.ended_on) - dt.timedelta(days=1):%Y-%m}"


def endings(book: Book) -> dict[str, Ending]:
    """Return branch -> how it ended, of those that were merged."""
    connection = book.connection
    rows = connection.execute(
        "SELECT uid, branch FROM annotations WHERE kind = ? AND withdrawn = 0 ORDER BY at, hlc", (MERGED,)
    ).fetchall()
    found = {}
    for uid, branch in rows:
        said = versions.of_record(connection, uid)[-1].content()
        found[branch] = Ending(uid, branch, said["into"], said["ended_on"], said["told"], tuple(said["struck"]))
    return found


def gone(book: Book, day: str) -> set[str]:
    """Return the branches that are part of another one on a day (2026-11-23)."""
    return {branch for branch, one in endings(book).items() if one.ended_on <= day}


def merge_branch(
    office: Office, branch: str, into: str, ended_on: dt.date, author: str, *, strike: bool = False
) -> Ending:
    """Say that a branch is part of `into` from a day on, and tell both; `strike` strikes its computers off.

    Raises UserError.
    """
    desk = office.desk
    with desk.book.transaction():  # looked at and written in one go: another clerk may be at the same
        _must_fit(desk.book, branch, into, ended_on, dt.date.fromisoformat(desk.at[:10]))
        old, new, since = name_of(desk.book, branch), name_of(desk.book, into), show_date(ended_on, with_year=True)
        words = f"{old}从 {since}起并入{new}。这一天以前的台账请交齐，以后记在{new}；以前的记录都留着。"
        struck = [one.device for one in of_branch(desk, branch) if not one.revoked_at] if strike else []
        told = tell_branch(desk, into, f"{old}从 {since}起并入本支部，以后它的事记在本支部的台账上。", author)
        more = {"ended_on": ended_on.isoformat(), "into": into, "struck": struck, "told": told}
        tell_branch(desk, branch, words, author, kind=MERGED, more=more)
        for device in struck:
            office.revoke(device)
    return endings(desk.book)[branch]


def _must_fit(book: Book, branch: str, into: str, ended_on: dt.date, today: dt.date) -> None:
    known = {*listed(book), *enrolled(book)}
    ended = endings(book)
    for code in (branch, into):
        if code not in known:
            raise UserError(f"名单上没有编码是 {code or '（空）'} 的支部，没有改动。请从名单里选。", "into")
    if branch == into:
        raise UserError("不能并入自己。请选并入哪个支部。", "into")
    if branch in ended:
        raise UserError(f"它已经并入{name_of(book, ended[branch].into)}了。要改，先撤回那一次。", "into")
    if into in ended:
        new = name_of(book, ended[into].into)
        raise UserError(f"{name_of(book, into)}自己已经并入{new}了。请选{new}。", "into")
    if (ended_on - today).days > _FURTHEST:
        raise UserError("日期在一年以后。请看看年份对不对。", "ended_on")


def take_back(office: Office, branch: str, author: str) -> Ending:
    """Take a merger back: both words are withdrawn, and computers that were struck off with it sign again.

    Raises UserError when the branch was not merged.
    """
    desk = office.desk
    with desk.book.transaction():
        one = endings(desk.book).get(branch)
        if one is None:
            raise UserError("这个支部没有并入别的支部，没有改动。", "branch")
        withdraw(desk, one.uid, author)
        withdraw(desk, one.told, author)
        desk.book.connection.executemany(
            "UPDATE devices SET revoked_at = NULL WHERE device = ? AND branch = ?",
            [(device, branch) for device in one.struck],
        )
    return one


def lacking(book: Book, one: Ending) -> str:
    """Return the last month that the branch has to hand in, in words, if it is not here; else ""."""
    asked = "SELECT max(period) FROM received WHERE branch = ? AND undone_at = ''"
    last = book.connection.execute(asked, (one.branch,)).fetchone()[0] or ""
    return "" if last >= one.last_month else show_period(one.last_month)


def write_ledgers(office: Office, branch: str, folder: Path, progress: Progress = silent) -> list[Path]:
    """Write what the office has of a branch for whoever goes on with it: a workbook for each ledger and register.

    The import knows their headings. What never left the branch is not in them. Raises UserError, Trouble, Cancelled.
    """
    book = office.desk.book
    new_folder(folder)
    written = []
    for number, ledger in enumerate(book.ledgers.values()):
        progress(number, len(book.ledgers), f"正在写{ledger.title}")
        asked = book.query(ledger, branch=branch, status=LIVE)
        if asked.count():
            written.append(folder / f"{ledger.title}.xlsx")
            write_rows(written[-1], ledger, asked.oldest_first())
    if not written:
        raise UserError("县里还没有收到过它的台账，没有东西可写。")
    return written
