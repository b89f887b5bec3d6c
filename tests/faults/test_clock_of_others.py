"""reliability.md, row 9: one computer in 2099, or a year behind, and what the others have of it: nothing but a word."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import SetClock, moment_of, stamp_of
from danyang_desktop.base.errors import UserError
from danyang_desktop.county.board import board
from danyang_desktop.county.siblings import know, read_siblings
from danyang_desktop.county.undo import undo_import
from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_out import ask_to_enrol, line_of
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.opening import Branch
from danyang_desktop.store import versions
from danyang_desktop.workspace import Workspace
from tests.core.county.conftest import Pair, pair
from tests.helpers.books import NOW, PASSWORD, cheap_keys
from tests.helpers.rows import errand, neighbour, saved_errand
from tests.helpers.toy import NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["pair"]  # a fixture

FAR = dt.datetime(2099, 12, 31, 23, 59)
TOMORROW = NOW + dt.timedelta(days=1)


def _set(workspace: Workspace, at: dt.datetime) -> None:
    clock: Any = workspace.clock
    clock.at = at


@pytest.fixture
def other(pair: Pair, tmp_path: Path) -> Workspace:
    """Return the book of another branch, enrolled at the same office; its clock is right."""
    with cheap_keys():
        workspace, _ = Workspace.create(
            tmp_path / "other" / "book", branch=Branch("32118110220101", "桃湾村党支部", "青山镇"), password=PASSWORD,
            clock=SetClock(NOW), device_folder=tmp_path / "other" / "device", operator="许敏", **pair.pattern.how,
        )  # fmt: skip
    pair.opened.append(workspace)
    pair.enrol(workspace)
    return workspace


def _round(pair: Pair, workspace: Workspace) -> list[str]:
    """Hand in, answer and read the answer; returns what the office was told besides."""
    saved_errand(workspace, done_on=NOW.date())
    told = pair.receive(pair.hand_in(workspace))
    assert told.refused == []
    pair.answer()
    read_receipts(workspace.desk, pair.stick)
    return told.alarms


def test_nobody_else_goes_to_2099(pair: Pair, other: Workspace) -> None:
    _set(pair.branch, FAR)
    assert any("校准电脑的时间" in one for one in _round(pair, pair.branch))
    assert pair.book.clock_doubt == "", "the office's own clock is as good as before"
    for _ in range(2):
        assert _round(pair, other) == [], "and a branch whose clock is right is not told of it"
    assert other.clock_doubt == ""
    assert other.judge(errand(other, done_on=NOW.date() + dt.timedelta(days=300))).errors
    for workspace in (other, pair.book):
        assert moment_of(workspace.book.hlc.last) < TOMORROW


def test_a_stamp_at_the_end_of_time_stops_nobody_else(pair: Pair, other: Workspace) -> None:
    top = stamp_of(dt.datetime(2199, 12, 31, 23, 59)) - 1
    whom = neighbour(pair.branch)
    version = versions.of_record(pair.branch.book.connection, whom.uid)[0]
    said = version._replace(hlc=top)
    digest = versions.digest(versions._head(said), said.body.encode())
    told = pair.receive(pair.forge("far.dyb", line_of(said._replace(digest=digest))))
    assert told.refused == []
    for _ in range(2):
        assert _round(pair, other) == []


def test_what_follows_a_version_of_2099_comes_after_it_and_takes_no_clock_along(pair: Pair, tmp_path: Path) -> None:
    whom = neighbour(pair.branch)
    second = pair.two_computers(tmp_path / "second")
    _set(pair.branch, FAR)
    record = pair.branch.get(NEIGHBOURS, whom.uid)
    record.remark = "钟在 2099 年"
    pair.branch.save(record)
    for asks, knows in ((pair.branch, second), (second, pair.branch)):
        request = tmp_path / f"{asks.desk.signer.device}.dyq"
        ask_to_enrol(asks.desk, request)
        know(knows.desk, request)
    pair.hand_in()
    read_siblings(second.desk, pair.stick)
    record = second.get(NEIGHBOURS, whom.uid)
    assert record.remark == "钟在 2099 年"
    record.remark = "钟准的电脑后写"
    second.save(record)
    log = versions.of_record(second.book.connection, whom.uid)
    assert [one.content()["remark"] for one in log[-2:]] == ["钟在 2099 年", "钟准的电脑后写"]
    assert log[-1].parents == (log[-2].digest,)
    assert second.clock_doubt == ""
    folder, device = second.folder, second.desk.signer.device
    second.close()
    again = pair.pattern.open(folder, device=tmp_path / "second" / "device")
    pair.opened.append(again)
    assert again.desk.signer.device == device
    assert (again.book.epoch, again.clock_doubt) == (second.book.epoch, ""), "nor is it taken for a restored book"
    assert moment_of(again.book.hlc.last) < TOMORROW
    told = pair.receive(pair.hand_in(again))
    assert (told.refused, told.conflicts) == ([], 0)
    assert pair.book.get(NEIGHBOURS, whom.uid).remark == "钟准的电脑后写"


def test_an_import_of_2099_that_is_taken_back_leaves_nothing_in_the_clock(pair: Pair) -> None:
    _set(pair.branch, FAR)
    saved_errand(pair.branch, done_on=NOW.date())
    path = pair.hand_in()
    pair.receive(path)
    undo_import(pair.book.desk, container.read_hash(path))
    assert pair.book.clock_doubt == ""
    assert moment_of(versions.clock_reach(pair.book.book.connection)) < TOMORROW


def test_a_branch_in_2099_has_handed_in_this_month_and_none_to_come(pair: Pair) -> None:
    _set(pair.branch, FAR)
    _round(pair, pair.branch)
    states = {month: board(pair.office, month)[0]["state"] for month in ("2026-11", "2026-12", "2027-03")}
    assert states["2026-11"] != "未交"
    assert states["2026-12"] == states["2027-03"] == "未交"


def test_a_bundle_that_says_a_day_a_year_ago_is_asked_about(pair: Pair) -> None:
    _set(pair.branch, NOW - dt.timedelta(days=400))
    pair.branch.book.hlc.last = 0
    (said,) = _round(pair, pair.branch)
    assert "比今天早 400 天" in said
    assert "校准电脑的时间" in said


def test_a_month_that_the_computer_has_not_come_to_is_not_handed_in(pair: Pair) -> None:
    saved_errand(pair.branch, done_on=NOW.date())
    with pytest.raises(UserError, match="还没有到"):
        pair.hand_in(month="2026-12")
    assert list(pair.stick.iterdir()) == []
    assert pair.hand_in(month="2026-11").exists()
