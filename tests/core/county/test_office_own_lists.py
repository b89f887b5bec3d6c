"""What a branch keeps for itself rules nothing at the office: its codes, its holidays, what it calls itself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.county.board import board
from danyang_desktop.county.contacts import waiting
from danyang_desktop.county.known import listed
from danyang_desktop.registers.branches import BRANCHES
from danyang_desktop.registers.codes import CODES
from danyang_desktop.registers.holidays import HOLIDAYS
from danyang_desktop.registers.towns import TOWNS

if TYPE_CHECKING:
    from tests.core.county.conftest import Pair
    from tests.helpers.books import Pattern


@pytest.fixture
def toy_pattern(fifth_pattern: Pattern) -> Pattern:
    """Let the books of `pair` know all ledgers."""
    return fifth_pattern


def test_a_code_that_a_branch_retires_is_retired_there_alone(pair: Pair) -> None:
    pair.branch.save(pair.branch.new(CODES, title="走访类型", label="日常走访", active=False))
    pair.branch.save(pair.branch.new(HOLIDAYS, name="庙会", day=dt.date(2026, 12, 1)))
    assert "日常走访" not in pair.branch.look.choices("visit_purpose")
    assert pair.receive(pair.hand_in()).merged == 2
    assert "日常走访" in pair.book.look.choices("visit_purpose")
    assert pair.book.look.where(HOLIDAYS) == []
    pair.book.save(pair.book.new(CODES, title="走访类型", label="日常走访", active=False))  # its own list is free
    assert "日常走访" not in pair.book.look.choices("visit_purpose")


def test_a_wrong_code_typed_at_a_branch_moves_nobody(pair: Pair) -> None:
    code = pair.branch.branch.code
    said = {"name": "柳塘村党支部", "town": "珥陵镇", "phone": "13912345678"}
    pair.branch.save(pair.branch.new(BRANCHES, code="32119910020199", **said))
    pair.branch.save(pair.branch.new(TOWNS, name="假镇", code=code[:9]))
    before = board(pair.office, "2026-11")
    pair.receive(pair.hand_in())
    (row,) = board(pair.office, "2026-11")
    assert (row["branch"], row["town"], row["name"]) == (code, before[0]["town"], before[0]["name"])
    assert listed(pair.book.book) == {}
    (one,) = waiting(pair.office, board(pair.office, "2026-12"))
    assert one.calls  # it is rung by what it says of itself, under its own code


def test_the_offices_own_list_counts(pair: Pair) -> None:
    code = pair.branch.branch.code
    pair.book.save(pair.book.new(BRANCHES, name="柳塘村支部", code=code, town="丹北镇"))
    pair.branch.save(pair.branch.new(BRANCHES, name="自己叫的", code=code, town="界牌镇"))
    pair.receive(pair.hand_in())
    (row,) = board(pair.office, "2026-11")
    assert (row["name"], row["town"]) == ("柳塘村支部", "丹北镇")
