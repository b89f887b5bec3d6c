"""Whom the office knows: the branches on its list, those whose computers it enrolled, and the towns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.towns import SHIPPED
from danyang_desktop.registers.branches import BRANCHES
from danyang_desktop.registers.towns import TOWNS

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book

TOWN_DIGITS = 9


def listed(book: Book) -> dict[str, tuple[str, str]]:
    """Return code -> (name, town) of the branches on the office's list; it may be imported from a workbook."""
    if BRANCHES.slug not in book.tables:
        return {}
    rows = book.connection.execute(
        f"SELECT code, name, town FROM {BRANCHES.slug} WHERE status IN ('final', 'archived') AND code != ''"
    )
    return {code: (name, town or "") for code, name, town in rows}


def enrolled(book: Book) -> dict[str, tuple[str, bool]]:
    """Return code -> (what it calls itself, whether a computer of it signs now) of all that ever enrolled."""
    asked = "SELECT branch, max(branch_name), count(*) - count(revoked_at) FROM devices GROUP BY branch"
    return {branch: (name, bool(signing)) for branch, name, signing in book.connection.execute(asked)}


def towns(book: Book) -> dict[str, str]:
    """Return the towns: the first nine digits of a branch's code -> name."""
    found = dict(SHIPPED)
    if TOWNS.slug in book.tables:
        found |= {
            code[:TOWN_DIGITS]: name
            for code, name in book.connection.execute(f"SELECT code, name FROM {TOWNS.slug} WHERE status = 'final'")
            if code
        }
    return found


def names(book: Book) -> dict[str, str]:
    """Return code -> what a branch is called: by the office's list, or else by itself."""
    found = {branch: name for branch, (name, _) in enrolled(book).items()}
    return found | {branch: name for branch, (name, _) in listed(book).items()}


def name_of(book: Book, branch: str) -> str:
    """Return what a branch is called, or its code."""
    return names(book).get(branch, branch)
