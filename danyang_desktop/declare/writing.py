"""How a new record becomes a row and the text of a version: one look at each field for both.

Composed once per ledger. `Table.row` and the canonical spelling of `record.body_of` say the same of any record, one
after the other; where thousands come at once, that would be most of the work.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.canonical import quoted, spell
from danyang_desktop.declare.kind import Kind
from danyang_desktop.declare.kinds import Date, People, Ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.declare.ledger import Ledger

_MOST_KEPT = 2000


class Writing:
    """What the records of one ledger say, for the table and for a version.

    columns  the declared fields in the order in which `told` has them for the table
    """

    def __init__(self, ledger: Ledger[Any]) -> None:
        # Most fields are held as they are, in the table and in JSON alike; the others are seen to one by one.
        plain = tuple(sorted(name for name, kind in ledger.kinds.items() if _is_plain(kind)))
        others = sorted(set(ledger.kinds) - set(plain))
        self.columns = (*plain, *others)
        self._take = _taker(plain)
        self._keys = [f'"{name}":' for name in plain]
        self._others = [(name, _teller(ledger.kinds[name])) for name in others]

    def told(self, data: dict[str, Any], state: tuple[str, ...]) -> tuple[tuple[Any, ...], str, set[str]]:
        """Return a record's declared fields for the table, in the order of `columns`, its canonical body, its links.

        data   the record's `__data__`, of which only declared fields are looked at
        state  what `record.state_of` says of it, in that order
        """
        taken = self._take(data)
        parts = [
            key + (quoted(value) if value.__class__ is str else spell(value))
            for key, value in zip(self._keys, taken, strict=True)
            if value or value == 0
        ]
        held: list[Any] = []
        targets: set[str] = set()
        for name, teller in self._others:
            value = data[name]
            if value is None:
                held.append(None)
                continue
            there, part, pointed = teller(value)
            held.append(there)
            if part:
                parts.append(part)
            if pointed:
                targets.update(pointed)
        parts.append(_STATE.format(*map(quoted, state)))
        parts.sort()  # by their keys: the quotation mark behind a key comes before all that a longer key may have there
        return (*taken, *held), f"{{{','.join(parts)}}}", targets


_STATE = '"_":{{"branch":{},"created_at":{},"recorder":{},"serial_no":{},"status":{},"void_reason":{}}}'
_Told = tuple[Any, str, "tuple[str, ...]"]
"""What the table holds of a field; the member of the body that says it ("" = it is empty); whom it points to."""


def _teller(kind: Kind[Any]) -> Callable[[Any], _Told]:
    """Return what tells of a field that is not None. Days and people come again and again: what was told is kept."""
    key = f'"{kind.name}":'

    def tell(value: Any) -> _Told:
        if kind.is_empty(value):
            return kind.db_value(value), "", ()
        there, said = kind.told(value)
        return there, f"{key}{spell(said)}", tuple(kind.points_to(value))

    if not isinstance(kind, Date | Ref | People):
        return tell
    kept: dict[Any, _Told] = {}
    listed = kind.lists

    def tell_again(value: Any) -> _Told:
        known = tuple(value) if listed else value
        told = kept.get(known)
        if told is None:
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            told = kept[known] = tell(value)
        return told

    return tell_again


def _is_plain(kind: Kind[Any]) -> bool:
    own = type(kind)
    untouched = own.db_value is Kind.db_value and own.to_json is Kind.to_json and own.is_empty is Kind.is_empty
    return untouched and not own.lists


def _taker(names: tuple[str, ...]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """Return what takes these fields out of a record, as a tuple whatever their number is."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda data: tuple(data[name] for name in names)
