"""Saving: one transaction, one version, one Change; or nothing at all, and the record can be saved again."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Cancelled, Refused, Trouble, UserError
from danyang_desktop.declare.record import body_of
from danyang_desktop.store import versions
from tests.helpers.books import NOW, OPERATOR, WILLOW_POND
from tests.helpers.rows import errand, faces, neighbour, saved_errand
from tests.helpers.toy import DRAWN, ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from danyang_desktop.workspace import Change, Workspace
    from tests.helpers.books import Pattern


def log(workspace: Workspace) -> list[versions.Version]:
    return list(versions.since(workspace.book.connection, 0, 1_000_000))


def fill_up(workspace: Workspace) -> None:
    """Leave the book no page to grow by: what the engine says then is what a full disk makes it say."""
    pages = workspace.book.connection.execute("PRAGMA page_count").fetchone()[0]
    workspace.book.connection.execute(f"PRAGMA max_page_count = {pages}")
    with suppress(Trouble):
        while True:  # until the room within the last pages is used up
            saved_errand(workspace, story="很长的经过" * 90)


def make_room(workspace: Workspace) -> None:
    workspace.book.connection.execute("PRAGMA max_page_count = 1000000")


def test_a_new_record_gets_all_that_a_record_has(toys: Workspace) -> None:
    change = toys.save(toys.new(NEIGHBOURS, name="王桂兰", phone="138 0000 0021"))
    record = toys.get(NEIGHBOURS, change.uid)
    assert (change.slug, change.action, change.serial_no) == ("toy_neighbours", "new", "")
    assert len(record.uid) == 32
    assert record.branch == WILLOW_POND.code
    assert (record.status, record.recorder, record.revision) == ("final", OPERATOR, 1)
    assert record.created_at == record.updated_at == NOW.isoformat()
    assert record.head == change.digest == log(toys)[-1].digest
    assert record.name == "王桂兰"


def test_a_changed_record_keeps_what_it_has_for_ever(toys: Workspace) -> None:
    record = saved_errand(toys)
    kept = (record.uid, record.serial_no, record.branch, record.recorder, record.created_at, record.id)
    toys.operator = "许敏"
    toys.clock.at = NOW + dt.timedelta(days=1)
    record.story = "后来又去了一次。"
    change = toys.save(record)
    again = toys.get(ERRANDS, record.uid)
    assert change.action == "edit"
    assert (again.uid, again.serial_no, again.branch, again.recorder, again.created_at, again.id) == kept
    assert (again.revision, again.updated_at) == (2, "2026-11-24T09:12:00")
    assert [version.author for version in versions.of_record(toys.book.connection, record.uid)] == [OPERATOR, "许敏"]
    assert toys.query(ERRANDS).count() == 1


def test_every_field_comes_back_as_it_was_saved(toys: Workspace, dice: Any) -> None:
    for _ in range(50):
        record = saved_errand(toys, dice)
        again = toys.get(ERRANDS, record.uid)
        for name in ERRANDS.kinds:
            assert getattr(again, name) == getattr(record, name), name
        assert body_of(again) == versions.of_record(toys.book.connection, record.uid)[-1].content()


def test_what_may_not_be_saved_leaves_nothing(toys: Workspace) -> None:
    record = errand(toys, helpers=[], done_on=dt.date(2026, 11, 24), cost=-5)
    with pytest.raises(Refused) as told:
        toys.save(record)
    assert set(told.value.complaints) == {"helpers", "done_on", "cost"}
    assert told.value.field in told.value.complaints
    assert (toys.query(ERRANDS).count(), log(toys)) == (0, [])
    assert not record.uid
    assert not record.serial_no


def test_a_rule_of_the_ledger_refuses(toys: Workspace) -> None:
    with pytest.raises(Refused, match="请问一声书记"):
        toys.save(errand(toys, cost=1_000_001))
    assert log(toys) == []


def test_a_warning_does_not(toys: Workspace) -> None:
    change = toys.save(errand(toys, story=""))
    assert change.warnings == {"story": "经过还没写。"}


def test_values_are_worked_out_before_the_record_is_judged(toys: Workspace) -> None:
    record = saved_errand(toys, starts=570, minutes=None)
    assert toys.get(ERRANDS, record.uid).minutes == 30


def test_first_values_are_filled_in(toys: Workspace) -> None:
    record = toys.new(ERRANDS, place="村口")
    assert (record.state, record.place, record.helpers, record.done_on) == (DRAWN, "村口", [], None)


def test_subscribers_hear_once_after_the_commit(toys: Workspace) -> None:
    heard: list[Change] = []
    on_disk: list[int] = []

    def hear(change: Change) -> None:
        heard.append(change)
        on_disk.append(toys.query(NEIGHBOURS).count())
        assert not toys.book.connection.in_transaction

    stop = toys.subscribe(hear)
    change = toys.save(toys.new(NEIGHBOURS, name="王桂兰"))
    assert (heard, on_disk) == ([change], [1])
    with pytest.raises(Refused):
        toys.save(toys.new(NEIGHBOURS, name=""))
    assert heard == [change]
    stop()
    stop()
    toys.save(toys.new(NEIGHBOURS, name="许敏"))
    assert heard == [change]


def test_two_who_change_the_same_record(toys: Workspace) -> None:
    record = neighbour(toys)
    mine, theirs = toys.get(NEIGHBOURS, record.uid), toys.get(NEIGHBOURS, record.uid)
    theirs.remark = "他先改的"
    toys.save(theirs)
    mine.remark = "我后改的"
    with pytest.raises(UserError, match="别处改过"):
        toys.save(mine)
    assert toys.get(NEIGHBOURS, record.uid).remark == "他先改的"
    assert len(toys.history(record.uid)) == 2


@pytest.mark.parametrize("make", [errand, saved_errand])
def test_after_a_full_disk_the_same_record_can_be_saved(toys: Workspace, make: Callable[[Workspace], Any]) -> None:
    record = make(toys)
    edited = bool(record.head)
    kept = (record.uid, record.head, record.revision, record.serial_no)
    record.story = "很长的经过" * 90
    fill_up(toys)
    before = faces(toys)
    with pytest.raises(Trouble) as told:
        toys.save(record)
    assert told.value.code == "U-303"
    assert faces(toys) == before
    assert (record.uid, record.head, record.revision, record.serial_no) == kept, "as if it had not been tried"
    make_room(toys)
    change = toys.save(record)
    assert change.action == ("edit" if edited else "new")
    assert toys.get(ERRANDS, change.uid).story == record.story
    assert toys.check() == []


def test_many_at_once(toys: Workspace, dice: Any) -> None:
    heard: list[Change] = []
    toys.subscribe(heard.append)
    records = [errand(toys, dice) for _ in range(250)]
    steps: list[int] = []
    uids = toys.save_many(ERRANDS, records, lambda done, *_: steps.append(done))
    assert [record.uid for record in records] == uids
    assert toys.query(ERRANDS).count() == 250
    assert steps == [0, 100, 200]
    assert len(heard) == 1
    assert {version.action for version in log(toys)} == {"import"}
    assert toys.check() == []


def test_a_cancelled_import_leaves_nothing(toys: Workspace, dice: Any) -> None:
    before = saved_errand(toys, dice)
    records = [errand(toys, dice, done_on=dt.date(2026, 5, 1)) for _ in range(250)]

    def stop(done: int, total: int, said: str) -> None:
        if done == 200:
            raise Cancelled

    with pytest.raises(Cancelled):
        toys.save_many(ERRANDS, records, stop)
    assert list(faces(toys)) == [before.uid]
    assert not any(record.uid or record.head or record.serial_no for record in records)
    assert toys.query(ERRANDS, search="修灯").count() == (before.kind == "修灯")
    assert toys.save(records[0]).serial_no.endswith("-0002"), "no number was used up"
    assert toys.check() == []


def test_records_of_an_unknown_ledger_are_a_bug(toys: Workspace) -> None:
    from danyang_desktop.registers.towns import TOWNS

    with pytest.raises(KeyError):
        toys.save_many(TOWNS, [toys.new(TOWNS)])


def test_a_saved_record_outlives_the_program(toy_pattern: Pattern, tmp_path: Path, dice: Any) -> None:
    folder = toy_pattern.copy(tmp_path)
    with toy_pattern.open(folder) as workspace:
        for _ in range(20):
            saved_errand(workspace, dice, neighbour(workspace))
        before = faces(workspace)
    with toy_pattern.open(folder) as workspace:
        assert faces(workspace) == before
        assert len(before) == 40
