"""Who has handed in, who has not, and what does not add up: a row for every branch, by town."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.base.clock import is_slow, moment_of
from danyang_desktop.base.errors import UserError
from danyang_desktop.county import aside
from danyang_desktop.county.endings import endings
from danyang_desktop.county.handed_in import LAST_DAY
from danyang_desktop.county.known import TOWN_DIGITS, enrolled, listed, towns, towns_said
from danyang_desktop.county.month_held import figures_of, held

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office
    from danyang_desktop.exchange.desk import Desk

TAKEN, LACKING, RETURNED, UNKNOWN = "已收", "未交", "退回", "没登记"
ENDED = "已并走"
NO_TOWN = "没列镇街"
NOBODYS = "认不出的"
"""Stands for a town where files are listed of which nobody knows the branch."""


def board(office: Office, month: str) -> list[dict[str, Any]]:
    """Return a row for every branch that is known or has handed in, by town and code.

    state    已收 (a bundle that reaches the month), 退回 (a file of the month waits for a good one), 未交, 没登记;
             已并走 (part of another branch by then, and yet with records of the month: without any it has no row)
    missing  numbers of bundles on which files of the month build and which are not here
    refused  files of the month (aside.py) that wait for a good one, also of a branch whose month is here
    into     code of the branch that it was merged into, "" = none;  ended_on  from which day on
    and what is here of the month (month_held.py): with which bundle it came, how many records, what changed since
    """
    book = office.desk.book
    on_list, places, computers, ended = listed(book), towns(book), enrolled(book), endings(book)
    said = towns_said(book)
    here = held(book, month, office.counted)
    waiting: dict[str, list[aside.SetAside]] = defaultdict(list)
    for one in aside.refused(office.desk, month):
        waiting[one.branch].append(one)
    rows = []
    for branch in sorted({*(code for code, (_, signs) in computers.items() if signs), *on_list, *here, *ended}):
        called, signs = computers.get(branch, (branch, False))
        name, town = on_list.get(branch, (called, ""))
        got, refused, over = figures_of(here.get(branch)), waiting.get(branch, []), ended.get(branch)
        state = TAKEN if got["came_with"] else RETURNED if refused else LACKING
        if state != TAKEN and not signs and over is None:
            state = UNKNOWN
        if month and over is not None and not over.owes(month):
            if not got["records"]:
                continue
            state = ENDED
        rows.append(
            {
                **got, "branch": branch, "enrolled": signs, "ended_on": over.ended_on if over else "",
                "into": over.into if over else "", "missing": sorted({one.missing for one in refused if one.missing}),
                "month": month, "name": name, "refused": len(refused), "state": state,
                "town": town or places.get(branch[:TOWN_DIGITS]) or said.get(branch, NO_TOWN),
            }
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row["town"] == NO_TOWN, row["branch"]))


def nobodys(office: Office, month: str, rows: list[dict[str, Any]]) -> list[aside.SetAside]:
    """Return the files of a month that wait and are of no branch that has a row."""
    here = {row["branch"] for row in rows}
    return [one for one in aside.refused(office.desk, month) if one.branch not in here]


def _now(desk: Desk) -> dt.datetime:
    """Return the moment by the clock, or by what was written where the clock is known to be slow."""
    now, written = desk.clock.now(), moment_of(desk.book.hlc.last)
    return max(now, written) if is_slow(now, desk.book.hlc.last) else now


def last_month(desk: Desk) -> str:
    """Return the month that runs (2026-11): a later one has not begun."""
    return f"{_now(desk):%Y-%m}"


def month_in_hand(desk: Desk, hand_in_day: int) -> str:
    """Return the month that is being handed in: the last one until its last day, `hand_in_day` of the next, is over."""
    now = _now(desk)
    before = now.replace(day=1) - dt.timedelta(days=1)
    return f"{before if now.day <= min(hand_in_day, LAST_DAY) else now:%Y-%m}"


def must_have_begun(desk: Desk, month: str) -> None:
    """Raise UserError for a month (2026-12) that is still to come: nobody has to hand it in."""
    if month > last_month(desk):
        raise UserError(f"{show_period(month)}还没有开始，没有要交的，也没有要催的。请换一个月份。")


def expected(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of the branches that have to hand in."""
    return [row for row in rows if row["state"] != ENDED]


def lacking(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of the branches that have to hand in and have not."""
    return [row for row in expected(rows) if row["state"] != TAKEN]


def by_town(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a board by town, in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["town"], []).append(row)
    return found


def tally(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many branches there are of each state, in a fixed order."""
    return {state: sum(row["state"] == state for row in rows) for state in (TAKEN, LACKING, RETURNED, UNKNOWN)}
