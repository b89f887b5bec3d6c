"""A ledger as SQL sees it: its table, its columns, how a record becomes a row and back.

Composed once per ledger, so that a save runs prepared statements only: the ORM's own insert costs more than the
encrypted commit it stands before.

The id of a ledger's record is its place: the day, then the order of writing within the day. So the table lies on the
disk as people read it; a page at any depth, a month, and the newest hits of a search are each one stretch of it. A
record whose day is corrected moves. Registers simply number their records; nothing but the book uses ids.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.kind import Kind, as_json
from danyang_desktop.declare.kinds import Choices, Money, People, Ref, Rows, Text
from danyang_desktop.declare.record import COMMON, IDENTITY
from danyang_desktop.declare.writing import Writing
from danyang_desktop.store.search import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record
    from danyang_desktop.store.engine import Engine


class Table:
    """The table of one ledger. `telling`: the fields that say what a record points to and is found by."""

    def __init__(self, ledger: Ledger[Any]) -> None:
        self.ledger = ledger
        self.slug = ledger.slug
        self.columns = (*COMMON, *ledger.kinds)
        self.kinds: tuple[Kind[Any], ...] = tuple(ledger.kinds.values())
        self.writing = Writing(ledger)
        names = ", ".join(self.columns)
        self.read = ", ".join(f"{self.slug}.{name}" for name in ("id", *self.columns))
        self.select = f"SELECT {self.read} FROM {self.slug}"
        self.insert = f"INSERT INTO {self.slug} (id, {names}) VALUES (?, {', '.join('?' * len(self.columns))})"
        self.update = f"UPDATE {self.slug} SET {', '.join(f'{name} = ?' for name in self.columns)} WHERE id = ?"
        self._readers: _Readers = {name: (number, None) for number, name in enumerate(IDENTITY)}
        for number, kind in enumerate(self.kinds, len(IDENTITY)):
            plain = type(kind).python_value is Kind.python_value and kind.empty is None
            self._readers[kind.name] = (number, None if plain else kind.python_value)
        self.spells: Spells = {
            kind.name: None if type(kind).db_value is Kind.db_value else kind.db_value for kind in self.kinds
        }
        self._pointing = [(name, kind) for name, kind in ledger.kinds.items() if kind.pointing]
        self._saying = [(name, say) for name in ledger.search if (say := _sayer(ledger.kinds[name])) is not None]
        self.telling = {"serial_no", *ledger.search, *(name for name, _ in self._pointing)}

    def row(self, record: Record) -> tuple[Any, ...]:
        """Return a record as the table holds it, without id."""
        data = record.__data__
        return (
            *map(data.get, COMMON),
            *[data[name] if spell is None else spell(data[name]) for name, spell in self.spells.items()],
        )

    def record(self, row: Sequence[Any]) -> Any:
        """Return the record of a row that `select` read; its fields are decoded when first asked for."""
        record: Any = object.__new__(self.ledger.model)
        record.__dict__.update(__data__=_Row(self._readers, row), _dirty=set(), __rel__={})
        return record

    def day(self, record: Record) -> str:
        """Return the day (2026-11-23) or month by which the ledger keeps a record; "" in a register."""
        name = self.ledger.date_of
        return self.ledger.kinds[name].db_value(record.__data__[name]) or "" if name else ""

    def places(self, record: Record) -> tuple[int, int]:
        """Return the places of a record's day: from, and up to but without; in a register those of all."""
        return self.places_of(self.day(record))

    def places_of(self, day: str) -> tuple[int, int]:
        """Return the places of a day (see `day` and `places`)."""
        return day_places(day) if self.ledger.date_of else (0, _END)

    def next_place(self, connection: Any, places: tuple[int, int]) -> int:
        """Return the first place of a day (see `places`) behind those that are taken."""
        last = connection.execute(f"SELECT max(id) FROM {self.slug} WHERE id >= ? AND id < ?", places).fetchone()[0]
        return places[0] + 1 if last is None else int(last) + 1

    def next_places(self, engine: Engine, days: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Iterator[int]]:
        """Return for each day (see `places`) the places behind those that are taken, asked for many days at once."""
        taken = engine.last_places(self.slug, sorted(set(days)))
        return {day: count((day[0] if last is None else last) + 1) for day, last in taken.items()}

    def place(self, connection: Any, record: Record, now_at: int | None = None) -> int:
        """Return the id that a record gets: its own as long as its day is the same, else the next of its day."""
        places = self.places(record)
        return now_at if now_at is not None and places[0] <= now_at < places[1] else self.next_place(connection, places)

    def links(self, record: Record) -> set[str]:
        """Return the uids that a record points to, its rows' among them."""
        return self.targets(record.__data__)

    def targets(self, data: Mapping[str, Any]) -> set[str]:
        """Return the uids that a record's fields point to; those that are empty may be missing (see `telling`)."""
        return {uid for name, kind in self._pointing if (value := data.get(name)) for uid in kind.points_to(value)}

    def words(self, record: Record) -> Words:
        """Return what the search finds a record by."""
        return self.said(record.__data__)

    def said(self, data: Mapping[str, Any]) -> Words:
        """Return what a record with these fields is found by; those that are empty may be missing (see `telling`)."""
        names: list[str] = []
        serial_no = data.get("serial_no")
        texts: list[str] = [serial_no] if serial_no else []
        for name, say in self._saying:
            if value := data.get(name):  # nothing that is empty says anything, nor does a nought
                say(value, names, texts)
        return Words(tuple(names), tuple(texts))

    def create(self) -> list[str]:
        """Return the statements that make the table and its indexes; a migration freezes them."""
        columns = ["id INTEGER PRIMARY KEY", "uid TEXT NOT NULL UNIQUE"]
        columns += [f"{name} {_COMMON_TYPES.get(name, 'TEXT')}" for name in COMMON if name != "uid"]
        columns += [f"{name} {kind.field_type}" for name, kind in self.ledger.kinds.items()]
        return [f"CREATE TABLE {self.slug} ({', '.join(columns)})", *[self._index(*one) for one in self._indexes()]]

    def office_indexes(self) -> list[str]:
        """Return the statements for what only an office asks of its many records; every save would pay for them.

        An index ends in the id: after one equal column the records of a ledger are in the order of their days.
        """
        ledger = self.ledger
        on = {"branch": ("branch",) if ledger.date_of else ("branch", ledger.name_of)}
        if ledger.state:
            on[ledger.state] = (ledger.state,)
        return [self._index(name, columns) for name, columns in on.items()]

    def desk_indexes(self) -> list[str]:
        """Return the statements for what only a branch asks, each day: which rows of its records are still open.

        The index holds the rows as they are written, so that no record is read for those that are not late.
        """
        return [
            f"{self._index(f'open_{name}', ('status', name))} WHERE {self.has_open(name)}"
            for name, kind in self.ledger.kinds.items()
            if isinstance(kind, Rows) and kind.row.open_until
        ]

    def has_open(self, name: str) -> str:
        """Return the condition that a record has an open row in a list; worded as in its index, or it is not used."""
        kind = self.ledger.kinds[name]
        assert isinstance(kind, Rows)  # noqa: S101 - promises are rows
        return f"instr({name}, '{as_json({kind.row.open_until: None})[1:-1]}') > 0"

    def _indexes(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield name and columns of the indexes that every book has."""
        ledger = self.ledger
        if ledger.date_of:
            state = (ledger.state,) if ledger.state else ()
            yield "figures", ("status", *state, *ledger.totals)  # counts and sums without reading the records
        else:
            yield "order", (ledger.name_of, "id", "status")
        for name in ledger.keys:
            if name not in (ledger.date_of, ledger.name_of) and isinstance(ledger.kinds[name], Text):
                yield name, (name,)

    def _index(self, name: str, columns: tuple[str, ...]) -> str:
        return f"CREATE INDEX {self.slug}_{name} ON {self.slug} ({', '.join(columns)})"


Spells = dict[str, "Callable[[Any], Any] | None"]
"""Field -> what makes its value what the table holds; None where it is that already."""
_Readers = dict[str, "tuple[int, Callable[[Any], Any] | None]"]
"""Field -> its place in a row, and what decodes it."""


class _Row(dict[str, Any]):
    """What a record holds, each field decoded from its row when it is first asked for.

    Most of what a page reads is never shown: decoding all of it would take longer than reading it.
    """

    __slots__ = ("_readers", "_row")

    def __init__(self, readers: _Readers, row: Sequence[Any]) -> None:
        self._readers = readers
        self._row = row

    def __missing__(self, name: str) -> Any:
        place, read = self._readers[name]
        value = self._row[place]
        if read is not None:
            value = read(value)
        self[name] = value
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._readers or super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.copy())

    def __len__(self) -> int:
        return len(self.copy())

    def __eq__(self, other: object) -> bool:
        return self.copy() == other

    __hash__ = None

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (self.copy(),)

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            return default

    def keys(self) -> Any:
        return self.copy().keys()

    def items(self) -> Any:
        return self.copy().items()

    def values(self) -> Any:
        return self.copy().values()

    def clear(self) -> None:
        self._readers = {}
        super().clear()

    def copy(self) -> dict[str, Any]:
        """Return all fields as a plain dictionary."""
        for name in self._readers:
            self[name]
        return dict(zip(super().keys(), super().values(), strict=True))


_COMMON_TYPES = {"revision": "INTEGER NOT NULL", "branch": "TEXT NOT NULL", "status": "TEXT NOT NULL"}


def _sayer(kind: Kind[Any]) -> Callable[[Any, list[str], list[str]], None] | None:
    """Return what puts a filled value of a kind with the names or the texts by which a record is found; or None."""
    if isinstance(kind, Ref):
        return lambda value, names, _: names.append(value.name)
    if isinstance(kind, People):
        return lambda value, names, _: names.extend([link.name for link in value])
    if isinstance(kind, Text):
        if kind.form == "name":
            return lambda value, names, _: names.append(value)
        return lambda value, _, texts: texts.append(value)
    if isinstance(kind, Rows):
        return _rows_sayer(kind)
    if isinstance(kind, (Choices, Money)) or kind.field_type == "TEXT":
        return lambda value, _, texts: texts.append(kind.words(value))
    return None


def _rows_sayer(kind: Rows[Any]) -> Callable[[Any, list[str], list[str]], None]:
    told = [
        (name, say)
        for name, inner in kind.row.kinds.items()
        if isinstance(inner, (Ref, People, Text)) and inner.privacy < 3 and (say := _sayer(inner)) is not None
    ]

    def say_rows(value: Any, names: list[str], texts: list[str]) -> None:
        for row in value:
            for name, say in told:
                if said := getattr(row, name):
                    say(said, names, texts)

    return say_rows


_END = 1 << 62
_A_DAY = 1 << 24
"""Places of one day, or of one month in a ledger that is kept by months."""


@lru_cache(maxsize=4096)
def day_places(day: str) -> tuple[int, int]:
    """Return the places of a day (2026-11-23; a month stands at its first day): from, and up to but without."""
    try:
        number = dt.date.fromisoformat(day if len(day) > 7 else f"{day}-01").toordinal()
    except ValueError:
        number = 0  # no day, or none that a calendar has: before all others
    return number * _A_DAY, (number + 1) * _A_DAY


def month_places(month: str) -> tuple[int, int]:
    """Return the places of a month (2026-11) or a year (2026): from, and up to but without."""
    year, number = int(month[:4]), int(month[5:] or 1)
    months = 12 * year + number - 1
    return _first_place(months), _first_place(months + (1 if month[5:] else 12))


def _first_place(months: int) -> int:
    year, month = divmod(months, 12)
    return (dt.date.max.toordinal() + 1 if year > dt.MAXYEAR else dt.date(year, month + 1, 1).toordinal()) * _A_DAY
