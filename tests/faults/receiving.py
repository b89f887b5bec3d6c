"""Kill an office while it receives, let it go on, and look what it has: `python -m tests.faults.receiving --kills 200`.

A child receives a folder of bundles and kills itself (SIGKILL) before a random statement; the next one goes on, until
all is received. Then the book must say what an office says that received all of it in one go, and pass its check.
With `--county DIR`, the sticks that `demo DIR --branches 1224` made.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import shutil
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from danyang_desktop.base.clock import SetClock
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive
from danyang_desktop.exchange.keys import OfficeKey
from danyang_desktop.opening import Branch
from danyang_desktop.store.backup import OFFICE_KEYS
from danyang_desktop.workspace import Workspace
from tests.benchmarks.stick import make_county
from tests.faults.saver import mortal
from tests.helpers.books import NOW, PASSWORD, cheap_keys
from tests.helpers.county import said

if TYPE_CHECKING:
    from collections.abc import Sequence

RECEIVERS = ("honest", "halving")
_DEMO = "danyang-2026"


@dataclass
class Told:
    """What a campaign found: kills, offices received to the end, those that say something else or are damaged."""

    kills: int = 0
    offices: int = 0
    different: int = 0
    damaged: int = 0
    seconds: float = 0.0
    digest: str = ""


@dataclass(frozen=True)
class Pattern:
    """An office that knows the computers of a county and has received nothing: its folder, the folder of bundles."""

    root: Path
    sticks: Path
    now: dt.datetime

    def open(self, folder: Path) -> Workspace:
        """Open a copy that `copy` made."""
        return Workspace.open(
            folder / "book", password=PASSWORD, clock=SetClock(self.now), device_folder=folder / "device"
        )

    def copy(self, to: Path) -> Path:
        """Make a copy."""
        shutil.copytree(self.root, to)
        return to


def small(place: Path, bundles: int, records: int) -> Pattern:
    """Make a small county."""
    workspace, county = make_county(place, bundles, records)
    workspace.close()
    return Pattern(place / "office", county.stick, NOW)


def of_demo(place: Path, demo: Path) -> Pattern:
    """Make an office with the keys of a demo's and its list of computers, as if nothing had been received yet."""
    now = dt.datetime(2026, 11, 24, 18)
    how = {"clock": SetClock(now), "device_folder": demo / "computers" / "office"}
    with Workspace.open(demo / "office", password=os.environ.get("DANYANG_PASSWORD") or _DEMO, **how) as source:
        keys = OfficeKey.load(source.folder / OFFICE_KEYS, source.desk.key)
        columns = "device, branch, branch_name, public_key, recipient, enrolled_at"
        rows = source.book.connection.execute(f"SELECT {columns} FROM devices").fetchall()
    with cheap_keys():
        fresh, _ = Workspace.create(
            place / "office" / "book", branch=Branch("321199", "县里"), password=PASSWORD, role="office",
            clock=SetClock(now), device_folder=place / "office" / "device",
        )  # fmt: skip
    with fresh:
        keys.save(fresh.folder / OFFICE_KEYS, fresh.desk.key)
        with fresh.book.transaction():
            marks = ", ".join("?" * len(columns.split()))
            fresh.book.connection.executemany(f"INSERT INTO devices ({columns}) VALUES ({marks})", rows)
    return Pattern(place / "office", demo / "stick", now)


def received(pattern: Pattern, folder: Path) -> tuple[str, int]:
    """Receive all that is not there yet, in this process; returns what the office says, and how much damage it has."""
    with pattern.open(folder) as workspace:
        told = receive(Office.of(workspace.desk)[0], [pattern.sticks])
        if told.refused:
            raise RuntimeError(f"refused: {told.refused[0]}")
        return said(workspace), len(workspace.check())


def one_life(pattern: Pattern, folder: Path, receiver: str, die_at: int) -> bool:
    """Let a child receive and die before its statement number `die_at`; False if it was done before that."""
    child = os.fork()
    if child == 0:
        try:
            workspace = pattern.open(folder)
            workspace.book.connection.set_trace_callback(mortal(die_at))
            if receiver == "halving":
                workspace.book.transaction = nullcontext  # type: ignore[method-assign]  # what this one does wrong
            receive(Office.of(workspace.desk)[0], [pattern.sticks])
            workspace.close()
            os._exit(0)
        finally:
            os._exit(1)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        return True
    if ended:
        raise RuntimeError("the child failed")
    return False


def campaign(pattern: Pattern, kills: int, place: Path, *, statements: int, receiver: str, seed: int = 1) -> Told:
    """Kill so many times; `statements`: how long a life is, at most."""
    dice, told, began = random.Random(seed), Told(), time.monotonic()
    told.digest, damage = received(pattern, pattern.copy(place / "calm"))
    if damage:
        raise RuntimeError("the calm office is damaged")
    while told.kills < kills:
        folder = pattern.copy(place / f"killed{told.offices}")
        while told.kills < kills and one_life(pattern, folder, receiver, dice.randrange(1, statements)):
            told.kills += 1
        digest, damage = received(pattern, folder)
        told.offices += 1
        told.different += digest != told.digest
        told.damaged += bool(damage)
        shutil.rmtree(folder)
    told.seconds = round(time.monotonic() - began, 1)
    return told


def main(argv: Sequence[str] | None = None) -> int:
    """Run a campaign; returns 1 when an office says something else than the calm one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--receiver", choices=RECEIVERS, default="honest")
    parser.add_argument("--county", type=Path, help="what `demo DIR --branches 1224` made")
    parser.add_argument("--statements", type=int, default=0, help="how long a life is at most; 0 = fitting")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        pattern = of_demo(place / "county", asked.county) if asked.county else small(place / "county", 6, 12)
        long = asked.statements or (1_000_000 if asked.county else 260)
        told = campaign(pattern, asked.kills, place, statements=long, receiver=asked.receiver)
    sys.stdout.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
    return 1 if told.different or told.damaged else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
