"""Blank forms of a ledger, derived from the same declaration as its form on screen: for power cuts and for the bag.

A fact is a label with room to write behind it; a choice is boxes to tick; rows are an empty table. A form bears a
reserved number and a QR with it, so that what is typed from it later keeps its number and its scan files itself.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.declare.kinds import (
    Choice,
    Choices,
    LongText,
    Money,
    Number,
    Photos,
    Rows,
    Text,
    YesNo,
)
from danyang_desktop.printing.ledger_sheet import sheets_declared
from danyang_desktop.printing.qr import number_payload
from danyang_desktop.printing.record_sheet import forms_declared, signed
from danyang_desktop.printing.sheets import Cell, Column, Grid, Line, Sheet, Table, Words
from danyang_desktop.printing.shown import COMMON_LABELS, heading, kinds_of_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from danyang_desktop.declare.faces import Cells, Print
    from danyang_desktop.declare.faces import Sheet as Listed
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.sheets import Block

    Options = Callable[[str], Sequence[str]]

CARE = "空白表 · 填好请录入台账"
_WRITTEN = {"date": "　　　　年　　月　　日", "period": "　　　　年　　月", "time": "　　时　　分"}
_WHOLE = (0.0, 27.0, 165.0)
_HALVES = (0.0, 27.0, 82.5, 109.5, 165.0)
_PLACES = _HALVES
_LINE, _WRITING, _TICKS, _SIGNING, _OPINION = 11.0, 20.0, 11.0, 16.0, 30.0
_ROOM_TO_WRITE = 30.0
_MOST_TICKS = 20
_SHORT_TEXT = 30
"""Longest text for which half a line is enough."""
_ROWS, _ROW_HEIGHT, _MOST_COLUMNS = 4, 10.0, 7
_LIST_ROWS = {True: 12, False: 20}
"""Rows of an empty list on a landscape page or a portrait one."""
_ROWS_OF_SEAL = 4
"""Rows less where the seal has its frame."""
_ROW_OF_LIST = 11.0


class Blank(NamedTuple):
    """A fact to be filled in by hand: `half` when half a line is enough; `spare` mm more where the page has them."""

    label: str
    cell: Cell
    height: float = _LINE
    half: bool = False
    spare: float = 0.0


def blank_form(ledger: Ledger[Any], *, unit: str, options: Options, serial_no: str = "", printed_at: str = "") -> Sheet:
    """Return one empty record form; `options` gives the labels of a code list as the book has them."""
    form = next(iter(forms_declared(ledger)), None)
    blanks = [blank for names in _lines(ledger, form) for blank in _asked(ledger, form, names, options)]
    signatures = form.signatures if form else ("经办人",)
    blocks: list[Block] = [blank_grid([*blanks, *signing(signatures)])]
    listed = {one.rows_of: one for one in form.lists} if form else {}
    for name in _rows_asked(ledger, form):
        blocks += _face_rows(ledger, listed[name]) if name in listed else blank_rows(ledger.kinds[name])
    return Sheet(
        title=form.title if form else ledger.title,
        unit=f"单位：{unit}",
        period=f"编号：{serial_no}" if serial_no else "",
        blocks=tuple(blocks),
        layout="form",
        care=CARE,
        printed_at=printed_at,
        qr=number_payload(serial_no) if serial_no else "",
    )


def _typed(ledger: Ledger[Any]) -> set[str]:
    """Return the fields that somebody types: what a fill works out is not asked on paper."""
    return {name for names in ledger.form.values() for name in names}


def _lines(ledger: Ledger[Any], form: Cells | None) -> list[tuple[str, ...]]:
    """Return what is asked on paper line by line: the form on paper, or else what the form on screen asks."""
    if form is None:
        return [(name,) for names in ledger.form.values() for name in names]
    typed = {*_typed(ledger), *COMMON_LABELS}
    return [tuple(name for name in names if name in typed) for names in form.lines]


def _rows_asked(ledger: Ledger[Any], form: Cells | None) -> list[str]:
    names = [name for line in _lines(ledger, form) for name in line]
    names += [one.rows_of for one in form.lists] if form else []
    return [name for name in dict.fromkeys(names) if isinstance(ledger.kinds.get(name), Rows)]


def _asked(ledger: Ledger[Any], form: Cells | None, names: tuple[str, ...], options: Options) -> Iterator[Blank]:
    """Give the facts of one line in the words of the form on paper; neighbours there share a line here too."""
    for name in names:
        fact = form.facts.get(name) if form else None
        for blank in blanks_of(ledger, [name], options):
            low = blank.cell.kind in ("left", "value") and len(names) > 1
            wide = bool(fact and fact.text)
            yield blank._replace(
                label=fact.label if fact and fact.label else blank.label,
                half=blank.half or low,
                height=_WRITING if wide else blank.height,
                spare=_ROOM_TO_WRITE if wide else blank.spare,
            )


def blanks_of(ledger: Ledger[Any], names: Iterable[str], options: Options) -> Iterator[Blank]:
    """Give the facts to fill in, in order; numbers, photos and what a fill works out are left out."""
    for name in names:
        kind = ledger.kinds.get(name)
        if isinstance(kind, (Photos, Rows)) or name in ("serial_no", "status", "seq", ledger.state):
            continue
        if kind is None:
            yield Blank(COMMON_LABELS.get(name, name), Cell(""), half=True)
        else:
            yield _blank(kind, options)


def _blank(kind: Kind[Any], options: Options) -> Blank:
    label = kind.label
    if isinstance(kind, (Choice, Choices)):
        labels = options(kind.code_list) if kind.code_list else kind.options
        if len(labels) <= _MOST_TICKS:
            return Blank(label, Cell("\n".join(labels), "ticks"), _TICKS)
        return Blank(label, Cell("", "left"))
    if isinstance(kind, YesNo):
        return Blank(label, Cell("是\n否", "ticks"), _TICKS, half=True)
    if kind.name_of_kind in _WRITTEN:
        return Blank(label, Cell(_WRITTEN[kind.name_of_kind]), half=True)
    if isinstance(kind, (Money, Number)):
        unit = "元" if isinstance(kind, Money) else kind.unit
        return Blank(label, Cell(f"　　　　　　{unit}"), half=True)
    if isinstance(kind, LongText):
        return Blank(label, Cell("", "text"), _WRITING, spare=_ROOM_TO_WRITE)
    short = isinstance(kind, Text) and (kind.form != "" or (kind.most or _SHORT_TEXT + 1) <= _SHORT_TEXT)
    return Blank(label, Cell("", "left"), half=short or kind.name_of_kind == "ref")


def signing(names: Sequence[str]) -> Iterator[Blank]:
    """Give room for people to sign, two on a line."""
    for name in names:
        label, foot = signed(name)
        alone = not label.endswith("签字")
        yield Blank(label, Cell(foot, "sign"), _OPINION if label == name and alone else _SIGNING, half=not alone)


def blank_grid(blanks: Iterable[Blank], size: float = 12.0) -> Grid:
    """Return facts as a grid in a type of `size` points: two short ones share a line."""
    lines: list[Line] = []
    waiting: Blank | None = None
    for blank in blanks:
        if waiting is not None and blank.half:
            lines.append(_line(_HALVES, waiting, blank))
            waiting = None
            continue
        if waiting is not None:
            lines.append(_line(_WHOLE, waiting))
        waiting = blank if blank.half else None
        if waiting is None:
            lines.append(_line(_WHOLE, blank))
    if waiting is not None:
        lines.append(_line(_WHOLE, waiting))
    return Grid(tuple(right - left for left, right in pairwise(_PLACES)), tuple(lines), size, size * 5 / 3)


def _line(edges: tuple[float, ...], *blanks: Blank) -> Line:
    spans = [_PLACES.index(right) - _PLACES.index(left) for left, right in pairwise(edges)]
    cells: list[Cell] = []
    for place, blank in enumerate(blanks):
        cell = blank.cell
        cells.append(Cell(blank.label, "label", spans[2 * place]))
        cells.append(Cell(cell.text, cell.kind, spans[2 * place + 1], cell.ticked))
    return Line(tuple(cells), max(blank.height for blank in blanks), max(blank.spare for blank in blanks))


def blank_rows(kind: Kind[Any], count: int = _ROWS) -> list[Block]:
    """Return an empty table for the rows of a record, with as many columns as a hand can fill."""
    if not isinstance(kind, Rows):
        return []
    shown = [one for one in kind.row.kinds.values() if one.label != "序号"][:_MOST_COLUMNS]
    columns = [Column("序号", 12, "center"), *(Column(one.label, 40 if one.align == "left" else 24) for one in shown)]
    rows = [[str(number), *("" for _ in shown)] for number in range(1, count + 1)]
    table = Table(columns=columns, rows=rows, total_label=None, row_height=_ROW_HEIGHT)
    return [Words(kind.label, heading=True), table]


def _face_rows(ledger: Ledger[Any], face: Listed) -> list[Block]:
    """Return the empty rows of a table that the form on paper has, signatures included."""
    kinds = kinds_of_sheet(ledger, face)
    columns = [Column(heading(one, kinds), one.width, "center") for one in face.columns]
    rows = [[_given(column, place, iter(())) for column in face.columns] for place in range(1, face.least_rows + 1)]
    return [
        Words(face.title, heading=True),
        Table(columns=columns, rows=rows, total_label=None, row_height=_ROW_HEIGHT),
    ]


def blank_lists(
    ledger: Ledger[Any], *, unit: str, serials: Sequence[str] = (), printed_at: str = ""
) -> Iterator[Sheet]:
    """Give the ledger's empty lists, a page each. Reserved numbers stand in the list's column of numbers, if any."""
    for face in sheets_declared(ledger):
        kinds = kinds_of_sheet(ledger, face)
        total = "合计" if any(one.total for one in face.columns) else None
        seal = face.seal and not face.landscape
        count = _LIST_ROWS[face.landscape] - (1 if total else 0) - (_ROWS_OF_SEAL if seal else 0)
        numbers = iter(() if face.rows_of else serials)
        rows = [[_given(column, place, numbers) for column in face.columns] for place in range(1, count + 1)]
        columns = [Column(heading(one, kinds), one.width, "center") for one in face.columns]
        table = Table(columns=columns, rows=rows, total_label=total, total_note="", row_height=_ROW_OF_LIST)
        yield Sheet(
            title=face.title,
            unit=f"{face.unit_label}：{unit}",
            period=_WRITTEN["period"],
            blocks=(table,),
            signatures=tuple(name for name in face.signatures if name != "填报日期"),
            dated=face.landscape,
            seal=seal,
            layout="landscape" if face.landscape else "portrait",
            care=CARE,
            printed_at=printed_at,
        )


def _given(column: Print, place: int, numbers: Iterator[str]) -> str:
    if column.field == "seq":
        return str(place)
    return next(numbers, "") if column.field == "serial_no" else ""


def numbers_sheet(
    title: str, rows: Sequence[tuple[str, str, str, str, str]], *, unit: str, year: int, printed_at: str = ""
) -> Sheet:
    """Return the register of reserved numbers: (number, set aside on, by whom, what became of it, why voided)."""
    columns = (
        Column("序号", 12, "center"), Column("编号", 62, "center"), Column("领用日期", 26, "center"),
        Column("领用人", 22, "center"), Column("现在", 20, "center"), Column("作废原因", 40),
    )  # fmt: skip
    texts = [[str(number), *row] for number, row in enumerate(rows, 1)]
    left = sum(row[3] == "未用" for row in rows)
    table = Table(
        columns=columns, rows=texts, total_label=f"共 {len(rows)} 号，未用 {left} 号", empty="没有预留过编号。"
    )
    return Sheet(
        title="空白表编号登记", unit=f"单位：{unit}", period=f"{title}　{year}年", blocks=(table,),
        signatures=("支部书记", "经办人"), layout="portrait", care="编号登记 · 由支部留存", printed_at=printed_at,
    )  # fmt: skip
