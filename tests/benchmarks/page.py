"""A page of 200 records at any depth, against a bare SELECT of the same columns by a range of rowids."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.query import PAGE, Key
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.people import PEOPLE
from tests.benchmarks import books
from tests.benchmarks.measure import Row, Times, compared

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

_P99 = 5
_PAGES = 400
_BASE = "SQLCipher: SELECT of the same columns by rowid"


def run(size: int) -> list[Row]:
    """Read pages of a ledger and of a register at random depths, and show what the table shows of each record."""
    with books.open_book(books.kept_book(size)) as workspace:
        dice = random.Random(2)
        return [*_ledger(workspace, dice, size), *_register(workspace, dice, size)]


def _ledger(workspace: Workspace, dice: random.Random, size: int) -> list[Row]:
    execute = workspace.book.connection.execute
    table = workspace.book.tables[VISITS.slug]
    ids = [row[0] for row in execute("SELECT id FROM visits")]
    ours, shown, months, bare = Times(), Times(), Times(), Times()
    sql = f"{table.select} WHERE id < ? ORDER BY id DESC LIMIT {PAGE}"
    for _ in range(min(_PAGES, size // 10)):
        here, there = dice.choice(ids), dice.choice(ids)
        page = ours.run(lambda here=here: workspace.query(VISITS).page(after=Key("", here)))
        shown.run(lambda page=page: _show(VISITS, page.rows))
        bare.run(lambda there=there: execute(sql, (there,)).fetchall())
        month = f"{dice.randint(2017, 2026)}-{dice.randint(1, 12):02}"
        months.run(lambda month=month: workspace.query(VISITS, month=month).page())
    return [
        compared(f"page of {PAGE} visits at any depth of {size:,}", ours, _BASE, bare, p99=_P99),
        compared("  first page of any month", months, _BASE, bare, p99=_P99),
        compared("  what the table shows of it, as text", shown, "", Times()),
    ]


def _register(workspace: Workspace, dice: random.Random, size: int) -> list[Row]:
    execute = workspace.book.connection.execute
    table = workspace.book.tables[PEOPLE.slug]
    last = execute("SELECT max(id) FROM people").fetchone()[0]
    sql = f"{table.select} WHERE id > ? ORDER BY id LIMIT {PAGE}"
    ours, bare = Times(), Times()
    for _ in range(min(_PAGES, size // 10)):
        at = dice.randint(1, last)
        name = execute("SELECT name FROM people WHERE id = ?", (at,)).fetchone()[0]
        ours.run(lambda at=at, name=name: workspace.query(PEOPLE).page(after=Key(name, at)))
        there = dice.randint(1, last)
        bare.run(lambda there=there: execute(sql, (there,)).fetchall())
    return [compared(f"page of {PAGE} people by name, any depth of {size:,}", ours, _BASE, bare, p99=_P99)]


def _show(ledger: Any, rows: list[Any]) -> list[list[str]]:
    """Return what the cells of the table say."""
    cells = [(col.field, ledger.kinds[col.field], col.shows) for col in ledger.table]
    return [
        [shows(row) if shows is not None else kind.show(getattr(row, name)) for name, kind, shows in cells]
        for row in rows
    ]
