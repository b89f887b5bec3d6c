"""Many new records at once: the same rows, versions, numbers and links as one by one, written table by table.

One statement for thousands of rows costs a fraction of as many statements. What they are found by is worked out when
all is kept (declare/owed.py): that takes longer than the rest of it.
"""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.ids import new_uids
from danyang_desktop.base.rest import collector_at_rest
from danyang_desktop.declare.owed import words_of
from danyang_desktop.declare.record import COMMON, IDENTITY
from danyang_desktop.store import serials, versions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.record import Record
    from danyang_desktop.declare.table import Table

BATCH = 4000
AT_ONCE = 500
"""So few records go into the search index with the rest: nobody waits for it."""


def append_many(
    book: Book, table: Table, records: Iterable[Record], *, action: str, author: str, branch: str,
    now: Callable[[], dt.datetime],
) -> Iterator[Record]:  # fmt: skip
    """Save records, new or changed, in their order; yields them once they are written. Call it inside a transaction."""
    batch: list[Record] = []

    def written() -> list[Record]:
        done = batch.copy()
        batch.clear()
        if done:
            at = now().isoformat(timespec="seconds")
            _Batch(book, table, action=action, author=author, branch=branch, at=at).write(done)
        return done

    for record in records:
        data = record.__data__
        if data.get("uid") or data.get("serial_no"):
            yield from written()
            book.append(record, action=action, author=author, branch=branch, now=now())
            yield record
            continue
        batch.append(record)
        if len(batch) == BATCH:
            yield from written()
    yield from written()


class _Batch:
    """New records that are written together, at one moment."""

    def __init__(self, book: Book, table: Table, *, action: str, author: str, branch: str, at: str) -> None:
        self._book, self._table = book, table
        self._action, self._author, self._branch, self._at = action, author, branch, at

    def write(self, records: list[Record]) -> None:
        """Write them: versions in the order in which they came, rows in the order of their places."""
        book, slug = self._book, self._table.slug
        made: list[tuple[Any, ...]] = []
        rows: list[tuple[Any, ...]] = []
        links: list[tuple[str, str, str, str]] = []
        with collector_at_rest():
            self._tell(records, made, rows, links)
            rows.sort(key=itemgetter(0))
            book.engine.pour("versions", versions.COLUMNS, made)
            book.engine.pour(slug, ("id", *COMMON, *self._table.writing.columns), rows)
            book.engine.put_links(links)
        book.saves[slug] += len(records)
        self._index(records, [row[0] for row in rows])

    def _tell(
        self, records: list[Record], made: list[tuple[Any, ...]], rows: list[tuple[Any, ...]],
        links: list[tuple[str, str, str, str]],
    ) -> None:  # fmt: skip
        """Give each record what it keeps for ever, and work out what the tables are to hold of it.

        If nothing comes of it, the records lose that again.
        """
        book, slug, action, author, at = self._book, self._table.slug, self._action, self._author, self._at
        device, epoch, told = book.device, book.epoch, self._table.writing.told
        digest = versions.digests(slug=slug, device=device, epoch=epoch, action=action, author=author, at=at)
        book.remember_all(records, IDENTITY)
        whole = [record.__data__ for record in records]
        days = [self._table.day(record) for record in records]
        branches = [data.get("branch") or self._branch for data in whole]
        numbers = self._numbers(branches, days)
        given = zip(
            whole, new_uids(len(records)), branches, numbers, self._places(days), book.hlc.ticks(len(records)),
            strict=True,
        )  # fmt: skip
        for data, uid, branch, number, place, hlc in given:
            get = data.get
            status, reason, recorder = get("status") or "final", get("void_reason"), get("recorder") or author
            row, body, targets = told(data, (branch, at, recorder, number or "", status, reason or ""))
            head = digest(uid, branch, hlc, body)
            made.append((uid, slug, branch, hlc, device, epoch, head, "", action, author, at, body))
            rows.append((place, uid, branch, number, status, reason, recorder, at, at, 1, head, *row))
            links += [(target, uid, slug, branch) for target in targets]
            data.update(
                id=place, uid=uid, branch=branch, serial_no=number, status=status, void_reason=reason,
                recorder=recorder, created_at=at, updated_at=at, revision=1, head=head,
            )  # fmt: skip

    def _numbers(self, branches: list[str], days: list[str]) -> list[str] | list[None]:
        """Return the records' serial numbers, in their order."""
        code = self._table.ledger.code
        if not code:
            return [None] * len(days)
        this_year = self._at[:4]
        whose = [(branch, int(day[:4] or this_year)) for branch, day in zip(branches, days, strict=True)]
        given = {
            (branch, year): iter(serials.next_serials(self._book.connection, branch, code, year, number))
            for (branch, year), number in Counter(whose).items()
        }
        return [next(given[one]) for one in whose]

    def _places(self, days: list[str]) -> list[int]:
        """Return for each the next place of its day."""
        table = self._table
        asked = [table.places_of(day) for day in days]
        free = table.next_places(self._book.engine, asked)
        return [next(free[one]) for one in asked]

    def _index(self, records: list[Record], places: list[int]) -> None:
        """Let the records be found: now if they are few, else when somebody has time for it."""
        words, slug = self._book.engine.words, self._table.slug
        if len(records) > AT_ONCE and words.put_later(slug, places):
            return
        words.put_many(slug, sorted((record.id, words_of(self._table, record)) for record in records))
