"""A small village in memory: a committee, members, residents, a household, volunteers and a programme. All invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from danyang_desktop.base import national_id
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.programs import PROGRAMS, Rate
from danyang_desktop.registers.teams import TEAMS
from danyang_desktop.registers.volunteers import VOLUNTEERS
from tests.helpers.fake_look import FakeLook, link

ACCOUNT = "6222021104001234567"


def number(born: dt.date, serial: int) -> str:
    """Return an invented citizen number of the unassigned region 321199."""
    return national_id.make("321199", born, serial)


@dataclass
class Village:
    look: FakeLook = field(default_factory=FakeLook)
    people: dict[str, Any] = field(default_factory=dict)

    def person(self, name: str, born: dt.date = dt.date(1950, 3, 4), **values: Any) -> Any:
        """Put somebody into the register of people."""
        serial = 100 + len(self.people)
        first = {"id_no": number(born, serial), "bank_name": "丹阳农商行", "account_no": ACCOUNT, "group_no": "3组"}
        self.people[name] = self.look.add(PEOPLE, name=name, **{**first, **values})
        return self.people[name]

    def household(self, head: Any, **values: Any) -> Any:
        """Open the file of somebody's household."""
        first = {
            "head_name": head.name, "id_no": head.id_no, "hardship": ["低保户"], "address": "柳塘村3组1号",
            "opened_on": dt.date(2026, 1, 5),
        }  # fmt: skip
        return self.look.add(HOUSEHOLDS, **{**first, **values})

    def volunteer(self, person: Any, *teams: Any) -> Any:
        """Register somebody as a volunteer of these teams."""
        return self.look.add(VOLUNTEERS, person=link(person), teams=[link(team) for team in teams])

    def team(self, name: str, leader: Any) -> Any:
        """Found a service team."""
        return self.look.add(TEAMS, name=name, leader=link(leader))

    def program(self, *rates: Rate, **values: Any) -> Any:
        """Declare a programme; without rates, one of 480 yuan a month for 低保户 from 2026."""
        first = {
            "name": "困难党员定补", "kind": "困难老党员定补", "basis": "镇发〔2026〕3号", "fund_source": "财政拨款",
            "rates": list(rates) or [rate("低保户", 48_000, hardship=["低保户"])],
        }  # fmt: skip
        return self.look.add(PROGRAMS, **{**first, **values})


def rate(category: str, fen: int, since: dt.date = dt.date(2026, 1, 1), **values: Any) -> Rate:
    """Return a rate row."""
    return Rate(category=category, rate_fen=fen, valid_from=since, **values)


def settle_in() -> Village:
    """Make the village: a committee of three, three members, two residents."""
    village = Village()
    member = {"political_status": "中共党员", "joined_on": dt.date(1980, 7, 1), "confirmed_on": dt.date(1981, 7, 1)}
    for name, role in (("周建民", "书记"), ("许敏", "委员"), ("何志强", "委员")):
        village.person(name, dt.date(1960, 5, 6), role=role, **member)
    for name in ("吴海燕", "徐福根", "陈国富"):
        village.person(name, dt.date(1955, 8, 9), **member)
    for name in ("王桂兰", "孙玉珍"):
        village.person(name, dt.date(1948, 1, 2), category=["低保户"])
    return village
