"""Totals on paper are the totals of the book: every sheet that adds something up, over randomly altered books.

The book's side is added up here by hand, record by record; the paper's side is read back from the page.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danyang_desktop.base.chinese.capitals import amount_in_capitals
from danyang_desktop.base.chinese.money import show_fen, show_yuan
from danyang_desktop.base.clock import SetClock
from danyang_desktop.declare.query import LIVE
from danyang_desktop.demo.branch import END, Plan
from danyang_desktop.demo.run import run_demo
from danyang_desktop.ledgers.participation import CONFIRMED
from danyang_desktop.ledgers.payouts.lines import PAID
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import OPEN_TALK, TALKS
from danyang_desktop.ledgers.visits import BATCH, VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.papers import making
from danyang_desktop.printing.paper import draw
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.volunteers import VOLUNTEERS
from danyang_desktop.workspace import Workspace
from tests.core.printing.paper_samples import texts
from tests.helpers.books import cheap_keys, rolled_back

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "柳塘-2026-台账"
MONTH, YEAR = "2026-11", 2026
MOST = 9_999_999_999


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("lived") / "demo"
    with cheap_keys():
        run_demo(Plan(folder, months=2, seed=5, branches=1, password=PASSWORD))
    (book,) = (folder / "branches").iterdir()
    clock = SetClock(dt.datetime.combine(END, dt.time(18, 0)))
    device = folder / "computers" / book.name
    with Workspace.open(book, password=PASSWORD, clock=clock, device_folder=device, operator="许敏") as workspace:
        yield workspace


def live(workspace: Workspace, ledger: Any, month: str = "") -> list[Any]:
    """Return what counts: every record of a month that is not void, read as versions have it."""
    everything = workspace.query(ledger, status=("final", "archived", "void")).records()
    date = ledger.date_of
    return [
        one
        for one in everything
        if one.status != "void" and str(getattr(one, date, "") if date else "").startswith(month)
    ]


def alter(workspace: Workspace, dice: random.Random) -> None:
    """Change money, void records, and take people out of activities, as far as the rules let it be done."""
    for visit in live(workspace, VISITS, MONTH):
        if dice.random() < 0.2:
            workspace.void(visit, "记重了")
        elif dice.random() < 0.5:
            visit.cash, visit.cash_source = dice.choice((0, 1, 99, 12_345, MOST)), "财政拨款"
            workspace.save(visit)
    for talk in live(workspace, TALKS, MONTH):
        if dice.random() < 0.2:
            workspace.void(talk, "记重了")
    for activity in live(workspace, VOLUNTEERING, MONTH):
        if activity.state == "已开展":
            activity.participants = activity.participants[dice.randint(0, 5) :]
            workspace.save(activity)


def pages(workspace: Workspace, **recipe: Any) -> str:
    sheets = making.make_sheets(workspace, {"version": "archive", **recipe})
    return "".join(texts(draw(sheets, title="台账").data))


def hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}"


def ledgers_agree(workspace: Workspace) -> None:
    visits, activities = live(workspace, VISITS, MONTH), live(workspace, VOLUNTEERING, MONTH)
    talks = [one for one in live(workspace, TALKS, MONTH) if one.secrecy == OPEN_TALK]
    cash = sum(one.cash or 0 for one in visits)
    page = pages(workspace, make="ledgers", slugs=["visits"], period=MONTH, forms=False)
    assert f"本月合计走访{len(visits)}户次{show_fen(cash)}" in page
    assert not visits or f"人民币（大写）{amount_in_capitals(cash)}" in page
    page = pages(workspace, make="ledgers", slugs=["talks"], period=MONTH, forms=False)
    assert f"谈话{len(talks)}人次" in page
    page = pages(workspace, make="ledgers", slugs=["volunteering"], period=MONTH, forms=True)
    heads = sum(sum(row.attended is not False for row in one.participants) for one in activities)
    minutes = sum(sum(row.hours or 0 for row in one.participants if row.attended is not False) for one in activities)
    assert f"活动{len(activities)}场{heads}{hours(minutes)}" in page
    for one in activities:
        own = sum(row.hours or 0 for row in one.participants if row.attended is not False)
        assert re.search(rf"合计\D*{len(one.participants)}人\D{{0,3}}{re.escape(hours(own))}", page)
    page = pages(workspace, make="ledgers", slugs=["subsidies"], period=MONTH, forms=True)
    for batch in live(workspace, SUBSIDIES, MONTH):
        fen = sum(line.amount_fen or 0 for line in batch.lines)
        assert f"{len(batch.lines)}人）{show_fen(fen)}" in page
        assert f"人民币（大写）{amount_in_capitals(fen)}" in page
        assert f"{show_fen(fen)}元（大写：{amount_in_capitals(fen)}）" in page


def cover_agrees(workspace: Workspace) -> None:
    page = pages(workspace, make="month", period=MONTH)
    for ledger in (VISITS, TALKS, VOLUNTEERING, SUBSIDIES):
        assert f"{ledger.short}{len(live(workspace, ledger, MONTH))}{ledger.unit}" in page
    cash = sum(one.cash or 0 for one in live(workspace, VISITS, MONTH))
    assert not cash or f"慰问金{show_yuan(cash)}元" in page
    volume = pages(workspace, make="year", year=YEAR)
    whole = sum(one.cash or 0 for one in live(workspace, VISITS, str(YEAR)))
    paid = sum(line.amount_fen or 0 for one in live(workspace, SUBSIDIES, str(YEAR)) for line in one.lines)
    assert f"{len(live(workspace, VISITS, str(YEAR)))}户次" in volume
    assert not whole or f"慰问金{show_yuan(whole)}元" in volume
    assert f"应发{show_yuan(paid)}元" in volume


def years_agree(workspace: Workspace) -> None:
    activities = live(workspace, VOLUNTEERING, str(YEAR))
    rows = [(one, row) for one in activities for row in one.participants if row.attended is not False]
    total, sure = (
        sum(row.hours or 0 for one, row in rows if one.state in states)
        for states in ({one.state for one in activities}, {CONFIRMED})
    )
    assert f"人）{len(rows)}{hours(total)}{hours(sure)}" in pages(workspace, make="hours", year=YEAR)
    page = pages(workspace, make="coverage", year=YEAR)
    talks = live(workspace, TALKS, str(YEAR))
    for person in workspace.query(PEOPLE, status=LIVE).records():
        if person.political_status == "中共党员" and person.role == "党员":
            count = sum(any(one.uid == person.uid for one in (*talk.targets, *talk.talkers)) for talk in talks)
            found = re.search(rf"\d{person.name}(?:\d\d-\d\d|已谈)?(?:\d\d-\d\d|已谈)?(\d+)", page)
            assert found
            assert found[1].endswith(str(count)), person.name
    hard = [one for one in workspace.query(PEOPLE, status=LIVE).records() if "困难党员" in one.category]
    assert f"合计{len(hard)}人" in pages(workspace, make="members", on=END.isoformat())


def homes_and_people_agree(workspace: Workspace) -> None:
    for home in list(workspace.query(HOUSEHOLDS, status=LIVE).records())[:4]:
        own = [one for one in live(workspace, VISITS) if one.household.uid == home.uid]
        cash = sum(one.cash or 0 for one in own if one.counted_in != BATCH)
        head = home.person.uid if home.person else "-"
        lines = [line for batch in live(workspace, SUBSIDIES) for line in batch.lines if line.person.uid == head]
        paid = sum(line.amount_fen or 0 for line in lines if line.result == PAID)
        page = pages(workspace, make="household", uid=home.uid)
        assert f"走访{len(own)}次" in page
        assert not cash + paid or re.search(rf"合计（\d+笔）{re.escape(show_fen(cash + paid))}", page)
    for batch in live(workspace, SUBSIDIES, MONTH):
        fen = sum(line.amount_fen or 0 for line in batch.lines)
        page = pages(workspace, make="notice", uid=batch.uid, first="2026-11-10", last="2026-11-19", days=7)
        assert f"合计{len(batch.lines)}人，{show_yuan(fen)}元（{amount_in_capitals(fen)}）" in page
    sure = [one for one in live(workspace, VOLUNTEERING, str(YEAR)) if one.state == CONFIRMED]
    for volunteer in list(workspace.query(VOLUNTEERS, status=LIVE).records())[:3]:
        mine = [row for one in sure for row in one.participants if row.volunteer.uid == volunteer.uid]
        minutes = sum(row.hours or 0 for row in mine if row.attended is not False)
        if minutes:
            asked = {"first": "2026-01-01", "last": END.isoformat(), "on": END.isoformat(), "again": ""}
            page = pages(workspace, make="certificate", uid=volunteer.uid, number="1", handler="许敏", **asked)
            assert f"服务时长{hours(minutes)}小时" in page


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_every_sheet_adds_up_to_what_the_book_holds(lived: Workspace, seed: int) -> None:
    with rolled_back(lived):
        alter(lived, random.Random(seed))
        ledgers_agree(lived)
        cover_agrees(lived)
        years_agree(lived)
        homes_and_people_agree(lived)
