"""What a sheet says, free of where it stands on paper: words and numbers in, no points and no fonts.

A sheet is a head (title, unit, period), blocks one below the other, and a foot (signatures, seal). Lengths are in mm,
type sizes in points, as in GB/T 9704-2012. Every text is what will be printed, letter for letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from danyang_desktop.printing.drawing import Drawing

Align = Literal["left", "center", "right"]
Version = Literal["archive", "working", "notice"]
Layout = Literal["landscape", "portrait", "form", "record", "cover", "notice"]

CARE: dict[Version, str] = {
    "archive": "存档版 · 含个人信息，请妥善保管",
    "working": "工作版 · 证件号和账号已遮盖",
    "notice": "公示版 · 不含证件号、电话、账号和困难原因",
}


@dataclass(frozen=True)
class Column:
    """A column of a table. `width` in mm, shared out anew if the columns do not fill the sheet; `size` in points.

    size 0 = the size of the table;  hei = in 黑体, as the first column of a cover
    """

    title: str
    width: float
    align: Align = "left"
    size: float = 0.0
    hei: bool = False


@dataclass(frozen=True)
class Sum:
    """A column whose values are added up: `values` one number a row (0 for a voided one), `show` makes the text."""

    column: int
    values: Sequence[int]
    show: Callable[[int], str]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under a head that is repeated on every page.

    rows         the texts of the cells
    struck       places of voided rows: struck through, number kept
    sums         columns with page subtotal and grand total
    page_totals  本页小计 on every page
    counted      measure word of the rows in the totals: 人, 户次
    total_label  words at the head of the grand total; "" = 合计 with pages and rows; None = no such row
    total_note   words behind the last sum (capitals, other figures)
    capitals     the amount in capitals, in a row of its own; "" = none
    empty        the sentence that stands in a table without rows
    carried      承前页 at the head and 过次页 at the foot of the pages of a book of account, with the sums so far
    least_rows   empty rows are added up to so many, to be filled by hand
    rows_a_page  a page turns after so many rows; 0 = when it is full
    size         points of the text, head_size of the head
    total_align  where the words of the grand total stand when nothing is added up
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    struck: frozenset[int] = frozenset()
    sums: Sequence[Sum] = ()
    page_totals: bool = False
    counted: str = "条"
    total_label: str | None = ""
    total_note: str = ""
    capitals: str = ""
    row_height: float = 8.0
    empty: str = "本月没有记录。"
    carried: bool = False
    least_rows: int = 0
    rows_a_page: int = 0
    size: float = 10.5
    head_size: float = 10.5
    total_align: Align = "center"

    def values(self) -> Iterator[str]:
        """Give every printed value, in order, but for the page subtotals, which depend on the type size."""
        for column in self.columns:
            yield column.title
        for place, row in enumerate(self.rows):
            yield "作废" if place in self.struck else "有效"
            yield from row
        if not self.rows:
            yield self.empty
        for one in self.sums:
            yield one.show(sum(one.values))
        yield from (self.total_label or "", self.total_note, self.capitals)


@dataclass(frozen=True)
class Cell:
    """A cell of a grid over `span` columns.

    label  words in 黑体;  value  in the middle;  left  one fact, left;  text  paragraphs, indented, from the top;
    ticks  choices with a box each (`ticked` lists those chosen);  sign  room to sign, with 年 月 日
    """

    text: str
    kind: Literal["label", "value", "left", "text", "ticks", "sign"] = "value"
    span: int = 1
    ticked: frozenset[str] = frozenset()

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices of a ticks cell: its text, one a line."""
        return tuple(self.text.split("\n"))


@dataclass(frozen=True)
class Line:
    """A row of a grid; it is at least `height` mm high and grows with its text.

    spare  mm by which it may grow on top, where its sheet leaves its only page partly empty: room to write in
    """

    cells: tuple[Cell, ...]
    height: float = 11.0
    spare: float = 0.0


@dataclass(frozen=True)
class Grid:
    """A form's grid: `widths` of its columns in mm, lines of cells that span them."""

    widths: tuple[float, ...]
    lines: tuple[Line, ...]
    size: float = 12.0
    leading: float = 20.0

    def values(self) -> Iterator[str]:
        """Give every printed value, in order."""
        for line in self.lines:
            for cell in line.cells:
                yield cell.text
                yield from sorted(cell.ticked)


@dataclass(frozen=True)
class Words:
    """A paragraph across the sheet: a heading in 黑体 or a note.

    gap  mm above it;  leading  from line to line, in ems;  indent  of its first line, in ems;  inset  mm from the right
    """

    text: str
    heading: bool = False
    size: float = 11.0
    gap: float = 3.0
    leading: float = 1.5
    indent: int = 0
    align: Align = "left"
    inset: float = 0.0

    def values(self) -> Iterator[str]:
        """Give the printed value."""
        yield self.text


@dataclass(frozen=True)
class Picture:
    """A photo by its digest; `load` gives its JPEG bytes, or None if this computer does not have it."""

    digest: str
    load: Callable[[str], bytes | None]
    caption: str = ""


@dataclass(frozen=True)
class Photos:
    """Photos side by side in frames of `width` x `height` mm, a caption under each; never parted from it."""

    pictures: tuple[Picture, ...]
    width: float = 80.0
    height: float = 36.0

    def values(self) -> Iterator[str]:
        """Give the digest and the caption of each: a sheet with another photo is another sheet."""
        for picture in self.pictures:
            yield from (picture.digest, picture.caption)


@dataclass(frozen=True)
class Charts:
    """Drawings side by side, the first at the left margin, the last at the right one."""

    drawings: tuple[Drawing, ...]

    def values(self) -> Iterator[str]:
        """Give every printed text."""
        for drawing in self.drawings:
            yield from drawing.texts()


@dataclass(frozen=True)
class Cut:
    """A dashed line across the sheet along which it is torn, with words in the middle."""

    text: str = "沿虚线裁开"

    def values(self) -> Iterator[str]:
        """Give the printed value."""
        yield self.text


Block = Table | Grid | Words | Photos | Charts | Cut


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet, of as many pages as it takes; pages and 核对码 are counted by sheet.

    unit        who keeps the ledger, with its label: 单位：青山镇柳塘村党支部
    period      what it covers, or its number: 2026年11月, 编号：2026-谈-0027
    signatures  who signs at the foot;  dated  leaves room for 填报日期 and （盖章）;  seal  a frame for the seal
    care        overrides the words of the version in the footer
    chapter     words of the bookmark; "" = the title
    part        slug of the ledger whose sheet it is, "cover" or "catalogue", for whoever lists the pages; not printed
    printed_at  the moment of printing as text, "" = not shown
    qr          what the QR in the upper right corner says (printing/qr.py), "" = none
    """

    title: str
    unit: str
    period: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    signatures: tuple[str, ...] = ()
    dated: bool = False
    seal: bool = False
    layout: Layout = "landscape"
    version: Version = "working"
    care: str = ""
    chapter: str = ""
    part: str = ""
    printed_at: str = ""
    qr: str = ""

    def values(self) -> Iterator[str]:
        """Give exactly the values that are printed, for 核对码; not the moment of printing and the page numbers."""
        yield from (self.title, self.subtitle, self.unit, self.period, self.care or CARE[self.version])
        for block in self.blocks:
            yield from block.values()
        yield from self.signatures
        if self.qr:
            yield self.qr

    def rows(self) -> int:
        """Count the rows, for the bar that shows how far printing has come."""
        return sum(len(block.rows) for block in self.blocks if isinstance(block, Table))
