"""照上一条: what a new record takes over from the one that was written down before it.

Taken over is what repeats from one evening of writing to the next: who went, where, with what money and goods. Never
what makes a record this record: whom it is about, its day, its photos, what was said, and who may read it. The county
looks for the same text under two households (domain.md §6.2); this must not be where it comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.kinds import Choice, Date, LongText, Period, Photos, Ref, Rows, Text, Time
from danyang_desktop.declare.record import fresh

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record

_SENSITIVE = 3
"""From this privacy level on a text belongs to one person alone (PIPL art. 28)."""


def carried(ledger: Ledger[Any], last: Record) -> dict[str, Any]:
    """Return field -> value of what a new record may take over from `last`."""
    left = {ledger.date_of, ledger.state, ledger.name_of, *ledger.keys}
    return {
        name: getattr(last, name)
        for name, kind in ledger.kinds.items()
        if name not in left
        and not kind.is_empty(getattr(last, name))
        and _repeats(kind)
        and not _decides_who_reads(ledger, last, name)
    }


def _repeats(kind: Kind[Any]) -> bool:
    if kind.privacy >= _SENSITIVE or isinstance(kind, Date | Time | Period | Photos | LongText):
        return False
    if isinstance(kind, Text):
        return not kind.form
    if isinstance(kind, Rows):  # goods are alike; what was promised to whom is not
        return not any(isinstance(one, Date | Ref) for one in kind.row.kinds.values())
    return True


def _decides_who_reads(ledger: Ledger[Any], last: Record, name: str) -> bool:
    """Tell whether another value of this field would open or close the record to other readers."""
    kind = ledger.kinds[name]
    if not isinstance(kind, Choice) or kind.code_list:
        return False
    values = {one: getattr(last, one) for one in ledger.kinds}
    readers = {ledger.is_secret(fresh(ledger.model, None, **{**values, name: option})) for option in kind.options}
    return len(readers) > 1
