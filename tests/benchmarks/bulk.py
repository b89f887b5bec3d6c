"""Many records at once, against a bare executemany of the same rows and versions into the same tables."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.store.versions import COLUMNS
from tests.benchmarks import books, people, raw
from tests.benchmarks.measure import Row, Times, tails

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

_LEAST = 0.5
_ROWS = 20_000
_ROUNDS = 3


def run(size: int) -> list[Row]:
    """Save up to 20,000 visits in one go, a few times, each time in an empty book."""
    number = min(_ROWS, size)
    ours, bare, without = Times(), Times(), Times()
    books.cache().mkdir(parents=True, exist_ok=True)
    for turn in range(_ROUNDS):
        folder = Path(tempfile.mkdtemp(prefix="bulk-", dir=books.cache()))
        try:
            with books.make_book(folder) as workspace:
                _measure(workspace, folder, number, turn, (ours, bare, without))
        finally:
            shutil.rmtree(folder)
    here, there, wordless = (number / times.median for times in (ours, bare, without))
    base = "SQLCipher: executemany of the same rows and versions"
    reached = here / there >= _LEAST
    return [
        Row(
            f"import {number:,} visits",
            here,
            base,
            there,
            "rows/ms",
            f">= {_LEAST}x",
            reached,
            details={**tails(ours), "baseline": tails(bare)},
        ),
        Row(
            "  without words to be found by",
            wordless,
            base,
            there,
            "rows/ms",
            details={**tails(without), "baseline": tails(bare)},
        ),
    ]


def _measure(workspace: Workspace, folder: Path, number: int, turn: int, times: tuple[Times, Times, Times]) -> None:
    dice = random.Random(turn)
    heads = list(people.people(workspace, dice, 600))
    workspace.save_many(PEOPLE, heads)
    workspace.save_many(HOUSEHOLDS, list(people.households(workspace, dice, heads)))
    whom = books.households_of(workspace, dice, 500)
    visits = list(people.visits(workspace, dice, whom, number))
    ours, bare, without = times
    ours.run(lambda: workspace.save_many(VISITS, visits))
    execute = workspace.book.connection.execute
    rows = execute("SELECT * FROM visits ORDER BY id").fetchall()
    versions = execute(f"SELECT {', '.join(COLUMNS)} FROM versions WHERE slug = 'visits'").fetchall()
    plain = raw.open_plain(folder / "plain.db")
    raw.tables_like(plain, workspace, VISITS)
    bare.run(lambda: _insert(plain, rows, versions))
    for visit in visits:
        visit.__data__.update(uid=None, serial_no=None, head=None, id=None)
    search = VISITS.search
    VISITS.search = ()
    try:
        without.run(lambda: workspace.save_many(VISITS, visits))
    finally:
        VISITS.search = search


def _insert(plain: Any, rows: list[Any], versions: list[Any]) -> None:
    plain.execute("BEGIN IMMEDIATE")
    plain.executemany(f"INSERT INTO visits VALUES ({', '.join('?' * len(rows[0]))})", rows)
    plain.executemany(f"INSERT INTO versions ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})", versions)
    plain.execute("COMMIT")
