from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danyang_desktop.base.chinese.dates import (
    Day,
    anniversary,
    from_serial,
    parse_date,
    parse_period,
    parse_time,
    show_date,
    show_period,
    show_time,
    weekday,
)
from danyang_desktop.base.errors import UserError

TODAY = date(2026, 11, 25)
DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2024.3.5", "2024-03-05"),
        ("2024-3-5", "2024-03-05"),
        ("2024/3/5", "2024-03-05"),
        ("2024/03-05", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("2024年3月5号", "2024-03-05"),
        ("2024 年 3 月 5 日", "2024-03-05"),
        ("2024年3月5", "2024-03-05"),
        ("2024 3 5", "2024-03-05"),
        ("2024、3、5", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("２０２４．３．５", "2024-03-05"),
        ("２０２４年３月５日", "2024-03-05"),
        ("2024。3。5", "2024-03-05"),
        ("二〇二四年三月五日", "2024-03-05"),
        ("二零二四年十二月三十一日", "2024-12-31"),
        ("二○二四年十月二十日", "2024-10-20"),
        ("贰零贰肆年零叁月零伍日", "2024-03-05"),
        ("2024-03-05 00:00:00", "2024-03-05"),
        ("2024-03-05T09:30", "2024-03-05"),
        ("2024年3月5日 9:30", "2024-03-05"),
        ("2024年3月5日下午", "2024-03-05"),
        ("2024年3月5日（星期二）", "2024-03-05"),
        ("2024年3月5日星期二上午", "2024-03-05"),
        ("2024.3.5.", "2024-03-05"),
        ("公历2024年3月5日", "2024-03-05"),
        ("24.3.5", "2024-03-05"),
        ("26年3月5日", "2026-03-05"),
        ("44.3.5", "1944-03-05"),
        ("19400408", "1940-04-08"),
        ("1963.07.22", "1963-07-22"),
        ("1123", "2026-11-23"),
        ("11.23", "2026-11-23"),
        ("11-23", "2026-11-23"),
        ("11/23", "2026-11-23"),
        ("11月23日", "2026-11-23"),
        ("11月23号", "2026-11-23"),
        ("十一月二十三日", "2026-11-23"),
        ("11月25日", "2026-11-25"),
        ("11月26日", "2025-11-26"),
        ("12.5", "2025-12-05"),
        ("23日", "2026-11-23"),
        ("28号", "2026-10-28"),
        ("31号", "2026-10-31"),
        ("二十三号", "2026-11-23"),
        ("今年3月5日", "2026-03-05"),
        ("去年12月5日", "2025-12-05"),
        ("上个月5号", "2026-10-05"),
        ("本月5日", "2026-11-05"),
        ("今天", "2026-11-25"),
        ("昨天", "2026-11-24"),
        ("前天", "2026-11-23"),
        ("大前天", "2026-11-22"),
        ("明天", "2026-11-26"),
        ("昨天下午", "2026-11-24"),
        (" 2024-03-05\n", "2024-03-05"),
        ("\ufeff2024-03-05", "2024-03-05"),
        ("2026-12-31", "2026-12-31"),
    ],
)
def test_days(text: str, on: str) -> None:
    assert parse_date(text, TODAY) == Day(date.fromisoformat(on), "day")


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("2026.9", "2026-09-01", "month"),
        ("1944.1", "1944-01-01", "month"),
        ("1997.12", "1997-12-01", "month"),
        ("2026-09", "2026-09-01", "month"),
        ("2026年9月", "2026-09-01", "month"),
        ("2026年9月份", "2026-09-01", "month"),
        ("26年9月", "2026-09-01", "month"),
        ("202609", "2026-09-01", "month"),
        ("二〇二四年三月", "2024-03-01", "month"),
        ("9月", "2026-09-01", "month"),
        ("11月", "2026-11-01", "month"),
        ("12月", "2025-12-01", "month"),
        ("去年9月", "2025-09-01", "month"),
        ("上月", "2026-10-01", "month"),
        ("2026", "2026-01-01", "year"),
        ("1944年", "1944-01-01", "year"),
        ("二〇二六年", "2026-01-01", "year"),
        ("去年", "2025-01-01", "year"),
    ],
)
def test_a_month_or_a_year_is_not_taken_for_a_day(text: str, on: str, precision: str) -> None:
    day = parse_date(text, TODAY)
    assert (day.on, day.precision) == (date.fromisoformat(on), precision)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2024-02-30", "^2月没有30日，请改成2月1日到29日之间的日期"),
        ("2026.2.30", "^2月没有30日，请改成2月1日到28日之间的日期"),
        ("2023-2-29", "^2023年2月没有29日，请改成2月1日到28日之间的日期"),
        ("4月31日", "^4月没有31日"),
        ("20260431", "^4月没有31日"),
        ("0229", "^2026年2月没有29日"),
        ("2026-11-0", "^11月没有0日"),
        ("2026-13-01", "没有13月"),
        ("2026.0", "没有0月"),
        ("13.5", "没有13月"),
        ("32日", "没有32日"),
        ("1899-12-31", "1899"),
        ("2101-01-01", "2101"),
        ("3000", "3000"),
        ("", "还没填"),
        ("\u3000", "还没填"),
        ("abc", "看不懂"),
        ("2026-11-23至2026-11-25", "看不懂"),
        ("2026-11-", "看不懂"),
        ("46349", "看不懂"),
        ("260305", "看不懂"),
        ("305", "看不懂"),
        ("3月底", "看不懂"),
        ("٢٠٢٤-٠٣-٠٥", "看不懂"),  # Arabic-Indic digits
        ("2026-11-23" * 5000, "看不懂"),
        ("正月初五", "农历，公历是2026年2月21日"),
        ("农历八月十五", "公历是2026年9月25日"),
        ("腊月廿三", "公历是2026年2月10日"),
        ("除夕", "农历"),
        ("2026年闰七月初一", "农历"),
    ],
)
def test_what_is_no_day_is_refused_with_a_sentence(text: str, part: str) -> None:
    with pytest.raises(UserError, match=part) as caught:
        parse_date(text, TODAY)
    assert caught.value.sentence.endswith("。")
    assert len(caught.value.sentence) <= 60


def test_a_day_without_its_year_looks_forward_where_a_plan_is_made() -> None:
    assert parse_date("11月26日", TODAY, prefer_past=False).on == date(2026, 11, 26)
    assert parse_date("11月25日", TODAY, prefer_past=False).on == date(2026, 11, 25)
    assert parse_date("3.5", TODAY, prefer_past=False).on == date(2027, 3, 5)
    assert parse_date("5号", TODAY, prefer_past=False).on == date(2026, 12, 5)
    assert parse_date("31号", TODAY, prefer_past=False).on == date(2026, 12, 31)
    assert parse_date("2月", TODAY, prefer_past=False) == Day(date(2027, 2, 1), "month")


def test_the_leap_day_of_last_year_is_found() -> None:
    assert parse_date("2.29", date(2025, 1, 10)).on == date(2024, 2, 29)
    assert parse_date("2.29", date(2024, 3, 1)).on == date(2024, 2, 29)


def test_a_date_is_taken_as_it_is_within_the_calendar_kept() -> None:
    assert parse_date(date(2026, 3, 5), TODAY) == Day(date(2026, 3, 5))
    assert parse_date(datetime(2026, 3, 5, 9, 30), TODAY) == Day(date(2026, 3, 5))
    with pytest.raises(UserError, match="1899"):
        parse_date(date(1899, 12, 30), TODAY)


@given(DATES)
def test_shown_dates_read_back(on: date) -> None:
    forms = [
        on.isoformat(),
        f"{on:%Y%m%d}",
        f"{on.year}.{on.month}.{on.day}",
        show_date(on, with_year=True),
        show_date(on, with_year=True) + weekday(on),
        str(Day(on)),
    ]
    for form in forms:
        assert parse_date(form, TODAY) == Day(on), form


@given(DATES, st.sampled_from(["month", "year"]))
def test_shown_months_and_years_read_back(on: date, precision: str) -> None:
    day = Day(on.replace(day=1), "month") if precision == "month" else Day(on.replace(month=1, day=1), "year")
    assert parse_date(str(day), TODAY) == day


@given(DATES, st.integers(0, 364))
def test_a_day_of_the_last_year_needs_no_year(today: date, back: int) -> None:
    on = today - timedelta(days=back)
    if (on.month, on.day) != (2, 29):
        assert parse_date(show_date(on), today, prefer_past=True).on == on or on.year < 1900


@given(st.text(max_size=12) | st.text("0123456789年月日.-/号一二三十〇上今去星期 :T初正农历闰", max_size=12))
def test_anything_is_either_a_day_or_refused(text: str) -> None:
    try:
        day = parse_date(text, TODAY)
    except UserError:
        return
    assert 1900 <= day.on.year <= 2100


def test_serial_numbers_of_spreadsheets() -> None:
    assert from_serial(1) == date(1900, 1, 1)
    assert from_serial(59) == date(1900, 2, 28)
    assert from_serial(60) == date(1900, 2, 28), "a 29 February that never was"
    assert from_serial(61) == date(1900, 3, 1)
    assert from_serial(45356.75) == date(2024, 3, 5)
    assert from_serial(73415) == date(2100, 12, 31)


@pytest.mark.parametrize("number", [0, -1, 0.5, 73416, 20240305, 1e300, float("inf"), float("nan")])
def test_other_numbers_are_no_serial_numbers(number: float) -> None:
    with pytest.raises(UserError, match="不是日期"):
        from_serial(number)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026.11", "2026-11"),
        ("2026-11", "2026-11"),
        ("2026年11月", "2026-11"),
        ("202611", "2026-11"),
        ("２０２６年１１月", "2026-11"),
        ("二〇二六年十一月", "2026-11"),
        ("11月", "2026-11"),
        ("11", "2026-11"),
        ("12", "2025-12"),
        ("１", "2026-01"),
        ("本月", "2026-11"),
        ("这个月", "2026-11"),
        ("上月", "2026-10"),
        ("2026-11-23", "2026-11"),
        ("11月23日", "2026-11"),
        (date(2026, 1, 31), "2026-01"),
    ],
)
def test_periods(text: str | date, period: str) -> None:
    assert parse_period(text, TODAY) == period


def test_last_month_of_january_is_december() -> None:
    assert parse_period("上个月", date(2026, 1, 31)) == "2025-12"


@pytest.mark.parametrize(("text", "part"), [("2026", "没写月"), ("13", "没有13月"), ("", "还没填"), ("年底", "看不懂")])
def test_what_is_no_month_is_refused(text: str, part: str) -> None:
    with pytest.raises(UserError, match=part):
        parse_period(text, TODAY)


@given(DATES)
def test_shown_periods_read_back(on: date) -> None:
    period = f"{on:%Y-%m}"
    assert parse_period(period, TODAY) == parse_period(show_period(period), TODAY) == period


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:30", "09:30"),
        ("09:30", "09:30"),
        ("930", "09:30"),
        ("0930", "09:30"),
        ("1530", "15:30"),
        ("９：３０", "09:30"),
        ("9.30", "09:30"),
        ("9:30:15", "09:30"),
        ("9", "09:00"),
        ("9点", "09:00"),
        ("9点钟", "09:00"),
        ("9点整", "09:00"),
        ("9点半", "09:30"),
        ("九点半", "09:30"),
        ("9时30分", "09:30"),
        ("9点5分", "09:05"),
        ("九点一刻", "09:15"),
        ("两点三刻", "02:45"),
        ("下午3点", "15:00"),
        ("下午 3:30", "15:30"),
        ("下午15:30", "15:30"),
        ("下午12点半", "12:30"),
        ("上午9点半", "09:30"),
        ("中午12点", "12:00"),
        ("中午1点", "13:00"),
        ("中午11点半", "11:30"),
        ("晚上8点", "20:00"),
        ("晚上12点", "00:00"),
        ("夜里1点", "01:00"),
        ("凌晨2点", "02:00"),
        ("凌晨12点", "00:00"),
        ("早上6点", "06:00"),
        ("3:30 PM", "15:30"),
        ("9:30am", "09:30"),
        ("0:00", "00:00"),
        ("23:59", "23:59"),
    ],
)
def test_times(text: str, clock: str) -> None:
    assert show_time(parse_time(text)) == clock


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "还没填"),
        ("24:00", "不对"),
        ("25:00", "不对"),
        ("9:60", "不对"),
        ("9点61分", "不对"),
        ("999", "不对"),
        ("上午15:00", "不对"),
        ("9:5", "看不懂"),
        ("上午", "看不懂"),
        ("早饭后", "看不懂"),
        ("9点半到10点", "看不懂"),
        ("12345", "看不懂"),
    ],
)
def test_what_is_no_time_is_refused(text: str, part: str) -> None:
    with pytest.raises(UserError, match=part):
        parse_time(text)


@given(st.integers(0, 1439))
def test_shown_times_read_back(minutes: int) -> None:
    assert parse_time(show_time(minutes)) == minutes
    assert parse_time(show_time(minutes).replace(":", "")) == minutes
    assert parse_time(f"{minutes // 60}点{minutes % 60}分") == minutes


@given(st.text(max_size=10) | st.text("0123456789:点半刻分上下午晚中 apm", max_size=8))
def test_anything_is_either_a_time_or_refused(text: str) -> None:
    try:
        minutes = parse_time(text)
    except UserError:
        return
    assert 0 <= minutes < 1440


def test_dates_are_shown_without_leading_zeros() -> None:
    assert show_date(date(2026, 3, 5)) == "3月5日"
    assert show_date(date(2026, 11, 23), with_year=True) == "2026年11月23日"
    assert show_period("2026-03") == "2026年3月"
    assert weekday(date(2026, 11, 23)) == "星期一"
    assert weekday(date(2026, 11, 29)) == "星期日"


def test_a_leap_day_is_kept_on_the_28th() -> None:
    assert anniversary(date(1944, 2, 29), 2026) == date(2026, 2, 28)
    assert anniversary(date(1944, 2, 29), 2028) == date(2028, 2, 29)
    assert anniversary(date(1951, 7, 1), 2026) == date(2026, 7, 1)
