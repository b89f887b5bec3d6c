"""慰问 across ledgers: money brought on a visit and money paid by a batch, each counted once.

A visit's gift that was paid through a batch says so (`counted_in`, `batch_no`): the batch counts it, the visit does
not. One entry feeds the visit ledger, the care roster and the sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.ledgers.payouts.lines import MONEY_OUT, PAID
from danyang_desktop.ledgers.visits import BATCH, CARE, VISITS
from danyang_desktop.registers.households import Household
from danyang_desktop.rollups.counted import live

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from danyang_desktop.declare.look import Link, Look
    from danyang_desktop.ledgers.subsidies import Batch
    from danyang_desktop.ledgers.visits import Visit

CARE_MONEY = "节日慰问金"


@dataclass(frozen=True)
class CareRow:
    """One line of the care roster (慰问名册). `cash_fen` is 0 when the money stands in another line."""

    who: Link
    given_on: dt.date | None
    reason: str
    cash_fen: int
    goods: str
    goods_fen: int
    source: str
    serial_no: str


@dataclass(frozen=True)
class Doubt:
    """A gift that seems to be counted twice, or not at all. `uid` is the visit's."""

    uid: str
    sentence: str


def counted_cash(visit: Visit) -> int:
    """Return the fen that a visit itself adds to the sums."""
    return 0 if visit.counted_in == BATCH else visit.cash or 0


def roster(visits: Iterable[Visit], batches: Iterable[Batch]) -> list[CareRow]:
    """Return who was cared for, in order of days: visits with a gift, and paid lines of 节日慰问金."""
    rows = [
        CareRow(
            visit.household,
            visit.visited_on,
            visit.festival or visit.purpose,
            counted_cash(visit),
            VISITS.kinds["goods"].show(visit.goods),
            visit.goods_value or 0,
            visit.cash_source if counted_cash(visit) else "",
            visit.serial_no or "",
        )
        for visit in live(visits)
        if visit.purpose == CARE or visit.cash or visit.goods
    ]
    rows += [
        CareRow(
            line.person,
            batch.paid_on,
            batch.title,
            line.amount_fen or 0,
            "",
            0,
            batch.fund_source,
            batch.serial_no or "",
        )
        for batch in live(batches)
        if batch.kind == CARE_MONEY and batch.state in MONEY_OUT
        for line in batch.lines
        if line.result == PAID
    ]
    return sorted(rows, key=lambda row: (str(row.given_on or ""), row.who.name))


def doubts(visits: Iterable[Visit], batches: Iterable[Batch], look: Look) -> list[Doubt]:
    """Return gifts that stand in a visit and in a batch of the month, and gifts said to be in a batch that are not.

    The same money: the head of the household is paid the same amount from the same source in the month of the visit.
    """
    paid = [batch for batch in live(batches) if batch.state in MONEY_OUT]
    by_number = {batch.serial_no: batch for batch in paid}
    found = []
    for visit in live(visits):
        household = look.get(visit.household)
        head = household.person.uid if isinstance(household, Household) and household.person else ""
        if not visit.cash or not head:
            continue
        amount, who = show_fen(visit.cash), visit.household.name
        if visit.counted_in == BATCH:
            batch = by_number.get(visit.batch_no)
            if batch is None or not any(line.person.uid == head and line.result == PAID for line in batch.lines):
                said = f"{who}的慰问金 {amount} 元写着在批次 {visit.batch_no} 里，那里没有这一户。请核对。"
                found.append(Doubt(visit.uid, said))
            continue
        twice = next((batch for batch in paid if _same_money(batch, visit, head)), None)
        if twice:
            said = (
                f"{who}的慰问金 {amount} 元，{twice.title}（{twice.serial_no}）里也有一笔。是同一笔就改成“补助批次”。"
            )
            found.append(Doubt(visit.uid, said))
    return found


def _same_money(batch: Batch, visit: Visit, head: str) -> bool:
    if batch.month != f"{visit.visited_on:%Y-%m}" or batch.fund_source != visit.cash_source:
        return False
    return any(
        line.person.uid == head and line.amount_fen == visit.cash and line.result == PAID for line in batch.lines
    )
