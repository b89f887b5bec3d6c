"""Kill the program while it saves, and look what is left: `python -m tests.faults.kill --kills 10000`.

A child opens a real book and saves through the Workspace. It is killed (SIGKILL) at a random moment from outside, or
before a random SQL statement of its own. Then the book is opened again: every save that was acknowledged is there with
its version and is found by its words, no record is half there, and the whole book passes its check.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from danyang_desktop.store import versions
from danyang_desktop.store.checkup import check_heads
from tests.faults.campaign import command
from tests.faults.saver import SAVERS, live
from tests.helpers.books import Pattern
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

_KILLS_A_BOOK = 20  # then the whole book is checked, and a new one begun


@dataclass
class Told:
    """What a campaign found. `lost` counts acknowledged saves that are not there, `halved` what the check says."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    halved: int = 0
    seconds: float = 0.0
    first: str = ""


def one_life(pattern: Pattern, folder: Path, saver: str, dice: random.Random) -> list[list[str]]:
    """Let a child save and be killed; returns what it acknowledged, each as uid, digest and number."""
    reading, writing = os.pipe()
    by_itself = dice.random() < 0.5
    die_at = int(dice.expovariate(1 / 60)) + 1 if by_itself else 0
    seed = dice.randrange(1, 10**6)
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            live(pattern, folder, lambda said: os.write(writing, said), saver, seed, die_at)
        finally:
            os._exit(1)
    os.close(writing)
    said = b""
    if not by_itself:
        said = _listen(reading, dice)
        os.kill(child, signal.SIGKILL)
    while piece := os.read(reading, 1 << 16):
        said += piece
    os.close(reading)
    _, ended = os.waitpid(child, 0)
    if not (os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL):
        raise RuntimeError(f"the child ended by itself ({ended}): it must save until it is killed")
    return [line.split() for line in said.decode().split("\n")[:-1]]  # the last line may be cut short


def _listen(reading: int, dice: random.Random) -> bytes:
    """Take in what the child says until it has said so much, or a few milliseconds have gone; then a moment more."""
    said = b""
    wanted = dice.randrange(0, 12)
    end = time.monotonic() + (dice.uniform(0, 0.02) if wanted == 0 else 2.0)
    while said.count(b"\n") < wanted or wanted == 0:
        left = end - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            break
        said += os.read(reading, 1 << 16)
    end = time.monotonic() + dice.uniform(0, 0.003)
    while (left := end - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            said += os.read(reading, 1 << 16)
    return said


def look_over(workspace: Workspace, acknowledged: list[list[str]], told: Told, *, whole: bool) -> None:
    """Count what is lost and what is halved; `whole` looks at every page, version and face of the book."""
    newest = {uid: number for uid, _, number in acknowledged}
    for uid, digest, _ in acknowledged:
        if digest not in {version.digest for version in versions.of_record(workspace.book.connection, uid)}:
            told.lost += 1
            told.first = told.first or f"lost: {uid}"
    for uid, number in newest.items():
        record = workspace.get(ERRANDS, uid)
        if record is None:
            continue  # counted as lost above
        found = [one.uid for one in workspace.query(ERRANDS, search=record.story).records()]
        if found != [uid] or record.story < number:
            told.halved += 1
            told.first = told.first or f"not found by its words, or older than acknowledged: {uid}"
    damage = (
        workspace.check()
        if whole
        else [one for slug in workspace.ledgers for one in check_heads(workspace.book.engine, slug)]
    )
    told.halved += len(damage)
    if damage:
        told.first = told.first or f"{damage[0].where}: {damage[0].what}"


def campaign(kills: int, saver: str = "honest", seed: int = 1) -> Told:
    """Kill so many times, and tell what was found."""
    dice, told = random.Random(seed), Told()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        pattern = Pattern.of_toys(Path(place) / "pattern")
        while told.kills < kills:
            root = Path(place) / "life"
            folder = pattern.copy(root)
            all_said: list[list[str]] = []
            for _ in range(min(_KILLS_A_BOOK, kills - told.kills)):
                said = one_life(pattern, folder, saver, dice)
                told.kills += 1
                told.acknowledged += len(said)
                all_said += said
                with pattern.open(folder) as workspace:
                    look_over(workspace, said, told, whole=False)
            with pattern.open(folder) as workspace:
                look_over(workspace, all_said, told, whole=True)
            shutil.rmtree(root)
    told.seconds = round(time.monotonic() - began, 1)
    return told


def main(argv: list[str] | None = None) -> int:
    """Run a campaign; returns 1 when anything was lost or halved."""
    told = command(argv, __doc__, ("kills", 200), ("saver", SAVERS), campaign)
    return 1 if told.lost or told.halved else 0


if __name__ == "__main__":
    sys.exit(main())
