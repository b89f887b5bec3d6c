"""Taking one bundle in, at the office, at home from the office, or from the branch's other computer.

In this order: prove it where it lies; copy it beside the book, fsync, prove the copy; open the copy; keep its photos;
then, in one transaction, its versions and the note that it was received. Photos come first because they are kept by
their hash and so harm nobody without their records: a bundle is never noted as received while a photo is missing.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import moment_of
from danyang_desktop.base.paths import legible
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.merge import Merged, merge
from danyang_desktop.county.reading import Reader
from danyang_desktop.county.ready import KEPT, copied, same
from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_answers import take_answers
from danyang_desktop.exchange.bundle_parts import part_of
from danyang_desktop.exchange.bundle_refusals import BadContent, Damaged
from danyang_desktop.exchange.outbox import made_here
from danyang_desktop.store.database import trouble_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from pyrage.x25519 import Identity

    from danyang_desktop.county.later import Later
    from danyang_desktop.county.reading import Line
    from danyang_desktop.county.ready import Ready
    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.bundle_format import Header
    from danyang_desktop.exchange.container import Lookup, Proven
    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.exchange.payload import Payload

WHOLE = (
    "(r.parts = 1 OR r.parts = (SELECT count(DISTINCT p.part) FROM received p WHERE p.device = r.device"
    " AND p.epoch = r.epoch AND p.bundle = r.bundle AND p.undone_at = ''))"
)
"""Of a row `r` of what was received: its bundle is here with all its parts."""
_PHOTOS_AT_ONCE = 32
_JPEG = b"\xff\xd8\xff"
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Door:
    """Who may bring what: `lookup` the enrolled keys, `owners` whose records a bundle of `header` may carry."""

    desk: Desk
    lookup: Lookup
    identities: tuple[Identity, ...]
    direction: str = "up"
    more_owners: tuple[str, ...] = ()
    later: Later | None = None

    def owners(self, header: Header) -> Collection[str]:
        """Return the codes whose records the bundle may carry."""
        return {header.branch_code, *self.more_owners}


@dataclass(frozen=True)
class TakenIn:
    """A bundle that was taken in, now or before (`again`)."""

    proven: Proven
    done: Merged
    again: bool


def take_in(door: Door, path: Path, progress: Progress = silent, ready: Ready | None = None) -> TakenIn:
    """Take in one bundle; a bundle that is here already is a no-op that brings back photos that were lost.

    `ready`: the same bundle as it was made ready ahead. Raises BundleRefused, and then no record is changed; Trouble.
    """
    if ready is not None and door.lookup(ready.proven.header.device, ready.proven.header.branch_code) != ready.key:
        ready.copy.path.unlink(missing_ok=True)  # struck off meanwhile, or enrolled anew
        ready = None
    try:
        return _take_in(door, path, progress, ready)
    finally:
        if ready is not None:
            ready.copy.path.unlink(missing_ok=True)  # it has its name by now, or was not taken


def _take_in(door: Door, path: Path, progress: Progress, ready: Ready | None) -> TakenIn:
    proven = container.verify(path, door.lookup, progress) if ready is None else ready.proven
    header = proven.header
    part_of(header)
    if header.direction != door.direction:
        said = "这是县里发给支部的包，请支部来读。" if header.direction == "down" else "这是支部上报的包，请交给县里。"
        raise BadContent(said.rstrip("。"))
    connection = door.desk.book.connection
    known = is_here(connection, proven.hash)
    if known and not header.photos:
        return TakenIn(proven, Merged(), again=True)
    if not known:
        _refuse_gap(door.desk.book, header)
    copy = _kept(door, path, proven, ready)
    if ready is not None and ready.lines is not None and not known:
        return _merged(door, proven, path.name, ready.lines, ready.receipt_key)
    with container.open_payload(copy, *door.identities) as payload:
        _put_photos(door.desk, payload)
        if known:
            return TakenIn(proven, Merged(), again=True)
        book = door.desk.book
        lines = Reader(book.tables, book.engine.spelling).read(payload.records(), door.owners(header))
        return _merged(door, proven, path.name, lines, payload.receipt_key)


def _merged(door: Door, proven: Proven, file: str, lines: Iterable[list[Line]], receipt_key: bytes) -> TakenIn:
    book, at = door.desk.book, door.desk.at
    with door.later.attempt() if door.later else nullcontext(), book.transaction():
        undone_at = _undone_at(book.connection, proven.hash)
        if undone_at == "":  # another clerk had the same stick, and was quicker
            return TakenIn(proven, Merged(), again=True)
        done = merge(book, lines, at, annotations=door.direction == "down", later=door.later)
        row = _row(proven, done, door.desk, file=file, receipt_key=receipt_key)
        _note(book.connection, row, anew=undone_at is not None)
        if door.direction == "up":
            take_answers(book.connection, proven.header)
    return TakenIn(proven, done, again=False)


def is_here(connection: Any, sha256: str) -> bool:
    """Tell whether the bundle with this hash was received, and not taken back since."""
    return _undone_at(connection, sha256) == ""


def _undone_at(connection: Any, sha256: str) -> str | None:
    """Return when a bundle was taken back, "" if it was not, None if it never came."""
    row = connection.execute("SELECT undone_at FROM received WHERE sha256 = ?", (sha256,)).fetchone()
    return None if row is None else str(row[0])


def _refuse_gap(book: Book, header: Header) -> None:
    base = header.since.epoch if header.since else header.epoch
    row = book.connection.execute(
        "SELECT coalesce(max(bundle), 0) FROM received r WHERE device = ? AND epoch = ? AND undone_at = ''"
        f" AND {WHOLE}",
        (header.device, base),
    ).fetchone()
    if header.since is not None and header.since.upto > row[0] and made_here(book, header.since.head):
        return  # a branch's second computer, which began with a copy of the first one's book
    container.refuse_gap(header, row[0])


def _row(proven: Proven, done: Merged, desk: Desk, *, file: str, receipt_key: bytes) -> dict[str, Any]:
    header, at = proven.header, desk.at
    part, of = part_of(header)
    return {
        "sha256": proven.hash, "branch": header.branch_code, "branch_name": header.branch_name,
        "device": header.device, "epoch": header.epoch, "bundle": header.seq, "upto": header.seq,
        "period": month_closed(header, desk), "records": header.records, "merged": done.versions,
        "conflicts": done.conflicts, "at": at, "file": legible(file), "first_seq": done.first_seq,
        "last_seq": done.last_seq, "undone_at": "", "counts": json.dumps(done.lines, sort_keys=True),
        "receipt_key": receipt_key.hex(), "part": part, "parts": of,
    }  # fmt: skip


def _note(connection: Any, row: dict[str, Any], *, anew: bool) -> None:
    """Note that a bundle was received; `anew`: it was taken back before."""
    if anew:
        changed = ("merged", "conflicts", "at", "first_seq", "last_seq", "undone_at", "counts")
        connection.execute(
            f"UPDATE received SET {', '.join(f'{name} = ?' for name in changed)} WHERE sha256 = ?",
            (*(row[name] for name in changed), row["sha256"]),
        )
    else:
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO received ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def month_closed(header: Header, desk: Desk) -> str:
    """Return the month that a bundle closes: what it says itself, if that is not after its last record.

    A computer whose clock is ahead closes none that has not begun here, by our clock or by what we wrote already.
    """
    said, last = header.extra.get("month"), header.to_on[:7]
    closed = said if isinstance(said, str) and _MONTH.fullmatch(said) and said <= last else last
    return min(closed, max(desk.at[:7], f"{moment_of(desk.book.hlc.last):%Y-%m}"))


def _put_photos(desk: Desk, payload: Payload) -> None:
    """Keep the photos that are not here, a few in one transaction; raises BadContent for one that is no JPEG."""
    lacking = [digest for digest in payload.photo_hashes if not desk.attachments.has(digest)]
    for start in range(0, len(lacking), _PHOTOS_AT_ONCE):
        with desk.attachments.at_once():
            for digest in lacking[start : start + _PHOTOS_AT_ONCE]:
                data = payload.photo(digest)
                if not data.startswith(_JPEG):
                    raise BadContent("有一张照片不是 JPEG")
                desk.attachments.put(data)


def _kept(door: Door, path: Path, proven: Proven, ready: Ready | None) -> Proven:
    """Keep a copy of the original under its hash (ready.py)."""
    folder = door.desk.folder / KEPT
    kept = folder / f"{proven.hash}.dyb"
    if kept.exists():
        try:
            return same(container.verify(kept, door.lookup), proven)
        except Damaged:
            pass  # kept once, and damaged since: copy it anew
    copy = copied(path, proven, door.desk.folder, door.lookup) if ready is None else ready.copy
    try:
        try:
            copy.path.replace(kept)
        except FileNotFoundError:  # another clerk tidied the folder of what looked left behind
            copied(path, proven, door.desk.folder, door.lookup).path.replace(kept)
        _sync(folder)
    except OSError as error:
        raise trouble_of(error, KEPT) from error
    return replace(copy, path=kept)


def _sync(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
