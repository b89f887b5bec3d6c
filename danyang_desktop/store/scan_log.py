"""Scans of signed sheets: which picture belongs to which record. The pictures lie with the photos."""

from __future__ import annotations

from typing import Any, NamedTuple


class Scan(NamedTuple):
    """A scanned page of a record: `head` begins the digest of the version that was printed on it."""

    uid: str
    digest: str
    head: str
    at: str
    author: str
    file: str


def put(connection: Any, scan: Scan) -> bool:
    """File a scan; returns False if the very same page is there already. Call it inside a transaction."""
    done = connection.execute("INSERT INTO scans VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", scan)
    return bool(done.rowcount)


def of_record(connection: Any, uid: str) -> list[Scan]:
    """Return the scans of a record, oldest first."""
    rows = connection.execute(
        "SELECT uid, digest, head, at, author, file FROM scans WHERE uid = ? ORDER BY at, file", (uid,)
    )
    return [Scan(*row) for row in rows]


def digests(connection: Any) -> set[str]:
    """Return the pictures that scans name."""
    return {row[0] for row in connection.execute("SELECT DISTINCT digest FROM scans")}
