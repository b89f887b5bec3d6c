"""The words of a book on a server: one table a ledger, read through.

There is no index of every character: it would be twenty times the work of the records themselves, and a county's
month is read through in tenths of a second. What is asked for by branch or month is a part of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.store.engine import Hits

if TYPE_CHECKING:
    from danyang_desktop.store.postgres.connection import PostgresConnection
    from danyang_desktop.store.search import Wanted
    from danyang_desktop.store.spelling import Spelling


class ReadThrough:
    """The words of the records on one server (engine.WordIndex)."""

    prompt = True

    def __init__(self, connection: PostgresConnection, spelling: Spelling) -> None:
        self._connection = connection
        self._spelling = spelling

    def create(self, slug: str) -> None:
        """Make the table of one ledger's words."""
        self._connection.execute(
            f'CREATE TABLE find_{slug} (branch TEXT COLLATE "C", id BIGINT, t TEXT COLLATE "C" NOT NULL,'
            " PRIMARY KEY (branch, id))"
        )
        self._connection.execute(f"CREATE INDEX find_{slug}_id ON find_{slug} (id)")

    def put(self, slug: str, record: int, words: str, *, instead_of: int | None = None) -> None:
        """Let a record be found by its words (of `spelled`), instead of the one it was before under that id."""
        if instead_of is not None:
            self.remove(slug, instead_of)
        self._connection.execute(
            f"INSERT INTO find_{slug} SELECT branch, id, ? FROM {slug} WHERE id = ?"
            " ON CONFLICT (branch, id) DO UPDATE SET t = excluded.t",
            (words, record),
        )

    def put_new(self, slug: str, records: list[tuple[int, bytes]]) -> None:
        """Let new records be found: of each its id, and its branch and words as CopyText writes them."""
        head = self._spelling.head
        rows = [head(record) + found for record, found in records]
        self._connection.pour(f"find_{slug}", ("id", "branch", "t"), rows)

    def put_many(self, slug: str, records: list[tuple[int, str]]) -> None:
        """Let new records, each an id and its words, be found; another clerk may have put them already."""
        if not records:
            return
        with self._connection.stage("words", "(id BIGINT, t TEXT) ON COMMIT DELETE ROWS") as stage:
            self._connection.copy(stage, ("id", "t"), records)
            self._connection.execute(
                f"INSERT INTO find_{slug} SELECT {slug}.branch, s.id, s.t FROM {stage} s"
                f" JOIN {slug} ON {slug}.id = s.id ON CONFLICT (branch, id) DO UPDATE SET t = excluded.t"
            )

    def tables(self, slug: str) -> tuple[str, ...]:
        """Return the names of the tables of one ledger's words."""
        return (f"find_{slug}",)

    def put_later(self, slug: str, records: list[int]) -> bool:
        """Owe nothing: what is read through needs its words at once."""
        del slug, records
        return False

    def owed(self, slug: str) -> str:
        """Return nothing: no words are owed here."""
        del slug
        return ""

    def pay(self, slug: str, records: list[tuple[int, str]]) -> None:
        """Put the words of records."""
        self.put_many(slug, records)

    def remove(self, slug: str, record: int) -> None:
        """Let a record no longer be found."""
        self._connection.execute(f"DELETE FROM find_{slug} WHERE id = ?", (record,))

    def known(self, slug: str) -> str:
        """Return the SQL of the ids of all records that can be found."""
        return f"SELECT id FROM find_{slug}"

    def hits(self, slug: str, wanted: Wanted) -> Hits:
        """Return the SQL of the records that have what is wanted."""
        where, values = wanted.standing_in(f"find_{slug}.t")
        return Hits(f"find_{slug}", f"find_{slug}.id", where, tuple(values))

    def waiting(self, slug: str, wanted: Wanted) -> list[int]:
        """Return nothing: no record waits here."""
        del slug, wanted
        return []
