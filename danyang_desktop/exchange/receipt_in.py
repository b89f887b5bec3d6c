"""Reading receipts back from the stick: only a valid one turns 等回执 into 县里已收."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.paths import legible
from danyang_desktop.exchange import outbox, receipt, stick
from danyang_desktop.exchange.bundle_out import NOTES
from danyang_desktop.exchange.bundle_refusals import BundleRefused
from danyang_desktop.exchange.bundle_typed import EPOCHS_TRIED, Expected, verify_typed
from danyang_desktop.exchange.office_card import card_of_office, follow
from danyang_desktop.exchange.outbox import last_receipt
from danyang_desktop.exchange.receipt import Receipt
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.exchange.desk import Desk


@dataclass
class ReceiptsRead:
    """What came of a stick: receipts taken, how many were known, (file, sentence) of those not believed."""

    taken: list[Receipt] = field(default_factory=list)
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def read_receipts(desk: Desk, folder: Path, *, alone: bool = True) -> ReceiptsRead:
    """Read every receipt for this computer in a folder. Raises UserError, Trouble.

    Those for other computers of the branch are noted: what they wrote and the office has is not handed in from here.
    `alone`: a receipt is all that was looked for, so that to find none is an error.
    """
    found = stick.find_bundles(folder)
    follow(desk, found.cards)
    card = card_of_office(desk)
    told = ReceiptsRead()
    ours: list[Receipt] = []
    siblings = _siblings(desk)
    others = 0
    for path in found.receipts:
        try:
            device = receipt.peek(path).device
            if device in siblings:
                others += 1
                one = receipt.read(path, card.public_hex, device)
                outbox.note_sibling(desk.book, device, (one.epoch, one.upto), (one.office_epoch, one.made_at))
            if device == desk.signer.device:
                ours.append(receipt.read(path, card.public_hex, desk.signer.device))
        except BundleRefused as error:
            told.refused.append((legible(path.name), error.sentence))
    for one in sorted(ours, key=lambda each: (each.office_epoch, each.made_at)):
        try:
            if _take(desk, one):
                told.taken.append(one)
            else:
                told.known += 1
        except UserError as error:
            told.refused.append((f"第 {one.upto} 号包的回执", error.sentence))
    if alone and others and not ours and not told.refused:
        raise UserError("这里的回执是给本支部另一台电脑的，没有给这台的。请拿到那台电脑上读；这台交过的，请问县里。")
    if alone and not ours and not told.refused:
        raise UserError("这里没有给本支部的回执。请看看 U盘 插对了没有，县里写了回执没有。")
    return told


def _siblings(desk: Desk) -> set[str]:
    asked = "SELECT device FROM devices WHERE branch = ? AND device != ? AND revoked_at IS NULL"
    return {row[0] for row in desk.book.connection.execute(asked, (desk.code, desk.signer.device))}


def type_receipt(desk: Desk, text: str) -> int:
    """Take twelve digits read from paper; returns the number of the bundle up to which the office has everything.

    Raises UserError: mistyped, or for none of the bundles that this computer handed in.
    """
    found = verify_typed(text, _expected(desk))
    last = last_receipt(desk.book)
    since = last[0] if last else None
    if since is None or (since.upto, since.office_epoch) != (found.upto, found.office_epoch):
        card = card_of_office(desk)
        _take(
            desk,
            Receipt(
                office=card.public_hex, office_epoch=found.office_epoch, branch_code=desk.code, device=found.device,
                epoch=found.epoch, upto=found.upto, head=found.head, accepted=0, made_at=_newest(desk, found),
            ),
        )  # fmt: skip
    return found.upto


def _expected(desk: Desk) -> Iterator[Expected]:
    """Yield whatever the digits may be for, what is likely first; see bundle_typed.py for what that leaves to chance.

    An office that was restored is in an epoch of which its branches have not heard: the next ones are tried as well.
    """
    connection = desk.book.connection
    heard = {card_of_office(desk).epoch}
    heard.update(row[0] for row in connection.execute("SELECT DISTINCT office_epoch FROM receipts"))
    newest = max(heard)
    handed_in = connection.execute("SELECT seq, epoch, sha256 FROM bundles WHERE sha256 != '' ORDER BY seq DESC")
    known = [(desk.signer.receipt_key(epoch, seq), seq, epoch, head) for seq, epoch, head in handed_in.fetchall()]
    for office_epoch in (*sorted(heard, reverse=True), *range(newest + 1, newest + 1 + EPOCHS_TRIED)):
        for key, seq, epoch, head in known:
            yield Expected(
                device=desk.signer.device, epoch=epoch, upto=seq, head=head, office_epoch=office_epoch, receipt_key=key
            )


def _newest(desk: Desk, found: Expected) -> int:
    """Return a stamp for a receipt without one: the digits are the newest that was heard of that epoch of the office.

    If they are not, and stood on an old paper, the branch sends once more what the office has; the other way round it
    would think to be there what the office took back.
    """
    made, heard = desk.book.connection.execute(
        "SELECT (SELECT coalesce(max(hlc), 0) FROM versions"
        " WHERE seq <= (SELECT upto FROM bundles WHERE seq = ?)),"
        " (SELECT coalesce(max(made_at), 0) FROM receipts WHERE office_epoch = ?)",
        (found.upto, found.office_epoch),
    ).fetchone()
    return max(int(made), int(heard) + 1)


def _take(desk: Desk, one: Receipt) -> bool:
    """Keep a receipt; False if it is known. An older one is kept too: which of them counts, outbox.py says."""
    connection = desk.book.connection
    row = connection.execute("SELECT sha256 FROM bundles WHERE seq = ? AND epoch = ?", (one.upto, one.epoch)).fetchone()
    if row is None or row[0] != one.head:
        raise UserError("这张回执说的数据包不是这本台账交的，没有登记。请打电话问县里。")
    if one.counted:
        _compare(desk, one)
    known = connection.execute(
        "SELECT 1 FROM receipts WHERE bundle = ? AND office_epoch = ? AND made_at = ?",
        (one.upto, one.office_epoch, one.made_at),
    ).fetchone()
    if known:
        return False
    body = json.dumps({"counts": dict(one.counts), "moved": one.moved, "returned": one.returned})
    with desk.book.transaction():
        connection.execute(
            "INSERT INTO receipts (bundle, upto, office_epoch, made_at, accepted, refused, conflicts, at, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                one.upto,
                one.upto,
                one.office_epoch,
                one.made_at,
                one.accepted,
                one.refused,
                one.conflicts,
                desk.at,
                body,
            ),
        )
        desk.book.hlc.see(one.made_at)
        versions.note_clock(connection, desk.book.hlc.last)
    return True


def _compare(desk: Desk, one: Receipt) -> None:
    """Raise UserError if the office counted other lines into its book than the bundle holds."""
    book = desk.book
    rows = book.connection.execute(
        "SELECT v.slug, count(*) FROM versions v JOIN bundles b ON v.seq > b.from_seq AND v.seq <= b.upto"
        " WHERE b.seq = ? AND v.branch = ? AND v.slug != ? GROUP BY v.slug",
        (one.upto, desk.code, NOTES),
    )
    sent, there = dict(rows.fetchall()), dict(one.counts)
    odd = [slug for slug in sorted(sent.keys() | there.keys()) if sent.get(slug, 0) != there.get(slug, 0)]
    if odd:
        names = {slug: ledger.short for slug, ledger in book.ledgers.items()}
        said = "；".join(
            f"{names.get(slug, slug)}交了 {sent.get(slug, 0)} 条，县里有 {there.get(slug, 0)} 条" for slug in odd
        )
        raise UserError(
            f"条数对不上：{said}。这张回执没有登记，这个包还算没收到，下次上报会一起再交。请打电话告诉县里。"
        )
