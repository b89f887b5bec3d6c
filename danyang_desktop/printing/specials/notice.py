"""公示: what is paid to whom, for the wall, and the slip on which its result is reported.

Set as GB/T 9704-2012 sets a text: body of 156 mm, 16 points with 28 points from line to line, title 22 points.
It has no number, account, telephone of those named, illness or reason; names are masked (domain.md 3.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.chinese.capitals import amount_in_capitals
from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.base.chinese.masks import mask_name
from danyang_desktop.base.chinese.money import show_yuan
from danyang_desktop.printing.sheets import Cell, Column, Cut, Grid, Line, Sheet, Table, Words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from danyang_desktop.base.chinese.masks import NameStyle

_BODY, _LEADING = 16.0, 28 / 16
_FEW, _MANY, _ROWS_A_PAGE = 18, 36, 20
_ROOM = ((14.0, 9.5), (12.0, 5.7), (12.0, 8.0))
"""Points of the text and height in mm of a row: with few people, with as many as fit a page, with more pages."""
_FOUR = ((("序号", 14), ("姓名", 24), ("小组", 20), ("金额\n（元）", 20)), 2)
_CARE = "公示版：姓名遮一字，不含证件号、电话、账号和困难原因"


@dataclass(frozen=True)
class Payee:
    """Somebody on the notice; `fen` is what he or she gets."""

    name: str
    group: str
    fen: int


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a notice says.

    place         the village;  unit  who posts it;  period  2026年11月;  program  what is paid
    heads         how many people, each counted once
    first, last   first and last day;  days  working days between them
    contact, hotline  whom to ask and whom to tell; "" leaves a line for the pen
    names         how names are masked: counties differ
    """

    place: str
    unit: str
    period: str
    program: str
    payees: Sequence[Payee]
    heads: int
    first: dt.date
    last: dt.date
    days: int
    contact: str = ""
    hotline: str = ""
    names: NameStyle = "notice"

    @property
    def fen(self) -> int:
        """What they get together."""
        return sum(payee.fen for payee in self.payees)

    @property
    def span(self) -> str:
        """From when to when, and how many working days."""
        last = show_date(self.last, with_year=self.last.year != self.first.year)
        return f"{show_date(self.first, with_year=True)}至{last}（{self.days} 个工作日）"


def fields_left(notice: Notice) -> tuple[str, ...]:
    """Return what the notice tells of people, field by field, for the list that is shown before it is printed."""
    masked = mask_name(notice.payees[0].name, notice.names) if notice.payees else "王*兰"
    return ("序号", f"姓名（遮成{masked}）", "小组", "金额", "人数和合计", "联系人", "监督电话")


def notice_sheet(notice: Notice, *, printed_at: str = "") -> Sheet:
    """Return the notice; up to 36 people fit its first page, more are set in 12 points on further pages."""
    count = len(notice.payees)
    intro = (
        f"经党员会议评议、村务监督委员会审核，现将本村{notice.period}{notice.program}发放名单公示如下。"
        f"公示时间为{notice.span}。"
    )
    blank = "　　　　"
    asked = f"联系人：{notice.contact or blank}　　　监督电话：{notice.hotline or blank * 2}"
    return Sheet(
        title=f"{notice.place}{notice.period}\n{notice.program}发放公示",
        unit=notice.unit,
        period=notice.period,
        blocks=(
            _body(intro, indent=2),
            Words("", gap=4.0),
            _table(notice, count),
            _body("有不同意见的，请在公示期内反映。", indent=2, gap=5.0),
            _body(asked, indent=2),
            Words(notice.unit, size=_BODY, leading=_LEADING, gap=7.0, align="right", inset=22.6),
            Words(
                show_date(notice.first, with_year=True),
                size=_BODY,
                leading=_LEADING,
                gap=0.0,
                align="right",
                inset=22.6,
            ),
        ),
        layout="notice",
        version="notice",
        care=_CARE,
        printed_at=printed_at,
    )


def _body(text: str, *, indent: int, gap: float = 0.0) -> Words:
    return Words(text, size=_BODY, leading=_LEADING, indent=indent, gap=gap)


def _table(notice: Notice, count: int) -> Table:
    """Return two columns of people: down the left side, then down the right one, page by page."""
    many = count > _MANY
    per_page = 2 * _ROWS_A_PAGE if many else max(2, count + count % 2)
    rows: list[list[str]] = []
    for start in range(0, count, per_page):
        part = range(start, min(start + per_page, count))
        half = (len(part) + 1) // 2
        for place in part[:half]:
            right = place + half
            cells = _cells(notice, place)
            rows.append([*cells, *(_cells(notice, right) if right in part else ("", "", "", ""))])
    columns = [
        Column(title, width, "right" if title.startswith("金额") else "center")
        for _side in range(_FOUR[1])
        for title, width in _FOUR[0]
    ]
    size, height = _ROOM[(count > _FEW) + many]
    return Table(
        columns=columns,
        rows=rows,
        total_label=f"合计 {notice.heads} 人，{show_yuan(notice.fen)} 元（{amount_in_capitals(notice.fen)}）",
        total_align="left",
        row_height=height,
        rows_a_page=_ROWS_A_PAGE if many else 0,
        size=size,
        head_size=size,
        empty="本期没有发放对象。",
    )


def _cells(notice: Notice, place: int) -> list[str]:
    payee = notice.payees[place]
    return [str(place + 1), mask_name(payee.name, notice.names), payee.group, show_yuan(payee.fen)]


def result_sheet(notice: Notice, *, printed_at: str = "") -> Sheet:
    """Return 公示结果报告: two slips to be torn apart, one for the branch's file and one for the town."""
    said = (
        f"{notice.period}{notice.program}发放名单，共 {notice.heads} 人、{show_yuan(notice.fen)} 元，"
        f"公示时间为{notice.span}。结果如下："
    )
    return Sheet(
        title="公示结果报告",
        unit=f"公示单位：{notice.unit}",
        period=notice.period,
        blocks=(*_slip("第一联　支部存档", said), Cut(), *_slip("第二联　报镇审核", said)),
        layout="form",
        version="notice",
        care="公示结果报告 · 公示期满后填写",
        printed_at=printed_at,
    )


def _slip(name: str, said: str) -> tuple[Words, Words, Grid]:
    lines = (
        Line((Cell("公示地点", "label"), Cell("", "left", 3))),
        Line((Cell("群众反映", "label"), Cell("没有不同意见\n有不同意见", "ticks", 3)), 12.0),
        Line((Cell("反映的事\n和处理结果", "label"), Cell("", "text", 3)), 20.0),
        Line((Cell("张贴人\n签字", "label"), Cell("", "sign"), Cell("见证人\n签字", "label"), Cell("", "sign")), 17.0),
        Line(
            (Cell("支部书记\n签字", "label"), Cell("", "sign"), Cell("单位\n（盖章）", "label"), Cell("", "sign")), 17.0
        ),
    )
    return (
        Words(name, heading=True, size=12.0),
        Words(said, size=12.0, indent=2, gap=1.0),
        Grid((27.0, 55.5, 27.0, 55.5), lines),
    )
