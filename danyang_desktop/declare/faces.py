"""How a ledger looks: columns of the table, groups of the form, columns of the sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Col:
    """A column of the table on screen. `width` in px at 96 dpi, 0 = takes what is left.

    `shows` makes the text from the record where a field's own words are not enough.
    """

    field: str
    width: int = 0
    label: str = ""
    shows: Callable[[Any], str] | None = None


def month_and_day(field: str) -> Callable[[Any], str]:
    """Return what shows a day as tables do, 11-23: the year stands in the title."""

    def show(record: Any) -> str:
        day = getattr(record, field)
        return f"{day:%m-%d}" if day else ""

    return show


@dataclass(frozen=True)
class Print:
    """A column on paper. `width` in mm. `sign` leaves the cell empty for a signature or thumbprint."""

    field: str
    width: float
    label: str = ""
    align: Align | Literal[""] = ""
    shows: Callable[[Any], str] | None = None
    sign: bool = False
    total: bool = False


@dataclass(frozen=True)
class Sheet:
    """A ledger on paper.

    columns     Print columns; their widths sum to the printable width
    rows_of     name of a Rows field: the sheet lists the rows of one record (花名册, 签到表), else one line a record
    landscape   turned A4
    signatures  who signs at the foot
    seal        leaves room for the branch's round seal (45 mm)
    capitals    Print field whose total is written in capitals, "" = none
    titled      makes the title from the record whose rows are listed, where `title` is too general
    unit_label  stands before the branch's name: 单位, 发放单位
    says        words behind the totals, from the records that count
    carried     a book of account: sums are carried over from page to page (承前页, 过次页)
    counted     what the totals count, where the rows' own noun is not the word on paper: 人
    least_rows  empty rows up to so many, to be filled by hand;  rows_a_page  0 = as many as fit
    """

    title: str
    columns: tuple[Print, ...]
    rows_of: str = ""
    landscape: bool = True
    signatures: tuple[str, ...] = ("支部书记", "经办人")
    seal: bool = False
    capitals: str = ""
    row_height: float = 8.0
    titled: Callable[[Any], str] | None = None
    unit_label: str = "单位"
    says: Callable[[Sequence[Any]], str] | None = None
    carried: bool = False
    counted: str = ""
    least_rows: int = 0
    rows_a_page: int = 0


@dataclass(frozen=True)
class Fact:
    """How a record form words one field, where the field's own words are not enough.

    shows  makes the text from the record;  ticks  prints all choices with a box each;  text  paragraphs from the top
    """

    label: str = ""
    shows: Callable[[Any], str] | None = None
    ticks: bool = False
    text: bool = False


@dataclass(frozen=True)
class Cells:
    """A record form on paper: lines of fields; one name = a full line, several share the line.

    tall     least height in mm of a line, by field; "signatures" for the line to sign
    facts    how some fields are worded
    lists    tables of rows under the grid, each a Sheet with `rows_of`
    photos   name of the Photos field;  inside  so many stand in the form (80 x 36 mm), with more there is a photo page
    below    who signs stands in a row under everything, not in the grid
    note     small words at the foot;  care  words of the footer in place of the version's
    size     points of the text
    number   field that names the record at the head where a register gives no serial number
    """

    title: str
    lines: tuple[tuple[str, ...], ...]
    signatures: tuple[str, ...] = ()
    tall: dict[str, float] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    lists: tuple[Sheet, ...] = ()
    photos: str = ""
    inside: int = 0
    below: bool = False
    note: str = ""
    care: str = ""
    size: float = 12.0
    number: str = ""
