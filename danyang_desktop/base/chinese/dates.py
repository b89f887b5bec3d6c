"""Dates, months and times of day as people write them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from danyang_desktop.base.chinese.lunar import read_lunar
from danyang_desktop.base.chinese.numerals import read_digits, read_number
from danyang_desktop.base.chinese.text import clean, halfwidth
from danyang_desktop.base.errors import UserError

Precision = Literal["day", "month", "year"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
_WORDS = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "后天": 2}
_YEAR_WORDS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
_MONTH_WORDS = {"上个月": -1, "上月": -1, "这个月": 0, "本月": 0, "当月": 0, "下个月": 1, "下月": 1}
_LUNAR = re.compile(r"农历|阴历|正月|腊月|冬月|闰|初[一二三四五六七八九十]|廿|除夕|大年")
_TAIL = re.compile(
    r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?$|(?:凌晨|早上|上午|中午|下午|傍晚|晚上)$|[。，,.;；]$"
    r"|(?:(?<=[0-9])[T ]|(?<=日) *)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$",
)
_NUMERAL = re.compile(r"[零〇○一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]+")
_DASHES = dict.fromkeys(map(ord, "—–‐−―。·、\\"), "-")
_FULL = re.compile(
    r"(?P<y>\d{4}|\d{2})[-./年](?P<m>\d{1,2})[-./月](?P<d>\d{1,2})日?"
    r"|(?P<y8>(?:19|20|21)\d\d)(?P<m8>\d\d)(?P<d8>\d\d)",
    re.ASCII,
)
_MONTH = re.compile(
    r"(?P<y>\d{4}|\d{2}(?=年))[-./年](?P<m>\d{1,2})月?份?|(?P<y6>(?:19|20)\d\d)(?P<m6>0[1-9]|1[0-2])",
    re.ASCII,
)
_YEAR = re.compile(r"(\d{4})年?|(\d{2})年", re.ASCII)
_NO_YEAR = re.compile(r"(?P<m>\d{1,2})[-./月](?P<d>\d{1,2})日?|(?P<m4>0\d|1[0-2])(?P<d4>\d\d)", re.ASCII)
_ONLY_MONTH = re.compile(r"(\d{1,2})月份?", re.ASCII)
_ONLY_DAY = re.compile(r"(\d{1,2})日", re.ASCII)
_LONGEST = 40
_HOW = "请写成2026-11-23或11月23日。"


@dataclass(frozen=True)
class Day:
    """A date and how much of it was said: a month alone stands on its first day, a year alone on 1 January."""

    on: date
    precision: Precision = "day"

    def __str__(self) -> str:
        if self.precision == "year":
            return f"{self.on.year}年"
        if self.precision == "month":
            return f"{self.on.year}年{self.on.month}月"
        return show_date(self.on, with_year=True)


def parse_date(text: str | date, today: date, *, prefer_past: bool = True) -> Day:
    """Read a date as people write it: 2024.3.5, 20240305, 二〇二四年三月五日, 11-23, 昨天, and a month or year alone.

    A date without a year is the last such day up to `today`; with `prefer_past` false, the next one from `today`.
    A year of two figures is the last such year up to today's. Raises UserError when it is not a day of the calendar,
    is a lunar date, or lies outside 1900-2100.
    """
    if isinstance(text, date):
        return Day(_on(text.year, text.month, text.day))
    plain = _plain(text, today)
    if plain in _WORDS:
        return Day(today + timedelta(days=_WORDS[plain]))
    day = _with_year(plain, today) or _without_year(plain, today, prefer_past=prefer_past)
    if day is None:
        raise UserError(f"日期“{_short(text)}”看不懂。{_HOW}")
    return day


def _short(text: str) -> str:
    shown = clean(text)
    return shown if len(shown) <= 12 else shown[:11] + "…"


def _plain(text: str, today: date) -> str:
    """Return the text with half-width figures, one name for each unit, and no weekday or time behind."""
    plain = halfwidth(clean(text))
    if not plain:
        raise UserError(f"日期还没填。{_HOW}")
    if len(plain) > _LONGEST:
        raise UserError(f"日期“{_short(plain)}”看不懂。{_HOW}")
    if _LUNAR.search(plain):
        raise UserError(_lunar(plain, today))
    while (shorter := _TAIL.sub("", plain).strip()) != plain:
        plain = shorter
    plain = plain.removeprefix("公历").removeprefix("公元").replace("号", "日")
    for word, offset in _YEAR_WORDS.items():
        plain = plain.replace(word, f"{today.year + offset}年")
    for word, offset in _MONTH_WORDS.items():
        if plain.startswith(word):
            year, month = divmod(today.year * 12 + today.month - 1 + offset, 12)
            plain = f"{year}年{month + 1}月" + plain.removeprefix(word)
    plain = _NUMERAL.sub(lambda found: _figures(found[0]), plain)
    plain = re.sub(r"(?<=\d)\s+(?=\d)", "-", plain)
    return "".join(plain.split()).translate(_DASHES)


def _lunar(plain: str, today: date) -> str:
    """Say that a day is a lunar one, and which day of the common calendar it is."""
    on = read_lunar("".join(plain.split()), today)
    if on is None:
        return f"“{_short(plain)}”是农历。请查一下，填公历日期。"
    return f"“{_short(plain)}”是农历，公历是{show_date(on, with_year=True)}。请填公历。"


def _figures(numeral: str) -> str:
    if (digits := read_digits(numeral)) is not None:
        return digits
    number = read_number(numeral.lstrip("零〇○"))
    return numeral if number is None else str(number)


def _with_year(plain: str, today: date) -> Day | None:
    if found := _FULL.fullmatch(plain):
        year = found["y"] or found["y8"]
        return Day(_on(_year(year, today), int(found["m"] or found["m8"]), int(found["d"] or found["d8"])))
    if found := _MONTH.fullmatch(plain):
        year = found["y"] or found["y6"]
        return Day(_on(_year(year, today), int(found["m"] or found["m6"]), 1), "month")
    if (found := _YEAR.fullmatch(plain)) and not _NO_YEAR.fullmatch(plain):
        return Day(_on(_year(found[1] or found[2], today), 1, 1), "year")
    return None


def _without_year(plain: str, today: date, *, prefer_past: bool) -> Day | None:
    back = -1 if prefer_past else 1
    if found := _NO_YEAR.fullmatch(plain):
        month, day = int(found["m"] or found["m4"]), int(found["d"] or found["d4"])
        return Day(_nearest([(today.year, month, day), (today.year + back, month, day)], today, back))
    if found := _ONLY_MONTH.fullmatch(plain):
        month = int(found[1])
        on = _nearest([(today.year, month, 1), (today.year + back, month, 1)], today.replace(day=1), back)
        return Day(on, "month")
    if found := _ONLY_DAY.fullmatch(plain):
        months = [divmod(today.year * 12 + today.month - 1 + back * step, 12) for step in range(3)]
        return Day(_nearest([(year, month + 1, int(found[1])) for year, month in months], today, back))
    return None


def _nearest(candidates: list[tuple[int, int, int]], today: date, back: int) -> date:
    """Return the first candidate that exists and lies on the wanted side of today, else the first that exists."""
    days = [date(*parts) for parts in candidates if _complain(*parts) is None]
    for day in days:
        if (today - day).days * back <= 0:
            return day
    return days[0] if days else _on(*candidates[0])


def _year(text: str, today: date) -> int:
    if len(text) > 2:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year else year - 100


def _complain(year: int, month: int, day: int) -> str | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f"年份{year}不对。请填{FIRST_YEAR}年到{LAST_YEAR}年之间的日期。"
    if not 1 <= month <= 12:
        return f"没有{month}月，月份是1到12。{_HOW}"
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        named = f"{year}年" if (month, day) == (2, 29) else ""
        return f"{named}{month}月没有{day}日，请改成{month}月1日到{last}日之间的日期。"
    return None


def _on(year: int, month: int, day: int) -> date:
    sentence = _complain(year, month, day)
    if sentence:
        raise UserError(sentence)
    return date(year, month, day)


def from_serial(number: float) -> date:
    """Return the day of a spreadsheet's serial number (1900 system, ECMA-376 part 1, 18.17.4.1); hours are dropped.

    Raises UserError outside 1900-2100.
    """
    serial = int(number) if 0 < number < 73_416 else 0
    if not serial:
        raise UserError(f"这一格的数字不是日期。{_HOW}")
    # The 1900 system counts a 29 February 1900 that never was, as day 60.
    return date(1899, 12, 31) + timedelta(days=serial if serial < 60 else serial - 1)


def parse_period(text: str | date, today: date) -> str:
    """Read a month and return it as YYYY-MM: 2026.11, 2026年11月, 202611, 11月, 11, 本月, 上月, or any date in it.

    Without a year the last such month up to `today` is meant. Raises UserError.
    """
    if isinstance(text, str) and re.fullmatch(r"\d{1,2}", halfwidth(clean(text))):
        text = f"{clean(text)}月"
    day = parse_date(text, today)
    if day.precision == "year":
        raise UserError("只写了年，没写月。请写成2026年11月。")
    return f"{day.on:%Y-%m}"


# Between which hours a word for part of the day can mean; past 24 is the small hours after midnight.
_PARTS = {
    "凌晨": (0, 6),
    "早上": (0, 12),
    "早晨": (0, 12),
    "清晨": (0, 12),
    "上午": (0, 12),
    "中午": (10, 15),
    "下午": (12, 20),
    "傍晚": (12, 21),
    "晚上": (17, 28),
    "半夜": (18, 30),
    "夜里": (18, 30),
}
_TIME = re.compile(
    r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2})(?::\d{2})?)?|(?P<h3>\d{1,2})(?P<m3>\d{2})|"
    r"(?P<h2>\d{1,2})[点时](?:(?P<half>半)|(?P<quarters>[123])刻|(?P<m2>\d{1,2})分?|整|钟)?",
    re.ASCII,
)
_ENGLISH = {"am": "上午", "pm": "下午"}
_TIME_HOW = "请写成9:30或下午3点。"


def parse_time(text: str) -> int:
    """Read a time of day and return minutes after midnight: 9:30, 930, 9点半, 下午3点, ９：３０.

    Raises UserError.
    """
    plain = "".join(halfwidth(clean(text)).split()).lower().replace("两点", "2点")
    if not plain:
        raise UserError(f"时间还没填。{_TIME_HOW}")
    for letters, word in _ENGLISH.items():
        if plain.endswith(letters):
            plain = word + plain.removesuffix(letters)
    plain = _NUMERAL.sub(lambda numeral: _figures(numeral[0]), plain)
    part = next((word for word in _PARTS if plain.startswith(word)), "")
    found = _TIME.fullmatch(plain.removeprefix(part))
    if not found:
        raise UserError(f"时间“{_short(text)}”看不懂。{_TIME_HOW}")
    hour = int(found["h"] or found["h2"] or found["h3"])
    minute = 30 if found["half"] else int(found["quarters"] or 0) * 15
    minute += int(found["m"] or found["m2"] or found["m3"] or 0)
    hour = _hour_of(part, hour) if part else hour
    if not 0 <= hour <= 23 or minute > 59:
        raise UserError(f"时间“{_short(text)}”不对。请写0:00到23:59之间的时间，如9:30。")
    return hour * 60 + minute


def _hour_of(part: str, hour: int) -> int:
    """Return the hour of 24 that is meant by an hour in a part of the day, or -1 when they contradict each other."""
    first, last = _PARTS[part]
    turns = (0, 12, -12, 24) if hour <= 12 else (0,)
    return next(((hour + turn) % 24 for turn in turns if first <= hour + turn <= last), -1)


def show_time(minutes: int) -> str:
    """Show minutes after midnight as 09:30."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def show_hours(minutes: int) -> str:
    """Show a length of time in hours with one decimal, with two where one would round: 90 -> 1.5, 74430 -> 1,240.5."""
    return f"{minutes / 60:,.1f}" if minutes % 6 == 0 else f"{minutes / 60:,.2f}"


def show_span(start: int | None, end: int | None) -> str:
    """Show from when to when, in minutes after midnight: 13:30—16:30; what is not known is left out."""
    return "—".join(show_time(one) for one in (start, end) if one is not None)


def show_date(on: date, *, with_year: bool = False) -> str:
    """Show a date as running text has it: 11月23日, or 2026年11月23日 (GB/T 9704: no leading zeros)."""
    year = f"{on.year}年" if with_year else ""
    return f"{year}{on.month}月{on.day}日"


def show_period(period: str) -> str:
    """Show YYYY-MM as 2026年11月."""
    year, month = period.split("-")
    return f"{year}年{int(month)}月"


def weekday(on: date) -> str:
    """Return 星期一 to 星期日."""
    return "星期" + "一二三四五六日"[on.weekday()]


def anniversary(on: date, year: int) -> date:
    """Return the day of `year` that keeps the anniversary of `on`; 29 February is kept on the 28th."""
    last = calendar.monthrange(year, on.month)[1]
    return date(year, on.month, min(on.day, last))
