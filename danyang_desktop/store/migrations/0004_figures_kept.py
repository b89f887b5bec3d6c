"""What a branch's months came to, as an office has worked it out (county/tallies.py)."""

from __future__ import annotations

from typing import Any

TABLES = (
    "CREATE TABLE tallies (branch TEXT, month TEXT, body TEXT NOT NULL, PRIMARY KEY (branch, month)) WITHOUT ROWID",
)


def up(migrator: Any, db: Any) -> None:
    """Make the table."""
    del migrator
    for statement in TABLES:
        db.execute_sql(statement)
