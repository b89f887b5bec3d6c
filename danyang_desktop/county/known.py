"""Whom the office knows: the branches on its list, those whose computers it enrolled, and the towns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.towns import SHIPPED
from danyang_desktop.registers.branches import BRANCHES
from danyang_desktop.registers.towns import SHIPPED_BY, TOWNS
from danyang_desktop.store import shelf

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book

TOWN_DIGITS = 9


def listed(book: Book) -> dict[str, tuple[str, str]]:
    """Return code -> (name, town) of the branches on the office's list; it may be imported from a workbook.

    What a branch says of itself (本支部资料) is here too and is no row of that list.
    """
    rows = _branches(book, "branch = ?", office_code(book))
    return {code: (name, town) for _, code, name, town in rows if code}


def towns_said(book: Book) -> dict[str, str]:
    """Return branch -> the town that it says it belongs to, whatever code it typed: for where nobody knows better."""
    return {branch: town for branch, _, _, town in _branches(book, "branch != ?", office_code(book)) if town}


def _branches(book: Book, whose: str, office: str) -> list[tuple[str, str, str, str]]:
    if BRANCHES.slug not in book.tables:
        return []
    sql = f"SELECT branch, code, name, town FROM {BRANCHES.slug} WHERE status IN ('final', 'archived') AND {whose}"
    rows = book.connection.execute(sql, (office,)).fetchall()
    return [(branch, code or "", name, town or "") for branch, code, name, town in rows]


def office_code(book: Book) -> str:
    """Return the code of the office whose book it is: it owns what the office wrote itself."""
    return shelf.about(book.connection, "branch_code")


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
            for code, name in book.connection.execute(
                f"SELECT code, name FROM {TOWNS.slug} WHERE status = 'final' AND branch IN (?, ?)",
                (office_code(book), SHIPPED_BY),
            )
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
