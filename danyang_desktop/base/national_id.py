"""The citizen identity number, GB 11643-1999: 6 figures of region, 8 of birth, 3 of order (odd: male), 1 check.

The region is never checked hard: Danyang alone has had 321122, 329007 and 321181, and old cards keep old codes.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Literal

from danyang_desktop.base.chinese.dates import anniversary
from danyang_desktop.base.chinese.text import clean, halfwidth
from danyang_desktop.base.clock import MADE_ON

Why = Literal[
    "id_checksum",
    "id_lost_digits",
    "id_truncated_by_excel",
    "id_length",
    "id_15_digits",
    "id_date",
]
Sex = Literal["男", "女"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LENGTH, _OLD_LENGTH = 18, 15
_FIRST_YEAR = 1880
_SHAPE = re.compile(r"\d{17}[\dX]", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:\.\d*)?E\+?\d+|\d{16,18}\.0+", re.ASCII)
_EXACT = 10**_OLD_LENGTH
_LIKE_X = str.maketrans("×хХ✕", "XXXX")  # what stands in for the letter: a times sign, a Cyrillic letter
_SEPARATORS = str.maketrans("", "", " -‐‑‒–—−'`’‘·,，")
_HOME_CODES = frozenset({"321181", "321122", "329007", "321119"})
_SENTENCES: dict[Why, str] = {
    "id_checksum": "身份证号有一位不对。请照身份证逐位核对。",
    "id_lost_digits": "号码被表格软件当成数字，后几位丢了。请照身份证重填。",
    "id_truncated_by_excel": "后三位变成了000，多半是表格软件把号码当数字存了。请照身份证重填。",
    "id_15_digits": "这是15位的旧号码，已经不用了。请照新身份证填18位。",
    "id_length": "身份证号应是18位。请照身份证核对。",
    "id_date": "身份证号里的出生日期不对。请照身份证核对第7到14位。",
}


def check_digit(first17: str) -> str:
    """Return the eighteenth character for seventeen digits (ISO 7064, MOD 11-2); ValueError unless there are 17."""
    if not (len(first17) == _LENGTH - 1 and first17.isascii() and first17.isdigit()):
        raise ValueError("a check digit needs seventeen digits")
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def normalise(text: str) -> str:
    """Return the number as it is kept: half-width, without spaces and dashes, X upper case. It may still be wrong."""
    return "".join(halfwidth(clean(text)).split()).translate(_SEPARATORS).translate(_LIKE_X).upper()


def why(text: str | float, today: date | None = None) -> Why | None:
    """Return for what reason a number is wrong, or None. Births after `today` (by default the computer's) are wrong.

    A number cell keeps 15 figures: from 10**15 on its last figures are lost. A number that ends in 000 is put down to
    a spreadsheet only when its check digit is wrong too: such numbers are issued, and nobody may be refused for one.
    """
    if not isinstance(text, str):
        if not math.isfinite(text):
            return "id_length"
        text = f"{text:.0f}" if abs(text) < _EXACT else f"{text:E}"
    number = normalise(text)
    if _SCIENTIFIC.fullmatch(number):
        return "id_lost_digits"
    if not _SHAPE.fullmatch(number):
        old = len(number) == _OLD_LENGTH and number.isdigit() and _day("19" + number[6:12]) is not None
        return "id_15_digits" if old else "id_length"
    if number[-3:] == "000" and check_digit(number[:-1]) != number[-1]:
        return "id_truncated_by_excel"
    born = _day(number[6:14])
    if born is None or born.year < _FIRST_YEAR or born > max(today or date.today(), MADE_ON):
        return "id_date"
    return None if check_digit(number[:-1]) == number[-1] else "id_checksum"


def complain(text: str | float, today: date | None = None) -> str | None:
    """Say what is wrong with a number and what to do, or None. See `why`."""
    reason = why(text, today)
    if reason is None:
        return None
    number = normalise(text) if isinstance(text, str) else ""
    if reason == "id_length":
        if not number:
            return "身份证号还没填。请照身份证填18位。"
        if not number[:-1].isdigit():
            return "身份证号里只能有数字，末位可以是X。请照身份证重填。"
        return f"身份证号应是18位，现在是{len(number)}位。请照身份证核对。"
    if reason == "id_date" and _day(number[6:14]) is not None:
        return f"出生日期是{number[6:10]}年，不会是这样。请照身份证核对第7到14位。"
    return _SENTENCES[reason]


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def birth_date(number: str) -> date:
    """Return the date of birth in a number; ValueError if it holds no day of the calendar."""
    born = _day(normalise(number)[6:14])
    if born is None:
        raise ValueError("no date of birth in this number")
    return born


def sex(number: str) -> Sex:
    """Return 男 for an odd seventeenth digit, 女 for an even one; for a number of which `why` says None."""
    return "男" if int(normalise(number)[16]) % 2 else "女"


def age_on(birth: date, day: date) -> int:
    """Return the age in whole years (周岁) on `day`, negative before birth.

    The age changes on the birthday itself, as rosters count; a birthday on 29 February is kept on the 28th.
    """
    return day.year - birth.year - (day < anniversary(birth, day.year))


def make(prefix6: str, birth: date, serial: int) -> str:
    """Return the number for a region, a birth and a serial 0-999 (odd: male), for invented people: prefix 321199."""
    first17 = f"{prefix6}{birth:%Y%m%d}{serial:03}"
    return first17 + check_digit(first17)


def region_is_odd(number: str, home: str = "321181") -> bool:
    """Tell whether the region of issue is another place than `home`: worth a look, never an error."""
    prefix = normalise(number)[:6]
    return prefix != home and not (home in _HOME_CODES and prefix in _HOME_CODES)
