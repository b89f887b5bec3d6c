"""What is wrong in a sample county on purpose, once of each kind: so that the office's desk of doubts has work.

All of it is in the last month, in the first three branches. Whoever is known to two branches is made up by both from
the same dice, with a number that no branch gives to anybody else.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.look import Link
from danyang_desktop.demo.invent import Inventor
from danyang_desktop.demo.place import COUNTY
from danyang_desktop.ledgers.payouts.lines import PAID
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.registers.households import HOUSEHOLDS, HouseholdMember
from danyang_desktop.registers.pairings import BRANCH_HOUSEHOLD, PAIRINGS
from danyang_desktop.registers.people import DEAD, MOVED, PEOPLE

if TYPE_CHECKING:
    from danyang_desktop.demo.scene import Scene

SHARES = COUNTY + 1
"""Every branch has a share of all citizen numbers; the last share is of those whom two branches know."""
_COPIED = "身体尚好，家中平安，情绪稳定，一切如常，没有什么要求。"
_COPIES = 6
_ONE_DAY = 9
"""So many visits in the branch that wrote its month down on one day."""
_LEFT_ON = 15


@dataclass(frozen=True)
class Known:
    """Somebody whom two branches know."""

    name: str
    sex: str
    birth: dt.date
    id_no: str
    phone: str
    account_no: str


@dataclass(frozen=True)
class Oddities:
    """What is wrong in branch `number` of so many; `today` is the last day that is lived.

    0 and 1  an old member who moved in the last month stands in both registers and is paid by both
    0 and 2  a household is paired with both
    1        a member who died the month before is still paid; six visits are written in the same words
    2        a member who moved away the month before is still paid; the month's visits are all on one day
    """

    number: int
    branches: int
    seed: int
    today: dt.date

    @cached_property
    def _known(self) -> tuple[Known, Known]:
        inventor = Inventor(random.Random(f"{self.seed}-known to two"), share=(COUNTY, SHARES))
        return _invent(inventor, "男", 1938, 1942), _invent(inventor, "女", 1945, 1952)

    def _is_last(self, day: dt.date) -> bool:
        return (day.year, day.month) == (self.today.year, self.today.month)

    def visit_days(self, days: list[dt.date]) -> list[dt.date]:
        """Return the days of a month's visits, of a branch that wrote them all down at once one day."""
        if self.number != 2 or not self._is_last(days[0]):
            return days
        return [self.today - dt.timedelta(days=2)] * _ONE_DAY

    def words(self, day: dt.date, nth: int) -> str:
        """Return the words that somebody copied into the nth visit of a month, "" if they were thought of."""
        return _COPIED if self.number == 1 and self._is_last(day) and nth < _COPIES else ""

    def settle(self, scene: Scene, village: str, founded: dt.date) -> None:
        """Let a new branch know whom it knows together with another one."""
        if self.number == 0 and self.branches > 1:
            self._elder(scene, village)
        if self.number in (0, 2) and self.branches > 2:
            self._paired(scene, village, founded)

    def begin_month(self, scene: Scene, village: str, first: dt.date) -> None:
        """Let the old member come over from the first branch, which does not know of it."""
        if self.number == 1 and self._is_last(first):
            scene.at(first)
            self._elder(scene, village)

    def end(self, scene: Scene) -> None:
        """Let a branch hear late, after the money has gone, that somebody died or moved away."""
        standing = {1: DEAD, 2: MOVED}.get(self.number)
        if standing is None:
            return
        workspace = scene.workspace
        (batch, *_) = workspace.query(SUBSIDIES, month=f"{self.today:%Y-%m}").page().rows or (None,)
        elder = self._known[0].name
        paid = [line for line in batch.lines if line.result == PAID and line.person.name != elder] if batch else []
        if paid:
            person = workspace.get(PEOPLE, paid[-1].person.uid)
            before = self.today.replace(day=1) - dt.timedelta(days=1)
            person.standing, person.standing_on = standing, before.replace(day=_LEFT_ON)
            workspace.save(person)

    def _elder(self, scene: Scene, village: str) -> None:
        who = self._known[0]
        joined = dt.date(1965, 7, 1)
        scene.link(
            PEOPLE, **_particulars(who, village), political_status="中共党员", role="党员", joined_on=joined,
            confirmed_on=joined.replace(year=joined.year + 1), category=["困难党员", "老党员"],
            bank_name="农村商业银行", account_no=who.account_no, account_holder=who.name,
        )  # fmt: skip

    def _paired(self, scene: Scene, village: str, founded: dt.date) -> None:
        who = self._known[1]
        rows = [scene.row(HouseholdMember, member=Link("", who.name), relation="户主", id_no=who.id_no, health="健康")]
        facts = _particulars(who, village)
        home = scene.link(
            HOUSEHOLDS, **{**facts, "head_name": facts.pop("name")}, hardship=["独居空巢老人"], causes=["年老无依"],
            members=rows, tier="中", labour=0, income_year=900_000, needs="冬天取暖", measures="每月上门看一次",
            opened_on=founded, review_on=founded.replace(year=founded.year + 1),
        )  # fmt: skip
        scene.save(
            PAIRINGS, kind=BRANCH_HOUSEHOLD, helper=scene.committee[0], household=home, start_on=founded,
            goal="常走动，有事有人管。",
        )  # fmt: skip


def _invent(inventor: Inventor, sex: str, oldest: int, youngest: int) -> Known:
    birth = inventor.birth(oldest, youngest)
    number = inventor.id_no(sex, birth)
    return Known(inventor.name(sex), sex, birth, number, inventor.phone(), inventor.account())


def _particulars(who: Known, village: str) -> dict[str, Any]:
    return {"name": who.name, "id_no": who.id_no, "phone": who.phone, "group_no": "3组", "address": f"{village}3组8号"}
