"""The month on paper: every ledger's sheets, and a cover with figures and a catalogue in front."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from danyang_desktop.printing.amended import with_amendments
from danyang_desktop.printing.check_code import check_code
from danyang_desktop.printing.cover import Figure, Listed, catalogue_sheet, cover_sheet
from danyang_desktop.printing.ledger_sheet import ledger_sheet, rows_sheet, sheets_declared, shown_period
from danyang_desktop.printing.paper import count_pages
from danyang_desktop.printing.record_sheet import forms_declared, record_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from danyang_desktop.declare.amendments import Amendment
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.drawing import Drawing
    from danyang_desktop.printing.fonts import Types
    from danyang_desktop.printing.record_sheet import Load
    from danyang_desktop.printing.sheets import Sheet, Version


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
    photo: Load | None = None,
) -> list[Sheet]:
    """Return all sheets of a ledger for a month: its lists, its rosters one a record, its record forms if asked for.

    photo    gives the JPEG bytes of a digest, for the record forms
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
                roster = rows_sheet(ledger, one, period=_month_of(ledger, one, period), face=face, **how)
                sheets.append(with_amendments(roster, ledger, own, version))
        else:
            listed = ledger_sheet(ledger, records, period=period, face=face, **how)
            sheets.append(with_amendments(listed, ledger, amended, version))
    if forms and version != "notice":
        for form in forms_declared(ledger):
            for record in open_records:
                sheets += record_sheets(ledger, record, face=form, photo=photo, **how)
    return [replace(sheet, part=ledger.slug) for sheet in sheets]


def _month_of(ledger: Ledger[Any], record: Any, period: str) -> str:
    """Return the month that a roster belongs to, also when a whole year is printed."""
    return str(getattr(record, ledger.date_of))[: len("2026-11")] if record is not None and ledger.date_of else period


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
    heads: str = "",
    charts: Sequence[Drawing] = (),
    asks: Sequence[str] | None = None,
    photo: Load | None = None,
    types: Types | None = None,
) -> list[Sheet]:
    """Return the whole month, ready to bind: cover, catalogue, then every ledger in the order given.

    figures  the cover's lines; without them they are counted from this month's records alone
    heads, charts, asks   see cover_sheet
    amended  by slug: what was changed since the month was closed
    forms, photo     see sheets_of
    """
    sheets: list[Sheet] = []
    for ledger, records in parts:
        how: dict[str, Any] = {"unit": unit, "period": period, "version": version, "printed_at": printed_at}
        changes = (amended or {}).get(ledger.slug, ())
        sheets += sheets_of(ledger, records, forms=forms, amended=changes, photo=photo, **how)
    pages = count_pages(sheets, types=types)
    about: dict[str, Any] = {"unit": unit, "version": version, "printed_at": printed_at}
    cover = cover_sheet(
        subtitle=shown_period(period),
        figures=figures or [figure_of(ledger, records) for ledger, records in parts],
        heads=heads,
        charts=charts,
        asks=asks,
        pages=sum(pages),
        **about,
    )
    catalogue = catalogue_sheet(listed(sheets, pages), period=shown_period(period), **about)
    return [replace(cover, part="cover"), replace(catalogue, part="catalogue"), *sheets]


def listed(sheets: Sequence[Sheet], pages: Sequence[int]) -> list[Listed]:
    """Return the lines of a catalogue."""
    return [
        Listed(
            sheet.title,
            sheet.period.rpartition("编号")[2].strip("： ") or sheet.period,
            count,
            check_code(sheet.values()),
        )
        for sheet, count in zip(sheets, pages, strict=True)
    ]
