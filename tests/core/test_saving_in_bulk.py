"""Many at once leave the same book as one by one: the same rows, versions, numbers, links, and answers."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Cancelled
from danyang_desktop.declare import book as one_book
from danyang_desktop.declare import bulk, owed
from danyang_desktop.declare.look import Link
from danyang_desktop.store import fts
from tests.helpers.rows import errand, neighbour
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern

TABLES = ("toy_neighbours", "toy_errands", "versions", "links", "serials", "reserved")


def contents(workspace: Workspace) -> dict[str, list[Any]]:
    execute = workspace.book.connection.execute
    return {name: execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in TABLES}


def answers(workspace: Workspace) -> dict[tuple[str, str], list[str]]:
    typed = [
        "王",
        "桂兰",
        "wgl",
        "梅",
        "修灯",
        "鸡蛋",
        "青",
        "老伴住",
        "药费负担重",
        "0001",
        "PT",
        "138",
        "0021",
        "没有",
    ]
    return {
        (ledger.slug, text): [one.uid for one in workspace.query(ledger, search=text).records()]
        for ledger in (NEIGHBOURS, ERRANDS)
        for text in typed
    }


def one_by_one(workspace: Workspace, records: list[Any]) -> list[str]:
    with workspace.book.transaction():
        for record in records:
            workspace.book.append(
                record, action="import", author=workspace.operator, branch=workspace.branch.code,
                now=workspace.clock.now(),
            )  # fmt: skip
    return [record.uid for record in records]


def at_once(workspace: Workspace, records: list[Any]) -> list[str]:
    return workspace.save_many(ERRANDS, records)


def live(workspace: Workspace, save: Callable[[Workspace, list[Any]], list[str]]) -> list[str]:
    """Do what fills every table, some of it twice, with the same dice each time."""
    dice = random.Random(3)
    people = [neighbour(workspace, name, phone="13800000021") for name in ("王桂兰", "许敏", "孙玉珍")]
    (reserved,) = workspace.reserve_serials(ERRANDS, 1, 2026)
    records = []
    for number in range(60):
        whom = people[number % 3]
        day = dt.date(2025 + number % 2, 1 + number % 10, 1 + number % 4)
        record = errand(workspace, dice, whom, done_on=day, helpers=[Link(people[0].uid, "王桂兰")])
        record.presents = ERRANDS.kinds["presents"].parse("鸡蛋、青菜", workspace.today)
        for present in record.presents:
            present.row_uid = f"{number:032x}"
        records.append(record)
    records[7].serial_no, records[7].done_on = reserved, dt.date(2026, 2, 3)
    records[31].uid = "f" * 32  # a record that brings its uid is nothing special
    uids = save(workspace, records[:40])
    records[5].place, records[6].done_on = "老槐树下", dt.date(2026, 3, 3)
    return uids + save(workspace, [*records[40:50], records[5], *records[50:], records[6], records[50]])


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 16)
    monkeypatch.setattr(bulk, "AT_ONCE", 8)
    monkeypatch.setattr(fts, "_MOST_WAITING", 12)


@pytest.mark.usefixtures("small_steps")
def test_the_book_is_the_same(toy_pattern: Pattern, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    books = []
    for save in (one_by_one, at_once):
        uids = itertools.count(1)
        monkeypatch.setattr(one_book, "new_uid", lambda uids=uids: f"{next(uids):032x}")
        monkeypatch.setattr(bulk, "new_uids", lambda count, uids=uids: [f"{next(uids):032x}" for _ in range(count)])
        with toy_pattern.open(toy_pattern.copy(tmp_path / save.__name__)) as workspace:
            told = live(workspace, save)
            books.append((told, contents(workspace), answers(workspace)))
            assert (owed.count(workspace.book) > 0) == (save is at_once)
            assert workspace.check() == []
            workspace.index()
            assert owed.count(workspace.book) == 0
            assert answers(workspace) == books[-1][2]
            assert workspace.check() == []
    assert books[0] == books[1]
    assert len(books[0][1]["toy_errands"]) == 60
    assert sum(map(len, books[0][2].values())) > 200


def test_places_follow_the_days_whatever_comes_first(toys: Workspace) -> None:
    days = [dt.date(2026, 11, 3), dt.date(2026, 11, 1), dt.date(2026, 11, 3), dt.date(2026, 10, 31)]
    records = [errand(toys, done_on=day) for day in days]
    toys.save_many(ERRANDS, records)
    assert sorted(records, key=lambda one: one.id) == [records[3], records[1], records[0], records[2]]
    records[2].done_on = dt.date(2026, 10, 30)
    toys.save(records[2])
    assert [one.uid for one in toys.query(ERRANDS).oldest_first()] == [records[number].uid for number in (2, 3, 1, 0)]
    assert toys.check() == []


def many(workspace: Workspace, count: int = 40) -> list[Any]:
    """Save so many that the index is owed their words; each says which it is."""
    dice = random.Random(7)
    records = [errand(workspace, dice, done_on=dt.date(2026, 11, 1 + number % 20)) for number in range(count)]
    for number, record in enumerate(records):
        record.place = f"第{number + 100}户"
    workspace.save_many(ERRANDS, records)
    return records


def found(workspace: Workspace, text: str) -> list[str]:
    query = workspace.query(ERRANDS, search=text)
    rows = [one.uid for one in query.records()]
    assert query.count() == len(rows)
    assert sum(query.counts("status").values()) == len(rows)
    return rows


def each_is_found(workspace: Workspace, records: list[Any]) -> None:
    for number, record in enumerate(records):
        assert found(workspace, f"第{number + 100}户") == [record.uid]
    assert len(found(workspace, "户")) == len(records)


@pytest.mark.usefixtures("small_steps")
def test_indexing_may_break_off_anywhere_and_goes_on_later(toys: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owed, "STEP", 7)
    records = many(toys)
    each_is_found(toys, records)
    left = []

    def stop(done: int, total: int, sentence: str) -> None:
        assert "已经存好" in sentence
        left.append(total - done)
        raise Cancelled

    while owed.count(toys.book):
        toys.index(stop)
        each_is_found(toys, records)
        assert toys.check() == []
    assert left == [25, 18, 11, 4, 0]  # of 40 the last 8 came with their words


@pytest.mark.usefixtures("small_steps")
def test_what_is_owed_may_change_move_or_go_before_it_is_indexed(toys: Workspace) -> None:
    records = many(toys)
    records[3].place = "换了地方"
    records[4].done_on = dt.date(2026, 10, 1)
    records[5].place, records[5].done_on = "搬走了", dt.date(2026, 10, 2)
    for record in records[3:6]:
        toys.save(record)
    toys.void(records[6], "记错了")
    for step in ("owed", "indexed"):
        assert found(toys, "第103户") == [], step
        assert found(toys, "换了地方") == [records[3].uid], step
        assert found(toys, "第104户") == [records[4].uid], step
        assert found(toys, "搬走了") == [records[5].uid], step
        assert found(toys, "第106户") == [records[6].uid], step
        assert found(toys, "户")[-1] == records[4].uid, step
        assert toys.check() == []
        toys.index()
        assert owed.count(toys.book) == 0


@pytest.mark.usefixtures("small_steps")
def test_so_many_are_never_owed_that_one_would_wait(toys: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fts, "_MOST_OWED", 20)
    records = many(toys)
    assert owed.count(toys.book) == 16  # one batch; of the others the words came at once
    each_is_found(toys, records)
    assert toys.check() == []


@pytest.mark.usefixtures("small_steps")
def test_what_came_to_nothing_is_not_owed(toys: Workspace) -> None:
    def stop(done: int, *_: object) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        toys.save_many(ERRANDS, [errand(toys) for _ in range(120)], stop)
    assert owed.count(toys.book) == 0
    assert toys.check() == []


def test_a_book_made_before_anything_was_owed_gets_the_place_for_it(toy_pattern: Pattern, tmp_path: Path) -> None:
    place = toy_pattern.copy(tmp_path / "old")
    with toy_pattern.open(place) as workspace:
        saved = workspace.save(errand(workspace)).uid
        workspace.book.connection.execute(f"DROP TABLE owed_{ERRANDS.slug}")
    with toy_pattern.open(place) as workspace:
        assert owed.count(workspace.book) == 0
        assert [one.uid for one in workspace.query(ERRANDS, search="PT").records()] == [saved]
        assert workspace.check() == []
