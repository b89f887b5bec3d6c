"""Talks that an occasion asks for: somebody's post changed, a family was struck, it was agreed to talk again.

Local rules name such occasions (必谈, domain.md L3); what a book knows of itself is found here, the rest is for the
secretary to see.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.chinese.dates import anniversary, show_date
from danyang_desktop.declare.look import Link
from danyang_desktop.registers.people import HERE, is_member
from danyang_desktop.rollups.counted import live

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from danyang_desktop.ledgers.talks import Talk
    from danyang_desktop.ledgers.visits import Visit
    from danyang_desktop.registers.people import Person

AGAIN, BIRTHDAY, JOINED, STRUCK, POST = "约好再谈", "政治生日", "入党·转正", "家庭变故", "岗位变动·干部集中调整"
STRUCK_BY = ("突发变故", "生病住院")
"""Purposes of a visit that tell of a stroke of fate."""
REMEMBERED_DAYS = 30
BIRTHDAY_DAYS = 7
"""A talk for the 政治生日 is held within a week of it (domain.md [S6])."""


@dataclass(frozen=True)
class DueTalk:
    """Somebody to talk to: why, and since which day."""

    person: Link
    occasion: str
    why: str
    since: dt.date


def due_talks(
    people: Iterable[Person],
    talks: Iterable[Talk],
    visits: Iterable[Visit],
    today: dt.date,
    *,
    heads: Mapping[str, str],
    posts: Mapping[str, dt.date],
) -> list[DueTalk]:
    """Return the talks that occasions ask for and that were not held since, the oldest occasion first.

    heads  uid of a household -> uid of its head in the register;  posts  uid of a person -> when the post changed
    """
    here = {one.uid: one for one in live(people) if one.standing == HERE}
    held: dict[str, dt.date] = {}
    kept = list(live(talks))
    for talk in kept:
        for link in talk.targets:
            held[link.uid] = max(held.get(link.uid, talk.talk_on), talk.talk_on)
    asked = [*_agreed(kept, held, today), *_of_people(here.values(), today), *_struck(visits, here, heads, today)]
    asked += [
        DueTalk(Link(uid, here[uid].name), POST, f"{show_date(on)} 职务变了", on)
        for uid, on in posts.items()
        if uid in here and is_member(here[uid])
    ]
    waiting = [one for one in asked if one.occasion == AGAIN or held.get(one.person.uid, dt.date.min) < one.since]
    first: dict[str, DueTalk] = {}
    for one in sorted(waiting, key=lambda each: (each.since, each.person.name)):
        first.setdefault(one.person.uid, one)
    return list(first.values())


def _agreed(talks: list[Talk], held: Mapping[str, dt.date], today: dt.date) -> Iterator[DueTalk]:
    for talk in talks:
        if talk.follow_up_on is None or talk.follow_up_on > today:
            continue
        for link in talk.targets:
            if link.uid and held[link.uid] <= talk.talk_on:
                yield DueTalk(link, AGAIN, f"{show_date(talk.talk_on)} 约好的", talk.follow_up_on)


def _of_people(people: Iterable[Person], today: dt.date) -> Iterator[DueTalk]:
    for person in people:
        if not is_member(person):
            continue
        who = Link(person.uid, person.name)
        for what, on in (("入党", person.joined_on), ("转正", person.confirmed_on)):
            if on and 0 <= (today - on).days <= REMEMBERED_DAYS:
                yield DueTalk(who, JOINED, f"{show_date(on)} {what}", on)
        if person.joined_on and person.joined_on.year < today.year:
            on = anniversary(person.joined_on, today.year)
            if 0 <= (today - on).days <= BIRTHDAY_DAYS:
                years = today.year - person.joined_on.year
                yield DueTalk(who, BIRTHDAY, f"{show_date(on)} 入党 {years} 周年", on)


def _struck(
    visits: Iterable[Visit], here: Mapping[str, Person], heads: Mapping[str, str], today: dt.date
) -> Iterator[DueTalk]:
    for visit in live(visits):
        person = here.get(heads.get(visit.household.uid, ""))
        recent = (today - visit.visited_on).days <= REMEMBERED_DAYS
        if person is not None and is_member(person) and recent and visit.purpose in STRUCK_BY:
            why = f"{show_date(visit.visited_on)} 走访：{visit.purpose}"
            yield DueTalk(Link(person.uid, person.name), STRUCK, why, visit.visited_on)
