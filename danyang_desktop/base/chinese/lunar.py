"""The lunar calendar (农历) from 1900 to 2100, from a table of its months; no astronomy at run time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from danyang_desktop.base.chinese.numerals import read_digits, read_number

FIRST_YEAR, LAST_YEAR = 1900, 2100
_FIRST_DAY = date(1900, 1, 31)
_MONTHS = 12
_LONG, _SHORT = 30, 29

# One figure of five hexadecimal digits a year, ten years a line. Lowest four bits: which month is followed by its leap
# month (0: none). Next twelve bits: months 1 to 12, lowest first, set when the month has 30 days. Top bit: the leap
# month has 30 days. By the rule of GB/T 33661-2017; the new moons of 2057-09-29, 2089-09-04 and 2097-08-07 fall within
# three minutes of midnight, so those three months may yet be announced a day earlier or later.
_TABLE = """
    0bd28 07520 0ea50 0b2a5 064b0 0a9b0 1aa64 056a0 0b590 0baa2
    07520 0da56 0b250 0a4b0 1a4b5 02ad0 056b0 05b52 0da90 1e927
    0e920 0d250 0d2d5 0a560 02b60 1ad54 06d40 0ea90 0f4a2 0e920
    06a66 052b0 0a570 19565 0b5a0 06d40 17613 07490 1b137 0a930
    052b0 151b6 0aad0 056a0 1da54 0ba40 0b490 0d4b2 0a950 0aad7
    05360 0aad0 1aca5 05b20 0da50 1ea23 0d4a0 05958 0a970 05560
    05756 0ad50 06d20 07554 0ea50 064a0 064f3 0a9b0 0ada7 056a0
    0b690 0bb25 0b520 0b250 0b2b4 0a4b0 0aab8 02ad0 056d0 15a96
    0da90 0d920 0e954 0d250 0e4da 0a560 02b60 02f56 06d50 0ea90
    0f525 0e920 0d260 052e3 0a570 0ad68 035a0 06d50 0b695 07490
    06930 0a9b4 052b0 0a5b0 0aae2 056a0 0dd57 0ba40 0b490 0d535
    0a950 052d0 055d4 0ab50 0baa9 05d20 0da50 1e8a6 0d4a0 0c950
    0a9e4 05560 0ab50 0ada2 06d20 07656 07250 064b0 06575 0cab0
    055a0 056e3 0b690 0f52b 0b520 0b250 1d0b6 0a4b0 04ab0 02bb5
    05ad0 0b6a0 0daa2 0d920 0ea57 0d250 0a550 1a4d5 04b60 05b50
    16d23 0ec90 0f928 0e920 0d260 15166 0a570 04d60 13654 07550
    07490 074b3 06930 0aab7 052b0 0a5b0 0aba5 056a0 0b650 0baa4
    0b4a0 0d958 0a950 052d0 056d6 0ab50 05aa0 05d54 0da50 0d4a0
    0e4d3 0c960 0cce7 05560 0ab50 1ad25 06d20 0ea50 072a4 068b0
    06978 04ab0 055b0 15566 0b6a0 07520 0b954 0b450 0a8b0 0a4f2
    04ab0
"""
_YEARS = tuple(int(year, 16) for year in _TABLE.split())


@dataclass(frozen=True, order=True)
class LunarDate:
    """A day of the lunar calendar; `leap` marks a leap month (闰月)."""

    year: int
    month: int
    day: int
    leap: bool = False


def _months(year: int) -> list[tuple[int, bool, int]]:
    """Return (month, whether leap, days) in the order of the year."""
    bits = _YEARS[year - FIRST_YEAR]
    leap_month = bits & 0xF
    months: list[tuple[int, bool, int]] = []
    for month in range(1, _MONTHS + 1):
        months.append((month, False, _LONG if bits >> (3 + month) & 1 else _SHORT))
        if month == leap_month:
            months.append((month, True, _LONG if bits >> 16 & 1 else _SHORT))
    return months


def _new_year_days() -> tuple[date, ...]:
    days = [_FIRST_DAY]
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        days.append(days[-1] + timedelta(days=sum(length for _, _, length in _months(year))))
    return tuple(days)


_NEW_YEARS = _new_year_days()


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the lunar table has no year {year}")


def days_in_month(year: int, month: int, *, leap: bool = False) -> int:
    """Return 29 or 30, or 0 when the year has no such leap month; ValueError outside 1900-2100."""
    _check_year(year)
    return next((days for number, is_leap, days in _months(year) if (number, is_leap) == (month, leap)), 0)


def leap_month(year: int) -> int:
    """Return the month after which the leap month comes, or 0; ValueError outside 1900-2100."""
    _check_year(year)
    return _YEARS[year - FIRST_YEAR] & 0xF


def solar(year: int, month: int, day: int, leap: bool = False) -> date:  # noqa: FBT001, FBT002 - a part of the date
    """Return the solar date of a lunar day; ValueError if that year has no such day."""
    _check_year(year)
    on = _NEW_YEARS[year - FIRST_YEAR]
    for number, is_leap, days in _months(year):
        if (number, is_leap) == (month, leap):
            if 1 <= day <= days:
                return on + timedelta(days=day - 1)
            break
        on += timedelta(days=days)
    raise ValueError(f"lunar year {year} has no month {month} day {day} (leap: {leap})")


def lunar(on: date) -> LunarDate:
    """Return the lunar day of a solar date; ValueError outside lunar 1900-2100 (from 31 January 1900)."""
    year = on.year if on.year <= LAST_YEAR and on >= _NEW_YEARS[max(on.year - FIRST_YEAR, 0)] else on.year - 1
    if on < _FIRST_DAY or on >= _NEW_YEARS[-1]:
        raise ValueError(f"{on} is outside the lunar table")
    left = (on - _NEW_YEARS[year - FIRST_YEAR]).days
    for month, is_leap, days in _months(year):
        if left < days:
            return LunarDate(year, month, left + 1, is_leap)
        left -= days
    raise AssertionError("a lunar year ends where the next begins")


def anniversary(year: int, month: int, day: int) -> date:
    """Return when a lunar birthday is kept in lunar `year`: in the common month, on the 29th if there is no 30th."""
    return solar(year, month, min(day, days_in_month(year, month)))


_MONTH_NAMES = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_DIGITS = "一二三四五六七八九十"


def _day_name(day: int) -> str:
    if day <= 10:
        return "初" + _DIGITS[day - 1]
    if day in (20, 30):
        return _DIGITS[day // 10 - 1] + "十"
    return ("十", "廿")[day // 10 - 1] + _DIGITS[day % 10 - 1]


def show_lunar(on: date) -> str:
    """Show a solar date in lunar words, without the year: 八月十五, 闰六月初一, 腊月三十."""
    day = lunar(on)
    return f"{'闰' if day.leap else ''}{_MONTH_NAMES[day.month - 1]}月{_day_name(day.day)}"


_NUMERAL = "[一二三四五六七八九十]"
_SPOKEN = re.compile(
    rf"(?:农历|阴历)?(?:(?P<year>\d{{4}}|[零〇○一二三四五六七八九]{{4}})年)?(?P<leap>闰)?"
    rf"(?P<month>[正冬腊]|{_NUMERAL}{{1,2}}|\d{{1,2}})月(?P<day>初{_NUMERAL}|廿{_NUMERAL}?|{_NUMERAL}{{1,3}}|\d{{1,2}})[日号]?",
    re.ASCII,
)
_YEARS_BACK = 40


def read_lunar(text: str, today: date) -> date | None:
    """Read a day in lunar words (正月初五, 农历八月十五, 闰六月初一) and return its solar date; None if it is none.

    Without a year it is the last such day up to `today`.
    """
    found = _SPOKEN.fullmatch(text)
    if not found:
        return None
    month, day = _month_number(found["month"]), _day_number(found["day"])
    if found["year"]:
        years = [int(read_digits(found["year"]) or found["year"])]
    else:
        years = [today.year - back for back in range(_YEARS_BACK)]
    for year in years:
        try:
            on = solar(year, month, day, leap=bool(found["leap"]))
        except ValueError:
            continue
        if found["year"] or on <= today:
            return on
    return None


def _month_number(text: str) -> int:
    if text in _MONTH_NAMES:
        return _MONTH_NAMES.index(text) + 1
    return int(text) if text.isdigit() else read_number(text) or 0


def _day_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return read_number(text.removeprefix("初").replace("廿", "二十")) or 0
