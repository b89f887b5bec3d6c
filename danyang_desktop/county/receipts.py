"""Answering: a receipt for the newest bundle of every computer, on the stick and as twelve digits on paper."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.county import aside
from danyang_desktop.county.doubles import in_two_places
from danyang_desktop.county.intake import WHOLE
from danyang_desktop.exchange import receipt, stick
from danyang_desktop.exchange.bundle_typed import Expected, typed_form

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from danyang_desktop.county.office import Office

_NEWEST = (
    "WITH here AS (SELECT r.*, sum(merged) OVER one AS all_merged, sum(conflicts) OVER one AS all_conflicts,"
    " row_number() OVER (PARTITION BY device ORDER BY epoch DESC, bundle DESC, part, seq) AS place FROM received r"
    " WHERE undone_at = '' AND device IN (SELECT device FROM devices WHERE revoked_at IS NULL)"
    f" AND {WHOLE}{{only}}"
    " WINDOW one AS (PARTITION BY device, epoch))"
    " SELECT branch, branch_name, device, epoch, bundle, sha256, receipt_key, all_merged, all_conflicts, counts"
    " FROM here WHERE place = 1 ORDER BY branch, device"
)


class Answered(NamedTuple):
    """The newest bundle of one computer that is in the office's book; `head` is its hash.

    `counts`: its lines by kind as they were counted into the book, JSON; "" if an older program received it.
    """

    branch: str
    branch_name: str
    device: str
    epoch: int
    bundle: int
    head: str
    receipt_key: str
    merged: int
    conflicts: int
    counts: str

    @property
    def lines(self) -> dict[str, int] | None:
        """Its lines by kind, all of them in the book; None if they were not counted."""
        return dict(json.loads(self.counts)) if self.counts else None


class Digits(NamedTuple):
    """A receipt to be read from paper."""

    branch: str
    branch_name: str
    bundle: int
    digits: str


def _newest(office: Office, branches: Collection[str] = ()) -> list[Answered]:
    only = f" AND branch IN ({', '.join('?' * len(branches))})" if branches else ""
    rows = office.desk.book.connection.execute(_NEWEST.format(only=only), tuple(branches))
    return [Answered(*row) for row in rows]


def write_receipts(office: Office, folder: Path, *, branches: Collection[str] = ()) -> list[Path]:
    """Write a receipt for the newest bundle of every computer of these branches that handed in; returns the files.

    `branches`: those whose stick it is; without any, of the whole county.
    """
    desk = office.desk
    desk.book.engine.settle()  # another clerk may be receiving just now (receive.py)
    found = _newest(office, branches)
    moved = in_two_places(office, {one.branch for one in found})
    waiting = aside.refused(desk)
    office_maker = stick.maker_of(office.keys.device, desk.book.epoch)
    written: list[Path] = []
    made_at = desk.stamp() if found else 0  # one for all: of each computer there is one
    for newest in found:
        maker = stick.maker_of(newest.device, newest.epoch)
        back = [one.bundle for one in waiting if one.device == newest.device or (not one.device and maker in one.file)]
        one = receipt.Receipt(
            office=office.keys.public_hex, office_epoch=desk.book.epoch, branch_code=newest.branch,
            device=newest.device, epoch=newest.epoch, upto=newest.bundle, head=newest.head, accepted=newest.merged,
            conflicts=newest.conflicts, made_at=made_at, refused=len(back), moved=moved.get(newest.branch, 0),
            counts=newest.lines or {},
            extra={"counted": newest.lines is not None, "returned": sorted(set(back))},
        )  # fmt: skip
        name = stick.receipt_name(newest.branch, newest.branch_name, maker, newest.bundle, office_maker)
        path = stick.free_path(folder, name, partial(receipt.is_of_same, one=one))
        receipt.write(path, one, office.keys)
        written.append(path)
    return written


def digits_to_read_out(office: Office) -> list[Digits]:
    """Return the same receipts as twelve digits, for paper and the telephone, when no stick goes back."""
    office.desk.book.engine.settle()
    office.desk.mark.remember(office.desk.book)  # they leave the book as much as a file does
    return [
        Digits(one.branch, one.branch_name, one.bundle, typed_form(_expected(office, one)))
        for one in _newest(office)
        if one.receipt_key
    ]


def _expected(office: Office, one: Answered) -> Expected:
    return Expected(
        device=one.device, epoch=one.epoch, upto=one.bundle, head=one.head, office_epoch=office.desk.book.epoch,
        receipt_key=bytes.fromhex(one.receipt_key),
    )  # fmt: skip
