"""Days that come: festivals with their rounds of visits, 政治生日, birthdays of old members by the lunar calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.chinese import lunar
from danyang_desktop.base.chinese.dates import anniversary
from danyang_desktop.base.chinese.festivals import festivals, visit_window
from danyang_desktop.registers.people import HERE, is_member
from danyang_desktop.rollups.counted import live

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from danyang_desktop.registers.people import Person

FESTIVAL, MEMBERSHIP, BIRTHDAY = "节日", "政治生日", "生日"
OLD_MEMBER_YEARS = 70
"""From this age on an old member's birthday is kept; villages keep it by the lunar calendar (domain.md §3)."""


@dataclass(frozen=True)
class Ahead:
    """One day to come. `round_from` is the first day of a festival's round of visits; `uid` of the person, or ""."""

    on: dt.date
    kind: str
    name: str
    note: str
    uid: str = ""
    round_from: dt.date | None = None


def days_ahead(people: Iterable[Person], today: dt.date, days: int) -> list[Ahead]:
    """Return what comes within `days`, today included, and festivals whose round of visits has begun; in order."""
    found = [*_festivals(today, days)]
    for person in live(people):
        if person.standing == HERE and is_member(person):
            found += _of_person(person, today, days)
    return sorted(found, key=lambda one: (one.on, one.kind, one.name))


def _festivals(today: dt.date, days: int) -> Iterator[Ahead]:
    for year in (today.year, today.year + 1):
        for one in festivals(year):
            first, last = visit_window(one)
            if today <= last and (first <= today or (last - today).days <= days):
                yield Ahead(one.on, FESTIVAL, one.name, f"农历{lunar.show_lunar(one.on)}", round_from=first)


def _of_person(person: Person, today: dt.date, days: int) -> Iterator[Ahead]:
    if person.joined_on:
        for year in (today.year, today.year + 1):
            on, years = anniversary(person.joined_on, year), year - person.joined_on.year
            if 0 <= (on - today).days <= days and years > 0:
                yield Ahead(on, MEMBERSHIP, person.name, f"入党 {years} 周年", person.uid)
    born = person.birth_on
    if born is None or born.year <= lunar.FIRST_YEAR or (born.day == 1 and not person.id_no):
        return  # without a number, the first of a month may stand for a month or a year
    birthday = lunar.lunar(born)
    for year in (lunar.lunar(today).year, lunar.lunar(today).year + 1):
        on = lunar.anniversary(year, birthday.month, birthday.day)
        age = year - birthday.year
        if 0 <= (on - today).days <= days and age >= OLD_MEMBER_YEARS:
            yield Ahead(on, BIRTHDAY, person.name, f"农历{lunar.show_lunar(on)}，{age} 岁", person.uid)
