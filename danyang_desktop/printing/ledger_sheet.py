"""A ledger's sheet, derived from its declaration: the month's list, or the rows of one record (花名册, 签到表)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.capitals import amount_in_capitals
from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.declare import faces
from danyang_desktop.declare.kinds import LongText, Number, Rows, Text
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.printing.sheets import Column, Sheet, Sum, Table
from danyang_desktop.printing.shown import Shown, columns_shown, heading, is_identifier, kinds_of_sheet, may_compose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.sheets import Align, Version

_DATED = "填报日期"
_MONTH = len("2026-11")
_ROOM_FOR_CAPITALS = 80.0
"""Width in mm behind the total of the money from which on its capitals stand there, in no row of their own."""
_ONE_PAGE = {True: 120.0, False: 200.0}
"""Height in mm of the rows that fit on one page with totals and signatures, landscape or not."""


def shown_period(period: str) -> str:
    """Return a month or a year as the head of a sheet has it."""
    return show_period(period) if len(period) == _MONTH else f"{period}年" if period.isdigit() else period


def ledger_sheet(
    ledger: Ledger[Any],
    records: Sequence[Any],
    *,
    unit: str,
    period: str,
    version: Version = "working",
    face: faces.Sheet | None = None,
    printed_at: str = "",
) -> Sheet:
    """Return the list of a ledger: one line a record, oldest first as given, voided ones struck through.

    unit    the branch, as the head names it;  period  2026-11 or 2026
    face    which of the ledger's sheets, the first list by default

    Secret records are counted in a line at the foot and leave no text; a notice has no voided records either.
    """
    face = face or first_list(ledger)
    listed = [record for record in records if not ledger.is_secret(record)]
    secret = len(records) - len(listed)
    if version == "notice":
        listed = [record for record in listed if record.status != "void"]
    counted = [record for record in listed if record.status != "void"]
    span = "合计" if ledger.is_register else {_MONTH: "本月合计", 4: "本年合计"}.get(len(period), "合计")
    what = "" if ledger.is_register else f"{ledger.noun} "
    lines = [_Line(ledger, record, record, {}, number, version) for number, record in enumerate(listed, 1)]
    table = _table(
        ledger,
        face,
        lines,
        version,
        counted=ledger.unit,
        label=f"{span}　{what}{len(counted)} {ledger.unit}",
        note=_note(face, counted, secret, ledger.unit, version),
        empty="本月没有记录。" if len(period) == _MONTH else "没有记录。",
    )
    return _sheet(face, (table,), f"{face.unit_label}：{unit}", shown_period(period), version, printed_at)


def rows_sheet(
    ledger: Ledger[Any],
    record: Any,
    *,
    unit: str,
    period: str = "",
    version: Version = "working",
    face: faces.Sheet | None = None,
    printed_at: str = "",
) -> Sheet:
    """Return the sheet that lists the rows of one record: 花名册, 签到表. `record` None prints one that says so."""
    face = face or next(one for one in sheets_declared(ledger) if one.rows_of)
    table = rows_table(ledger, record, face, version)
    number = f"编号 {record.serial_no}" if record is not None and record.serial_no else ""
    void = f"已作废：{record.void_reason}" if record is not None and record.status == "void" else ""
    head = "　".join(filter(None, (shown_period(period), number, void)))
    sheet = _sheet(face, (table,), f"{face.unit_label}：{unit}", head, version, printed_at)
    if face.titled is None or record is None or ledger.is_secret(record):
        return sheet
    return replace(sheet, title=face.titled(record) or face.title)


def rows_table(ledger: Ledger[Any], record: Any, face: faces.Sheet, version: Version, *, label: str = "") -> Table:
    """Return the rows of one record as a table; none of a secret record, none of no record. `label` at its totals."""
    kind = ledger.kinds[face.rows_of]
    rows = getattr(record, face.rows_of) if record is not None and not ledger.is_secret(record) else []
    row_kinds = kind.row.kinds if isinstance(kind, Rows) else {}
    lines = [_Line(ledger, record, row, row_kinds, number, version) for number, row in enumerate(rows, 1)]
    noun = face.counted or (kind.noun if isinstance(kind, Rows) else "项")
    return _table(ledger, face, lines, version, counted=noun, label=label, note="", empty="本期没有人员。")


def _note(face: faces.Sheet, counted: Sequence[Any], secret: int, unit: str, version: Version) -> str:
    """Return the words behind the totals: what the face says of the records, and how many are secret."""
    said = face.says(counted) if face.says is not None and version != "notice" else ""
    hidden = f"另有保密的 {secret} {unit}，只计次数，不列内容" if secret else ""
    return "　　".join(filter(None, (said, hidden)))


def sheets_declared(ledger: Ledger[Any]) -> list[faces.Sheet]:
    """Return the ledger's sheets, without its record forms."""
    return [face for face in ledger.prints if isinstance(face, faces.Sheet)]


def first_list(ledger: Ledger[Any]) -> faces.Sheet:
    """Return the sheet that lists records."""
    return next(one for one in sheets_declared(ledger) if not one.rows_of)


class _Line:
    """One line of a sheet: a record, or a row of it; `own` are the row's fields."""

    def __init__(
        self, ledger: Ledger[Any], record: Any, row: Any, own: dict[str, Kind[Any]], number: int, version: Version
    ) -> None:
        self.record, self.row, self._own, self._number = record, row, own, number
        self._version = version
        self._shown = Shown(ledger, record, version)

    @property
    def void(self) -> bool:
        """Tell whether the record is void: its lines are struck through and do not count."""
        return bool(self.record.status == "void")

    def owner(self, name: str) -> Any:
        """Return what has the field: the row before the record."""
        return self.row if name in self._own else self.record

    def amount(self, name: str) -> int:
        """Return the number that a total adds up."""
        return 0 if self.void else int(getattr(self.owner(name), name) or 0)

    def text(self, column: faces.Print, kinds: dict[str, Kind[Any]]) -> str:
        """Return what stands in a column."""
        name = column.field
        if column.sign:
            return ""
        if column.shows is not None and may_compose(kinds.get(name), self._version):
            return self._shown.text(column.shows(self.owner(name)))
        if name in kinds:
            return self._shown.value(kinds[name], getattr(self.owner(name), name))
        common = {"seq": str(self._number), "status": STATUSES[self.record.status], "recorder": self.record.recorder}
        return common.get(name) or str(getattr(self.record, name) or "")


def _align(column: faces.Print, kind: Kind[Any] | None) -> Align:
    """Numbers right, words of several lines left, everything short in the middle, as on the sheets of design.md 9."""
    if column.align:
        return column.align
    if kind is None or column.sign:
        return "center"
    if isinstance(kind, Number):
        return "right"
    return "left" if isinstance(kind, (LongText, Rows)) or (isinstance(kind, Text) and not kind.form) else "center"


def _table(
    ledger: Ledger[Any],
    face: faces.Sheet,
    lines: Sequence[_Line],
    version: Version,
    *,
    counted: str,
    label: str,
    note: str,
    empty: str,
) -> Table:
    kinds = kinds_of_sheet(ledger, face)
    prints = columns_shown(ledger, face, version)
    columns = [
        Column(heading(one, kinds, version), one.width, _align(one, kinds.get(one.field)), _size(kinds.get(one.field)))
        for one in prints
    ]
    sums = [
        Sum(place, [line.amount(one.field) for line in lines], kinds[one.field].show)
        for place, one in enumerate(prints)
        if one.total and one.field in kinds
    ]
    money = next((one for one in sums if prints[one.column].field == face.capitals), None)
    capitals = f"{amount_in_capitals(sum(money.values))}" if money is not None and lines else ""
    beside = money is not None and sum(one.width for one in prints[money.column + 1 :]) >= _ROOM_FOR_CAPITALS
    if beside and capitals:
        note = "　　".join(filter(None, (f"人民币（大写）{capitals}", note)))
    long = len(lines) * face.row_height > _ONE_PAGE[face.landscape]
    return Table(
        columns=columns,
        rows=[[line.text(one, kinds) for one in prints] for line in lines],
        struck=frozenset(place for place, line in enumerate(lines) if line.void),
        sums=sums,
        page_totals=bool(sums) and (bool(face.rows_of) or long) and not face.carried,
        counted=counted,
        total_label=label,
        total_note=note,
        capitals="" if beside else capitals,
        row_height=face.row_height,
        empty=empty,
        carried=face.carried and bool(sums),
        least_rows=face.least_rows,
        rows_a_page=face.rows_a_page,
    )


def _size(kind: Kind[Any] | None) -> float:
    """Return 9.5 points for citizen numbers and accounts, else the usual size."""
    return 9.5 if kind is not None and is_identifier(kind) else 0.0


def _sheet(
    face: faces.Sheet, blocks: tuple[Table, ...], unit: str, period: str, version: Version, printed_at: str
) -> Sheet:
    return Sheet(
        title=face.title,
        unit=unit,
        period=period,
        blocks=blocks,
        signatures=tuple(name for name in face.signatures if name != _DATED),
        dated=_DATED in face.signatures or (face.seal and face.landscape),
        seal=face.seal and not face.landscape,
        layout="landscape" if face.landscape else "portrait",
        version=version,
        printed_at=printed_at,
    )
