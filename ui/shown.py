"""How values of a record look on the screen: numbers of people masked, states in a tone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.kinds import (
    Choice,
    Choices,
    Date,
    LongText,
    Money,
    Number,
    People,
    Photos,
    Ref,
    Rows,
    Text,
    YesNo,
)
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.declare.told import MASKS, hides

if TYPE_CHECKING:
    from danyang_desktop.declare.faces import Col
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.kinds import Row
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record

_ROW_FACTS = 4
DASH = "—"
_TONES = (
    ("error", ("退", "超", "逾", "错", "重复", "作废", "停发", "去世", "不满意", "需关注", "不合格")),
    ("warn", ("待", "未", "没", "公示", "审核", "报送", "编制", "计划", "有波动", "迁出", "在回收站")),
    ("ok", ("已", "完", "结清", "成功", "稳定", "满意", "在册", "确认", "在帮", "优", "良")),
)
"""Tone -> what a word of that tone has in it; the first that fits is taken."""

TONE_ICONS = {"error": "xo", "warn": "clock", "ok": "check", "quiet": "edit"}


def tone_of(word: str) -> str:
    """Return the tone in which a state is shown: error, warn, ok or quiet. The word always stands beside the colour."""
    return next((tone for tone, marks in _TONES if any(mark in word for mark in marks)), "quiet")


def is_masked(kind: Kind[Any]) -> bool:
    """Tell whether a field is shown only in part outside its own form."""
    return isinstance(kind, Text) and kind.form in MASKS


def text_of(kind: Kind[Any], value: Any) -> str:
    """Return a value as tables, panels and pickers show it."""
    if kind.is_empty(value):
        return ""
    if isinstance(kind, Text) and kind.form in MASKS:
        return MASKS[kind.form](value)
    if isinstance(kind, Money):
        return kind.show(value).removesuffix(".00")
    if isinstance(kind, Number) and kind.unit:
        return f"{kind.show(value)} {kind.unit}"
    if isinstance(kind, LongText):
        return " ".join(kind.show(value).split())
    if isinstance(kind, Rows):
        return "、".join(row_texts(value))
    return kind.show(value)


def row_texts(rows: list[Row]) -> list[str]:
    """Return each row in words: its first facts, numbers masked, running figures left out."""
    told: list[str] = []
    for row in rows:
        text = ""
        for name, kind in list(row.kinds.items())[:_ROW_FACTS]:
            fact = text_of(kind, getattr(row, name))
            if isinstance(kind, YesNo):
                continue
            if fact and (text or not isinstance(kind, Number)):
                text += f" {fact}{'元' if isinstance(kind, Money) else ''}"
        told.append(text.strip())
    return told


def cell_text(ledger: Ledger[Any], record: Record, col: Col, *, short_date: bool) -> str:
    """Return what stands in a cell of the table; with `short_date` the ledger's own date is 11-23."""
    if hides(ledger, record, col.field):
        return "（保密）"
    if col.shows is not None:
        return col.shows(record)
    kind, value = ledger.kinds[col.field], getattr(record, col.field)
    if isinstance(kind, Money | Number):
        return "" if kind.is_empty(value) else kind.show(value).removesuffix(".00")
    if short_date and col.field == ledger.date_of and isinstance(kind, Date) and value:
        return f"{value:%m-%d}"
    return text_of(kind, value)


def head_text(ledger: Ledger[Any], col: Col) -> str:
    """Return the heading of a column, with the unit of its figures."""
    kind = ledger.kinds[col.field]
    text = col.label or kind.label
    if not isinstance(kind, Number) or not kind.unit or "（" in text:
        return text
    whole = f"{text}（{kind.unit}）"
    width = width_of(ledger, col)
    return text if width and len(whole) * _HEAD_LETTER + _HEAD_PAD > width else whole


def found_by(ledger: Ledger[Any]) -> str:
    """Return what to type to find a record: a person's name, or what this ledger calls its records."""
    first = ledger.kinds[ledger.search[0]] if ledger.search else ledger.kinds[ledger.title_field]
    if isinstance(first, Ref | People) or first.label.endswith(("姓名", "户主")):
        return "姓名或拼音首字母，如 zsb"
    return f"{first.label}、拼音首字母或编码" if "code" in ledger.search else f"{first.label}或拼音首字母"


def title_of(ledger: Ledger[Any], record: Record) -> str:
    """Return what a reader calls a record."""
    name = ledger.title_field
    return text_of(ledger.kinds[name], getattr(record, name)) or (record.serial_no or ledger.noun)


def doing(verb: str, ledger: Ledger[Any]) -> str:
    """Return what a button or a head says: 新增走访, 新增一户."""
    return f"{verb}{'一' if len(ledger.noun) == 1 else ''}{ledger.noun}"


def saved(ledger: Ledger[Any], change: Any) -> str:
    """Return what the note says of a save: its number, and what looked odd."""
    odd = "、".join(ledger.kinds[name].label for name in change.warnings if name in ledger.kinds)
    number = f" {change.serial_no}" if change.serial_no else ""
    return f"已保存{number}" + (f"，请再核对：{odd}" if odd else "")


def one(ledger: Ledger[Any], which: str = "这") -> str:
    """Return how a single record is spoken of: 这次走访, 这场活动, 这一户, 第一次谈话."""
    unit = "次" if ledger.unit.endswith("次") else ledger.unit
    if ledger.noun.startswith(unit):
        return f"{which}{'一' if which == '这' else ''}{unit}"
    if len(ledger.noun) == 1:
        return f"{which}个{ledger.noun}" if which == "这" else f"{which}{unit}"
    return f"{which}{unit}{ledger.noun}"


def status_of(ledger: Ledger[Any], record: Record) -> str:
    """Return the word for where a record stands: its own state while it is alive, else 已作废 or 在回收站."""
    if record.status and record.status not in {"final", "archived"}:
        return STATUSES.get(record.status, record.status)
    return str(getattr(record, ledger.state)) if ledger.state else ""


def is_tag(ledger: Ledger[Any], name: str) -> bool:
    """Tell whether a column shows a state, as a tag."""
    return name == ledger.state


def is_quiet(kind: Kind[Any]) -> bool:
    """Tell whether a column is written in the second colour: kinds and classes, not the facts themselves."""
    return isinstance(kind, Choice | Choices)


_HEAD_LETTER, _HEAD_PAD = 15, 20
"""A letter of a heading and the room around it, in px at 96 dpi."""

_WIDTHS: tuple[tuple[type[Any], int], ...] = (
    (Date, 104),
    (Money, 104),
    (Number, 90),
    (Ref, 96),
    (People, 136),
    (Choices, 130),
    (Choice, 102),
    (Photos, 70),
    (LongText, 0),
    (Rows, 0),
    (Text, 130),
)


_LEAST: tuple[tuple[type[Any], int], ...] = ((Date, 102), (People, 92), (Choices, 96), (Ref, 70), (Choice, 70))
_LEAST_MASKED = {"phone": 122, "id_no": 186, "account": 100}


def least_width(ledger: Ledger[Any], col: Col) -> int:
    """Return the width in px at 96 dpi below which a column would cut what must be read whole: days, numbers, names."""
    kind = ledger.kinds[col.field]
    if isinstance(kind, Date) and col.shows is not None:
        return width_of(ledger, col)
    if isinstance(kind, Text):
        return _LEAST_MASKED.get(kind.form, 70)
    return next((width for known, width in _LEAST if isinstance(kind, known)), 0)


def width_of(ledger: Ledger[Any], col: Col) -> int:
    """Return the width of a column in px at 96 dpi; 0 takes what is left."""
    if col.width or any(one.width for one in ledger.table):
        return col.width
    kind = ledger.kinds[col.field]
    return next((width for known, width in _WIDTHS if isinstance(kind, known)), 90)
