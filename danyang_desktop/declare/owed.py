"""The words of many records that came at once: owed to the search index when the records are kept, paid in steps.

To index a record takes longer than all the rest of an import. So a large one notes, in its own transaction, whose words
are owed (store/engine.py, WordIndex); somebody with time pays: the command when it is through, the window while nobody
types. It can break off anywhere. What is owed is found all the same: a search reads through those records, and they
are never so many that one would wait for it long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.store import search as finding
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.record import Record
    from danyang_desktop.declare.table import Table
    from danyang_desktop.store.engine import Engine
    from danyang_desktop.store.search import Wanted

STEP = 1000


def words_of(table: Table, record: Record) -> str:
    """Return what a record is found by, as the index takes it."""
    return finding.spelled(table.words(record))


def hits(engine: Engine, table: Table, wanted: Wanted) -> list[int]:
    """Return the ids of the records that have what is wanted and are owed to the index."""
    owed = engine.words.owed(table.slug)
    if not owed or not engine.connection.execute(f"SELECT 1 FROM ({owed}) AS owed LIMIT 1").fetchone():
        return []
    rows = engine.connection.execute(f"{table.select} WHERE {table.slug}.id IN ({owed})").fetchall()
    return [row[0] for row in rows if wanted.stands_in(words_of(table, table.record(row)))]


def count(book: Book) -> int:
    """Return how many records are owed to the index."""
    sources = [book.engine.words.owed(slug) for slug in book.tables]
    asked = " + ".join(f"(SELECT count(*) FROM ({source}) AS owed)" for source in sources if source)
    with trouble():
        return int(book.connection.execute(f"SELECT {asked}").fetchone()[0]) if asked else 0


def pay(book: Book, progress: Progress = silent) -> int:
    """Index what is owed, a step at a time; returns how many records that were.

    Raises Cancelled from `progress`, or Trouble: what is paid by then stays so, the rest is still owed, and found.
    """
    total, done = count(book), 0
    for table in book.tables.values() if total else ():
        while paid := _pay_some(book, table):
            done += paid
            progress(done, max(total, done), f"已经存好，正在编查找索引，第 {done} {table.ledger.unit}……")
    return done


def _pay_some(book: Book, table: Table) -> int:
    owed = book.engine.words.owed(table.slug)
    if not owed:
        return 0
    with book.transaction():
        sql = f"{table.select} WHERE {table.slug}.id IN ({owed} ORDER BY id LIMIT {STEP}) ORDER BY {table.slug}.id"
        rows: list[Any] = book.connection.execute(sql).fetchall()
        if rows:
            records = [table.record(row) for row in rows]
            book.engine.words.pay(table.slug, [(record.id, words_of(table, record)) for record in records])
    return len(rows)
