"""Amounts of money as people write them, to whole fen and back."""

from __future__ import annotations

import re
from decimal import Decimal

from danyang_desktop.base.chinese.numerals import read_number
from danyang_desktop.base.chinese.text import clean, halfwidth
from danyang_desktop.base.errors import UserError

MOST_FEN = 99_999_999_99
_PLAIN = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d+))(?:\.(\d*))?([百千万]?)", re.ASCII)
_MARKS = re.compile(r"^(?:人民币|RMB|CNY|[¥￥])+", re.IGNORECASE)
_TAIL = re.compile(r"[整正]$|(?<=块)钱$")
_DIGIT = "[0-9零一二三四五六七八九壹贰叁肆伍陆柒捌玖两]"
_NAMED = re.compile(
    rf"(?:(?P<yuan>[^元圆块]+)[元圆块])?零?(?:(?P<jiao>{_DIGIT})[角毛])?零?(?:(?P<fen>{_DIGIT})分)?",
)
_NAMES = re.compile(r"[元圆块角毛分]")
_SCALE = {"": 1, "百": 100, "千": 1000, "万": 10_000}
_LONGEST = 60
_NEAR = Decimal("0.0000001")
_HOW = "请填成500或1,234.50这样。"


def parse_fen(text: str | float | Decimal, *, signed: bool = False) -> int:
    """Read an amount of yuan and return fen: "1,234.50元" -> 123450, "0.5万" -> 500000, "叁佰元" -> 30000.

    A number is yuan too; one that a spreadsheet has worked out (0.30000000000000004) is taken as the fen it shows.
    Raises UserError for anything else: a third decimal, less than 0 unless `signed`, more than 99,999,999.99 yuan.
    """
    if isinstance(text, str):
        negative, yuan = _read(text)
        yuan = -yuan if negative else yuan
    else:
        yuan = _settle(Decimal(repr(text)) if isinstance(text, float) else Decimal(text))
    fen = yuan * 100
    if fen != fen.to_integral_value():
        raise UserError("金额最多两位小数，到分为止。请改一下小数点后面。")
    if fen < 0 and not signed:
        raise UserError("金额不能是负数。请去掉前面的减号。")
    if abs(fen) > MOST_FEN:
        raise UserError("金额超过一亿元了。请看看是不是多打了几个0。")
    return int(fen)


def _settle(yuan: Decimal) -> Decimal:
    """Take off the dust that binary arithmetic leaves on a sum in a spreadsheet."""
    if not yuan.is_finite():
        raise UserError(f"这一格不是金额。{_HOW}")
    if abs(yuan) >= MOST_FEN:
        return yuan.to_integral_value()
    near = yuan.quantize(Decimal("0.01"))
    return near if abs(near - yuan) < _NEAR else yuan


def _read(text: str) -> tuple[bool, Decimal]:
    """Return whether a minus stands in front, and the yuan."""
    amount = "".join(halfwidth(clean(text)).split()).replace("−", "-").replace("–", "-")
    if not amount:
        raise UserError(f"金额还没填。{_HOW}")
    if len(amount) > _LONGEST:
        raise UserError(_unclear(amount))
    bare = _MARKS.sub("", amount)
    negative = bare.startswith(("-", "负"))
    bare = _TAIL.sub("", _MARKS.sub("", bare[1:] if negative else bare))
    yuan = _named(bare) if _NAMES.search(bare) else _figure(bare)
    if yuan is None:
        raise UserError(_unclear(text.strip()))
    return negative, yuan


def _unclear(text: str) -> str:
    shown = text if len(text) <= 10 else text[:9] + "…"
    return f"金额“{shown}”看不懂。{_HOW}"


def _named(bare: str) -> Decimal | None:
    """Read an amount with the names of its units: 500元, 3元5角2分, 壹仟肆佰零玖元伍角."""
    found = _NAMED.fullmatch(bare)
    if not found or not any(found.groups()):
        return None
    yuan = _figure(found["yuan"]) if found["yuan"] else Decimal(0)
    small = [_digit(found[name]) for name in ("jiao", "fen")]
    if yuan is None or (any(found.group("jiao", "fen")) and yuan != yuan.to_integral_value()):
        return None
    return yuan + Decimal(small[0] * 10 + small[1]) / 100


def _digit(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else read_number(text) or 0


def _figure(bare: str) -> Decimal | None:
    """Read 1,234.50 or 0.5万 or 三百; None for anything else."""
    found = _PLAIN.fullmatch(bare)
    if not found:
        number = read_number(bare)
        return None if number is None else Decimal(number)
    whole, decimals, scale = found.groups()
    return Decimal(f"{whole.replace(',', '')}.{decimals or '0'}") * _SCALE[scale]


def show_fen(fen: int) -> str:
    """Show fen as yuan with thousands separators and two decimals: 936000 -> 9,360.00."""
    yuan, cents = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{cents:02}"


def show_yuan(fen: int) -> str:
    """Show fen as yuan, the decimals only when there are any: 936000 -> 9,360."""
    return show_fen(fen).removesuffix(".00")
