"""Taking an import back: the versions that came with a bundle leave the log, faces are made anew, the file stays.

A later bundle of the same branch may build on what is taken back, so those go with it, newest first; receiving the
kept files again brings everything back. The next receipt is lower, which opens the branch's outbox again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.county import faces
from danyang_desktop.county.annotations import SLUG as ANNOTATIONS
from danyang_desktop.county.tallies import forget
from danyang_desktop.declare.tops import tops
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.desk import Desk


@dataclass(frozen=True)
class Undone:
    """What was taken back: bundles as (number, file), versions, records whose face changed or went."""

    bundles: tuple[tuple[int, str], ...]
    versions: int
    records: int


def would_undo(desk: Desk, sha256: str) -> list[tuple[int, str]]:
    """Return what goes when this bundle is taken back, as (number, file), newest first. Raises UserError."""
    return [(number, file) for _, number, file, _, _ in _rows(desk, sha256)]


def _rows(desk: Desk, sha256: str) -> list[Any]:
    connection = desk.book.connection
    row = connection.execute(
        "SELECT branch, last_seq, last_seq, seq FROM received WHERE sha256 = ? AND undone_at = ''", (sha256,)
    ).fetchone()
    if row is None:
        raise UserError("没有收过这个包，或者已经撤销过了。没有改动。")
    found: list[Any] = connection.execute(
        "SELECT seq, bundle, file, first_seq, last_seq FROM received WHERE branch = ? AND undone_at = ''"
        " AND (last_seq > ? OR (last_seq = ? AND (first_seq = last_seq OR seq = ?)))"
        " ORDER BY last_seq DESC, seq DESC",
        row,
    ).fetchall()
    return found


def undo_import(desk: Desk, sha256: str) -> Undone:
    """Take back a received bundle and what was received from that branch after it. Raises UserError."""
    book = desk.book
    with book.transaction():  # asked and taken back in one go: another clerk may receive more of it at the same moment
        rows = _rows(desk, sha256)
        touched: set[str] = set()
        count = 0
        for seq, _, _, first, last in rows:
            within = "seq > ? AND seq <= ?"
            sql = f"SELECT DISTINCT uid FROM versions WHERE {within}"
            touched.update(row[0] for row in book.connection.execute(sql, (first, last)))
            count += book.connection.execute(f"DELETE FROM versions WHERE {within}", (first, last)).rowcount
            book.connection.execute("UPDATE received SET undone_at = ? WHERE seq = ?", (desk.at, seq))
        count += _withdraw_ours(book, sorted(touched))
        _show_anew(book, sorted(touched))
        book.keep_clock()
    return Undone(tuple((number, file) for _, number, file, _, _ in rows), count, len(touched))


def _withdraw_ours(book: Book, uids: Sequence[str]) -> int:
    """Take back what the office chose between versions that are gone; of a record that is gone, all it wrote."""
    count = 0
    for uid in uids:
        while True:
            found = versions.nodes(book.engine, {uid}).get(uid, [])
            there = {node.digest for node in found}
            lost = [node for node in found if node.parents and not there.issuperset(node.parents)]
            gone = [(node.digest,) for node in lost if node.key[1] == book.device or _chosen(book, node.digest)]
            if not gone:
                break
            book.connection.executemany("DELETE FROM versions WHERE digest = ?", gone)
            count += len(gone)
    return count


def _chosen(book: Book, digest: str) -> bool:
    """Tell whether a version is a choice, or its undoing, of another clerk: from no computer of a branch."""
    asked = (
        "SELECT 1 FROM versions v WHERE v.digest = ? AND v.action IN ('settle', 'undo')"
        " AND NOT EXISTS (SELECT 1 FROM devices d WHERE d.device = v.device)"
    )
    return book.connection.execute(asked, (digest,)).fetchone() is not None


def _show_anew(book: Book, uids: Sequence[str]) -> None:
    slugs: dict[str, list[Any]] = {}
    for uid in uids:
        book.connection.execute("DELETE FROM conflicts WHERE uid = ?", (uid,))
        log = {version.digest: version for version in versions.of_record(book.connection, uid)}
        if not log:
            _forget(book, uid)
            continue
        ends = tops(book, versions.nodes(book.engine, {uid})[uid])
        head = log[ends[0].digest]
        slugs.setdefault(head.slug, []).append((head, len(log)))
        book.connection.executemany(
            "INSERT INTO conflicts (uid, ours, theirs, slug, branch, at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [(uid, *sorted((head.digest, one.digest)), head.slug, head.branch, head.at) for one in ends[1:]],
        )
    for slug, heads in slugs.items():
        if slug != ANNOTATIONS:
            faces.show(book, slug, heads)


def _forget(book: Book, uid: str) -> None:
    """Let the tables no longer show a record of which no version is left."""
    for table in book.tables.values():
        row = book.connection.execute(f"SELECT id, branch FROM {table.slug} WHERE uid = ?", (uid,)).fetchone()
        if row:
            forget(book.connection, {row[1]})
            book.engine.words.remove(table.slug, row[0])
            book.connection.execute(f"DELETE FROM {table.slug} WHERE id = ?", (row[0],))
    book.connection.execute("DELETE FROM links WHERE uid = ?", (uid,))
