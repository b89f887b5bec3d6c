"""Two computers in one branch: they read each other's bundles, the same ones that go to the office."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.paths import legible
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.intake import Door, take_in
from danyang_desktop.county.returns import bundles_for
from danyang_desktop.exchange import container, outbox, stick
from danyang_desktop.exchange.bundle_refusals import WHOLE, BundleRefused, Gap, NotOurs, UnknownDevice
from danyang_desktop.exchange.key_enrolment import read_request
from danyang_desktop.store import serials

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.exchange.key_enrolment import BranchRequest


_UNKNOWN = "写它的电脑这里没有登记，没有读。请先拿那台电脑的登记文件来登记。"
_NOT_FOR_US = "写它的时候，那台电脑还没有登记这台电脑，打不开。请在那台电脑上登记好，再交一次，拿来读。"


@dataclass
class SiblingsRead:
    """What came from the other computers: versions, conflicts found, (file, sentence) of bundles not taken."""

    merged: int = 0
    conflicts: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


class Known(NamedTuple):
    """Another computer of this branch that this one knows."""

    device: str
    public_hex: str
    enrolled_at: str


def known(desk: Desk) -> list[Known]:
    """Return the other computers of this branch that were not struck off."""
    rows = desk.book.connection.execute(
        "SELECT device, public_key, enrolled_at FROM devices WHERE branch = ? AND device != ? AND revoked_at IS NULL"
        " ORDER BY enrolled_at, device",
        (desk.code, desk.signer.device),
    )
    return [Known(*row) for row in rows]


def look_at(desk: Desk, path: Path) -> BranchRequest:
    """Read the enrolment file of another computer of this branch. Raises UserError if it is of no such one; Trouble."""
    desk.must_hand_in("登记另一台电脑")
    request = read_request(path)
    if request.branch_code != desk.code:
        raise UserError(f"这是{request.branch_name}的电脑，不是本支部的，没有登记。")
    if request.device == desk.signer.device:
        raise UserError("这是这台电脑自己的登记文件。请拿另一台电脑的来。")
    return request


def know(desk: Desk, path: Path) -> BranchRequest:
    """Take the enrolment file of another computer of this branch: from now on bundles are sealed to it as well.

    Its fingerprint was compared on both screens. Raises UserError, also unless the secretary asks; Trouble.
    """
    request = look_at(desk, path)
    with desk.book.transaction():
        desk.book.connection.execute(
            "INSERT INTO devices (device, branch, branch_name, public_key, recipient, enrolled_at)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (device) DO UPDATE SET revoked_at = NULL",
            (request.device, request.branch_code, request.branch_name, request.public_hex, request.recipient, desk.at),
        )
    return request


def forget(desk: Desk, device: str) -> bool:
    """Strike another computer off: nothing is sealed to it and nothing of it is read any more.

    Raises UserError unless the secretary asks.
    """
    desk.must_hand_in("注销另一台电脑")
    with desk.book.transaction():
        done = desk.book.connection.execute(
            "UPDATE devices SET revoked_at = ? WHERE device = ? AND revoked_at IS NULL", (desk.at, device)
        )
    return bool(done.rowcount)


def _why(error: BundleRefused) -> str:
    """Say to the branch why a bundle of its other computer was not read: an error's own words are for an office."""
    return {UnknownDevice: _UNKNOWN, NotOurs: _NOT_FOR_US}.get(type(error), error.sentence)


def read_siblings(desk: Desk, folder: Path, progress: Progress = silent) -> SiblingsRead:
    """Merge the bundles that other computers of this branch wrote into a folder. Raises Trouble."""

    def lookup(device: str, branch: str) -> bytes | None:
        row = desk.book.connection.execute(
            "SELECT public_key FROM devices WHERE device = ? AND branch = ? AND revoked_at IS NULL", (device, branch)
        ).fetchone()
        return bytes.fromhex(row[0]) if row else None

    door = Door(desk, lookup, desk.signer.identities)
    told = SiblingsRead()
    gaps: dict[str, tuple[str, str]] = {}
    there = stick.find_bundles(folder).bundles
    theirs = bundles_for(desk, there, lambda header: header.direction == "up" and header.device != desk.signer.device)
    for path in theirs:
        if outbox.made_here(desk.book, container.read_hash(path)):
            continue  # this book is a copy of the one that made it
        device = container.read_header(path).device
        try:
            done = take_in(door, path, progress).done
        except Gap as error:
            said = f"这台电脑没有读过那台电脑的第 {error.missing} 号包。请在那台电脑上{WHOLE}，把写好的U盘拿来再读。"
            gaps[device] = (legible(path.name), said)
            continue
        except BundleRefused as error:
            told.refused.append((legible(path.name), _why(error)))
            continue
        gaps.pop(device, None)  # a later one needs nothing of what came before
        told.merged += done.versions
        told.conflicts += done.conflicts
    told.refused += gaps.values()
    if told.merged:
        with desk.book.transaction():
            for slug, table in desk.book.tables.items():
                if table.ledger.code:
                    serials.catch_up(desk.book.connection, slug, desk.code, table.ledger.code)
    return told
