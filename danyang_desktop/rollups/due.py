"""What is late: households whose visit is overdue by their tier, and promises that nobody has kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.action_items import open_items
from danyang_desktop.registers.households import Household, visit_days
from danyang_desktop.rollups.counted import live

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from danyang_desktop.declare.look import Look
    from danyang_desktop.declare.record import Record
    from danyang_desktop.ledgers.talks import Talk
    from danyang_desktop.ledgers.visits import Visit
    from danyang_desktop.registers.action_items import ActionItem


@dataclass(frozen=True)
class Due:
    """A household to visit. `rule_days` between visits; `overdue_days` since it was due, below 0 = still ahead."""

    household: Link
    hardship: tuple[str, ...]
    tier: str
    last_on: dt.date | None
    rule_days: int
    overdue_days: int


@dataclass(frozen=True)
class Promise:
    """An open action of a visit or a talk. `overdue_days` is None when no day was set."""

    slug: str
    uid: str
    serial_no: str
    who: str
    item: ActionItem
    overdue_days: int | None


def households_due(
    households: Iterable[Household], visits: Iterable[Visit], look: Look, *, within_days: int = -1
) -> list[Due]:
    """Return the open households whose visit is overdue, the longest first; with `within_days` also those soon due.

    A household never visited counts from the day its file was opened.
    """
    last: dict[str, dt.date] = {}
    for visit in live(visits):
        uid = visit.household.uid
        last[uid] = max(last.get(uid, visit.visited_on), visit.visited_on)
    found = []
    for household, due_on, rule in due_days(live(households), last, look):
        late = (look.today - due_on).days
        if late > 0 or late >= -within_days:
            link = Link(household.uid, household.head_name)
            found.append(Due(link, tuple(household.hardship), household.tier, last.get(household.uid), rule, late))
    return sorted(found, key=lambda due: (-due.overdue_days, due.household.name))


def due_days(
    households: Iterable[Household], last: Mapping[str, dt.date], look: Look
) -> Iterator[tuple[Household, dt.date, int]]:
    """Yield every open household with the day its visit is due and the days of its rule; `last`: uid -> last visit."""
    for household in households:
        since = last.get(household.uid) or household.opened_on
        if not household.closed_on and since is not None:
            rule = visit_days(household, look)
            yield household, since + dt.timedelta(days=rule), rule


def overdue(record: Record, look: Look) -> str:
    """Say of a household that its visit is late: 上次 10月10日，已超期 13 天. "" if it is not, or of anything else."""
    if not isinstance(record, Household) or not any(live([record])):
        return ""
    visits = look.linked(VISITS, record.uid)[:1]
    since = visits[0].visited_on if visits else record.opened_on
    if record.closed_on or since is None:
        return ""
    late = (look.today - since).days - visit_days(record, look)
    when = f"上次 {since.month}月{since.day}日" if visits else "建档以后没有走访过"
    return f"{when}，已超期 {late} 天" if late > 0 else ""


def promises(visits: Iterable[Visit], talks: Iterable[Talk], today: dt.date) -> list[Promise]:
    """Return all open actions, the most overdue first, those without a day last."""
    found = [
        _promise("visits", visit, visit.household.name, item, today)
        for visit in live(visits)
        for item in open_items(visit.actions)
    ]
    found += [
        _promise("talks", talk, "、".join(link.name for link in talk.targets), item, today)
        for talk in live(talks)
        for item in open_items(talk.actions)
    ]
    return sorted(found, key=lambda one: -1e9 if one.overdue_days is None else one.overdue_days, reverse=True)


def _promise(slug: str, record: Visit | Talk, who: str, item: ActionItem, today: dt.date) -> Promise:
    late = (today - item.due_on).days if item.due_on else None
    return Promise(slug, record.uid, record.serial_no or "", who, item, late)
