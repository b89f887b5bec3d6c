"""交接单: the sheet that goes with the stick, signed by who brings it and who takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.printing.paper import render
from danyang_desktop.printing.sheets import Cell, Column, Grid, Line, Sheet, Table, Words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from danyang_desktop.exchange.bundle_out import HandedIn
    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.printing.paper import Printed

_CARE = "只写份数和核对码，不含个人信息"


def delivery_note(desk: Desk, made: HandedIn, month: str, counts: Mapping[str, int], now: dt.datetime) -> Sheet:
    """Return the sheet of one bundle; `counts` are the records in it by ledger."""
    facts = (
        ("上报月份", show_period(month)), ("数据包", made.file.name), ("第几号包", f"第 {made.seq} 号"),
        ("内容", f"{made.records} 条记录，{made.photos} 张照片"), ("大小", f"{made.bytes / 1e6:.1f} MB，已加密"),
        ("核对码", made.code),
    )  # fmt: skip
    lines = tuple(Line((Cell(label, "label"), Cell(text, "left"))) for label, text in facts)
    columns = (Column("台账", 80), Column("本次交的条数", 40, "right"), Column("备注", 40))
    rows = [
        (ledger.title, str(counts[slug]), "")
        for slug, ledger in desk.book.ledgers.items()
        if counts.get(slug) and not ledger.is_register
    ]
    said = (
        "核对码和县里电脑上显示的一样，就是同一个包，没有改动过。"
        "县里收下以后请给回执：写回这个 U盘，或抄下 12 位回执号。"
    )
    table = Table(columns=columns, rows=rows, counted="本台账", total_label=None, empty="只有名册的改动。")
    return Sheet(
        title="数据包交接单", subtitle="", unit=f"支部：{desk.name}", period=f"{now:%Y-%m-%d}",
        blocks=(
            Grid((34.0, 131.0), lines), Words("本次交的台账", heading=True), table, Words(said),
        ),
        signatures=("支部交件人", "县（镇）收件人"), dated=True, layout="portrait", version="working", care=_CARE,
        printed_at=f"{now:%Y-%m-%d %H:%M}",
    )  # fmt: skip


def print_delivery_note(sheet: Sheet, path: Path, progress: Progress = silent) -> Printed:
    """Print the sheet into a PDF."""
    return render([sheet], path, title=sheet.title, progress=progress)
