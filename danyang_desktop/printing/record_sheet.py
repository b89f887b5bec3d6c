"""The form of a single record, derived from its declaration: label and fact, text that grows, room to sign."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_date, show_period
from danyang_desktop.base.errors import UserError
from danyang_desktop.declare import faces
from danyang_desktop.declare.kinds import Choice, Choices, Date, LongText, Money, Period, Rows
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.printing.ledger_sheet import rows_table
from danyang_desktop.printing.sheets import Cell, Column, Grid, Line, Photos, Picture, Sheet, Table, Words
from danyang_desktop.printing.shown import COMMON_LABELS, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.sheets import Block, Version

    Load = Callable[[str], bytes | None]

_MEASURE = 165.0
_EDGES = {
    1: (27.0,),
    2: (27.0, 82.5, 109.5),
    3: (27.0, 61.5, 82.5, 113.5, 134.5),
    4: (20.0, 41.0, 61.5, 82.5, 102.5, 123.5, 144.0),
}
"""Inner edges in mm of a line with so many facts: label, fact, label, fact ... Longer lines go over several."""
_COMPACT = {**_EDGES, 1: (24.0,), 2: (24.0, 86.0, 110.0)}
"""The same for forms in smaller type: the block of 志愿服务活动记录 (24, 62, 24 and 55 mm)."""
_LEAST = {"text": 20.0, "ticks": 12.0}
_MOST_TICKS = 10
_ROWS_IN_A_CELL = 6
_SIGNATURES = "signatures"
"""Name under which a form says how high its line to sign is."""
_SIGN = 3
"""Most people who sign side by side."""
_OPINION = "意见"
_LARGE = (165.0, 104.0)
"""Width and height in mm of the frames of a photo page: two a page."""


def forms_declared(ledger: Ledger[Any]) -> list[faces.Cells]:
    """Return the ledger's record forms."""
    return [face for face in ledger.prints if isinstance(face, faces.Cells)]


def record_sheets(
    ledger: Ledger[Any], record: Any, *, photo: Load | None = None, face: faces.Cells | None = None, **how: Any
) -> list[Sheet]:
    """Return the form of one record, and its photo page if it has more photos than stand in the form.

    photo  gives the JPEG bytes of a digest; without it no photos are printed. The rest as record_sheet.
    """
    face = face or forms_declared(ledger)[0]
    sheets = [record_sheet(ledger, record, face=face, photo=photo, **how)]
    pictures = _pictures(face, record, photo)
    if len(pictures) > face.inside:
        title = f"{face.title.removesuffix('记录表').removesuffix('记录')}照片"
        block = Photos(pictures, *_LARGE)
        sheets.append(replace(sheets[0], title=title, blocks=(block,), signatures=()))
    return sheets


def record_sheet(
    ledger: Ledger[Any],
    record: Any,
    *,
    unit: str,
    version: Version = "working",
    face: faces.Cells | None = None,
    printed_at: str = "",
    photo: Load | None = None,
) -> Sheet:
    """Return the form of one record. Raises UserError for a secret record and for a notice: neither is ever printed."""
    if ledger.is_secret(record):
        raise UserError(f"这{ledger.unit}{ledger.noun}标为保密，不能打印。内容只留在台账里，合计里算次数。")
    if version == "notice":
        raise UserError("单条记录不能打印公示版。要公示，请打印整本台账的公示版。")
    face = face or forms_declared(ledger)[0]
    form = _Form(ledger, record, face, version)
    head = [_numbered(ledger, record, face)]
    if record.status == "void":
        head.append(f"（{STATUSES['void']}：{record.void_reason}）")
    blocks: list[Block] = [form.grid(), *form.tables()]
    pictures = _pictures(face, record, photo)[: face.inside]
    if pictures:
        blocks.append(Photos(pictures))
    if face.note:
        blocks.append(Words(face.note, size=9.0, gap=2.0))
    return Sheet(
        title=face.title,
        unit=f"单位：{unit}",
        period="".join(head),
        blocks=tuple(blocks),
        signatures=face.signatures if face.below else (),
        layout="form" if face.below else "record",
        version=version,
        care=face.care,
        printed_at=printed_at,
    )


def _numbered(ledger: Ledger[Any], record: Any, face: faces.Cells) -> str:
    """Return what stands at the right of the head: the serial number, or what the register knows the record by."""
    if ledger.code:
        return f"编号：{record.serial_no or '未编号'}"
    kind = ledger.kinds.get(face.number)
    number = getattr(record, face.number) if kind is not None else ""
    return f"{kind.label}：{number}" if kind is not None and number else ""


def _pictures(face: faces.Cells, record: Any, photo: Load | None) -> tuple[Picture, ...]:
    if not face.photos or photo is None:
        return ()
    digests = getattr(record, face.photos) or []
    return tuple(Picture(digest, photo, f"照片 {number}") for number, digest in enumerate(digests, 1))


class _Form:
    """One record on one form."""

    def __init__(self, ledger: Ledger[Any], record: Any, face: faces.Cells, version: Version) -> None:
        self._ledger, self._record, self._face, self._version = ledger, record, face, version
        self._shown = Shown(ledger, record, version)

    def grid(self) -> Grid:
        """Return labels and facts, and below them room to sign."""
        face = self._face
        plan = _plan(face)
        names = () if face.below else face.signatures
        signing = list(_signing_lines(names))
        all_edges = _COMPACT if face.below else _EDGES
        places = sorted({0.0, _MEASURE, *(edge for part in (*plan, *signing) for edge in all_edges[len(part)])})
        lines = [self._line(part, _spans(places, all_edges[len(part)])) for part in plan]
        lines += [_signing(part, _spans(places, all_edges[len(part)]), face) for part in signing]
        widths = tuple(right - left for left, right in pairwise(places))
        return Grid(widths, tuple(lines), face.size, face.size * 5 / 3)

    def tables(self) -> list[Block]:
        """Return the tables under the grid: those declared, and rows that are too many for their cell."""
        blocks: list[Block] = []
        listed = {one.rows_of for one in self._face.lists}
        for one in self._face.lists:
            blocks.append(Words(one.title, heading=True))
            count = len(getattr(self._record, one.rows_of))
            kind = self._ledger.kinds[one.rows_of]
            noun = kind.noun if isinstance(kind, Rows) else "项"
            label = f"合计　{count} {noun}"
            table = rows_table(self._ledger, self._record, one, self._version, label=label)
            blocks.append(replace(table, page_totals=False))
        for names in _plan(self._face):
            for name in names:
                if name not in listed:
                    blocks += _listed(self._ledger, self._record, name, self._shown)
        return blocks

    def _line(self, names: tuple[str, ...], spans: list[int]) -> Line:
        cells: list[Cell] = []
        height = 11.0
        for place, name in enumerate(names):
            fact = self._fact(name, spans[2 * place + 1], alone=len(names) == 1)
            cells += [Cell(self._label(name), "label", spans[2 * place]), fact]
            height = max(height, self._face.tall.get(name, _LEAST.get(fact.kind, 11.0)))
        return Line(tuple(cells), height)

    def _label(self, name: str) -> str:
        declared = self._face.facts.get(name)
        if declared and declared.label:
            return declared.label
        kind = self._ledger.kinds.get(name)
        if kind is None:
            return COMMON_LABELS.get(name, name)
        return f"{kind.label}\n（元）" if isinstance(kind, Money) else kind.label

    def _fact(self, name: str, span: int, *, alone: bool) -> Cell:
        declared = self._face.facts.get(name, faces.Fact())
        kind = self._ledger.kinds.get(name)
        look: Any = "text" if declared.text else "left" if alone or self._face.below else "value"
        if declared.shows is not None:
            return Cell(self._shown.composed(kind, declared.shows(self._record)), look, span)
        if kind is None:
            common = {"status": STATUSES[self._record.status]}
            return Cell(common.get(name) or str(getattr(self._record, name) or ""), "value", span)
        value = getattr(self._record, name)
        if isinstance(kind, LongText):
            return Cell(self._shown.value(kind, value), "text", span)
        if isinstance(kind, Rows):
            return Cell(_rows_in_words(kind, value, self._shown), look if declared.text else "left", span)
        if isinstance(kind, (Choice, Choices)) and (alone or declared.ticks):
            chosen = frozenset(value if isinstance(value, list) else filter(None, [value]))
            options = (*kind.options, *sorted(chosen.difference(kind.options)))
            if declared.ticks or len(options) <= _MOST_TICKS:
                return Cell("\n".join(options), "ticks", span, chosen)
        return Cell(_in_words(kind, value) or self._shown.value(kind, value), look, span)


def _in_words(kind: Kind[Any], value: Any) -> str:
    """Return a day or a month as a form has it, 2026年11月23日: figures with strokes are for tables."""
    if isinstance(kind, Date) and value:
        return show_date(value, with_year=True)
    return show_period(value) if isinstance(kind, Period) and value else ""


def _plan(face: faces.Cells) -> list[tuple[str, ...]]:
    """Return the names line by line: none longer than fits, and without the number, which stands in the head."""
    lines = [tuple(name for name in names if name != "serial_no") for names in face.lines]
    most = max(_EDGES)
    return [names[start : start + most] for names in lines for start in range(0, len(names), most)]


def _spans(places: list[float], edges: tuple[float, ...]) -> list[int]:
    """Return over how many columns of the grid each cell of a line with these inner edges goes."""
    return [right - left for left, right in pairwise(map(places.index, (0.0, *edges, _MEASURE)))]


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


def _signing_lines(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give who signs line by line: several side by side, but an opinion has a line of its own to be written in."""
    plain = tuple(name for name in names if not name.endswith(_OPINION))
    for start in range(0, len(plain), _SIGN):
        yield plain[start : start + _SIGN]
    for name in names:
        if name.endswith(_OPINION):
            yield (name,)


def signed(name: str) -> tuple[str, str]:
    """Return the label of a box to sign in, and what stands at its foot."""
    if name.endswith(_OPINION):
        return name, "签字（盖章）：　　　　　　　　　　年　　月　　日"
    return (name if name.endswith(("签字", "审核", "审批", "盖章")) else f"{name}\n签字"), "年　月　日"


def _signing(names: tuple[str, ...], spans: list[int], face: faces.Cells) -> Line:
    """Return a line in which people sign."""
    cells: list[Cell] = []
    for place, name in enumerate(names):
        label, foot = signed(name)
        cells += [Cell(label, "label", spans[2 * place]), Cell(foot, "sign", spans[2 * place + 1])]
    return Line(tuple(cells), face.tall.get(_SIGNATURES, 18.0))
