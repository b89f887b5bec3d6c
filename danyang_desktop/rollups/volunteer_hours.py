"""Service of each volunteer over a span: exact minutes, hours as they are printed; only confirmed ones certify."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from danyang_desktop.ledgers.participation import CONFIRMED, PLANNED, present
from danyang_desktop.rollups.counted import live

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from danyang_desktop.declare.look import Link
    from danyang_desktop.ledgers.volunteering import Activity


@dataclass
class Service:
    """One volunteer's service.

    `minutes` are exact. `printed` are the hours of the sheets, in minutes, each row rounded down by itself, so that a
    certificate agrees with the sheets that were signed. `certified` are the printed ones of confirmed activities.
    """

    volunteer: Link
    times: int = 0
    minutes: int = 0
    printed: int = 0
    certified: int = 0
    titles: list[str] = field(default_factory=list)


def services(activities: Iterable[Activity], first: dt.date, last: dt.date) -> list[Service]:
    """Return everybody's service from `first` to `last`, both included, most hours first; plans do not count."""
    found: dict[str, Service] = {}
    for activity in sorted(live(activities), key=lambda one: one.held_on):
        if activity.state == PLANNED or not first <= activity.held_on <= last:
            continue
        for row in present(activity):
            mine = found.setdefault(row.volunteer.uid, Service(row.volunteer))
            mine.times += 1
            mine.minutes += row.minutes or 0
            mine.printed += row.hours or 0
            if activity.state == CONFIRMED:
                mine.certified += row.hours or 0
                mine.titles.append(activity.title)
    return sorted(found.values(), key=lambda one: (-one.printed, one.volunteer.name))
