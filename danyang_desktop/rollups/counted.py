"""Which records count: a voided or binned one keeps its number and adds nothing, nor does what has not happened yet.

The figures of a month and the list of records behind them ask here, so that they cannot differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from danyang_desktop.declare.record import STATUSES
from danyang_desktop.ledgers.participation import PLANNED
from danyang_desktop.ledgers.payouts.lines import MONEY_OUT, PAID
from danyang_desktop.ledgers.subsidies import Batch
from danyang_desktop.ledgers.volunteering import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from danyang_desktop.declare.record import Record
    from danyang_desktop.ledgers.payouts.lines import PaymentLine

R = TypeVar("R", bound="Record")
_GONE = ("void", "binned")


def live(records: Iterable[R]) -> Iterator[R]:
    """Yield the records that count."""
    return (record for record in records if record.status not in _GONE)


def left_out(record: Record) -> str:
    """Say why a record adds nothing to what was done in its month, "" if it counts."""
    if record.status in _GONE:
        return STATUSES[record.status]
    if isinstance(record, Activity) and record.state == PLANNED:
        return "还是计划"
    if isinstance(record, Batch) and record.state not in MONEY_OUT:
        return "钱还没发"
    return ""


def done(records: Iterable[R]) -> Iterator[R]:
    """Yield the records of what was done: activities that were held, lists whose money has left."""
    return (record for record in records if not left_out(record))


def payments(batches: Iterable[Batch]) -> Iterator[PaymentLine]:
    """Yield the lines that reached somebody, and those that reverse one: their amounts are below 0."""
    return (line for batch in done(batches) for line in batch.lines if line.result == PAID)


def times_paid(lines: Iterable[PaymentLine]) -> int:
    """Return how often somebody was paid (人次), what was reversed taken off again."""
    return sum((line.amount_fen or 0) > 0 for line in lines) - sum((line.amount_fen or 0) < 0 for line in lines)


def within(day: object, period: str) -> bool:
    """Tell whether a day (or a month) lies in a month (2026-11) or a year (2026)."""
    return str(day or "").startswith(period)
