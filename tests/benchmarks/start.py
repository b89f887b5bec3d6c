"""How soon the window can be used, against a bare QMainWindow; and what a window with 30,000 records open weighs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from tests.benchmarks import books
from tests.benchmarks.measure import Row, Times, compared, environment

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 2.0
_MOST_MB = 150
_RUNS = 7
_OPEN = 30_000
_VILLAGE = 300
"""People of a village branch that has kept its book for ten years: 30,000 records (domain.md §5)."""


def run(size: int) -> list[Row]:
    """Start processes, alternating between theirs and ours; open a book of `size` records and one of 30,000."""
    folder = books.kept_book(min(size, _OPEN), _VILLAGE)
    bare, gate = Times(), Times()
    for mode in ("bare", "book"):
        _process(Times(), mode, folder)  # the first run after a change compiles modules; no reader's program does
    for _ in range(_RUNS):
        _process(bare, "bare")
        seen = _process(gate, "gate", folder)
    opened = _process(Times(), "book", folder)
    rows = [compared("window with the lock page", gate, "a bare QMainWindow, painted", bare, most=_MOST)]
    rows[0].details["late"] = seen["late"]
    rows[0].reached = rows[0].reached and not seen["late"]
    weighed = [opened["rss_mb"], "the goal", _MOST_MB, "MB", f"<= {_MOST_MB} MB", opened["rss_mb"] <= _MOST_MB]
    rows.append(Row(f"memory with {opened['records']:,} visits open", *weighed, details=opened))
    for at, kept in ((min(size, _OPEN), folder), (size, books.kept_book(size))):
        times = Times()
        for _ in range(5):
            times.run(lambda kept=kept: books.open_book(kept).close())
        rows.append(compared(f"open and close a book of {at:,}", times, "", Times()))
    return rows


def _process(times: Times, mode: str, folder: Path | None = None) -> dict[str, Any]:
    """Run one process and note the time until it says that it is ready; returns what it said."""
    command = [sys.executable, "-m", "tests.benchmarks.windows", mode, *([str(folder)] if folder else [])]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        times.wall.append((time.perf_counter() - start) * 1e3)
        process.communicate()
    said: dict[str, Any] = json.loads(line)
    times.cpu.append(said["cpu_ms"])
    return said
