"""The form of a single record, derived from its declaration: label and fact, text that grows, room to sign."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare import faces
from danyang_desktop.declare.kinds import Choice, Choices, LongText, Money, Rows
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.printing.sheets import Cell, Column, Grid, Line, Sheet, Table, Words
from danyang_desktop.printing.shown import COMMON_LABELS, Shown

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.sheets import Block, Version

_MEASURE = 165.0
_EDGES = {
    1: (27.0,),
    2: (27.0, 82.5, 109.5),
    3: (27.0, 61.5, 82.5, 113.5, 134.5),
    4: (20.0, 41.0, 61.5, 82.5, 102.5, 123.5, 144.0),
}
"""Inner edges in mm of a line with so many facts: label, fact, label, fact ... Longer lines go over several."""
_LEAST = {"text": 20.0, "ticks": 12.0}
_MOST_TICKS = 10
_ROWS_IN_A_CELL = 6
_SIGN = 3
"""Most people who sign side by side."""


def forms_declared(ledger: Ledger[Any]) -> list[faces.Cells]:
    """Return the ledger's record forms."""
    return [face for face in ledger.prints if isinstance(face, faces.Cells)]


def record_sheet(
    ledger: Ledger[Any],
    record: Any,
    *,
    unit: str,
    version: Version = "working",
    face: faces.Cells | None = None,
    printed_at: str = "",
) -> Sheet:
    """Return the form of one record. Raises UserError for a secret record and for a notice: neither is ever printed."""
    if ledger.is_secret(record):
        raise UserError(f"这{ledger.unit}{ledger.noun}标为保密，不能打印。内容只留在台账里，合计里算次数。")
    if version == "notice":
        raise UserError("单条记录不能打印公示版。要公示，请打印整本台账的公示版。")
    face = face or forms_declared(ledger)[0]
    shown = Shown(ledger, record, version)
    plan = _plan(face)
    signing = [face.signatures[start : start + _SIGN] for start in range(0, len(face.signatures), _SIGN)]
    places = sorted({0.0, _MEASURE, *(edge for part in (*plan, *signing) for edge in _EDGES[len(part)])})
    lines = [_line(ledger, record, names, shown, face, _spans(places, len(names))) for names in plan]
    lines += [_signing(names, _spans(places, len(names))) for names in signing]
    after = [block for names in plan for name in names for block in _listed(ledger, record, name, shown)]
    state = f"（{STATUSES['void']}：{record.void_reason}）" if record.status == "void" else ""
    return Sheet(
        title=face.title,
        unit=f"单位：{unit}",
        period=(f"编号：{record.serial_no or '未编号'}" if ledger.code else "") + state,
        blocks=(Grid(tuple(right - left for left, right in pairwise(places)), tuple(lines)), *after),
        layout="form",
        version=version,
        printed_at=printed_at,
    )


def _plan(face: faces.Cells) -> list[tuple[str, ...]]:
    """Return the names line by line: none longer than fits, and without the number, which stands in the head."""
    lines = [tuple(name for name in names if name != "serial_no") for names in face.lines]
    most = max(_EDGES)
    return [names[start : start + most] for names in lines for start in range(0, len(names), most)]


def _spans(places: list[float], count: int) -> list[int]:
    """Return over how many columns of the grid each cell of a line with `count` facts goes."""
    edges = (0.0, *_EDGES[count], _MEASURE)
    return [right - left for left, right in pairwise(map(places.index, edges))]


def _label(ledger: Ledger[Any], name: str) -> str:
    kind = ledger.kinds.get(name)
    if kind is None:
        return COMMON_LABELS.get(name, name)
    return f"{kind.label}\n（元）" if isinstance(kind, Money) else kind.label


def _line(
    ledger: Ledger[Any], record: Any, names: tuple[str, ...], shown: Shown, face: faces.Cells, spans: list[int]
) -> Line:
    cells: list[Cell] = []
    height = 11.0
    for place, name in enumerate(names):
        fact = _fact(ledger, record, name, shown, spans[2 * place + 1], alone=len(names) == 1)
        cells += [Cell(_label(ledger, name), "label", spans[2 * place]), fact]
        height = max(height, face.tall.get(name, _LEAST.get(fact.kind, 11.0)))
    return Line(tuple(cells), height)


def _fact(ledger: Ledger[Any], record: Any, name: str, shown: Shown, span: int, *, alone: bool) -> Cell:
    kind = ledger.kinds.get(name)
    if kind is None:
        common = {"status": STATUSES[record.status]}
        return Cell(common.get(name) or str(getattr(record, name) or ""), "value", span)
    value = getattr(record, name)
    if isinstance(kind, LongText):
        return Cell(shown.value(kind, value), "text", span)
    if isinstance(kind, Rows):
        return Cell(_rows_in_words(kind, value, shown), "left", span)
    if alone and isinstance(kind, (Choice, Choices)):
        chosen = frozenset(value if isinstance(value, list) else filter(None, [value]))
        options = (*kind.options, *sorted(chosen.difference(kind.options)))
        if len(options) <= _MOST_TICKS:
            return Cell("\n".join(options), "ticks", span, chosen)
    return Cell(shown.value(kind, value), "left" if alone else "value", span)


def _row_text(kind: Rows[Any], row: Any, shown: Shown) -> str:
    facts = (shown.value(one, getattr(row, name)) for name, one in kind.row.kinds.items())
    return "，".join(filter(None, facts))


def _rows_in_words(kind: Rows[Any], rows: list[Any], shown: Shown) -> str:
    if len(rows) > _ROWS_IN_A_CELL:
        return f"共 {len(rows)} {kind.noun}，见下表"
    if len(rows) == 1:
        return _row_text(kind, rows[0], shown)
    return "\n".join(f"{number}. {_row_text(kind, row, shown)}" for number, row in enumerate(rows, 1))


def _listed(ledger: Ledger[Any], record: Any, name: str, shown: Shown) -> list[Block]:
    """Return the table of rows that are too many for a cell."""
    kind = ledger.kinds.get(name)
    rows = getattr(record, name) if isinstance(kind, Rows) else []
    if not isinstance(kind, Rows) or len(rows) <= _ROWS_IN_A_CELL:
        return []
    columns = [Column("序号", 12, "center")]
    columns += [
        Column(_heading(one), 40.0 if one.align == "left" else 22.0, one.align) for one in kind.row.kinds.values()
    ]
    texts = [
        [str(number), *(shown.value(one, getattr(row, field)) for field, one in kind.row.kinds.items())]
        for number, row in enumerate(rows, 1)
    ]
    table = Table(columns=columns, rows=texts, total_label=f"共 {len(rows)} {kind.noun}", counted=kind.noun)
    return [Words(kind.label, heading=True), table]


def _heading(kind: Kind[Any]) -> str:
    return f"{kind.label}（元）" if isinstance(kind, Money) else kind.label


def _signing(names: tuple[str, ...], spans: list[int]) -> Line:
    """Return a line in which people sign."""
    cells: list[Cell] = []
    for place, name in enumerate(names):
        words = name if name.endswith(("签字", "审核", "审批", "意见", "盖章")) else f"{name}\n签字"
        cells += [Cell(words, "label", spans[2 * place]), Cell("年　月　日", "sign", spans[2 * place + 1])]
    return Line(tuple(cells), 18.0)
