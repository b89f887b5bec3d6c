"""Many new records at once: the same rows, versions, numbers, links and words as one by one, written table by table.

One statement for thousands of rows costs a fraction of as many statements, and the search index is fed once a batch.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.declare.record import body_of
from danyang_desktop.store import search as finding
from danyang_desktop.store import serials, versions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.record import Record
    from danyang_desktop.declare.table import Table

BATCH = 2000


class Waiting(NamedTuple):
    """A new record that is not written yet, the moment at which it came, and its stamp."""

    record: Record
    at: str
    hlc: int


class Face(NamedTuple):
    """All that the tables show of a record."""

    record: Record
    row: tuple[Any, ...]
    links: set[str]
    tokens: str


def append_many(
    book: Book, table: Table, records: Iterable[Record], *, action: str, author: str, branch: str,
    now: Callable[[], dt.datetime],
) -> Iterator[Record]:  # fmt: skip
    """Save records, new or changed, in their order; yields them once they are written. Call it inside a transaction."""
    batch: list[Waiting] = []
    for record in records:
        if record.uid or record.serial_no:
            yield from _write(book, table, batch, action=action, author=author)
            batch = []
            book.append(record, action=action, author=author, branch=branch, now=now())
            yield record
            continue
        at = now().isoformat(timespec="seconds")
        book.name(record, author=author, branch=branch, at=at)
        batch.append(Waiting(record, at, book.hlc.tick()))
        if len(batch) == BATCH:
            yield from _write(book, table, batch, action=action, author=author)
            batch = []
    yield from _write(book, table, batch, action=action, author=author)


def _write(book: Book, table: Table, batch: list[Waiting], *, action: str, author: str) -> Iterator[Record]:
    """Write what waits: versions in the order in which they came, faces in the order of their places."""
    _number(book.connection, table, [one.record for one in batch])
    made: list[versions.Version] = []
    faces: list[Face] = []
    for record, at, hlc in batch:
        version = versions.make(
            uid=record.uid, slug=table.slug, branch=record.branch, hlc=hlc, device=book.device, epoch=book.epoch,
            parents=(), action=action, author=author, at=at, body=body_of(record),
        )  # fmt: skip
        record.__data__.update(revision=1, updated_at=at, head=version.digest)
        made.append(version)
        faces.append(face_of(table, record))
    versions.put_many(book.engine, made)
    insert_faces(book, table, faces)
    for one in batch:
        yield one.record


def _number(connection: Any, table: Table, records: list[Record]) -> None:
    """Give the records their serial numbers, in their order."""
    if not table.ledger.code:
        return
    years = [(record.branch, int(table.day(record)[:4] or record.created_at[:4])) for record in records]
    given = {
        (branch, year): iter(serials.next_serials(connection, branch, table.ledger.code, year, number))
        for (branch, year), number in Counter(years).items()
    }
    for record, where in zip(records, years, strict=True):
        record.serial_no = next(given[where])


def face_of(table: Table, record: Record) -> Face:
    """Return what the tables are to show of a record, all but its place."""
    return Face(record, table.row(record), table.links(record), finding.spelled(table.words(record)))


def insert_faces(book: Book, table: Table, faces: list[Face]) -> None:
    """Let the tables show new records, each in the next place of its day. Call it inside a transaction."""
    days = [table.places(face.record) for face in faces]
    places = table.next_places(book.connection, days)
    rows: list[tuple[Any, ...]] = []
    words: list[tuple[int, str]] = []
    for face, day in zip(faces, days, strict=True):
        place = next(places[day])
        face.record.__data__["id"] = place
        rows.append((place, *face.row))
        words.append((place, face.tokens))
    book.engine.pour(table.slug, ("id", *table.columns), sorted(rows))
    book.engine.put_links((to, face.record.uid, table.slug, face.record.branch) for face in faces for to in face.links)
    book.engine.words.put_many(table.slug, words)
    book.saves[table.slug] += len(faces)
