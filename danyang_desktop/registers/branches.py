"""本支部资料: the branch that owns the book; its head of paper, its account, whom to ring."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from danyang_desktop.base.towns import SHIPPED
from danyang_desktop.declare.faces import Col
from danyang_desktop.declare.kinds import Date, People, Ref, Text
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.towns import TOWNS

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look

_COUNTY, _TOWN = 6, 9
"""Digits of a branch's code that say its county, and its town."""
_CODE = re.compile(r"\d{14}", re.ASCII)


class Branch(Record):
    """One branch. Its code is the 12-digit region code and two digits (there is no public national code)."""

    name = Text("支部名称", most=60, required=True, privacy=0, aliases=("党支部",))
    code = Text("支部编码", form="code", most=14, required=True, privacy=0)
    town = Text("所属镇街", most=30, required=True, privacy=0, aliases=("镇", "乡镇"))
    upper_code = Text("上级系统代码", form="code", most=40)
    secretary = Ref(PEOPLE, "支部书记", loose=True, privacy=0)
    committee = People(PEOPLE, "支委委员", privacy=0)
    supervisors = People(PEOPLE, "村务监督委员会", privacy=0)
    next_election_on = Date("下次换届", future=True)
    phone = Text("支部电话", form="phone", most=20, privacy=0, aliases=("联系电话", "电话"))
    hotline = Text("监督电话", form="phone", most=20, privacy=0, help="印在公示上。")
    address = Text("办公地点", most=100, privacy=0)
    bank_name = Text("开户行", most=40, privacy=3)
    account_no = Text("账号", form="account", most=19, privacy=3)


BRANCHES = Ledger(
    slug="branches", title="本支部资料", short="本支部", noun="支部", unit="个", icon="gear", model=Branch,
    name_of="name", keys=("code",),
    table=(Col("name"), Col("code", 150), Col("town", 120), Col("secretary", 110), Col("phone", 140)),
    form={
        "支部": ("name", "code", "town", "upper_code", "address"),
        "班子": ("secretary", "committee", "supervisors", "next_election_on"),
        "电话与账户": ("phone", "hotline", "bank_name", "account_no"),
    },
    search=("name", "code", "town"),
)  # fmt: skip


@BRANCHES.rule("code")
def _code(branch: Branch, look: Look) -> str | None:
    if not _CODE.fullmatch(branch.code):
        return f"支部编码应是 14 位数字（12 位区划代码加 2 位），现在是 {len(branch.code)} 位。"
    if any(one.uid != branch.uid for one in look.where(BRANCHES, code=branch.code)):
        return "这个支部编码已经有了。请向镇里核对。"
    return None


@BRANCHES.warning("town")
def _town(branch: Branch, look: Look) -> str | None:
    """Hold the name of the town beside its code, where this county's towns are known by their codes."""
    towns = {**dict(SHIPPED), **{one.code[:_TOWN]: one.name for one in look.where(TOWNS)}}
    here = {code: name for code, name in towns.items() if code[:_COUNTY] == branch.code[:_COUNTY]}
    name = here.get(branch.code[:_TOWN], "")
    if not here or name == branch.town:
        return None
    if name:
        return f"按编码是{name}的，写的镇街是“{branch.town}”。请看看哪个写错了。"
    return f"编码前 9 位 {branch.code[:_TOWN]} 不是本县哪个镇街的。请向镇里核对；是新设的，先在“镇街”里登记。"
