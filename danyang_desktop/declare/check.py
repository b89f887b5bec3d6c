"""The one validator: form, workbook, command and bundle all ask here."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import Choice, Choices, Date, People, Ref, Rows
from danyang_desktop.declare.kinds.choices import not_listed

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.look import Look
    from danyang_desktop.declare.record import Record


_OPEN = (Date, Choice, Choices, Rows, Ref, People)
"""Kinds whose values lean on something outside the record."""
_SOON = 7
"""Days ahead up to which it is the hand that was wrong, and not the clock."""


@dataclass
class Verdict:
    """What is to be said of a record: `errors` block the save, `warnings` do not. Field name ("" = all) -> sentence."""

    errors: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)


def judge(ledger: Ledger[Any], record: Record, look: Look) -> Verdict:
    """Work out the record's values and say all that is wrong with it."""
    verdict = Verdict(warnings=_ahead_of_a_slow_clock(ledger, record, look))
    for name, kind in ledger.kinds.items():
        said = _field(kind, name, record, look)
        if said:
            verdict.errors[name] = said
    if verdict.errors:
        verdict.warnings |= _asked_early(ledger, record, look, verdict.errors)
        return verdict
    try:
        for work_out in ledger.fills:
            work_out(record, look)
    except UserError as error:
        verdict.errors[error.field or ""] = error.sentence
        return verdict
    for one in ledger.judgements:
        said = one.judge(record, look)
        if said:
            (verdict.warnings if one.soft else verdict.errors).setdefault(one.field, said)
    return verdict


def _asked_early(ledger: Ledger[Any], record: Record, look: Look, errors: dict[str, str]) -> dict[str, str]:
    """Ask what can be asked of a record that is not complete yet: a form says it while it is being filled in.

    A rule may lean on what is still missing; then it says nothing until the record is complete.
    """
    said: dict[str, str] = {}
    for one in ledger.judgements:
        if one.soft and one.field not in errors:
            with suppress(AttributeError, TypeError, ValueError, UserError):
                if sentence := one.judge(record, look):
                    said.setdefault(one.field, sentence)
    return said


def _field(kind: Kind[Any], name: str, record: Record, look: Look) -> str | None:
    """Say what is wrong with one field by itself."""
    value = getattr(record, name)
    empty = kind.is_empty(value)
    if empty and not kind.required and kind.required_when is None:
        return None  # so most fields of most records
    if kind.shown_when is not None and not kind.shown_when(record):
        return None
    if empty:
        needed = kind.required or (kind.required_when is not None and kind.required_when(record))
        return f"“{kind.label}”没有填，请补上。" if needed else None
    try:
        said = kind.complain(value)
    except (TypeError, ValueError, AttributeError):
        return f"“{kind.label}”里的内容格式不对，请重新填写。"
    return said or _beyond(kind, value, look)


def _beyond(kind: Kind[Any], value: Any, look: Look) -> str | None:
    """Judge what a kind cannot know by itself: today, the book's own lists, whether a link leads anywhere."""
    if not isinstance(kind, _OPEN):
        return None
    if _is_ahead(kind, value, look) and not look.clock_is_slow:
        return _not_yet(kind, value, look.today)
    if isinstance(kind, (Choice, Choices)) and kind.code_list:
        options = tuple(look.choices(kind.code_list))
        values = [value] if isinstance(value, str) else value
        strange = next((one for one in values if one not in options), "")
        return not_listed(kind.label, strange, options) if strange else None
    if isinstance(kind, Rows):
        return _beyond_rows(kind, value, look)
    if isinstance(kind, (Ref, People)) and not kind.loose:
        links = value if isinstance(value, list) else [value]
        stranger = next((link.name for link in links if look.get(link) is None), "")
        if stranger:
            return f"“{kind.label}”里的 {stranger} 不在{kind.target.title}里。请先登记，或从名单里选。"
    return None


def _is_ahead(kind: Kind[Any], value: Any, look: Look) -> bool:
    return isinstance(kind, Date) and not kind.future and isinstance(value, dt.date) and value > look.today


def _not_yet(kind: Kind[Any], value: dt.date, today: dt.date) -> str:
    """Say that a day has not come; of one further away the clock may be wrong as well as the hand."""
    if value.year == today.year and (value - today).days < _SOON:
        return f"“{kind.label}”在今天之后。请改成 {show_date(today)}或更早的日期。"
    said = f"“{kind.label}”在今天（{show_date(today, with_year=True)}）之后。请改成今天或更早的日期"
    return f"{said}；要是电脑的日期不对，把它调对，或在“设置与备份”里说今天是几号，就能照常记。"


def _ahead_of_a_slow_clock(ledger: Ledger[Any], record: Record, look: Look) -> dict[str, str]:
    """Return what is to be looked at again: days after today, where the clock is known to be behind."""
    if not look.clock_is_slow:
        return {}
    today = show_date(look.today, with_year=True)
    return {
        name: f"“{kind.label}”比电脑的日期（{today}）晚。电脑的日期可能不对；日期没有写错就照这样存。"
        for name, kind in ledger.kinds.items()
        if _is_ahead(kind, getattr(record, name), look)
    }


def _beyond_rows(kind: Rows[Any], rows: list[Any], look: Look) -> str | None:
    """Judge the same of each row, and say which row it is."""
    for number, row in enumerate(rows, 1):
        for name, inner in kind.row.kinds.items():
            value = getattr(row, name)
            hidden = inner.shown_when is not None and not inner.shown_when(row)
            said = None if hidden or inner.is_empty(value) else _beyond(inner, value, look)
            if said:
                return f"{kind.label}第 {number} {kind.noun}：{said}"
    return None
