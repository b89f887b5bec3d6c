"""结对帮扶: who helps whom, for how long, with what plan and what came of it (domain.md L2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.faces import Cells, Col, Print, Sheet
from danyang_desktop.declare.kinds import Choice, Date, LongText, Money, Number, Ref, Row, Rows, Text
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record
from danyang_desktop.declare.rules import in_order, says
from danyang_desktop.registers.households import HOUSEHOLDS, Household
from danyang_desktop.registers.people import PEOPLE

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look

BRANCH_HOUSEHOLD, MEMBER_HOUSEHOLD = "支部—困难家庭", "党员—户"
KINDS = (BRANCH_HOUSEHOLD, MEMBER_HOUSEHOLD, "机关—村", "企业—村", "支部—支部", "领导联系点")
ACTIVE, DONE, STOPPED = "在帮", "完成", "终止"
_HOME = says("kind", BRANCH_HOUSEHOLD, MEMBER_HOUSEHOLD)


def _other(pairing: Any) -> bool:
    return not _HOME(pairing)


class Measure(Row):
    """One measure of the year's plan."""

    what = Text("措施", most=200, required=True)
    due_on = Date("期限", future=True)
    owner = Ref(PEOPLE, "责任人", loose=True)


class Contribution(Row):
    """Money, goods or something else that was given."""

    given_on = Date("日期", required=True)
    cash = Money("资金")
    goods_value = Money("物资折价")
    note = Text("岗位、技术、项目", most=100)


class Pairing(Record):
    """One pair of helper and helped."""

    title = Text("结对", most=120, privacy=2)
    kind = Choice("结对类型", KINDS, required=True, default=MEMBER_HOUSEHOLD, aliases=("类型",))
    helper = Ref(PEOPLE, "帮扶人", loose=True, privacy=2, aliases=("结对党员",))
    helper_unit = Text("帮扶单位", most=60, aliases=("结对单位",))
    household = Ref(HOUSEHOLDS, "帮扶户", privacy=2, shown_when=_HOME, required_when=_HOME, aliases=("结对户",))
    partner = Text("结对村或支部", most=60, shown_when=_other, required_when=_other)
    contact = Text("联系人", most=30, privacy=2)
    phone = Text("联系电话", form="phone", most=20, privacy=2, aliases=("电话",))
    start_on = Date("开始日期", required=True, default=lambda look: look.today)
    end_on = Date("结束日期", future=True)
    goal = LongText("帮扶目标", most=300, required=True)
    plan = Rows("年度计划", Measure, noun="条", most=30)
    contributions = Rows("投入", Contribution, noun="次", most=200)
    visits_due = Number("每年走访", high=52, unit="次", default=4)
    result = LongText("帮扶成效", most=500)
    standing = Choice("结对情况", (ACTIVE, DONE, STOPPED), default=ACTIVE, aliases=("状态",))
    stop_reason = Text(
        "终止原因", most=100, shown_when=says("standing", STOPPED), required_when=says("standing", STOPPED)
    )


PAIRINGS = Ledger(
    slug="pairings", title="结对帮扶名册", short="结对", noun="结对", unit="对", icon="merge", model=Pairing,
    name_of="title", keys=("title",),
    table=(
        Col("kind", 130), Col("title"), Col("start_on", 112), Col("end_on", 112), Col("visits_due", 90),
        Col("standing", 84),
    ),
    form={
        "结对": ("kind", "helper", "helper_unit", "household", "partner", "contact", "phone", "start_on", "end_on"),
        "计划": ("goal", "visits_due", "plan"),
        "成效": ("contributions", "result", "standing", "stop_reason"),
    },
    search=("title", "helper", "helper_unit", "household", "partner", "goal"),
    prints=(
        Sheet(
            "结对帮扶一览表",
            (
                Print("seq", 10, "序号", "center"), Print("kind", 32), Print("helper", 24), Print("helper_unit", 36),
                Print("household", 22), Print("partner", 30), Print("start_on", 24), Print("goal", 60),
                Print("standing", 24),
            ),
        ),
        Cells(
            "结对帮扶计划",
            (
                ("kind", "start_on", "end_on"), ("helper", "helper_unit"), ("household", "partner"),
                ("contact", "phone"), ("goal",), ("plan",), ("contributions",), ("result",),
            ),
            signatures=("帮扶方", "受帮扶方", "支部书记"), tall={"goal": 25.0, "plan": 50.0, "result": 30.0},
        ),
    ),
)  # fmt: skip


@PAIRINGS.fill
def _title(pairing: Pairing, look: Look) -> None:
    del look
    helper = pairing.helper.name if pairing.helper else pairing.helper_unit
    helped = pairing.household.name if pairing.household and _HOME(pairing) else pairing.partner
    pairing.title = f"{helper}—{helped}"


@PAIRINGS.rule("helper")
def _who_helps(pairing: Pairing, look: Look) -> str | None:
    del look
    return None if pairing.helper or pairing.helper_unit else "帮扶人和帮扶单位至少填一个。"


PAIRINGS.rule("end_on")(in_order("start_on", "end_on", "结束日期早于开始日期。请核对。"))


@PAIRINGS.rule("standing")
def _closed_file(pairing: Pairing, look: Look) -> str | None:
    household = look.get(pairing.household)
    if pairing.standing == ACTIVE and isinstance(household, Household) and household.closed_on:
        return f"{household.head_name}家已在 {household.closed_on} 退出帮扶。请把这一对改成完成或终止。"
    return None


@PAIRINGS.warning("household")
def _paired_twice(pairing: Pairing, look: Look) -> str | None:
    if pairing.kind != BRANCH_HOUSEHOLD or pairing.standing != ACTIVE or pairing.household is None:
        return None
    others = [one for one in look.linked(PAIRINGS, pairing.household.uid) if one.uid != pairing.uid]
    twice = next((one for one in others if (one.kind, one.standing) == (BRANCH_HOUSEHOLD, ACTIVE)), None)
    return f"这一户已经有支部结对了（{twice.title}）。请看看要不要先终止那一对。" if twice else None


@PAIRINGS.warning("helper")
def _too_many(pairing: Pairing, look: Look) -> str | None:
    if pairing.helper is None or not pairing.helper.uid:
        return None
    pairs = [one for one in look.linked(PAIRINGS, pairing.helper.uid) if one.standing == ACTIVE]
    helped = {one.household.uid for one in pairs if one.household} | {
        pairing.household.uid if pairing.household else ""
    }
    most = look.setting("member_households_most")
    return f"{pairing.helper.name}已经联系 {len(helped)} 户，超过 {most} 户了。" if len(helped - {""}) > most else None
