"""What is late, who has not been talked to, and how long everybody served."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.ledgers.participation import CONFIRMED, HELD, PLANNED, Participation
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.rollups.coverage import WITH_COMMITTEE, WITH_MEMBER, coverage
from danyang_desktop.rollups.due import households_due, promises
from danyang_desktop.rollups.volunteer_hours import services
from tests.helpers.fake_look import TODAY, link

if TYPE_CHECKING:
    from tests.helpers.village import Village


def talk(village: Village, talkers: str, targets: str, on: dt.date = dt.date(2026, 3, 2), **values: Any) -> Any:
    """Put a talk in; names stand with spaces between."""
    sides = [[link(village.people[name]) for name in names.split()] for names in (talkers, targets)]
    record = village.look.draft(TALKS, talkers=sides[0], targets=sides[1], talk_on=on, **values)
    village.look.judge(record)
    return village.look.keep(record)


def matrix(village: Village, year: int = 2026) -> Any:
    return coverage(year, village.look.where(PEOPLE), village.look.where(TALKS))


def test_empty_year_asks_for_everything(village: Village) -> None:
    found = matrix(village)
    assert len(found.pairs) == 3, "three committee members are three pairs"
    assert (found.required, found.done) == (3 + 2 * 3, 0)
    assert {one.person.name for one in found.people} == {"周建民", "许敏", "何志强", "吴海燕", "徐福根", "陈国富"}
    assert [one.committee for one in found.not_yet] == [True] * 3 + [False] * 3
    missing = {one.person.name: one.missing for one in found.not_yet}
    assert sorted(missing["周建民"]) == ["和何志强谈", "和许敏谈"]
    assert missing["徐福根"] == [WITH_COMMITTEE, WITH_MEMBER]


def test_a_talk_covers_both_sides(village: Village) -> None:
    talk(village, "周建民", "许敏")
    talk(village, "徐福根", "周建民", dt.date(2026, 3, 5))
    talk(village, "吴海燕", "徐福根", dt.date(2026, 4, 1))
    found = matrix(village)
    rows = {one.person.name: one for one in found.people}
    assert found.done == 1 + 1 + 2
    assert rows["徐福根"].missing == []
    assert (rows["徐福根"].committee_on, rows["徐福根"].member_on) == (dt.date(2026, 3, 5), dt.date(2026, 4, 1))
    assert rows["吴海燕"].missing == [WITH_COMMITTEE]
    assert rows["许敏"].missing == ["和何志强谈"]
    assert rows["周建民"].talks == 2
    assert [one.person.name for one in found.covered] == ["徐福根"]
    assert [on for _, _, on in found.pairs if on] == [dt.date(2026, 3, 2)]


def test_whole_year_done(village: Village) -> None:
    for pair in ("周建民 许敏", "周建民 何志强", "许敏 何志强", "吴海燕 徐福根", "陈国富 吴海燕"):
        talk(village, *pair.split())
    talk(village, "何志强", "吴海燕 徐福根 陈国富", mode="集体")
    found = matrix(village)
    assert (found.done, found.required, found.not_yet) == (9, 9, [])


def test_what_does_not_count(village: Village) -> None:
    talk(village, "周建民", "徐福根", dt.date(2025, 12, 31))
    talk(village, "周建民", "王桂兰")
    talk(village, "吴海燕", "徐福根").status = "void"
    village.people["陈国富"].standing, village.people["陈国富"].standing_on = "迁出", TODAY
    found = matrix(village)
    assert found.done == 0
    assert "陈国富" not in {one.person.name for one in found.people}
    assert matrix(village, 2025).done == 1


def home(village: Village, name: str, **values: Any) -> Any:
    return village.household(village.people[name], **values)


def visited(village: Village, household: Any, on: dt.date, **values: Any) -> Any:
    record = village.look.draft(VISITS, household=link(household), visited_on=on, request="无", **values)
    return village.look.keep(record)


def due(village: Village, **asked: Any) -> list[tuple[str, int]]:
    found = households_due(village.look.where(HOUSEHOLDS), village.look.where(VISITS), village.look, **asked)
    return [(one.household.name, one.overdue_days) for one in found]


@pytest.mark.parametrize(
    ("tier", "days_ago", "overdue"),
    [("一般", 90, None), ("一般", 91, 1), ("中", 43, 13), ("高", 7, None), ("高", 8, 1)],
)
def test_overdue_by_tier(village: Village, tier: str, days_ago: int, overdue: int | None) -> None:
    household = home(village, "王桂兰", tier=tier)
    visited(village, household, TODAY - dt.timedelta(days=days_ago + 50))
    visited(village, household, TODAY - dt.timedelta(days=days_ago))
    assert due(village) == ([] if overdue is None else [("王桂兰", overdue)])


def test_never_visited_closed_void_and_soon(village: Village) -> None:
    first = home(village, "王桂兰", opened_on=TODAY - dt.timedelta(days=100))
    second = home(village, "孙玉珍", opened_on=TODAY - dt.timedelta(days=85))
    assert due(village) == [("王桂兰", 10)]
    assert due(village, within_days=5) == [("王桂兰", 10), ("孙玉珍", -5)]
    assert due(village, within_days=4) == [("王桂兰", 10)]
    visited(village, first, TODAY).status = "void"
    assert due(village) == [("王桂兰", 10)]
    first.closed_on = TODAY
    assert due(village) == []
    second.visit_every = 7
    found = households_due([second], [], village.look)[0]
    assert (found.rule_days, found.overdue_days, found.last_on, found.hardship) == (7, 78, None, ("低保户",))


def test_promises_most_overdue_first(village: Village) -> None:
    household = home(village, "王桂兰")
    late, later = (
        ActionItem(what="送药", due_on=dt.date(2026, 11, 20)),
        ActionItem(what="办证", due_on=dt.date(2026, 11, 1)),
    )
    done, open_ended = ActionItem(what="修灯", done_on=TODAY), ActionItem(what="问一问")
    visited(village, household, dt.date(2026, 10, 30), actions=[late, done, open_ended])
    talk(village, "周建民", "徐福根", actions=[later])
    found = promises(village.look.where(VISITS), village.look.where(TALKS), TODAY)
    assert [(one.item.what, one.overdue_days, one.who, one.slug) for one in found] == [
        ("办证", 22, "徐福根", "talks"),
        ("送药", 3, "王桂兰", "visits"),
        ("问一问", None, "王桂兰", "visits"),
    ]


def test_hours_of_everybody(village: Village) -> None:
    team = village.team("红马甲便民队", village.people["许敏"])
    mine, other = (link(village.volunteer(village.people[name], team)) for name in ("许敏", "吴海燕"))

    def held(on: dt.date, state: str, *rows: Participation) -> None:
        record = village.look.draft(VOLUNTEERING, title=f"{on}", held_on=on, state=state, team=link(team))
        record.starts, record.ends, record.participants = 540, 629, list(rows)
        village.look.judge(record)
        record.state = state
        for row in record.participants:
            row.minutes = 89 if row.attended else None
            row.hours = 60 if row.attended else None
        village.look.keep(record)

    held(dt.date(2026, 1, 1), CONFIRMED, Participation(volunteer=mine), Participation(volunteer=other))
    held(dt.date(2026, 1, 2), HELD, Participation(volunteer=mine), Participation(volunteer=other, attended=False))
    held(dt.date(2026, 1, 3), PLANNED, Participation(volunteer=other))
    held(dt.date(2025, 12, 31), CONFIRMED, Participation(volunteer=other))
    found = services(village.look.where(VOLUNTEERING), dt.date(2026, 1, 1), dt.date(2026, 1, 3))
    assert [(one.volunteer.name, one.times, one.minutes, one.printed, one.certified) for one in found] == [
        ("许敏", 2, 178, 120, 60),
        ("吴海燕", 1, 89, 60, 60),
    ]
    assert found[0].titles == ["2026-01-01"]
