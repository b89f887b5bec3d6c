"""Words to be found by, fed to the search index for many bundles at once.

To feed the index for each bundle costs a quarter of a receive. What a crash keeps out of it is found by comparing and
fed the next time: nothing but the search depends on it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from danyang_desktop.store import search as finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.declare.book import Book

_MANY = 5000
_STEP = 1000


class Later:
    """The words of records that are in the tables already and not yet in the index."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._waiting: dict[str, dict[int, str]] = {}
        self._trial: dict[str, dict[int, str]] = {}

    def put(self, slug: str, words: list[tuple[int, str]]) -> None:
        """Take the (id, tokens) of new records whose transaction is not over yet."""
        self._trial.setdefault(slug, {}).update(words)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Keep what is put inside if all goes well, and forget it if not."""
        try:
            yield
        except BaseException:
            self._trial.clear()
            raise
        for slug, words in self._trial.items():
            self._waiting.setdefault(slug, {}).update(words)
        self._trial.clear()

    def settle(self, slug: str) -> None:
        """Feed what waits of a ledger now: one of its records changes. Call it inside a transaction."""
        words = self._waiting.pop(slug, {}) | self._trial.pop(slug, {})
        self._book.engine.words.put_many(slug, sorted(words.items()))

    def flush(self, *, at_least: int = 1) -> None:
        """Feed all that waits, if it is so much."""
        if sum(map(len, self._waiting.values())) >= at_least:
            with self._book.transaction():
                for slug in list(self._waiting):
                    self.settle(slug)

    def flush_some(self) -> None:
        """Feed what waits once it is worth it."""
        self.flush(at_least=_MANY)


def catch_up(book: Book) -> int:
    """Feed the index what it does not know, after a crash; returns how many records."""
    done = 0
    for slug, table in book.tables.items():
        known = book.engine.words.known(slug)
        rows, found = (
            book.connection.execute(f"SELECT count(*) FROM {source}").fetchone()[0]
            for source in (slug, f"({known}) AS known")
        )
        if rows <= found:
            continue
        ids = [
            row[0]
            for row in book.connection.execute(
                f"SELECT id FROM {slug} EXCEPT SELECT id FROM ({known}) AS known ORDER BY id"
            )
        ]
        for start in range(0, len(ids), _STEP):
            some = ids[start : start + _STEP]
            asked = f"{table.select} WHERE id IN ({', '.join('?' * len(some))}) ORDER BY id"
            records = [table.record(row) for row in book.connection.execute(asked, some).fetchall()]
            with book.transaction():
                words = [(record.id, finding.spelled(table.words(record))) for record in records]
                book.engine.words.put_many(slug, words)
        done += len(ids)
    return done
