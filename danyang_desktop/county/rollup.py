"""The county's table of a month: figures by branch, the sum, and the mark of what is still missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_hours, show_period
from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.board import board, lacking
from danyang_desktop.county.conflicts import count_open
from danyang_desktop.county.tallies import tallies
from danyang_desktop.printing.paper import render
from danyang_desktop.printing.sheets import Column, Sheet, Sum, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from danyang_desktop.county.office import Office
    from danyang_desktop.declare.look import Look
    from danyang_desktop.printing.paper import Printed
    from danyang_desktop.rollups.month import MonthFigures

_COLUMNS = {
    "visits": "走访（户次）", "households": "覆盖（户）", "overdue": "超期（户）", "cash_fen": "慰问金（元）",
    "talks": "谈话（次）", "activities": "活动（场）", "people_times": "志愿（人次）", "hours": "时长（小时）",
    "paid_heads": "补助（人）", "paid_fen": "补助（元）", "open_actions": "待办（件）",
}  # fmt: skip
"""Figure -> heading."""
_MONEY = ("cash_fen", "paid_fen")
_CARE = "县里汇总 · 不含个人信息"


@dataclass(frozen=True)
class Rollup:
    """Rows of {branch, name, state, figures}; `totals` by heading; `missing` names branches that have not handed in.

    `odd`: places that differ and that nobody has settled.
    """

    month: str
    rows: list[dict[str, Any]]
    totals: dict[str, int]
    missing: list[str]
    odd: int


def rollup(office: Office, look: Look, month: str, progress: Progress = silent) -> Rollup:
    """Add up a month (2026-11) by branch, from what was received so far. Money in fen, hours in minutes."""
    listed = board(office, month)
    found = tallies(office.desk.book, look, month, [one["branch"] for one in listed], progress)
    rows = [{**one, "figures": _said(found[one["branch"]])} for one in listed]
    totals = {title: sum(row["figures"][title] for row in rows) for title in _COLUMNS.values()}
    return Rollup(month, rows, totals, [row["name"] for row in lacking(rows)], count_open(office.desk.book))


def incomplete(month: str, missing: int, odd: int, now: dt.datetime) -> str:
    """Return the words that stand on an incomplete table, "" on a complete one: also while the month is not over."""
    running = f"{now + dt.timedelta(days=1):%Y-%m}" <= month
    if not (missing or odd or running):
        return ""
    parts = [f"未交或退回 {missing} 个" if missing else "", f"未核对 {odd} 处" if odd else ""]
    parts.append("" if any(parts) else "这个月还没有过完")
    return f"截至 {now:%Y-%m-%d}，{'，'.join(part for part in parts if part)}"


def figures_of(figures: dict[str, int]) -> list[str]:
    """Return headings with their figures as they are printed: money in yuan, service in hours."""
    return [f"{title} {_shown(name, figures[title])}" for name, title in _COLUMNS.items()]


def _said(found: MonthFigures) -> dict[str, int]:
    return {title: getattr(found, name) for name, title in _COLUMNS.items()}


def print_rollup(office: Office, table: Rollup, path: Path, now: dt.datetime, progress: Progress = silent) -> Printed:
    """Print the table, landscape; while anything is missing or differs it says 截至, and names who is late."""
    until = incomplete(table.month, len(table.missing), table.odd, now)
    sheet = Sheet(
        title="支部工作台账汇总表",
        subtitle="",
        unit=f"单位：{office.desk.name}",
        period=show_period(table.month) + (f"　{until}" if until else ""),
        blocks=(_table(table),),
        signatures=("审核人", "填报人"),
        dated=True,
        layout="landscape",
        version="archive",
        care=_CARE,
        printed_at=f"{now:%Y-%m-%d %H:%M}",
    )
    return render([sheet], path, title=sheet.title, progress=progress)


def _table(table: Rollup) -> Table:
    names = {title: name for name, title in _COLUMNS.items()}
    columns = [Column("序号", 10, "center"), Column("支部", 54), Column("上报", 14, "center")]
    columns += [Column(title, 17, "right") for title in _COLUMNS.values()]
    rows = [
        [str(number), row["name"], row["state"], *(_shown(names[title], row["figures"][title]) for title in names)]
        for number, row in enumerate(table.rows, 1)
    ]
    sums = [_sum(place, name, title, table.rows) for place, (name, title) in enumerate(_COLUMNS.items(), 3)]
    note = f"未交：{'、'.join(table.missing[:20])}" if table.missing else ""
    return Table(columns=columns, rows=rows, sums=sums, counted="个支部", total_note=note, empty="还没有登记的支部。")


def _sum(place: int, name: str, title: str, rows: Sequence[dict[str, Any]]) -> Sum:
    def show(value: int) -> str:
        return _shown(name, value)

    return Sum(place, [row["figures"][title] for row in rows], show)


def _shown(name: str, value: int) -> str:
    if name in _MONEY:
        return show_fen(value)
    if name == "hours":
        return show_hours(value)
    return f"{value:,}"
