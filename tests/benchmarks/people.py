"""An invented county: branches, people, households and their visits, as many as asked for, the same for a seed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base import national_id
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.gifts import Gift
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from tests.benchmarks import words

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from danyang_desktop.workspace import Workspace

FIRST_DAY = dt.date(2017, 1, 1)
LAST_DAY = dt.date(2026, 11, 20)
_VILLAGES = ("柳塘村", "青山村", "荆村", "王庄", "前巷村", "后塘村", "桥头村", "大泊村", "里庄", "新丰村", "折柳村")
_HARDSHIP = ("困难党员", "老党员", "低保户", "残疾人", "独居空巢老人", "重病户")
_GOODS = (("大米", "袋"), ("食用油", "桶"), ("牛奶", "箱"), ("棉被", "床"), ("水果", "篮"), ("面粉", "袋"))
_PURPOSES = ("日常走访", "日常走访", "日常走访", "结对帮扶", "回访", "政策宣传", "生病住院", "节日慰问")


@dataclass(frozen=True)
class Household:
    """What a visit needs to know of whom it went to."""

    link: Link
    visitors: tuple[Link, ...]


def people(workspace: Workspace, dice: random.Random, number: int) -> Iterator[Any]:
    """Make people with citizen numbers, telephones and addresses."""
    day = dt.date(1935, 1, 1)
    for at in range(number):
        person = workspace.new(PEOPLE, name=words.person_name(dice))
        person.birth_on = day + dt.timedelta(days=dice.randrange(26_000))
        order = dice.randint(1, 999)
        person.id_no = national_id.make("321199", person.birth_on, order)
        person.sex = "男" if order % 2 else "女"
        person.phone = f"1{dice.choice('35789')}{dice.randrange(10**9):09}"
        person.group_no = f"{dice.randint(1, 12)}组"
        person.address = f"{_VILLAGES[at * 7919 % len(_VILLAGES)]}{dice.randint(1, 12)}组{dice.randint(1, 99)}号"
        person.category = [dice.choice(_HARDSHIP)] if dice.random() < 0.2 else []
        person.political_status, person.role = ("中共党员", "党员") if dice.random() < 0.1 else ("群众", "群众")
        yield person


def households(workspace: Workspace, dice: random.Random, heads: list[Any]) -> Iterator[Any]:
    """Make a file for each of the people given as heads."""
    for head in heads:
        household = workspace.new(HOUSEHOLDS, head_name=head.name, person=Link(head.uid, head.name))
        for name in ("id_no", "sex", "birth_on", "group_no", "address", "phone"):
            setattr(household, name, getattr(head, name))
        household.hardship = [dice.choice(_HARDSHIP)]
        household.population = dice.randint(1, 5)
        household.tier = dice.choice(("高", "中", "一般", "一般"))
        yield household


def visit(workspace: Workspace, dice: random.Random, whom: Household, day: dt.date) -> Any:
    """Make one visit as a secretary writes it down."""
    made = workspace.new(VISITS, household=whom.link, visited_on=day, visitors=list(whom.visitors))
    made.starts = dice.randint(16, 34) * 30
    made.ends = made.starts + dice.randint(2, 6) * 10
    made.place = "户主家中"
    made.purpose = dice.choice(_PURPOSES)
    made.festival = dice.choice(("春节", "端午", "中秋", "重阳")) if made.purpose == "节日慰问" else ""
    made.situation, made.difficulty = words.situation(dice), words.difficulty(dice)
    made.request, made.measures = words.request(dice), words.measures(dice)
    made.policy_told = dice.choice(words.POLICIES)
    if made.festival or dice.random() < 0.1:
        made.cash, made.cash_source = dice.randint(2, 20) * 10_000, "村集体"
        made.receipt, made.counted_in = "本人签收", "本次走访"
        name, unit = dice.choice(_GOODS)
        gift = Gift(f"{dice.getrandbits(128):032x}", name=name, quantity=dice.randint(1, 2), unit=unit, value=8000)
        made.goods = [gift]
        made.goods_value = 8000
    if dice.random() < 0.15:
        due = day + dt.timedelta(days=dice.randint(3, 30))
        item = ActionItem(f"{dice.getrandbits(128):032x}", what="联系修屋顶", owner=whom.visitors[0], due_on=due)
        made.actions = [item]
    made.follow_up_on = day + dt.timedelta(days=dice.choice((7, 30, 90)))
    made.progress = "待回访" if made.actions or made.request != "无" else "已办结"
    return made


def visits(
    workspace: Workspace, dice: random.Random, whom: list[Household], number: int, since: dt.date = FIRST_DAY
) -> Iterator[Any]:
    """Make visits in the order in which they are written down: a few days after each, one after the other."""
    span = (LAST_DAY - since).days
    for at in range(number):
        late = min(int(dice.expovariate(0.25)), 25)
        day = max(since, since + dt.timedelta(days=at * span // number - late))
        yield visit(workspace, dice, dice.choice(whom), day)
