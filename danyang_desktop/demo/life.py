"""Twelve months of a branch: visits, talks, activities, payments, and the odd mistake that is put right."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.festivals import festivals
from danyang_desktop.base.workdays import Holidays, add_working_days
from danyang_desktop.demo.invent import texts
from danyang_desktop.demo.scene import ALLOWANCE
from danyang_desktop.ledgers.participation import Participation
from danyang_desktop.ledgers.payouts.build import build_lines
from danyang_desktop.ledgers.payouts.lines import ReturnedPayment
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.gifts import Gift
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.programs import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.demo.scene import Scene

_VISITS, _PEAK = 8, 20
_PAY_DAY = 20
"""The list goes to the town by the 20th (domain.md L5)."""
_KEPT = 0.85
_TALK_MONTHS, _BUSY = (1, 11, 12), (3, 7, 12)
_ROUNDS = ("春节", "七一", "重阳")


def live(scene: Scene, village: str, year: int, month: int, until: dt.date) -> None:
    """Live one month, up to and including the day `until`. Everything happens in the order of its days."""
    last = min(dt.date(year, month, calendar.monthrange(year, month)[1]), until)
    first = dt.date(year, month, 1)
    if last < first:
        return
    scene.odd.begin_month(scene, village, first)
    for day, deed in sorted(
        [*_visits(first, last, scene), *_talks(first, last, scene), *_activities(first, last, scene)],
        key=lambda pair: pair[0],
    ):
        scene.at(day, 17 * 60)
        deed(scene, day)
    if last.day >= _PAY_DAY:
        _pay(scene, first)
    _tidy(scene, first)


def _tidy(scene: Scene, first: dt.date) -> None:
    """Close what the month before left open: visits whose promises were kept, activities whose notice is over."""
    workspace = scene.workspace
    before = f"{first - dt.timedelta(days=1):%Y-%m}"
    today = scene.clock.now().date()
    for visit in list(workspace.query(VISITS, month=before, state="待回访", status=("final",)).records()):
        if scene.dice.random() < _KEPT:
            for item in visit.actions:
                item.done_on, item.result = min(item.due_on, today), "已办好"
            if visit.actions:
                workspace.save(visit)
            if visit.progress != "已办结":
                workspace.act(visit, "close")
    for activity in list(workspace.query(VOLUNTEERING, month=before, state="已开展").records()):
        workspace.act(activity, "publicise", public_from=activity.held_on + dt.timedelta(days=1))
        if activity.public_to < today:
            workspace.act(activity, "confirm")


def _days(scene: Scene, first: dt.date, last: dt.date, count: int) -> list[dt.date]:
    span = (last - first).days
    return [first + dt.timedelta(days=scene.dice.randint(0, span)) for _ in range(count)]


def _rounds(first: dt.date, last: dt.date) -> str:
    """Return the festival whose round of visits falls into a month, "" if none."""
    for festival in [*festivals(first.year), *festivals(first.year + 1)]:
        if festival.name in _ROUNDS and first <= festival.on - dt.timedelta(days=3) <= last:
            return festival.name
    return ""


def _visits(first: dt.date, last: dt.date, scene: Scene) -> Iterator[tuple[dt.date, Any]]:
    festival = _rounds(first, last)
    count = scene.dice.randint(_VISITS - 2, _VISITS + 3) if not festival else scene.dice.randint(_PEAK - 4, _PEAK + 4)
    for number, day in enumerate(scene.odd.visit_days(_days(scene, first, last, count))):
        with_gift = festival if festival and number < len(scene.households) else ""
        yield day, lambda scene, day, gift=with_gift, nth=number: _visit(scene, day, gift, nth)


def _visit(scene: Scene, day: dt.date, festival: str, nth: int) -> None:
    dice, inventor = scene.dice, scene.inventor
    household = dice.choice(scene.households)
    start = dice.randint(16, 33) * 30
    values: dict[str, Any] = {
        "household": household, "visited_on": day, "starts": start, "ends": start + dice.choice((20, 30, 45)),
        "visitors": dice.sample(scene.committee, k=2 if dice.random() < 0.85 else 1),
        "situation": scene.odd.words(day, nth) or f"到{household.name}家里，{inventor.pick('situations')}",
        "difficulty": inventor.pick("difficulties"),
        "request": inventor.pick("requests"), "measures": inventor.pick("measures"),
        "policy_told": inventor.pick("policies"), "satisfaction": dice.choice(("满意", "满意", "基本满意", "未评")),
        "purpose": "节日慰问" if festival else dice.choice(("日常走访", "日常走访", "结对帮扶", "生病住院", "回访")),
    }  # fmt: skip
    if festival or dice.random() < 0.25:
        values |= {
            "cash": dice.choice((20_000, 30_000, 50_000)), "cash_source": dice.choice(("财政拨款", "党员捐款")),
            "receipt": "本人签收", "festival": festival,
        }  # fmt: skip
    if dice.random() < 0.4:
        what, quantity, unit, value = dice.choice(texts()["goods"])
        values["goods"] = [scene.row(Gift, **dict(zip(Gift.kinds, (what, quantity, unit, value), strict=False)))]
    if dice.random() < 0.3:
        due = day + dt.timedelta(days=dice.randint(5, 20))
        values["actions"] = [
            scene.row(ActionItem, what=inventor.pick("actions"), owner=dice.choice(scene.committee), due_on=due)
        ]
    if dice.random() < 0.2:
        values["photos"] = [scene.workspace.attach(inventor.photo())]
    record = scene.save(VISITS, **values)
    if dice.random() < 0.04:
        record.remark = "补记：走访时邻居也在场。"
        scene.workspace.save(record)
    elif dice.random() < 0.02:
        scene.workspace.void(record, "和前一天记重了")


def _pay(scene: Scene, first: dt.date) -> None:
    """Pay the month's allowance: built from the register, shown, checked, paid; now and then one comes back."""
    workspace, dice = scene.workspace, scene.dice
    month = f"{first:%Y-%m}"
    link = scene.programs[ALLOWANCE]
    program = workspace.get(PROGRAMS, link.uid)
    people = list(workspace.query(PEOPLE).records())
    lines = build_lines(program, people, workspace.query(HOUSEHOLDS).records(), (month, month), workspace.look)
    for line in lines:
        line.row_uid = scene.inventor.uid(scene.clock.now())
    scene.at(first + dt.timedelta(days=8))
    batch = scene.save(SUBSIDIES, program=link, month=month, lines=lines)
    shown_from = first + dt.timedelta(days=9)
    workspace.act(batch, "publicise", public_from=shown_from)
    shown_to = add_working_days(shown_from, workspace.setting("notice_days"), Holidays([]))
    scene.at(max(shown_to + dt.timedelta(days=1), scene.clock.now().date()))
    today = scene.clock.now().date()
    workspace.act(batch, "review", approved_by=scene.committee[1].name, approved_on=today, objections=0)
    workspace.act(batch, "submit", submitted_on=today)
    workspace.act(batch, "pay", paid_on=today)
    if dice.random() < 0.25:
        line = dice.choice(batch.lines)
        returned = scene.row(
            ReturnedPayment, line=line.row_uid, name=line.person.name, kind="退回", reason="账户已注销",
            returned_on=today,
        )  # fmt: skip
        workspace.act(batch, "book_returns", returns=[returned])
    else:
        workspace.act(batch, "settle")


def _talks(first: dt.date, last: dt.date, scene: Scene) -> Iterator[tuple[dt.date, Any]]:
    count = scene.dice.randint(4, 7) if first.month not in _TALK_MONTHS else scene.dice.randint(10, 14)
    for day in _days(scene, first, last, count):
        yield day, _talk


def _talk(scene: Scene, day: dt.date) -> None:
    dice, inventor = scene.dice, scene.inventor
    talker = dice.choice(scene.committee)
    target = dice.choice([one for one in [*scene.committee, *scene.members, *scene.elders] if one != talker])
    start = dice.randint(17, 40) * 30
    worried = dice.random() < 0.1
    values: dict[str, Any] = {
        "talk_on": day, "starts": start, "ends": start + dice.choice((20, 30, 40, 60)), "talkers": [talker],
        "targets": [target], "place": inventor.pick("places"), "outline": inventor.pick("outlines"),
        "content": inventor.pick("talks"), "mood": "需关注" if worried else "稳定",
        "opinions": inventor.pick("opinions"),
        "occasion": dice.choice((*["年度例谈"] * 3, "家庭变故", "取得优异成绩·受表彰", "思想疙瘩·矛盾")),
        "solved": True if dice.random() < 0.6 else None,
    }  # fmt: skip
    if worried:
        values["follow_up_on"] = day + dt.timedelta(days=30)
    scene.save(TALKS, **values)


def _activities(first: dt.date, last: dt.date, scene: Scene) -> Iterator[tuple[dt.date, Any]]:
    for day in sorted(set(_days(scene, first, last, 3 if first.month in _BUSY else scene.dice.randint(1, 2)))):
        yield day, _activity


def _activity(scene: Scene, day: dt.date) -> None:
    dice = scene.dice
    title, kind, content = dice.choice(texts()["activities"])
    start = dice.choice((8 * 60, 8 * 60 + 30, 14 * 60))
    end = start + dice.choice((120, 150, 180, 210))
    rows = [
        scene.row(
            Participation, volunteer=one, sign_in=start + dice.choice((0, 0, 0, 5, 10)),
            sign_out=end - dice.choice((0, 0, 0, 5, 15)),
        )
        for one in dice.sample(scene.volunteers, k=dice.randint(8, 16))
    ]  # fmt: skip
    scene.save(
        VOLUNTEERING, title=title, field=kind, team=dice.choice(scene.teams), held_on=day, starts=start, ends=end,
        place=scene.inventor.pick("places"), beneficiaries="本村村民", beneficiary_count=dice.randint(10, 60),
        content=content, in_charge=[dice.choice(scene.committee)], participants=rows,
        photos=[scene.workspace.attach(scene.inventor.photo())] if dice.random() < 0.5 else [],
    )  # fmt: skip
