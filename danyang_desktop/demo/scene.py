"""A sample branch and its registers: people, committee, households, pairings, volunteers, teams, programmes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.look import Link
from danyang_desktop.demo.invent import Inventor, texts
from danyang_desktop.registers.branches import BRANCHES
from danyang_desktop.registers.households import HOUSEHOLDS, HouseholdMember
from danyang_desktop.registers.pairings import PAIRINGS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.programs import PROGRAMS, Rate
from danyang_desktop.registers.teams import TEAMS
from danyang_desktop.registers.volunteers import VOLUNTEERS

if TYPE_CHECKING:
    import random

    from danyang_desktop.base.clock import SetClock
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.demo.oddities import Oddities
    from danyang_desktop.workspace import Workspace

_ROLES = ("书记", "副书记", "委员", "委员", "委员")
_HARD_MEMBERS = 8
_MEMBERS, _RESIDENTS, _HOUSEHOLDS = 40, 30, 14
_HARDSHIP = ("低保户", "残疾人", "独居空巢老人", "重病户", "低保边缘户", "特困供养", "留守儿童·困境儿童")
_CAUSES = ("因病", "因残", "缺劳力", "年老无依", "因学", "因灾")
ALLOWANCE = "困难老党员定补"


@dataclass
class Scene:
    """A sample branch while its life is being made: the open book, its clock, the dice, and whom it knows.

    `odd`: what is wrong in it on purpose.
    """

    workspace: Workspace
    clock: SetClock
    dice: random.Random
    inventor: Inventor
    odd: Oddities
    committee: list[Link] = field(default_factory=list)
    members: list[Link] = field(default_factory=list)
    elders: list[Link] = field(default_factory=list)
    households: list[Link] = field(default_factory=list)
    volunteers: list[Link] = field(default_factory=list)
    teams: list[Link] = field(default_factory=list)
    programs: dict[str, Link] = field(default_factory=dict)

    def save(self, ledger: Ledger[Any], **values: Any) -> Any:
        """Save a record through the same rules as the form, with a uid from the dice."""
        record = self.workspace.new(ledger, **values)
        record.uid = self.inventor.uid(self.clock.now())
        self.workspace.save(record)
        return record

    def row(self, row: Any, /, **values: Any) -> Any:
        """Make a row of a class, with a row_uid from the dice."""
        return row(self.inventor.uid(self.clock.now()), **values)

    def link(self, ledger: Ledger[Any], **values: Any) -> Link:
        """Save a record of a register and return a link to it."""
        record = self.save(ledger, **values)
        return Link(record.uid, ledger.name_of_record(record))

    def at(self, day: dt.date, minute: int = 540) -> None:
        """Put the clock to a minute of a day; it never goes back."""
        moment = dt.datetime.combine(day, dt.time(minute // 60, minute % 60))
        self.clock.at = max(self.clock.at, moment)


def settle(scene: Scene, town: str, village: str, founded: dt.date) -> None:
    """Fill the registers of a new branch."""
    scene.at(founded)
    _people(scene, village, founded)
    workspace = scene.workspace
    scene.save(
        BRANCHES, name=workspace.branch.name, code=workspace.branch.code, town=town, secretary=scene.committee[0],
        committee=scene.committee[1:], phone="0511-86000001", hotline="0511-86000002",
        address=f"{town}{village}党群服务中心",
    )  # fmt: skip
    _households(scene, village, founded)
    scene.odd.settle(scene, village, founded)
    _volunteers(scene, founded)
    _programs(scene)


def _person(scene: Scene, village: str, birth: dt.date, **values: Any) -> Link:
    inventor, dice = scene.inventor, scene.dice
    sex = dice.choice("男女")
    group = dice.randint(1, 12)
    name = inventor.name(sex)
    account = {"bank_name": inventor.pick("banks"), "account_no": inventor.account(), "account_holder": name}
    return scene.link(
        PEOPLE, name=name, id_no=inventor.id_no(sex, birth), group_no=f"{group}组", phone=inventor.phone(),
        address=f"{village}{group}组{dice.randint(1, 90)}号", **account, **values,
    )  # fmt: skip


def _people(scene: Scene, village: str, founded: dt.date) -> None:
    inventor, dice = scene.inventor, scene.dice
    for number in range(_MEMBERS):
        old = number >= _MEMBERS - 12
        birth = inventor.birth(1936, 1950) if old else inventor.birth(1952, 1998)
        joined = dt.date(min(birth.year + dice.randint(19, 30), founded.year - 2), dice.randint(1, 12), 1)
        role = _ROLES[number] if number < len(_ROLES) else "党员"
        link = _person(
            scene, village, birth, political_status="中共党员", role=role, joined_on=joined,
            confirmed_on=joined.replace(year=joined.year + 1), category=_categories(number, old=old),
        )  # fmt: skip
        target = scene.committee if number < len(_ROLES) else scene.elders if old else scene.members
        target.append(link)
    secretary = scene.committee[0].name
    scene.workspace.operator = secretary
    scene.workspace.set_setting("operator", secretary)


def _categories(number: int, *, old: bool) -> list[str]:
    """Every eighth member of those who hold no post is in hardship, so that the roster has names."""
    hard = number >= len(_ROLES) and number % _HARD_MEMBERS == 0
    return [*(["困难党员"] if hard else []), *(["老党员"] if old else [])]


def _households(scene: Scene, village: str, founded: dt.date) -> None:
    inventor, dice = scene.inventor, scene.dice
    for number in range(_RESIDENTS):
        birth = inventor.birth(1938, 1975)
        person = _person(scene, village, birth, political_status="群众")
        if number >= _HOUSEHOLDS:
            scene.members.append(person) if number % 5 == 0 else None
            continue
        known = scene.workspace.get(PEOPLE, person.uid)
        relations = dice.sample(("配偶", "子女", "孙子女"), k=dice.randint(0, 2))
        rows = [scene.row(HouseholdMember, member=person, relation="户主", id_no=known.id_no, health="慢性病")]
        for relation in relations:
            sex = dice.choice("男女")
            rows.append(
                scene.row(HouseholdMember, member=Link("", inventor.name(sex)), relation=relation, health="健康")
            )
        cause = dice.choice(_CAUSES)
        household = scene.link(
            HOUSEHOLDS, head_name=person.name, id_no=known.id_no,
            person=person, group_no=known.group_no, address=known.address, phone=known.phone,
            hardship=[dice.choice(_HARDSHIP)], causes=[cause],
            health_note=inventor.pick("situations") if cause in ("因病", "因残") else "", members=rows,
            tier=dice.choice(("高", "中", "中", "一般")), labour=dice.randint(0, len(rows)),
            income_year=dice.randint(60, 240) * 10_000, needs=inventor.pick("difficulties"),
            measures=inventor.pick("measures"), opened_on=founded, review_on=founded.replace(year=founded.year + 1),
        )  # fmt: skip
        scene.households.append(household)
    for household in scene.households[:3]:
        scene.save(
            PAIRINGS, helper=dice.choice(scene.committee), household=household, start_on=founded,
            goal="一年内困难有缓解，常走动。",
        )  # fmt: skip


def _volunteers(scene: Scene, founded: dt.date) -> None:
    names = texts()["teams"]
    for name in names:
        scene.teams.append(
            scene.link(TEAMS, name=name, leader=scene.dice.choice(scene.committee), founded_on=founded, fields=["助老"])
        )
    for person in [*scene.committee, *scene.members[:20]]:
        link = scene.link(
            VOLUNTEERS, person=person, registered_on=founded, teams=[scene.dice.choice(scene.teams)], health_ok=True,
            skills=[scene.dice.choice(("水电维修", "医护", "驾驶", "农技"))],
        )  # fmt: skip
        scene.volunteers.append(link)


def _programs(scene: Scene) -> None:
    first = dt.date(2020, 1, 1)
    rates = [
        scene.row(Rate, category="八十岁以上", rate_fen=60_000, valid_from=first, min_age=80, must_be_member=True),
        scene.row(Rate, category="七十岁以上", rate_fen=36_000, valid_from=first, min_age=70, must_be_member=True),
    ]
    scene.programs[ALLOWANCE] = scene.link(
        PROGRAMS, name="困难老党员定期补助", kind=ALLOWANCE, cycle="每月", basis="市组〔2020〕12号（样例）",
        fund_source="财政拨款", pay_mode="银行代发", rates=rates,
    )  # fmt: skip
