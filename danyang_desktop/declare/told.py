"""A record in words for somebody who only reads it: every field, numbers of people masked, amounts with their unit.

The desks of the office compare versions by these words, and say them in sentences: both must say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese import masks
from danyang_desktop.declare.kinds import Number, Photos, Rows, Text, YesNo
from danyang_desktop.declare.query import LIVE
from danyang_desktop.declare.record import STATUSES

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.kinds import Row
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record

SECRET = 4
"""The privacy level of confidential talks (domain.md §2.0)."""
MASKS = {"id_no": masks.mask_id, "phone": masks.mask_phone, "account": masks.mask_account}
"""Form of a text -> what hides most of it."""
HIDDEN, STATUS = "（保密）", "状态（台账）"
_OF_LINES = {"id_no": masks.mask_id, "account_no": masks.mask_account}
"""A line keeps numbers as they were paid to, digit for digit, so that their form is no mask's form."""
_UNSAID = ("seq", "for_line", "line")
"""The place of a row, and which other row it speaks of: a name for programs."""


def hides(ledger: Ledger[Any], record: Record, name: str) -> bool:
    """Tell whether a field is confidential and the record is marked secret."""
    return ledger.kinds[name].privacy >= SECRET and ledger.is_secret(record)


def said(kind: Kind[Any], value: Any) -> str:
    """Return a value in words, "" for nothing: 300.00 元, 11 户, 321199********0019; of a list one row a line."""
    if kind.is_empty(value):
        return ""
    if isinstance(kind, Rows):
        rows = list(filter(None, map(said_row, value)))
        return "\n".join(f"{number}. {row}" for number, row in enumerate(rows, 1)) if len(rows) > 1 else "".join(rows)
    if isinstance(kind, Photos):
        return f"{len(value)} 张"
    if isinstance(kind, Text):
        return MASKS.get(kind.form, str)(value)
    text = kind.show(value)
    return f"{text} {kind.unit}" if isinstance(kind, Number) and kind.unit and text else text


def said_in_line(row: Row, name: str) -> str:
    """Return one fact of a row in words: of a payment's line numbers are masked too."""
    value = getattr(row, name)
    return _OF_LINES[name](value or "") if name in _OF_LINES else said(row.kinds[name], value)


def said_row(row: Row) -> str:
    """Return all that a row of a list says: its first fact by itself, the others with their labels."""
    told: list[str] = []
    for name, kind in row.kinds.items():
        text = "" if name in _UNSAID else said_in_line(row, name)
        if not text or (isinstance(kind, YesNo) and getattr(row, name) is kind.first_value(None)):
            continue
        told.append(f"{kind.label.partition('（')[0]} {text}" if told else text)
    return "，".join(told)


def told_of(ledger: Ledger[Any], record: Record) -> dict[str, str]:
    """Return label -> words of every field of a record, confidential ones hidden, and last whether it was voided."""
    told = {
        kind.label: HIDDEN if hides(ledger, record, name) else said(kind, getattr(record, name))
        for name, kind in ledger.kinds.items()
    }
    gone = "" if record.status in LIVE else STATUSES.get(record.status, record.status)
    return {**told, STATUS: f"{gone}：{record.void_reason}" if gone and record.void_reason else gone}
