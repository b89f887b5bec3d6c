"""The receiving office: its keys, its card, the computers it knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange.key_enrolment import card_of, read_request, write_card
from danyang_desktop.exchange.keys import OfficeKey

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.exchange.key_enrolment import BranchRequest

KEYS = "office.dyk"


@dataclass(frozen=True)
class Office:
    """An open office book with its keys."""

    desk: Desk
    keys: OfficeKey

    @classmethod
    def of(cls, desk: Desk) -> tuple[Office, str]:
        """Return the office of an open book; the second value is a new recovery key to print once, "" if it has one."""
        path = desk.folder / KEYS
        if path.exists():
            return cls(desk, OfficeKey.load(path, desk.key)), ""
        keys, recovery = OfficeKey.make()
        keys.save(path, desk.key)
        return cls(desk, keys), recovery

    def write_card(self, path: Path) -> None:
        """Write the card that branches need to seal bundles to this office."""
        desk = self.desk
        card = card_of(self.keys, desk.code, desk.name, desk.book.epoch, desk.book.hlc.tick())
        write_card(path, card, self.keys)

    def enrol(self, path: Path) -> BranchRequest:
        """Take a branch's enrolment file; its fingerprint was compared over the telephone. Raises UserError."""
        request = read_request(path)
        connection = self.desk.book.connection
        known = connection.execute("SELECT branch FROM devices WHERE device = ?", (request.device,)).fetchone()
        if known and known[0] != request.branch_code:
            raise UserError(f"这台电脑已经登记给另一个支部（{known[0]}），没有再登记。请先撤销那一次登记。")
        with self.desk.book.transaction():
            connection.execute(
                "INSERT INTO devices VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT (device) DO UPDATE SET"
                " branch_name = excluded.branch_name, revoked_at = NULL",
                (request.device, request.branch_code, request.branch_name, request.public_hex, self.desk.at),
            )
        return request

    def public_key(self, device: str, branch_code: str) -> bytes | None:
        """Return the enrolled key of a branch's computer, or None."""
        row = self.desk.book.connection.execute(
            "SELECT public_key FROM devices WHERE device = ? AND branch = ? AND revoked_at IS NULL",
            (device, branch_code),
        ).fetchone()
        return bytes.fromhex(row[0]) if row else None
