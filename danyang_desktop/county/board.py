"""Who has handed in, who has not, and what does not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.store import versions

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office
    from danyang_desktop.declare.book import Book


def board(office: Office, month: str) -> list[dict[str, Any]]:
    """Return a row for every enrolled branch: its state for the month, its last bundle, missing numbers."""
    connection = office.desk.book.connection
    branches = connection.execute(
        "SELECT branch, max(branch_name) FROM devices WHERE revoked_at IS NULL GROUP BY branch ORDER BY branch"
    ).fetchall()
    return [_row(connection, branch, name, month) for branch, name in branches]


def _row(connection: Any, branch: str, name: str, month: str) -> dict[str, Any]:
    rows = connection.execute(
        "SELECT device, epoch, bundle, at, period, conflicts FROM received WHERE branch = ? ORDER BY seq", (branch,)
    ).fetchall()
    handed_in = [row for row in rows if row[4] >= month]
    missing = []
    for device, epoch in {(row[0], row[1]) for row in rows}:
        numbers = {row[2] for row in rows if (row[0], row[1]) == (device, epoch)}
        missing += [number for number in range(min(numbers), max(numbers)) if number not in numbers]
    return {
        "at": rows[-1][3] if rows else "", "branch": branch, "bundles": len(rows),
        "conflicts": sum(row[5] for row in rows), "missing": sorted(missing), "name": name,
        "state": "已收" if handed_in else "未交",
    }  # fmt: skip


def conflicts(book: Book) -> list[dict[str, Any]]:
    """Return the open conflicts in words: what each of the two versions says where they differ."""
    rows = book.connection.execute(
        "SELECT uid, ours, theirs, slug, branch, at FROM conflicts WHERE settled_at IS NULL ORDER BY at, uid"
    ).fetchall()
    return [_in_words(book, *row) for row in rows]


def _in_words(book: Book, uid: str, ours: str, theirs: str, slug: str, branch: str, at: str) -> dict[str, Any]:
    log = {version.digest: version for version in versions.of_record(book.connection, uid)}
    told: dict[str, Any] = {"at": at, "branch": branch, "ledger": slug, "sides": [], "uid": uid}
    pair = [log[digest] for digest in (ours, theirs) if digest in log]
    if slug not in book.tables:
        return told
    kinds = book.tables[slug].ledger.kinds
    records = [book.at_version(version) for version in pair]
    differing = [name for name in kinds if len({repr(getattr(record, name)) for record in records}) > 1]
    for version, record in zip(pair, records, strict=True):
        said = {kinds[name].label: kinds[name].show(getattr(record, name)) for name in differing}
        told["sides"].append({"at": version.at, "digest": version.digest, "said": said, "who": version.author})
    return told
