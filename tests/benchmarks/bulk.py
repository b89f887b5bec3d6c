"""Many records at once, against a bare executemany of the same rows and versions into the same tables."""

from __future__ import annotations

import random
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare import owed
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
_ROUNDS = 5


def run(size: int) -> list[Row]:
    """Save up to 20,000 visits in one go, a few times, each time in a new book; then index them."""
    number = min(_ROWS, size)
    kept, found, bare, links = Times(), Times(), Times(), Times()
    books.cache().mkdir(parents=True, exist_ok=True)
    for turn in range(_ROUNDS):
        folder = Path(tempfile.mkdtemp(prefix="bulk-", dir=books.cache()))
        try:
            with books.make_book(folder) as workspace:
                _measure(workspace, folder, number, turn, (kept, found, bare, links))
        finally:
            shutil.rmtree(folder)
    here, indexed, there, pointing = (number / times.median for times in (kept, found, bare, links))
    base = "SQLCipher: executemany of the same rows and versions"
    return [
        Row(
            f"import {number:,} visits", here, base, there, "rows/ms", f">= {_LEAST}x", here / there >= _LEAST,
            details={**tails(kept), "baseline": tails(bare)},
        ),
        Row(
            "  beside the same with their links", here, f"{base} and links", pointing, "rows/ms",
            details={**tails(kept), "baseline": tails(links)},
        ),
        Row(
            "  until the search index is complete", indexed, base, there, "rows/ms",
            details={**tails(found), "baseline": tails(bare)},
        ),
    ]  # fmt: skip


def _measure(
    workspace: Workspace, folder: Path, number: int, turn: int, times: tuple[Times, Times, Times, Times]
) -> None:
    dice = random.Random(turn)
    heads = list(people.people(workspace, dice, 600))
    workspace.save_many(PEOPLE, heads)
    workspace.save_many(HOUSEHOLDS, list(people.households(workspace, dice, heads)))
    workspace.index()
    whom = books.households_of(workspace, dice, 500)
    visits = list(people.visits(workspace, dice, whom, number))
    kept, found, bare, pointing = times
    found.run(lambda: (kept.run(lambda: workspace.save_many(VISITS, visits)), workspace.index()))
    assert owed.count(workspace.book) == 0
    execute = workspace.book.connection.execute
    rows = execute("SELECT * FROM visits ORDER BY id").fetchall()
    versions = execute(f"SELECT {', '.join(COLUMNS)} FROM versions WHERE slug = 'visits'").fetchall()
    links = execute("SELECT target, uid, slug FROM links WHERE slug = 'visits'").fetchall()
    for name, measured, also in (("plain", bare, []), ("linked", pointing, links)):
        plain = raw.open_plain(folder / f"{name}.db")
        raw.tables_like(plain, workspace, VISITS)
        measured.run(partial(_insert, plain, rows, versions, also))
        plain.close()


def _insert(plain: Any, rows: list[Any], versions: list[Any], links: list[Any]) -> None:
    plain.execute("BEGIN IMMEDIATE")
    plain.executemany(f"INSERT INTO visits VALUES ({', '.join('?' * len(rows[0]))})", rows)
    plain.executemany(f"INSERT INTO versions ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})", versions)
    plain.executemany("INSERT INTO links VALUES (?, ?, ?)", links)
    plain.execute("COMMIT")
