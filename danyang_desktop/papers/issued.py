"""Certificates that were handed out, kept as versions: so the branch's other computer, which reads them, knows of them.

What was printed stands in each computer's own log. A certificate has a number and is marked 补打 the second time, so
the first printing must be known wherever the second may be.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from danyang_desktop.store import versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from danyang_desktop.workspace import Workspace

SLUG = "certificates"
_OF = ("uid", "first", "last")
"""Whose certificate it is and for which days: what makes a second print the same certificate."""
_SAID = (*_OF, "number", "on")


def issued_before(workspace: Workspace, span: Mapping[str, str]) -> dict[str, Any] | None:
    """Return number and day of the certificate for the same volunteer and days, if the branch gave one."""
    connection = workspace.book.connection
    rows = connection.execute("SELECT device FROM devices WHERE branch = ?", (workspace.branch.code,)).fetchall()
    found = [
        version.content()
        for device in {workspace.book.device, *(row[0] for row in rows)}
        for version in versions.of_record(connection, _uid(span, device))
    ]
    return min(found, key=lambda one: (one["on"], one["number"]), default=None)


def note_issued(workspace: Workspace, recipe: Mapping[str, Any]) -> None:
    """Keep that a certificate was printed for the first time. Call it inside a transaction."""
    if recipe["make"] != "certificate" or recipe["again"]:
        return
    book = workspace.book
    version = versions.make(
        uid=_uid(recipe, book.device), slug=SLUG, branch=workspace.branch.code, hlc=book.hlc.tick(), device=book.device,
        epoch=book.epoch, parents=(), action="new", author=workspace.operator,
        at=workspace.clock.now().isoformat(timespec="seconds"), body={name: recipe[name] for name in _SAID},
    )  # fmt: skip
    versions.put(book.connection, version)


def _uid(span: Mapping[str, str], device: str) -> str:
    """Return the id of a certificate that this computer gave: two computers never write one record."""
    said = "\n".join([*(span[name] for name in _OF), device])
    return hashlib.sha256(said.encode()).hexdigest()[:32]
