"""What the office has of a month, branch by branch: with which bundle it came, how much, and what came after it.

A bundle is cumulative: October may come with November's, and November's may change what October's had said. So a month
is judged by what lies in the log, not by the name on the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.county.intake import WHOLE
from danyang_desktop.declare.table import month_places

if TYPE_CHECKING:
    from collections.abc import Collection

    from danyang_desktop.declare.book import Book

_THEIRS = "EXISTS (SELECT 1 FROM devices d WHERE d.device = v.device AND d.branch = v.branch)"
"""Of a version `v`: the branch itself wrote it, not the office."""
_AT_ONCE = 500
_FEW = 300
"""Branches up to which it pays to name them in the question."""


@dataclass
class Held:
    """What the office has of one branch.

    at, bundles, conflicts  the last receive of all, how many bundles, how often they differed
    period      the last month that the branch has closed;  came_with  the month on the bundle that brought this month
    came_at     when that was;  upto  the day of the last thing written in it, or in a later one: 2026-11-28
    records     records dated in this month, void ones too: they keep their numbers
    changed     those of them that a later bundle brought or changed;  changed_at  the last such
    place       in the log, of the last thing in the bundle that brought the month;  later  the same of those after it
    end         the same of the last bundle that brought anything
    """

    at: str = ""
    bundles: int = 0
    conflicts: int = 0
    period: str = ""
    came_with: str = ""
    came_at: str = ""
    upto: str = ""
    records: int = 0
    changed: int = 0
    changed_at: str = ""
    place: int = 0
    end: int = 0
    later: list[tuple[int, str]] = field(default_factory=list)

    def take(self, month: str, period: str, at: str, conflicts: int, merged: int, place: int) -> None:
        """Count one bundle in, in the order of the log; its last thing stands there at `place`."""
        self.bundles += 1
        self.conflicts += conflicts
        self.at, self.period = max(self.at, at), max(self.period, period)
        self.end = place if merged else self.end
        if self.came_with:
            if merged:
                self.later.append((place, at))
        elif period >= month:
            self.came_with, self.came_at, self.place = period, at, place

    @property
    def bundles_said(self) -> tuple[Any, ...]:
        """What is another one as soon as a bundle more or less is here."""
        return self.bundles, self.place, self.end, *self.later

    def note(self, place: int) -> None:
        """Count a record of the month in whose last version by the branch lies at this place of the log."""
        if self.came_with and place > self.place:
            self.changed += 1
            at = next((at for end, at in self.later if place <= end), self.at)
            self.changed_at = max(self.changed_at, at)


Counted = dict[tuple[str, str], tuple[Any, tuple[int, int, str]]]
"""(month, branch) -> the bundles of which its records were counted, and how many there were, changed, and when."""


def held(book: Book, month: str, counted: Counted | None = None) -> dict[str, Held]:
    """Return branch -> what is here of a month (2026-10).

    `counted` is what was counted before, and is added to: only of branches whose bundles are others now are the
    records counted anew.
    """
    counted = {} if counted is None else counted
    found: dict[str, Held] = {}
    rows = book.connection.execute(
        "SELECT branch, period, at, conflicts, merged, last_seq FROM received r WHERE undone_at = ''"
        f" AND {WHOLE} ORDER BY last_seq, seq"
    )
    for branch, *bundle in rows.fetchall():
        found.setdefault(branch, Held()).take(month, *bundle)
    if month:
        _days(book, found)
        fresh = {}
        for branch, one in found.items():
            before, figures = counted.get((month, branch), (None, (0, 0, "")))
            if before == one.bundles_said:
                one.records, one.changed, one.changed_at = figures
            else:
                fresh[branch] = one
        if fresh:
            _records(book, month, fresh)
        for branch, one in fresh.items():
            counted[month, branch] = (one.bundles_said, (one.records, one.changed, one.changed_at))
    return found


def _days(book: Book, found: dict[str, Held]) -> None:
    """Say to which day each branch has written: the day of the last version that came from it."""
    ends = {one.end: one for one in found.values() if one.end}
    places = sorted(ends)
    for start in range(0, len(places), _AT_ONCE):
        some = places[start : start + _AT_ONCE]
        asked = f"SELECT seq, at FROM versions WHERE seq IN ({', '.join('?' * len(some))})"
        for seq, at in book.connection.execute(asked, some).fetchall():
            ends[seq].upto = at[:10]


def _records(book: Book, month: str, found: dict[str, Held]) -> None:
    """Count the records of the month, branch by branch: by the index of each, so that other months are not read."""
    connection = book.connection
    later = [branch for branch, one in found.items() if one.later]
    every, those = _only(found), _only(later)
    came = "(SELECT DISTINCT branch FROM received WHERE undone_at = ''{}) b"
    for slug, ledger in book.ledgers.items():
        if ledger.is_register or not ledger.date_of:
            continue
        within = "r.branch = b.branch AND r.id >= ? AND r.id < ?"  # in the index: no record is read, void ones count
        asked = f"SELECT b.branch, (SELECT count(*) FROM {slug} r WHERE {within}) FROM {came.format(every)}"
        for branch, count in connection.execute(asked, month_places(month)).fetchall():
            if branch in found:
                found[branch].records += count
        if later:
            last = "(SELECT max(v.seq) FROM versions v WHERE v.uid = r.uid)"  # in the index too, whoever wrote it
            asked = f"SELECT r.branch, r.uid, {last} FROM {came.format(those)} JOIN {slug} r ON r.branch = b.branch"
            rows = connection.execute(f"{asked} WHERE r.id >= ? AND r.id < ?", month_places(month)).fetchall()
            _note(book, found, [(branch, uid) for branch, uid, place in rows if _since(found.get(branch), place)])


def _only(branches: Collection[str]) -> str:
    return f" AND branch IN ({', '.join(map(_quoted, branches))})" if len(branches) <= _FEW else ""


def _since(one: Held | None, place: int | None) -> bool:
    return one is not None and bool(one.came_with) and (place or 0) > one.place


def _note(book: Book, found: dict[str, Held], records: list[tuple[str, str]]) -> None:
    """Note the records that somebody wrote to after their month had come, each at the branch's own last version."""
    for start in range(0, len(records), _AT_ONCE):
        branches = {uid: branch for branch, uid in records[start : start + _AT_ONCE]}
        asked = (
            f"SELECT v.uid, max(v.seq) FROM versions v WHERE v.uid IN ({', '.join('?' * len(branches))}) AND {_THEIRS}"
            " GROUP BY v.uid"
        )
        for uid, place in book.connection.execute(asked, tuple(branches)).fetchall():
            found[branches[uid]].note(place)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def figures_of(one: Held | None) -> dict[str, Any]:
    """Return what a row of the board says of it."""
    one = one or Held()
    names = ("at", "bundles", "conflicts", "period", "came_with", "came_at", "upto", "records", "changed", "changed_at")
    return {name: getattr(one, name) for name in names}
