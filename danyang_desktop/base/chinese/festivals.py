"""The days of the year on which a branch visits people or holds a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from danyang_desktop.base.chinese.lunar import solar

SPRING_WINDOW_DAYS = 30
WINDOW_DAYS = 7


@dataclass(frozen=True)
class Festival:
    """One festival of one year; `code` is stable and may be stored."""

    code: str
    name: str
    on: date


_FIXED = (
    ("new_year", "元旦", 1, 1),
    ("lei_feng", "学雷锋纪念日", 3, 5),
    ("labour", "劳动节", 5, 1),
    ("youth", "五四青年节", 5, 4),
    ("children", "六一儿童节", 6, 1),
    ("party", "七一建党节", 7, 1),
    ("army", "八一建军节", 8, 1),
    ("teachers", "教师节", 9, 10),
    ("national", "国庆节", 10, 1),
    ("poverty_relief", "扶贫日", 10, 17),
    ("volunteers", "国际志愿者日", 12, 5),
)
_LUNAR = (
    ("spring", "春节", 1, 1),
    ("lantern", "元宵节", 1, 15),
    ("dragon_boat", "端午节", 5, 5),
    ("mid_autumn", "中秋节", 8, 15),
    ("double_ninth", "重阳节", 9, 9),
    ("laba", "腊八节", 12, 8),
)


def qingming(year: int) -> date:
    """Return the day of 清明 (the sun at 15 degrees, Beijing time) in `year`; ValueError outside 1901-2100.

    The usual rule of a mean year from a base value for the century; in 2100, itself no leap year, it comes a day later.
    """
    if not 1901 <= year <= 2100:
        raise ValueError(f"no rule for 清明 in {year}")
    place = (year - 1) % 100 + 1
    base = 5.59 if year <= 2000 else 4.81
    return date(year, 4, int(place * 0.2422 + base) - place // 4 + (year == 2100))


def festivals(year: int) -> list[Festival]:
    """Return the festivals that fall in the solar `year` (1901-2100), in order; 腊八 may come twice, or not at all."""
    found = [Festival(code, name, date(year, month, day)) for code, name, month, day in _FIXED]
    found.append(Festival("qingming", "清明节", qingming(year)))
    for code, name, month, day in _LUNAR:
        days = (solar(lunar_year, month, day) for lunar_year in (year - 1, year))
        found += [Festival(code, name, on) for on in days if on.year == year]
    eve = next(festival.on for festival in found if festival.code == "spring") - timedelta(days=1)
    found.append(Festival("new_year_eve", "除夕", eve))
    return sorted(found, key=lambda festival: (festival.on, festival.code))


def visit_window(festival: Festival, days: int | None = None) -> tuple[date, date]:
    """Return the first and last day of the round of visits for a festival, the festival itself being the last.

    The round begins 30 days before 春节 and, unless `days` says otherwise, 7 days before any other.
    """
    ahead = days if days is not None else SPRING_WINDOW_DAYS if festival.code == "spring" else WINDOW_DAYS
    return festival.on - timedelta(days=ahead), festival.on
