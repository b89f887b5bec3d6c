"""Numbers written in Chinese characters, small (一百二十) and capital (壹佰贰拾)."""

from __future__ import annotations

import re

_SMALL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟两貳參陸〇○０萬億", "一二三四五六七八九十百千二二三六零零零万亿")
_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SECTIONS = {"万": 10_000, "亿": 100_000_000}
_COLLOQUIAL = re.compile(r"[百千万亿][一二三四五六七八九]$")
_NUMERAL = re.compile(r"[零一二三四五六七八九十百千万亿]+")


def read_digits(text: str) -> str | None:
    """Read characters one digit each, 二〇二四 -> "2024"; None when something else is among them."""
    places = [_DIGITS.find(char) for char in text.translate(_SMALL)]
    return "".join(map(str, places)) if places and min(places) >= 0 else None


def read_number(text: str) -> int | None:
    """Read a numeral, 壹拾万零伍拾 -> 100050; None when it is malformed or can be taken in two ways.

    三百五 is refused: spoken it is 350, spelt out it is 305.
    """
    small = text.translate(_SMALL)
    if not _NUMERAL.fullmatch(small) or _COLLOQUIAL.search(small):
        return None
    if len(small) == 1 and small in _DIGITS:
        return _DIGITS.index(small)
    full = re.sub(r"(^|[百千万亿零])十", r"\1一十", small)
    number = _value(full)
    return number if _bare(write_number(number)) == _bare(full) else None


def _bare(numeral: str) -> str:
    return numeral.replace("零", "")


def _value(small: str) -> int:
    total = section = digit = 0
    for char in small:
        if char in _UNITS:
            section += digit * _UNITS[char]
            digit = 0
        elif char in _SECTIONS:
            size = _SECTIONS[char]
            below = total % size + section + digit
            total = total - total % size + below * size
            section = digit = 0
        else:
            digit = _DIGITS.index(char)
    return total + section + digit


def write_number(number: int) -> str:
    """Write a number from 0 to 9999万亿 in full: 100050 -> 一十万零五十."""
    return _write(number) or "零"


def _write(number: int) -> str:
    for unit, size in (*reversed(_SECTIONS.items()), *reversed(_UNITS.items())):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _write(high) + unit + gap + _write(low)
    return _DIGITS[number] if number else ""
