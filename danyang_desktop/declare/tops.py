"""The newest versions of a record, and which of several is shown: it follows from the set of its versions alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.store import versions

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.store.versions import Node


def tops(book: Book, found: list[Node]) -> list[Node]:
    """Return those versions of one record that no other builds upon; the one that is shown comes first.

    One that is settled for good (paid, confirmed) comes before all that are not, whenever it was written: it is
    corrected by 冲正 and never by another version. Else the order (hlc, device, epoch, digest) decides. `found`: all
    that are here.
    """
    ends = leaves(found)
    table = book.tables.get(ends[0].slug)
    if len(ends) == 1 or table is None or not table.ledger.for_good:
        return ends
    log = {version.digest: version for version in versions.of_record(book.connection, ends[0].uid)}
    first = {node.digest for node in ends if settled_in(table.ledger, log[node.digest].content())}
    return sorted(ends, key=lambda node: (node.digest in first, node.key), reverse=True)


def settled_in(ledger: Ledger[Any], said: dict[str, Any]) -> str:
    """Return the state that a version says the record is in, if it is settled for good, or ""."""
    state = said.get(ledger.state) if ledger.state else None
    return state if isinstance(state, str) and state in ledger.for_good else ""


def leaves(found: list[Node]) -> list[Node]:
    """Return the versions of one record that no sound other one names as its parent, by their order, the last first."""
    if len(found) == 1:
        return found
    unsound = {node.digest for node in early(found)}
    named = {digest for node in found if node.digest not in unsound for digest in node.parents}
    ends = (node for node in found if node.digest not in named and node.digest not in unsound)
    return sorted(ends, key=lambda node: node.key, reverse=True)


def early(found: list[Node]) -> list[Node]:
    """Return the versions of one record that claim to be older than one they build upon: no program of ours writes one.

    They stay in the log and count for nothing, whatever came first: else whoever sends such a one before its parent
    could keep the true one out. The last in the order is never among them.
    """
    there = {node.digest: node.key for node in found}
    return [node for node in found if any(there.get(digest, _FIRST) >= node.key for digest in node.parents)]


_FIRST = (0, "", 0, "")
"""Before every version."""
