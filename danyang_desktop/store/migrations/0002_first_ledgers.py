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
    "CREATE INDEX households_id_no ON households (id_no)",
    "CREATE TABLE pairings (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, title TEXT, kind TEXT, helper TEXT, helper_unit TEXT, "
    "household TEXT, partner TEXT, contact TEXT, phone TEXT, start_on TEXT, end_on TEXT, goal TEXT, plan "
    "TEXT, contributions TEXT, visits_due INTEGER, result TEXT, standing TEXT, stop_reason TEXT)",
    "CREATE INDEX pairings_order ON pairings (title, id, status)",
    "CREATE TABLE teams (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, name TEXT, leader TEXT, founded_on TEXT, fields TEXT, "
    "slogan TEXT, active INTEGER, remark TEXT)",
    "CREATE INDEX teams_order ON teams (name, id, status)",
    "CREATE TABLE volunteers (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, name TEXT, person TEXT, volunteer_no TEXT, registered_on "
    "TEXT, teams TEXT, skills TEXT, health_ok INTEGER, guardian TEXT, guardian_agrees INTEGER, "
    "emergency_contact TEXT, trainings TEXT, awards TEXT, standing TEXT, remark TEXT)",
    "CREATE INDEX volunteers_order ON volunteers (name, id, status)",
    "CREATE TABLE programs (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, name TEXT, kind TEXT, cycle TEXT, basis TEXT, "
    "fund_source TEXT, pay_mode TEXT, rates TEXT, active INTEGER, remark TEXT)",
    "CREATE INDEX programs_order ON programs (name, id, status)",
    "CREATE TABLE branches (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, name TEXT, code TEXT, town TEXT, upper_code TEXT, "
    "secretary TEXT, committee TEXT, supervisors TEXT, next_election_on TEXT, phone TEXT, hotline TEXT, "
    "address TEXT, bank_name TEXT, account_no TEXT)",
    "CREATE INDEX branches_order ON branches (name, id, status)",
    "CREATE INDEX branches_code ON branches (code)",
    "CREATE TABLE codes (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, title TEXT, list_name TEXT, label TEXT, code TEXT, "
    "position INTEGER, active INTEGER)",
    "CREATE INDEX codes_order ON codes (label, id, status)",
    "CREATE TABLE towns (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, name TEXT, code TEXT, valid_from TEXT, valid_to TEXT)",
    "CREATE INDEX towns_order ON towns (name, id, status)",
    "CREATE INDEX towns_code ON towns (code)",
    "CREATE TABLE holidays (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, name TEXT, day TEXT, kind TEXT)",
    "CREATE INDEX holidays_order ON holidays (name, id, status)",
    "CREATE TABLE visits (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, household TEXT, visited_on TEXT, starts INTEGER, ends "
    "INTEGER, place TEXT, visitors TEXT, purpose TEXT, festival TEXT, situation TEXT, difficulty TEXT, "
    "request TEXT, policy_told TEXT, measures TEXT, actions TEXT, cash INTEGER, cash_source TEXT, receipt "
    "TEXT, counted_in TEXT, batch_no TEXT, goods TEXT, goods_value INTEGER, received_by TEXT, "
    "follow_up_on TEXT, satisfaction TEXT, photos TEXT, progress TEXT, campaign TEXT, remark TEXT)",
    "CREATE INDEX visits_figures ON visits (status, progress, cash, goods_value)",
    "CREATE TABLE talks (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, targets TEXT, talkers TEXT, talk_on TEXT, starts "
    "INTEGER, ends INTEGER, place TEXT, scheme TEXT, occasion TEXT, mode TEXT, relations TEXT, secrecy "
    "TEXT, noted_by TEXT, outline TEXT, content TEXT, mood TEXT, opinions TEXT, family_issue TEXT, "
    "difficulty TEXT, actions TEXT, solved INTEGER, follow_up_on TEXT, campaign TEXT, remark TEXT)",
    "CREATE INDEX talks_figures ON talks (status)",
    "CREATE TABLE volunteering (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, title TEXT, field TEXT, team TEXT, held_on TEXT, starts "
    "INTEGER, ends INTEGER, place TEXT, beneficiaries TEXT, beneficiary_count INTEGER, planned_heads "
    "INTEGER, participants TEXT, content TEXT, problems TEXT, in_charge TEXT, noted_by TEXT, photos TEXT, "
    "heads INTEGER, total_minutes INTEGER, total_hours INTEGER, public_from TEXT, public_to TEXT, state "
    "TEXT, campaign TEXT, remark TEXT)",
    "CREATE INDEX volunteering_figures ON volunteering (status, state, heads, total_minutes, total_hours)",
    "CREATE INDEX volunteering_title ON volunteering (title)",
    "CREATE TABLE subsidies (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, branch TEXT NOT NULL, "
    "serial_no TEXT, status TEXT NOT NULL, void_reason TEXT, recorder TEXT, created_at TEXT, updated_at "
    "TEXT, revision INTEGER NOT NULL, head TEXT, title TEXT, program TEXT, kind TEXT, nature TEXT, "
    "corrects TEXT, corrects_no TEXT, reason TEXT, month TEXT, period_from TEXT, period_to TEXT, basis "
    "TEXT, fund_source TEXT, pay_mode TEXT, lines TEXT, public_from TEXT, public_to TEXT, objections "
    "INTEGER, objections_text TEXT, approved_by TEXT, approved_on TEXT, submitted_on TEXT, paid_on TEXT, "
    "returns TEXT, heads INTEGER, total_fen INTEGER, paid_fen INTEGER, capitals TEXT, state TEXT, "
    "campaign TEXT, remark TEXT)",
    "CREATE INDEX subsidies_figures ON subsidies (status, state, total_fen, paid_fen, heads)",
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    del migrator
    for statement in TABLES:
        db.execute_sql(statement)
