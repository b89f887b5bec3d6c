"""志愿服务队: teams of volunteers. Who belongs to one stands with the volunteer (registers/volunteers.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.declare.faces import Col
from danyang_desktop.declare.kinds import Choices, Date, Ref, Text, YesNo
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record
from danyang_desktop.registers.people import PEOPLE

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look


class Team(Record):
    """One service team."""

    name = Text("服务队名称", most=60, required=True, privacy=0, aliases=("服务队", "队名"))
    leader = Ref(PEOPLE, "队长", loose=True, required=True, aliases=("负责人",))
    founded_on = Date("成立日期")
    fields = Choices("服务类别", "volunteer_field")
    slogan = Text("口号", most=100, privacy=0)
    active = YesNo("在开展活动", default=True)
    remark = Text("备注", most=200)


TEAMS = Ledger(
    slug="teams", title="志愿服务队", short="服务队", noun="服务队", unit="支", icon="team", model=Team,
    name_of="name", keys=("name",),
    table=(Col("name"), Col("leader", 110), Col("founded_on", 120), Col("fields", 240), Col("active", 100)),
    form={"服务队": ("name", "leader", "founded_on", "fields", "slogan", "active", "remark")},
    search=("name", "leader", "fields"),
)  # fmt: skip


@TEAMS.rule("name")
def _once(team: Team, look: Look) -> str | None:
    taken = any(one.uid != team.uid for one in look.where(TEAMS, name=team.name))
    return f"已经有一支“{team.name}”了。请换个名称。" if taken else None
