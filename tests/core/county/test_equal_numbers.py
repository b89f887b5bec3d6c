"""Two computers of one branch that gave the same number: seen at the branch, and mended there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county import siblings
from danyang_desktop.county.annotations import annotate
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.exchange import bundle_out
from danyang_desktop.numbering import equal_numbers, may_renumber, renumber
from tests.helpers.rows import saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.core.county.conftest import Pair


@pytest.fixture
def two(pair: Pair, tmp_path: Path) -> tuple[Workspace, Workspace]:
    """Give both computers of the branch, which know each other and have each written a first record."""
    other = pair.two_computers(tmp_path / "second")
    for one, its_other in ((pair.branch, other), (other, pair.branch)):
        request = tmp_path / "other.dyq"
        bundle_out.ask_to_enrol(its_other.desk, request)
        siblings.know(one.desk, request)
        request.unlink()
    for workspace in (pair.branch, other):
        saved_errand(workspace)
    return pair.branch, other


def test_what_both_numbered_is_seen_and_numbered_anew(pair: Pair, two: tuple[Workspace, Workspace]) -> None:
    ours, theirs = two
    assert equal_numbers(ours) == []
    pair.hand_in(theirs)
    siblings.read_siblings(ours.desk, pair.stick)
    (one,) = equal_numbers(ours)
    assert one.serial_no == one.kept[0].serial_no == f"{ERRANDS.code}-32118110120301-2026-0001"
    change = renumber(ours, one.record)
    assert change.serial_no.endswith("-0002")
    assert equal_numbers(ours) == []
    assert any(entry.action.startswith("更正：编号") for entry in ours.history(one.record.uid))
    pair.hand_in(ours)
    siblings.read_siblings(theirs.desk, pair.stick)
    assert equal_numbers(theirs) == []
    told = pair.receive()
    assert (told.refused, told.conflicts) == ([], 0)


def test_numbers_go_on_from_the_highest_that_either_gave(pair: Pair, two: tuple[Workspace, Workspace]) -> None:
    ours, theirs = two
    for _ in range(3):
        saved_errand(theirs)
    pair.hand_in(theirs)
    siblings.read_siblings(ours.desk, pair.stick)
    assert saved_errand(ours).serial_no.endswith("-0005")
    assert len(equal_numbers(ours)) == 1


def test_what_stands_on_paper_keeps_its_number(pair: Pair, two: tuple[Workspace, Workspace]) -> None:
    ours, theirs = two
    (printed,) = ours.query(ERRANDS).records()
    ours.close_month([ERRANDS], f"{printed.done_on:%Y-%m}")
    pair.hand_in(theirs)
    siblings.read_siblings(ours.desk, pair.stick)
    (one,) = equal_numbers(ours)
    assert one.record.uid != printed.uid
    renumber(ours, one.record)
    assert ours.get(ERRANDS, printed.uid).serial_no == printed.serial_no


def test_a_number_that_nobody_else_bears_stays(pair: Pair) -> None:
    record = saved_errand(pair.branch)
    with pytest.raises(UserError, match="只有这一条在用"):
        renumber(pair.branch, record)
    pair.receive(pair.hand_in())
    annotate(pair.office.desk, record.uid, "退回修改", "编号和另一台电脑的重复", "张主任")
    write_return(pair.office, pair.branch.branch.code, pair.stick)
    read_return(pair.branch.desk, pair.stick)
    assert may_renumber(pair.branch, record), "the office saw both, and the other computer is broken"
    renumber(pair.branch, record)
    assert not may_renumber(pair.branch, pair.branch.get(ERRANDS, record.uid)), "that answers the call"
