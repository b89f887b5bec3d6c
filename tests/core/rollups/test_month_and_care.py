"""Figures of a month, money counted once, what is due, coverage of talks, hours of service."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.participation import Participation
from danyang_desktop.ledgers.payouts.corrections import reissue, reverse
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import BATCH, CARE, VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.gifts import Gift
from danyang_desktop.rollups.care import counted_cash, doubts, roster
from danyang_desktop.rollups.month import MonthFigures, figures
from tests.helpers.batches import back, batch_of, pay
from tests.helpers.fake_look import TODAY, link
from tests.helpers.village import rate

if TYPE_CHECKING:
    from tests.helpers.village import Village

NOVEMBER = "2026-11"


def visit(village: Village, home: Any, on: dt.date = dt.date(2026, 11, 10), **values: Any) -> Any:
    """Put a visit in."""
    first = {
        "household": link(home), "visited_on": on, "situation": "老伴住院，药费负担重。", "measures": "已联系",
        "visitors": [link(village.people["周建民"]), link(village.people["许敏"])],
    }  # fmt: skip
    return village.look.add(VISITS, **{**first, **values})


def all_of(village: Village) -> dict[str, Any]:
    where = village.look.where
    return {
        "visits": where(VISITS), "talks": where(TALKS), "activities": where(VOLUNTEERING), "batches": where(SUBSIDIES),
    }  # fmt: skip


def test_empty_month_is_all_noughts() -> None:
    assert figures(NOVEMBER) == MonthFigures(NOVEMBER)


def test_visits_of_a_month(village: Village) -> None:
    home, other = (village.household(village.people[name]) for name in ("王桂兰", "孙玉珍"))
    money = {"cash": 20_000, "cash_source": "财政拨款"}
    visit(village, home, request="想修屋顶", **money)
    visit(
        village, home, dt.date(2026, 11, 20), goods=[Gift(name="大米", value=8_000)], actions=[ActionItem(what="送药")]
    )
    visit(village, other, **money, counted_in=BATCH, batch_no="BZ-1")
    visit(village, other, dt.date(2026, 10, 31), **money)
    void = visit(village, other, dt.date(2026, 11, 21), **money)
    void.status = "void"
    visit(village, home, dt.date(2026, 11, 22), household=Link("", "赵德明"), place="九组")
    assert figures(NOVEMBER, **all_of(village), overdue=2) == MonthFigures(
        NOVEMBER, visits=4, households=2, cash_fen=20_000, goods_fen=8_000, overdue=2, to_revisit=2, open_actions=1
    )
    assert figures("2026", **all_of(village)).visits == 5
    assert figures("2025", **all_of(village)).visits == 0


def test_talks_of_a_month(village: Village) -> None:
    people = village.people
    words = {
        "content": "老伴住院已有两周，本人往返镇上照料，心里着急。",
        "mood": "稳定",
        "talk_on": dt.date(2026, 11, 3),
    }
    one, two = link(people["徐福根"]), link(people["陈国富"])
    village.look.add(TALKS, talkers=[link(people["周建民"])], targets=[one], occasion="家庭变故", **words)
    village.look.add(TALKS, talkers=[link(people["周建民"])], targets=[one, two], mode="集体", **words)
    found = figures(NOVEMBER, **all_of(village))
    assert (found.talks, found.talked_to, found.secret_talks) == (2, 3, 1)


def test_service_of_a_month(village: Village) -> None:
    team = village.team("红马甲便民队", village.people["许敏"])
    mine = link(village.volunteer(village.people["许敏"], team))
    facts: dict[str, Any] = {
        "title": "上门检查电路", "field": "助老", "team": link(team), "starts": 810, "ends": 899, "place": "一组",
        "content": "为 11 户独居老人检查取暖器、电线和灶具。", "in_charge": [link(village.people["许敏"])],
    }  # fmt: skip
    village.look.add(VOLUNTEERING, held_on=dt.date(2026, 11, 1), participants=[Participation(volunteer=mine)], **facts)
    village.look.add(VOLUNTEERING, held_on=dt.date(2026, 11, 2), participants=[Participation(volunteer=mine)], **facts)
    village.look.add(VOLUNTEERING, held_on=dt.date(2026, 11, 30), **facts)
    found = figures(NOVEMBER, **all_of(village))
    assert (found.activities, found.people_times, found.minutes, found.hours) == (2, 2, 178, 120)


def test_money_of_a_month(village: Village, allowance: Any) -> None:
    first = village.look.keep(batch_of(village, allowance))
    found = figures(NOVEMBER, **all_of(village))
    assert (found.batches, found.paid_batches, found.paid_heads, found.paid_fen, found.due_fen) == (1, 0, 0, 0, 96_000)
    pay(village, first)
    found = figures(NOVEMBER, **all_of(village))
    assert (found.paid_batches, found.paid_heads, found.paid_fen, found.due_fen) == (1, 2, 96_000, 0)
    village.look.act(first, "book_returns", returns=[back(first.lines[0])])
    found = figures(NOVEMBER, **all_of(village))
    assert (found.paid_heads, found.paid_fen) == (1, 48_000)
    pay(village, reissue(first, village.look))
    year = figures("2026", **all_of(village))
    assert (year.batches, year.paid_heads, year.paid_fen) == (2, 2, 96_000)


def test_reversed_batch_adds_up_to_nothing(village: Village, allowance: Any) -> None:
    first = pay(village, batch_of(village, allowance))
    pay(village, reverse(first, village.look, "重复造册"))
    year = figures("2026", **all_of(village))
    assert (year.paid_heads, year.paid_fen, year.due_fen) == (0, 0, 0)


# care


@pytest.fixture
def care(village: Village) -> Any:
    """Pay both households 500 yuan for 重阳 through a batch of November."""
    for name in ("王桂兰", "孙玉珍"):
        village.household(village.people[name])
    program = village.program(
        rate("慰问", 50_000, hardship=["低保户"]), name="重阳慰问", kind="节日慰问金", cycle="一次性"
    )
    return pay(village, batch_of(village, program, month=NOVEMBER))


def gift(village: Village, number: int, **values: Any) -> Any:
    home = village.look.records["households"][number]
    first = {"purpose": CARE, "festival": "重阳", "cash": 50_000, "cash_source": "财政拨款"}
    return visit(village, home, **{**first, **values})


def test_the_same_money_is_counted_once(village: Village, care: Any) -> None:
    twice = gift(village, 0)
    found = doubts(village.look.where(VISITS), village.look.where(SUBSIDIES), village.look)
    assert [one.uid for one in found] == [twice.uid]
    assert care.serial_no in found[0].sentence
    assert counted_cash(twice) == 50_000
    twice.counted_in, twice.batch_no = BATCH, care.serial_no
    assert doubts(village.look.where(VISITS), village.look.where(SUBSIDIES), village.look) == []
    assert counted_cash(twice) == 0
    rows = roster(village.look.where(VISITS), village.look.where(SUBSIDIES))
    assert sum(row.cash_fen for row in rows) == 100_000
    assert [(row.who.name, row.cash_fen) for row in rows] == [("王桂兰", 0), ("孙玉珍", 50_000), ("王桂兰", 50_000)]


@pytest.mark.parametrize(
    "values",
    [
        {"cash": 40_000},
        {"cash_source": "党员捐款"},
        {"visited_on": dt.date(2026, 10, 31)},
        {"cash": 0, "cash_source": ""},
    ],
    ids=["another amount", "another source", "another month", "no money"],
)
def test_other_money_is_no_doubt(village: Village, care: Any, values: dict[str, Any]) -> None:
    del care
    home = village.look.records["households"][0]
    first = {"purpose": CARE, "festival": "重阳", "cash": 50_000, "cash_source": "财政拨款"}
    on = values.pop("visited_on", dt.date(2026, 11, 10))
    visit(village, home, on, **{**first, **values})
    assert doubts(village.look.where(VISITS), village.look.where(SUBSIDIES), village.look) == []


@pytest.mark.parametrize("number", ["BZ-nowhere", "of the batch, but returned"])
def test_money_said_to_be_in_a_batch_that_is_not(village: Village, care: Any, number: str) -> None:
    if number.startswith("of"):
        number = care.serial_no
        mine = next(line for line in care.lines if line.person.name == "王桂兰")
        village.look.act(care, "book_returns", returns=[back(mine)])
    gift(village, 0, counted_in=BATCH, batch_no=number)
    found = doubts(village.look.where(VISITS), village.look.where(SUBSIDIES), village.look)
    assert ["没有这一户" in one.sentence for one in found] == [True]


def test_roster_names_goods_and_leaves_out_plain_visits(village: Village) -> None:
    home = village.household(village.people["王桂兰"])
    visit(village, home)
    visit(village, home, TODAY, goods=[Gift(name="大米", quantity=1, unit="袋", value=8_000)])
    rows = roster(village.look.where(VISITS), [])
    assert [(row.goods, row.goods_fen, row.cash_fen, row.source) for row in rows] == [("大米1袋", 8_000, 0, "")]
