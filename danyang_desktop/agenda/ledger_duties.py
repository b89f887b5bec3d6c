"""What the ledgers ask for: visits and promises that are late, money not paid, talks not held, days that come."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from danyang_desktop.agenda.said import MOST_LINES, Duty, Line, Urgency
from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.base.chinese.money import show_yuan
from danyang_desktop.ledgers.payouts.checks import checks
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.registers.pairings import ACTIVE, PAIRINGS
from danyang_desktop.rollups.ahead import FESTIVAL, MEMBERSHIP, Ahead, days_ahead
from danyang_desktop.rollups.month import months_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.agenda.day import Day

_AHEAD_DAYS = 14
_SERVICE_DAYS = ("学雷锋纪念日", "国际志愿者日")
"""Days that are kept by volunteer service, not by a round of visits."""
_EVERY = {7: "每周 1 次", 30: "每月 1 次", 90: "每季 1 次"}
_SOON = {0: "今天", 1: "明天", 2: "后天"}


def ledger_duties(day: Day) -> Iterator[Duty]:
    """Yield what the ledgers ask for today."""
    yield from _visits(day)
    yield from _promises(day)
    yield from _unpaid(day)
    yield from _lists_not_made(day)
    yield from _occasions(day)
    yield from _talks_left(day)
    yield from _pairs_to_end(day)
    for one in days_ahead(day.members, day.today, _AHEAD_DAYS):
        yield _day_ahead(one, day.today)


def _visits(day: Day) -> Iterator[Duty]:
    lines = tuple(
        Line(
            due.household.name, due.hardship[0].split("·")[0] if due.hardship else due.tier,
            f"{f'上次 {show_date(due.last_on)}' if due.last_on else '建档后还没走过'} · 要求"
            f"{_EVERY.get(due.rule_days, f'{due.rule_days} 天 1 次')}",
            f"超期 {due.overdue_days} 天", "记走访", f"{VISITS.slug}:new:household={due.household.uid}",
        )
        for due in day.overdue[:MOST_LINES]
    )  # fmt: skip
    if lines:
        count = len(day.overdue)
        yield Duty("overdue", "late", f"{count} 户走访已超期", lines=lines, more=count - len(lines))


def _promises(day: Day) -> Iterator[Duty]:
    count, latest = day.promises
    lines = tuple(
        Line(
            one.who, one.item.owner.name if one.item.owner else "",
            f"{one.item.what} · {show_date(one.item.due_on)}前" if one.item.due_on else one.item.what,
            f"过期 {one.overdue_days} 天", "去办", f"{one.slug}:open:{one.uid}",
        )
        for one in latest
    )  # fmt: skip
    if lines:
        yield Duty("action", "late", f"答应的事有 {count} 件过期", lines=lines, more=count - len(lines))


def _unpaid(day: Day) -> Iterator[Duty]:
    for batch in day.unpaid:
        wrong = len({one.row_uid for one in checks(batch, day.workspace.look) if one.hard})
        said = f"{len(batch.lines)} 人，{show_yuan(sum(line.amount_fen or 0 for line in batch.lines))} 元"
        detail = f"{said}；有 {wrong} 处要先改正" if wrong else f"{said}；现在是“{batch.state}”"
        title = f"{int(batch.month[5:])}月补助还没发" if len(day.unpaid) == 1 else f"还没发：{batch.title}"
        urgency: Urgency = "late" if batch.month < day.month else "soon"
        yield Duty("batch", urgency, title, detail, "去发放", f"{SUBSIDIES.slug}:open:{batch.uid}")


def _lists_not_made(day: Day) -> Iterator[Duty]:
    """Yield the programmes that were paid last month and have no list for this one."""
    before = months_before(day.month, 2)[0]
    now = {one.program.uid for one in day.read(SUBSIDIES.slug, month=day.month)}
    missing = {
        one.program.uid: one.program.name
        for one in day.read(SUBSIDIES.slug, month=before)
        if one.program.uid not in now
    }
    for name in missing.values():
        said = f"{name}，{int(before[5:])}月发过"
        yield Duty("batch", "soon", f"{day.today.month}月名单还没做", said, "去做名单", f"{SUBSIDIES.slug}:new")


def _occasions(day: Day) -> Iterator[Duty]:
    lines = tuple(
        Line(
            one.person.name, one.occasion, one.why, _ago((day.today - one.since).days), "记谈话",
            f"{TALKS.slug}:new:targets={one.person.uid}",
        )
        for one in day.asked[:MOST_LINES]
    )  # fmt: skip
    if lines:
        count = len(day.asked)
        yield Duty("occasion", "soon", f"该找 {count} 人谈一谈", lines=lines, more=count - len(lines))


def _ago(days: int) -> str:
    return f"{days} 天前" if days else "就在今天"


def _talks_left(day: Day) -> Iterator[Duty]:
    left, part = day.not_talked, len(day.coverage.not_yet)
    if not part:
        return
    days = (dt.date(day.today.year, 12, 31) - day.today).days
    more = f"；另有 {part - left} 人没谈全" if left and part > left else ""
    title = f"今年还有 {left} 人没谈心" if left else f"今年还有 {part} 人没谈全"
    said = f"全年 {len(day.coverage.people)} 人，到 12月31日还剩 {days} 天{more}"
    yield Duty("talks", "soon" if day.talk_season else "ahead", title, said, "看名单", f"{TALKS.slug}:coverage")


def _pairs_to_end(day: Day) -> Iterator[Duty]:
    """Yield the pairings whose household has left: a closed file ends its pairing (domain.md L2)."""
    closed = {one.uid: one.closed_on for one in day.households if one.closed_on}
    pairs = day.read(PAIRINGS.slug, standing=ACTIVE) if closed and PAIRINGS.slug in day.workspace.ledgers else []
    ended = [one for one in pairs if one.household and one.household.uid in closed]
    lines = tuple(
        Line(
            one.title, one.kind, f"{show_date(closed[one.household.uid])} 退出帮扶", "", "去改",
            f"{PAIRINGS.slug}:open:{one.uid}",
        )
        for one in ended[:MOST_LINES]
    )  # fmt: skip
    if lines:
        yield Duty("pairing", "soon", f"{len(ended)} 对结对该结束了", lines=lines, more=len(ended) - len(lines))


def _day_ahead(one: Ahead, today: dt.date) -> Duty:
    left = (one.on - today).days
    detail = f"{show_date(one.on)} · {one.note}"
    when = _SOON.get(left, f"{left} 天后")
    if one.kind == FESTIVAL and one.name in _SERVICE_DAYS:
        return Duty("festival", "ahead", f"{when} {one.name}", detail, "记活动", f"{VOLUNTEERING.slug}:new")
    if one.kind == FESTIVAL:
        begun = one.round_from is not None and one.round_from <= today
        detail += " · 可以开始节前走访" if begun else ""
        return Duty("festival", "ahead", f"{when} {one.name}", detail, "记走访", f"{VISITS.slug}:new")
    if one.kind == MEMBERSHIP:
        go = f"{TALKS.slug}:new:targets={one.uid}"
        return Duty("birthday", "ahead", f"{when} {one.name} 政治生日", detail, "记谈话", go)
    return Duty("birthday", "ahead", f"{when} {one.name} 生日", detail, "记走访", f"{VISITS.slug}:new")
