"""Asking a book for records: by month, words, state, links and values; a page at a time, newest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.chinese.text import halfwidth
from danyang_desktop.declare.table import Table, month_bounds
from danyang_desktop.store import search as finding
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.declare.kind import Kind

LIVE = ("final", "archived")
SHOWN = (*LIVE, "void")
PAGE = 200
_MOST_FOUND = 2000
"""So many hits are put in order of their dates; beyond, only the last written are shown. A question that is narrowed by
anything else looks at all hits: else the older ones of a month would be missing from it."""


class Key(NamedTuple):
    """Where a page ended: the next one begins after it."""

    order: str
    id: int


class Page(NamedTuple):
    """Some records, and the key of the next page (None = that was all)."""

    rows: list[Any]
    next: Key | None


@dataclass(frozen=True)
class Query:
    """A question about one ledger.

    month      2026-11 or 2026, by the ledger's date_of;  text  what was typed into the search box
    status     which of declare.record.STATUSES;  linked_to  uid of a record of a register
    equal      field -> value; for a list kind, a record that holds the value
    """

    connection: Any
    table: Table
    month: str = ""
    text: str = ""
    status: tuple[str, ...] = SHOWN
    linked_to: str = ""
    branch: str = ""
    equal: dict[str, Any] = field(default_factory=dict)

    @property
    def _order(self) -> str:
        return self.table.ledger.date_of or self.table.ledger.name_of

    def _where(self) -> tuple[str, list[Any]]:
        ledger = self.table.ledger
        parts = [f"status IN ({', '.join('?' * len(self.status))})"]
        values: list[Any] = list(self.status)
        if self.month and ledger.date_of:
            parts.append(f"{ledger.date_of} >= ? AND {ledger.date_of} < ?")
            values += month_bounds(self.month)
        if self.branch:
            parts.append("branch = ?")
            values.append(self.branch)
        if self.linked_to:
            parts.append("uid IN (SELECT uid FROM links WHERE target = ?)")
            values.append(self.linked_to)
        for name, value in self.equal.items():
            part, given = _equal(name, ledger.kinds.get(name), value)
            parts.append(part)
            values += given
        found, given = self._found()
        return " AND ".join(parts + found), values + given

    def _found(self) -> tuple[list[str], list[Any]]:
        if not self.text.strip():
            return [], []
        wanted, check = finding.match(self.text)
        if not wanted:
            return ["0"], []
        narrowed = check or self.month or self.branch or self.linked_to or self.equal
        limit = "" if narrowed else f"ORDER BY rowid DESC LIMIT {_MOST_FOUND}"
        slug = self.table.slug
        parts = [f"id IN (SELECT rowid FROM find_{slug} WHERE find_{slug} MATCH ? {limit})"]
        values: list[Any] = [wanted]
        for piece in finding.pieces(self.text) if check else ():
            columns = [name for name in self.table.ledger.search if self.table.ledger.kinds[name].field_type == "TEXT"]
            parts.append("(" + " OR ".join(f"instr({name}, ?)" for name in columns) + ")")
            values += [halfwidth(piece)] * len(columns)
        return parts, values

    def page(self, after: Key | None = None, limit: int = PAGE) -> Page:
        """Return up to `limit` records after a key, newest first; by name for a register."""
        where, values = self._where()
        back = bool(self.table.ledger.date_of)
        if after is not None:
            where += f" AND ({self._order}, id) {'<' if back else '>'} (?, ?)"
            values += [after.order, after.id]
        turn = "DESC" if back else "ASC"
        sql = f"{self.table.select} WHERE {where} ORDER BY {self._order} {turn}, id {turn} LIMIT {limit + 1}"
        with trouble():
            rows = self.connection.execute(sql, values).fetchall()
        records = [self.table.record(row) for row in rows[:limit]]
        if len(rows) <= limit:
            return Page(records, None)
        place = 1 + self.table.columns.index(self._order)
        return Page(records, Key(rows[limit - 1][place], rows[limit - 1][0]))

    def records(self) -> Iterator[Any]:
        """Yield every record, in the order of `page`; memory stays flat."""
        after: Key | None = None
        while True:
            page = self.page(after, 500)
            yield from page.rows
            if page.next is None:
                return
            after = page.next

    def oldest_first(self) -> list[Any]:
        """Return every record in the order in which paper lists them."""
        found = list(self.records())
        return found[::-1] if self.table.ledger.date_of else found

    def count(self) -> int:
        """Return how many records there are."""
        where, values = self._where()
        with trouble():
            row = self.connection.execute(f"SELECT count(*) FROM {self.table.slug} WHERE {where}", values).fetchone()
        return int(row[0])

    def totals(self) -> dict[str, int]:
        """Return the sums of the ledger's declared totals, voided records left out."""
        names = self.table.ledger.totals
        if not names:
            return {}
        live = Query(**{**self.__dict__, "status": tuple(one for one in self.status if one != "void")})
        where, values = live._where()
        sums = ", ".join(f"coalesce(sum({name}), 0)" for name in names)
        with trouble():
            row = self.connection.execute(f"SELECT {sums} FROM {self.table.slug} WHERE {where}", values).fetchone()
        return dict(zip(names, row, strict=True))

    def counts(self, name: str) -> dict[str, int]:
        """Return how many records have each value of a choice, or of "status"."""
        where, values = self._where()
        sql = f"SELECT {name}, count(*) FROM {self.table.slug} WHERE {where} GROUP BY 1"
        with trouble():
            return {value or "": count for value, count in self.connection.execute(sql, values)}


def _equal(name: str, kind: Kind[Any] | None, value: Any) -> tuple[str, list[Any]]:
    if kind is None:
        return f"{name} = ?", [value]
    if kind.lists:
        return f"instr({name}, ?)", [f'"{value}"']
    if kind.is_empty(value):
        return f"({name} IS NULL OR {name} = '')", []
    return f"{name} = ?", [kind.db_value(value)]
