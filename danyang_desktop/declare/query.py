"""Asking a book for records: by month, words, state, links and values; a page at a time, newest first.

A ledger is read in the order of its ids, which are places in time (declare/table.py); a register by name. What was
typed is looked for in the index (store/search.py); hits are read one by one, newest first, until a page is full.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.chinese.text import halfwidth
from danyang_desktop.declare import owed
from danyang_desktop.declare.kinds import Rows
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.declare.table import Table, day_places, month_places
from danyang_desktop.store import search as finding
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.store.engine import Engine, Hits

LIVE = ("final", "archived")
SHOWN = (*LIVE, "void")
PAGE = 200
_MOST_SORTED = 400
"""So many hits of a register are put in order of their names; of more, the last written come first."""
_END = 1 << 62


class Key(NamedTuple):
    """Where a page ended: the next one begins after it. `name` is "" where the ids alone give the order."""

    name: str
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
    since      only from this day on, in a ledger kept by days;  branch  14-digit code
    equal      field -> value; for a list kind, a record that holds the value
    """

    engine: Engine
    table: Table
    month: str = ""
    text: str = ""
    status: tuple[str, ...] = SHOWN
    linked_to: str = ""
    branch: str = ""
    since: dt.date | None = None
    equal: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def _wanted(self) -> finding.Wanted | None:
        return finding.match(self.text)

    @property
    def _nothing(self) -> bool:
        """Whether something was typed in which there is nothing to look for."""
        return self._wanted is None and bool(self.text.strip())

    @property
    def _by_name(self) -> bool:
        return not self.table.ledger.date_of

    @property
    def _bounds(self) -> tuple[int, int]:
        """The ids that are asked for, from the first to the one behind the last."""
        if self._by_name:
            return 0, _END
        low, high = month_places(self.month) if self.month else (0, _END)
        return (max(low, day_places(self.since.isoformat())[0]) if self.since else low), high

    def _where(self, *, steady: bool = True, before: int = _END) -> tuple[str, list[Any]]:
        """Return all conditions but what was typed; `steady` keeps the engine to the order that pages need.

        `before` is an id that comes too late. Of two upper bounds SQLite goes down from the first one it is given, past
        every record of the pages before: each page would cost more than the last. So there is never more than one.
        """
        slug, ledger = self.table.slug, self.table.ledger
        parts = [f"{self.engine.steady if steady else ''}{slug}.status IN ({_listed(['?'] * len(self.status))})"]
        values: list[Any] = list(self.status)
        low, high = self._bounds
        for bound, part in ((low, f"{slug}.id >= ?"), (min(high, before), f"{slug}.id < ?")):
            if bound not in (0, _END):
                parts.append(part)
                values.append(bound)
        if self.branch:
            parts.append(f"{slug}.branch = ?")
            values.append(self.branch)
        if self.linked_to:
            pointing = f"links {self.engine.in_turn} {slug} ON {slug}.uid = links.uid WHERE links.target = ?"
            parts.append(f"{slug}.id IN (SELECT {slug}.id FROM {pointing})")  # ids come in order: nothing to sort
            values.append(self.linked_to)
        for name, value in self.equal.items():
            part, given = _equal(f"{slug}.{name}", ledger.kinds.get(name), value)
            parts.append(part)
            values += given
        columns = [f"{slug}.{name}" for name in ledger.search if ledger.kinds[name].field_type == "TEXT"]
        for piece in self._wanted.pieces if self._wanted else ():
            parts.append("(" + " OR ".join(f"instr({name}, ?) > 0" for name in columns) + ")")
            values += [halfwidth(piece)] * len(columns)
        return " AND ".join(parts), values

    # -- pages --------------------------------------------------------------------------------------------------

    def page(self, after: Key | None = None, limit: int = PAGE) -> Page:
        """Return up to `limit` records after a key, newest first; by name for a register.

        Where what was typed fits very many of a register, they come as they were written, the last one first.
        """
        if self._nothing:
            return Page([], None)
        with trouble():
            by_id = not self._by_name or (after is not None and not after.name)
            hits = self._few(self._wanted) if self._wanted and not by_id else None
            by_id = by_id or (self._wanted is not None and hits is None)
            if self._wanted is not None and by_id:
                rows = self._newest_hits(self._wanted, after, limit + 1)
            else:
                rows = self._rows(after, limit + 1, hits)
        records = [self.table.record(row) for row in rows[:limit]]
        if len(rows) <= limit:
            return Page(records, None)
        last = records[-1]
        return Page(records, Key("" if by_id else getattr(last, self.table.ledger.name_of), last.id))

    def _few(self, wanted: finding.Wanted) -> list[int] | None:
        """Return the ids that have what was typed, if they are few enough to be sorted."""
        found = self._waiting(wanted)
        if len(found) <= _MOST_SORTED:
            hits = self._hits(wanted)
            sql = f"SELECT {hits.id} FROM {hits.source} WHERE {hits.where} LIMIT {_MOST_SORTED + 1}"
            found = list({*found, *[row[0] for row in self._execute(sql, hits.values)]})
        return found if len(found) <= _MOST_SORTED else None

    def _waiting(self, wanted: finding.Wanted, high: int = _END) -> list[int]:
        """Return the ids of the hits that are not in the index yet.

        Ask this first: what goes into the index meanwhile is then found twice, not missed.
        """
        low, end = self._bounds
        found = owed.hits(self.engine, self.table, wanted) + self.engine.words.waiting(self.table.slug, wanted)
        return [one for one in found if low <= one < min(end, high)]

    def _hits(self, wanted: finding.Wanted) -> Hits:
        return self.engine.words.hits(self.table.slug, wanted)

    def _execute(self, sql: str, values: Sequence[Any]) -> Any:
        return self.engine.connection.execute(sql, values)

    def _rows(self, after: Key | None, limit: int, ids: list[int] | None) -> list[Any]:
        """Read one page: of all records, or of these."""
        slug = self.table.slug
        where, values = self._where(before=after.id if after and not self._by_name else _END)
        order = f"{slug}.{self.table.ledger.name_of}, {slug}.id" if self._by_name else f"{slug}.id"
        if ids is not None:
            where += f" AND {slug}.id IN ({_listed([*map(str, ids)])})"
        if after is not None and self._by_name:
            where += f" AND ({order}) > (?, ?)"
            values += after
        sql = f"{self.table.select} WHERE {where} ORDER BY {order}{'' if self._by_name else ' DESC'} LIMIT {limit}"
        found: list[Any] = self._execute(sql, values).fetchall()
        return found

    def _newest_hits(self, wanted: finding.Wanted, after: Key | None, limit: int) -> list[Any]:
        """Read the newest hits before a key: the index's one by one until there are enough, and those that wait."""
        slug, hits = self.table.slug, self._hits(wanted)
        where, values = self._where()
        low, high = self._bounds
        high = min(high, after.id) if after else high
        waiting = self._waiting(wanted, high)
        sql = (
            f"SELECT {self.table.read} FROM {hits.source} {self.engine.in_turn} {slug} ON {slug}.id = {hits.id}"
            f" WHERE {hits.where} AND {hits.id} >= ? AND {hits.id} < ? AND {where}"
            f" ORDER BY {hits.id} DESC LIMIT {limit}"
        )
        found: list[Any] = self._execute(sql, [*hits.values, low, high, *values]).fetchall()
        if waiting:
            sql = f"{self.table.select} WHERE {slug}.id IN (SELECT value FROM json_each(?)) AND {where}"
            both = {row[0]: row for row in (*found, *self._execute(sql, [json.dumps(waiting), *values]))}
            found = [both[one] for one in sorted(both, reverse=True)]
        return found[:limit]

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
        """Return every record in the order in which paper lists them; those of a register by name."""
        found = list(self.records())
        if not self._by_name:
            return found[::-1]
        name = self.table.ledger.name_of
        return sorted(found, key=lambda one: (getattr(one, name), one.id)) if self._wanted else found

    # -- figures ------------------------------------------------------------------------------------------------

    def count(self) -> int:
        """Return how many records there are."""
        only_text = not (self.branch or self.since or self.linked_to or self.equal)
        with trouble():
            if self._wanted and only_text and not self._wanted.pieces:
                return self._count_hits(self._wanted)
            rows = self.figure("count(*)")
        return int(rows[0][0]) if rows else 0

    def totals(self) -> dict[str, int]:
        """Return the sums of the ledger's declared totals, voided records left out."""
        names = self.table.ledger.totals
        live = tuple(one for one in self.status if one != "void")
        sums = ", ".join(f"coalesce(sum({self.table.slug}.{name}), 0)" for name in names)
        with trouble():
            rows = replace(self, status=live).figure(sums) if names else []
        return dict(zip(names, rows[0], strict=True)) if rows else dict.fromkeys(names, 0)

    def counts(self, name: str) -> dict[str, int]:
        """Return how many records have each value of a choice, or of "status"."""
        with trouble():
            rows = self.figure(f"{self.table.slug}.{name}, count(*)", " GROUP BY 1")
        return {value or "": count for value, count in rows}

    def late_rows(self, name: str, today: dt.date, most: int) -> tuple[int, list[Any]]:
        """Return how many rows of a list are open past their day, and the records that have the `most` latest of them.

        For a branch's own book, which has an index for it (Table.desk_indexes), and is never on a server.
        """
        slug, kind = self.table.slug, self.table.ledger.kinds[name]
        assert isinstance(kind, Rows)  # noqa: S101 - as in Table.has_open
        where, values = self._where(steady=False)
        sql = (
            f"WITH late AS MATERIALIZED (SELECT {slug}.id AS id, item.value ->> '{kind.row.due}' AS due"
            f" FROM {slug}, json_each({slug}.{name}) AS item WHERE {self.table.has_open(name)} AND {where}"
            f" AND item.value ->> '{kind.row.open_until}' IS NULL AND item.value ->> '{kind.row.due}' < ?)"
            f" SELECT id, (SELECT count(*) FROM late) FROM late ORDER BY due, id DESC LIMIT {most}"
        )
        with trouble():
            found = self._execute(sql, [*values, today.isoformat()]).fetchall()
            ids = ", ".join({str(one) for one, _ in found})
            rows = self._execute(f"{self.table.select} WHERE id IN ({ids})", ()).fetchall() if found else []
        return (found[0][1] if found else 0), [self.table.record(row) for row in rows]

    def figure(self, what: str, tail: str = "") -> list[Any]:
        """Work out SQL expressions over all records that are asked for; where an index can tell, none is read."""
        if self._nothing:
            return []
        where, values = self._where(steady=bool(self.month))
        slug = self.table.slug
        if self._wanted is not None:
            hits = self._hits(self._wanted)
            found_there = f"SELECT {hits.id} FROM {hits.source} WHERE {hits.where} AND {hits.id} >= ? AND {hits.id} < ?"
            values += [*hits.values, *self._bounds]
            if waiting := self._waiting(self._wanted):
                found_there += " UNION ALL SELECT value FROM json_each(?)"
                values.append(json.dumps(waiting))
            where += f" AND {slug}.id IN ({found_there})"
        found: list[Any] = self._execute(f"SELECT {what} FROM {slug} WHERE {where}{tail}", values).fetchall()
        return found

    def _count_hits(self, wanted: finding.Wanted) -> int:
        """Count the hits in the index, less those of another status: no record is read for it."""
        slug = self.table.slug
        hidden = [f"'{status}'" for status in STATUSES if status not in self.status]
        waiting = self._waiting(wanted)
        hits = self._hits(wanted)
        sql = (
            f"SELECT count(*) FROM {hits.source} WHERE {hits.where} AND {hits.id} >= ? AND {hits.id} < ?"
            f" AND {hits.id} NOT IN (SELECT id FROM {slug} WHERE status IN ({_listed(hidden)}))"
        )
        asked: list[Any] = [*hits.values, *self._bounds]
        if waiting:
            ids = "(SELECT value FROM json_each(?))"
            shown = f"SELECT count(*) FROM {slug} WHERE id IN {ids} AND status IN ({_listed(['?'] * len(self.status))})"
            sql = f"SELECT ({sql} AND {hits.id} NOT IN {ids}) + ({shown})"
            asked += [json.dumps(waiting)] * 2 + [*self.status]
        return int(self._execute(sql, asked).fetchone()[0])


def _listed(values: list[str]) -> str:
    """Return what stands between the brackets of IN, where nothing may stand only for SQLite."""
    return ", ".join(values) or "NULL"


def _equal(name: str, kind: Kind[Any] | None, value: Any) -> tuple[str, list[Any]]:
    if kind is None:
        return f"{name} = ?", [value]
    if kind.lists:
        return f"instr({name}, ?) > 0", [f'"{value}"']
    if kind.is_empty(value):
        return f"({name} IS NULL OR {name} = '')", []
    return f"{name} = ?", [kind.db_value(value)]
