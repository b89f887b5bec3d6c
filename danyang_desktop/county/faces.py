"""Faces of many records at once: what Book.put_face does for one, by a few statements for hundreds."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store import search as finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    fresh: list[_Face] = []
    for version, revision in told:
        face = _face(table, _record(book, version, revision))
        before = known.get(version.uid)
        if before is None:
            fresh.append(face)
        else:
            book.put_face(table, face.record, before)
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


class _Face(NamedTuple):
    """All that the tables are to show of a record."""

    record: Record
    row: tuple[Any, ...]
    links: set[str]
    tokens: str


def _face(table: Table, record: Record) -> _Face:
    """Work out a face; whatever has a wrong shape in a record shows here, before anything is kept."""
    try:
        return _Face(record, table.row(record), table.links(record), finding.spelled(table.words(record)))
    except _WRONG_SHAPE as error:
        raise BadContent("有一条记录的格式不对") from error


def _insert(book: Book, table: Table, fresh: list[_Face]) -> None:
    """Write new faces, each at the next place of its day (declare/table.py)."""
    connection = book.connection
    next_of: dict[str, Iterator[int]] = {}
    rows: list[tuple[Any, ...]] = []
    words: list[tuple[int, str]] = []
    for face in fresh:
        day = table.day(face.record)
        if day not in next_of:
            next_of[day] = count(table.next_place(connection, day))
        place = next(next_of[day])
        rows.append((place, *face.row))
        words.append((place, face.tokens))
    links = [(target, face.record.uid, table.slug) for face in fresh for target in face.links]
    connection.executemany(table.insert, sorted(rows))
    connection.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?)", sorted(links))
    finding.put_many(connection, table.slug, words)
