"""Who has handed in, who has not, and what does not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office


def board(office: Office, month: str) -> list[dict[str, Any]]:
    """Return a row for every enrolled branch: its state for the month, its last bundle, missing numbers."""
    connection = office.desk.book.connection
    branches = connection.execute(
        "SELECT branch, max(branch_name) FROM devices WHERE revoked_at IS NULL GROUP BY branch ORDER BY branch"
    ).fetchall()
    return [_row(connection, branch, name, month) for branch, name in branches]


def _row(connection: Any, branch: str, name: str, month: str) -> dict[str, Any]:
    rows = connection.execute(
        "SELECT device, epoch, bundle, at, period, conflicts FROM received WHERE branch = ? ORDER BY seq", (branch,)
    ).fetchall()
    handed_in = [row for row in rows if row[4] >= month]
    missing = []
    for device, epoch in {(row[0], row[1]) for row in rows}:
        numbers = {row[2] for row in rows if (row[0], row[1]) == (device, epoch)}
        missing += [number for number in range(min(numbers), max(numbers)) if number not in numbers]
    return {
        "at": rows[-1][3] if rows else "", "branch": branch, "bundles": len(rows),
        "conflicts": sum(row[5] for row in rows), "missing": sorted(missing), "name": name,
        "state": "已收" if handed_in else "未交",
    }  # fmt: skip
