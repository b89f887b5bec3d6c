from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danyang_desktop.base.workdays import Holidays, add_working_days, announced, is_working_day, statutory


def test_the_days_off_of_2026() -> None:
    off = [on for on, kind, _ in announced(2026) if kind == "off"]
    work = [on for on, kind, _ in announced(2026) if kind == "work"]
    assert len(off) == 33
    assert [on.isoformat()[5:] for on in work] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert all(on.weekday() >= 5 for on in work), "only weekends are worked instead"


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_notice_gives_at_least_the_days_that_the_regulation_names(year: int) -> None:
    off = {on for on, kind, _ in announced(year) if kind == "off"}
    assert {on for on, _, _ in statutory(year)} <= off


@pytest.mark.parametrize(("year", "days"), [(2024, 11), (2025, 13), (2027, 13), (2100, 13), (1948, 0), (2101, 0)])
def test_the_regulation_names_days(year: int, days: int) -> None:
    assert len(statutory(year)) == days


def test_where_mid_autumn_falls_in_the_national_holiday_both_are_named() -> None:
    assert [name for on, _, name in statutory(2031) if on == date(2031, 10, 1)] == ["中秋节", "国庆节"]


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-09-30", 3, "2026-10-10"),  # a worked Saturday
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2027-02-04", 1, "2027-02-09"),  # by the regulation alone: 除夕 to 初三
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, n: int, end: str) -> None:
    assert add_working_days(date.fromisoformat(start), n, Holidays()) == date.fromisoformat(end)


def test_working_days_are_counted_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 11, 23), -1, Holidays())


def test_what_is_entered_stands_above_what_is_built_in() -> None:
    holidays = Holidays([(date(2026, 11, 24), "off", "村庙会"), (date(2026, 5, 1), "work", "抢收")])
    assert not is_working_day(date(2026, 11, 24), holidays)
    assert is_working_day(date(2026, 5, 1), holidays)
    assert not is_working_day(date(2026, 5, 4), holidays), "the rest of the notice still holds"
    assert holidays.entry(date(2026, 11, 24)) == ("off", "村庙会")
    assert holidays.entry(date(2026, 5, 2)) == ("off", "劳动节")
    assert holidays.entry(date(2026, 11, 25)) is None


def test_a_year_is_certain_with_its_notice() -> None:
    days = [(date(2027, 10, 1) + timedelta(days=day), "off", "国庆节") for day in range(13)]
    assert Holidays().is_certain(2026)
    assert not Holidays().is_certain(2027)
    assert Holidays([(on, "off", name) for on, _, name in days]).is_certain(2027)
    assert not Holidays([(date(2027, 1, 1), "off", "元旦")]).is_certain(2027)


@given(st.dates(date(1950, 1, 1), date(2100, 10, 1)), st.integers(0, 40), st.integers(0, 40))
def test_counting_on_is_counting_together(start: date, first: int, second: int) -> None:
    holidays = Holidays()
    middle = add_working_days(start, first, holidays)
    end = add_working_days(middle, second, holidays)
    assert end == add_working_days(start, first + second, holidays)
    counted = sum(is_working_day(start + timedelta(days=day), holidays) for day in range(1, (end - start).days + 1))
    assert counted == first + second
