"""The month on paper: every ledger's sheets, and a cover with figures and a catalogue in front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.printing.amended import with_amendments
from danyang_desktop.printing.ledger_sheet import ledger_sheet, rows_sheet, sheets_declared, shown_period
from danyang_desktop.printing.paper import count_pages
from danyang_desktop.printing.record_sheet import forms_declared, record_sheet
from danyang_desktop.printing.sheets import Column, Sheet, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from danyang_desktop.declare.amendments import Amendment
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.fonts import Types
    from danyang_desktop.printing.sheets import Version


@dataclass(frozen=True)
class Figure:
    """A line of the cover: a ledger's figures as texts, "" where there is none."""

    title: str
    this_month: str
    last_month: str = ""
    this_year: str = ""
    note: str = ""


def sheets_of(
    ledger: Ledger[Any],
    records: Sequence[Any],
    *,
    unit: str,
    period: str,
    version: Version = "working",
    printed_at: str = "",
    forms: bool = False,
    amended: Sequence[Amendment] = (),
) -> list[Sheet]:
    """Return all sheets of a ledger for a month: its lists, its rosters one a record, its record forms if asked for.

    amended  what was changed since the month was closed: it stands below the list, or below the roster it belongs to
    """
    how: dict[str, Any] = {"unit": unit, "version": version, "printed_at": printed_at}
    open_records = [record for record in records if not ledger.is_secret(record)]
    sheets: list[Sheet] = []
    for face in sheets_declared(ledger):
        if face.rows_of:
            owners = [record for record in open_records if version != "notice" or record.status != "void"]
            for one in owners or [None]:
                own = [change for change in amended if one is not None and change.uid == one.uid]
                roster = rows_sheet(ledger, one, period=period, face=face, **how)
                sheets.append(with_amendments(roster, ledger, own, version))
        else:
            listed = ledger_sheet(ledger, records, period=period, face=face, **how)
            sheets.append(with_amendments(listed, ledger, amended, version))
    if forms and version != "notice":
        for form in forms_declared(ledger):
            sheets += [record_sheet(ledger, record, face=form, **how) for record in open_records]
    return sheets


def figure_of(ledger: Ledger[Any], records: Iterable[Any]) -> Figure:
    """Return a ledger's figures from this month's records alone: how many, and its declared totals."""
    live = [record for record in records if record.status != "void"]
    parts: list[str] = []
    for name in ledger.totals:
        kind = ledger.kinds[name]
        total = sum(getattr(record, name) or 0 for record in live)
        unit = getattr(kind, "unit", "")
        parts.append(f"{kind.label} {kind.show(total)} {unit}".strip())
    return Figure(ledger.short, f"{len(live)} {ledger.unit}", note="，".join(parts))


def cover_sheet(
    *,
    unit: str,
    period: str,
    figures: Sequence[Figure],
    catalogue: Sequence[tuple[str, int]] = (),
    version: Version = "working",
    printed_at: str = "",
) -> Sheet:
    """Return the cover of a month: figures, and the catalogue of (title, pages) that it binds."""
    rows = [[one.title, one.this_month, one.last_month, one.this_year, one.note] for one in figures]
    columns = (
        Column("台账", 24, "center"),
        Column("本月", 21, "center"),
        Column("上月", 21, "center"),
        Column("全年累计", 23, "center"),
        Column("说明", 76),
    )
    table = Table(columns=columns, rows=rows, total_label=None, row_height=12, empty="本月没有台账。")
    listed = [[str(number), title, str(pages)] for number, (title, pages) in enumerate(catalogue, 1)]
    order = (Column("序号", 15, "center"), Column("题名", 120), Column("页数", 30, "center"))
    count = sum(pages for _title, pages in catalogue)
    blocks: tuple[Any, ...] = (table,)
    if catalogue:
        index = Table(columns=order, rows=listed, total_label=f"共 {len(catalogue)} 份 {count} 页", row_height=8.0)
        blocks = (table, Words("目录", heading=True, size=12), index)
    return Sheet(
        title="支部工作台账月度汇总",
        subtitle=shown_period(period),
        unit=unit,
        period=f"附：台账 {count} 页" if catalogue else "",
        blocks=blocks,
        signatures=("支部书记", "填报人"),
        seal=True,
        layout="cover",
        version=version,
        printed_at=printed_at,
    )


def month_sheets(
    parts: Sequence[tuple[Ledger[Any], Sequence[Any]]],
    *,
    unit: str,
    period: str,
    version: Version = "working",
    printed_at: str = "",
    figures: Sequence[Figure] = (),
    forms: bool = False,
    amended: Mapping[str, Sequence[Amendment]] | None = None,
    types: Types | None = None,
) -> list[Sheet]:
    """Return the whole month, ready to bind: cover, then every ledger in the order given.

    figures  the cover's lines; without them they are counted from this month's records alone
    amended  by slug: what was changed since the month was closed
    """
    sheets: list[Sheet] = []
    for ledger, records in parts:
        how: dict[str, Any] = {"unit": unit, "period": period, "version": version, "printed_at": printed_at}
        changes = (amended or {}).get(ledger.slug, ())
        sheets += sheets_of(ledger, records, forms=forms, amended=changes, **how)
    pages = count_pages(sheets, types=types)
    cover = cover_sheet(
        unit=unit,
        period=period,
        figures=figures or [figure_of(ledger, records) for ledger, records in parts],
        catalogue=[(sheet.title, count) for sheet, count in zip(sheets, pages, strict=True)],
        version=version,
        printed_at=printed_at,
    )
    return [cover, *sheets]
