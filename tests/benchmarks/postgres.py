"""How fast a county receives on its server: `python -m tests.benchmarks.postgres [--bundles 1224] [--records 200]`.

Baseline, in the same run, on the same server and disk: the same rows of versions and of the ledger's table by COPY
straight into tables with the same keys and indexes, one transaction a bundle. The server brings every commit to the
disk, as a county's does. Beside it stands COPY of all rows at once into tables without any key; and the same ratio in
CPU seconds of client and server together, which other work on the machine does not change.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.county.board import board
from danyang_desktop.county.receive import receive
from danyang_desktop.county.rollup import rollup
from danyang_desktop.declare.eye import BookLook
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.store import versions
from tests.benchmarks.stick import main, make_county, office_book, peak_mb, readers_peak_mb, row
from tests.helpers.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from danyang_desktop.workspace import Workspace
    from tests.benchmarks.measure import Row

MONTH = "2026-11"


def _rows(source: Workspace) -> tuple[list[Any], list[Any]]:
    """Return the rows of the log and of the visits, both in the order in which they came."""
    connection, table = source.book.connection, source.book.tables[VISITS.slug]
    own = source.branch.code
    log = connection.execute(
        f"SELECT {', '.join(versions.COLUMNS)} FROM versions WHERE branch != ? ORDER BY seq", (own,)
    ).fetchall()
    join = f"{table.slug} JOIN versions v ON v.digest = {table.slug}.head AND v.uid = {table.slug}.uid"
    return log, connection.execute(f"SELECT {table.read} FROM {join} ORDER BY v.seq").fetchall()


class Took(NamedTuple):
    """Seconds by the clock, and of CPU: of this program and of the server."""

    wall: float
    ours: float
    servers: float

    @property
    def cpu(self) -> float:
        """Of both."""
        return self.ours + self.servers


@contextmanager
def timed(server: Server, into: list[Took]) -> Iterator[None]:
    """Note how long what is done inside takes."""
    started, ours, servers = time.perf_counter(), _cpu(), server.cpu()
    yield
    into.append(Took(time.perf_counter() - started, _cpu() - ours, server.cpu() - servers))


def _cpu() -> float:
    """Return the CPU seconds of this program, and of the processes that it has ended."""
    said = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in said)


def copied_by_bundle(folder: Path, source: Workspace, server: Server, step: int) -> Took:
    """Return how long the same rows take by COPY, `step` records a transaction, keys and indexes kept."""
    log, faces = _rows(source)
    table = source.book.tables[VISITS.slug]
    took: list[Took] = []
    with office_book(folder, server.database()) as bare, timed(server, took):
        connection = bare.book.connection
        for at in range(0, len(log), step):
            connection.execute("BEGIN")
            connection.copy("versions", versions.COLUMNS, log[at : at + step])
            connection.copy(table.slug, ("id", *table.columns), faces[at : at + step])
            connection.execute("COMMIT")
    return took[0]


def copied_at_once(source: Workspace) -> float:
    """Return how long the same rows take by two COPYs into tables that have no key at all."""
    log, faces = _rows(source)
    table = source.book.tables[VISITS.slug]
    connection = source.book.connection
    for name in ("versions", table.slug):
        connection.execute(f"CREATE TABLE bare_{name} AS SELECT * FROM {name} WITH NO DATA")
    started = time.perf_counter()
    connection.copy("bare_versions", versions.COLUMNS, log)
    connection.copy(f"bare_{table.slug}", ("id", *table.columns), faces)
    seconds = time.perf_counter() - started
    for name in ("versions", table.slug):
        connection.execute(f"DROP TABLE bare_{name}")
    return seconds


def _ms(do: Callable[[], object]) -> int:
    started = time.perf_counter()
    do()
    return round((time.perf_counter() - started) * 1000)


def measure(folder: Path, bundles: int, records: int) -> dict[str, Any]:
    """Receive a county on a server once, and again; returns the figures."""
    server = Server.make(sure=True)
    try:
        workspace, county = make_county(folder, bundles, records, database=server.database())
        with workspace:
            office, look = county.office, BookLook(workspace.book, workspace.clock, "")
            took: list[Took] = []
            readers = readers_peak_mb()
            with timed(server, took):
                told = receive(office, [county.stick])
            peak = peak_mb() + max(readers, default=0)
            again = receive(office, [county.stick])
            figures = {
                "board_ms": _ms(lambda: board(office, MONTH)),
                "rollup_ms": _ms(lambda: rollup(office, look, MONTH)),
                "search_ms": _ms(lambda: workspace.query(VISITS, search="户主7").page()),
                "search_nothing_ms": _ms(lambda: workspace.query(VISITS, search="查无此人").page()),
                "search_one_branch_ms": _ms(
                    lambda: workspace.query(VISITS, search="查无此人", branch="32118110020001").page()
                ),
            }
            copy = copied_by_bundle(folder / "copied", workspace, server, records)
            bare = copied_at_once(workspace)
            megabytes = (
                workspace.book.connection.execute("SELECT pg_database_size(current_database())").fetchone()[0] >> 20
            )
    finally:
        server.remove()
    if told.merged != bundles * records or again.merged or told.refused:
        raise SystemExit("the county did not receive what was sent")
    return {
        "bundles": bundles, "records": told.merged, "receive_s": round(told.seconds, 2), "copy_s": round(copy.wall, 2),
        "copy_ratio": round(told.seconds / copy.wall, 2), "cpu_ratio": round(took[0].cpu / copy.cpu, 2),
        "receive_cpu_s": [round(took[0].ours, 2), round(took[0].servers, 2)],
        "copy_cpu_s": [round(copy.ours, 2), round(copy.servers, 2)], "bare_copy_s": round(bare, 2),
        "records_per_s": round(told.merged / told.seconds), "again_s": round(again.seconds, 2),
        "again_ratio": round(again.seconds / copy.wall, 2), "peak_mb": peak, "database_mb": megabytes, **figures,
    }  # fmt: skip


def run(_: int) -> list[Row]:
    """Receive 1,224 bundles of 200 records; the size of the other benchmarks' book does not matter here."""
    with tempfile.TemporaryDirectory() as folder:
        told = measure(Path(folder), 1224, 200)
    copy = told["copy_s"]
    return [
        row("receive a county's month on a server", told["receive_s"], "COPY", copy, "s", 2.0, told),
        row("receive it again on a server", told["again_s"], "COPY", copy, "s", 0.5, {}),
        row("peak memory of receiving on a server", float(told["peak_mb"]), "250 MB", 250.0, "MB", 1.0, {}),
        row("board of 1,224 branches on a server", float(told["board_ms"]), "300 ms", 300.0, "ms", 1.0, {}),
        row("roll-up of 1,224 branches on a server", float(told["rollup_ms"]), "300 ms", 300.0, "ms", 1.0, {}),
    ]


if __name__ == "__main__":
    main(sys.argv[1:], measure)
