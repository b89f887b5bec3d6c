"""Rules and conditions that many ledgers share: `VISITS.rule("ends")(in_order("starts", "ends", "..."))`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.record import kinds_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.declare.look import Look


def in_order(first: str, then: str, sentence: str, *, same: bool = True) -> Callable[[Any, Look], str | None]:
    """Return a rule that says `sentence` when `then` lies before `first` (with `same` false: or on it).

    Both are fields of days, times or months; an empty one is in order.
    """

    def judge(record: Any, look: Look) -> str | None:
        del look
        a, b = getattr(record, first), getattr(record, then)
        if a in (None, "") or b in (None, ""):
            return None
        return None if b > a or (same and b == a) else sentence

    return judge


def needed(
    field: str, remedy: str, *, when: Callable[[Any], bool] = lambda _: True
) -> Callable[[Any, Look], str | None]:
    """Return a rule for a field that is filled by working it out: when that failed, the person must say it."""

    def judge(record: Any, look: Look) -> str | None:
        del look
        if not when(record):
            return None
        kind = kinds_of(type(record))[field]
        return f"“{kind.label}”没有填。{remedy}" if kind.is_empty(getattr(record, field)) else None

    return judge


def filled(field: str) -> Callable[[Any], bool]:
    """Return a condition for `shown_when` and `required_when`: the field is filled, and is not 0."""
    return lambda record: bool(getattr(record, field))


def says(field: str, *values: str) -> Callable[[Any], bool]:
    """Return a condition for `shown_when` and `required_when`: the field says one of `values`."""
    return lambda record: getattr(record, field) in values


def both(one: Callable[[Any], bool], other: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return a condition that holds when both do."""
    return lambda record: one(record) and other(record)
