"""The numbers of a book's bundles: reserved before sealing, never given twice, open until a receipt closes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.exchange.bundle_format import Since

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.container import Sealed

WAITING, TAKEN, UNFINISHED = "等回执", "县里已收", "没写完"


class Number(NamedTuple):
    """A reserved number, and the last bundle of this epoch that was finished: its hash and number, None and 0."""

    seq: int
    previous: str | None
    previous_seq: int


def reserve(book: Book, file: str, at: str, *, start: int, upto: int) -> Number:
    """Take the next number for good, before anything is written.

    A crash while sealing leaves a number without a bundle; bundles are cumulative, so nothing is missing then. Were
    the number taken afterwards, a crash would let two different bundles bear it.
    """
    connection = book.connection
    with book.transaction():
        last = connection.execute("SELECT coalesce(max(seq), 0) FROM bundles").fetchone()[0]
        before = connection.execute(
            "SELECT sha256, seq FROM bundles WHERE epoch = ? AND sha256 != '' ORDER BY seq DESC LIMIT 1", (book.epoch,)
        ).fetchone()
        connection.execute(
            "INSERT INTO bundles (seq, epoch, sha256, code, file, from_seq, upto, records, photos, bytes, made_at)"
            " VALUES (?, ?, '', '', ?, ?, ?, 0, 0, 0, ?)",
            (last + 1, book.epoch, file, start, upto, at),
        )
    return Number(last + 1, *(before or (None, 0)))


def note_sealed(book: Book, seq: int, sealed: Sealed) -> None:
    """Note that the bundle of a reserved number was written and read back."""
    with book.transaction():
        book.connection.execute(
            "UPDATE bundles SET sha256 = ?, code = ?, file = ?, records = ?, photos = ?, bytes = ? WHERE seq = ?",
            (
                sealed.hash,
                sealed.code,
                sealed.path.name,
                sealed.header.records,
                sealed.header.photos,
                sealed.bytes,
                seq,
            ),
        )


def last_receipt(connection: Any) -> tuple[Since, int] | None:
    """Return what the newest receipt acknowledges, and the place in the log up to which it does.

    Newest is by the office's epoch, then by its stamp: it counts even when it is lower than one before, for then the
    office was restored.
    """
    row = connection.execute(
        "SELECT b.epoch, r.bundle, b.sha256, r.office_epoch, b.upto FROM receipts r JOIN bundles b ON b.seq = r.bundle"
        " ORDER BY r.office_epoch DESC, r.made_at DESC, r.seq DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    return Since(epoch=row[0], upto=row[1], head=row[2], office_epoch=row[3]), row[4]


def outbox(book: Book) -> list[dict[str, Any]]:
    """Return every bundle handed in, newest first, with its state: 等回执, 县里已收 or 没写完."""
    last = last_receipt(book.connection)
    acknowledged = last[1] if last else 0
    names = ("seq", "file", "records", "photos", "made_at", "code", "upto", "sha256")
    rows = book.connection.execute(f"SELECT {', '.join(names)} FROM bundles ORDER BY seq DESC")
    found = [dict(zip(names, row, strict=True)) for row in rows]
    for one in found:
        waits = TAKEN if one["upto"] <= acknowledged else WAITING
        one["state"] = waits if one.pop("sha256") else UNFINISHED
    return found
