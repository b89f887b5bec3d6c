"""What many ledgers share: conditions, ready-made rules, hours, and rows judged by what a kind cannot know itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.faces import month_and_day
from danyang_desktop.declare.kinds import Choice, Date, Hours, Ref, Row, Rows, Text
from danyang_desktop.declare.ledger import DeclarationError, Ledger
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.record import Record
from danyang_desktop.declare.rules import both, filled, in_order, needed, says
from danyang_desktop.registers.people import PEOPLE
from tests.helpers.fake_look import TODAY, FakeLook


class Stop(Row):
    """A stop of a tour."""

    where = Text("地点", required=True)
    kind = Choice("类别", "health")
    seen_on = Date("到的日期")
    guide = Ref(PEOPLE, "向导")
    hint = Choice("提示", "health", shown_when=lambda row: row.where == "山上")


class Tour(Record):
    """A tour, for these tests only."""

    name = Text("名称")
    first = Date("先", future=True)
    then = Date("后", future=True)
    stops = Rows("站点", Stop, noun="站")


TOURS = Ledger(
    slug="tours_of_test", title="行程", model=Tour, name_of="name", form={"行程": ("first", "then", "stops")}
)
TOURS.rule("name")(needed("name", "请写上。", when=filled("first")))


@pytest.mark.parametrize(
    ("first", "then", "same", "said"),
    [
        (None, None, True, False),
        (TODAY, None, True, False),
        (None, TODAY, True, False),
        (TODAY, TODAY, True, False),
        (TODAY, TODAY, False, True),
        (TODAY, dt.date(2026, 11, 22), True, True),
        (0, 1, False, False),
        (1, 0, False, True),
        ("2026-11", "2026-10", True, True),
        ("2026-11", "", True, False),
    ],
)
def test_in_order(first: Any, then: Any, same: bool, said: bool) -> None:  # noqa: FBT001 - columns of a table
    tour = Tour()
    tour.first, tour.then = first, then
    assert (in_order("first", "then", "乱了。", same=same)(tour, FakeLook()) == "乱了。") is said


def test_conditions() -> None:
    tour = Tour(name="东线")
    assert says("name", "东线", "西线")(tour)
    assert not says("name", "西线")(tour)
    assert filled("name")(tour)
    assert not filled("stops")(tour)
    assert both(filled("name"), says("name", "东线"))(tour)
    assert not both(filled("name"), says("name", "西线"))(tour)


def test_needed_says_the_label() -> None:
    look = FakeLook()
    assert not look.judge(look.draft(TOURS)).errors
    assert look.judge(look.draft(TOURS, first=TODAY)).errors == {"name": "“名称”没有填。请写上。"}


def test_month_and_day() -> None:
    assert month_and_day("first")(Tour(first=dt.date(2026, 1, 2))) == "01-02"
    assert month_and_day("first")(Tour()) == ""


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Stop(where="村口"), ""),
        (Stop(where="村口", kind="健康"), ""),
        (Stop(where="村口", kind="强壮"), "没有“强壮”"),
        (Stop(where="村口", seen_on=TODAY), ""),
        (Stop(where="村口", seen_on=dt.date(2026, 11, 24)), "今天之后"),
        (Stop(where="村口", guide=Link("", "某人")), "某人 不在人员名册"),
        (Stop(where="村口", hint="强壮"), ""),
        (Stop(where="山上", hint="强壮"), "没有“强壮”"),
    ],
)
def test_rows_are_judged_like_records(row: Stop, said: str) -> None:
    look = FakeLook()
    found = look.judge(look.draft(TOURS, stops=[Stop(where="起点"), row])).errors
    assert bool(found) is bool(said)
    if said:
        assert said in found["stops"]
        assert found["stops"].startswith("站点第 2 站：")


def test_rows_are_read_by_the_row() -> None:
    assert [stop.where for stop in Tour.stops.parse("村口、晒场；卫生院", TODAY)] == ["村口", "晒场", "卫生院"]


def test_a_model_belongs_to_one_ledger() -> None:
    with pytest.raises(DeclarationError, match="another ledger"):
        Ledger(slug="more_tours", title="行程", model=Tour, name_of="name")
    assert Tour._meta.table_name == "tours_of_test"


@pytest.mark.parametrize(
    ("typed", "minutes", "shown"),
    [
        ("1.5", 90, "1.5"),
        ("2小时", 120, "2.0"),
        ("０．５", 30, "0.5"),
        ("0.25", 15, "0.25"),
        ("0", 0, "0.0"),
        ("", None, ""),
    ],
)
def test_hours(typed: str, minutes: int | None, shown: str) -> None:
    kind = Hours("时长")
    assert kind.parse(typed, TODAY) == minutes
    assert kind.show(minutes) == shown
    assert kind.from_cell(kind.to_cell(minutes), TODAY) == minutes


@pytest.mark.parametrize("typed", ["一会儿", "1:30", "NaN", "1e999999999"])
def test_hours_refused(typed: str) -> None:
    kind = Hours("时长")
    with pytest.raises(UserError):
        kind.parse(typed, TODAY)
