"""Who took part in an activity and how long: minutes, printed hours, nobody in two places at once (domain.md L4)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.kinds import Choice, Hours, Number, Ref, Row, Text, Time, YesNo
from danyang_desktop.declare.ledger import LEDGER_OF
from danyang_desktop.declare.rules import filled
from danyang_desktop.registers.volunteers import VOLUNTEERS, Volunteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.declare.look import Look
    from danyang_desktop.ledgers.volunteering import Activity

PLANNED, HELD, PUBLIC, CONFIRMED = STATES = ("计划", "已开展", "公示中", "已确认")
_DAY = 24 * 60


class Participation(Row):
    """One volunteer at one activity. Minutes are exact; hours are printed: rounded down (setting hours_step)."""

    attended = YesNo("到", default=True)
    volunteer = Ref(VOLUNTEERS, "姓名", required=True, privacy=2)
    team = Text("服务队", most=60)
    sign_in = Time("签到")
    sign_out = Time("签退")
    break_minutes = Number("中间休息", high=600, unit="分钟")
    minutes = Number("分钟", low=-_DAY, high=_DAY, unit="分钟")
    hours = Hours("时长（小时）", low=-_DAY, high=_DAY)
    duty = Choice("职责", ("队长", "队员"), default="队员")
    evaluation = Choice("评价", ("优", "良", "合格", "不合格"))
    makeup = YesNo("补录")
    makeup_reason = Text("补录原因", most=60, required_when=filled("makeup"))
    remark = Text("备注", most=40)


def present(activity: Activity) -> list[Participation]:
    """Return the rows of those who came."""
    return [row for row in activity.participants if row.attended is not False]


def work_out(activity: Activity, look: Look) -> None:
    """Fill times and teams that are all the same, and work out minutes and printed hours of everybody."""
    step = int(look.setting("hours_step"))
    for row in activity.participants:
        row.minutes = row.hours = None
        if row.attended is False:
            row.sign_in = row.sign_out = None
            continue
        row.sign_in = activity.starts if row.sign_in is None else row.sign_in
        row.sign_out = activity.ends if row.sign_out is None else row.sign_out
        row.minutes = row.sign_out - row.sign_in + _DAY * (row.sign_out < row.sign_in) - (row.break_minutes or 0)
        row.hours = row.minutes // step * step
        row.team = row.team or _team_of(activity, look.get(row.volunteer))


def _team_of(activity: Activity, volunteer: Any) -> str:
    names = [team.name for team in volunteer.teams] if isinstance(volunteer, Volunteer) else []
    return activity.team.name if activity.team.name in names or not names else names[0]


def spans(activity: Activity) -> Iterator[tuple[str, int, int]]:
    """Yield (uid of the volunteer, in, out) of everybody who came, in minutes from the first midnight of our era.

    An activity past midnight (治安巡逻) belongs to the day on which it began.
    """
    midnight = activity.held_on.toordinal() * _DAY
    for row in activity.participants:
        if row.attended is False or row.sign_in is None or row.sign_out is None:
            continue
        late = _DAY if activity.ends < activity.starts and row.sign_in < activity.ends else 0
        over = _DAY if row.sign_out < row.sign_in else late
        yield row.volunteer.uid, midnight + row.sign_in + late, midnight + row.sign_out + over


def complain(activity: Activity, look: Look) -> str | None:
    """Hold to 0 < minutes <= the day's most, everybody once, nobody in two places (domain.md L4)."""
    most = int(look.setting("volunteer_day_minutes"))
    here = present(activity)
    if not here and activity.state != PLANNED:
        return "还没有参加的人。点“从服务队整队加入”，一次加好。"
    uids = [row.volunteer.uid for row in activity.participants]
    for row in here:
        minutes = row.minutes or 0
        if uids.count(row.volunteer.uid) > 1:
            return f"{row.volunteer.name}写了两次。请去掉一行。"
        if minutes <= 0:
            return f"{row.volunteer.name}的时长算出来是 {minutes} 分钟。请核对签到、签退和休息。"
        if minutes > most:
            return f"{row.volunteer.name}的时长有 {minutes} 分钟，超过一天最多的 {most // 60} 小时。请核对签到、签退。"
    return _elsewhere(activity, look, most) if activity.state != PLANNED else None


def _elsewhere(activity: Activity, look: Look, most: int) -> str | None:
    """Say who was at another activity at the same time, or served too long that day."""
    mine = {uid: (begin, end) for uid, begin, end in spans(activity)}
    names = {row.volunteer.uid: row.volunteer.name for row in activity.participants}
    today = {row.volunteer.uid: row.minutes or 0 for row in activity.participants}
    for day in (activity.held_on - dt.timedelta(days=1), activity.held_on, activity.held_on + dt.timedelta(days=1)):
        for other in look.where(LEDGER_OF[type(activity)], held_on=day):
            if other.uid == activity.uid or other.state == PLANNED:
                continue
            for uid, begin, end in spans(other):
                if uid in mine and begin < mine[uid][1] and mine[uid][0] < end:
                    return f"{names[uid]}同一时间还在“{other.title}”（{other.serial_no}）里。请核对时间。"
            for row in other.participants if day == activity.held_on else ():
                uid = row.volunteer.uid
                today[uid] = today.get(uid, 0) + (row.minutes or 0)
                if uid in mine and today[uid] > most:
                    return f"{names[uid]}这一天加起来有 {today[uid]} 分钟，超过 {most // 60} 小时。请核对。"
    return None
