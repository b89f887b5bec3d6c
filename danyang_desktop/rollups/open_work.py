"""What is still open in a book, for whoever takes it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.declare.query import LIVE
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.rollups.due import households_due, promises

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.look import Look
    from danyang_desktop.rollups.due import Due, Promise


def open_work(book: Book, look: Look) -> tuple[list[Promise], list[Due]]:
    """Return the promises that nobody has kept yet, and the households whose visit is overdue."""
    visits, talks = (list(book.query(ledger, status=LIVE).records()) for ledger in (VISITS, TALKS))
    late = households_due(book.query(HOUSEHOLDS, status=LIVE).records(), visits, look)
    return promises(visits, talks, look.today), late
