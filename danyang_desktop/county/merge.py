"""Merging a branch's versions into the office book: idempotent, commutative, nothing dropped.

A version whose parent is our newest goes on top. Otherwise both are kept, the order (hlc, device, epoch) picks a
provisional winner, and the two are listed for a person to settle (sync.md, Versions 4).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.canonical import canonical
from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store import versions
from danyang_desktop.store.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.declare.book import Book

_TEXTS = ("action", "at", "author", "branch", "device", "digest", "kind", "uid")
_LINE = {*_TEXTS, "body", "epoch", "hlc", "parents"}
_HEX = set("0123456789abcdef")


@dataclass
class Merged:
    """What a merge did: versions that were new, records whose face changed, conflicts found."""

    versions: int = 0
    faces: int = 0
    conflicts: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def merge(book: Book, branch: str, lines: Iterable[dict[str, object]], at: str) -> Merged:
    """Take the lines of one branch's bundle. Call it inside a transaction.

    Raises BadContent, and then nothing may be kept, for a line that is not a whole version of that branch.
    """
    done = Merged()
    newest: dict[str, Version | None] = {}
    ours: dict[str, str] = {}
    largest = 0
    for number, line in enumerate(lines, 1):
        version = version_of(line, branch, number)
        largest = max(largest, version.hlc)
        if not _keep(book, version, at):
            continue
        done.versions += 1
        done.counts[version.slug] = done.counts.get(version.slug, 0) + 1
        if version.uid not in newest:
            head = _head(book, version)
            newest[version.uid] = head
            ours[version.uid] = head.digest if head else ""
        head = newest[version.uid]
        if head is None or head.digest in version.parents:
            newest[version.uid] = version
            continue
        done.conflicts += _conflict(book, head, version, at)
        if version.order > head.order:
            newest[version.uid] = version
    for head in newest.values():
        if head is not None and head.digest != ours[head.uid]:
            done.faces += _show(book, head)
    if largest > book.hlc.last:
        book.hlc.see(largest)
        versions.note_clock(book.connection, largest)
    return done


def version_of(line: dict[str, object], branch: str, number: int) -> Version:
    """Return the version a line states, once its shape, its branch and its digest are found right."""
    texts = all(isinstance(line.get(name), str) for name in _TEXTS)
    whole = set(line) >= _LINE and texts and isinstance(line["body"], dict) and isinstance(line["parents"], list)
    if not whole or not all(isinstance(line[name], int) and line[name] for name in ("hlc", "epoch")):
        raise BadContent(f"第 {number} 行缺内容")
    value: dict[str, Any] = dict(line)
    if value["branch"] != branch:
        raise BadContent(f"第 {number} 行是别的支部的")
    named = [value["uid"], value["digest"], *value["parents"]]
    if not all(isinstance(one, str) and one and not set(one) - _HEX for one in named):
        raise BadContent(f"第 {number} 行的编号不对")
    version = Version(
        value["uid"], value["kind"], value["branch"], value["hlc"], value["device"], value["epoch"], value["digest"],
        tuple(value["parents"]), value["action"], value["author"], value["at"], canonical(value["body"]).decode(),
    )  # fmt: skip
    if not versions.is_whole(version):
        raise BadContent(f"第 {number} 行的核对码对不上")
    return version


def _keep(book: Book, version: Version, at: str) -> bool:
    """Append a version; False if it is here already. The same origin with other words is an alarm, both are told."""
    if book.connection.execute(versions.PUT_NEW, version.row()).rowcount:
        return True
    row = book.connection.execute(
        "SELECT digest FROM versions WHERE device = ? AND epoch = ? AND hlc = ?",
        (version.device, version.epoch, version.hlc),
    ).fetchone()
    if row[0] != version.digest:
        _note(book, version, row[0], at)
    return False


def _head(book: Book, version: Version) -> Version | None:
    table = book.tables.get(version.slug)
    if table is None:
        return None
    row = book.connection.execute(f"SELECT head FROM {table.slug} WHERE uid = ?", (version.uid,)).fetchone()
    if row is None:
        return None
    return next(one for one in versions.of_record(book.connection, version.uid) if one.digest == row[0])


def _conflict(book: Book, head: Version, version: Version, at: str) -> int:
    """List two versions neither of which knew the other."""
    return _note(book, version, head.digest, at)


def _note(book: Book, version: Version, other: str, at: str) -> int:
    pair = sorted((version.digest, other))
    return int(
        book.connection.execute(
            "INSERT OR IGNORE INTO conflicts (uid, ours, theirs, slug, branch, at) VALUES (?, ?, ?, ?, ?, ?)",
            (version.uid, *pair, version.slug, version.branch, at),
        ).rowcount
    )


def _show(book: Book, version: Version) -> int:
    """Let the tables show a version; a ledger this program does not know keeps its versions and shows nothing."""
    table = book.tables.get(version.slug)
    if table is None:
        return 0
    known = book.get(table.ledger, version.uid)
    try:
        record = book.at_version(version)
    except UserError as error:
        raise BadContent(error.sentence) from error
    record.updated_at = version.at
    record.revision = 1 if known is None else known.revision + 1
    for name in ("branch", "status", "recorder", "created_at"):
        if not isinstance(getattr(record, name), str):
            raise BadContent("有一条记录缺支部、状态或经手人")
    book.put_face(table, record, known)
    return 1
