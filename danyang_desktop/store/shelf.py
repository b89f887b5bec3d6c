"""Small things kept by name: settings, drafts, and what the book says of itself."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

_ANEW = "ON CONFLICT (name) DO UPDATE SET value = excluded.value"


class Draft(NamedTuple):
    """What was typed and not yet saved. `name` is the record's uid, or "new"."""

    name: str
    at: str
    texts: dict[str, Any]


def about(connection: Any, name: str) -> str:
    """Return what the book says of itself under `name` ("" = nothing)."""
    row = connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def set_about(connection: Any, name: str, value: str) -> None:
    """Let the book say `value` of itself under `name`."""
    connection.execute(f"INSERT INTO about VALUES (?, ?) {_ANEW}", (name, value))


def settings(connection: Any) -> dict[str, Any]:
    """Return the settings that differ from their defaults."""
    return {name: json.loads(value) for name, value in connection.execute("SELECT name, value FROM settings")}


def set_setting(connection: Any, name: str, value: Any) -> None:
    """Keep a setting (a JSON value)."""
    said = json.dumps(value, ensure_ascii=False)
    connection.execute(f"INSERT INTO settings VALUES (?, ?) {_ANEW}", (name, said))


def save_draft(connection: Any, slug: str, name: str, at: str, texts: dict[str, Any]) -> None:
    """Keep what was typed so far."""
    body = json.dumps(texts, ensure_ascii=False)
    connection.execute(
        "INSERT INTO drafts VALUES (?, ?, ?, ?)"
        " ON CONFLICT (slug, name) DO UPDATE SET at = excluded.at, body = excluded.body",
        (slug, name, at, body),
    )


def drafts(connection: Any, slug: str) -> list[Draft]:
    """Return the drafts of a ledger, newest first."""
    rows = connection.execute("SELECT name, at, body FROM drafts WHERE slug = ? ORDER BY at DESC", (slug,))
    return [Draft(name, at, json.loads(body)) for name, at, body in rows]


def drop_draft(connection: Any, slug: str, name: str) -> None:
    """Forget a draft: it was saved, or is not wanted."""
    connection.execute("DELETE FROM drafts WHERE slug = ? AND name = ?", (slug, name))
