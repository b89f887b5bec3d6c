"""Working days, for time limits and for the length of a public notice.

Built in: the days off and the worked weekends of 2025 and 2026 as the State Council's notices gave them, and for other
years the statutory days by 《全国年节及纪念日放假办法》 (as amended in November 2024), which names the days but not how
weekends are shifted around them: the notice of each November says that, and the user enters it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from danyang_desktop.base.chinese.festivals import qingming
from danyang_desktop.base.chinese.lunar import solar

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["off", "work"]
Entry = tuple[date, Kind, str]

_SATURDAY = 5
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_AMENDED = 2025
_STATUTORY_DAYS = 13

# (name, first day off, last day off, days worked instead): 国办发明电〔2024〕12号 and 〔2025〕7号.
_NOTICES: dict[int, tuple[tuple[str, str, str, str], ...]] = {
    2025: (
        ("元旦", "01-01", "01-01", ""),
        ("春节", "01-28", "02-04", "01-26 02-08"),
        ("清明节", "04-04", "04-06", ""),
        ("劳动节", "05-01", "05-05", "04-27"),
        ("端午节", "05-31", "06-02", ""),
        ("国庆节、中秋节", "10-01", "10-08", "09-28 10-11"),
    ),
    2026: (
        ("元旦", "01-01", "01-03", "01-04"),
        ("春节", "02-15", "02-23", "02-14 02-28"),
        ("清明节", "04-04", "04-06", ""),
        ("劳动节", "05-01", "05-05", "05-09"),
        ("端午节", "06-19", "06-21", ""),
        ("中秋节", "09-25", "09-27", ""),
        ("国庆节", "10-01", "10-07", "09-20 10-10"),
    ),
}


def statutory(year: int) -> list[Entry]:
    """Return the days off that the regulation names for `year`, without any shifting of weekends.

    Thirteen days from 2025 on; eleven before (no 除夕, one day in May), as from 2014. Empty outside 1949-2100.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return []
    spring = solar(year, 1, 1)
    days = [(date(year, 1, 1), "元旦")]
    days += [(spring + timedelta(days=offset), "春节") for offset in range(-1 if year >= _AMENDED else 0, 3)]
    days += [(qingming(year), "清明节")]
    days += [(date(year, 5, day), "劳动节") for day in range(1, 3 if year >= _AMENDED else 2)]
    days += [(solar(year, 5, 5), "端午节"), (solar(year, 8, 15), "中秋节")]
    days += [(date(year, 10, day), "国庆节") for day in (1, 2, 3)]
    return sorted((on, "off", name) for on, name in days)


def announced(year: int) -> list[Entry]:
    """Return the days off and the worked weekends of the State Council's notice for `year`; empty if not built in."""
    entries: list[Entry] = []
    for name, first, last, worked in _NOTICES.get(year, ()):
        on = date.fromisoformat(f"{year}-{first}")
        while on <= date.fromisoformat(f"{year}-{last}"):
            entries.append((on, "off", name))
            on += timedelta(days=1)
        entries += [(date.fromisoformat(f"{year}-{day}"), "work", f"{name}调休") for day in worked.split()]
    return sorted(entries)


class Holidays:
    """Which days are off and which weekends are worked.

    `entries` are (date, "off" or "work", name) and stand above what is built in: the notice for the year, or else the
    statutory days. A notice often reaches into the last days of the year before, so a year is never replaced whole.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entered = {on: (kind, name) for on, kind, name in entries}
        self._built_in: dict[int, dict[date, tuple[Kind, str]]] = {}

    def entry(self, on: date) -> tuple[Kind, str] | None:
        """Return what is entered or built in for a day: its kind and the holiday's name; None for an ordinary day."""
        if on in self._entered:
            return self._entered[on]
        if on.year not in self._built_in:
            days = announced(on.year) or statutory(on.year)
            self._built_in[on.year] = {day: (kind, name) for day, kind, name in days}
        return self._built_in[on.year].get(on)

    def is_certain(self, year: int) -> bool:
        """Tell whether the notice of `year` is known, built in or entered whole; if not, the user should enter it."""
        return year in _NOTICES or sum(on.year == year for on in self._entered) >= _STATUTORY_DAYS


def is_working_day(on: date, holidays: Holidays) -> bool:
    """Tell whether people are at work on a day."""
    entry = holidays.entry(on)
    return entry[0] == "work" if entry else on.weekday() < _SATURDAY


def add_working_days(start: date, n: int, holidays: Holidays) -> date:
    """Return the `n`th working day after `start`, which does not count itself (民法典, article 201); n = 0 gives start.

    Raises ValueError for a negative count.
    """
    if n < 0:
        raise ValueError("working days are counted forward")
    on = start
    left = n
    while left:
        on += timedelta(days=1)
        left -= is_working_day(on, holidays)
    return on
