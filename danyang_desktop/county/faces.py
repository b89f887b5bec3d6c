"""Faces of many records at once: what Book.put_face does for one, by a few statements for hundreds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.declare.table import day_places
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store import search as finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.record import Record
    from danyang_desktop.declare.table import Table
    from danyang_desktop.store.versions import Version

_MANY = 500
"""So many uids are asked for in one statement."""
_WRONG_SHAPE = (TypeError, ValueError, KeyError, AttributeError, OverflowError)
"""What a field may raise on content that no program of ours wrote."""


def show(book: Book, slug: str, heads: Iterable[tuple[Version, int]]) -> int:
    """Let the tables show these newest versions of different records, each with the number of its versions.

    Returns how many faces there are; a ledger this program does not know keeps its versions and shows nothing.
    Raises BadContent for a version that is no record of its ledger. Call it inside a transaction.
    """
    table = book.tables.get(slug)
    if table is None:
        return 0
    told = list(heads)
    known = _known(book, table, [version.uid for version, _ in told])
    fresh: list[tuple[Record, str]] = []
    for version, revision in told:
        record = _record(book, version, revision)
        before = known.get(version.uid)
        if before is None:
            fresh.append((record, _tokens(table, record)))
        else:
            _tokens(table, record)
            book.put_face(table, record, before)
    _insert(book, table, fresh)
    return len(told)


def _known(book: Book, table: Table, uids: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(uids), _MANY):
        some = uids[start : start + _MANY]
        sql = f"{table.select} WHERE uid IN ({', '.join('?' * len(some))})"
        for row in book.connection.execute(sql, some).fetchall():
            record = table.record(row)
            found[record.uid] = record
    return found


def _record(book: Book, version: Version, revision: int) -> Any:
    try:
        record = book.at_version(version)
    except UserError as error:
        raise BadContent(error.sentence) from error
    except _WRONG_SHAPE as error:
        raise BadContent("有一条记录的格式不对") from error
    record.updated_at = version.at
    record.revision = revision
    for name in ("branch", "status", "recorder", "created_at"):
        if not isinstance(getattr(record, name), str):
            raise BadContent("有一条记录缺支部、状态或经手人")
    if record.branch != version.branch or record.status not in STATUSES:
        raise BadContent("有一条记录的支部或状态不对")
    return record


def _tokens(table: Table, record: Record) -> str:
    """Spell what a record is found by; whatever has a wrong shape in a record shows here, before anything is kept."""
    try:
        table.row(record)
        table.links(record)
        return finding.spelled(table.words(record))
    except _WRONG_SHAPE as error:
        raise BadContent("有一条记录的格式不对") from error


def _insert(book: Book, table: Table, fresh: list[tuple[Record, str]]) -> None:
    connection = book.connection
    place = _Places(connection, table)
    rows, found, links = [], [], []
    for record, tokens in fresh:
        number = place.of(record)
        rows.append((number, *table.row(record)))
        found.append((number, tokens))
        links += [(target, record.uid, table.slug) for target in table.links(record)]
    connection.executemany(table.insert, rows)
    if found:
        finding.put_many(connection, table.slug, found)
    connection.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?)", links)


class _Places:
    """The ids of records that are not in the table yet: the next ones of their days (declare/table.py)."""

    def __init__(self, connection: Any, table: Table) -> None:
        self._connection = connection
        self._slug = table.slug
        self._name = table.ledger.date_of
        self._kind = table.ledger.kinds[self._name] if self._name else None
        self._next: dict[int, int] = {}

    def of(self, record: Record) -> int:
        first, end = 0, 1 << 62
        if self._kind is not None:
            first, end = day_places(self._kind.db_value(getattr(record, self._name)) or "")
        number = self._next.get(first) or self._after(first, end)
        self._next[first] = number + 1
        return number

    def _after(self, first: int, end: int) -> int:
        sql = f"SELECT max(id) FROM {self._slug} WHERE id >= ? AND id < ?"
        last = self._connection.execute(sql, (first, end)).fetchone()[0]
        return int(last) + 1 if last is not None else first + 1
