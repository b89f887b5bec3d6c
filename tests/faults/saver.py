"""The one that is killed: it saves as the window does, and says of each save that it returned, only then.

Two more savers are there to be caught: `early` says so before the commit, `halving` writes without transactions.
"""

from __future__ import annotations

import os
import random
import signal
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from tests.helpers.rows import errand, neighbour
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern

SAVERS = ("honest", "early", "halving")
_BATCH = 40


class Saver:
    """Saves without end, by dice; every errand says a number that no other says."""

    def __init__(self, workspace: Workspace, say: Callable[[bytes], object], seed: int) -> None:
        self.workspace = workspace
        self.say = say
        self.dice = random.Random(seed)
        self.number = seed * 100_000
        self.mine: list[str] = []

    def acknowledge(self, records: list[Any]) -> None:
        """Say of each record: uid, digest of its newest version, the number that it must be found by."""
        self.say("".join(f"{one.uid} {one.head} {one.story}\n" for one in records).encode())

    def fresh(self) -> Any:
        self.number += 1
        whom = self.workspace.query(NEIGHBOURS).page(limit=1).rows
        return errand(self.workspace, self.dice, whom[0] if whom else None, story=f"{self.number:012}")

    def one_thing(self) -> None:
        """Do one of the things that a secretary does."""
        turn = self.dice.random()
        if turn < 0.5 or not self.mine:
            record = self.fresh()
            self.workspace.save(record)
            self.mine.append(record.uid)
            self.acknowledge([record])
        elif turn < 0.75:
            record = self.workspace.get(ERRANDS, self.dice.choice(self.mine))
            if record.status == "final":
                self.number += 1
                record.story, record.done_on = f"{self.number:012}", ERRANDS.kinds["done_on"].sample(self.dice)
                self.workspace.save(record)
                self.acknowledge([record])
        elif turn < 0.82:
            record = self.workspace.get(ERRANDS, self.dice.choice(self.mine))
            if record.status == "final":
                self.workspace.void(record, "写重了")
                self.acknowledge([record])
        elif turn < 0.92:
            records = [self.fresh() for _ in range(self.dice.choice((3, 30, 150)))]
            self.mine += self.workspace.save_many(ERRANDS, records)
            self.acknowledge(records)
        else:
            neighbour(self.workspace, "王桂兰")
            self.workspace.save_draft(ERRANDS, "new", {"story": "写到一半"})
            self.workspace.attachments.put(self.dice.randbytes(5000))

    def too_early(self) -> None:
        """Say that each is saved while the transaction that saves them all is still open."""
        with self.workspace.book.transaction():
            for _ in range(_BATCH):
                record = self.fresh()
                self.workspace.save(record)
                self.acknowledge([record])


def live(pattern: Pattern, folder: Path, say: Callable[[bytes], object], saver: str, seed: int, die_at: int) -> None:
    """Open the book and save until killed: from outside, or by ourselves before the statement number `die_at`."""
    workspace = pattern.open(folder)
    if die_at:
        workspace.book.connection.set_trace_callback(mortal(die_at))
    if saver == "halving":
        workspace.book.transaction = nullcontext  # type: ignore[method-assign]  # what this saver does wrong
    working = Saver(workspace, say, seed)
    while True:
        if saver == "early":
            working.too_early()
        else:
            working.one_thing()


def mortal(die_at: int) -> Callable[[str], None]:
    """Return a trace callback that kills this process before the statement number `die_at`."""
    count = 0

    def tick(_: str) -> None:
        nonlocal count
        count += 1
        if count == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    return tick
