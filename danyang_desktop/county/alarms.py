"""What is odd about bundles that were taken all the same: said once at the receive, and kept for 收包记录."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.paths import legible

if TYPE_CHECKING:
    from danyang_desktop.exchange.bundle_format import Header
    from danyang_desktop.exchange.desk import Desk


@dataclass(frozen=True)
class Alarm:
    """A sentence about a file, or about a folder of a stick; of a folder no branch and no number is known."""

    at: str
    branch: str
    branch_name: str
    bundle: int
    file: str
    said: str


_COLUMNS = ", ".join(Alarm.__dataclass_fields__)


def note(desk: Desk, said: str, file: str, header: Header | None = None) -> None:
    """Keep a sentence; one that was said of the same file before is only said anew."""
    connection = desk.book.connection
    whose = (header.branch_code, header.branch_name, header.seq) if header else ("", "", 0)
    with desk.book.transaction():
        key = (said, legible(file))
        if not connection.execute("UPDATE alarms SET at = ? WHERE said = ? AND file = ?", (desk.at, *key)).rowcount:
            connection.execute(
                f"INSERT INTO alarms ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", (desk.at, *whose, key[1], said)
            )


def alarms(desk: Desk, limit: int) -> list[Alarm]:
    """Return the last ones, the newest first."""
    asked = f"SELECT {_COLUMNS} FROM alarms ORDER BY at DESC, seq DESC LIMIT ?"
    return [Alarm(*row) for row in desk.book.connection.execute(asked, (limit,))]
