"""一户一档: the file of one household: its form, every visit, every gift and payment, the photos."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.printing.record_sheet import record_sheets
from danyang_desktop.printing.sheets import Column, Photos, Picture, Sheet, Sum, Table, Words
from danyang_desktop.printing.shown import Shown
from danyang_desktop.registers.households import HOUSEHOLDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from danyang_desktop.printing.record_sheet import Load
    from danyang_desktop.printing.sheets import Version

_VISITED = (
    Column("序号", 10, "center"),
    Column("日期", 22, "center"),
    Column("走访人", 28, "center"),
    Column("类型", 20, "center"),
    Column("近况和诉求", 50),
    Column("帮扶措施", 35),
)
_CARED = (
    Column("序号", 10, "center"),
    Column("日期", 22, "center"),
    Column("事由", 39),
    Column("物品", 30),
    Column("金额（元）", 24, "right"),
    Column("资金来源", 40),
)


class Gift(NamedTuple):
    """Money or goods that reached the household."""

    given_on: dt.date | None
    reason: str
    goods: str
    fen: int
    source: str


def household_sheets(
    household: Any,
    visits: Sequence[Any],
    gifts: Sequence[Gift],
    *,
    unit: str,
    version: Version = "working",
    printed_at: str = "",
    photo: Load | None = None,
) -> list[Sheet]:
    """Return the file of a household: form, visits and gifts (oldest first), photos. Raises UserError for a notice."""
    how: dict[str, Any] = {"unit": unit, "version": version, "printed_at": printed_at}
    sheets = record_sheets(HOUSEHOLDS, household, **how)
    number = household.household_no or ""
    told = Sheet(
        title="走访和慰问补助记录",
        unit=f"户主：{household.head_name}",
        period=f"户编号：{number}" if number else "",
        blocks=(
            Words("走访记录", heading=True, gap=1.0),
            _visits(visits, version),
            Words("慰问和补助", heading=True),
            _gifts(gifts),
        ),
        layout="form",
        version=version,
        printed_at=printed_at,
    )
    sheets.append(told)
    pictures = _pictures(visits, photo)
    if pictures:
        sheets.append(replace(told, title="走访照片", blocks=(Photos(pictures, 80.0, 60.0),)))
    return [replace(sheet, chapter=f"{household.head_name}：{sheet.title}") for sheet in sheets]


def _visits(visits: Sequence[Any], version: Version) -> Table:
    rows: list[list[str]] = []
    for number, visit in enumerate(visits, 1):
        shown = Shown(VISITS, visit, version)
        kinds = VISITS.kinds
        texts = [shown.value(kinds[name], getattr(visit, name)) for name in ("visited_on", "visitors", "purpose")]
        request = shown.value(kinds["request"], visit.request)
        state = f"{shown.value(kinds['situation'], visit.situation)}\n诉求：{request}"
        rows.append([str(number), *texts, state, shown.value(kinds["measures"], visit.measures)])
    struck = frozenset(place for place, visit in enumerate(visits) if visit.status == "void")
    count = len(visits) - len(struck)
    return Table(columns=_VISITED, rows=rows, struck=struck, total_label=f"走访 {count} 次", empty="还没有走访记录。")


def _gifts(gifts: Sequence[Gift]) -> Table:
    rows = [
        [
            str(number),
            f"{one.given_on:%Y-%m-%d}" if one.given_on else "",
            one.reason,
            one.goods,
            show_fen(one.fen) if one.fen else "",
            one.source,
        ]
        for number, one in enumerate(gifts, 1)
    ]
    total = Sum(4, [one.fen for one in gifts], show_fen)
    return Table(columns=_CARED, rows=rows, sums=(total,), counted="笔", empty="还没有慰问和补助记录。")


def _pictures(visits: Sequence[Any], photo: Load | None) -> tuple[Picture, ...]:
    if photo is None:
        return ()
    return tuple(
        Picture(digest, photo, f"{visit.visited_on:%Y-%m-%d} {visit.purpose}")
        for visit in visits
        if visit.status != "void"
        for digest in visit.photos
    )
