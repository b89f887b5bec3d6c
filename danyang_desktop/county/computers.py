"""The computers that an office knows: by branch, with what to read out over the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.exchange.keys import fingerprint

if TYPE_CHECKING:
    from danyang_desktop.exchange.desk import Desk


class Computer(NamedTuple):
    """A computer of a branch; `revoked_at` is "" while what it signs is taken."""

    device: str
    branch: str
    public_hex: str
    enrolled_at: str
    revoked_at: str

    @property
    def fingerprint(self) -> str:
        """Twenty digits, the same as on the branch's own screen."""
        return fingerprint(self.public_hex) if self.public_hex else ""


def of_branch(desk: Desk, branch: str) -> list[Computer]:
    """Return the computers of a branch, those that were struck off last."""
    rows = desk.book.connection.execute(
        "SELECT device, branch, public_key, enrolled_at, coalesce(revoked_at, '') FROM devices WHERE branch = ?"
        " ORDER BY coalesce(revoked_at, ''), enrolled_at, device",
        (branch,),
    )
    return [Computer(*row) for row in rows]


def counts(desk: Desk) -> dict[str, int]:
    """Return branch -> how many of its computers are enrolled."""
    asked = "SELECT branch, count(*) FROM devices WHERE revoked_at IS NULL GROUP BY branch"
    return dict(desk.book.connection.execute(asked).fetchall())
