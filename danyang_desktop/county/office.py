"""The receiving office: its keys, its card, the computers it knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange.key_enrolment import card_of, read_request, write_card
from danyang_desktop.exchange.keys import OfficeKey, device_of
from danyang_desktop.store.backup import OFFICE_KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.county.month_held import Counted
    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.exchange.key_enrolment import BranchRequest


@dataclass(frozen=True)
class Office:
    """An open office book with its keys. `counted`: what the board need not count again (month_held.py)."""

    desk: Desk
    keys: OfficeKey
    counted: Counted = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, desk: Desk) -> tuple[Office, str]:
        """Return the office of an open book; the second value is a new recovery key to print once, "" if it has one."""
        path = desk.folder / OFFICE_KEYS
        if path.exists():
            return cls(desk, OfficeKey.load(path, desk.key)), ""
        office, recovery = cls.begun(desk)
        office.keep_keys()
        return office, recovery

    @classmethod
    def begun(cls, desk: Desk) -> tuple[Office, str]:
        """Return an office whose keys are kept nowhere yet, and its recovery key: `keep_keys` once that is on paper."""
        keys, recovery = OfficeKey.make()
        return cls(desk, keys), recovery

    def keep_keys(self) -> None:
        """Write the keys into the book's folder; raises Trouble."""
        self.keys.save(self.desk.folder / OFFICE_KEYS, self.desk.key)

    def renewed(self) -> tuple[Office, str]:
        """Change the office's keys: somebody else may know them. The second value is the new recovery key to print.

        Branches follow by the card that the old key vouches for; what they sealed before they knew still opens.
        """
        keys, recovery = self.keys.renewed()
        office = Office(self.desk, keys)
        office.keep_keys()
        return office, recovery

    def write_card(self, path: Path) -> None:
        """Write the card that branches need to seal bundles to this office."""
        desk = self.desk
        card = card_of(self.keys, desk.code, desk.name, desk.book.epoch, desk.stamp())
        write_card(path, card, self.keys)

    def vouched(self, request: BranchRequest) -> bool:
        """Tell whether an enrolled computer of the branch vouches for the key: then no telephone call is needed."""
        old = request.endorsement.by
        return bool(old) and self.public_key(device_of(old), request.branch_code) == bytes.fromhex(old)

    def enrol(self, path: Path) -> BranchRequest:
        """Take a branch's enrolment file, `vouched` for or compared over the telephone. Raises UserError.

        The computer that it replaces signs no more.
        """
        request = read_request(path)
        connection = self.desk.book.connection
        known = connection.execute("SELECT branch FROM devices WHERE device = ?", (request.device,)).fetchone()
        if known and known[0] != request.branch_code:
            raise UserError(f"这台电脑已经登记给另一个支部（{known[0]}），没有再登记。请先撤销那一次登记。")
        with self.desk.book.transaction():
            connection.execute(
                "INSERT INTO devices (device, branch, branch_name, public_key, recipient, enrolled_at)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (device) DO UPDATE SET"
                " branch_name = excluded.branch_name, recipient = excluded.recipient, revoked_at = NULL",
                (request.device, request.branch_code, request.branch_name, request.public_hex, request.recipient,
                 self.desk.at),
            )  # fmt: skip
            connection.execute(
                "UPDATE devices SET revoked_at = ? WHERE device = ? AND branch = ? AND revoked_at IS NULL",
                (self.desk.at, request.replaces, request.branch_code),
            )
        return request

    def revoke(self, device: str) -> bool:
        """Strike a computer off (lost, stolen, handed over): what it signs from now on is refused.

        What it handed in before stays. False if there is no such computer, or it was struck off before.
        """
        with self.desk.book.transaction():
            done = self.desk.book.connection.execute(
                "UPDATE devices SET revoked_at = ? WHERE device = ? AND revoked_at IS NULL", (self.desk.at, device)
            )
        return bool(done.rowcount)

    def branch_name(self, code: str) -> str:
        """Return what a branch calls itself, or its code if it never enrolled."""
        row = self.desk.book.connection.execute(
            "SELECT max(branch_name) FROM devices WHERE branch = ?", (code,)
        ).fetchone()
        return str(row[0] or code)

    def public_key(self, device: str, branch_code: str) -> bytes | None:
        """Return the enrolled key of a branch's computer, or None."""
        row = self.desk.book.connection.execute(
            "SELECT public_key FROM devices WHERE device = ? AND branch = ? AND revoked_at IS NULL",
            (device, branch_code),
        ).fetchone()
        return bytes.fromhex(row[0]) if row else None
