"""The tables that the migrations make are the tables that the declarations mean."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.declare.table import Table
from danyang_desktop.opening import ALL
from tests.helpers.toy import TOYS

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace


def described(connection: Any, slug: str) -> dict[str, Any]:
    """Return a table as the engine describes it: columns with type, NOT NULL, default, key; indexes with columns."""
    indexes = {}
    for _, index, unique, origin, partial in connection.execute(f"PRAGMA index_list({slug})").fetchall():
        columns = connection.execute(f"PRAGMA index_xinfo({index})").fetchall()
        called = index if origin == "c" else "by the table itself"
        indexes[called] = (
            unique,
            partial,
            [(name, desc, collation) for _, _, name, desc, collation, key in columns if key],
        )
    return {
        "columns": [row[1:] for row in connection.execute(f"PRAGMA table_info({slug})").fetchall()],
        "indexes": indexes,
        "foreign keys": connection.execute(f"PRAGMA foreign_key_list({slug})").fetchall(),
    }


def meant(ledger: Ledger[Any]) -> dict[str, Any]:
    connection = sqlite3.connect(":memory:")
    for statement in [*Table(ledger).create(), *Table(ledger).desk_indexes()]:
        connection.execute(statement)
    try:
        return described(connection, ledger.slug)
    finally:
        connection.close()


@pytest.mark.parametrize("ledger", ALL, ids=lambda ledger: ledger.slug)
def test_migrations_make_what_the_declarations_mean(book: Workspace, ledger: Ledger[Any]) -> None:
    assert described(book.book.connection, ledger.slug) == meant(ledger)


def test_no_table_is_left_over(book: Workspace) -> None:
    """Each table is a ledger's, an index's, or one of the book's own, which the store names somewhere."""
    from tests.helpers.sources import files

    store = "".join(path.read_text("utf-8") for path in files("danyang_desktop"))
    names = [row[0] for row in book.book.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    known = {ledger.slug for ledger in ALL}
    for name in names:
        if name in known or name.startswith(("sqlite_", "find_", "wait_", "owed_")):
            continue
        assert re.search(rf"\b(FROM|INTO|UPDATE|JOIN)\s+{name}\b|\"{name}\"", store), f"nothing reads or writes {name}"


def test_the_comparison_sees_a_difference() -> None:
    connection = sqlite3.connect(":memory:")
    for statement in Table(TOYS[0]).create():
        connection.execute(statement)
    assert described(connection, TOYS[0].slug) == meant(TOYS[0])
    connection.execute("DROP INDEX toy_neighbours_order")
    assert described(connection, TOYS[0].slug) != meant(TOYS[0])
    connection.execute("CREATE INDEX toy_neighbours_order ON toy_neighbours (name, id)")
    assert described(connection, TOYS[0].slug) != meant(TOYS[0])
    connection.execute("ALTER TABLE toy_neighbours ADD COLUMN colour TEXT")
    assert len(described(connection, TOYS[0].slug)["columns"]) == len(meant(TOYS[0])["columns"]) + 1
    connection.close()
