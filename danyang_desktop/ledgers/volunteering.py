"""志愿服务台账 (L4): what was done, by whom, from when to when, to the minute (志愿服务条例; domain.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_date, show_span, show_time
from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.faces import Cells, Col, Fact, Print, Sheet, month_and_day
from danyang_desktop.declare.kinds import Choice, Date, Hours, LongText, Number, People, Photos, Ref, Rows, Text, Time
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record
from danyang_desktop.ledgers import participation
from danyang_desktop.ledgers.participation import CONFIRMED, HELD, PLANNED, PUBLIC, STATES, Participation
from danyang_desktop.registers.holidays import notice_ends
from danyang_desktop.registers.people import PEOPLE, at_the_desk
from danyang_desktop.registers.teams import TEAMS

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look


class Activity(Record):
    """One volunteer activity."""

    title = Text("活动名称", most=60, required=True, privacy=0, aliases=("名称", "活动主题", "活动"))
    field = Choice("服务类别", "volunteer_field", required=True, privacy=0, aliases=("类别",))
    team = Ref(TEAMS, "服务队", required=True, privacy=0, aliases=("志愿服务队", "队伍"))
    held_on = Date(
        "日期", required=True, future=True, default=lambda look: look.today, aliases=("活动日期", "活动时间")
    )
    starts = Time("开始", required=True, aliases=("开始时间",))
    ends = Time("结束", required=True, aliases=("结束时间",))
    place = Text("地点", most=60, required=True, privacy=0, aliases=("活动地点",))
    beneficiaries = Text("服务对象", most=100, privacy=2)
    beneficiary_count = Number("服务户数", high=100_000, unit="户", aliases=("服务人数",))
    planned_heads = Number("计划人数", high=10_000, unit="人")
    participants = Rows("参加人员", Participation, noun="人", most=300, privacy=2, aliases=("参加人", "志愿者"))
    content = LongText("活动内容", most=800, least=20, aliases=("内容", "服务内容"))
    problems = Text("问题", most=200)
    in_charge = People(PEOPLE, "负责人", required=True, default=at_the_desk, aliases=("活动负责人", "领队"))
    noted_by = People(PEOPLE, "记录人", default=at_the_desk)
    photos = Photos(most=4)
    heads = Number("参加人数", unit="人")
    total_minutes = Number("服务分钟", unit="分钟")
    total_hours = Hours("服务时长", high=1_000_000)
    public_from = Date("公示开始")
    public_to = Date("公示结束", future=True)
    state = Choice("状态", STATES)
    campaign = Text("专项活动", most=30)
    remark = Text("备注", most=200)


def _from_to(row: Any) -> str:
    return show_span(row.sign_in, row.sign_out) if row.minutes else "—"


def _when(activity: Any) -> str:
    day = show_date(activity.held_on, with_year=True) if activity.held_on else ""
    return f"{day} {show_span(activity.starts, activity.ends)}".rstrip()


def _whom(activity: Any) -> str:
    count = f"{activity.beneficiary_count} 户" if activity.beneficiary_count else ""
    return f"{activity.beneficiaries} {count}".strip()


def _noted(row: Any) -> str:
    """Return what stands beside a name: that somebody led, did not come, or was written down afterwards."""
    said = ("领队" if row.duty == "队长" else "", "没来" if row.attended is False else "", "补录" if row.makeup else "")
    return "，".join(filter(None, (*said, row.remark)))


VOLUNTEERING = Ledger(
    slug="volunteering", title="志愿服务台账", short="志愿服务", noun="活动", unit="场", code="ZY", icon="vol",
    model=Activity, date_of="held_on", state="state", settled=(PUBLIC, CONFIRMED), keys=("held_on", "title"),
    table=(
        Col("held_on", 70, "日期", month_and_day("held_on")), Col("title"), Col("field", 96), Col("team", 140),
        Col("place", 140), Col("heads", 84), Col("total_hours", 100), Col("state", 90),
    ),
    form={
        "活动": ("title", "field", "held_on", "starts", "ends", "place", "team", "beneficiaries", "beneficiary_count"),
        "参加人员": ("participants",),
        "记录": ("content", "in_charge", "noted_by", "planned_heads", "problems", "photos", "campaign", "remark"),
    },
    totals=("heads", "total_minutes", "total_hours"),
    search=("title", "field", "team", "place", "participants", "content", "beneficiaries", "in_charge"),
    prints=(
        Cells(
            "志愿服务活动记录",
            (
                ("title",), ("held_on", "place"), ("field", "beneficiaries"), ("content",),
            ),
            signatures=("领队", "支部书记"), tall={"content": 24.0}, size=11.0, below=True, photos="photos", inside=2,
            facts={
                "held_on": Fact("活动时间", _when), "place": Fact("活动地点"), "beneficiaries": Fact(shows=_whom),
            },
            lists=(
                Sheet(
                    "参加人员和服务时长",
                    (
                        Print("seq", 12, "序号", "center"), Print("volunteer", 24), Print("team", 36, align="center"),
                        Print("sign_in", 33, "起止时间", "center", _from_to), Print("hours", 18, total=True),
                        Print("", 24, "本人签字", sign=True), Print("remark", 18, "备注", "center", _noted),
                    ),
                    rows_of="participants", landscape=False, row_height=8.2, least_rows=10,
                ),
            ),
        ),
        Sheet(
            "志愿服务签到及时长表",
            (
                Print("seq", 12, "序号", "center"), Print("volunteer", 28), Print("team", 48, align="center"),
                Print("sign_in", 20), Print("sign_out", 20), Print("break_minutes", 20, "休息（分钟）"),
                Print("hours", 20, total=True), Print("", 40, "本人签字", sign=True),
                Print("evaluation", 16), Print("remark", 38, "备注", "center", _noted),
            ),
            rows_of="participants", signatures=("领队", "支部书记"), row_height=8.1, rows_a_page=15,
        ),
        Sheet(
            "志愿服务台账",
            (
                Print("seq", 10, "序号", "center"), Print("held_on", 14, "日期", "center", month_and_day("held_on")),
                Print("title", 62), Print("field", 24), Print("team", 36), Print("place", 40),
                Print("beneficiaries", 28), Print("heads", 14, "人数", total=True),
                Print("total_hours", 18, "时长（小时）", total=True), Print("state", 16),
            ),
        ),
    ),
)  # fmt: skip


@VOLUNTEERING.fill
def _work_out(activity: Activity, look: Look) -> None:
    """Fill times and teams that are all the same, and work out minutes, printed hours, and the totals."""
    if not activity.state:
        activity.state = PLANNED if activity.held_on > look.today else HELD
    participation.work_out(activity, look)
    here = participation.present(activity)
    activity.heads = len(here)
    activity.total_minutes = sum(row.minutes or 0 for row in here)
    activity.total_hours = sum(row.hours or 0 for row in here)


@VOLUNTEERING.rule("held_on")
def _happened(activity: Activity, look: Look) -> str | None:
    if activity.state != PLANNED and activity.held_on > look.today and not look.clock_is_slow:
        return f"活动在今天之后，还没有开展。请改成 {show_date(look.today)}或更早的日期。"
    return None


@VOLUNTEERING.rule("ends")
def _some_time(activity: Activity, look: Look) -> str | None:
    del look
    return "结束时间和开始时间一样。请核对。" if activity.ends == activity.starts else None


@VOLUNTEERING.rule("content")
def _written(activity: Activity, look: Look) -> str | None:
    del look
    return None if activity.content or activity.state == PLANNED else "活动内容没有写。请写明做了什么，至少 20 个字。"


VOLUNTEERING.rule("participants")(participation.complain)


@VOLUNTEERING.warning("ends")
def _past_midnight(activity: Activity, look: Look) -> str | None:
    del look
    over = activity.ends < activity.starts
    return f"结束 {show_time(activity.ends)} 早于开始 {show_time(activity.starts)}，按跨过半夜算。" if over else None


@VOLUNTEERING.action("hold", "已经开展", state=(PLANNED,), then=HELD, asks=("content", "participants"))
def _hold(activity: Activity, look: Look) -> None:
    if activity.held_on > look.today and not look.clock_is_slow:
        raise UserError(f"活动定在 {show_date(activity.held_on)}，还没有到。", "held_on")


@VOLUNTEERING.action("publicise", "公示时长", state=(HELD,), then=PUBLIC, asks=("public_from",))
def _publicise(activity: Activity, look: Look) -> None:
    """Hours hang out three working days before they count (setting volunteer_notice_days)."""
    activity.public_from = activity.public_from or look.today
    activity.public_to = notice_ends(activity.public_from, look.setting("volunteer_notice_days"), look)


@VOLUNTEERING.action("confirm", "确认时长", state=(PUBLIC,), then=CONFIRMED)
def _confirm(activity: Activity, look: Look) -> None:
    if activity.public_to and look.today <= activity.public_to and not look.clock_is_slow:
        raise UserError(f"公示到 {show_date(activity.public_to)} 才满。请在这以后确认。", "public_to")


@VOLUNTEERING.action("withdraw", "退回修改", state=(PUBLIC,), then=HELD)
def _withdraw(activity: Activity, look: Look) -> None:
    del look
    activity.public_from = activity.public_to = None
