"""The yearly coverage of talks: who has not been talked to, and by whom (支部工作条例 art. 19).

Once a year at least: each two committee members with one another, a committee member with each member, and each member
with another member. Either may have begun: a talk covers both sides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TYPE_CHECKING

from danyang_desktop.declare.look import Link
from danyang_desktop.registers.people import HERE, is_committee, is_member
from danyang_desktop.rollups.counted import live, within

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from danyang_desktop.ledgers.talks import Talk
    from danyang_desktop.registers.people import Person

WITH_COMMITTEE, WITH_MEMBER = "和支委谈", "党员之间谈"


@dataclass
class PersonCoverage:
    """One member's year. `with_committee` of a committee member: colleague's uid -> first talk, None = not yet."""

    person: Link
    role: str
    committee: bool
    talks: int = 0
    committee_on: dt.date | None = None
    member_on: dt.date | None = None
    with_committee: dict[str, dt.date | None] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Coverage:
    """The matrix of a year. `pairs` are the committee's pairs with the day of their talk, None = not yet."""

    year: int
    people: list[PersonCoverage]
    pairs: list[tuple[Link, Link, dt.date | None]]

    @property
    def required(self) -> int:
        """How many things the article asks for: the pairs, and two of each ordinary member."""
        return len(self.pairs) + 2 * sum(not one.committee for one in self.people)

    @property
    def done(self) -> int:
        """How many of them are done."""
        of_members = sum((one.committee_on is not None) + (one.member_on is not None) for one in self._ordinary)
        return of_members + sum(on is not None for _, _, on in self.pairs)

    @property
    def covered(self) -> list[PersonCoverage]:
        """Those to whom nothing is missing."""
        return [one for one in self.people if not one.missing]

    @property
    def not_yet(self) -> list[PersonCoverage]:
        """Those to whom something is missing, committee first."""
        return sorted((one for one in self.people if one.missing), key=lambda one: (not one.committee, one.person.name))

    @property
    def _ordinary(self) -> list[PersonCoverage]:
        return [one for one in self.people if not one.committee]


def coverage(year: int, people: Iterable[Person], talks: Iterable[Talk]) -> Coverage:
    """Return the matrix of `year` for the members in the register (在册)."""
    members = [one for one in live(people) if is_member(one) and one.standing == HERE]
    rows = {one.uid: PersonCoverage(Link(one.uid, one.name), one.role, is_committee(one)) for one in members}
    met: dict[frozenset[str], dt.date] = {}
    for talk in sorted(live(talks), key=lambda one: one.talk_on):
        if within(talk.talk_on, str(year)):
            _count(talk, rows, met)
    board = [row.person for row in rows.values() if row.committee]
    pairs = [(a, b, met.get(frozenset((a.uid, b.uid)))) for a, b in combinations(board, 2)]
    for row in rows.values():
        _judge(row, board, met)
    return Coverage(year, list(rows.values()), pairs)


def _count(talk: Talk, rows: dict[str, PersonCoverage], met: dict[frozenset[str], dt.date]) -> None:
    """Put down one talk for everybody in it, and the first meeting of each pair."""
    for uid in {link.uid for link in (*talk.talkers, *talk.targets)} & set(rows):
        rows[uid].talks += 1
    for a, b in product(talk.talkers, talk.targets):
        if a.uid == b.uid or a.uid not in rows or b.uid not in rows:
            continue
        met.setdefault(frozenset((a.uid, b.uid)), talk.talk_on)
        for one, other in ((rows[a.uid], rows[b.uid]), (rows[b.uid], rows[a.uid])):
            if other.committee:
                one.committee_on = one.committee_on or talk.talk_on
            else:
                one.member_on = one.member_on or talk.talk_on


def _judge(row: PersonCoverage, board: list[Link], met: dict[frozenset[str], dt.date]) -> None:
    """Say what is missing: colleagues by name for the committee, the kind of talk for members."""
    if row.committee:
        others = [link for link in board if link.uid != row.person.uid]
        row.with_committee = {link.uid: met.get(frozenset((row.person.uid, link.uid))) for link in others}
        row.missing = [f"和{link.name}谈" for link in others if row.with_committee[link.uid] is None]
        return
    row.missing = [
        name for name, on in ((WITH_COMMITTEE, row.committee_on), (WITH_MEMBER, row.member_on)) if on is None
    ]
