"""What was not taken: each file with its reason, until the branch has brought a good one (退回单)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.paths import legible
from danyang_desktop.exchange.bundle_refusals import BundleRefused, Gap

if TYPE_CHECKING:
    from danyang_desktop.base.errors import Trouble
    from danyang_desktop.exchange.bundle_format import Header
    from danyang_desktop.exchange.desk import Desk

UNREADABLE = "unreadable"


@dataclass(frozen=True)
class SetAside:
    """One file that was not taken. `branch` is what its front claims, "" if that cannot be read."""

    file: str
    kind: str
    reason: str
    branch: str = ""
    branch_name: str = ""
    device: str = ""
    epoch: int = 0
    bundle: int = 0
    missing: int = 0
    at: str = ""


_COLUMNS = tuple(SetAside.__dataclass_fields__)
_KEY = ("file", "device", "epoch", "bundle")
_ANEW = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _KEY)


def note(desk: Desk, file: str, header: Header | None, error: BundleRefused | Trouble) -> SetAside:
    """Put a file on the list; the same file once."""
    one = SetAside(
        file=legible(file),
        kind=error.kind if isinstance(error, BundleRefused) else UNREADABLE,
        reason=error.sentence,
        branch=header.branch_code if header else "",
        branch_name=header.branch_name if header else "",
        device=header.device if header else "",
        epoch=header.epoch if header else 0,
        bundle=header.seq if header else 0,
        missing=error.missing if isinstance(error, Gap) else 0,
        at=desk.at,
    )
    with desk.book.transaction():
        desk.book.connection.execute(
            f"INSERT INTO set_aside ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
            f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {_ANEW}, cleared_at = ''",
            tuple(getattr(one, name) for name in _COLUMNS),
        )
    return one


def clear(desk: Desk, header: Header) -> None:
    """Take off the list what a received bundle has put right: all of this computer up to its number."""
    connection = desk.book.connection
    key = (header.device, header.epoch, header.seq)
    sql = "device = ? AND epoch = ? AND bundle <= ? AND cleared_at = ''"
    if connection.execute(f"SELECT 1 FROM set_aside WHERE {sql}", key).fetchone():
        with desk.book.transaction():
            connection.execute(f"UPDATE set_aside SET cleared_at = ? WHERE {sql}", (desk.at, *key))


def refused(desk: Desk) -> list[SetAside]:
    """Return what waits for a good file, by branch."""
    rows = desk.book.connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM set_aside WHERE cleared_at = '' ORDER BY branch, at, file"
    )
    return [SetAside(*row) for row in rows]
