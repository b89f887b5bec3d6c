"""Serial numbers without gaps, per branch, ledger and year. Taken in the transaction that saves the record."""

from __future__ import annotations

from typing import Any


def next_serial(connection: Any, branch: str, code: str, year: int) -> str:
    """Return the next number, e.g. ZF-32118110120301-2026-0031; if the transaction fails it is not used up."""
    row = connection.execute(
        "INSERT INTO serials VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
        (branch, code, year),
    ).fetchone()
    return f"{code}-{branch}-{year}-{row[0]:04}"
