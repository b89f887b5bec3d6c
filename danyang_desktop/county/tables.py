"""The county's table by town, branch, programme or month: on the screen, on paper and as a workbook."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_hours, show_period
from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.behind import NO_KIND
from danyang_desktop.county.board import board, by_town, lacking
from danyang_desktop.county.conflicts import count_open
from danyang_desktop.county.rollup import incomplete, rollup
from danyang_desktop.declare.query import LIVE
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.printing.paper import render
from danyang_desktop.printing.sheets import Column, Sheet, Sum, Table, Words
from danyang_desktop.rollups.counted import done
from danyang_desktop.rollups.month import programme

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from danyang_desktop.county.office import Office
    from danyang_desktop.declare.look import Look
    from danyang_desktop.printing.paper import Printed, Tray

TOWN, BRANCH, PROGRAM, MONTH = "town", "branch", "program", "month"
WANTED = 80
"""Per cent of the households visited in time below which a town is marked (screen 10c)."""
_NAMED = 20
"""So many branches that have not handed in are named below a table."""
_CARE = "县里汇总 · 不含个人信息"


@dataclass(frozen=True)
class Head:
    """A column of figures: its heading, how it is shown (count, fen, minutes), its width on paper in mm.

    Of what does not add up (`adds`) there is no sum: a branch that pays two programmes is one branch.
    """

    name: str
    title: str
    form: str = "count"
    width: float = 24.0
    adds: bool = True

    def show(self, value: int) -> str:
        """Return a figure as a reader sees it."""
        if self.form == "fen":
            return show_fen(value)
        return show_hours(value) if self.form == "minutes" else f"{value:,}"


@dataclass(frozen=True)
class FigureRow:
    """A row: key (town, code, kind or month), name, figures by head; `covered` of `households` were visited in time."""

    key: str
    name: str
    figures: dict[str, int]
    households: int = 0
    covered: int = 0
    town: str = ""
    state: str = ""

    @property
    def coverage(self) -> int | None:
        """Per cent of the households that were visited in time, rounded down; None if there is none to visit."""
        return self.covered * 100 // self.households if self.households else None


@dataclass(frozen=True)
class FigureTable:
    """A table. `missing` branches have not handed in, `odd` places differ: with either it is only as of a day."""

    kind: str
    month: str
    first: str
    heads: tuple[Head, ...]
    rows: list[FigureRow]
    missing: int
    odd: int
    under: str = ""
    names: list[str] = field(default_factory=list)

    @property
    def totals(self) -> FigureRow:
        """The sums of all rows, without the figures that do not add up."""
        heads = [head for head in self.heads if head.adds]
        figures = {head.name: sum(row.figures[head.name] for row in self.rows) for head in heads}
        households, covered = (sum(getattr(row, name) for row in self.rows) for name in ("households", "covered"))
        return FigureRow("", self.under or "全县", figures, households, covered)

    def is_whole_yuan(self, head: Head) -> bool:
        """Tell whether a column is money, all of it without 分: then the screen may leave the noughts out."""
        return head.form == "fen" and all(row.figures[head.name] % 100 == 0 for row in self.rows)

    def shown(self, row: FigureRow, head: Head) -> str:
        """Return a figure as a reader sees it, "" where there is none."""
        return head.show(row.figures[head.name]) if head.name in row.figures else ""

    @property
    def covers(self) -> bool:
        """Tell whether the rows say how many households were visited in time: as of today, so of no month but this."""
        return self.kind in (TOWN, BRANCH)

    @property
    def period(self) -> str:
        """The months that are added up, in words: 2026年11月, or 2026年1月至11月."""
        if self.kind != MONTH or len(self.rows) < 2:
            return show_period(self.month)
        return f"{show_period(self.rows[0].key)}至{int(self.month[5:])}月"

    @property
    def whole(self) -> bool:
        """Tell whether everybody has handed in and nothing differs."""
        return not self.missing and not self.odd


_BRANCHES = Head("branches", "支部", width=16)
_FIGURES = (
    Head("visits", "走访（户次）"), Head("talks", "谈话（次）"),
    Head("hours", "志愿（小时）", "minutes"), Head("paid_heads", "补助（人）"),
    Head("paid_fen", "补助（元）", "fen", 30),
)  # fmt: skip
_TIMES = Head("paid_heads", "补助（人次）")
"""Who is paid every month is one person in each of them."""
_LATE = Head("late", "没交（支部）", adds=False)
_TITLES = {
    "visits": "走访（户次）", "talks": "谈话（次）", "hours": "时长（小时）", "paid_heads": "补助（人）",
    "paid_fen": "补助（元）", "overdue": "超期（户）",
}  # fmt: skip
_PROGRAMS = (
    Head("branches", "支部", adds=False), Head("batches", "批次"), Head("heads", "人次"),
    Head("fen", "金额（元）", "fen", 34),
)  # fmt: skip


def county_table(
    office: Office, look: Look, month: str, kind: str, under: str = "", progress: Progress = silent
) -> FigureTable:
    """Add up a month (2026-11) by town, by branch (`under` one town) or by programme, or its year month by month.

    Raises Cancelled.
    """
    if kind == PROGRAM:
        return _programs(office, month)
    if kind == MONTH:
        return _months(office, look, month, progress)
    found = rollup(office, look, month, progress)
    rows = [row for row in found.rows if not under or row["town"] == under]
    files = _households(office)
    late = [row["name"] for row in lacking(rows)]
    common = (len(late), count_open(office.desk.book), under, late)
    if kind == BRANCH:
        made = [_row(row["branch"], row["name"], [row], files) for row in rows]
        return FigureTable(kind, month, "支部", _FIGURES, made, *common)
    made = [_row(town, town, some, files) for town, some in by_town(rows).items()]
    return FigureTable(TOWN, month, "乡镇（街道）", (_BRANCHES, *_FIGURES), made, *common)


def _row(key: str, name: str, rows: list[dict[str, Any]], files: dict[str, int]) -> FigureRow:
    def total(figure: str) -> int:
        return sum(row["figures"][_TITLES[figure]] for row in rows)

    figures = {head.name: total(head.name) for head in _FIGURES} | {"branches": len(rows)}
    households = sum(files.get(row["branch"], 0) for row in rows)
    covered = max(0, households - total("overdue"))
    one = rows[0]
    return FigureRow(key, name, figures, households, covered, one["town"], one["state"] if len(rows) == 1 else "")


def _months(office: Office, look: Look, month: str, progress: Progress) -> FigureTable:
    """Add up every month of a year up to this one; a year (2026) means all that have begun."""
    rows, late = [], []
    last = int(month[5:] or 12)
    for number in range(1, last + 1):
        one = f"{month[:4]}-{number:02}"
        if one > f"{look.today:%Y-%m}":
            break
        found = rollup(office, look, one, progress)
        figures = {head.name: found.totals[_TITLES[head.name]] for head in _FIGURES}
        rows.append(FigureRow(one, f"{number}月", {"late": len(found.missing), **figures}))
        late += found.missing
    names = list(dict.fromkeys(late))
    odd = count_open(office.desk.book)
    heads = (_LATE, *(_TIMES if head.name == _TIMES.name else head for head in _FIGURES))
    return FigureTable(MONTH, month, "月份", heads, rows, len(names), odd, "", names)


def _households(office: Office) -> dict[str, int]:
    """Return branch -> households that are to be visited, from what was worked out for the figures (tallies.py)."""
    rows = office.desk.book.connection.execute("SELECT branch, body FROM tallies WHERE month = ''")
    return {branch: len(json.loads(body)["due"]) for branch, body in rows}


def _programs(office: Office, month: str) -> FigureTable:
    groups: dict[str, list[Any]] = {}
    book = office.desk.book
    batches = book.query(SUBSIDIES, month=month, status=LIVE).records() if SUBSIDIES.slug in book.tables else ()
    for batch in done(batches):
        groups.setdefault(batch.kind or NO_KIND, []).append(batch)
    rows = [FigureRow(kind, kind, asdict(programme(some))) for kind, some in sorted(groups.items())]
    late = [row["name"] for row in lacking(board(office, month))]
    odd = count_open(office.desk.book)
    return FigureTable(PROGRAM, month, "补助类别", _PROGRAMS, rows, len(late), odd, "", late)


# -- paper and workbook -----------------------------------------------------------------------------------------


def as_of(table: FigureTable, now: dt.datetime) -> str:
    """Return the words that stand on an incomplete table, "" on a complete one: also while the month is not over."""
    return incomplete(table.month, table.missing, table.odd, now)


def title_of(table: FigureTable) -> str:
    """Return what the table is called."""
    return {
        TOWN: "全县汇总表（按乡镇）", BRANCH: "汇总表（按支部）", PROGRAM: "补助发放汇总表（按类别）",
        MONTH: "各月汇总表（按月份）",
    }[table.kind]  # fmt: skip


def print_county_table(
    office: Office, table: FigureTable, out: Path | Tray, now: dt.datetime, progress: Progress = silent
) -> Printed:
    """Print a table into a PDF or onto a tray."""
    sheet = county_sheet(office, table, now)
    return render([sheet], out, title=sheet.title, progress=progress)


def county_sheet(office: Office, table: FigureTable, now: dt.datetime) -> Sheet:
    """Return a table as a sheet, landscape; an incomplete one says 截至 and how much is missing."""
    columns = [Column("序号", 12, "center"), Column(table.first, 56)]
    columns += [Column(head.title, head.width, "right") for head in table.heads]
    shows = table.covers
    if shows:
        columns.append(Column("走访覆盖", 22, "right"))
    rows = [
        [str(number), row.name, *(head.show(row.figures[head.name]) for head in table.heads), *(
            [_share(row)] if shows else []
        )]
        for number, row in enumerate(table.rows, 1)
    ]  # fmt: skip
    sums = [
        Sum(place, [row.figures[head.name] for row in table.rows], head.show)
        for place, head in enumerate(table.heads, 2)
        if head.adds
    ]
    total = table.totals
    note = f"走访覆盖 {_share(total)}" if shows else ""
    some = "、".join(table.names[:_NAMED]) + (f"等 {len(table.names)} 个" if len(table.names) > _NAMED else "")
    below = (Words(f"未交或退回：{some}"),) if table.names else ()
    late = as_of(table, now)
    return Sheet(
        title=title_of(table), subtitle=table.under, unit=f"单位：{office.desk.name}",
        period=table.period + (f"　{late}" if late else ""),
        blocks=(Table(columns=columns, rows=rows, sums=sums, counted=_counted(table), total_note=note), *below),
        signatures=("审核人", "填报人"), dated=True, layout="landscape", version="archive", care=_CARE,
        printed_at=f"{now:%Y-%m-%d %H:%M}",
    )  # fmt: skip


def _counted(table: FigureTable) -> str:
    return {TOWN: "个镇街", BRANCH: "个支部", PROGRAM: "类", MONTH: "个月"}[table.kind]


def _share(row: FigureRow) -> str:
    return "—" if row.coverage is None else f"{row.coverage}%"


def cells_of(table: FigureTable) -> tuple[list[str], Iterable[list[str | int | float]]]:
    """Return headings and rows for a workbook: figures as numbers, money in yuan, hours in hours, the sums last."""
    shows = table.covers
    heads = [table.first, *(head.title for head in table.heads), *(["走访覆盖（%）"] if shows else [])]

    def cells(row: FigureRow) -> list[str | int | float]:
        told: list[str | int | float] = [row.name]
        for head in table.heads:
            value, scale = row.figures.get(head.name), {"fen": 100, "minutes": 60}.get(head.form)
            told.append("" if value is None else value / scale if scale else value)
        return [*told, *(["" if row.coverage is None else row.coverage] if shows else [])]

    return heads, [cells(row) for row in (*table.rows, table.totals)]
