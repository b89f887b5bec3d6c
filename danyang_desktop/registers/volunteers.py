"""志愿者名册: who serves, in which teams, with what skill (domain.md L4; 志愿服务条例, 民政部令67号)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.declare.faces import Col, Print, Sheet
from danyang_desktop.declare.kinds import Choice, Choices, Date, Number, People, Ref, Row, Rows, Text, YesNo
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record
from danyang_desktop.registers import identity
from danyang_desktop.registers.people import PEOPLE, Person
from danyang_desktop.registers.teams import TEAMS

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look


class Training(Row):
    """A training that a volunteer took."""

    title = Text("培训内容", most=40, required=True)
    taken_on = Date("培训日期")
    hours = Number("学时", high=200, unit="小时")


class Award(Row):
    """Praise that a volunteer received."""

    title = Text("表彰", most=40, required=True)
    given_on = Date("表彰日期")


class Volunteer(Record):
    """One person's registration. `volunteer_no` is the national number, which stands in place of the ID number."""

    name = Text("志愿者", form="name", most=50, privacy=2)
    person = Ref(PEOPLE, "姓名", required=True, privacy=2, aliases=("志愿者姓名", "人员"))
    volunteer_no = Text("志愿者编号", form="code", most=20)
    registered_on = Date("登记日期", required=True, default=lambda look: look.today, aliases=("注册日期",))
    teams = People(TEAMS, "服务队", loose=False, aliases=("所在服务队",))
    skills = Choices("服务特长", "volunteer_skill", aliases=("特长",))
    health_ok = YesNo("身体适合服务", privacy=3)
    guardian = Text("监护人", form="name", most=50, privacy=2, help="不满 18 岁的才填。")
    guardian_agrees = YesNo("监护人同意", privacy=2)
    emergency_contact = Text("紧急联系人", most=40, privacy=2)
    trainings = Rows("培训", Training, noun="次", most=100)
    awards = Rows("表彰", Award, noun="项", most=50)
    standing = Choice("在队情况", ("在队", "已退出"), default="在队", aliases=("状态",))
    remark = Text("备注", most=200)


VOLUNTEERS = Ledger(
    slug="volunteers", title="志愿者名册", short="志愿者", noun="志愿者", unit="名", icon="vol", model=Volunteer,
    name_of="name", keys=("name",),
    table=(
        Col("name", 96), Col("volunteer_no", 150), Col("teams"), Col("skills", 180), Col("registered_on", 120),
        Col("standing", 90),
    ),
    form={
        "志愿者": ("person", "volunteer_no", "registered_on", "teams", "skills", "health_ok", "standing"),
        "联系": ("guardian", "guardian_agrees", "emergency_contact"),
        "培训与表彰": ("trainings", "awards", "remark"),
    },
    search=("name", "volunteer_no", "teams", "skills"),
    prints=(
        Sheet(
            "志愿者花名册",
            (
                Print("seq", 12, "序号", "center"), Print("name", 30), Print("volunteer_no", 50), Print("teams", 60),
                Print("skills", 50), Print("registered_on", 30), Print("remark", 30),
            ),
        ),
    ),
)  # fmt: skip


@VOLUNTEERS.fill
def _name(volunteer: Volunteer, look: Look) -> None:
    del look
    volunteer.name = volunteer.person.name


@VOLUNTEERS.rule("person")
def _once(volunteer: Volunteer, look: Look) -> str | None:
    others = look.linked(VOLUNTEERS, volunteer.person.uid)
    return f"{volunteer.name}已经登记过了。" if any(one.uid != volunteer.uid for one in others) else None


@VOLUNTEERS.rule("guardian")
def _under_age(volunteer: Volunteer, look: Look) -> str | None:
    """Ask for a guardian's consent below eighteen (志愿服务条例)."""
    person = look.get(volunteer.person)
    years = identity.age(person, volunteer.registered_on) if isinstance(person, Person) else None
    if years is None or years >= 18 or (volunteer.guardian and volunteer.guardian_agrees):
        return None
    return f"{volunteer.name}登记时 {years} 岁。请填监护人，并勾上监护人同意。"
