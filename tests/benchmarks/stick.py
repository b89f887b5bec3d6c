"""How fast a county receives: `python -m tests.benchmarks.stick [--bundles 1224] [--records 200]`.

Baseline, in the same run and on the same disk: the same rows of versions and of the ledger's table by executemany into
a new encrypted book with the same schema, one transaction a bundle.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import resource
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import SetClock, stamp_of
from danyang_desktop.county.ahead import Ahead
from danyang_desktop.county.board import board
from danyang_desktop.county.later import Later
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive
from danyang_desktop.county.rollup import rollup
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.record import body_of
from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_format import Heading
from danyang_desktop.exchange.bundle_out import line_of
from danyang_desktop.exchange.bundle_pack import Contents
from danyang_desktop.exchange.keys import DeviceKey
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.opening import Branch
from danyang_desktop.store import versions
from danyang_desktop.workspace import Workspace
from tests.benchmarks import people
from tests.benchmarks.measure import Row
from tests.helpers.books import NOW, PASSWORD, cheap_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SINCE = dt.date(2026, 10, 20)
_STAMP = stamp_of(NOW)


@dataclass
class County:
    """An office, and a folder with a bundle of each branch."""

    office: Office
    stick: Path
    bundles: int
    records: int


def office_book(folder: Path, database: str = "") -> Workspace:
    with cheap_keys():
        workspace, _ = Workspace.create(
            folder / "book", branch=Branch("321181", "丹阳市委组织部"), password=PASSWORD, role="office",
            clock=SetClock(NOW), device_folder=folder / "device", database=database,
        )  # fmt: skip
    return workspace


def _lines(
    workspace: Workspace, dice: random.Random, device: str, branch: str, number: int
) -> Iterator[dict[str, Any]]:
    households = [
        people.Household(Link(f"{dice.getrandbits(128):032x}", f"户主{at}"), (Link("", "周建民"), Link("", "许敏")))
        for at in range(30)
    ]
    for at, record in enumerate(people.visits(workspace, dice, households, number, _SINCE)):
        record.uid, record.branch, record.status = f"{dice.getrandbits(128):032x}", branch, "final"
        record.recorder, record.created_at = "周建民", "2026-11-23T09:12:00"
        record.serial_no = f"ZF-{branch}-2026-{at:04}"
        version = versions.make(
            uid=record.uid, slug=VISITS.slug, branch=branch, hlc=_STAMP + at, device=device, epoch=1, parents=(),
            action="new", author="周建民", at="2026-11-23T09:12:00", body=body_of(record),
        )  # fmt: skip
        yield line_of(version)


def make_county(
    folder: Path, bundles: int, records: int, seed: int = 7, *, database: str = ""
) -> tuple[Workspace, County]:
    """Make an office and a bundle of `records` visits for each of `bundles` branches; `database`: URL of a server."""
    workspace = office_book(folder / "office", database)
    office, _ = Office.of(workspace.desk)
    stick = folder / "stick"
    stick.mkdir()
    dice = random.Random(seed)
    rows = []
    for number in range(bundles):
        key = DeviceKey(secrets.token_bytes(32), office.keys.age_secret, "0" * 16)
        branch = f"321181{100 + number // 200:03}{200 + number % 200:03}01"
        rows.append((key.device, branch, f"第{number}村党支部", key.public_hex, NOW.isoformat()))
        heading = Heading(
            branch_code=branch, branch_name=f"第{number}村党支部", epoch=1, seq=1, made_at=_STAMP,
            from_on="2026-11-01", to_on="2026-11-23",
        )  # fmt: skip
        contents = Contents(records=_lines(workspace, dice, key.device, branch, records))
        container.seal(stick / f"DYB_{branch}_0001.dyb", heading, contents, key, office.keys.recipients)
    with workspace.book.transaction():
        workspace.book.connection.executemany(
            "INSERT INTO devices (device, branch, branch_name, public_key, enrolled_at) VALUES (?, ?, ?, ?, ?)", rows
        )
    return workspace, County(office, stick, bundles, records)


def raw_seconds(folder: Path, source: Workspace, step: int) -> float:
    """Return how long the same rows take by executemany, `step` records a transaction."""
    log = source.book.connection.execute(f"SELECT {', '.join(versions.COLUMNS)} FROM versions ORDER BY seq").fetchall()
    table = source.book.tables[VISITS.slug]
    join = "visits JOIN versions v ON v.digest = visits.head AND v.uid = visits.uid"
    asked = f"SELECT {table.read} FROM {join} ORDER BY v.seq"
    rows = source.book.connection.execute(asked).fetchall()
    with office_book(folder / "raw") as bare:
        connection = bare.book.connection
        started = time.perf_counter()
        for at in range(0, len(log), step):
            with bare.book.transaction():
                bare.book.engine.pour("versions", versions.COLUMNS, log[at : at + step], but_known=True)
                connection.executemany(table.insert, rows[at : at + step])
        return time.perf_counter() - started


def measure(folder: Path, bundles: int, records: int) -> dict[str, Any]:
    """Receive a county once, and again; returns the figures."""
    workspace, county = make_county(folder, bundles, records)
    with workspace:
        before = peak_mb()
        index, readers = _timed_index(), readers_peak_mb()
        told = receive(county.office, [county.stick])
        peak = peak_mb()
        again = receive(county.office, [county.stick])
        started = time.perf_counter()
        rows = board(county.office, "2026-11")
        board_seconds = time.perf_counter() - started
        started = time.perf_counter()
        table = rollup(county.office, workspace.look, "2026-11")
        rollup_seconds = time.perf_counter() - started
        if sum(row["figures"]["走访（户次）"] for row in table.rows) != _of_month(workspace):
            raise SystemExit("the table does not say what was received")
        raw = raw_seconds(folder, workspace, records)
    if told.merged != bundles * records or again.merged or told.refused or len(rows) != bundles:
        raise SystemExit("the county did not receive what was sent")
    return {
        "bundles": bundles, "records": told.merged, "receive_s": round(told.seconds, 2), "raw_s": round(raw, 2),
        "receive_ratio": round(told.seconds / raw, 2), "index_s": round(sum(index), 2),
        "without_index_ratio": round((told.seconds - sum(index)) / raw, 2), "again_s": round(again.seconds, 2),
        "again_ratio": round(again.seconds / raw, 2), "board_ms": round(board_seconds * 1000),
        "rollup_ms": round(rollup_seconds * 1000),
        "peak_mb_before": before, "peak_mb": peak + max(readers, default=0), "peak_mb_of_reader": readers,
    }  # fmt: skip


def _of_month(workspace: Workspace) -> int:
    return workspace.query(VISITS, month="2026-11").count()


def run(_: int) -> list[Row]:
    """Receive 1,224 bundles of 200 records; the size of the other benchmarks' book does not matter here."""
    with tempfile.TemporaryDirectory() as folder:
        told = measure(Path(folder), 1224, 200)
    raw, most = told["raw_s"], 250.0
    return [
        row("receive a county's month", told["receive_s"], "raw executemany", raw, "s", 2.5, told),
        row("receive it again", told["again_s"], "raw executemany", raw, "s", 0.5, {}),
        row("peak memory of receiving", float(told["peak_mb"]), "250 MB", most, "MB", 1.0, {}),
        row("board of 1,224 branches", float(told["board_ms"]), "300 ms", 300.0, "ms", 1.0, {}),
        row("roll-up of 1,224 branches", float(told["rollup_ms"]), "300 ms", 300.0, "ms", 1.0, {}),
    ]


def _timed_index() -> list[float]:
    """Note from now on how long the search index is fed: the raw rows of the baseline cannot be searched."""
    spent: list[float] = []
    feed = Later.flush

    def timed(later: Later, **how: Any) -> None:
        started = time.perf_counter()
        feed(later, **how)
        spent.append(time.perf_counter() - started)

    Later.flush = timed  # type: ignore[method-assign]  # a measuring instrument, not a stand-in
    return spent


def row(name: str, ours: float, than: str, baseline: float, unit: str, most: float, more: dict[str, Any]) -> Row:
    reached = ours <= most * baseline
    return Row(name, ours, than, baseline, unit, f"<= {most:g}x", reached, details=more)


def peak_mb() -> int:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def readers_peak_mb() -> list[int]:
    """Note from now on the most memory that each process had which read bundles ahead."""
    found: list[int] = []
    close = Ahead._close

    def noted(ahead: Ahead) -> None:
        if ahead._child is not None and Path("/proc").is_dir():
            said = Path(f"/proc/{ahead._child.pid}/status").read_text(encoding="ascii")
            found.append(int(said.split("VmHWM:")[1].split()[0]) // 1024)
        close(ahead)

    Ahead._close = noted  # type: ignore[method-assign]  # a measuring instrument, not a stand-in
    return found


def main(argv: list[str], measured: Callable[[Path, int, int], dict[str, Any]] = measure) -> None:
    """Print the figures as one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bundles", type=int, default=1224)
    parser.add_argument("--records", type=int, default=200)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(measured(Path(folder), args.bundles, args.records), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
