"""Faces of many records at once: what Book.put_face does for one, by a few statements for hundreds."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from danyang_desktop.county.face import WRONG_SHAPE, Face, Faces
from danyang_desktop.county.tallies import forget
from danyang_desktop.declare.record import COMMON
from danyang_desktop.exchange.bundle_refusals import BadContent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from danyang_desktop.county.later import Later
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.table import Table
    from danyang_desktop.store.versions import Version

_MANY = 500
"""So many uids are asked for in one statement."""
NO_FACES: Mapping[str, Face] = MappingProxyType({})
_UID, _BRANCH = COMMON.index("uid"), COMMON.index("branch")


def show(
    book: Book,
    slug: str,
    heads: Sequence[tuple[Version, int]],
    later: Later | None = None,
    made: Mapping[str, Face] = NO_FACES,
) -> int:
    """Let the tables show these newest versions of different records, each with the number of its versions.

    Returns how many faces there are; a ledger this program does not know keeps its versions and shows nothing.
    `later` takes the words of new records; without it they go into the index at once. `made`: faces that were worked
    out already, by the digest of their version.
    Raises BadContent for a version that is no record of its ledger. Call it inside a transaction.
    """
    table = book.tables.get(slug)
    if table is None:
        return 0
    forget(book.connection, {version.branch for version, _ in heads})
    known = _known(book, table, [version.uid for version, _ in heads])
    of = Faces(table)
    fresh: list[Face] = []
    for version, revision in heads:
        face = made.get(version.digest) or of.of(version, version.content())
        row = face.told(revision)
        before = known.get(version.uid)
        if before is None:
            fresh.append(face)
        else:
            if later is not None:
                later.settle(slug)
            book.put_face(table, table.record((before.id, *row)), before)
    words = _insert(book, table, fresh)
    if later is not None:
        later.put(slug, words)
    else:
        book.engine.words.put_many(slug, words)
    return len(heads)


def _known(book: Book, table: Table, uids: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(uids), _MANY):
        some = uids[start : start + _MANY]
        sql = f"{table.select} WHERE uid IN ({', '.join('?' * len(some))})"
        for row in book.connection.execute(sql, some).fetchall():
            record = table.record(row)
            found[record.uid] = record
    return found


def _insert(book: Book, table: Table, fresh: list[Face]) -> list[tuple[int, str]]:
    """Write new faces, each at the next place of its day (declare/table.py); returns their ids and words."""
    if not fresh:
        return []
    day = table.columns.index(table.ledger.date_of or "uid")
    days = [table.places_of(face.row[day] or "") for face in fresh]
    places = table.next_places(book.connection, days)
    ids = [next(places[day]) for day in days]
    rows = sorted((place, *face.row) for place, face in zip(ids, fresh, strict=True))
    try:
        book.engine.pour(table.slug, ("id", *table.columns), rows)
    except WRONG_SHAPE as error:  # a number or a text that no table can hold
        raise BadContent("有一条记录的格式不对") from error
    links = [(to, face.row[_UID], table.slug, face.row[_BRANCH]) for face in fresh for to in face.links]
    book.engine.put_links(links)
    book.saves[table.slug] += len(fresh)
    return [(place, face.words) for place, face in zip(ids, fresh, strict=True)]
