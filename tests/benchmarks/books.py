"""The books that are measured: made once for a size and a schema, and kept in the temporary folder."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import SetClock
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.table import Table
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.opening import ALL, Branch
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.store import fts, search
from danyang_desktop.store.migrate import MIGRATIONS
from danyang_desktop.workspace import Workspace
from tests.benchmarks import people
from tests.helpers.books import cheap_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.declare.book import Book

_BRANCH = Branch(code="32118110120301", name="柳塘村党支部", town="青山镇")
_PASSWORD = "tongxin88"
_NOW = dt.datetime(2026, 11, 23, 9, 12)
_STEP = 20_000
_A_DAYS_VISITS = 4096
"""More than a day has among those that the program saved itself."""
VISITORS = 1500
"""So many people visit; each household is visited by two or three of them."""


def cache() -> Path:
    """Return the folder of the books."""
    return Path(os.environ.get("BENCH_CACHE", "") or Path(tempfile.gettempdir()) / "bench")


def _digest(size: int) -> str:
    tokens = search.spelled(search.Words(("欧阳桂兰",), ("住三组12号，药费负担重", "13800000021")))
    said = [size, [Table(ledger).create() for ledger in ALL], tokens, fts.SETTINGS]
    said += [path.read_text("utf-8") for path in sorted(MIGRATIONS.glob("0*.py"))]
    said += [Path(people.__file__).read_text("utf-8"), Path(people.words.__file__).read_text("utf-8")]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def open_book(folder: Path) -> Workspace:
    """Open a book of ours."""
    workspace = Workspace.open(
        folder / "book", password=_PASSWORD, clock=SetClock(_NOW), device_folder=folder / "device"
    )
    workspace.operator = "周建民"
    return workspace


def make_book(folder: Path) -> Workspace:
    """Make an empty book."""
    with cheap_keys():
        workspace, _ = Workspace.create(
            folder / "book", branch=_BRANCH, password=_PASSWORD, clock=SetClock(_NOW), device_folder=folder / "device"
        )
    workspace.operator = "周建民"
    return workspace


def kept_book(size: int, registered: int = 0) -> Path:
    """Return the folder of the book with `size` visits and `registered` people (0 = as many); it is made if need be."""
    name = f"{size}-{registered}" if registered else f"{size}"
    folder = cache() / f"{name}-{_digest(size)}"
    if (folder / "seconds").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    start = time.perf_counter()
    with make_book(folder) as workspace:
        fill(workspace, size, registered or size)
    (folder / "seconds").write_text(f"{time.perf_counter() - start:.0f}")
    return folder


def long_book(size: int) -> Path:
    """Return the folder of a book to scroll in: `size` people and as many visits, most of them rows without more.

    What the program saved (20,000 of each) is there some fifty times, written straight into the tables: in a
    minute instead of a quarter of an hour. The copies have no versions and are not found by words.
    """
    folder = cache() / f"long-{size}-{_digest(size)}"
    if (folder / "seconds").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    start, real = time.perf_counter(), min(size, _STEP)
    with make_book(folder) as workspace:
        fill(workspace, real, real)
        for ledger in (PEOPLE, VISITS):
            _repeat(workspace.book, ledger.slug, (size - 1) // real)
    (folder / "seconds").write_text(f"{time.perf_counter() - start:.0f}")
    return folder


def _repeat(book: Book, slug: str, times: int) -> None:
    """Write every row of a table so many times more: people behind one another, visits each within its day."""
    execute, names = book.connection.execute, book.tables[slug].columns
    columns = ", ".join(name for name in names if name != "uid")
    last = execute(f"SELECT max(id) FROM {slug}").fetchone()[0]
    step = _A_DAYS_VISITS if book.tables[slug].ledger.date_of else last
    with book.transaction():
        execute(
            f"WITH RECURSIVE n(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < {times})"
            f" INSERT INTO {slug} (id, uid, {columns})"
            f" SELECT id + n * {step}, printf('%032x', id + n * {step}), {columns}"
            f" FROM n CROSS JOIN {slug} WHERE {times} > 0 AND id <= {last}"
        )


def copied(folder: Path) -> Path:
    """Return a copy of a book, for what writes in it."""
    to = Path(tempfile.mkdtemp(prefix="copy-", dir=cache()))
    for name in ("book", "device"):
        shutil.copytree(folder / name, to / name)
    return to


def fill(workspace: Workspace, size: int, registered: int) -> None:
    """Put people, households (one for 20 visits, as far as there are heads) and visits into a new book."""
    dice = random.Random(20261123)
    heads: list[Any] = []
    for at in range(0, registered, _STEP):
        made = list(people.people(workspace, dice, min(_STEP, registered - at)))
        workspace.save_many(PEOPLE, made)
        heads += made[: max(VISITORS * _STEP // max(size, _STEP), 50) + len(made) // 20 + 1]
    links = [Link(head.uid, head.name) for head in heads]
    homes = list(people.households(workspace, dice, heads[: size // 20 + 20]))
    for at in range(0, len(homes), _STEP):
        workspace.save_many(HOUSEHOLDS, homes[at : at + _STEP])
    visitors = dice.sample(links, k=min(VISITORS, len(links)))
    whom = [
        people.Household(Link(home.uid, home.head_name), tuple(dice.sample(visitors, k=dice.choice((2, 2, 3)))))
        for home in homes
    ]
    _save(workspace, people.visits(workspace, dice, whom, size))


def _save(workspace: Workspace, visits: Iterable[Any]) -> None:
    waiting: list[Any] = []
    for visit in visits:
        waiting.append(visit)
        if len(waiting) == _STEP:
            workspace.save_many(VISITS, waiting)
            waiting = []
    workspace.save_many(VISITS, waiting)
    workspace.index()


def households_of(workspace: Workspace, dice: random.Random, number: int) -> list[people.Household]:
    """Return some households of a book with those who visit them, for further visits."""
    homes = workspace.query(HOUSEHOLDS).page(limit=number).rows
    visitors = [Link(one.uid, one.name) for one in workspace.query(PEOPLE).page(limit=40).rows]
    return [people.Household(Link(home.uid, home.head_name), tuple(dice.sample(visitors, k=2))) for home in homes]
