"""The volume of a year: cover, catalogue of its pieces, then the pieces (村级档案管理办法; DA/T 22-2015)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.printing.paper import count_pages
from danyang_desktop.printing.sheets import Charts, Column, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.printing.drawing import Drawing
    from danyang_desktop.printing.fonts import Types
    from danyang_desktop.printing.sheets import Block, Version

_CATALOGUE = (
    Column("件号", 12, "center"),
    Column("责任者", 44),
    Column("题名", 50),
    Column("日期", 22, "center"),
    Column("页数", 13, "center"),
    Column("保管期限", 20, "center"),
    Column("备注", 14),
)
_SUMMARY = (
    Column("台账", 40, "center", hei=True),
    Column("件数", 20, "center"),
    Column("页数", 20, "center"),
    Column("保管期限", 25, "center"),
    Column("全年", 60),
)


class Piece(NamedTuple):
    """One piece of the volume: its sheets, the ledger it belongs to, its day (20261130), how long it is kept."""

    ledger: str
    title: str
    day: str
    kept: str
    sheets: tuple[Sheet, ...]


def year_sheets(
    year: int,
    pieces: Sequence[Piece],
    notes: Sequence[tuple[str, str]],
    *,
    unit: str,
    charts: Sequence[Drawing] = (),
    version: Version = "archive",
    printed_at: str = "",
    types: Types | None = None,
) -> list[Sheet]:
    """Return cover, catalogue and all sheets. `notes` = (ledger, what it came to in the year), in the order given."""
    sheets = [
        replace(sheet, chapter=f"{number:02} {piece.title}" + (f"：{sheet.title}" if len(piece.sheets) > 1 else ""))
        for number, piece in enumerate(pieces, 1)
        for sheet in piece.sheets
    ]
    counts = iter(count_pages(sheets, types=types))
    pages = [sum(next(counts) for _sheet in piece.sheets) for piece in pieces]
    return [
        replace(_cover(year, pieces, pages, notes, unit, charts, version, printed_at), part="cover"),
        replace(_catalogue(year, pieces, pages, unit, version, printed_at), part="catalogue"),
        *sheets,
    ]


def _cover(
    year: int,
    pieces: Sequence[Piece],
    pages: Sequence[int],
    notes: Sequence[tuple[str, str]],
    unit: str,
    charts: Sequence[Drawing],
    version: Version,
    printed_at: str,
) -> Sheet:
    rows: list[list[str]] = []
    for ledger, note in notes:
        own = [(piece, count) for piece, count in zip(pieces, pages, strict=True) if piece.ledger == ledger]
        kept = "、".join(dict.fromkeys(piece.kept for piece, _count in own))
        rows.append([ledger, str(len(own)), str(sum(count for _piece, count in own)), kept, note])
    label = f"共 {len(pieces)} 件 {sum(pages)} 页"
    table = Table(columns=_SUMMARY, rows=rows, total_label=label, row_height=12.0, empty="全年没有台账。")
    blocks: tuple[Block, ...] = (table, Charts(tuple(charts))) if charts else (table,)
    return Sheet(
        title="支部工作台账年度卷",
        subtitle=f"{year}年",
        unit=unit,
        period=f"年度：{year}",
        blocks=blocks,
        signatures=("支部书记", "立卷人"),
        seal=True,
        layout="cover",
        version=version,
        printed_at=printed_at,
        chapter="封面",
    )


def _catalogue(
    year: int, pieces: Sequence[Piece], pages: Sequence[int], unit: str, version: Version, printed_at: str
) -> Sheet:
    rows = [
        [str(number), unit, piece.title, piece.day, str(count), piece.kept, ""]
        for number, (piece, count) in enumerate(zip(pieces, pages, strict=True), 1)
    ]
    label = f"共 {len(pieces)} 件 {sum(pages)} 页"
    table = Table(columns=_CATALOGUE, rows=rows, total_label=label, row_height=8.0, empty="全年没有台账。")
    return Sheet(
        title="卷内目录",
        unit=f"单位：{unit}",
        period=f"{year}年",
        blocks=(table,),
        signatures=("立卷人", "检查人"),
        layout="portrait",
        version=version,
        printed_at=printed_at,
    )
