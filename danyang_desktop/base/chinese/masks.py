"""Masks for screen and paper (profile of paper and privacy levels: see declare/); safe on short and empty input."""

from __future__ import annotations

import re
from typing import Literal

from danyang_desktop.base.chinese.names import surname_length

NameStyle = Literal["notice", "surname", "full"]

_ID_HEAD, _ID_TAIL = 6, 4
_ID_SHORTEST = 14
_PHONE_SHORTEST = 8
_ACCOUNT_SHORTEST = 8
_GROUP = re.compile(r".*?(?:\d+|[一二三四五六七八九十]+)(?:村民)?(?:小组|组|队)")
_PLACE = re.compile(r"[^\d一二三四五六七八九十]*(?:村|社区|镇|乡|街道|庄|巷|里|湾|圩|塘|桥|墩|埭|浜|甲)")


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
    return number[:_ID_HEAD] + "*" * (len(number) - _ID_HEAD - _ID_TAIL) + number[-_ID_TAIL:]


def mask_phone(phone: str) -> str:
    """Mask a telephone number: 138****5678, 0511-****3456."""
    phone = phone.strip()
    if len(phone) < _PHONE_SHORTEST:
        return "*" * len(phone)
    area, dash, rest = phone.rpartition("-")
    if dash and len(rest) >= _ID_TAIL:
        return f"{area}-{'*' * (len(rest) - _ID_TAIL)}{rest[-_ID_TAIL:]}"
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]


def mask_account(account: str) -> str:
    """Mask an account to its last 4 digits: **** 6021."""
    account = account.strip()
    if not account:
        return ""
    return f"**** {account[-_ID_TAIL:]}" if len(account) >= _ACCOUNT_SHORTEST else "****"


def mask_address(address: str) -> str:
    """Cut an address after the village group: 柳塘村9组61号 -> 柳塘村9组; without a group, before the first number."""
    address = address.strip()
    found = _GROUP.match(address) or _PLACE.match(address)
    if found:
        return found[0]
    return "***" if address else ""
