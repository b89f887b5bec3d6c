"""What ours is measured against: the same bytes through bare SQLCipher, with the same key work and the same pragmas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.table import Table
from danyang_desktop.store.database import ROOMY, open_database
from danyang_desktop.store.versions import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace

PLAIN = "CREATE TABLE plain (id INTEGER PRIMARY KEY, row BLOB NOT NULL, body BLOB NOT NULL)"


def open_plain(path: Path) -> Any:
    """Open an empty encrypted file of its own, and return the driver's connection."""
    connection = open_database(path, bytes(range(32))).connection()
    connection.execute(f"PRAGMA cache_size = {ROOMY}")  # what ours has for itself while it writes in bulk
    return connection


def bytes_of(workspace: Workspace, ledger: Ledger[Any], uid: str) -> tuple[bytes, bytes]:
    """Return the bytes of a saved record's row and of its newest version."""
    table = workspace.book.tables[ledger.slug]
    row = workspace.book.connection.execute(f"{table.select} WHERE uid = ?", (uid,)).fetchone()
    body = workspace.book.connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM versions WHERE uid = ? ORDER BY seq DESC LIMIT 1", (uid,)
    ).fetchone()
    return _spelled(row), _spelled(body)


def _spelled(row: tuple[Any, ...]) -> bytes:
    return "\x1f".join("" if value is None else str(value) for value in row).encode()


def tables_like(connection: Any, workspace: Workspace, ledger: Ledger[Any]) -> None:
    """Make the tables of a ledger, of the versions and of the links, with their indexes."""
    for statement in Table(ledger).create():
        connection.execute(statement)
    for (statement,) in workspace.book.connection.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name IN ('versions', 'links') AND sql NOT NULL"
    ):
        connection.execute(statement)
