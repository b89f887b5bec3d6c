"""补助项目与标准: what is paid to whom, at which rate, from when until when (domain.md L5).

A rate is never edited away: a new one begins, so that an old list can always be worked out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.declare.faces import Col, Print, Sheet
from danyang_desktop.declare.kinds import Choice, Choices, Date, Money, Number, Row, Rows, Text, YesNo
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record
from danyang_desktop.registers import identity
from danyang_desktop.registers.people import Person, is_member, party_years

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from danyang_desktop.declare.look import Look

ONCE = "一次性"
CYCLES = ("每月", "每季", "半年", "每年", ONCE)
PAY_MODES = ("银行代发", "现金", "实物")
BY_BANK, IN_CASH, IN_KIND = PAY_MODES


class Rate(Row):
    """One rate and who is entitled to it. The rate is for a month; for a one-off programme, for one time."""

    category = Text("类别档次", most=20, required=True)
    rate_fen = Money("标准", required=True)
    valid_from = Date("执行日期", required=True, future=True)
    valid_to = Date("停止日期", future=True)
    min_age = Number("满多少岁", high=120, unit="岁")
    min_party_years = Number("党龄满", high=90, unit="年")
    must_be_member = YesNo("限党员")
    hardship = Choices("限对象类别", "hardship_kind")


class Program(Record):
    """One subsidy programme with its rates of all times."""

    name = Text("项目名称", most=40, required=True, privacy=0, aliases=("补助名称",))
    kind = Choice("补助项目", "subsidy_kind", required=True, privacy=0)
    cycle = Choice("发放周期", CYCLES, required=True, default="每月", privacy=0)
    basis = Text("文件依据", most=80, privacy=0, aliases=("文号",))
    fund_source = Choice("资金来源", "fund_source", privacy=0)
    pay_mode = Choice("发放方式", PAY_MODES, default=BY_BANK, privacy=0)
    rates = Rows("标准", Rate, noun="档", most=100, required=True, privacy=0)
    active = YesNo("在执行", default=True)
    remark = Text("备注", most=200)


PROGRAMS = Ledger(
    slug="programs", title="补助项目与标准", short="补助项目", noun="项目", unit="项", icon="yuan", model=Program,
    name_of="name", keys=("name",),
    table=(Col("name"), Col("kind", 200), Col("cycle", 90), Col("fund_source", 160), Col("active", 80)),
    form={
        "项目": ("name", "kind", "cycle", "basis", "fund_source", "pay_mode", "active"),
        "标准": ("rates", "remark"),
    },
    search=("name", "kind", "basis"),
    prints=(
        Sheet(
            "补助标准表",
            (
                Print("seq", 12, "序号", "center"), Print("category", 50), Print("rate_fen", 30),
                Print("valid_from", 30), Print("valid_to", 30),
                Print("min_age", 25), Print("min_party_years", 25), Print("hardship", 55),
            ),
            rows_of="rates",
        ),
    ),
)  # fmt: skip


def in_force(rate: Rate, on: dt.date) -> bool:
    """Tell whether a rate is in force on a day."""
    return rate.valid_from <= on and (rate.valid_to is None or on <= rate.valid_to)


def entitled(rate: Rate, person: Person, hardship: Iterable[str], on: dt.date) -> bool:
    """Tell whether somebody may have a rate on a day; `hardship` are the kinds of the person and the household.

    What is not known (birth, confirmation) counts as not reached.
    """
    if not _reached(rate.min_age, identity.age(person, on)):
        return False
    if not _reached(rate.min_party_years, party_years(person, on)):
        return False
    if rate.must_be_member and not is_member(person):
        return False
    return not rate.hardship or bool(set(rate.hardship) & set(hardship))


def _reached(least: int | None, years: int | None) -> bool:
    return least is None or (years is not None and years >= least)


def rate_for(program: Program, person: Person, hardship: Iterable[str], on: dt.date) -> Rate | None:
    """Return the best rate somebody is entitled to on a day, or None."""
    kinds = list(hardship)
    fitting = [rate for rate in program.rates if in_force(rate, on) and entitled(rate, person, kinds, on)]
    return max(fitting, key=lambda rate: rate.rate_fen, default=None)


def rate_named(program: Program, category: str, on: dt.date) -> Rate | None:
    """Return the rate of a category that is in force on a day, or None."""
    return next((rate for rate in program.rates if rate.category == category and in_force(rate, on)), None)


@PROGRAMS.rule("name")
def _once(program: Program, look: Look) -> str | None:
    taken = any(one.uid != program.uid for one in look.where(PROGRAMS, name=program.name))
    return f"已经有“{program.name}”这个项目了。新标准请加在它下面。" if taken else None


@PROGRAMS.rule("rates")
def _dated(program: Program, look: Look) -> str | None:
    """Refuse rates of one category that are in force on the same day: the amount would be anybody's guess."""
    del look
    last: dict[str, Rate] = {}
    for rate in sorted(program.rates, key=lambda one: one.valid_from):
        if rate.valid_to and rate.valid_to < rate.valid_from:
            return f"“{rate.category}”的停止日期早于执行日期。请核对。"
        before = last.get(rate.category)
        if before and (before.valid_to is None or before.valid_to >= rate.valid_from):
            return f"“{rate.category}”有两个标准在 {rate.valid_from} 同时有效。请先给旧标准写上停止日期。"
        last[rate.category] = rate
    return None
