"""What a book asks of the engine that keeps it: SQLite (store/sqlite.py), or PostgreSQL (store/postgres).

Almost all SQL of the program is written in what SQLite and PostgreSQL both understand: `?` for values, `ON CONFLICT`,
`instr(a, b) > 0`. What they do differently stands here, and nobody else asks which one it is.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from danyang_desktop.store.search import Wanted
    from danyang_desktop.store.spelling import Spelling


class Hits(NamedTuple):
    """Where the index has what is looked for: its table, the column that holds the record's id, the condition."""

    source: str
    id: str
    where: str
    values: tuple[Any, ...]


class WordIndex(Protocol):
    """The index by which records are found; its words are what search.spelled makes.

    `prompt`: to put words at once costs no more than to put those of many bundles together.
    """

    prompt: bool

    def create(self, slug: str) -> None:
        """Make the index of one ledger."""

    def put(self, slug: str, record: int, words: str, *, instead_of: int | None = None) -> None:
        """Let a record be found by its words, instead of the one it was before under that id."""

    def put_many(self, slug: str, records: list[tuple[int, str]]) -> None:
        """Let new records, each an id and its words, be found."""

    def put_new(self, slug: str, records: list[tuple[int, Any]]) -> None:
        """Let new records be found: of each its id, and its words as the engine's `spelling.found` writes them."""

    def tables(self, slug: str) -> tuple[str, ...]:
        """Return the names of the tables that `create` makes for one ledger."""

    def put_later(self, slug: str, records: list[int]) -> bool:
        """Note that the words of new records are owed; False if they must be put now."""

    def owed(self, slug: str) -> str:
        """Return the SQL of the ids whose words are owed; "" where none ever are."""

    def pay(self, slug: str, records: list[tuple[int, str]]) -> None:
        """Let records be found by the words that were owed; the ids are the smallest ones of `owed`."""

    def remove(self, slug: str, record: int) -> None:
        """Let a record no longer be found."""

    def known(self, slug: str) -> str:
        """Return the SQL of the ids of all records that can be found."""

    def hits(self, slug: str, wanted: Wanted) -> Hits:
        """Return the SQL of the records that have what is wanted, but for those that still wait."""

    def waiting(self, slug: str, wanted: Wanted) -> list[int]:
        """Return the ids of the hits that are not in the index yet."""


class Engine(Protocol):
    """An open database.

    connection   execute and executemany as DB-API cursors know them, each statement by itself outside begin and commit
    shared       whether other programs write it at the same time
    steady       put before a column, it keeps the engine from reading by that column's index
    in_turn      joins two tables so that the first is read first
    spelling     how it takes the rows of `pour_spelled`
    """

    connection: Any
    shared: bool
    steady: str
    in_turn: str
    spelling: Spelling

    @property
    def words(self) -> WordIndex:
        """The index of its records."""

    def begin(self) -> None:
        """Begin to write: from now on nobody else does, until commit or rollback."""

    def commit(self) -> None:
        """Keep what was written, on the disk itself."""

    def in_a_row(self) -> AbstractContextManager[None]:
        """Let the transactions inside come to the disk together: each whole, in their order, all by the end at latest.

        For those of which nobody is told before the end, and which are done again when it never comes.
        """

    def settle(self) -> None:
        """Bring to the disk what anybody has committed; before somebody is told that it is kept."""

    def rollback(self) -> None:
        """Let what was written be as if it had never been; harmless when nothing was begun."""

    def execute_sql(self, sql: str) -> Any:
        """Run a statement of a migration."""

    def names(self) -> set[str]:
        """Return the names of all tables and indexes."""

    def pour(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, but_known: bool = False
    ) -> None:
        """Write many rows at once. `but_known`: those whose key is there already are left out."""

    def pour_spelled(self, table: str, columns: Sequence[str], rows: Iterable[Any]) -> None:
        """Write many new rows at once, each as `spelling` writes it."""

    def among(self, column: str, values: Collection[str]) -> tuple[str, Sequence[Any]]:
        """Return the condition that a column is one of some words without blanks (uids), and what it is asked with."""

    def last_places(self, table: str, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int | None]:
        """Return for each stretch of ids (from, up to but without) the largest that is taken, or None."""

    def put_links(self, links: Iterable[tuple[str, str, str, str]]) -> None:
        """Note that records point to others: (target, uid, slug, branch). The same twice is once."""

    def put_new_links(self, links: Iterable[Any]) -> None:
        """Note whom new records point to, each once, as `spelling` writes it."""

    def keep_before(self, done: str) -> None:
        """Keep a copy of a book whose last step was `done`, before it goes through others."""

    def go_through(self, folders: Sequence[Path]) -> None:
        """Run the migrations of `folders` that it has not been through."""

    def described(self) -> list[str]:
        """Return the statements that make its tables, index tables left out, as SQLite says them."""

    def tidy(self) -> None:
        """Look over what was written in bulk, so that the indexes answer what is asked next; outside a transaction."""

    def faults(self) -> list[str]:
        """Say what is wrong with the pages and their order; nothing if all is well."""

    def copy_to(self, path: Path, key: bytes) -> None:
        """Copy all of it into a new encrypted file."""

    def aside(self, key: bytes) -> AbstractContextManager[Engine]:
        """Open it once more, to be read only: what takes long there holds up nobody here. On a server it is itself."""

    def close(self) -> None:
        """Let go of it. Twice is harmless."""

    def is_closed(self) -> bool:
        """Tell whether it was closed."""


@contextmanager
def at_once(engine: Engine) -> Iterator[None]:
    """Keep all that is written inside, or nothing. Raises Trouble when the disk or the server says no."""
    with trouble():
        try:
            engine.begin()
            yield
            engine.commit()
        except BaseException:
            engine.rollback()
            raise
