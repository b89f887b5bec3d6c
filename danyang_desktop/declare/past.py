"""The book as it stood: a second book in memory, made anew from the log of versions up to some place.

By it a sheet printed last winter is printed again as it was. It lives in memory only: nothing is in clear on the disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.book import Book
from danyang_desktop.declare.tops import tops
from danyang_desktop.store import versions
from danyang_desktop.store.sqlite import SqliteEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.declare.table import Table
    from danyang_desktop.store.versions import Version

_KEPT = ("about", "settings", "serials", "reserved", "devices", "conflicts")
"""Tables taken over as they are now: nothing says what they were."""


def as_it_stood(book: Book, upto: int) -> Book:
    """Return the book as it was when `upto` was the newest place in its log; it has no search index.

    Settings, numbers and the enrolled devices are those of today.
    """
    ledgers = tuple(book.ledgers.values())
    then = Book(SqliteEngine.in_memory(), ledgers, device=book.device, epoch=book.epoch, hlc=book.hlc)
    source, target = book.connection, then.connection
    for statement in book.engine.described():
        target.execute(statement)
    for name in _KEPT:
        _copy(source, target, name, "")
    _copy(source, target, "versions", f"WHERE seq <= {int(upto)}")
    _copy(source, target, "closings", f"WHERE upto <= {int(upto)}")
    target.execute("CREATE INDEX versions_uid ON versions (uid, hlc)")
    target.execute("CREATE INDEX links_uid ON links (target)")
    for table in then.tables.values():
        _replay(book, then, table)
    return then


def _copy(source: Any, target: Any, name: str, where: str) -> None:
    there = source.execute(f"SELECT * FROM {name} {where}")
    rows = there.fetchall()
    if rows:
        columns = ", ".join(column[0] for column in there.description)
        target.executemany(f"INSERT INTO {name} ({columns}) VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _shown(then: Book, table: Table) -> Iterator[Version]:
    """Yield the version of each record that was shown."""
    asked = "SELECT DISTINCT uid FROM conflicts WHERE slug = ?"
    forked = {row[0] for row in then.connection.execute(asked, (table.slug,))} if table.ledger.for_good else set()
    for version in versions.newest(then.connection, table.slug):
        if version.uid in forked:
            digest = tops(then, versions.nodes(then.engine, {version.uid})[version.uid])[0].digest
            yield versions.of_digest(then.connection, version.uid, digest) or version
        else:
            yield version


def _replay(book: Book, then: Book, table: Table) -> None:
    """Show the newest version of each record in the place it has today: paper lists a day in that order.

    A record whose day was changed since comes after the others of its day.
    """
    places = dict(book.connection.execute(f"SELECT uid, id FROM {table.slug}"))
    target = then.connection
    insert = f"INSERT INTO {table.slug} (id, {', '.join(table.columns)}) VALUES (?{', ?' * len(table.columns)})"
    moved: list[Any] = []
    for version in _shown(then, table):
        record = then.at_version(version)
        record.updated_at, record.revision, record.id = version.at, 0, places.get(version.uid)
        if table.place(target, record, record.id) != record.id:
            moved.append(record)
            continue
        target.execute(insert, (record.id, *table.row(record)))
    for record in moved:
        target.execute(insert, (table.place(target, record), *table.row(record)))
    for (uid,) in target.execute(f"SELECT uid FROM {table.slug}").fetchall():
        record = then.get(table.ledger, uid)
        then.engine.put_links((one, uid, table.slug, record.branch) for one in table.links(record))
