"""What a branch has handed in, month by month, and what would go now (screen 09): no widgets, no stick."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.county.annotations import calls
from danyang_desktop.exchange import outbox, stick
from danyang_desktop.exchange.bundle_out import ours
from danyang_desktop.exchange.bundle_photos import photos_due
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from danyang_desktop.exchange.desk import Desk

STILL, LACKING, WAITING, TAKEN, RETURNED = "还在记", "没交", "等县里回执", "县里已收", "县里退回"
LAST_DAY = 28
"""Every month has one."""
_MONTHS_SHOWN = 12
_VERSION_BYTES = 180
"""Of a version in a bundle, zipped, about."""
_OLDEST = 300
"""So many first versions say when the book begins."""
_LOOKED_AT = 6000
"""Versions up to which photos are counted beforehand; of more the bundle itself tells."""


@dataclass(frozen=True)
class HandedMonth:
    """A month (2026-10), where it stands, and since when in words; `bundle` is the number of one that came back."""

    month: str
    state: str
    said: str
    bundle: int = 0


@dataclass(frozen=True)
class Coming:
    """What a bundle would hold now: records by ledger, versions, photos, bytes (about); photos None = not counted."""

    records: dict[str, int]
    versions: int
    photos: int | None
    bytes: int


def months(desk: Desk, day_of_month: int) -> list[HandedMonth]:
    """Return the months of the book, newest first, each with its state.

    day_of_month  of the next month: what is handed in later is 补交.
    """
    connection = desk.book.connection
    # Of the log's beginning only: all of it would be read. More than one, because a clock may have been wrong.
    oldest = f"SELECT at FROM versions WHERE branch = ? ORDER BY seq LIMIT {_OLDEST}"
    first = connection.execute(f"SELECT min(at) FROM ({oldest}) AS oldest", (desk.code,)).fetchone()[0]
    now = desk.at[:7]
    done = [
        {**one, "month": stick.month_of(one["file"]) or one["made_at"][:7]}
        for one in outbox.outbox(desk.book)
        if one["state"] != outbox.UNFINISHED
    ]
    found = _months(first[:7] if first else now, now)
    where = _Where(_called_back(desk), *_on_the_way(desk, done, found), outbox.sent_back(desk.book))
    return [_month(desk, one, done, where, day_of_month) for one in found]


def _months(first: str, last: str) -> list[str]:
    number = int(last[:4]) * 12 + int(last[5:]) - 1
    found = [f"{one // 12:04}-{one % 12 + 1:02}" for one in range(number, number - _MONTHS_SHOWN, -1)]
    return [one for one in found if one >= min(first, last)]


class _Where(NamedTuple):
    """Month -> its records that were returned, that changed since the last bundle, that a bundle without receipt holds.

    `sent_back`: numbers of the bundles that the office could not take.
    """

    returned: Counter[str]
    since: Counter[str]
    going: Counter[str]
    sent_back: frozenset[int]


def _on_the_way(desk: Desk, done: list[dict[str, Any]], shown: list[str]) -> tuple[Counter[str], Counter[str]]:
    """Count what was written since the last bundle, and what is in bundles for which there is no receipt."""
    if not done:
        return Counter(), Counter()
    here = max((one["upto"] for one in done if one["state"] == outbox.TAKEN), default=0)
    newest = done[0]["upto"]
    return _changed(desk, newest, None, shown), _changed(desk, here, newest, shown) if here < newest else Counter()


def _month(desk: Desk, month: str, done: list[dict[str, Any]], where: _Where, day_of_month: int) -> HandedMonth:
    """Say where a month stands, by the newest bundle that closes it or holds something of it."""
    late, since = where.returned[month], where.since[month]
    with_it = [one for one in done if one["month"] >= month]
    if not with_it:
        return (
            HandedMonth(month, STILL, "月底再导出") if month >= desk.at[:7] else HandedMonth(month, LACKING, "还没导出")
        )
    first, newest = with_it[-1], with_it[0]
    if late:
        return HandedMonth(month, RETURNED, f"有 {late} 条要改，改好再交")
    if since and month == desk.at[:7]:
        return HandedMonth(month, STILL, f"{_day(newest['made_at'])} 交过，又记了 {since} 条")
    if since:
        return HandedMonth(month, LACKING, f"{_day(newest['made_at'])} 交过，又改了 {since} 条，要再交")
    its = [one for one in with_it if one["month"] == month] or with_it[-1:]
    if its[0]["state"] != outbox.TAKEN or where.going[month]:
        last = newest if where.going[month] else its[0]
        if last["seq"] in where.sent_back:
            return HandedMonth(month, RETURNED, f"第 {last['seq']} 号包县里没能收下，要再交一次", last["seq"])
        return HandedMonth(month, WAITING, f"{_day(last['made_at'])} {last['made_at'][11:16].lstrip('0')} 导出")
    how = "补交" if first["made_at"][:10] > deadline(month, day_of_month) else "交"
    return HandedMonth(month, TAKEN, f"{_day(first['made_at'])} {how}")


def _day(at: str) -> str:
    return f"{int(at[5:7])}月{int(at[8:10])}日"


def deadline(month: str, day: int) -> str:
    """Return the last day (2026-12-10) on which a month can be handed in on time: day `day` of the next one."""
    year, number = int(month[:4]), int(month[5:])
    return dt.date(year + number // 12, number % 12 + 1, min(day, LAST_DAY)).isoformat()


def _called_back(desk: Desk) -> Counter[str]:
    """Count the records that the office returned and nobody has corrected, by the month they belong to."""
    found: Counter[str] = Counter()
    for one in calls(desk):
        ledger = desk.book.ledgers.get(one.slug)
        record = desk.book.get(ledger, one.target) if ledger is not None else None
        if record is not None and ledger is not None:
            day = getattr(record, ledger.date_of) if ledger.date_of else None
            found[str(day or one.at)[:7]] += 1
    return found


def _changed(desk: Desk, seq: int, upto: int | None, shown: list[str]) -> Counter[str]:
    """Count the records written or changed after a place in the log and up to another, by the month they belong to.

    What belongs to no month that is shown, a register's entry or an old record, goes with this month.
    """
    connection, now = desk.book.connection, desk.at[:7]
    upto = versions.last_seq(connection) if upto is None else upto
    sql, values = ours(desk, seq, upto)
    found: Counter[str] = Counter()
    for slug, count in _by_ledger(desk, seq, upto).items():
        ledger = desk.book.ledgers.get(slug)
        if ledger is None or not ledger.date_of:
            found[now] += count
            continue
        asked = (
            f"SELECT substr({ledger.date_of}, 1, 7), count(*) FROM {slug}"
            f" WHERE uid IN (SELECT uid {sql} AND slug = ?) GROUP BY 1"
        )
        for month, changed in connection.execute(asked, (*values, slug)):
            found[month if month in shown else now] += changed
    return found


def _by_ledger(desk: Desk, start: int, upto: int) -> dict[str, int]:
    sql, values = ours(desk, start, upto)
    rows = desk.book.connection.execute(f"SELECT slug, count(DISTINCT uid) {sql} GROUP BY slug", values)
    return dict(rows.fetchall())


def coming(desk: Desk, *, full: bool = False) -> Coming:
    """Look at what a bundle would hold if it were written now."""
    book = desk.book
    last = None if full else outbox.last_receipt(book, own=True)
    start, upto = last[1] if last else 0, versions.last_seq(book.connection)
    count = upto - start
    size, photos = count * _VERSION_BYTES, None
    if count <= _LOOKED_AT:
        due, owed = photos_due(book, start, upto, last[0].upto if last else 0)
        sizes = desk.attachments.sizes(sorted(due | owed))
        photos, size = len(sizes), size + sum(sizes.values())
    return Coming(_by_ledger(desk, start, upto), count, photos, size)
