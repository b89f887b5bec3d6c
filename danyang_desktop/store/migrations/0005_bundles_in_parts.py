"""Which part of a bundle a received file is (exchange/bundle_parts.py)."""

from __future__ import annotations

from typing import Any

TABLES = (
    "ALTER TABLE received ADD COLUMN part INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE received ADD COLUMN parts INTEGER NOT NULL DEFAULT 1",
)


def up(migrator: Any, db: Any) -> None:
    """Add the columns."""
    del migrator
    for statement in TABLES:
        db.execute_sql(statement)
