"""The registers and ledgers as first published."""

from __future__ import annotations

from typing import Any

TABLES = (
    "CREATE TABLE people (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, name TEXT, id_no TEXT, id_missing_reason TEXT, sex TEXT, "
    "birth_on TEXT, ethnicity TEXT, education TEXT, category TEXT, political_status TEXT, role TEXT, post "
    "TEXT, party_group TEXT, joined_on TEXT, confirmed_on TEXT, group_no TEXT, address TEXT, phone TEXT, "
    "bank_name TEXT, account_no TEXT, account_holder TEXT, standing TEXT, standing_on TEXT, id_note TEXT, "
    "remark TEXT)",
    "CREATE INDEX people_order ON people (name, id, status)",
    "CREATE INDEX people_branch ON people (branch, name)",
    "CREATE INDEX people_id_no ON people (id_no)",
    "CREATE TABLE households (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, household_no TEXT, head_name TEXT, id_no TEXT, "
    "id_missing_reason TEXT, sex TEXT, birth_on TEXT, person TEXT, group_no TEXT, address TEXT, phone "
    "TEXT, hardship TEXT, causes TEXT, health_note TEXT, tier TEXT, visit_every INTEGER, members TEXT, "
    "population INTEGER, labour INTEGER, income_year INTEGER, income_pc INTEGER, needs TEXT, measures "
    "TEXT, opened_on TEXT, review_on TEXT, closed_on TEXT, close_reason TEXT, id_note TEXT, gaps TEXT, "
    "remark TEXT)",
    "CREATE INDEX households_order ON households (head_name, id, status)",
    "CREATE INDEX households_branch ON households (branch, head_name)",
    "CREATE INDEX households_id_no ON households (id_no)",
    "CREATE TABLE branches (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, name TEXT, code TEXT, town TEXT, upper_code TEXT, "
    "secretary TEXT, committee TEXT, supervisors TEXT, next_election_on TEXT, phone TEXT, hotline TEXT, "
    "address TEXT, bank_name TEXT, account_no TEXT)",
    "CREATE INDEX branches_order ON branches (name, id, status)",
    "CREATE INDEX branches_branch ON branches (branch, name)",
    "CREATE INDEX branches_code ON branches (code)",
    "CREATE TABLE codes (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, title TEXT, list_name TEXT, label TEXT, code TEXT, "
    "position INTEGER, active INTEGER)",
    "CREATE INDEX codes_order ON codes (label, id, status)",
    "CREATE INDEX codes_branch ON codes (branch, label)",
    "CREATE TABLE towns (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, name TEXT, code TEXT, valid_from TEXT, valid_to TEXT)",
    "CREATE INDEX towns_order ON towns (name, id, status)",
    "CREATE INDEX towns_branch ON towns (branch, name)",
    "CREATE INDEX towns_code ON towns (code)",
    "CREATE TABLE holidays (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, name TEXT, day TEXT, kind TEXT)",
    "CREATE INDEX holidays_order ON holidays (name, id, status)",
    "CREATE INDEX holidays_branch ON holidays (branch, name)",
    "CREATE TABLE visits (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, household TEXT, visited_on TEXT, starts INTEGER, ends "
    "INTEGER, place TEXT, visitors TEXT, purpose TEXT, festival TEXT, situation TEXT, difficulty TEXT, "
    "request TEXT, policy_told TEXT, measures TEXT, actions TEXT, cash INTEGER, cash_source TEXT, receipt "
    "TEXT, counted_in TEXT, batch_no TEXT, goods TEXT, goods_value INTEGER, received_by TEXT, "
    "follow_up_on TEXT, satisfaction TEXT, photos TEXT, progress TEXT, campaign TEXT, remark TEXT)",
    "CREATE INDEX visits_order ON visits (visited_on, id, status)",
    "CREATE INDEX visits_branch ON visits (branch, visited_on)",
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    del migrator
    for statement in TABLES:
        db.execute_sql(statement)
