"""The volunteer ledger: minutes, printed hours, overlaps, the notice of hours."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.participation import CONFIRMED, HELD, PLANNED, PUBLIC, Participation
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from tests.helpers.fake_look import TODAY, link

if TYPE_CHECKING:
    from tests.helpers.village import Village

WORDS = "为 11 户独居老人检查取暖器、电线和灶具，更换插座 4 个。"
NAMES = ("许敏", "吴海燕", "何志强")


@pytest.fixture
def corps(village: Village) -> Village:
    """Found a team and register three volunteers."""
    team = village.team("红马甲便民队", village.people["许敏"])
    for name in NAMES:
        village.volunteer(village.people[name], team)
    return village


def row(village: Village, name: str, **values: Any) -> Participation:
    kept = village.look.records["volunteers"]
    return Participation(volunteer=link(next(one for one in kept if one.name == name)), **values)


def activity(village: Village, **values: Any) -> Any:
    """Return a plausible activity of 22 November, 13:30 to 16:30, not put in."""
    first = {
        "title": "冬季上门检查电路", "field": "便民维修", "team": link(village.look.records["teams"][0]),
        "held_on": dt.date(2026, 11, 22), "starts": 810, "ends": 990, "place": "柳塘村一组", "content": WORDS,
        "in_charge": [link(village.people["许敏"])], "participants": [row(village, "许敏"), row(village, "吴海燕")],
    }  # fmt: skip
    return village.look.draft(VOLUNTEERING, **{**first, **values})


def test_plausible_activity_has_nothing_wrong(corps: Village) -> None:
    record = activity(corps)
    record.participants.append(row(corps, "何志强", attended=False))
    verdict = corps.look.judge(record)
    assert (verdict.errors, verdict.warnings) == ({}, {})
    assert (record.state, record.heads, record.total_minutes, record.total_hours) == (HELD, 2, 360, 360)
    assert [one.team for one in record.participants] == ["红马甲便民队", "红马甲便民队", ""]
    assert record.participants[2].minutes is None


@pytest.mark.parametrize(
    ("sign_in", "sign_out", "rest", "minutes", "hours", "printed"),
    [
        (810, 990, None, 180, 180, "3.0"),
        (810, 900, None, 90, 90, "1.5"),
        (810, 899, None, 89, 60, "1.0"),
        (840, 990, 1, 149, 120, "2.0"),
        (810, 811, None, 1, 0, "0.0"),
        (810, 1019, 30, 179, 150, "2.5"),
        (0, 720, None, 720, 720, "12.0"),
    ],
)
def test_minutes_and_printed_hours(
    corps: Village, sign_in: int, sign_out: int, rest: int | None, minutes: int, hours: int, printed: str
) -> None:
    mine = row(corps, "许敏", sign_in=sign_in, sign_out=sign_out, break_minutes=rest)
    record = activity(corps, participants=[mine])
    assert not corps.look.judge(record).errors
    assert (mine.minutes, mine.hours) == (minutes, hours)
    assert mine.kinds["hours"].show(mine.hours) == printed
    assert record.total_hours == sum(one.hours or 0 for one in record.participants), "the lines add up"


def test_other_step(corps: Village) -> None:
    corps.look.settings["hours_step"] = 15
    mine = row(corps, "许敏", sign_in=810, sign_out=886)
    corps.look.judge(activity(corps, participants=[mine]))
    assert mine.hours == 75
    assert mine.kinds["hours"].show(75) == "1.25"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"field": "搬家"}, "field"),
        ({"team": None}, "team"),
        ({"team": Link("", "没有的队")}, "team"),
        ({"starts": None}, "starts"),
        ({"starts": 990}, "ends"),
        ({"starts": 1440}, "starts"),
        ({"content": ""}, "content"),
        ({"content": "修灯"}, "content"),
        ({"participants": []}, "participants"),
        ({"in_charge": []}, "in_charge"),
        ({"state": HELD, "held_on": TODAY + dt.timedelta(days=1)}, "held_on"),
    ],
)
def test_refused(corps: Village, values: dict[str, Any], field: str) -> None:
    assert field in corps.look.judge(activity(corps, **values)).errors


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"volunteer": Link("", "沈巧云")}, "不在志愿者名册"),
        ({"sign_out": 810}, "0 分钟"),
        ({"break_minutes": 180}, "0 分钟"),
        ({"sign_in": 600, "sign_out": 1321}, "721 分钟"),
        ({"sign_in": 990, "sign_out": 810}, "分钟"),
        ({"makeup": True}, "补录原因"),
        ({"volunteer": None}, "没有填"),
    ],
)
def test_rows_refused(corps: Village, values: dict[str, Any], said: str) -> None:
    mine = row(corps, "许敏")
    for name, value in values.items():
        setattr(mine, name, value)
    assert said in corps.look.judge(activity(corps, participants=[mine])).errors["participants"]


def test_nobody_twice_in_one_activity(corps: Village) -> None:
    record = activity(corps, participants=[row(corps, "许敏"), row(corps, "许敏", sign_in=600, sign_out=700)])
    assert "写了两次" in corps.look.judge(record).errors["participants"]


@pytest.mark.parametrize(
    ("starts", "ends", "clash"),
    [(600, 810, False), (990, 1050, False), (600, 811, True), (989, 1000, True)],
)
def test_nobody_in_two_places(corps: Village, starts: int, ends: int, clash: bool) -> None:  # noqa: FBT001 - a table
    first = activity(corps)
    corps.look.judge(first)
    corps.look.keep(first)
    record = activity(corps, title="另一场", starts=starts, ends=ends)
    assert ("同一时间" in corps.look.judge(record).errors.get("participants", "")) is clash
    others = activity(corps, title="另一场", starts=starts, ends=ends, participants=[row(corps, "何志强")])
    assert not corps.look.judge(others).errors, "somebody else may"
    assert not corps.look.judge(first).errors, "it does not clash with itself"
    first.status = "void"
    assert not corps.look.judge(record).errors


def test_night_patrol_overlaps_the_next_morning(corps: Village) -> None:
    patrol = activity(corps, title="夜巡", starts=22 * 60, ends=2 * 60, held_on=dt.date(2026, 11, 21))
    verdict = corps.look.judge(patrol)
    assert not verdict.errors
    assert "半夜" in verdict.warnings["ends"]
    assert patrol.participants[0].minutes == 240
    corps.look.keep(patrol)
    early = activity(corps, title="早班", starts=60, ends=200)
    assert "夜巡" in corps.look.judge(early).errors["participants"]
    later = activity(corps, title="早班", starts=120, ends=200)
    assert not corps.look.judge(later).errors
    relief = row(corps, "许敏", sign_in=30, sign_out=120)
    late_comer = activity(
        corps, title="又巡", starts=1380, ends=120, held_on=dt.date(2026, 11, 20), participants=[relief]
    )
    assert not corps.look.judge(late_comer).errors, "half past midnight of the 21st is before the patrol of the 21st"


def test_twelve_hours_a_day_in_all(corps: Village) -> None:
    first = activity(corps, starts=360, ends=780)
    corps.look.judge(first)
    corps.look.keep(first)
    assert not corps.look.judge(activity(corps, title="下午", starts=780, ends=1080)).errors
    over = corps.look.judge(activity(corps, title="下午", starts=780, ends=1081)).errors["participants"]
    assert "721 分钟" in over


def test_plan_needs_neither_people_nor_words(corps: Village) -> None:
    plan = activity(corps, held_on=dt.date(2026, 12, 5), participants=[], content="")
    assert not corps.look.judge(plan).errors
    assert plan.state == PLANNED
    with pytest.raises(UserError, match="还没有到"):
        corps.look.act(plan, "hold")
    corps.look.today = dt.date(2026, 12, 5)
    corps.look.act(plan, "hold", content=WORDS, participants=[row(corps, "许敏")])
    assert (plan.state, plan.heads) == (HELD, 1)


def test_hours_hang_out_before_they_count(corps: Village) -> None:
    record = activity(corps)
    corps.look.judge(record)
    corps.look.act(record, "publicise")
    assert (record.state, record.public_from, record.public_to) == (PUBLIC, TODAY, dt.date(2026, 11, 26))
    corps.look.today = dt.date(2026, 11, 26)
    with pytest.raises(UserError, match="11月26日"):
        corps.look.act(record, "confirm")
    corps.look.act(record, "withdraw")
    assert (record.state, record.public_to) == (HELD, None)
    corps.look.act(record, "publicise")
    corps.look.today = dt.date(2026, 12, 2)
    corps.look.act(record, "confirm")
    assert record.state == CONFIRMED
    assert CONFIRMED in VOLUNTEERING.settled
