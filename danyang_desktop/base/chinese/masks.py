"""Masks for screen and paper (profile of paper and privacy levels: see declare/); safe on short and empty input."""

from __future__ import annotations

import re
from typing import Literal

from danyang_desktop.base.chinese.names import surname_length
from danyang_desktop.base.chinese.text import halfwidth, normalise_account, normalise_phone

NameStyle = Literal["notice", "surname", "full"]

_SHOWN_HEAD, _SHOWN_TAIL = 6, 4
_ID_SHORTEST = 15
_NUMBER_SHORTEST = 8
_GROUP = re.compile(
    r".*?(?:\d+|[一二三四五六七八九十]+)(?:村民)?(?:小组|组|队)"
    r"|.*村[^\d村]{1,6}?(?:村民小组|小组|组|队)",
)
_PLACE = re.compile(r"\D*(?:村|社区|居委会|街道|镇|乡|县|区|市|省)")


def mask_name(name: str, style: NameStyle = "notice") -> str:
    """Mask a name: 张三 -> 张*, 张文祥 -> 张*祥, 欧阳文松 -> 欧阳**.

    "notice" keeps the surname, and the last character of a longer given name when the surname is single;
    "surname" keeps the surname only; "full" changes nothing.
    """
    name = name.strip()
    if style == "full" or not name:
        return name
    if len(name) == 1:
        return "*"
    head = surname_length(name)
    tail = 1 if style == "notice" and head == 1 and len(name) > 2 and "·" not in name else 0
    hidden = "".join(char if char in "· " else "*" for char in name[head : len(name) - tail])
    return name[:head] + hidden + name[len(name) - tail :]


def mask_id(number: str) -> str:
    """Mask a citizen number to its first 6 and last 4: 321199********0019; a shorter text is hidden whole."""
    number = number.strip()
    if len(number) < _ID_SHORTEST:
        return "*" * len(number)
    return number[:_SHOWN_HEAD] + "*" * (len(number) - _SHOWN_HEAD - _SHOWN_TAIL) + number[-_SHOWN_TAIL:]


def mask_phone(phone: str) -> str:
    """Mask a telephone number: 138****5678, 0511-****3456; a short one is hidden whole."""
    phone = normalise_phone(phone)
    if len(phone) < _NUMBER_SHORTEST:
        return "*" * len(phone)
    area, dash, rest = phone.partition("-")
    if dash and area.isdigit() and rest.isdigit() and len(rest) > _SHOWN_TAIL:
        return f"{area}-{'*' * (len(rest) - _SHOWN_TAIL)}{rest[-_SHOWN_TAIL:]}"
    head = min(3, len(phone) - _NUMBER_SHORTEST)
    return phone[:head] + "*" * (len(phone) - head - _SHOWN_TAIL) + phone[-_SHOWN_TAIL:]


def mask_account(account: str) -> str:
    """Mask an account to its last 4 digits: **** 6021; a short one is hidden whole."""
    account = normalise_account(account)
    if not account:
        return ""
    return f"**** {account[-_SHOWN_TAIL:]}" if len(account) >= _NUMBER_SHORTEST else "****"


def mask_address(address: str) -> str:
    """Cut an address after the village group: 柳塘村9组61号 -> 柳塘村9组.

    Without a group it is cut after the last village, community, town or county before the first number; where there is
    none of these either, nothing of it is shown.
    """
    address = halfwidth(address).strip()
    found = _GROUP.match(address) or _PLACE.match(address)
    if found:
        return found[0]
    return "***" if address else ""
