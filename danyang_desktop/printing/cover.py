"""In front of what is bound: the cover with figures and charts, and the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.printing.sheets import Cell, Charts, Column, Grid, Line, Sheet, Table, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.printing.drawing import Drawing
    from danyang_desktop.printing.sheets import Block, Version

_COLUMNS = (
    Column("台账", 24, "center", hei=True),
    Column("本月", 21, "center"),
    Column("上月", 21, "center"),
    Column("全年累计", 23, "center"),
    Column("说明", 76),
)
_LISTED = (
    Column("序号", 12, "center"),
    Column("题名", 61),
    Column("期间或编号", 54),
    Column("页数", 14, "center"),
    Column("核对码", 24, "center", 9.5),
)
_ASKS = "需要上级帮助解决的事"
_MEASURE = 165.0


@dataclass(frozen=True)
class Figure:
    """A line of the cover: a ledger's figures as texts, "" where there is none."""

    title: str
    this_month: str
    last_month: str = ""
    this_year: str = ""
    note: str = ""


class Listed(NamedTuple):
    """A line of the catalogue."""

    title: str
    period: str
    pages: int
    code: str


def cover_sheet(
    *,
    unit: str,
    subtitle: str,
    figures: Sequence[Figure],
    title: str = "支部工作台账月度汇总",
    heads: str = "",
    charts: Sequence[Drawing] = (),
    asks: Sequence[str] | None = None,
    pages: int = 0,
    version: Version = "working",
    printed_at: str = "",
) -> Sheet:
    """Return the cover.

    heads  how many members and households there are, at the right over the figures
    asks   what the branch asks its superiors for; () leaves the box empty for the pen, None leaves it out
    pages  of the ledgers behind the cover
    """
    rows = [[one.title, one.this_month, one.last_month, one.this_year, one.note] for one in figures]
    blocks: list[Block] = [Table(columns=_COLUMNS, rows=rows, total_label=None, row_height=12, empty="本月没有台账。")]
    if charts:
        blocks.append(Charts(tuple(charts)))
    if asks is not None:
        words = "\n".join(f"{number}. {ask}" for number, ask in enumerate(asks, 1))
        blocks += [Words(_ASKS, heading=True, size=12), Grid((_MEASURE,), (Line((Cell(words, "left"),), 25.0),), 11.0)]
    marks = {"archive": "存档版", "working": "工作版", "notice": "公示版"}
    return Sheet(
        title=title,
        subtitle=subtitle,
        unit=unit,
        period=heads,
        blocks=tuple(blocks),
        signatures=("支部书记", "填报人"),
        seal=True,
        layout="cover",
        version=version,
        care=f"{marks[version]} · 附：台账 {pages} 页" if pages else "",
        printed_at=printed_at,
        chapter="封面",
    )


def catalogue_sheet(
    listed: Sequence[Listed], *, unit: str, period: str, version: Version = "working", printed_at: str = ""
) -> Sheet:
    """Return the catalogue of what is bound, with the 核对码 of each sheet, so that one can be changed by itself."""
    rows = [
        [str(number), one.title.replace("\n", ""), one.period, str(one.pages), one.code]
        for number, one in enumerate(listed, 1)
    ]
    count = sum(one.pages for one in listed)
    table = Table(columns=_LISTED, rows=rows, total_label=f"共 {len(listed)} 份 {count} 页", row_height=8.0)
    return Sheet(
        title="目录",
        unit=f"单位：{unit}",
        period=period,
        blocks=(table,),
        layout="form",
        version=version,
        printed_at=printed_at,
    )
