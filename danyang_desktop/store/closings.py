"""Which months of which ledgers are closed: a log of closings and reopenings; the last word of a month counts."""

from __future__ import annotations

from typing import Any, NamedTuple

CLOSE, REOPEN = "close", "reopen"
_GET = "SELECT slug, month, act, at, author, reason, upto FROM closings"


class Closed(NamedTuple):
    """A month (2026-11) of a ledger was closed or reopened: `upto` is the place in the book's log at that moment."""

    slug: str
    month: str
    act: str
    at: str
    author: str
    reason: str
    upto: int


def put(connection: Any, said: Closed) -> None:
    """Note a closing or a reopening."""
    connection.execute(
        "INSERT INTO closings (slug, month, act, at, author, reason, upto) VALUES (?, ?, ?, ?, ?, ?, ?)", said
    )


def closed(connection: Any, slug: str, month: str) -> Closed | None:
    """Return the closing that holds for a month of a ledger, or None while it is open."""
    row = connection.execute(f"{_GET} WHERE slug = ? AND month = ? ORDER BY seq DESC LIMIT 1", (slug, month)).fetchone()
    return Closed(*row) if row and row[2] == CLOSE else None


def shut(connection: Any, slug: str) -> set[str]:
    """Return all months of a ledger that are closed."""
    last = "seq IN (SELECT max(seq) FROM closings WHERE slug = ? GROUP BY month)"
    return {row[0] for row in connection.execute(f"SELECT month FROM closings WHERE act = ? AND {last}", (CLOSE, slug))}


def log(connection: Any) -> list[Closed]:
    """Return every closing and reopening, oldest first."""
    return [Closed(*row) for row in connection.execute(f"{_GET} ORDER BY seq")]
