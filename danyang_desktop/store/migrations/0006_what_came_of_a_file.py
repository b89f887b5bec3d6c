"""What the office keeps of a file: counts by kind, calls it answers, alarms, why and by whom it was taken off."""

from __future__ import annotations

from typing import Any

TABLES = (
    "ALTER TABLE received ADD COLUMN counts TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE set_aside ADD COLUMN cleared_why TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE set_aside ADD COLUMN cleared_by TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE alarms (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, branch TEXT NOT NULL, branch_name TEXT NOT NULL,"
    " bundle INTEGER NOT NULL, file TEXT NOT NULL, said TEXT NOT NULL)",
    "CREATE TABLE answers (annotation TEXT, digest TEXT, PRIMARY KEY (annotation, digest)) WITHOUT ROWID",
    # Until now any later version was an answer. What was answered stays so.
    "INSERT INTO answers (annotation, digest) SELECT a.uid, v.digest FROM annotations a"
    " JOIN versions v ON v.uid = a.target AND v.hlc > a.hlc",
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    del migrator
    for statement in TABLES:
        db.execute_sql(statement)
