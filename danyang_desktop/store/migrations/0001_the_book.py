"""What every book has: versions, serial numbers, links, drafts, settings, logs, and the county's tables."""

from __future__ import annotations

from typing import Any

TABLES = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE serials (branch TEXT, code TEXT, year INTEGER, last INTEGER NOT NULL,"
    " PRIMARY KEY (branch, code, year)) WITHOUT ROWID",
    "CREATE TABLE versions (seq INTEGER PRIMARY KEY, uid TEXT NOT NULL, slug TEXT NOT NULL, branch TEXT NOT NULL,"
    " hlc INTEGER NOT NULL, device TEXT NOT NULL, epoch INTEGER NOT NULL, digest TEXT NOT NULL, parents TEXT NOT NULL,"
    " action TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX versions_uid ON versions (uid, hlc)",
    "CREATE UNIQUE INDEX versions_origin ON versions (device, epoch, hlc)",
    "CREATE TABLE links (target TEXT, uid TEXT, slug TEXT NOT NULL, PRIMARY KEY (target, uid)) WITHOUT ROWID",
    "CREATE TABLE drafts (slug TEXT, name TEXT, at TEXT NOT NULL, body TEXT NOT NULL,"
    " PRIMARY KEY (slug, name)) WITHOUT ROWID",
    "CREATE TABLE print_log (seq INTEGER PRIMARY KEY, job INTEGER NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL,"
    " author TEXT NOT NULL, title TEXT NOT NULL, period TEXT NOT NULL, version TEXT NOT NULL, pages INTEGER NOT NULL,"
    " code TEXT NOT NULL, upto INTEGER NOT NULL, recipe TEXT NOT NULL)",
    "CREATE INDEX print_log_code ON print_log (code)",
    "CREATE INDEX print_log_title ON print_log (title, period, version)",
    "CREATE TABLE closings (seq INTEGER PRIMARY KEY, slug TEXT NOT NULL, month TEXT NOT NULL, act TEXT NOT NULL,"
    " at TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL, upto INTEGER NOT NULL)",
    "CREATE INDEX closings_month ON closings (slug, month)",
    "CREATE TABLE reserved (serial_no TEXT PRIMARY KEY, branch TEXT NOT NULL, code TEXT NOT NULL,"
    " year INTEGER NOT NULL, at TEXT NOT NULL, author TEXT NOT NULL, uid TEXT NOT NULL, void_reason TEXT NOT NULL)"
    " WITHOUT ROWID",
    "CREATE TABLE scans (uid TEXT NOT NULL, digest TEXT NOT NULL, head TEXT NOT NULL, at TEXT NOT NULL,"
    " author TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (uid, digest)) WITHOUT ROWID",
    "CREATE TABLE devices (device TEXT PRIMARY KEY, branch TEXT NOT NULL, branch_name TEXT NOT NULL,"
    " public_key TEXT NOT NULL, enrolled_at TEXT NOT NULL, revoked_at TEXT) WITHOUT ROWID",
    "CREATE TABLE bundles (seq INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, sha256 TEXT NOT NULL, code TEXT NOT NULL,"
    " file TEXT NOT NULL, from_seq INTEGER NOT NULL, upto INTEGER NOT NULL, records INTEGER NOT NULL,"
    " photos INTEGER NOT NULL, bytes INTEGER NOT NULL, made_at TEXT NOT NULL)",
    "CREATE TABLE receipts (seq INTEGER PRIMARY KEY, bundle INTEGER NOT NULL, upto INTEGER NOT NULL,"
    " office_epoch INTEGER NOT NULL, accepted INTEGER NOT NULL, refused INTEGER NOT NULL, conflicts INTEGER NOT NULL,"
    " at TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE received (seq INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, branch TEXT NOT NULL,"
    " branch_name TEXT NOT NULL, device TEXT NOT NULL, epoch INTEGER NOT NULL, bundle INTEGER NOT NULL,"
    " upto INTEGER NOT NULL, period TEXT NOT NULL, records INTEGER NOT NULL, merged INTEGER NOT NULL,"
    " conflicts INTEGER NOT NULL, at TEXT NOT NULL, file TEXT NOT NULL)",
    "CREATE INDEX received_branch ON received (branch, seq)",
    "CREATE TABLE conflicts (uid TEXT, ours TEXT, theirs TEXT, slug TEXT NOT NULL, branch TEXT NOT NULL,"
    " at TEXT NOT NULL, settled_at TEXT, chosen TEXT, reason TEXT, PRIMARY KEY (uid, ours, theirs)) WITHOUT ROWID",
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    del migrator
    for statement in TABLES:
        db.execute_sql(statement)
