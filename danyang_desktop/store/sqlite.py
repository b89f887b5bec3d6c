"""SQLite as the engine of a book: one encrypted file, one program at a time."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from danyang_desktop.store.database import CACHE, ROOMY, open_database, raw, trouble
from danyang_desktop.store.fts import FtsIndex
from danyang_desktop.store.migrate import HISTORY
from danyang_desktop.store.spelling import Plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from danyang_desktop.store.engine import Engine
    from danyang_desktop.store.spelling import Spelling

_PAGES = 2000
_STRETCHES_AT_ONCE = 100
_ASIDE = -8192
"""Cache in KB of a connection that goes through the book once."""


class SqliteEngine:
    """An open SQLite file, or one in memory (engine.Engine); `database` is peewee's, which migrations want."""

    shared = False
    steady = "+"
    in_turn = "CROSS JOIN"
    spelling: Spelling = Plain()

    def __init__(self, connection: Any, database: Any = None, path: Path | None = None) -> None:
        self.connection = connection
        self.words = FtsIndex(connection)
        self._database = database
        self._small = 0
        """The size of the cache before it was made roomy; 0 = it is not."""
        self._path = path

    @classmethod
    def open(cls, path: Path, key: bytes, cache: int = CACHE) -> SqliteEngine:
        """Open (or make) the encrypted file `path`; raises Trouble, see database.open_database."""
        database = open_database(path, key, cache)
        return cls(raw(database), database, path)

    @classmethod
    def in_memory(cls) -> SqliteEngine:
        """Return an empty one that lives in memory only: nothing of it is ever on the disk."""
        return cls(dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False))

    def begin(self) -> None:
        """Begin to write; waits five seconds for another program."""
        self.connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Keep what was written."""
        self.connection.execute("COMMIT")
        self._be_small()

    @contextmanager
    def in_a_row(self) -> Iterator[None]:
        """Bring each transaction to the disk by itself: it is the same disk, and soon done."""
        yield

    def settle(self) -> None:
        """Do nothing: whatever was committed is on the disk."""

    def rollback(self) -> None:
        """Forget what was written; some troubles have done so already."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        self._be_small()

    def execute_sql(self, sql: str) -> Any:
        """Run a statement of a migration."""
        return self.connection.execute(sql)

    def names(self) -> set[str]:
        """Return the names of all tables and indexes."""
        return {row[0] for row in self.connection.execute("SELECT name FROM sqlite_master")}

    def pour(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, but_known: bool = False
    ) -> None:
        """Write many rows at once."""
        if not self._small:
            self._small = self.connection.execute("PRAGMA cache_size").fetchone()[0]
            self.connection.execute(f"PRAGMA cache_size = {ROOMY}")
        self._put(table, columns, rows, but_known=but_known)

    def pour_spelled(self, table: str, columns: Sequence[str], rows: Iterable[Any]) -> None:
        """Write many new rows at once."""
        self.pour(table, columns, rows)

    def among(self, column: str, values: Collection[str]) -> tuple[str, Sequence[Any]]:
        """Return the condition that a column is one of some words, and what it is asked with."""
        return f"{column} IN ({', '.join('?' * len(values))})", tuple(values)

    def last_places(self, table: str, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int | None]:
        """Return for each stretch of ids the largest that is taken, or None; many are asked for at once."""
        one = f"SELECT ?, ?, (SELECT max(id) FROM {table} WHERE id >= ? AND id < ?)"
        found: dict[tuple[int, int], int | None] = {}
        for start in range(0, len(places), _STRETCHES_AT_ONCE):
            some = places[start : start + _STRETCHES_AT_ONCE]
            values = [bound for stretch in some for bound in (*stretch, *stretch)]
            rows = self.connection.execute(" UNION ALL ".join([one] * len(some)), values).fetchall()
            found.update({(first, end): last for first, end, last in rows})
        return found

    def _put(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, but_known: bool) -> None:
        tail = " ON CONFLICT DO NOTHING" if but_known else ""
        marks = ", ".join("?" * len(columns))
        self.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}){tail}", rows)

    def _be_small(self) -> None:
        """Let go of the cache that writing in bulk was given."""
        if self._small:
            with suppress(dbapi2.Error):  # of a disk that is gone the rollback has told
                self.connection.execute(f"PRAGMA cache_size = {self._small}")
            self._small = 0

    def put_links(self, links: Iterable[tuple[str, str, str, str]]) -> None:
        """Note links; a book of one file does not need to know of which branch they are.

        They come in the order of their records, many to the same few targets: to sort the targets is enough.
        """
        of: dict[str, list[tuple[str, str, str]]] = {}
        for target, uid, slug, _ in links:
            of.setdefault(target, []).append((target, uid, slug))
        rows = (row for target in sorted(of) for row in of[target])
        self._put("links", ("target", "uid", "slug"), rows, but_known=True)

    put_new_links = put_links

    def keep_before(self, done: str) -> None:
        """Keep the book as it was, encrypted as it is, beside itself; a copy that broke off never bears the name."""
        book = self._path
        if book is None:
            return
        kept = book.with_name(f"{book.stem}-升级前-{done}{book.suffix}")
        part = kept.with_name(f"{kept.name}.part")
        with trouble():
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            try:
                shutil.copy2(book, part)
                with part.open("rb+") as file:
                    os.fsync(file.fileno())
                part.replace(kept)
            finally:
                part.unlink(missing_ok=True)

    def go_through(self, folders: Sequence[Path]) -> None:
        """Run the pending migrations in one transaction."""
        from playhouse.migrations import Runner

        with trouble(), self._database.atomic():
            for folder in folders:
                Runner(self._database, str(folder), table_name=HISTORY).up()

    def described(self) -> list[str]:
        """Return the statements that made its tables, index tables left out."""
        return [
            row[0]
            for row in self.connection.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'table' AND sql NOT NULL"
                " AND name NOT LIKE 'find_%' AND name NOT LIKE 'sqlite_%'"
            )
        ]

    def tidy(self) -> None:
        """Do nothing: the indexes of a file are in order whenever it is written."""

    def faults(self) -> list[str]:
        """Let SQLCipher verify the seal of every page, and SQLite its own structure.

        SQLCipher looks at the file alone, so what waits in the log is brought there first.
        """
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sealed = self.connection.execute("PRAGMA cipher_integrity_check").fetchall()
        if sealed:
            return [f"文件有坏页（{row[0]}）。" for row in sealed]
        rows = self.connection.execute("PRAGMA integrity_check").fetchall()
        return [f"文件结构有错（{row[0]}）。" for row in rows if row[0] != "ok"]

    def copy_to(self, path: Path, key: bytes) -> None:
        """Copy it page by page into another file with the same key; it is never in clear."""
        target = SqliteEngine.open(path, key)
        try:
            with trouble():
                target.connection.execute("PRAGMA journal_mode = delete")
                self.connection.backup(target.connection, pages=_PAGES)
        finally:
            target.close()

    @contextmanager
    def aside(self, key: bytes) -> Iterator[Engine]:
        """Open the file once more, to be read only. One connection answers one question at a time, this one the other.

        What is saved meanwhile it does not wait for, nor does the saving wait for it: that is what the log is for.
        """
        if self._path is None:
            yield self
            return
        other = SqliteEngine.open(self._path, key)
        try:
            other.connection.execute("PRAGMA query_only = 1")
            other.connection.execute(f"PRAGMA cache_size = {_ASIDE}")
            yield other
        finally:
            other.close()

    def close(self) -> None:
        """Close the file."""
        (self._database or self.connection).close()

    def is_closed(self) -> bool:
        """Tell whether it was closed; one in memory leaves nothing to tidy up."""
        return self._database is not None and bool(self._database.is_closed())
