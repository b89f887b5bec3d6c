"""人员名册: everybody the ledgers speak of: members, residents, those who visit and those who are visited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base import national_id
from danyang_desktop.base.chinese.text import luhn_ok
from danyang_desktop.declare.faces import Col, Print, Sheet
from danyang_desktop.declare.kinds import Choice, Choices, Date, LongText, Text
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.record import Record
from danyang_desktop.declare.rules import in_order
from danyang_desktop.registers import identity

if TYPE_CHECKING:
    import datetime as dt

    from danyang_desktop.declare.look import Look

COMMITTEE = ("书记", "副书记", "委员")
ROLES = (*COMMITTEE, "党小组长", "党员", "群众")
MEMBERS = ("中共党员", "预备党员")
HERE, DEAD, MOVED = "在册", "去世", "迁出"


class Person(Record):
    """One person of the branch or the village."""

    name = Text("姓名", form="name", most=50, required=True, privacy=2, aliases=("名字", "党员姓名", "户主"))
    id_no = Text("身份证号", form="id_no", privacy=3, aliases=identity.NUMBER_HEADS)
    id_missing_reason = Text("没有身份证号的原因", most=50, shown_when=lambda person: not person.id_no)
    sex = Choice("性别", ("男", "女"), privacy=2)
    birth_on = Date("出生日期", whole=False, privacy=2, aliases=identity.BIRTH_HEADS)
    ethnicity = Choice("民族", "ethnicity", privacy=2)
    education = Choice("文化程度", "education", privacy=2, aliases=("学历",))
    category = Choices("人员类别", "hardship_kind", privacy=2, aliases=("对象类别", "困难类别", "类别"))
    political_status = Choice("政治面貌", "political_status", privacy=2)
    role = Choice("支部职务", ROLES, aliases=("党内职务",), help="谈心谈话的关系由它算出。")
    post = Text("村里职务", most=30, aliases=("职务", "职务职级"))
    party_group = Text("党小组", most=20)
    joined_on = Date("入党时间", privacy=2, aliases=("入党日期",))
    confirmed_on = Date("转正时间", privacy=2, aliases=("转正日期",), help="党龄从转正那天算起。")
    group_no = Text("村民小组", most=20, privacy=2, aliases=identity.GROUP_HEADS)
    address = Text("住址", most=100, privacy=2, aliases=identity.ADDRESS_HEADS)
    phone = Text("电话", form="phone", most=20, privacy=2, aliases=identity.PHONE_HEADS)
    bank_name = Text("开户行", most=40, privacy=3, aliases=("开户银行", "银行"))
    account_no = Text("账号", form="account", most=19, privacy=3, aliases=("银行账号", "银行卡号", "一卡通账号"))
    account_holder = Text("户名", form="name", most=50, privacy=3, aliases=("账户名", "开户姓名"))
    standing = Choice("在册情况", (HERE, DEAD, MOVED), default=HERE, privacy=2, aliases=("状态",))
    standing_on = Date("去世或迁出日期", privacy=2, shown_when=lambda one: one.standing in (DEAD, MOVED))
    id_note = Text("身份核对", most=60, privacy=2, help="名册和身份证号对不上的地方，程序记在这里。")
    remark = LongText("备注", most=200)


PEOPLE = Ledger(
    slug="people", title="人员名册", short="人员", noun="人", unit="名", icon="people", model=Person,
    name_of="name", keys=("id_no",),
    table=(
        Col("name", 96), Col("sex", 56), Col("birth_on", 112), Col("category", 150), Col("role", 84, "职务"),
        Col("group_no", 90, "小组"), Col("phone", 130), Col("address"), Col("standing", 84, "在册"),
    ),
    form={
        "基本情况": ("name", "id_no", "id_missing_reason", "sex", "birth_on", "ethnicity", "education", "category"),
        "党内情况": ("political_status", "role", "post", "party_group", "joined_on", "confirmed_on"),
        "住处与电话": ("group_no", "address", "phone"),
        "收款账户": ("bank_name", "account_no", "account_holder"),
        "在册情况": ("standing", "standing_on", "id_note", "remark"),
    },
    search=("name", "id_no", "phone", "address", "group_no", "category", "post", "role", "remark"),
    prints=(
        Sheet(
            "人员花名册",
            (
                Print("seq", 10, "序号", "center"), Print("name", 20), Print("sex", 12, align="center"),
                Print("id_no", 42), Print("birth_on", 24), Print("category", 34), Print("political_status", 22),
                Print("group_no", 20), Print("address", 46), Print("phone", 32),
            ),
        ),
    ),
)  # fmt: skip


def is_member(person: Person) -> bool:
    """Tell whether somebody is a Party member, probationary ones included."""
    return person.political_status in MEMBERS


def is_committee(person: Person) -> bool:
    """Tell whether somebody sits on the branch committee."""
    return person.role in COMMITTEE


def party_years(person: Person, on: dt.date) -> int | None:
    """Return the whole years of membership on a day, counted from confirmation (转正), not from joining; or None."""
    return national_id.age_on(person.confirmed_on, on) if person.confirmed_on else None


def named(look: Look, name: str) -> Link | None:
    """Return a link to the person of that name: with uid if exactly one bears it, else the name alone."""
    if not name:
        return None
    found = look.where(PEOPLE, name=name)
    return Link(found[0].uid, name) if len(found) == 1 else Link("", name)


def at_the_desk(look: Look) -> list[Link]:
    """Return who sits at the desk, as the first value of "who did it"."""
    me = named(look, look.operator)
    return [me] if me else []


PEOPLE.fill(lambda person, _: identity.settle(person))


@PEOPLE.fill
def _from_category(person: Person, look: Look) -> None:
    """困难党员 and 老党员 are members; who holds no post is a member or a resident."""
    del look
    if not person.political_status and any("党员" in kind for kind in person.category):
        person.political_status = "中共党员"
    if not person.role:
        person.role = "党员" if is_member(person) else "群众"


@PEOPLE.rule("id_no")
def _has_number(person: Person, look: Look) -> str | None:
    if not person.id_no:
        return identity.without_number(person)
    other = next((one for one in look.where(PEOPLE, id_no=person.id_no) if one.uid != person.uid), None)
    return f"这个身份证号已经登记给{other.name}了。请核对是谁填错了。" if other else None


@PEOPLE.rule("joined_on")
def _of_age(person: Person, look: Look) -> str | None:
    """党章 article 1: eighteen years of age."""
    del look
    if person.joined_on and person.birth_on and national_id.age_on(person.birth_on, person.joined_on) < 18:
        return f"入党时不满 18 岁（{person.birth_on.year} 年出生）。请核对入党时间。"
    return None


PEOPLE.rule("confirmed_on")(in_order("joined_on", "confirmed_on", "转正时间早于入党时间。请核对。"))


@PEOPLE.rule("confirmed_on")
def _confirmed(person: Person, look: Look) -> str | None:
    del look
    if person.confirmed_on and person.political_status == "预备党员":
        return "预备党员还没有转正。请改政治面貌，或去掉转正时间。"
    return None


@PEOPLE.rule("standing_on")
def _left_when(person: Person, look: Look) -> str | None:
    del look
    if person.standing == HERE:
        return None
    return None if person.standing_on else f"写明{person.standing}的是哪一天，补助从下个月起停发。"


PEOPLE.rule("standing_on")(in_order("birth_on", "standing_on", "去世或迁出的日期早于出生日期。请核对。"))


@PEOPLE.warning("account_no")
def _account(person: Person, look: Look) -> str | None:
    """ISO/IEC 7812 check digit; passbooks of rural banks carry none, so this only asks."""
    del look
    if not person.account_no:
        return None
    if not person.bank_name:
        return "有账号，没写开户行。发补助时要用，请补上。"
    return None if luhn_ok(person.account_no) else "这个账号的末位核对不上。是存折就不用管，是银行卡请再看一遍。"


@PEOPLE.warning("account_holder")
def _own_account(person: Person, look: Look) -> str | None:
    """Per-person money goes to the person's own card (财办〔2020〕37号)."""
    del look
    if person.account_holder and person.account_holder != person.name:
        return f"户名是{person.account_holder}，不是本人。补助要发到本人卡上。"
    return None
