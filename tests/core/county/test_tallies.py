"""What is kept of a branch's month is at all times what its records come to."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.county.endings import merge_branch, take_back
from danyang_desktop.county.merge import merge
from danyang_desktop.county.reading import Reader
from danyang_desktop.county.receive import receive
from danyang_desktop.county.rollup import rollup
from danyang_desktop.county.tallies import tallies
from danyang_desktop.county.undo import undo_import
from danyang_desktop.declare.eye import BookLook
from danyang_desktop.declare.query import LIVE
from danyang_desktop.exchange.bundle_out import line_of
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.rollups.due import households_due
from danyang_desktop.rollups.month import figures
from danyang_desktop.store import versions
from tests.benchmarks.stick import County, make_county
from tests.helpers.books import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.store.versions import Version
    from danyang_desktop.workspace import Workspace

MONTH = "2026-11"


@pytest.fixture
def county(tmp_path: Path, database: str) -> Iterator[tuple[Workspace, County]]:
    """Make an office with the bundles of two branches of thirty visits."""
    workspace, made = make_county(tmp_path, 2, 30, database=database)
    with workspace:
        yield workspace, made


def _branches(office: Any) -> list[str]:
    return [row[0] for row in office.desk.book.connection.execute("SELECT branch FROM devices ORDER BY branch")]


def _anew(book: Workspace, branch: str, look: BookLook) -> Any:
    """Work the figures out from all records, as a branch would for itself."""
    visits = list(book.query(VISITS, branch=branch, status=LIVE).records())
    late = households_due(book.query(HOUSEHOLDS, branch=branch).records(), visits, look)
    return figures(MONTH, visits=visits, overdue=len(late))


def _merge(book: Workspace, like: Version, uid: str, parents: tuple[str, ...], body: dict[str, Any]) -> None:
    made = versions.make(
        uid=uid, slug=like.slug, branch=like.branch, hlc=like.hlc + 1, device=like.device, epoch=like.epoch,
        parents=parents, action="edit", author="周建民", at="2026-11-23T10:00:00", body=body,
    )  # fmt: skip
    with book.book.transaction():
        lines = Reader(book.book.tables, book.book.engine.spelling).read([line_of(made)], {like.branch})
        merge(book.book, lines, made.at)


def _check(book: Workspace, office: Any, look: BookLook) -> None:
    branches = _branches(office)
    found = tallies(book.book, look, MONTH, branches)
    assert found == {branch: _anew(book, branch, look) for branch in branches}


def _kept(book: Workspace) -> set[tuple[str, str]]:
    return set(book.book.connection.execute("SELECT branch, month FROM tallies"))


def _household(book: Workspace, branch: str, visited: Any, tier: str) -> None:
    """Let the office have the file of a household that was visited."""
    record = HOUSEHOLDS.model(branch=branch, head_name="王桂兰", tier=tier, opened_on=dt.date(2026, 1, 5))
    record.uid = visited.household.uid
    with book.book.transaction():
        book.book.append(record, action="new", author="周建民", branch=branch, now=NOW)


def test_after_a_receive_the_months_figures_are_there_already(county: tuple[Workspace, County]) -> None:
    book, made = county
    told = receive(made.office, [made.stick])
    assert told.merged == 60
    assert _kept(book) == {(branch, month) for branch in _branches(made.office) for month in ("", MONTH)}
    _check(book, made.office, book.look)
    assert sum(row["figures"]["走访（户次）"] for row in rollup(made.office, book.look, MONTH).rows) > 20


def test_what_changes_a_record_changes_the_figures(county: tuple[Workspace, County]) -> None:
    book, made = county
    receive(made.office, [made.stick])
    first, second = _branches(made.office)
    visit = next(iter(book.query(VISITS, branch=first, month=MONTH).records()))
    before = tallies(book.book, book.look, MONTH, [first, second])
    # As when a later bundle brings a new version: another sum, in the month before.
    log = versions.of_record(book.book.connection, visit.uid)
    body = {**log[-1].content(), "cash": 99_900, "visited_on": "2026-10-31"}
    _merge(book, log[-1], visit.uid, (log[-1].digest,), body)
    assert (first, MONTH) not in _kept(book)
    assert (second, MONTH) in _kept(book)
    _check(book, made.office, book.look)
    assert tallies(book.book, book.look, MONTH, [first])[first].visits == before[first].visits - 1
    assert tallies(book.book, book.look, MONTH, [second]) == {second: before[second]}


def test_a_record_that_a_later_bundle_adds_is_counted(county: tuple[Workspace, County]) -> None:
    book, made = county
    receive(made.office, [made.stick])
    first, _ = _branches(made.office)
    before = tallies(book.book, book.look, MONTH, [first])[first]
    visit = next(iter(book.query(VISITS, branch=first, month=MONTH).records()))
    like = versions.of_record(book.book.connection, visit.uid)[-1]
    _merge(book, like, "f" * 32, (), like.content())
    assert (first, MONTH) not in _kept(book)
    _check(book, made.office, book.look)
    assert tallies(book.book, book.look, MONTH, [first])[first].visits == before.visits + 1


def test_what_is_taken_back_is_counted_no_more(county: tuple[Workspace, County]) -> None:
    book, made = county
    receive(made.office, [made.stick])
    sha256, gone = book.book.connection.execute("SELECT sha256, branch FROM received ORDER BY seq").fetchone()
    undo_import(made.office.desk, sha256)
    _check(book, made.office, book.look)
    branches = _branches(made.office)
    found = tallies(book.book, book.look, MONTH, branches)
    assert {branch: one.visits > 0 for branch, one in found.items()} == {branch: branch != gone for branch in branches}


def test_what_is_late_depends_on_the_day_and_on_the_rule(county: tuple[Workspace, County]) -> None:
    book, made = county
    receive(made.office, [made.stick])
    first = _branches(made.office)[0]
    visits = {visit.household.uid: visit for visit in book.query(VISITS, branch=first).records()}
    for number, visit in enumerate(list(visits.values())[:6]):
        _household(book, first, visit, tier="高" if number % 2 else "一般")
    with book.book.transaction():
        book.book.connection.execute("DELETE FROM tallies")  # those files came another way than by a bundle
    seen = set()
    for days in (0, 20, 45, 400):
        clock = SetClock(NOW + dt.timedelta(days=days))
        look = BookLook(book.book, clock, "")
        _check(book, made.office, look)
        seen.add(tallies(book.book, look, MONTH, [first])[first].overdue)
    assert len(seen) > 1
    asked = "SELECT body FROM tallies WHERE branch = ? AND month = ''"
    due = dt.datetime.fromisoformat(json.loads(book.book.connection.execute(asked, (first,)).fetchone()[0])["due"][0])
    on_the_day, after = (
        tallies(book.book, BookLook(book.book, SetClock(due + dt.timedelta(days=days)), ""), MONTH, [first])[first]
        for days in (0, 1)
    )
    assert on_the_day.overdue < after.overdue, "on its last day it is not late yet"
    twenty, long_after = (BookLook(book.book, SetClock(NOW + dt.timedelta(days=days)), "") for days in (20, 400))
    ended = tallies(book.book, twenty, MONTH, [first])[first].overdue
    assert tallies(book.book, long_after, MONTH, [first])[first].overdue > ended, "else the next line shows nothing"
    merge_branch(made.office, first, _branches(made.office)[1], (NOW + dt.timedelta(days=20)).date(), "王经办")
    assert tallies(book.book, long_after, MONTH, [first])[first].overdue == ended
    take_back(made.office, first, "王经办")
    book.set_setting("visit_days", {"高": 1, "中": 1, "一般": 1})
    _check(book, made.office, BookLook(book.book, SetClock(NOW + dt.timedelta(days=20)), ""))
