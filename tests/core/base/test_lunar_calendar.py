from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danyang_desktop.base.chinese.festivals import Festival, festivals, qingming, visit_window
from danyang_desktop.base.chinese.lunar import (
    LunarDate,
    anniversary,
    days_in_month,
    leap_month,
    lunar,
    read_lunar,
    show_lunar,
    solar,
)

FIRST, LAST = date(1900, 1, 31), date(2101, 1, 28)
TODAY = date(2026, 11, 25)
# The festivals of lunar years as two independent calendars gave them (春节 元宵 端午 中秋 重阳 腊八).
YEARS = {
    2026: ("2026-02-17", "2026-03-03", "2026-06-19", "2026-09-25", "2026-10-18", "2027-01-15"),
    2027: ("2027-02-06", "2027-02-20", "2027-06-09", "2027-09-15", "2027-10-08", "2028-01-04"),
    2028: ("2028-01-26", "2028-02-09", "2028-05-28", "2028-10-03", "2028-10-26", "2029-01-22"),
    2029: ("2029-02-13", "2029-02-27", "2029-06-16", "2029-09-22", "2029-10-16", "2030-01-11"),
    2030: ("2030-02-03", "2030-02-17", "2030-06-05", "2030-09-12", "2030-10-05", "2031-01-01"),
    2031: ("2031-01-23", "2031-02-06", "2031-06-24", "2031-10-01", "2031-10-24", "2032-01-20"),
}
CODES = {"spring": (1, 1), "lantern": (1, 15), "dragon_boat": (5, 5), "mid_autumn": (8, 15), "double_ninth": (9, 9)}


@pytest.mark.parametrize("year", YEARS)
def test_festivals_of_the_years_to_come(year: int) -> None:
    days = [solar(year, month, day) for month, day in (*CODES.values(), (12, 8))]
    assert [on.isoformat() for on in days] == list(YEARS[year])
    found = {festival.code: festival.on.isoformat() for festival in festivals(year)}
    assert [found[code] for code in CODES] == list(YEARS[year][:5])


@pytest.mark.parametrize(
    "new_year",
    [
        *("1949-01-29", "1950-02-17", "1954-02-03", "1976-01-31", "1978-02-07", "1985-02-20", "1999-02-16"),
        *("2000-02-05", "2008-02-07", "2012-01-23", "2020-01-25", "2023-01-22", "2024-02-10", "2025-01-29"),
        *("2033-01-31", "2034-02-19"),
    ],
)
def test_new_years_that_people_remember(new_year: str) -> None:
    on = date.fromisoformat(new_year)
    assert lunar(on) == LunarDate(on.year, 1, 1)


def test_leap_months() -> None:
    leaps = {1998: 5, 2001: 4, 2004: 2, 2006: 7, 2009: 5, 2012: 4, 2014: 9, 2017: 6, 2020: 4, 2023: 2, 2025: 6, 2028: 5}
    leaps |= {2031: 3, 2033: 11, 2036: 6}
    assert {year: leap_month(year) for year in range(1996, 2038) if leap_month(year)} == leaps
    assert solar(2025, 6, 1) == date(2025, 6, 25)
    assert solar(2025, 6, 1, leap=True) == date(2025, 7, 25)
    assert lunar(date(2025, 7, 25)) == LunarDate(2025, 6, 1, leap=True)
    assert solar(2033, 11, 1, leap=True) == date(2033, 12, 22)


def test_months_begin_with_the_new_moon() -> None:
    # Against the mean moon (Meeus, Astronomical Algorithms, 49.1), from which the true moon strays by up to 14 hours.
    epoch, lunation = 2_451_550.09766, 29.530588861
    on, months = FIRST, 0
    while on <= LAST:
        day = lunar(on)
        assert day.day == 1
        julian = on.toordinal() + 1_721_424.5 - 8 / 24  # midnight in Beijing
        stray = (julian + 0.5 - epoch + lunation / 2) % lunation - lunation / 2
        assert abs(stray) < 1.15, on
        on += timedelta(days=days_in_month(day.year, day.month, leap=day.leap))
        months += 1
    assert on == LAST + timedelta(days=1)
    assert months == 2486


def test_every_day_goes_there_and_back() -> None:
    on, before = FIRST, lunar(FIRST)
    while on < LAST:
        on += timedelta(days=1)
        day = lunar(on)
        assert solar(day.year, day.month, day.day, leap=day.leap) == on
        assert day.day == before.day + 1 or (day.day == 1 and before.day in {29, 30})
        before = day


@pytest.mark.parametrize("on", [FIRST - timedelta(days=1), LAST + timedelta(days=1), date(1, 1, 1), date(9999, 12, 31)])
def test_days_outside_the_table_are_refused(on: date) -> None:
    with pytest.raises(ValueError, match="outside"):
        lunar(on)


@pytest.mark.parametrize(
    ("year", "month", "day", "leap"),
    [
        (1899, 1, 1, False),
        (2101, 1, 1, False),
        (2026, 13, 1, False),
        (2026, 0, 1, False),
        (2026, 6, 1, True),
        (2026, 1, 31, False),
        (2026, 1, 0, False),
        (2025, 12, 30, False),
    ],
)
def test_lunar_days_that_do_not_exist_are_refused(year: int, month: int, day: int, *, leap: bool) -> None:
    with pytest.raises(ValueError, match="lunar"):
        solar(year, month, day, leap=leap)


def test_lunar_words() -> None:
    assert show_lunar(date(2026, 2, 17)) == "正月初一"
    assert show_lunar(date(2026, 9, 25)) == "八月十五"
    assert show_lunar(date(2025, 7, 25)) == "闰六月初一"
    assert show_lunar(date(2026, 2, 16)) == "腊月廿九"
    assert show_lunar(date(2027, 2, 5)) == "腊月廿九"
    assert show_lunar(solar(2026, 1, 10)) == "正月初十"
    assert show_lunar(solar(2026, 1, 20)) == "正月二十"
    assert show_lunar(solar(2026, 1, 30)) == "正月三十"


@given(st.dates(date(1901, 1, 1), TODAY))
def test_lunar_words_read_back(on: date) -> None:
    assert read_lunar(f"农历{lunar(on).year}年{show_lunar(on)}", TODAY) == on


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("正月初五", "2026-02-21"),
        ("八月十五", "2026-09-25"),
        ("农历腊月廿三", "2026-02-10"),
        ("十二月二十三", "2026-02-10"),
        ("闰六月初一", "2025-07-25"),
        ("一九四四年三月初五", "1944-03-28"),
        ("农历1944年3月5日", "1944-03-28"),
    ],
)
def test_lunar_days_as_people_say_them(text: str, on: str) -> None:
    assert read_lunar(text, TODAY) == date.fromisoformat(on)


@pytest.mark.parametrize(
    "text", ["", "除夕", "十五", "2026年闰七月初一", "十三月初一", "正月卅", "初五", "1800年正月初一"]
)
def test_other_words_are_no_lunar_days(text: str) -> None:
    assert read_lunar(text, TODAY) is None


def test_lunar_birthdays() -> None:
    assert anniversary(2026, 1, 30) == date(2026, 3, 18)
    assert days_in_month(2026, 12) == 29
    assert anniversary(2026, 12, 30) == solar(2026, 12, 29)
    assert anniversary(2025, 6, 1) == date(2025, 6, 25), "the common month, not the leap month"


def test_qingming() -> None:
    known = {1990: 5, 1999: 5, 2000: 4, 2007: 5, 2008: 4, 2020: 4, 2023: 5, 2024: 4, 2025: 4, 2026: 5, 2027: 5, 2028: 4}
    assert {year: qingming(year).day for year in known} == known
    assert {qingming(year).day for year in range(1901, 2101)} == {4, 5, 6}
    assert qingming(2100) == date(2100, 4, 5)
    with pytest.raises(ValueError, match="清明"):
        qingming(1900)


def test_a_year_has_all_its_festivals_in_order() -> None:
    names = [festival.name for festival in festivals(2026)]
    assert names[:7] == ["元旦", "腊八节", "除夕", "春节", "元宵节", "学雷锋纪念日", "清明节"]
    assert names[-4:] == ["国庆节", "扶贫日", "重阳节", "国际志愿者日"]
    for year in range(1901, 2101):
        found = festivals(year)
        assert [festival.on for festival in found] == sorted(festival.on for festival in found)
        assert {festival.on.year for festival in found} == {year}
        counts = Counter(festival.code for festival in found)
        assert all(count == 1 for code, count in counts.items() if code != "laba")
        assert len(counts.keys() - {"laba"}) == 18


def test_laba_may_come_twice_in_a_year_or_not_at_all() -> None:
    count = {year: sum(festival.code == "laba" for festival in festivals(year)) for year in (2022, 2023, 2026)}
    assert count == {2022: 2, 2023: 0, 2026: 1}


def test_rounds_of_visits() -> None:
    spring = Festival("spring", "春节", date(2026, 2, 17))
    assert visit_window(spring) == (date(2026, 1, 18), date(2026, 2, 17))
    party = Festival("party", "七一建党节", date(2026, 7, 1))
    assert visit_window(party) == (date(2026, 6, 24), date(2026, 7, 1))
    assert visit_window(party, 0) == (date(2026, 7, 1), date(2026, 7, 1))
