"""The numbers of a book's bundles: reserved before sealing, never given twice, open until a receipt closes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.exchange.bundle_format import Since
from danyang_desktop.store import shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.container import Sealed

WAITING, TAKEN, UNFINISHED = "等回执", "县里已收", "没写完"


_DEVICE, _FIRST = "bundles_device", "bundles_first"
"""What the book calls the device that makes its bundles, and the number of the first one that it made."""
_NONE_YET = 1 << 62
_AT_COUNTY = "at_county_by_sibling"
"""Under this name a book keeps, of each other computer of the branch, up to which bundle the office has everything."""


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
        if shelf.about(connection, _DEVICE) != book.device:
            first = last + 1 if _another_made(book) else 1
            shelf.set_about(connection, _DEVICE, book.device)
            shelf.set_about(connection, _FIRST, str(first))
        before = connection.execute(
            "SELECT sha256, seq FROM bundles WHERE epoch = ? AND sha256 != '' ORDER BY seq DESC LIMIT 1", (book.epoch,)
        ).fetchone()
        connection.execute(
            "INSERT INTO bundles (seq, epoch, sha256, code, file, from_seq, upto, records, photos, bytes, made_at)"
            " VALUES (?, ?, '', '', ?, ?, ?, 0, 0, 0, ?)",
            (last + 1, book.epoch, file, start, upto, at),
        )
    return Number(last + 1, *(before or (None, 0)))


def note_sealed(book: Book, seq: int, parts: Sequence[Sealed]) -> None:
    """Note that the bundle of a reserved number was written and read back; it goes by the hash of its first part."""
    first = parts[0]
    said = {
        "sha256": first.hash, "code": first.code, "file": first.path.name, "records": first.header.records,
        "photos": sum(one.header.photos for one in parts), "bytes": sum(one.bytes for one in parts),
    }  # fmt: skip
    with book.transaction():
        book.connection.execute(
            f"UPDATE bundles SET {', '.join(f'{name} = ?' for name in said)} WHERE seq = ?", (*said.values(), seq)
        )


def _another_made(book: Book) -> bool:
    """Tell whether the bundles in this book were made under another key: it was copied here, or the key was renewed."""
    said = shelf.about(book.connection, _DEVICE)
    return bool(said) and said != book.device


def _first(book: Book) -> int:
    """Return the number of the first bundle that was made under this computer's present key."""
    if _another_made(book):
        return _NONE_YET
    return int(shelf.about(book.connection, _FIRST) or 1)


def last_receipt(book: Book, *, own: bool = False) -> tuple[Since, int] | None:
    """Return what the newest receipt acknowledges, and the place in the log up to which it does.

    `own`: only receipts for what this computer's present key has signed. A bundle may build on no other: the office
    counts the bundles of each key by themselves.
    Newest is by the office's epoch, then by its stamp: it counts even when it is lower than one before, for then the
    office was restored.
    """
    row = book.connection.execute(
        "SELECT b.epoch, r.bundle, b.sha256, r.office_epoch, b.upto FROM receipts r JOIN bundles b ON b.seq = r.bundle"
        " WHERE b.seq >= ? ORDER BY r.office_epoch DESC, r.made_at DESC, r.seq DESC LIMIT 1",
        (_first(book) if own else 0,),
    ).fetchone()
    if row is None:
        return None
    return Since(epoch=row[0], upto=row[1], head=row[2], office_epoch=row[3]), row[4]


def sent_back(book: Book) -> frozenset[int]:
    """Return the numbers of the bundles without receipt that the office said, with its newest one, it could not take.

    An office whose program is older says only how many: then it is all those that were made before its receipt came.
    """
    row = book.connection.execute(
        "SELECT bundle, refused, at, body FROM receipts ORDER BY office_epoch DESC, made_at DESC, seq DESC LIMIT 1"
    ).fetchone()
    if row is None or not row[1]:
        return frozenset()
    said = json.loads(row[3]).get("returned")
    later = book.connection.execute("SELECT seq, made_at FROM bundles WHERE seq > ? AND sha256 != ''", row[:1])
    return frozenset(seq for seq, made_at in later if (seq in said if said is not None else made_at <= row[2]))


def note_sibling(book: Book, device: str, upto: tuple[int, int], said: tuple[int, int]) -> None:
    """Note that the office has all of another computer of the branch up to `upto` (epoch, number of a bundle).

    `said` is the office's epoch and its stamp: what it said last of an epoch counts, also when that is less.
    """
    kept = _siblings(book)
    epoch, last = upto
    known = kept.setdefault(device, {})
    if tuple(known.get(f"{epoch}", ())[1:]) < said:
        known[f"{epoch}"] = [last, *said]
        with book.transaction():
            shelf.set_about(book.connection, _AT_COUNTY, json.dumps(kept))


def siblings_at_county(book: Book) -> list[tuple[str, int, int]]:
    """Return device, epoch and number of the last bundle that the office has of each other computer of the branch.

    Of an epoch before too, that is not told of again; but nothing that a restored office said in its life before.
    """
    found = []
    for device, known in sorted(_siblings(book).items()):
        newest = max(office_epoch for _, office_epoch, _ in known.values())
        found += [(device, int(one), last) for one, (last, by, _) in sorted(known.items()) if by == newest]
    return found


def _siblings(book: Book) -> dict[str, dict[str, list[int]]]:
    kept: dict[str, dict[str, list[int]]] = json.loads(shelf.about(book.connection, _AT_COUNTY) or "{}")
    return kept


def made_here(book: Book, sha256: str) -> bool:
    """Tell whether this book made the bundle with this hash, or is a copy of the one that did: it has all of it."""
    return book.connection.execute("SELECT 1 FROM bundles WHERE sha256 = ?", (sha256,)).fetchone() is not None


def outbox(book: Book) -> list[dict[str, Any]]:
    """Return every bundle handed in, newest first, with its state: 等回执, 县里已收 or 没写完."""
    last = last_receipt(book)
    acknowledged, answered = (last[1], last[0].upto) if last else (0, 0)
    names = ("seq", "file", "records", "photos", "made_at", "code", "upto", "sha256")
    rows = book.connection.execute(f"SELECT {', '.join(names)} FROM bundles ORDER BY seq DESC")
    found = [dict(zip(names, row, strict=True)) for row in rows]
    for one in found:
        there = one["upto"] <= acknowledged and (one["records"] or one["seq"] <= answered)  # or it holds nothing
        waits = TAKEN if there else WAITING
        one["state"] = waits if one.pop("sha256") else UNFINISHED
    return found
