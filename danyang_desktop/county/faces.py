"""Faces of many records at once: what Book.put_face does for one, by a few statements for hundreds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.canonical import canonical
from danyang_desktop.county.face import WRONG_SHAPE, Faces
from danyang_desktop.county.tallies import forget
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store import withheld

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.county.face import Face
    from danyang_desktop.county.later import Later
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.table import Table
    from danyang_desktop.store.versions import Version

_MANY = 500
"""So many uids are asked for in one statement."""


def show(book: Book, slug: str, heads: Sequence[tuple[Version, int]], later: Later | None = None) -> int:
    """Let the tables show these newest versions of different records, each with the number of its versions.

    Returns how many faces there are; a ledger this program does not know keeps its versions and shows nothing.
    `later` takes the words of new records; without it they go into the index at once.
    Raises BadContent for a version that is no record of its ledger. Call it inside a transaction.
    """
    table = book.tables.get(slug)
    if table is None or not heads:
        return 0
    forget(book.connection, {version.branch for version, _ in heads})
    known = _known(book, table, [version.uid for version, _ in heads])
    of = Faces(table, book.engine.spelling)
    fresh: list[tuple[Face, int]] = []
    for head, revision in heads:
        version = _filled(book, head) if revision > 1 else head
        before = known.get(version.uid)
        if before is None:
            fresh.append((of.of(version, version.content()), revision))
            continue
        if later is not None:
            later.settle(slug)
        book.put_face(table, table.record((before.id, *of.row(version, revision))), before)
    _insert(book, table, of, fresh, later)
    return len(heads)


def _filled(book: Book, version: Version) -> Version:
    """Return a version as far as this book can tell what it says: what stayed at home came back without it."""
    if not withheld.is_thin(version.body):
        return version
    return version._replace(body=canonical(withheld.filled(book.connection, version)[0]).decode())


def show_new(book: Book, slug: str, fresh: Sequence[tuple[Face, int]], branches: set[str], later: Later | None) -> int:
    """Let the tables show records that nobody has heard of, of which the faces are known; all else as `show` does."""
    table = book.tables.get(slug)
    if table is None or not fresh:
        return 0
    forget(book.connection, branches)
    _insert(book, table, Faces(table, book.engine.spelling), fresh, later)
    return len(fresh)


def _known(book: Book, table: Table, uids: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(uids), _MANY):
        among, values = book.engine.among("uid", uids[start : start + _MANY])
        for row in book.connection.execute(f"{table.select} WHERE {among}", values).fetchall():
            record = table.record(row)
            found[record.uid] = record
    return found


def _insert(book: Book, table: Table, of: Faces, fresh: Sequence[tuple[Face, int]], later: Later | None) -> None:
    """Write new faces, each at the next place of its day (declare/table.py)."""
    if not fresh:
        return
    engine = book.engine
    days = [table.places_of(face.day) for face, _ in fresh]
    places = table.next_places(engine, days)
    heads = sorted(zip([next(places[day]) for day in days], range(len(fresh)), strict=True))
    head = engine.spelling.head
    rows = [head(place, fresh[at][1]) + fresh[at][0].row for place, at in heads]
    try:
        engine.pour_spelled(table.slug, ("id", "revision", *of.rest), rows)
    except WRONG_SHAPE as error:  # a number or a text that no table can hold
        raise BadContent("有一条记录的格式不对") from error
    engine.put_new_links([link for face, _ in fresh for link in face.links])
    book.saves[table.slug] += len(fresh)
    words = [(place, fresh[at][0].words) for place, at in heads]
    if later is None or engine.words.prompt:
        engine.words.put_new(table.slug, words)
    else:
        later.put(table.slug, words)
