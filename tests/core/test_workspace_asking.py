"""Asking a book: pages at any depth, months, states, links, sums; the same answers as a plain list gives."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danyang_desktop.declare.look import Link
from tests.helpers.books import rolled_back
from tests.helpers.rows import errand, neighbour, saved_errand
from tests.helpers.toy import CHECKED, DRAWN, ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.declare.query import Query
    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern


@pytest.fixture(scope="module")
def scratch(toy_pattern: Pattern) -> Iterator[Workspace]:
    """One book for all examples: each is rolled back at its end."""
    with tempfile.TemporaryDirectory() as folder, toy_pattern.open(toy_pattern.copy(Path(folder))) as workspace:
        yield workspace


def pages(query: Query, limit: int) -> list[str]:
    """Return the uids of all pages, checking that each but the last is full."""
    found: list[str] = []
    after = None
    while True:
        page = query.page(after, limit)
        found += [record.uid for record in page.rows]
        if page.next is None:
            return found
        assert len(page.rows) == limit
        after = page.next


DAYS = st.dates(dt.date(2026, 10, 28), dt.date(2026, 11, 5))


@given(
    st.lists(st.tuples(DAYS, st.sampled_from(["买菜", "修灯"]), st.integers(0, 500)), max_size=25), st.integers(1, 9)
)
@settings(max_examples=60)
def test_pages_and_sums_are_those_of_a_plain_list(
    scratch: Workspace, rows: list[tuple[dt.date, str, int]], limit: int
) -> None:
    with rolled_back(scratch):
        made = [errand(scratch, done_on=day, kind=kind, cost=cost) for day, kind, cost in rows]
        scratch.save_many(ERRANDS, made)
        for month in ("", "2026-10", "2026-11", "2026", "2025"):
            for kind in ("", "修灯"):
                equal = {"kind": kind} if kind else {}
                mine = [one for one in made if str(one.done_on).startswith(month) and (not kind or one.kind == kind)]
                mine.sort(key=lambda one: (one.done_on, one.id), reverse=True)
                query = scratch.query(ERRANDS, month=month, **equal)
                assert pages(query, limit) == [one.uid for one in mine]
                assert [one.uid for one in query.oldest_first()] == [one.uid for one in mine][::-1]
                assert query.count() == len(mine)
                assert query.totals()["cost"] == sum(one.cost for one in mine)
                counted = {name: sum(one.kind == name for one in mine) for name in ("买菜", "修灯")}
                assert query.counts("kind") == {name: number for name, number in counted.items() if number}


@given(st.lists(st.text("王李陈", min_size=1, max_size=2), max_size=20), st.integers(1, 7))
@settings(max_examples=40)
def test_a_register_is_paged_by_name(scratch: Workspace, names: list[str], limit: int) -> None:
    with rolled_back(scratch):
        made = [scratch.new(NEIGHBOURS, name=name) for name in names]
        scratch.save_many(NEIGHBOURS, made)
        made.sort(key=lambda one: (one.name.encode(), one.id))
        assert pages(scratch.query(NEIGHBOURS), limit) == [one.uid for one in made]


def test_a_late_page_of_a_month_costs_no_more_than_an_early_one(scratch: Workspace) -> None:
    """Counted in steps of the engine: it goes down from where the page before ended, not from the month's end."""
    with rolled_back(scratch):
        scratch.save_many(ERRANDS, [errand(scratch, done_on=dt.date(2026, 11, 1 + at // 20)) for at in range(400)])
        query, steps, after = scratch.query(ERRANDS, month="2026-11"), [], None
        connection = scratch.book.connection
        for _ in range(19):
            taken = itertools.count()
            connection.set_progress_handler(lambda taken=taken: next(taken) * 0, 1)  # 0: go on
            after = query.page(after, 20).next
            connection.set_progress_handler(None, 0)
            steps.append(next(taken))
        assert max(steps[1:]) < 1.2 * min(steps[1:])


def test_a_page_stays_right_while_records_come_in(toys: Workspace) -> None:
    made = [saved_errand(toys, done_on=dt.date(2026, 11, day)) for day in range(1, 21)]
    query = toys.query(ERRANDS)
    first = query.page(limit=10)
    saved_errand(toys, done_on=dt.date(2026, 11, 22))
    second = query.page(first.next, 10)
    assert [one.uid for one in first.rows + second.rows] == [one.uid for one in made[::-1]]


def test_the_last_page_knows_that_it_is_the_last(toys: Workspace) -> None:
    for _ in range(4):
        saved_errand(toys)
    assert toys.query(ERRANDS).page(limit=4).next is None
    assert toys.query(ERRANDS).page(limit=3).next is not None
    assert toys.query(ERRANDS, month="2001-01").page() == ([], None)


@pytest.mark.parametrize(
    ("month", "days"),
    [
        ("2026-01", ["2026-01-01", "2026-01-31"]),
        ("2026-02", ["2026-02-28"]),
        ("2025-12", ["2025-12-31"]),
        ("2025", ["2025-12-31"]),
    ],
)
def test_months_end_where_they_end(toys: Workspace, month: str, days: list[str]) -> None:
    for day in ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-28"):
        saved_errand(toys, done_on=dt.date.fromisoformat(day))
    assert [str(one.done_on) for one in toys.query(ERRANDS, month=month).oldest_first()] == days


def test_by_state_status_and_values(toys: Workspace) -> None:
    drawn, checked, voided = (saved_errand(toys, thanked=yes) for yes in (True, False, None))
    toys.act(checked, "check")
    toys.void(voided, "写重了")

    def uids(**asked: Any) -> set[str]:
        return {one.uid for one in toys.query(ERRANDS, **asked).records()}

    assert uids(state=CHECKED) == {checked.uid}
    assert uids(state=DRAWN) == {drawn.uid, voided.uid}
    assert uids(state=DRAWN, status=("final",)) == {drawn.uid}
    assert uids(status=("void",)) == {voided.uid}
    assert (uids(thanked=True), uids(thanked=False), uids(thanked=None)) == ({drawn.uid}, {checked.uid}, {voided.uid})
    assert toys.query(ERRANDS).counts("state") == {DRAWN: 2, CHECKED: 1}
    assert toys.query(ERRANDS, branch="00000000000000").count() == 0


def test_by_what_stands_in_a_list(toys: Workspace) -> None:
    person = neighbour(toys)
    one = saved_errand(toys, skills=["理发", "医护"], helpers=[Link(person.uid, person.name)])
    other = saved_errand(toys, skills=["理发"], helpers=[Link("", "许敏")])
    assert [got.uid for got in toys.query(ERRANDS, skills="医护").records()] == [one.uid]
    assert [got.uid for got in toys.query(ERRANDS, skills="理发").records()] == [other.uid, one.uid]
    assert [got.uid for got in toys.query(ERRANDS, helpers=person.uid).records()] == [one.uid]
    assert toys.query(ERRANDS, skills="医").count() == 0, "a whole value, not a part of one"


def test_links_follow_what_a_record_says_now(toys: Workspace) -> None:
    wang, xu, he = (neighbour(toys, name) for name in ("王桂兰", "许敏", "何志强"))
    record = errand(toys, whom=wang, helpers=[Link(xu.uid, xu.name)])
    record.presents = ERRANDS.kinds["presents"].parse("鸡蛋", toys.today)
    record.presents[0].giver = Link(he.uid, he.name)
    toys.save(record)

    def pointing() -> list[int]:
        return [len(toys.linked(ERRANDS, one.uid)) for one in (wang, xu, he)]

    assert pointing() == [1, 1, 1]
    record.presents, record.helpers = [], [Link(xu.uid, xu.name), Link(wang.uid, wang.name)]
    toys.save(record)
    assert pointing() == [1, 1, 0]
    assert toys.query(ERRANDS, linked_to=xu.uid).count() == 1
    toys.void(record, "写重了")
    assert pointing() == [0, 0, 0], "a voided record is no event in anybody's life"
    toys.bring_back(record)
    assert pointing() == [1, 1, 0]


def test_a_timeline_is_newest_first(toys: Workspace) -> None:
    wang = neighbour(toys)
    days = [dt.date(2026, 3, 5), dt.date(2026, 11, 2), dt.date(2026, 6, 1)]
    for day in days:
        saved_errand(toys, whom=wang, done_on=day)
    saved_errand(toys, done_on=dt.date(2026, 7, 1), neighbour=Link("", "别人"))
    assert [(ledger.slug, one.done_on) for ledger, one in toys.timeline(wang.uid)] == [
        ("toy_errands", day) for day in sorted(days, reverse=True)
    ]


def test_what_is_not_there(toys: Workspace) -> None:
    assert toys.get(ERRANDS, "0" * 32) is None
    assert toys.history("0" * 32) == []
    assert toys.timeline("0" * 32) == []
    assert toys.book.find("0" * 32) is None


def test_looking_never_changes_a_record(toys: Workspace) -> None:
    record = saved_errand(toys, random.Random(3))
    for look in (
        toys.query(ERRANDS).records,
        lambda: toys.linked(ERRANDS, "x"),
        lambda: [toys.get(ERRANDS, record.uid)],
    ):
        list(look())
    assert len(toys.history(record.uid)) == 1


def test_a_rule_sees_the_book(toys: Workspace) -> None:
    wang = neighbour(toys)
    record = saved_errand(toys, whom=wang)
    assert toys.look.get(Link(wang.uid, "王桂兰")).name == "王桂兰"
    assert toys.look.get(Link("", "王桂兰")) is None
    assert toys.look.get(None) is None
    assert [one.uid for one in toys.look.where(ERRANDS, kind=record.kind)] == [record.uid]
    assert [one.uid for one in toys.look.linked(ERRANDS, wang.uid)] == [record.uid]
    assert (toys.look.today, toys.look.operator) == (dt.date(2026, 11, 23), "周建民")
    assert toys.look.branch_code == "32118110120301"
    assert "理发" in toys.look.choices("volunteer_skill")
