"""What a citizen number says of a person: day of birth and sex, for every register that keeps one (domain.md L17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from danyang_desktop.base import national_id
from danyang_desktop.base.errors import UserError

if TYPE_CHECKING:
    import datetime as dt

NUMBER_HEADS = ("身份证号码", "身份证", "公民身份号码", "公民身份证号码", "居民身份证号", "证件号码", "户主身份证号")
BIRTH_HEADS = ("出生年月", "出生年月日", "生日", "出生")
GROUP_HEADS = ("组别", "小组", "村组", "组")
ADDRESS_HEADS = ("家庭住址", "家庭地址", "现住址", "居住地址", "地址")
PHONE_HEADS = ("联系电话", "手机", "手机号", "手机号码", "电话号码", "联系方式")
"""Headings under which rosters bring these columns."""


class Identified(Protocol):
    """A record that carries a citizen number and what follows from it."""

    id_no: str
    id_missing_reason: str
    sex: str
    birth_on: dt.date | None
    id_note: str


def settle(person: Identified) -> None:
    """Fill birth and sex from the citizen number (GB 11643); raises UserError when a full day of birth differs.

    A column that gives only the month or the year (it then stands on its first day; a spreadsheet also makes 1944.1 of
    1944.10) agrees with any day in it. A column 性别 that differs is no reason to refuse: such columns are typed by
    hand and often shifted by a row, while the number has a check digit. The number is taken, and `id_note` keeps what
    was written, so that nothing is changed in silence.
    """
    if not person.id_no:
        return
    born = national_id.birth_date(person.id_no)
    said = person.birth_on
    if said is not None and said != born and not _agrees(said, born):
        raise UserError(f"出生日期写的是 {said}，身份证号里是 {born}。请照身份证核对。", "birth_on")
    person.birth_on = born
    sex = national_id.sex(person.id_no)
    if person.sex and person.sex != sex:
        person.id_note = f"原来写的性别是{person.sex}，身份证号是{sex}，按身份证号记。"
    person.sex = sex


def _agrees(said: dt.date, born: dt.date) -> bool:
    return said.day == 1 and said.year == born.year and said.month in (1, born.month)


def age(person: Identified, on: dt.date) -> int | None:
    """Return the age in whole years on a day, or None when the birth is unknown."""
    return national_id.age_on(person.birth_on, on) if person.birth_on else None


def without_number(person: Identified) -> str | None:
    """Say that the number is missing, unless a reason stands in its place (未提供)."""
    return None if person.id_missing_reason else "身份证号没有填。请补上；确实没有的，写明原因。"
