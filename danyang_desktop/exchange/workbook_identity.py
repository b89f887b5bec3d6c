"""Which record of the book a row of a workbook is.

In this order: by the serial number in a column 编号; by a citizen number; by the ledger's declared keys together; and
for people by the name alone where only one bears it. A row that none of these settles is a new record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from danyang_desktop.declare.look import Link
from danyang_desktop.declare.query import LIVE, SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record
    from danyang_desktop.exchange.workbook_grid import Cell

_MONTHS_MOST = 36  # a workbook of more months than that is compared with the whole ledger


@dataclass
class Row:
    """What was read of a row: field -> cell and field -> value for its filled cells, and its serial number."""

    number: int
    cells: dict[str, Cell]
    values: dict[str, Any]
    serial_no: str = ""

    def says_of(self, kind: Kind[Any], old: Any) -> bool:
        """Tell whether the row's cell of a field says what `old` says; also where a cell cannot say all of it."""
        name = kind.name
        cell, shown = self.cells[name], kind.to_cell(old)
        if cell == shown or (isinstance(cell, str) and isinstance(shown, str) and flat(cell) == flat(shown)):
            return True
        value = self.values[name]
        return (
            kind.show(value) == kind.show(old) if kind.name_of_kind == "rows" else comparable(value) == comparable(old)
        )


class Ambiguous(Exception):  # noqa: N818 - an answer, not an error: the caller makes the sentence
    """Several records of the book may be meant: `records`."""

    def __init__(self, records: list[Record]) -> None:
        super().__init__(len(records))
        self.records = records


class _Asks(Protocol):
    def query(self, ledger: Ledger[Any], *, month: str = ..., status: tuple[str, ...] = ...) -> Any:
        """Return a question whose `records()` can be gone through."""


@dataclass
class Identity:
    """The records of the book that the rows may be."""

    ledger: Ledger[Any]
    by_serial: dict[str, Record] = field(default_factory=dict)
    by_key: dict[tuple[Any, ...], list[Record]] = field(default_factory=dict)
    by_id: dict[str, Record] = field(default_factory=dict)
    by_name: dict[str, list[Record]] = field(default_factory=dict)

    @classmethod
    def read(cls, workspace: _Asks, ledger: Ledger[Any], rows: list[Row]) -> Identity:
        """Go through the book once, or through the months of the rows."""
        self = cls(ledger)
        number = id_field(ledger)
        serials = {row.serial_no for row in rows if row.serial_no}
        for record in _records(workspace, ledger, rows, whole=bool(serials)):
            if record.serial_no in serials:
                self.by_serial[record.serial_no or ""] = record
            if record.status not in LIVE:
                continue
            if number and getattr(record, number):
                self.by_id[getattr(record, number)] = record
            if ledger.name_of and number:
                self.by_name.setdefault(ledger.name_of_record(record), []).append(record)
            if not number:
                self.by_key.setdefault(self.names(record.__data__), []).append(record)
        return self

    def names(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """Return the values of the declared keys (without any: the day or name), links by their names alone."""
        keys = self.ledger.keys or (self.ledger.date_of or self.ledger.name_of,)
        found = (values.get(key) for key in keys)
        return tuple(value.name if isinstance(value, Link) else comparable(value) for value in found)

    def mark(self, row: Row) -> tuple[Any, ...]:
        """Return by what a row is the same as another row of its own file."""
        number = id_field(self.ledger)
        if row.serial_no:
            return ("serial", row.serial_no)
        if number and row.values.get(number):
            return ("id", row.values[number])
        if self.ledger.keys and not number and all(row.values.get(name) for name in self.ledger.keys):
            return ("key", *(comparable(row.values[name]) for name in self.ledger.keys))
        return ("all", *sorted((name, flat(str(cell))) for name, cell in row.cells.items()))

    def find(self, row: Row) -> Record | None:
        """Return the record that a row is, or None for a new one. Raises Ambiguous."""
        if row.serial_no in self.by_serial:
            return self.by_serial[row.serial_no]
        number = id_field(self.ledger)
        if number:
            return self._person(row, number)
        found = self.by_key.get(self.names(row.values), [])
        if not self.ledger.keys:
            found = [record for record in found if self._says_all(record, row)]
        elif not all(row.values.get(name) for name in self.ledger.keys):
            return None
        else:
            found = [record for record in found if not self._other_link(record, row)]
        return _closest(found, row) if len(found) > 1 and self.ledger.keys else (found[0] if found else None)

    def _other_link(self, record: Record, row: Row) -> bool:
        """Tell whether a key of the record points to a namesake of whom the row means."""
        pairs = ((getattr(record, name), row.values[name]) for name in self.ledger.keys)
        return any(isinstance(a, Link) and isinstance(b, Link) and a.uid and b.uid and a.uid != b.uid for a, b in pairs)

    def _says_all(self, record: Record, row: Row) -> bool:
        """Tell whether a record says everything that the row says; the only likeness where no keys are declared."""
        return all(row.says_of(self.ledger.kinds[name], getattr(record, name)) for name in row.cells)

    def _person(self, row: Row, number: str) -> Record | None:
        """Find a person or household: by number, else by a name that only one bears."""
        said = row.values.get(number)
        if said and said in self.by_id:
            return self.by_id[said]
        named = self.by_name.get(str(row.values.get(self.ledger.name_of) or ""), [])
        if said:  # a number that is new: somebody registered without one may have got it
            named = [record for record in named if not getattr(record, number)]
            return named[0] if len(named) == 1 else None
        return _closest(named, row) if len(named) > 1 else (named[0] if named else None)


def id_field(ledger: Ledger[Any]) -> str:
    """Return the key field that holds a citizen number, "" if there is none."""
    return next((name for name in ledger.keys if getattr(ledger.kinds[name], "form", "") == "id_no"), "")


def comparable(value: Any) -> Any:
    """Return a value so that equal ones compare equal: a link is its uid, or the bare name."""
    if isinstance(value, Link):
        return value.uid or value.name
    if isinstance(value, list):
        return tuple(comparable(one) for one in value)
    return "" if value is None else value


def flat(text: str) -> str:
    """Return a text without the blanks and line ends that spreadsheets change; disarmed text as it was."""
    text = text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t\r＝＋－＠") else text
    return "".join(text.split())


def _closest(records: list[Record], row: Row) -> Record:
    """Return the one record that agrees with most of the row. Raises Ambiguous when two agree with as much."""
    scored = sorted(((_agreeing(record, row), place) for place, record in enumerate(records)), reverse=True)
    if len(scored) > 1 and scored[0][0] == scored[1][0]:
        raise Ambiguous(records)
    return records[scored[0][1]]


def _agreeing(record: Record, row: Row) -> int:
    return sum(comparable(getattr(record, name)) == comparable(value) for name, value in row.values.items())


def _records(workspace: _Asks, ledger: Ledger[Any], rows: list[Row], *, whole: bool) -> Iterable[Record]:
    months = sorted({str(row.values[ledger.date_of])[:7] for row in rows if row.values.get(ledger.date_of)})
    if whole or not ledger.date_of or not months or len(months) > _MONTHS_MOST:
        yield from workspace.query(ledger, status=SHOWN).records()
        return
    for month in months:
        yield from workspace.query(ledger, month=month, status=SHOWN).records()
