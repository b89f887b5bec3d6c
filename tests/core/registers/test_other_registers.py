"""Pairings, volunteers, teams, programmes, the branch, towns, code lists, holidays, gifts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.workdays import add_working_days
from danyang_desktop.county.handed_in import coming
from danyang_desktop.declare.codes import CODE_LISTS, LIST_TITLES
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.record import from_body
from danyang_desktop.registers import REGISTERS, towns
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.action_items import complain as complain_of_actions
from danyang_desktop.registers.branches import BRANCHES
from danyang_desktop.registers.codes import CODES
from danyang_desktop.registers.gifts import Gift
from danyang_desktop.registers.holidays import HOLIDAYS, OFF, WORKED, calendar, festival_near, notice_ends
from danyang_desktop.registers.pairings import BRANCH_HOUSEHOLD, MEMBER_HOUSEHOLD, PAIRINGS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.programs import PROGRAMS, Rate, rate_for, rate_named
from danyang_desktop.registers.teams import TEAMS
from danyang_desktop.registers.towns import TOWNS
from danyang_desktop.registers.volunteers import VOLUNTEERS
from tests.helpers.fake_look import TODAY, FakeLook, link
from tests.helpers.village import rate

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace
    from tests.helpers.village import Village


def test_registers_are_registers() -> None:
    assert all(one.is_register for one in REGISTERS)
    assert len({one.slug for one in REGISTERS}) == len(REGISTERS)


def _pair(village: Village, **values: Any) -> Any:
    first = {"helper": link(village.people["许敏"]), "goal": "两年内脱困"}
    return village.look.draft(PAIRINGS, **{**first, **values})


def test_pair_is_named_by_both(village: Village) -> None:
    home = village.household(village.people["王桂兰"])
    pair = _pair(village, household=link(home))
    assert not village.look.judge(pair).errors
    assert pair.title == "许敏—王桂兰"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "household"),
        ({"kind": "机关—村"}, "partner"),
        ({"kind": "机关—村", "partner": "柳塘村", "helper": None}, "helper"),
        ({"kind": "机关—村", "partner": "柳塘村", "start_on": TODAY, "end_on": dt.date(2026, 1, 1)}, "end_on"),
        ({"kind": "机关—村", "partner": "柳塘村", "standing": "终止"}, "stop_reason"),
        ({"kind": "机关—村", "partner": "柳塘村", "visits_due": 53}, "visits_due"),
        ({"kind": "机关—村", "partner": "柳塘村", "goal": ""}, "goal"),
    ],
)
def test_pair_refused(village: Village, values: dict[str, Any], field: str) -> None:
    assert field in village.look.judge(_pair(village, **values)).errors


def test_closed_file_ends_the_pair(village: Village) -> None:
    home = village.household(village.people["王桂兰"])
    pair = _pair(village, household=link(home))
    home.closed_on = dt.date(2026, 10, 1)
    assert "退出" in village.look.judge(pair).errors["standing"]
    pair.standing = "完成"
    assert not village.look.judge(pair).errors


def test_second_branch_pair_and_too_many_households_are_asked_about(village: Village) -> None:
    home = village.household(village.people["王桂兰"])
    village.look.keep(_pair(village, kind=BRANCH_HOUSEHOLD, household=link(home)))
    second = _pair(village, kind=BRANCH_HOUSEHOLD, household=link(home), helper=link(village.people["何志强"]))
    assert "household" in village.look.judge(second).warnings
    village.look.settings["member_households_most"] = 1
    other = village.household(village.people["孙玉珍"])
    third = _pair(village, kind=MEMBER_HOUSEHOLD, household=link(other))
    assert "2 户" in village.look.judge(third).warnings["helper"]


def test_team_and_volunteer_once(village: Village) -> None:
    team = village.team("红马甲便民队", village.people["许敏"])
    volunteer = village.volunteer(village.people["许敏"], team)
    assert volunteer.name == "许敏"
    assert "name" in village.look.judge(village.look.draft(TEAMS, name="红马甲便民队", leader=team.leader)).errors
    again = village.look.draft(VOLUNTEERS, person=link(village.people["许敏"]))
    assert "person" in village.look.judge(again).errors


def test_volunteer_under_age_needs_a_guardian(village: Village) -> None:
    child = village.person("周小宝", dt.date(2012, 5, 6))
    volunteer = village.look.draft(VOLUNTEERS, person=link(child))
    assert "14 岁" in village.look.judge(volunteer).errors["guardian"]
    volunteer.guardian = "周建民"
    assert village.look.judge(volunteer).errors
    volunteer.guardian_agrees = True
    assert not village.look.judge(volunteer).errors


@pytest.mark.parametrize("team", [Link("", "没有的队"), Link("nowhere", "没有的队")])
def test_volunteer_of_an_unknown_team(village: Village, team: Link) -> None:
    volunteer = village.look.draft(VOLUNTEERS, person=link(village.people["许敏"]), teams=[team])
    assert "teams" in village.look.judge(volunteer).errors


# programmes and their dated rates

OLD = rate("老党员", 30_000, dt.date(2025, 1, 1), valid_to=dt.date(2026, 6, 30), min_age=70, must_be_member=True)
NEW = rate("老党员", 36_000, dt.date(2026, 7, 1), min_age=70, must_be_member=True)
FIFTY = rate("党龄五十年", 50_000, dt.date(2026, 1, 1), min_party_years=50)


def test_rate_of_the_day(village: Village) -> None:
    program = village.program(OLD, NEW, FIFTY)
    old = village.person("邱丽根", dt.date(1950, 7, 1), political_status="中共党员", confirmed_on=dt.date(1977, 1, 1))
    assert rate_for(program, old, [], dt.date(2026, 6, 30)) is OLD
    assert rate_for(program, old, [], dt.date(2026, 7, 1)) is NEW
    assert rate_for(program, old, [], dt.date(2027, 1, 1)) is FIFTY, "the best one he may have"
    assert rate_for(program, village.people["王桂兰"], ["低保户"], TODAY) is None, "no member"
    assert rate_for(program, village.people["徐福根"], [], dt.date(2025, 8, 8)) is None, "69 until tomorrow"
    assert rate_for(program, village.people["徐福根"], [], dt.date(2025, 8, 9)) is OLD
    assert rate_named(program, "老党员", dt.date(2026, 6, 30)) is OLD
    assert rate_named(program, "老党员", dt.date(2024, 12, 31)) is None


def test_unknown_facts_do_not_entitle(village: Village) -> None:
    program = village.program(rate("老人", 100, min_age=60), rate("老党员", 200, min_party_years=0))
    assert rate_for(program, village.look.draft(PEOPLE, name="无名"), [], TODAY) is None


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ([], "没有填"),
        ([rate("甲", 100), rate("甲", 200, dt.date(2026, 7, 1))], "同时有效"),
        ([rate("甲", 100, valid_to=dt.date(2026, 7, 1)), rate("甲", 200, dt.date(2026, 7, 1))], "同时有效"),
        ([rate("甲", 100, valid_to=dt.date(2025, 7, 1))], "早于"),
        ([Rate(category="甲", valid_from=dt.date(2026, 1, 1))], "没有填"),
        ([Rate(category="甲", rate_fen=-1, valid_from=dt.date(2026, 1, 1))], "之间"),
    ],
)
def test_rates_refused(rates: list[Rate], said: str) -> None:
    look = FakeLook()
    program = look.draft(PROGRAMS, name="定补", kind="其他", rates=rates)
    assert said in look.judge(program).errors["rates"]


def test_rates_that_follow_each_other(village: Village) -> None:
    village.program(rate("甲", 100, valid_to=dt.date(2026, 6, 30)), rate("甲", 200, dt.date(2026, 7, 1)), rate("乙", 1))
    again = village.look.draft(PROGRAMS, name="困难党员定补", kind="其他", rates=[rate("甲", 100)])
    assert "name" in village.look.judge(again).errors


# the branch, towns, code lists, holidays


@pytest.mark.parametrize("code", ["3211811203", "32118110120301x", "３２１１８１１０１２０３０１", ""])
def test_branch_code_refused(code: str) -> None:
    look = FakeLook()
    assert "code" in look.judge(look.draft(BRANCHES, name="柳塘村党支部", code=code, town="青山镇")).errors


def test_branch() -> None:
    look = FakeLook()
    look.add(BRANCHES, name="柳塘村党支部", code="32118110120301", town="青山镇", secretary=Link("", "周建民"))
    again = look.draft(BRANCHES, name="另一个", code="32118110120301", town="青山镇")
    assert "code" in look.judge(again).errors


def test_every_new_book_begins_with_the_same_towns(book: Workspace) -> None:
    """Otherwise those that the office sends home would stand there twice."""
    there = [(one.uid, one.head, one.name) for one in book.query(TOWNS).records()]
    shipped = [(one.uid, one.digest, one.content()["name"]) for one in towns.shipped_versions()]
    assert sorted(there) == sorted(shipped)
    assert book.check() == []
    assert [one.code for one in book.book.query(TOWNS, text="延陵").records()] == ["321181101"]
    assert coming(book.desk).records == {}, "nothing of it is to be handed in"


def test_towns_are_shipped_and_good() -> None:
    look = FakeLook()
    rows = [from_body(TOWNS.model, one.uid, one.content()) for one in towns.shipped_versions()]
    assert (len(rows), rows[0].name, rows[-1].code) == (12, "云阳街道", "321181113")
    for row in rows:
        assert not look.judge(row).errors
    bad = look.draft(TOWNS, name="某镇", code="32118", valid_from=TODAY, valid_to=dt.date(2026, 1, 1))
    assert set(look.judge(bad).errors) == {"code", "valid_to"}


def test_every_code_list_has_a_title() -> None:
    assert set(LIST_TITLES) == set(CODE_LISTS)
    assert len(set(LIST_TITLES.values())) == len(LIST_TITLES)


def test_code_is_placed() -> None:
    look = FakeLook()
    shipped = look.add(CODES, title="对象类别", label="老党员", active=False)
    assert (shipped.list_name, shipped.position) == ("hardship_kind", 1)
    added = look.add(CODES, title="对象类别", label="失独家庭")
    assert added.position == len(CODE_LISTS["hardship_kind"])
    assert look.add(CODES, title="对象类别", label="退役军人").position == added.position + 1
    assert "label" in look.judge(look.draft(CODES, title="对象类别", label="失独家庭")).errors


def test_entered_days_go_over_the_built_in_ones() -> None:
    look = FakeLook()
    friday = dt.date(2026, 11, 20)
    assert add_working_days(friday, 1, calendar([])) == dt.date(2026, 11, 23)
    look.add(HOLIDAYS, name="停电", day=dt.date(2026, 11, 23), kind=OFF)
    look.add(HOLIDAYS, name="补班", day=dt.date(2026, 11, 21), kind=WORKED)
    assert notice_ends(friday, 1, look) == dt.date(2026, 11, 21)
    assert notice_ends(friday, 2, look) == dt.date(2026, 11, 24)
    assert notice_ends(dt.date(2026, 9, 30), 1, look) == dt.date(2026, 10, 8), "the year's notice still stands"
    assert "day" in look.judge(look.draft(HOLIDAYS, name="又停电", day=dt.date(2026, 11, 23))).errors


@pytest.mark.parametrize(
    ("on", "label"),
    [
        (dt.date(2026, 2, 17), "春节"),
        (dt.date(2026, 1, 20), "春节"),
        (dt.date(2026, 1, 1), "元旦"),
        (dt.date(2026, 10, 15), "重阳"),
        (dt.date(2026, 6, 29), "七一"),
        (dt.date(2026, 11, 10), ""),
        (dt.date(2026, 12, 27), "元旦"),
    ],
)
def test_festival_near(on: dt.date, label: str) -> None:
    assert festival_near(on) == label
    assert not label or label in CODE_LISTS["festival"]


# rows shared by ledgers


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("大米1袋", ("大米", 1, "袋")),
        ("食用油 2 桶", ("食用油 2 桶", None, "")),
        ("棉被2床", ("棉被", 2, "床")),
        ("慰问品", ("慰问品", None, "")),
        ("3", ("3", None, "")),
        ("5L油1桶", ("5L油", 1, "桶")),
        ("大米10斤装1袋", ("大米10斤装", 1, "袋")),
    ],
)
def test_gift_is_read(text: str, row: tuple[str, int | None, str]) -> None:
    gift = Gift.read(text, TODAY)
    assert (gift.name, gift.quantity, gift.unit) == row


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (ActionItem(what="送药"), None),
        (ActionItem(what="送药", due_on=TODAY, done_on=TODAY), None),
        (ActionItem(what="送药", due_on=dt.date(2026, 11, 22)), "期限"),
        (ActionItem(what="送药", done_on=dt.date(2026, 11, 22)), "办好日期"),
    ],
)
def test_action_items(item: ActionItem, said: str | None) -> None:
    found = complain_of_actions([ActionItem(what="先办"), item], TODAY)
    assert (found is None) if said is None else (found is not None and said in found and "第 2 件" in found)
