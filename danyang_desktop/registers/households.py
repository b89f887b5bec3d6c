"""帮扶对象档案: one file for each household in hardship (domain.md L17), the master of visits, pairings and grants."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from danyang_desktop.declare.faces import Cells, Col, Print, Sheet
from danyang_desktop.declare.kinds import Choice, Choices, Date, LongText, Money, Number, Ref, Row, Rows, Text, YesNo
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.record import Record
from danyang_desktop.declare.rules import in_order
from danyang_desktop.registers import identity
from danyang_desktop.registers.people import HERE, PEOPLE, Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.declare.look import Look

TIERS = ("高", "中", "一般")
_ILL = ("因病", "因残")
_FILE = ("causes", "members", "population", "income_year", "needs", "measures")
"""What a full file has beyond a line of the roster."""


class HouseholdMember(Row):
    """One member of the household, by name or from the register of people."""

    member = Ref(PEOPLE, "姓名", loose=True, required=True, privacy=2)
    relation = Choice("与户主关系", "relation_to_head", privacy=2)
    id_no = Text("身份证号", form="id_no", privacy=3)
    birth_on = Date("出生日期", whole=False, privacy=2)
    health = Choice("健康状况", "health", privacy=3)
    can_work = YesNo("劳动力", privacy=2)
    occupation = Text("就学就业", most=30, privacy=2)
    income_year = Money("年收入", privacy=3)


class Household(Record):
    """The file of one household."""

    household_no = Text("户编号", form="code", most=20, help="不填就接着往下编。")
    head_name = Text("户主姓名", form="name", most=50, required=True, privacy=2, aliases=("户主", "姓名", "对象姓名"))
    id_no = Text("身份证号", form="id_no", privacy=3, aliases=identity.NUMBER_HEADS)
    id_missing_reason = Text("没有身份证号的原因", most=50, shown_when=lambda one: not one.id_no)
    sex = Choice("性别", ("男", "女"), privacy=2)
    birth_on = Date("出生日期", whole=False, privacy=2, aliases=identity.BIRTH_HEADS)
    person = Ref(PEOPLE, "对应人员", loose=True, privacy=2, help="按身份证号自动对上人员名册。")
    group_no = Text("村民小组", most=20, privacy=2, aliases=identity.GROUP_HEADS)
    address = Text("住址", most=100, privacy=2, aliases=identity.ADDRESS_HEADS)
    phone = Text("电话", form="phone", most=20, privacy=2, aliases=identity.PHONE_HEADS)
    hardship = Choices("对象类别", "hardship_kind", required=True, privacy=2, aliases=("人员类别", "家庭类别", "类别"))
    causes = Choices("致困原因", "hardship_cause", privacy=2, aliases=("致贫原因", "困难原因"))
    health_note = LongText("健康状况", most=200, privacy=3, required_when=lambda one: set(_ILL) & set(one.causes))
    tier = Choice("走访档次", TIERS, default="一般", aliases=("风险等级", "关注等级"), help="定下多少天走访一次。")
    visit_every = Number("走访间隔", low=1, high=366, unit="天", help="另有约定才填，不填按档次。")
    members = Rows("家庭成员", HouseholdMember, noun="人", most=30, privacy=2)
    population = Number("家庭人口", low=1, high=30, unit="人", privacy=2, aliases=("人口", "家庭人口数"))
    labour = Number("劳动力", high=30, unit="人", privacy=2, aliases=("劳动力人数",))
    income_year = Money("家庭年收入", privacy=3, aliases=("年收入",))
    income_pc = Money("人均年收入", privacy=3)
    needs = LongText("主要需求", most=500, privacy=2, aliases=("需求",))
    measures = LongText("帮扶措施", most=500, privacy=2)
    opened_on = Date("建档日期", default=lambda look: look.today)
    review_on = Date("下次复核", future=True)
    closed_on = Date("退出日期")
    close_reason = Choice("退出原因", ("脱困", "去世", "迁出", "其他"), required_when=lambda one: bool(one.closed_on))
    id_note = Text("身份核对", most=60, privacy=2, help="名册和身份证号对不上的地方，程序记在这里。")
    gaps = Text("档案还缺", most=100, help="补齐这些，一户一档才算完整。")
    remark = LongText("备注", most=200)


HOUSEHOLDS = Ledger(
    slug="households", title="帮扶对象档案", short="家庭", noun="户", unit="户", icon="visit", model=Household,
    name_of="head_name", keys=("id_no",),
    table=(
        Col("head_name", 96), Col("hardship", 150), Col("group_no", 90), Col("address"), Col("phone", 130),
        Col("population", 84), Col("tier", 84), Col("gaps", 180),
    ),
    form={
        "户主": ("head_name", "id_no", "id_missing_reason", "sex", "birth_on", "group_no", "address", "phone"),
        "困难情况": ("hardship", "causes", "health_note", "members", "population", "labour", "income_year"),
        "帮扶": ("tier", "visit_every", "needs", "measures"),
        "建档": ("household_no", "opened_on", "review_on", "closed_on", "close_reason", "id_note", "remark"),
    },
    totals=("population",),
    search=("head_name", "id_no", "phone", "address", "group_no", "hardship", "members", "household_no"),
    prints=(
        Sheet(
            "困难党员、困难家庭花名册",
            (
                Print("seq", 10, "序号", "center"), Print("head_name", 20), Print("sex", 12, align="center"),
                Print("id_no", 42), Print("group_no", 18, "小组", "center"), Print("address", 44), Print("phone", 28),
                Print("hardship", 34), Print("causes", 22), Print("population", 12, "人口", "center"),
                Print("tier", 20),
            ),
        ),
        Cells(
            "帮扶对象档案表",
            (
                ("household_no", "opened_on"), ("head_name", "sex", "birth_on"), ("id_no", "phone"),
                ("group_no", "address"), ("hardship",), ("causes", "tier"), ("health_note",), ("members",),
                ("population", "labour", "income_year", "income_pc"), ("needs",),
                ("measures",), ("review_on", "closed_on", "close_reason"),
            ),
            signatures=("户主", "建档人", "支部书记"), tall={"members": 40.0, "needs": 25.0, "measures": 30.0},
            number="household_no",
        ),
    ),
)  # fmt: skip


@HOUSEHOLDS.numbering("household_no")
def give_numbers(households: Sequence[Household], look: Look) -> None:
    """Give files without a number the next free ones: the branch's code and three digits (domain.md L17)."""
    code = look.branch_code
    if not code:
        return  # an office keeps the numbers that branches gave
    taken = [*look.values(HOUSEHOLDS, "household_no"), *(one.household_no for one in households)]
    ends = [number.removeprefix(code) for number in taken if number.startswith(code)]
    free = count(max((int(end) for end in ends if end.isascii() and end.isdigit()), default=0) + 1)
    for household in households:
        household.household_no = household.household_no or f"{code}{next(free):03}"


def person_of(household: Household, look: Look) -> Person | None:
    """Return the head of a household as the register of people knows him or her, or None."""
    found = look.get(household.person)
    return found if isinstance(found, Person) else None


def visit_days(household: Household, look: Look) -> int:
    """Return within how many days the household is visited again: its own agreement, or its tier's (a setting)."""
    return household.visit_every or int(look.setting("visit_days")[household.tier or "一般"])


HOUSEHOLDS.fill(lambda household, _: identity.settle(household))


@HOUSEHOLDS.fill
def _work_out(household: Household, look: Look) -> None:
    """Find the head among the people, count the members, and say what the file still lacks."""
    if household.id_no:
        found = look.where(PEOPLE, id_no=household.id_no)
        household.person = Link(found[0].uid, found[0].name) if found else household.person
    if household.population is None and household.members:
        household.population = len(household.members)
    income, heads = household.income_year, household.population
    household.income_pc = None if income is None or not heads else (income + heads // 2) // heads
    kinds = HOUSEHOLDS.kinds
    lacking = [name for name in ("group_no", "address", *_FILE) if kinds[name].is_empty(getattr(household, name))]
    household.gaps = "、".join(kinds[name].label for name in lacking)


@HOUSEHOLDS.rule("id_no")
def _has_number(household: Household, look: Look) -> str | None:
    if not household.id_no:
        return identity.without_number(household)
    other = next((one for one in look.where(HOUSEHOLDS, id_no=household.id_no) if one.uid != household.uid), None)
    return f"这个身份证号已经有档案了，户主 {other.head_name}。请不要重复建档。" if other else None


@HOUSEHOLDS.rule("household_no")
def _own_number(household: Household, look: Look) -> str | None:
    number = household.household_no
    same = look.where(HOUSEHOLDS, household_no=number) if number else ()
    other = next((one for one in same if one.uid != household.uid), None)
    return f"户编号 {number} 已经给了{other.head_name}家。请换一个。" if other else None


@HOUSEHOLDS.rule("labour")
def _labour(household: Household, look: Look) -> str | None:
    del look
    if household.labour and household.population and household.labour > household.population:
        return f"劳动力 {household.labour} 人，比家庭人口 {household.population} 人还多。请核对。"
    return None


HOUSEHOLDS.rule("closed_on")(in_order("opened_on", "closed_on", "退出日期早于建档日期。请核对。"))


@HOUSEHOLDS.warning("population")
def _counted(household: Household, look: Look) -> str | None:
    del look
    if household.members and household.population and household.population != len(household.members):
        return f"家庭人口写了 {household.population} 人，家庭成员列了 {len(household.members)} 人。请看看差在哪里。"
    return None


@HOUSEHOLDS.warning("")
def _incomplete(household: Household, look: Look) -> str | None:
    """Ask for the rest of a file once it is begun; a mere line of the roster is left in peace."""
    del look
    begun = any(not HOUSEHOLDS.kinds[name].is_empty(getattr(household, name)) for name in _FILE)
    return f"档案还缺：{household.gaps}。可以先保存，以后补。" if begun and household.gaps else None


@HOUSEHOLDS.warning("person")
def _head_left(household: Household, look: Look) -> str | None:
    person = person_of(household, look)
    if person and person.standing != HERE and not household.closed_on:
        return f"{household.head_name}在人员名册里已{person.standing}。请改户主，或办理退出。"
    return None
