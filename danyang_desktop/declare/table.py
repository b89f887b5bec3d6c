"""A ledger as SQL sees it: its table, its columns, how a record becomes a row and back.

Composed once per ledger, so that a save runs prepared statements only: the ORM's own insert costs more than the
encrypted commit it stands before.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.kinds import Choices, LongText, Money, People, Ref, Rows, Text
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.record import COMMON
from danyang_desktop.store.search import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record


class Table:
    """The table of one ledger."""

    def __init__(self, ledger: Ledger[Any]) -> None:
        self.ledger = ledger
        self.slug = ledger.slug
        self.columns = (*COMMON, *ledger.kinds)
        self.kinds: tuple[Kind[Any], ...] = tuple(ledger.kinds.values())
        names = ", ".join(self.columns)
        self.select = f"SELECT id, {names} FROM {self.slug}"
        self.insert = f"INSERT INTO {self.slug} ({names}) VALUES ({', '.join('?' * len(self.columns))})"
        self.update = f"UPDATE {self.slug} SET {', '.join(f'{name} = ?' for name in self.columns)} WHERE id = ?"
        self._pointing = [(name, kind) for name, kind in ledger.kinds.items() if isinstance(kind, (Ref, People))]
        self._rows = [
            (name, [(column, kind) for column, kind in kind.row.kinds.items() if isinstance(kind, (Ref, People))])
            for name, kind in ledger.kinds.items()
            if isinstance(kind, Rows)
        ]

    def row(self, record: Record) -> tuple[Any, ...]:
        """Return a record as the table holds it, without id."""
        data = record.__data__
        common = tuple(data.get(name) for name in COMMON)
        return (*common, *[kind.db_value(data[kind.name]) for kind in self.kinds])

    def record(self, row: Sequence[Any]) -> Any:
        """Return the record of a row that `select` read."""
        record: Any = object.__new__(self.ledger.model)
        size = len(COMMON) + 1
        data = dict(zip(("id", *COMMON), row, strict=False))
        for kind, value in zip(self.kinds, row[size:], strict=True):
            data[kind.name] = kind.python_value(value)
        record.__dict__.update(__data__=data, _dirty=set(), __rel__={})
        return record

    def links(self, record: Record) -> set[str]:
        """Return the uids that a record points to, its rows' among them."""
        found = {link.uid for name, _ in self._pointing for link in _links(getattr(record, name))}
        for name, columns in self._rows:
            for row in getattr(record, name) if columns else ():
                found.update(link.uid for column, _ in columns for link in _links(getattr(row, column)))
        return found - {""}

    def words(self, record: Record) -> Words:
        """Return what the search finds a record by."""
        names: list[str] = []
        texts: list[str] = [record.serial_no] if record.serial_no else []
        for name in self.ledger.search:
            _say(self.ledger.kinds[name], getattr(record, name), names, texts)
        return Words(tuple(names), tuple(texts))

    def create(self) -> list[str]:
        """Return the statements that make the table and its indexes; a migration freezes them."""
        columns = ["id INTEGER PRIMARY KEY", "uid TEXT NOT NULL UNIQUE"]
        columns += [f"{name} {_COMMON_TYPES.get(name, 'TEXT')}" for name in COMMON if name != "uid"]
        columns += [f"{name} {kind.field_type}" for name, kind in self.ledger.kinds.items()]
        made = [f"CREATE TABLE {self.slug} ({', '.join(columns)})"]
        order = self.ledger.date_of or self.ledger.name_of
        made.append(f"CREATE INDEX {self.slug}_order ON {self.slug} ({order}, id, status)")
        made.append(f"CREATE INDEX {self.slug}_branch ON {self.slug} (branch, {order})")
        made += [
            f"CREATE INDEX {self.slug}_{name} ON {self.slug} ({name})"
            for name in self.ledger.keys
            if name != order and isinstance(self.ledger.kinds[name], Text)
        ]
        return made


_COMMON_TYPES = {"revision": "INTEGER NOT NULL", "branch": "TEXT NOT NULL", "status": "TEXT NOT NULL"}


def _links(value: Any) -> Iterable[Link]:
    if value is None:
        return ()
    return (value,) if isinstance(value, Link) else value


def _say(kind: Kind[Any], value: Any, names: list[str], texts: list[str]) -> None:
    if kind.is_empty(value):
        return
    if isinstance(kind, (Ref, People)):
        names.extend(link.name for link in _links(value))
    elif isinstance(kind, Text) and kind.form == "name":
        names.append(value)
    elif isinstance(kind, Rows):
        for row in value:
            for name, inner in kind.row.kinds.items():
                if isinstance(inner, (Ref, People, Text)) and inner.privacy < 3:
                    _say(inner, getattr(row, name), names, texts)
    elif isinstance(kind, (Choices, LongText, Money)) or kind.field_type == "TEXT":
        texts.append(kind.words(value))


def month_bounds(month: str) -> tuple[str, str]:
    """Return the bounds of a month (2026-11) or a year (2026) in text order: first included, second not."""
    if len(month) == 4:
        return month, str(int(month) + 1)
    day = dt.date.fromisoformat(f"{month}-01")
    following = day.replace(day=28) + dt.timedelta(days=4)
    return month, f"{following.year:04}-{following.month:02}"
