"""What waits at the office's desks, in few questions: asked often, and of a book that other clerks write too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.county.annotations import targets
from danyang_desktop.county.endings import MERGED
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from danyang_desktop.county.doubles import Finding
    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.desk import Desk


class State(NamedTuple):
    """How an office's book stands: `records` is another as soon as findings may be, `said` as soon as anything is."""

    records: tuple[int, ...]
    said: tuple[int, ...]


def state_of(book: Book) -> State:
    """Return how the book stands now."""

    def count(asked: str, *values: str) -> int:
        return int(book.connection.execute(f"SELECT count(*) FROM {asked}", values).fetchone()[0])

    received, undone = count("received"), count("received WHERE undone_at != ''")
    merged = count("annotations WHERE kind = ? AND withdrawn = 0", MERGED)
    return State(
        (versions.last_seq(book.connection), received, undone, merged),
        (
            count("annotations WHERE withdrawn = 0"), count("set_aside WHERE cleared_at = ''"),
            count("conflicts WHERE settled_at IS NULL"), count("devices WHERE revoked_at IS NULL"),
        ),
    )  # fmt: skip


def asked(one: Finding, told: Container[str]) -> bool:
    """Tell whether every branch concerned has been written to about one of its records; `told`: uids written about."""
    return {row.branch for row in one.rows} == {row.branch for row in one.rows if row.uid in told}


def left_to_ask(desk: Desk, found: Iterable[Finding]) -> int:
    """Return of how many findings somebody is still to be asked."""
    told = targets(desk)
    return sum(not asked(one, told) for one in found)
