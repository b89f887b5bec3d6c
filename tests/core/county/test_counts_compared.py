"""Counts are compared at the last hop too: what the office says it has, and what the branch handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.county.handed_in import months
from danyang_desktop.exchange.outbox import outbox
from danyang_desktop.exchange.receipt_in import read_receipts
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from tests.core.county.conftest import Pair


def _counted(pair: Pair, counts: str) -> Any:
    """Let the office count so many lines into its book, and the branch read what it says."""
    with pair.book.book.transaction():
        pair.book.book.connection.execute("UPDATE received SET counts = ?", (counts,))
    pair.answer()
    return read_receipts(pair.branch.desk, pair.stick)


def test_a_receipt_tells_every_line_of_the_bundle_by_kind_also_those_that_were_there_before(pair: Pair) -> None:
    for _ in range(3):
        saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    pair.answer()
    (taken,) = read_receipts(pair.branch.desk, pair.stick).taken
    assert (taken.upto, taken.accepted, dict(taken.counts)) == (2, 4, {"toy_errands": 4})
    assert [one["state"] for one in outbox(pair.branch.book)] == ["县里已收", "县里已收"]


@pytest.mark.parametrize("counts", ["{}", '{"toy_errands": 2}', '{"toy_errands": 3, "toy_neighbours": 1}'])
def test_other_counts_are_said_and_nothing_counts_as_received(pair: Pair, counts: str) -> None:
    for _ in range(3):
        saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    told = _counted(pair, counts)
    assert told.taken == []
    ((_, sentence),) = told.refused
    assert "条数对不上" in sentence
    assert [one["state"] for one in outbox(pair.branch.book)] == ["等回执"]
    assert [one.state for one in months(pair.branch.desk, 10)] == ["等县里回执"]


def test_an_office_that_did_not_count_is_believed_as_before(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    assert len(_counted(pair, "").taken) == 1
