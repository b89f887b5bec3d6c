"""One durable save, as the form does it, against a bare insert and commit of the same bytes; alternating."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from typing import TYPE_CHECKING

from danyang_desktop.ledgers.visits import VISITS
from tests.benchmarks import books, people, raw
from tests.benchmarks.measure import Row, Times, compared

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

_MOST = 4
_P99 = 20
_SAVES = 3000


def run(size: int) -> list[Row]:
    """Save new visits and change some, in a copy of a book that holds `size`."""
    folder = books.copied(books.kept_book(size))
    try:
        with books.open_book(folder) as workspace:
            plain = raw.open_plain(folder / "plain.db")
            plain.execute(raw.PLAIN)
            new, edits, bare = _measure(workspace, plain, min(_SAVES, max(size // 10, 20)))
    finally:
        shutil.rmtree(folder)
    name = "SQLCipher: insert and commit of the same bytes"
    return [
        compared(f"save a new visit among {size:,}", new, name, bare, most=_MOST, p99=_P99),
        compared(f"save a changed visit among {size:,}", edits, name, bare, p99=_P99),
    ]


def _measure(workspace: Workspace, plain: object, number: int) -> tuple[Times, Times, Times]:
    dice = random.Random(4)
    whom = books.households_of(workspace, dice, 500)
    new, edits, bare = Times(), Times(), Times()
    for at in range(number):
        day = dt.date(2026, 11, 1) + dt.timedelta(days=dice.randrange(21))
        visit = people.visit(workspace, dice, dice.choice(whom), day)
        new.run(lambda visit=visit: workspace.save(visit))
        row, body = raw.bytes_of(workspace, VISITS, visit.uid)
        bare.run(lambda row=row, body=body: _insert(plain, row, body))
        if at % 5 == 0:
            visit.measures = f"{visit.measures}后来又去看了一次。"
            edits.run(lambda visit=visit: workspace.save(visit))
    return new, edits, bare


def _insert(plain: object, row: bytes, body: bytes) -> None:
    execute = plain.execute  # type: ignore[attr-defined]  # the driver is untyped
    execute("BEGIN IMMEDIATE")
    execute("INSERT INTO plain (row, body) VALUES (?, ?)", (row, body))
    execute("COMMIT")
