"""今日 of an open book: duties by urgency, the month's figures, what stands under the big buttons."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from danyang_desktop.agenda.day import Day
from danyang_desktop.agenda.keeping_duties import keeping_duties
from danyang_desktop.agenda.ledger_duties import ledger_duties
from danyang_desktop.agenda.said import URGENCIES, Agenda, Duty, HomeFigure
from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.base.chinese.money import show_yuan
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.ledgers.payouts.lines import MONEY_OUT
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.rollups.due import households_due
from danyang_desktop.rollups.month import months_before

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

_NEXT_DAYS = 90
_ORDER = (
    "correction", "notice", "number", "overdue", "action", "bundle", "batch", "occasion", "receipt", "talks", "pairing",
    "backup", "festival", "birthday",
)  # fmt: skip
"""Within one urgency, in this order."""


def agenda(workspace: Workspace, progress: Progress = silent) -> Agenda:
    """Return what is to be done in a branch's open book; empty for a book without the four ledgers.

    Raises Trouble, and Cancelled from `progress`.
    """
    if not {VISITS.slug, TALKS.slug, VOLUNTEERING.slug, SUBSIDIES.slug} <= set(workspace.ledgers):
        return Agenda()
    with workspace.look.at_once():
        day = Day(workspace, progress)
        duties = sorted([*ledger_duties(day), *keeping_duties(workspace)], key=_rank)
        found = Agenda(duties, _figures(day), _buttons(day), _badges(day, duties), _next_due(day))
        day.let_go()
        return found


def _rank(duty: Duty) -> tuple[int, int]:
    urgency = "late" if duty.key == "notice" else duty.urgency  # it is red for nobody, and is to be seen at once
    return URGENCIES.index(urgency), _ORDER.index(duty.key)


def _figures(day: Day) -> list[HomeFigure]:
    month = months_before(day.month, 2)[0]
    now, then = day.now, day.figures_of(month)
    same = f"{int(month[5:])}月同期"
    hours = VOLUNTEERING.kinds["total_hours"].show
    yuan, before = (show_yuan(one.cash_fen).removesuffix(".00") for one in (now, then))
    return [
        HomeFigure("走访", f"{now.visits:,}", "户次", f"{same} {then.visits:,}"),
        HomeFigure("谈话", f"{now.talked_to:,}", "人次", f"{same} {then.talked_to:,}"),
        HomeFigure("志愿服务", hours(now.hours) or "0", "小时", f"{now.activities} 场 · {now.people_times} 人次"),
        HomeFigure("慰问金", yuan, "元", f"{same} {before}"),
    ]


def _buttons(day: Day) -> dict[str, str]:
    paid = [one for one in day.read(SUBSIDIES.slug, month=day.month) if one.state in MONEY_OUT]
    waiting = any(one.month == day.month for one in day.unpaid)
    return {
        VISITS.slug: f"本月 {day.now.visits} 户次",
        TALKS.slug: f"本月 {day.now.talked_to} 人次",
        VOLUNTEERING.slug: f"本月 {day.now.activities} 场",
        SUBSIDIES.slug: "本月待发放" if waiting else f"本月已发 {len(paid)} 批",
    }


def _badges(day: Day, duties: list[Duty]) -> dict[str, tuple[int, str]]:
    talks = len(day.asked) + (day.not_talked if day.talk_season else 0)
    at_county = sum(one.key in ("bundle", "receipt") for one in duties)
    return {
        VISITS.slug: (len(day.overdue), f"{len(day.overdue)} 户超期"),
        TALKS.slug: (talks, f"{talks} 人要谈"),
        SUBSIDIES.slug: (len(day.unpaid), f"{len(day.unpaid)} 批没发"),
        "backup": _backup(day.workspace),
        "stick": (at_county, f"{at_county} 件要办"),
    }


def _backup(workspace: Workspace) -> tuple[int, str]:
    """Return how many days the backup is too old, and what the foot of the window says of it."""
    age = workspace.backup_age
    if age is None:
        return 0, ""
    if age > int(workspace.setting("backup_days")):
        return age, f"{age} 天没备份"
    return 0, f"上次备份 {show_date(dt.date.fromisoformat(workspace.backed_up_at[:10]))}"


def _next_due(day: Day) -> str:
    """Return the next visit that will be due, "" if none is known."""
    soon = households_due(day.households, day.visits, day.workspace.look, within_days=_NEXT_DAYS)
    ahead = [one for one in soon if one.overdue_days <= 0]
    if not ahead:
        return ""
    on = day.today - dt.timedelta(days=ahead[0].overdue_days)
    return f"下一件：{show_date(on)}前走访 {ahead[0].household.name}"
