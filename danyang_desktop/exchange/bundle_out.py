"""Handing in: everything since the last receipt goes into one bundle on the stick, and is read back there.

Cumulative since the last *receipt*, not the last export: a lost stick heals itself with the next one (sync.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.exchange import container, stick
from danyang_desktop.exchange.bundle_format import Heading, Since
from danyang_desktop.exchange.bundle_pack import Contents
from danyang_desktop.exchange.key_enrolment import read_card, request_of, write_request
from danyang_desktop.store import versions
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.exchange.key_enrolment import OfficeCard
    from danyang_desktop.store.versions import Version

CARD = "office.dyo"
_LINE_BYTES = 700  # of one version in a bundle, about


@dataclass(frozen=True)
class HandedIn:
    """A bundle that was written and read back: its file, what it holds, and its 核对码."""

    file: Path
    seq: int
    records: int
    photos: int
    bytes: int
    code: str


def ask_to_enrol(desk: Desk, path: Path) -> None:
    """Write this computer's enrolment file for the office; its fingerprint is read over the telephone."""
    request = request_of(desk.signer, desk.code, desk.name, desk.book.hlc.tick())
    write_request(path, request, desk.signer)


def take_card(desk: Desk, path: Path) -> OfficeCard:
    """Keep the office's card: from now on bundles are sealed to it and receipts are believed from it."""
    card = read_card(path)
    kept = desk.folder / CARD
    with trouble():
        kept.with_suffix(".part").write_bytes(path.read_bytes())
        kept.with_suffix(".part").replace(kept)
    return card


def card_of_office(desk: Desk) -> OfficeCard:
    """Return the office's card; raises UserError when there is none yet."""
    if not (desk.folder / CARD).exists():
        raise UserError("本支部还没有在县里登记，不知道交给谁。请先读入县里给的登记文件（.dyo）。")
    return read_card(desk.folder / CARD)


def export(desk: Desk, to: Path, *, full: bool = False, progress: Progress = silent) -> HandedIn:
    """Write a bundle into a folder of the stick; raises UserError (nothing new), Trouble, Cancelled.

    `full` sends everything again from the first version; the office takes it as a no-op where it has it.
    """
    card = card_of_office(desk)
    last = _last_receipt(desk.book.connection)
    start = 0 if full or last is None else last["upto_seq"]
    upto = versions.last_seq(desk.book.connection)
    if upto == start:
        raise UserError("上次回执之后没有新记的东西，这次不用交。要整本再交一次，请选“全部重交”。")
    photos = sorted(_photos(desk.book, start, upto))
    first, final = _days(desk.book, start, upto)
    seq, previous = _previous(desk.book.connection, desk.book.epoch)
    heading = Heading(
        branch_code=desk.code, branch_name=desk.name, epoch=desk.book.epoch, seq=seq, made_at=desk.book.hlc.tick(),
        from_on=first, to_on=final, previous=previous, full=full,
        since=None if full or last is None else Since(
            epoch=last["epoch"], upto=last["bundle"], head=last["sha256"], office_epoch=last["office_epoch"]
        ),
    )  # fmt: skip
    contents = Contents(
        records=lines(desk.book, start, upto), photos=_bytes_of(desk, photos), schema=schema(desk.book),
        receipt_key=desk.signer.receipt_key(desk.book.epoch, seq), expected_bytes=_size(desk, start, upto, photos),
    )  # fmt: skip
    path = stick.free_path(to, stick.bundle_name(desk.code, desk.name, final[:7], seq))
    sealed = container.seal(path, heading, contents, desk.signer, card.recipients, progress)
    with desk.book.transaction():
        desk.book.connection.execute(
            "INSERT INTO bundles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, desk.book.epoch, sealed.hash, sealed.code, path.name, start, upto, sealed.header.records,
             sealed.header.photos, sealed.bytes, desk.at),
        )  # fmt: skip
    stick.write_note(to, sealed)
    return HandedIn(path, seq, sealed.header.records, sealed.header.photos, sealed.bytes, sealed.code)


def lines(book: Book, start: int, upto: int) -> Iterator[dict[str, object]]:
    """Yield the versions after `start` as the bundle carries them, without what never leaves the book."""
    for version in versions.since(book.connection, start, upto):
        stays = book.tables[version.slug].ledger.stays if version.slug in book.tables else set()
        yield line_of(versions.redacted(version, stays))


def line_of(version: Version) -> dict[str, object]:
    """Return one version as a line of records.jsonl."""
    return {
        "action": version.action, "at": version.at, "author": version.author, "body": version.content(),
        "branch": version.branch, "device": version.device, "digest": version.digest, "epoch": version.epoch,
        "hlc": version.hlc, "kind": version.slug, "parents": list(version.parents), "uid": version.uid,
    }  # fmt: skip


def schema(book: Book) -> dict[str, object]:
    """Return the declarations that the records follow: ledger -> field -> kind, for whoever reads in 2040."""
    return {
        slug: {name: {"kind": kind.name_of_kind, "label": kind.label} for name, kind in ledger.kinds.items()}
        for slug, ledger in book.ledgers.items()
    }


def _photo_fields(book: Book) -> dict[str, list[str]]:
    return {
        slug: [
            name for name, kind in ledger.kinds.items() if kind.name_of_kind == "photos" and name not in ledger.stays
        ]
        for slug, ledger in book.ledgers.items()
    }


def _photos(book: Book, start: int, upto: int) -> set[str]:
    fields = _photo_fields(book)
    found: set[str] = set()
    for version in versions.since(book.connection, start, upto):
        names = fields.get(version.slug)
        if names:
            body = version.content()
            found.update(digest for name in names for digest in body.get(name, ()))
    return found


def _bytes_of(desk: Desk, digests: list[str]) -> Iterator[tuple[str, bytes]]:
    for digest in digests:
        data = desk.attachments.get(digest)
        if data is not None:
            yield digest, data


def _size(desk: Desk, start: int, upto: int, photos: list[str]) -> int:
    sizes = desk.attachments.sizes(photos)
    return (upto - start) * _LINE_BYTES // 4 + sum(sizes.values())


def _days(book: Book, start: int, upto: int) -> tuple[str, str]:
    row = book.connection.execute(
        "SELECT min(at), max(at) FROM versions WHERE seq > ? AND seq <= ?", (start, upto)
    ).fetchone()
    return row[0][:10], row[1][:10]


def _previous(connection: Any, epoch: int) -> tuple[int, str | None]:
    row = connection.execute("SELECT seq, sha256, epoch FROM bundles ORDER BY seq DESC LIMIT 1").fetchone()
    if row is None:
        return 1, None
    return row[0] + 1, row[1] if row[2] == epoch else None


def _last_receipt(connection: Any) -> dict[str, Any] | None:
    """Return what the newest receipt acknowledges; it counts even when it is lower: the office was restored."""
    row = connection.execute(
        "SELECT r.bundle, r.office_epoch, b.sha256, b.upto, b.epoch FROM receipts r JOIN bundles b ON b.seq = r.bundle"
        " ORDER BY r.seq DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    return {"bundle": row[0], "epoch": row[4], "office_epoch": row[1], "sha256": row[2], "upto_seq": row[3]}


def outbox(book: Book) -> list[dict[str, Any]]:
    """Return every bundle handed in, newest first, with its state: 等回执 or 县里已收."""
    last = _last_receipt(book.connection)
    acknowledged = last["upto_seq"] if last else 0
    names = ("seq", "file", "records", "photos", "made_at", "code", "upto")
    rows = book.connection.execute(f"SELECT {', '.join(names)} FROM bundles ORDER BY seq DESC")
    return [
        {**dict(zip(names, row, strict=True)), "state": "县里已收" if row[6] <= acknowledged else "等回执"}
        for row in rows
    ]
