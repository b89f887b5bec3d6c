"""Text tidied before anything reads it, and the numbers that people carry: telephone and bank account."""

from __future__ import annotations

import re
import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANKS = {ord("\t"): " ", 0xA0: " "}
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # controls, format characters, halves of a character (which UTF-8 cannot hold)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_AREA_CODE = "0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(rf"({_AREA_CODE})-?([2-9]\d{{6,7}})", re.ASCII)
_LOCAL = re.compile(r"[2-9]\d{6,7}", re.ASCII)
_SERVICE = re.compile(r"[48]00\d{7}", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+", re.ASCII)
_TRAILING_ZERO = re.compile(r"(\d+)\.0+", re.ASCII)
MOBILE_DIGITS = 11
ACCOUNT_DIGITS = (12, 19)
_TABLE_DIGITS = 15  # a spreadsheet keeps fifteen digits of a number and turns the rest to 0


def halfwidth(text: str) -> str:
    """Return `text` with full-width letters, digits, signs and spaces as ASCII; for numbers and identifiers only."""
    return text.translate(_FULL_WIDTH)


def clean(text: str) -> str:
    """Return `text` without control and invisible characters and blank ends; every line break becomes one newline."""
    if not text.isprintable():
        text = _BREAK.sub("\n", text).translate(_BLANKS)
        text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in _UNSEEN)
    return text.strip()


def _squeeze(text: str) -> str:
    """Return a number as typed with the spaces gone, dashes alike, and a spreadsheet's .0 taken off."""
    text = "".join(halfwidth(clean(text)).translate(_DASHES).split())
    whole = _TRAILING_ZERO.fullmatch(text)
    return whole[1] if whole else text


def normalise_phone(text: str) -> str:
    """Return a telephone number as it is kept: a mobile as 11 digits, a landline as 0511-86123456."""
    text = re.sub(r"^(?:\(?\+|00)?\(?86\)?-?(?=1[3-9][0-9-]{9,}$)", "", _squeeze(text))
    text = re.sub(rf"^\(({_AREA_CODE})\)-?(?=[0-9])", r"\1-", text)
    digits = text.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return digits
    landline = _LANDLINE.fullmatch(digits)
    return f"{landline[1]}-{landline[2]}" if landline else text


def complain_phone(text: str) -> str | None:
    """Say what is wrong with a telephone number, or None; mobiles have 11 digits, landlines need the area code."""
    phone = normalise_phone(text)
    digits = phone.replace("-", "")
    if _MOBILE.fullmatch(phone) or _LANDLINE.fullmatch(phone) or _SERVICE.fullmatch(digits):
        return None
    if not phone:
        return "电话还没填。请填11位手机号。"
    if not (digits.isascii() and digits.isdigit()):
        return "电话里只能有数字。一栏只填一个号码，别的写到备注里。"
    if _LOCAL.fullmatch(phone):
        return f"座机号前面少了区号。请填成0511-{phone}这样。"
    if phone.startswith("1") and len(digits) != MOBILE_DIGITS:
        return f"手机号应是11位，现在是{len(digits)}位。请对照着补齐。"
    return "电话不对。手机号11位、以1开头，座机要带区号。"


def normalise_account(text: str) -> str:
    """Return a bank account number as digits alone."""
    return _squeeze(text).replace("-", "")


def complain_account(text: str) -> str | None:
    """Say what is wrong with a bank account number, or None: 12 to 19 digits; the check digit is not required.

    Passbook numbers of rural banks carry no Luhn digit, so that test (`luhn_ok`) may warn but never refuse.
    """
    account = normalise_account(text)
    fewest, most = ACCOUNT_DIGITS
    if not account:
        return "账号还没填。请照存折或银行卡填。"
    if _SCIENTIFIC.fullmatch(account):
        return "账号被表格软件当成数字，后几位丢了。请照银行卡重填。"
    if not (account.isascii() and account.isdigit()):
        return "账号里只能有数字。请照存折或银行卡重填。"
    if not fewest <= len(account) <= most:
        return f"账号应是{fewest}到{most}位，现在是{len(account)}位。请照银行卡核对。"
    return None


def luhn_ok(text: str) -> bool:
    """Tell whether a card number ends in its check digit (ISO/IEC 7812-1, annex B)."""
    account = normalise_account(text)
    if not (account.isascii() and account.isdigit()):
        return False
    total = 0
    for place, digit in enumerate(map(int, reversed(account))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def account_looks_truncated(text: str) -> bool:
    """Tell whether a spreadsheet seems to have turned the digits after the fifteenth to 0; a warning, not an error."""
    account = normalise_account(text)
    tail = account[_TABLE_DIGITS:]
    return bool(tail) and set(tail) == {"0"} and not luhn_ok(account)
