"""催交名单, 退回单 and 回执单: a sheet per town, to be handed to the town's clerk or read over the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county import aside
from danyang_desktop.county.board import (
    NO_TOWN,
    NOBODYS,
    UNKNOWN,
    board,
    by_town,
    expected,
    lacking,
    must_have_begun,
)
from danyang_desktop.county.kept import HOW
from danyang_desktop.county.receipts import digits_to_read_out
from danyang_desktop.printing.paper import render
from danyang_desktop.printing.sheets import Column, Sheet, Table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from danyang_desktop.county.office import Office
    from danyang_desktop.printing.paper import Printed, Tray

_CARE = "只写支部和文件，不含个人信息"


def reminders(office: Office, month: str, now: dt.datetime) -> list[Sheet]:
    """Return 催交名单 of a month, one sheet for each town where a branch has not handed in.

    Raises UserError for a month that has not begun.
    """
    must_have_begun(office.desk, month)
    columns = (
        Column("序号", 12, "center"), Column("支部", 60), Column("支部编码", 36), Column("情况", 20, "center"),
        Column("上次收到", 28, "center"), Column("备注", 34),
    )  # fmt: skip
    sheets = []
    for town, rows in by_town(expected(board(office, month))).items():
        late = lacking(rows)
        if late:
            cells = [
                (row["name"], row["branch"], row["state"], row["at"][:10] or "没有收过", _why(row)) for row in late
            ]
            table = _table(columns, cells, "个支部")
            sheets.append(_sheet("催交名单", town, f"{show_period(month)}应交 {len(rows)} 个", table, now))
    return sheets


def _why(row: dict[str, Any]) -> str:
    if row["ended_on"]:
        return f"{row['ended_on']} 起并走"
    if row["state"] == UNKNOWN:
        return "还没有登记"
    if row["missing"]:
        return f"缺第 {'、'.join(map(str, row['missing']))} 号包"
    return "有退回的，请重交" if row["refused"] else ""


def refusals(office: Office, month: str, now: dt.datetime) -> list[Sheet]:
    """Return 退回单, one sheet for each town of which a file of the month ("" = any) waits for a good one."""
    towns = {row["branch"]: row["town"] for row in board(office, month)}
    found: dict[str, list[aside.SetAside]] = {}
    for one in aside.refused(office.desk, month):
        found.setdefault(towns.get(one.branch, NOBODYS), []).append(one)
    columns = (
        Column("序号", 12, "center"), Column("支部", 38), Column("月份", 20, "center"), Column("文件", 40),
        Column("原因", 22, "center"), Column("怎么办", 62),
    )  # fmt: skip
    return [
        _sheet(
            "数据包退回单", town, f"{now:%Y-%m-%d}",
            _table(
                columns,
                [
                    (one.branch_name or "看不出来", one.month, one.file, one.label, one.reason.replace(HOW, ""))
                    for one in some
                ],
                "个文件",
            ),
            now,
        )
        for town, some in sorted(found.items())
    ]  # fmt: skip


def receipts(office: Office, month: str, now: dt.datetime) -> list[Sheet]:
    """Return 回执单, one sheet for each town: twelve digits for every branch, for when no stick goes back."""
    towns = {row["branch"]: row["town"] for row in board(office, month)}
    found: dict[str, list[tuple[str, ...]]] = {}
    for one in digits_to_read_out(office):
        cells = (one.branch_name, f"第 {one.bundle} 号", one.digits)
        found.setdefault(towns.get(one.branch, NO_TOWN), []).append(cells)
    columns = (
        Column("序号", 12, "center"), Column("支部", 70), Column("收到的包", 30, "center"),
        Column("回执号", 50, "center"),
    )  # fmt: skip
    return [
        _sheet("数据包回执单", town, f"{now:%Y-%m-%d}", _table(columns, cells, "个支部"), now)
        for town, cells in sorted(found.items())
    ]


def _table(columns: Sequence[Column], cells: Sequence[tuple[str, ...]], counted: str) -> Table:
    rows = [(str(number), *texts) for number, texts in enumerate(cells, 1)]
    return Table(columns=columns, rows=rows, counted=counted)


def _sheet(title: str, town: str, period: str, table: Table, now: dt.datetime) -> Sheet:
    return Sheet(
        title=title, subtitle="", unit=f"镇（街道）：{town}", period=period, blocks=(table,),
        signatures=("经手人", "镇里签收"), dated=True, layout="portrait", version="working", care=_CARE,
        printed_at=f"{now:%Y-%m-%d %H:%M}",
    )  # fmt: skip


def print_sheets(sheets: Sequence[Sheet], out: Path | Tray, progress: Progress = silent) -> Printed:
    """Print sheets into one PDF or onto a tray; raises UserError when there is nothing to print."""
    if not sheets:
        raise UserError("没有要催的，也没有退回的，不用打印。")
    return render(list(sheets), out, title=sheets[0].title, progress=progress)
