"""Today's book: what 今日 looks at, each thing read once and no more of it than is needed."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any

from danyang_desktop.agenda.said import MOST_LINES
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.declare.query import LIVE
from danyang_desktop.ledgers.payouts.lines import MONEY_OUT
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.registers.households import HOUSEHOLDS, visit_days
from danyang_desktop.registers.people import PEOPLE, is_member
from danyang_desktop.rollups.coverage import Coverage, coverage
from danyang_desktop.rollups.due import Due, Promise, households_due, promises
from danyang_desktop.rollups.month import MonthFigures, figures, months_before
from danyang_desktop.rollups.occasions import REMEMBERED_DAYS, DueTalk, due_talks

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

_YEAR_DAYS = 366
_TALK_SEASON = 10
_STEP = 500
_MOST_HISTORIES = 40
"""A roster that was imported anew changes everybody: that is nobody's new post."""


class Day:
    """Today's book, each thing read once."""

    def __init__(self, workspace: Workspace, progress: Progress = silent) -> None:
        self.workspace = workspace
        self._progress = progress
        self.today = workspace.today
        self.month = f"{self.today:%Y-%m}"

    def read(self, slug: str, **asked: Any) -> list[Any]:
        """Return the live records of a ledger."""
        return list(self.workspace.query(self.workspace.ledgers[slug], status=LIVE, **asked).records())

    def let_go(self) -> None:
        """Forget what was read, some at a time: all at once the window would wait until the last record is gone."""
        for kept in self.__dict__.values():
            while isinstance(kept, list) and kept:
                del kept[-_STEP:]

    @cached_property
    def households(self) -> list[Any]:
        """The files of the households."""
        return self.read(HOUSEHOLDS.slug)

    @cached_property
    def members(self) -> list[Any]:
        """The members of the Party in the register of people: 今日 asks for nobody else."""
        found = []
        for number, one in enumerate(self.workspace.query(PEOPLE, status=LIVE).records()):
            if number % _STEP == 0:
                self._progress(number, 0, "正在看今天有哪些事")
            if is_member(one):
                found.append(one)
        return found

    @cached_property
    def talks(self) -> list[Any]:
        """The talks of the last year, and of this one."""
        since = self.today - dt.timedelta(days=_YEAR_DAYS)
        return list(self.workspace.book.query(TALKS, status=LIVE, since=since).records())

    @cached_property
    def visits(self) -> list[Any]:
        """The visits of the last weeks, and of every household without one its newest."""
        open_files = [one for one in self.households if not one.closed_on]
        longest = max([visit_days(one, self.workspace.look) for one in open_files], default=0)
        since = self.today - dt.timedelta(days=max(longest, REMEMBERED_DAYS))
        found = list(self.workspace.book.query(VISITS, status=LIVE, since=since).records())
        seen = {one.household.uid for one in found}
        for home in open_files:
            if home.uid not in seen:
                found += self.workspace.query(VISITS, status=LIVE, linked_to=home.uid).page(limit=1).rows
        return found

    @cached_property
    def overdue(self) -> list[Due]:
        """Households whose visit is late, the longest first."""
        return households_due(self.households, self.visits, self.workspace.look)

    @cached_property
    def promises(self) -> tuple[int, list[Promise]]:
        """How many open items are past their day, and as many as are shown, the latest first."""
        ask, today = self.workspace.query, self.today
        of_visits, visits = ask(VISITS, status=LIVE).late_rows("actions", today, MOST_LINES)
        of_talks, talks = ask(TALKS, status=LIVE).late_rows("actions", today, MOST_LINES)
        late = [one for one in promises(visits, talks, today) if one.overdue_days and one.overdue_days > 0]
        return of_visits + of_talks, late[:MOST_LINES]

    @cached_property
    def unpaid(self) -> list[Any]:
        """Payment lists of this month and the last whose money has not left."""
        months = months_before(self.month, 2)
        found = [one for month in months for one in self.read(SUBSIDIES.slug, month=month)]
        return [one for one in found if one.state not in MONEY_OUT]

    @cached_property
    def coverage(self) -> Coverage:
        """Who was talked to this year."""
        return coverage(self.today.year, self.members, self.talks)

    @cached_property
    def asked(self) -> list[DueTalk]:
        """Talks that an occasion asks for."""
        heads = {one.uid: one.person.uid for one in self.households if one.person}
        return due_talks(self.members, self.talks, self.visits, self.today, heads=heads, posts=self._posts_changed())

    def _posts_changed(self) -> dict[str, dt.date]:
        """Return whose post in the branch or the village changed lately, and when."""
        since = (self.today - dt.timedelta(days=REMEMBERED_DAYS)).isoformat()
        lately = [one for one in self.members if one.revision > 1 and one.updated_at >= since][:_MOST_HISTORIES]
        labels = {PEOPLE.kinds["role"].label, PEOPLE.kinds["post"].label}
        found = {}
        for person in lately:
            for past in self.workspace.history(person.uid):
                changed = any(label in labels and old for label, old, _ in past.changes)
                if past.at >= since and changed:
                    found[person.uid] = dt.date.fromisoformat(past.at[:10])
        return found

    @property
    def not_talked(self) -> int:
        """How many members nobody has talked to this year."""
        return sum(one.talks == 0 for one in self.coverage.people)

    @property
    def talk_season(self) -> bool:
        """Whether the year ends soon, so that talks not held yet are pressing."""
        return self.today.month >= _TALK_SEASON

    def figures_of(self, month: str) -> MonthFigures:
        """Return the figures of a month up to the day of the month that is today."""
        end = f"{month}-{self.today.day:02}"
        return figures(
            month,
            visits=[one for one in self.read(VISITS.slug, month=month) if f"{one.visited_on}" <= end],
            talks=[one for one in self.read(TALKS.slug, month=month) if f"{one.talk_on}" <= end],
            activities=[one for one in self.read(VOLUNTEERING.slug, month=month) if f"{one.held_on}" <= end],
        )

    @cached_property
    def now(self) -> MonthFigures:
        """The figures of this month."""
        return self.figures_of(self.month)
