"""放假安排: days off and worked weekends of the State Council's yearly notice, and the festivals of visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base import workdays
from danyang_desktop.base.chinese import festivals
from danyang_desktop.declare.faces import Col
from danyang_desktop.declare.kinds import Choice, Date, Text
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from danyang_desktop.declare.look import Look

OFF, WORKED = "放假", "上班"
_KINDS: dict[str, workdays.Kind] = {OFF: "off", WORKED: "work"}
_LABELS = {
    "new_year": "元旦",
    "spring": "春节",
    "lantern": "元宵",
    "lei_feng": "学雷锋日",
    "qingming": "清明",
    "youth": "五四",
    "dragon_boat": "端午",
    "children": "六一",
    "party": "七一",
    "army": "八一",
    "mid_autumn": "中秋",
    "teachers": "教师节",
    "double_ninth": "重阳",
    "national": "国庆",
    "volunteers": "志愿者日",
}
"""Festival code of base/chinese/festivals.py -> label of the code list `festival`, for those with a round of visits."""


class Holiday(Record):
    """One day off, or one weekend day that is worked."""

    name = Text("名称", most=30, required=True, privacy=0, aliases=("节日",))
    day = Date("日期", required=True, future=True, privacy=0)
    kind = Choice("安排", (OFF, WORKED), required=True, default=OFF, privacy=0)


HOLIDAYS = Ledger(
    slug="holidays", title="放假安排", noun="日子", unit="天", icon="cal", model=Holiday, name_of="name", keys=("day",),
    table=(Col("day", 130), Col("name"), Col("kind", 100)),
    form={"放假安排": ("day", "name", "kind")},
    search=("name",),
)  # fmt: skip


@HOLIDAYS.rule("day")
def _once(holiday: Holiday, look: Look) -> str | None:
    if any(one.uid != holiday.uid for one in look.where(HOLIDAYS, day=holiday.day)):
        return f"{holiday.day} 已经登记过了。请去改那一行。"
    return None


def calendar(rows: Iterable[Holiday]) -> workdays.Holidays:
    """Return the calendar that counts working days: what is built in, with the entered days put over it.

    A single local day entered must not wipe out the notice of its whole year.
    """
    entered = [(row.day, _KINDS[row.kind], row.name) for row in rows]
    years = sorted({day.year for day, _, _ in entered})
    known = [entry for year in years for entry in workdays.announced(year) or workdays.statutory(year)]
    return workdays.Holidays([*known, *entered])


def notice_ends(start: dt.date, days: int, look: Look) -> dt.date:
    """Return the last day of a public notice of `days` working days; the day it goes up is not counted."""
    return workdays.add_working_days(start, days, calendar(look.where(HOLIDAYS)))


def festival_near(on: dt.date) -> str:
    """Return the label of the festival whose round of visits a day belongs to (the nearest one ahead), or ""."""
    ahead = (one for year in (on.year, on.year + 1) for one in festivals.festivals(year) if one.code in _LABELS)
    rounds = [one for one in ahead if festivals.visit_window(one)[0] <= on <= one.on]
    return _LABELS[min(rounds, key=lambda one: one.on).code] if rounds else ""
