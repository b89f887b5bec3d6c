"""The office's recovery key as it stands on paper and as somebody types it back from there.

It is an age identity: a fixed beginning, then 58 letters and digits of the bech32 alphabet (BIP-173), six of them a
checksum. On paper the beginning stands by itself, the rest in rows of groups of four: none runs over a hyphen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from danyang_desktop.base.chinese.text import halfwidth
from danyang_desktop.base.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyrage.x25519 import Identity

BEGINNING = "AGE-SECRET-KEY-1"
ROWS = ("第一行", "第二行", "第三行")
GROUPS_A_ROW = 5
_GROUP = 4
_LENGTH = 58
_ALPHABET = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_NO_MARK = re.compile(r"[^0-9A-Z]")
_MISREAD = str.maketrans("OB", "08")
"""Letters that the alphabet lacks, as what a hand meant that wrote them."""
_FIELD = "key"


def rows(recovery: str) -> list[list[str]]:
    """Return what stands on paper below the beginning: rows of groups of four."""
    rest = recovery.removeprefix(BEGINNING)
    groups = [rest[at : at + _GROUP] for at in range(0, len(rest), _GROUP)]
    return [groups[at : at + GROUPS_A_ROW] for at in range(0, len(groups), GROUPS_A_ROW)]


def typed(text: str) -> Identity:
    """Return the key that was typed from paper, or that an age key file holds.

    Small letters, blanks, line ends, hyphens, Chinese words before a row and lines that begin with # are forgiven, and
    the beginning may be left out. Raises UserError (field "key"), which says where to look when one letter is wrong or
    two neighbours are swapped.
    """
    from pyrage import IdentityError, x25519

    lines = (halfwidth(line).upper() for line in text.splitlines() if not line.lstrip().startswith("#"))
    marks = _NO_MARK.sub("", "".join(lines))
    rest = marks.removeprefix(_NO_MARK.sub("", BEGINNING)).translate(_MISREAD)
    if len(rest) != _LENGTH:
        raise UserError(
            f"备用钥匙在 {BEGINNING} 后面有 {_LENGTH} 个字母和数字，抄来的是 {len(rest)} 个。"
            "请对着纸，一行一行、四个一组再看一遍。", _FIELD
        )  # fmt: skip
    strange = next((at for at, mark in enumerate(rest) if mark not in _ALPHABET), None)
    if strange is not None:
        at = _where(rest, strange)
        raise UserError(f"{at}里的“{rest[strange]}”备用钥匙里没有，多半是看错了。请对着纸改。", _FIELD)
    try:
        return x25519.Identity.from_str(BEGINNING + rest)
    except IdentityError as error:
        wrong = _one_slip(rest)
        hint = f"多半是{_where(rest, wrong)}抄错了" if wrong is not None else "抄错了不止一个字"
        raise UserError(f"备用钥匙抄得不对，{hint}。请对着纸，四个一组再看一遍。", _FIELD) from error


def _where(rest: str, at: int) -> str:
    group = at // _GROUP
    row, place = divmod(group, GROUPS_A_ROW)
    return f"{ROWS[row]}第 {place + 1} 组“{rest[group * _GROUP : group * _GROUP + _GROUP]}”"


def _one_slip(rest: str) -> int | None:
    """Return where one other letter, or two neighbours the other way round, would make the checksum right."""
    return next((at for at, tried in _nearly(rest) if _fits(tried)), None)


def _nearly(rest: str) -> Iterator[tuple[int, str]]:
    for at in range(len(rest)):
        yield at, rest[:at] + rest[at : at + 2][::-1] + rest[at + 2 :]
        for letter in _ALPHABET:
            yield at, rest[:at] + letter + rest[at + 1 :]


def _fits(rest: str) -> bool:
    """Check the bech32 checksum (BIP-173) under age's prefix."""
    prefix = BEGINNING[:-1].lower()
    values = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    check = 1
    for value in (*values, *map(_ALPHABET.index, rest)):
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, add in enumerate(_GENERATOR):
            check ^= add if top >> bit & 1 else 0
    return check == 1
