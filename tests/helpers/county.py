"""What an office's book says, in one digest: whatever way it came to it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from danyang_desktop.base.canonical import canonical
from danyang_desktop.declare.record import STATUSES, body_of

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace


def said(workspace: Workspace) -> str:
    """Return a digest of all versions, faces, open conflicts and received bundles; order and moments left out."""
    connection = workspace.book.connection
    whole = hashlib.sha256()
    for sql in (
        "SELECT digest FROM versions ORDER BY digest",
        "SELECT uid, ours, theirs FROM conflicts WHERE settled_at IS NULL ORDER BY 1, 2, 3",
        "SELECT sha256 FROM received WHERE undone_at = '' ORDER BY sha256",
    ):
        for row in connection.execute(sql):
            whole.update(canonical(list(row)) + b"\n")
    for ledger in workspace.ledgers.values():
        faces = {
            record.uid: [record.head, record.revision, body_of(record)]
            for record in workspace.query(ledger, status=tuple(STATUSES)).records()
        }
        whole.update(canonical(dict(sorted(faces.items()))))
        found = connection.execute(f"SELECT count(*) FROM ({workspace.book.engine.words.known(ledger.slug)})")
        whole.update(str(found.fetchone()[0]).encode())
    return whole.hexdigest()
