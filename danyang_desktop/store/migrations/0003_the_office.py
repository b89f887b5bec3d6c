"""What the office and several computers of one branch need: set-aside files, annotations, undo, recipients."""

from __future__ import annotations

from typing import Any

TABLES = (
    # A version with the same origin and other words is kept beside the first: nothing is ever dropped.
    "DROP INDEX versions_origin",
    "CREATE UNIQUE INDEX versions_origin ON versions (device, epoch, hlc, digest)",
    "ALTER TABLE devices ADD COLUMN recipient TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE receipts ADD COLUMN made_at INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE received ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE received ADD COLUMN last_seq INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE received ADD COLUMN undone_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE received ADD COLUMN receipt_key TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX received_device ON received (device, epoch, bundle)",
    "ALTER TABLE conflicts ADD COLUMN settled_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE conflicts ADD COLUMN settlement TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE set_aside (file TEXT, device TEXT, epoch INTEGER, bundle INTEGER, kind TEXT NOT NULL,"
    " reason TEXT NOT NULL, branch TEXT NOT NULL, branch_name TEXT NOT NULL, missing INTEGER NOT NULL,"
    " at TEXT NOT NULL, cleared_at TEXT NOT NULL DEFAULT '', PRIMARY KEY (file, device, epoch, bundle)) WITHOUT ROWID",
    "CREATE TABLE annotations (uid TEXT PRIMARY KEY, target TEXT NOT NULL, slug TEXT NOT NULL, branch TEXT NOT NULL,"
    " kind TEXT NOT NULL, words TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, hlc INTEGER NOT NULL,"
    " withdrawn INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX annotations_branch ON annotations (branch, at)",
    "CREATE INDEX annotations_target ON annotations (target)",
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    del migrator
    for statement in TABLES:
        db.execute_sql(statement)
