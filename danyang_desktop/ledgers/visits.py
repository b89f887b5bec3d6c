"""走访帮扶台账 (L1): who was visited, what was brought, what was asked for, and what came of it (domain.md)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_date, show_span
from danyang_desktop.base.chinese.money import show_fen, show_yuan
from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.faces import Cells, Col, Fact, Print, Sheet, month_and_day
from danyang_desktop.declare.kinds import Choice, Date, LongText, Money, People, Photos, Ref, Rows, Text, Time
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record
from danyang_desktop.declare.rules import both, filled, in_order, needed, says
from danyang_desktop.registers import action_items
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.gifts import Gift
from danyang_desktop.registers.holidays import festival_near
from danyang_desktop.registers.households import HOUSEHOLDS, Household, visit_days
from danyang_desktop.registers.people import PEOPLE, at_the_desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.declare.look import Look

CARE = "节日慰问"
HERE, BATCH = "本次走访", "补助批次"
OPEN, CLOSED = "待回访", "已办结"
BY_PROXY, NO_RECEIPT = "家属代领", "收条待补"
_RECENT = dt.timedelta(days=400)  # what a visit is compared with: the same festival of last year is within it
_ALONE = "走访一般两个人去。确实只去了一个人，就不用改。"
_NONE = ("", "无", "没有")
_CASH, _CARE, _DAY = filled("cash"), says("purpose", CARE), month_and_day("visited_on")
_BATCH = both(_CASH, says("counted_in", BATCH))


def _asked(visit: Any) -> str:
    """Return how the family is and what it asks for, as the month's list has it."""
    request = visit.request.strip("。 ")
    return f"{visit.situation}{'无诉求。' if request in _NONE else f'诉求：{request}。'}"


def _went(visit: Any) -> str:
    """Return the day, and from when to when as far as it is known."""
    day = show_date(visit.visited_on, with_year=True) if visit.visited_on else ""
    return f"{day}\n{show_span(visit.starts, visit.ends)}".rstrip()


def _asked_and_done(visit: Any) -> str:
    return "；".join(filter(None, (visit.request, visit.measures)))


def _brought(visit: Any) -> str:
    return VISITS.kinds["goods"].show(visit.goods)


def _gifts(visits: Sequence[Any]) -> str:
    """Return what stands behind the month's total: the value of the goods, and who is to be visited again."""
    value, again = sum(one.goods_value or 0 for one in visits), sum(one.progress == OPEN for one in visits)
    parts = (f"慰问品折价 {show_yuan(value)} 元" if value else "", f"待回访 {again} 户次" if again else "")
    return "　　".join(filter(None, parts))


class Visit(Record):
    """One visit to a household, and what came of it."""

    household = Ref(HOUSEHOLDS, "走访对象", loose=True, required=True, privacy=2, aliases=("户主", "户主姓名", "姓名"))
    visited_on = Date("走访日期", required=True, default=lambda look: look.today, aliases=("走访时间", "日期", "时间"))
    starts = Time("到的时间")
    ends = Time("走的时间")
    place = Text("地点", most=60, privacy=2, aliases=("走访地点",), help="没有建档的，写明住址。")
    visitors = People(PEOPLE, "走访人", required=True, default=at_the_desk, aliases=("走访人员", "走访干部"))
    purpose = Choice("走访类型", "visit_purpose", required=True, default="日常走访", aliases=("类型", "走访事由"))
    festival = Choice("节日", "festival", shown_when=_CARE, help="不填就按走访日期定。")
    situation = LongText("家庭近况", most=800, least=10, required=True, privacy=3, aliases=("家庭情况", "情况"))
    difficulty = LongText("实际困难", required=True, default="无", privacy=3, aliases=("困难", "存在困难"))
    request = LongText("诉求", required=True, default="无", privacy=2, aliases=("困难诉求", "诉求与建议", "情况与诉求"))
    policy_told = Text("宣传政策", most=200, privacy=0)
    measures = LongText("帮扶措施", required=True, aliases=("办理情况", "办理结果", "帮扶情况", "后续工作计划"))
    actions = Rows("待办事项", ActionItem, noun="件", most=20)
    cash = Money("慰问金", privacy=2, aliases=("慰问金额", "慰问金(元)"))
    cash_source = Choice("资金来源", "fund_source", shown_when=_CASH, required_when=_CASH, aliases=("来源",))
    receipt = Choice("签收", ("本人签收", BY_PROXY, "银行转账", NO_RECEIPT), shown_when=_CASH, aliases=("收条",))
    counted_in = Choice("钱记在哪里", (HERE, BATCH), default=HERE, shown_when=_CASH, help="同一笔钱只算一次。")
    batch_no = Text("批次编号", form="code", most=40, shown_when=_BATCH, required_when=_BATCH)
    goods = Rows("慰问品", Gift, noun="样", most=20, aliases=("慰问物品", "物品"))
    goods_value = Money("慰问品折价")
    received_by = Text("接待人", most=30, privacy=2, help="姓名，和户主是什么关系。", aliases=("接待人及关系",))
    follow_up_on = Date("回访日期", future=True, aliases=("下次走访", "下次走访日期"), help="不填就按档次算出。")
    satisfaction = Choice("对象评价", ("满意", "基本满意", "不满意", "未评"), aliases=("满意度",))
    photos = Photos()
    progress = Choice("状态", (OPEN, CLOSED), aliases=("办理状态",))
    campaign = Text("专项活动", most=30)
    remark = Text("备注", most=200)


VISITS = Ledger(
    slug="visits", title="走访帮扶台账", short="走访帮扶", noun="走访", unit="户次", code="ZF", icon="visit",
    model=Visit, date_of="visited_on", state="progress", keys=("visited_on", "household"),
    table=(
        Col("visited_on", 70, "日期", _DAY), Col("household", 78, "户主"), Col("purpose", 102), Col("visitors", 136),
        Col("cash", 82), Col("request", 0, "诉求与办理", _asked_and_done),
        Col("progress", 110),
    ),
    form={
        "走访": ("household", "visited_on", "starts", "ends", "place", "visitors", "purpose", "festival"),
        "慰问": ("cash", "cash_source", "receipt", "counted_in", "batch_no", "goods", "received_by"),
        "诉求与办理": ("situation", "difficulty", "request", "policy_told", "measures", "actions"),
        "以后": ("follow_up_on", "satisfaction", "photos", "campaign", "remark"),
    },
    totals=("cash", "goods_value"),
    search=("household", "visitors", "place", "situation", "difficulty", "request", "measures", "goods", "remark"),
    prints=(
        Sheet(
            "走访帮扶台账",
            (
                Print("seq", 10, "序号", "center"), Print("visited_on", 14, "日期", "center", _DAY),
                Print("household", 18, "户主"), Print("purpose", 24), Print("visitors", 30),
                Print("cash", 17, "慰问金（元）", total=True), Print("goods", 25),
                Print("situation", 56, "情况与诉求", shows=_asked),
                Print("measures", 50, "办理结果"), Print("progress", 18),
            ),
            signatures=("支部书记", "经办人", "填报日期"), seal=True, capitals="cash", says=_gifts,
        ),
        Cells(
            "走访慰问记录表",
            (
                ("household", "visited_on"), ("place", "received_by"), ("purpose", "festival"),
                ("visitors", "recorder"), ("situation",), ("difficulty",), ("request",), ("policy_told",),
                ("cash", "cash_source", "receipt"), ("goods", "goods_value"), ("measures",), ("actions",),
                ("follow_up_on", "satisfaction"),
            ),
            signatures=("走访对象", "走访人", "支部书记审核"),
            tall={"situation": 28.0, "difficulty": 18.0, "request": 18.0, "measures": 28.0},
            facts={
                "visited_on": Fact("走访时间", _went),
                "goods": Fact(shows=_brought),
            },
            photos="photos",
        ),
    ),
)  # fmt: skip


@VISITS.fill
def _work_out(visit: Visit, look: Look) -> None:
    """Fill the place, the festival, the value of the goods, the next visit by the tier, and what is still open."""
    household = look.get(visit.household)
    if isinstance(household, Household):
        visit.place = visit.place or "户主家中"
        if visit.follow_up_on is None and not household.closed_on:
            visit.follow_up_on = visit.visited_on + dt.timedelta(days=visit_days(household, look))
    visit.festival = (visit.festival or festival_near(visit.visited_on)) if visit.purpose == CARE else ""
    visit.receipt = (visit.receipt or NO_RECEIPT) if visit.cash else ""
    visit.goods_value = sum(gift.value or 0 for gift in visit.goods)
    waiting = bool(action_items.open_items(visit.actions))
    if waiting or not visit.progress:
        visit.progress = OPEN if waiting or visit.request.strip("。 ") not in ("无", "没有") else CLOSED


@VISITS.rule("household")
def _whom(visit: Visit, look: Look) -> str | None:
    if visit.household.uid and look.get(visit.household) is None:
        return f"{visit.household.name}的档案找不到了。请重新选走访对象。"
    if not visit.household.uid and not visit.place:
        return f"家庭档案里没有{visit.household.name}。请先到“家庭”里建档，或在“地点”里写明住址。"
    return None


VISITS.rule("festival")(needed("festival", "请写明是哪个节日。", when=_CARE))
VISITS.rule("ends")(in_order("starts", "ends", "走的时间要晚于到的时间。请核对。", same=False))
VISITS.rule("follow_up_on")(in_order("visited_on", "follow_up_on", "回访日期要在走访日期之后。", same=False))
VISITS.warning("visitors")(lambda visit, _: _ALONE if len(visit.visitors) == 1 else None)
VISITS.rule("actions")(lambda visit, _: action_items.complain(visit.actions, visit.visited_on))


@VISITS.warning("visited_on")
def _late(visit: Visit, look: Look) -> str | None:
    days = (look.today - visit.visited_on).days
    late = days > look.setting("visit_late_days")
    return f"这次走访是 {days} 天以前的。请看看年份和月份有没有写错。" if late else None


@VISITS.warning("cash")
def _usual(visit: Visit, look: Look) -> str | None:
    """Ask about a nought too many: above the setting, or above three times what this household got before."""
    before = max((one.cash or 0 for one in _earlier(visit, look)), default=0)
    if (visit.cash or 0) > look.setting("visit_cash_most") or (visit.cash or 0) > 3 * before > 0:
        return "比平时多很多，请看看是不是多打了一个 0。没打错不用改。"
    return None


@VISITS.warning("receipt")
def _receipt(visit: Visit, look: Look) -> str | None:
    del look
    if visit.cash and visit.receipt == NO_RECEIPT:
        return f"慰问金 {show_fen(visit.cash)} 元还没有收条。拿到签字以后请来改。"
    by_whom = visit.receipt != BY_PROXY or visit.received_by
    return None if by_whom else "家属代领的，请在“接待人”里写明是谁、什么关系。"


@VISITS.warning("household")
def _seen_already(visit: Visit, look: Look) -> str | None:
    """Ask when the file is closed, and when the same visit or the same festival's money stands there already."""
    household = look.get(visit.household)
    if not isinstance(household, Household):
        return f"{visit.household.name}还没有建档，这次走访不算进覆盖户数。"
    if household.closed_on and household.closed_on < visit.visited_on:
        return f"{household.head_name}家已在 {household.closed_on} 退出帮扶。请核对对象。"
    for one in _earlier(visit, look):
        if one.visited_on == visit.visited_on:
            return f"这一天已经记过一次走访（{one.serial_no}）。请看看是不是记重了。"
        alike = (one.festival, one.cash_source) == (visit.festival, visit.cash_source) and visit.festival
        if alike and one.cash and visit.cash and abs((one.visited_on - visit.visited_on).days) < 180:
            return f"{one.visited_on} 已经用同一来源慰问过 {show_fen(one.cash)} 元（{one.serial_no}）。请核对。"
    return None


def _earlier(visit: Visit, look: Look) -> list[Visit]:
    uid = visit.household.uid
    since = max(visit.visited_on, dt.date.min + _RECENT) - _RECENT
    return [one for one in look.linked(VISITS, uid, since=since) if one.uid != visit.uid] if uid else []


@VISITS.action("close", "办结", state=(OPEN,), then=CLOSED)
def _close(visit: Visit, look: Look) -> None:
    del look
    still = action_items.open_items(visit.actions)
    if still:
        raise UserError(f"“{still[0].what}”还没有办好日期。请先填上，再办结。", "actions")


@VISITS.action("reopen", "再去回访", state=(CLOSED,), then=OPEN, asks=("follow_up_on",))
def _reopen(visit: Visit, look: Look) -> None:
    """Need nothing but the day on which somebody goes again."""
