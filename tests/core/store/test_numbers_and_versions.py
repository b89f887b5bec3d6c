"""Serial numbers have no gaps; versions say what they said when they were made."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danyang_desktop.base.errors import Refused
from danyang_desktop.store import versions
from tests.helpers.books import rolled_back
from tests.helpers.rows import errand, neighbour, saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace


def numbers(workspace: Workspace) -> list[str]:
    return [one.serial_no for one in workspace.query(ERRANDS).oldest_first()]


def test_numbers_count_up_without_gaps_whatever_fails_between(toys: Workspace, dice: Any) -> None:
    for number in range(30):
        day = dt.date(2026, 1, 1) + dt.timedelta(days=number)
        if number % 3 == 0:
            with pytest.raises(Refused):
                toys.save(errand(toys, dice, cost=-1))
        if number % 4 == 0:
            with rolled_back(toys):
                saved_errand(toys, dice)
        record = saved_errand(toys, dice, done_on=day)
        if number % 5 == 0:
            toys.void(record, "写重了")
    assert numbers(toys) == [f"PT-32118110120301-2026-{number:04}" for number in range(1, 31)]


def test_numbers_begin_anew_each_year_and_follow_the_date_of_the_event(toys: Workspace) -> None:
    for day in ("2025-12-31", "2026-01-01", "2025-06-01", "2026-11-23"):
        saved_errand(toys, done_on=dt.date.fromisoformat(day))
    assert sorted(numbers(toys)) == [
        f"PT-32118110120301-{tail}" for tail in ("2025-0001", "2025-0002", "2026-0001", "2026-0002")
    ]


def test_a_number_never_changes(toys: Workspace) -> None:
    record = saved_errand(toys, done_on=dt.date(2026, 1, 1))
    number = record.serial_no
    record.done_on = dt.date(2025, 1, 1)
    toys.save(record)
    assert toys.get(ERRANDS, record.uid).serial_no == number
    assert toys.undo(toys.save(record)).serial_no == number


def test_numbers_go_past_four_figures(toys: Workspace) -> None:
    toys.book.connection.execute("INSERT INTO serials VALUES ('32118110120301', 'PT', 2026, 9999)")
    assert saved_errand(toys, done_on=dt.date(2026, 5, 1)).serial_no == "PT-32118110120301-2026-10000"


def test_registers_have_no_numbers(toys: Workspace) -> None:
    assert neighbour(toys).serial_no is None
    assert toys.book.connection.execute("SELECT count(*) FROM serials").fetchone() == (0,)


def test_every_digest_can_be_worked_out_anew(toys: Workspace, dice: Any) -> None:
    for _ in range(20):
        record = saved_errand(toys, dice)
        record.story = "改过"
        toys.save(record)
    log = list(versions.since(toys.book.connection, 0, 100))
    assert len(log) == 40 == versions.last_seq(toys.book.connection)
    assert all(versions.is_whole(version) for version in log)
    assert len({version.digest for version in log}) == 40


@pytest.mark.parametrize("name", [one for one in versions.Version._fields if one != "seq"])
def test_no_word_of_a_version_can_be_changed_unseen(toys: Workspace, name: str) -> None:
    record = saved_errand(toys)
    record.story = "改过"
    toys.save(record)
    version = versions.of_record(toys.book.connection, record.uid)[-1]
    old = getattr(version, name)
    changed: Any = old + 1 if isinstance(old, int) else ("0" * 64,) if isinstance(old, tuple) else ""
    if name == "body":
        changed = old.replace("改过", "没改")
    assert versions.is_whole(version)
    assert not versions.is_whole(version._replace(**{name: changed}))


def test_each_version_names_the_one_before(toys: Workspace) -> None:
    record = saved_errand(toys)
    for number in range(4):
        record.story = str(number)
        toys.save(record)
    log = versions.of_record(toys.book.connection, record.uid)
    assert [version.parents for version in log] == [(), *((version.digest,) for version in log[:-1])]
    assert [version.order for version in log] == sorted(version.order for version in log)
    assert {version.epoch for version in log} == {1}


def test_the_log_is_read_in_pieces(toys: Workspace) -> None:
    made = [neighbour(toys, f"王{name}").uid for name in "甲乙丙丁戊"]
    connection = toys.book.connection
    assert [version.uid for version in versions.since(connection, 1, 3)] == made[1:3]
    assert [version.uid for version in versions.since(connection, 3, 99)] == made[3:]
    assert versions.clock_reach(connection) == max(version.hlc for version in versions.since(connection, 0, 99))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("甲乙丙丁"), JSON), st.text(max_size=5))
def test_a_version_is_whole_whatever_it_says(body: dict[str, Any], author: str) -> None:
    made = versions.make(
        uid="a" * 32, slug="x", branch="b", hlc=1, device="d", epoch=1, parents=(), action="new", author=author,
        at="2026-11-23T09:12:00", body=body,
    )  # fmt: skip
    assert versions.is_whole(made)
    assert made.content() == body
    fewer = versions.redacted(made, {"甲"})
    assert versions.is_whole(fewer)
    assert fewer.digest == made.digest
    assert "甲" not in fewer.content()
    if "甲" in body:
        assert not versions.is_whole(fewer._replace(body=fewer.body.replace('"_withheld":["甲"]', '"_withheld":[]')))


def test_of_equal_stamps_the_device_comes_before_the_epoch(toys: Workspace) -> None:
    record = saved_errand(toys)
    (first,) = versions.of_record(toys.book.connection, record.uid)
    made = [
        versions.make(
            uid=record.uid, slug=first.slug, branch=first.branch, hlc=first.hlc + 1, device=device * 16, epoch=epoch,
            parents=(first.digest,), action="edit", author="周建民", at=first.at, body=first.content(),
        )
        for device, epoch in (("a", 9), ("b", 1), ("b", 2))
    ]  # fmt: skip
    with toys.book.transaction():
        for version in reversed(made):  # whatever order they come in
            versions.put(toys.book.connection, version)
    log = versions.of_record(toys.book.connection, record.uid)
    assert [one.digest for one in log] == [first.digest, *(one.digest for one in made)]
    assert [one.digest for one in sorted(log, key=lambda one: one.order)] == [one.digest for one in log]
    assert [one.digest for one in sorted(log, key=lambda one: one.node().key)] == [one.digest for one in log]
    found = versions.nodes(toys.book.engine, {record.uid})[record.uid]
    assert {node.digest: node.key for node in found} == {one.digest: one.node().key for one in log}
    assert [one.digest for one in versions.newest(toys.book.connection, first.slug)] == [made[-1].digest]
