"""The figures of a month (or a year): what the cover says of a branch, and what the county adds up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.ledgers.payouts.lines import MONEY_OUT, REVERSAL
from danyang_desktop.ledgers.talks import OPEN_TALK
from danyang_desktop.ledgers.visits import OPEN
from danyang_desktop.registers.action_items import open_items
from danyang_desktop.rollups.care import counted_cash
from danyang_desktop.rollups.counted import done, live, payments, times_paid, within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.ledgers.subsidies import Batch
    from danyang_desktop.ledgers.talks import Talk
    from danyang_desktop.ledgers.visits import Visit
    from danyang_desktop.ledgers.volunteering import Activity


def months_before(month: str, count: int) -> list[str]:
    """Return `count` months that end with `month`, oldest first."""
    last = int(month[:4]) * 12 + int(month[5:]) - 1
    return [f"{one // 12:04}-{one % 12 + 1:02}" for one in range(last - count + 1, last + 1)]


@dataclass(frozen=True)
class MonthFigures:
    """Figures of one period. Money in fen, service in minutes (`hours` as printed, rounded down row by row).

    overdue        households whose visit is late today (rollups/due.py), handed in by the caller
    households     files that were visited;  cash_fen  gifts counted here, not those paid through a batch
    talked_to      人次 on the side of those talked to;  secret_talks  of them 保密 or 只记次数
    paid_heads     people who keep money after returns and reversals;  due_fen  lists of the period not paid yet
    """

    period: str
    visits: int = 0
    households: int = 0
    cash_fen: int = 0
    goods_fen: int = 0
    to_revisit: int = 0
    overdue: int = 0
    open_actions: int = 0
    talks: int = 0
    talked_to: int = 0
    secret_talks: int = 0
    activities: int = 0
    people_times: int = 0
    minutes: int = 0
    hours: int = 0
    batches: int = 0
    paid_batches: int = 0
    paid_heads: int = 0
    paid_fen: int = 0
    due_fen: int = 0


def figures(
    period: str,
    *,
    visits: Iterable[Visit] = (),
    talks: Iterable[Talk] = (),
    activities: Iterable[Activity] = (),
    batches: Iterable[Batch] = (),
    overdue: int = 0,
) -> MonthFigures:
    """Return the figures of a month (2026-11) or a year (2026); records outside it, void ones and plans add nothing."""
    seen = [one for one in live(visits) if within(one.visited_on, period)]
    talked = [one for one in live(talks) if within(one.talk_on, period)]
    held = [one for one in done(activities) if within(one.held_on, period)]
    lists = [one for one in live(batches) if within(one.month, period)]
    paid = list(done(lists))
    promised = [one.actions for one in seen] + [one.actions for one in talked]
    return MonthFigures(
        period=period,
        visits=len(seen),
        households=len({one.household.uid for one in seen} - {""}),
        cash_fen=sum(map(counted_cash, seen)),
        goods_fen=sum(one.goods_value or 0 for one in seen),
        overdue=overdue,
        to_revisit=sum(one.progress == OPEN for one in seen),
        open_actions=sum(len(open_items(actions)) for actions in promised),
        talks=len(talked),
        talked_to=sum(len(one.targets) for one in talked),
        secret_talks=sum(one.secrecy != OPEN_TALK for one in talked),
        activities=len(held),
        people_times=sum(one.heads or 0 for one in held),
        minutes=sum(one.total_minutes or 0 for one in held),
        hours=sum(one.total_hours or 0 for one in held),
        batches=sum(one.nature != REVERSAL for one in lists),
        paid_batches=sum(one.nature != REVERSAL for one in paid),
        paid_heads=sum(fen > 0 for fen in _by_person(paid).values()),
        paid_fen=sum(_by_person(paid).values()),
        due_fen=sum(one.total_fen or 0 for one in lists if one.state not in MONEY_OUT),
    )


@dataclass(frozen=True)
class Programme:
    """What one kind of subsidy came to: branches and lists that paid it, how often somebody got it (人次), fen."""

    branches: int
    batches: int
    heads: int
    fen: int


def programme(batches: Iterable[Batch]) -> Programme:
    """Add up lists of one kind of subsidy; those whose money has not left add nothing, a reversal takes off."""
    paid = list(done(batches))
    lines = list(payments(paid))
    return Programme(
        branches=len({one.branch for one in paid}),
        batches=sum(one.nature != REVERSAL for one in paid),
        heads=times_paid(lines),
        fen=sum(line.amount_fen or 0 for line in lines),
    )


def _by_person(batches: Iterable[Batch]) -> dict[str, int]:
    """Return uid of a person -> fen that reached him or her, reversals taken off."""
    sums: dict[str, int] = {}
    for line in payments(batches):
        sums[line.person.uid] = sums.get(line.person.uid, 0) + (line.amount_fen or 0)
    return sums
