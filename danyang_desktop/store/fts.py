"""The words of a book in SQLite: one contentless FTS5 table a ledger, its rowid the record's id.

Ids of a ledger grow with its days (declare/table.py), so the newest hits come first without sorting. SQLite's
tokenizers take a run of hanzi for one word, so we make the tokens ourselves: every character, every two and every three
that stand together; of names also every run of initials and every beginning of the full pinyin at a syllable. What one
types, up to three characters, is then one exact token, and a miss costs nothing; more is the AND of its threes, and the
caller verifies the text (`Wanted.pieces`). detail=none keeps the index small; nothing asks for phrases.

To feed FTS5 one record at a time costs more than all the rest of a save. So the words of the last few records wait in
a plain table, which a search reads through, and go into the index many at once. Of a large import not even the words
are worked out at once: a table says which records' words are owed, until they are paid (declare/owed.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.store.engine import Hits
from danyang_desktop.store.search import tokens

if TYPE_CHECKING:
    from danyang_desktop.store.search import Wanted

_MOST_WAITING = 128
"""So many records wait to be indexed: less than one save in a hundred pays for all."""

_MOST_OWED = 40_000
"""So many records' words may be owed: whoever looks for something meanwhile waits a second or two, not a minute."""

SETTINGS = {"automerge": 8, "crisismerge": 64, "hashsize": 1 << 24}
"""Few, large merges, and room in memory for thousands of records that come at once."""


class FtsIndex:
    """The search index of one SQLite book (engine.WordIndex)."""

    prompt = False

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def create(self, slug: str) -> None:
        """Make the index of one ledger, and the places where records wait for it; a book may have some already."""
        execute, table = self._connection.execute, f"find_{slug}"
        execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING"
            " fts5(t, content='', contentless_delete=1, detail=none, tokenize='ascii')"
        )
        for name, value in SETTINGS.items():
            execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (name, value))
        execute(
            f"CREATE TABLE IF NOT EXISTS wait_{slug} (seq INTEGER PRIMARY KEY, id INTEGER NOT NULL, t TEXT NOT NULL)"
        )
        execute(f"CREATE TABLE IF NOT EXISTS owed_{slug} (id INTEGER PRIMARY KEY)")

    def tables(self, slug: str) -> tuple[str, ...]:
        """Return the names of the index of one ledger and of the places where records wait for it."""
        return f"find_{slug}", f"wait_{slug}", f"owed_{slug}"

    def put(self, slug: str, record: int, words: str, *, instead_of: int | None = None) -> None:
        """Let a record be found by its words (of `spelled`), instead of the one it was before under that id."""
        if instead_of is not None:
            self.remove(slug, instead_of)
        done = self._connection.execute(f"INSERT INTO wait_{slug} (id, t) VALUES (?, ?)", (record, words))
        if done.lastrowid >= _MOST_WAITING:
            self._feed(slug, [])

    def put_new(self, slug: str, records: list[tuple[int, str]]) -> None:
        """Let new records be found: here their words are written as they are."""
        self.put_many(slug, records)

    def put_many(self, slug: str, records: list[tuple[int, str]]) -> None:
        """Let new records, each an id and its words, be found."""
        if len(records) >= _MOST_WAITING:
            self._feed(slug, records)
        else:
            for record, words in records:
                self.put(slug, record, words)

    def put_later(self, slug: str, records: list[int]) -> bool:
        """Note that the words of new records are owed; False if that would be too many."""
        owed = self._connection.execute(f"SELECT count(*) FROM owed_{slug}").fetchone()[0]
        if owed + len(records) > _MOST_OWED:
            return False
        self._connection.executemany(f"INSERT INTO owed_{slug} VALUES (?)", ((record,) for record in records))
        return True

    def owed(self, slug: str) -> str:
        """Return the SQL of the ids whose words are owed."""
        return f"SELECT id FROM owed_{slug}"

    def pay(self, slug: str, records: list[tuple[int, str]]) -> None:
        """Feed the words that were owed; the ids are the smallest ones."""
        self._feed(slug, records)
        self._connection.execute(f"DELETE FROM owed_{slug} WHERE id <= ?", (records[-1][0],))

    def _feed(self, slug: str, records: list[tuple[int, str]]) -> None:
        """Feed these records and all that wait to the index."""
        rows = records + self._connection.execute(f"SELECT id, t FROM wait_{slug}").fetchall()
        rows.sort()  # FTS5 writes a segment each time that an id is smaller than the one before
        sql = f"INSERT INTO find_{slug} (rowid, t) VALUES (?, ?)"
        self._connection.executemany(sql, ((record, tokens(words)) for record, words in rows))
        self._connection.execute(f"DELETE FROM wait_{slug}")

    def remove(self, slug: str, record: int) -> None:
        """Let a record no longer be found."""
        for place in ("wait", "owed"):
            if self._connection.execute(f"DELETE FROM {place}_{slug} WHERE id = ?", (record,)).rowcount:
                return
        self._connection.execute(f"DELETE FROM find_{slug} WHERE rowid = ?", (record,))

    def known(self, slug: str) -> str:
        """Return the SQL of the ids of all records that can be found."""
        return f"SELECT id FROM find_{slug}_docsize UNION ALL SELECT id FROM wait_{slug} UNION ALL {self.owed(slug)}"

    def hits(self, slug: str, wanted: Wanted) -> Hits:
        """Return the SQL of the indexed records that have what is wanted."""
        return Hits(f"find_{slug}", f"find_{slug}.rowid", f"find_{slug} MATCH ?", (wanted.match,))

    def waiting(self, slug: str, wanted: Wanted) -> list[int]:
        """Return the ids of the waiting records that have what is wanted."""
        where, values = wanted.standing_in("t")
        rows = self._connection.execute(f"SELECT id FROM wait_{slug} WHERE {where}", values).fetchall()
        return [row[0] for row in rows]
