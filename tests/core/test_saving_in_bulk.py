"""Many at once leave the same book as one by one: the same rows, versions, numbers, links, and answers."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.declare import book as one_book
from danyang_desktop.declare import bulk
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
    monkeypatch.setattr(fts, "_MOST_WAITING", 12)


@pytest.mark.usefixtures("small_steps")
def test_the_book_is_the_same(toy_pattern: Pattern, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    books = []
    for save in (one_by_one, at_once):
        uids = itertools.count(1)
        for module in (one_book, bulk):
            monkeypatch.setattr(module, "new_uid", lambda uids=uids: f"{next(uids):032x}", raising=False)
        with toy_pattern.open(toy_pattern.copy(tmp_path / save.__name__)) as workspace:
            told = live(workspace, save)
            books.append((told, contents(workspace), answers(workspace)))
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
