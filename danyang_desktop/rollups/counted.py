"""Which records count: a voided or binned one keeps its number and adds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from danyang_desktop.declare.record import Record

R = TypeVar("R", bound="Record")


def live(records: Iterable[R]) -> Iterator[R]:
    """Yield the records that count."""
    return (record for record in records if record.status not in ("void", "binned"))


def within(day: object, period: str) -> bool:
    """Tell whether a day (or a month) lies in a month (2026-11) or a year (2026)."""
    return str(day or "").startswith(period)
