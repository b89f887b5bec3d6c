"""The one that is killed: it saves as the window does, and says of each save that it returned, only then.

What many records saved at once are found by is indexed afterwards, sometimes at once, sometimes not before the next
life, and it may be killed in the middle of that. Three more savers are there to be caught: `early` says so before the
commit, `halving` writes without transactions, `forgetful` notes what is owed to the index long after all is kept.
"""

from __future__ import annotations

import os
import random
import signal
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare import bulk, owed
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.households import HOUSEHOLDS
from tests.helpers.rows import errand, neighbour
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern

SAVERS = ("honest", "early", "halving", "forgetful")
_BATCH = 40
_AT_ONCE = 20
_STEP = 16


class Errands:
    """Errands for neighbours: the toy ledgers, with every kind of field."""

    ledger = ERRANDS
    says = "story"

    def fresh(self, workspace: Workspace, dice: random.Random, said: str) -> Any:
        """Return a new record that says so."""
        whom = workspace.query(NEIGHBOURS).page(limit=1).rows
        return errand(workspace, dice, whom[0] if whom else None, story=said)

    def change(self, record: Any, dice: random.Random, said: str) -> None:
        """Let a record say something else, and be of another day."""
        record.story, record.done_on = said, ERRANDS.kinds["done_on"].sample(dice)

    def somebody(self, workspace: Workspace) -> None:
        """Save somebody into a register."""
        neighbour(workspace, "王桂兰")


class Visits:
    """Visits to households: real ledgers and registers, their rules, their photos."""

    ledger = VISITS
    says = "situation"

    def fresh(self, workspace: Workspace, dice: random.Random, said: str) -> Any:
        """Return a new visit that says so."""
        home = next(iter(workspace.query(HOUSEHOLDS).page(limit=1).rows), None)
        whom = Link(home.uid, home.head_name) if home else Link("", "王桂兰")
        visit = workspace.new(
            VISITS, household=whom, visitors=[Link("", "周建民"), Link("", "许敏")], place="东头第二家",
            visited_on=VISITS.kinds["visited_on"].sample(dice), situation=said, measures="联系镇卫生院",
        )  # fmt: skip
        if dice.random() < 0.3:
            visit.photos = [workspace.attachments.put(dice.randbytes(3000))]
        if dice.random() < 0.3:
            visit.cash, visit.cash_source = 20_000, "村集体"
        if dice.random() < 0.3:
            visit.actions = [ActionItem(f"{dice.getrandbits(128):032x}", what="修屋顶", owner=Link("", "许敏"))]
        return visit

    def change(self, visit: Any, dice: random.Random, said: str) -> None:
        """Let a visit say something else, and be of another day."""
        visit.situation, visit.visited_on = said, VISITS.kinds["visited_on"].sample(dice)
        visit.follow_up_on = None

    def somebody(self, workspace: Workspace) -> None:
        """Save a household into its register."""
        home = workspace.new(
            HOUSEHOLDS,
            head_name="王桂兰",
            address="东头第二家",
            group_no="3组",
            hardship=["低保户"],
            id_missing_reason="一直没有办",
        )
        workspace.save(home)


class Saver:
    """Saves without end, by dice; every errand says a number that no other says."""

    def __init__(
        self, workspace: Workspace, say: Callable[[bytes], object], seed: int, work: Errands | Visits | None = None
    ) -> None:
        self.workspace = workspace
        self.work = work or Errands()
        self.say = say
        self.dice = random.Random(seed)
        self.number = seed * 100_000
        self.mine: list[str] = []

    def acknowledge(self, records: list[Any]) -> None:
        """Say of each record: uid, digest of its newest version, the number that it must be found by."""
        self.say("".join(f"{one.uid} {one.head} {getattr(one, self.work.says)}\n" for one in records).encode())

    def fresh(self) -> Any:
        self.number += 1
        return self.work.fresh(self.workspace, self.dice, f"{self.number:012}")

    def one_thing(self) -> None:
        """Do one of the things that a secretary does."""
        turn, ledger = self.dice.random(), self.work.ledger
        if turn < 0.5 or not self.mine:
            record = self.fresh()
            self.workspace.save(record)
            self.mine.append(record.uid)
            self.acknowledge([record])
        elif turn < 0.75:
            record = self.workspace.get(ledger, self.dice.choice(self.mine))
            if record.status == "final":
                self.number += 1
                self.work.change(record, self.dice, f"{self.number:012}")
                self.workspace.save(record)
                self.acknowledge([record])
        elif turn < 0.82:
            record = self.workspace.get(ledger, self.dice.choice(self.mine))
            if record.status == "final":
                self.workspace.void(record, "写重了")
                self.acknowledge([record])
        elif turn < 0.92:
            records = [self.fresh() for _ in range(self.dice.choice((3, 30, 150)))]
            self.mine += self.workspace.save_many(ledger, records)
            self.acknowledge(records)
            if self.dice.random() < 0.7:
                self.workspace.index()
        else:
            self.work.somebody(self.workspace)
            self.workspace.save_draft(ledger, "new", {self.work.says: "写到一半"})
            self.workspace.attachments.put(self.dice.randbytes(5000))

    def too_early(self) -> None:
        """Say that each is saved while the transaction that saves them all is still open."""
        with self.workspace.book.transaction():
            for _ in range(_BATCH):
                record = self.fresh()
                self.workspace.save(record)
                self.acknowledge([record])

    def too_late(self) -> None:
        """Save so many that the index is owed their words (see `forget_at_first`)."""
        records = [self.fresh() for _ in range(_BATCH)]
        self.workspace.save_many(self.work.ledger, records)
        self.acknowledge(records)


def live(pattern: Pattern, folder: Path, say: Callable[[bytes], object], saver: str, seed: int, die_at: int) -> None:
    """Open the book and save until killed: from outside, or by ourselves before the statement number `die_at`."""
    workspace = pattern.open(folder)
    owing()
    if die_at:
        workspace.book.connection.set_trace_callback(mortal(die_at))
    if saver == "halving":
        workspace.book.transaction = nullcontext  # type: ignore[method-assign]  # what this saver does wrong
    if saver == "forgetful":
        forget_at_first(workspace)
    working = Saver(workspace, say, seed)
    while True:
        if saver == "early":
            working.too_early()
        elif saver == "forgetful":
            working.too_late()
        else:
            working.one_thing()


def owing() -> None:
    """Let the words of some tens of records be owed to the index already, and be paid in small steps."""
    bulk.AT_ONCE, owed.STEP = _AT_ONCE, _STEP


def forget_at_first(workspace: Workspace) -> None:
    """Let it be noted only before the next import what one owes to the index."""
    words, save_many = workspace.book.engine.words, workspace.save_many
    note, forgotten = words.put_later, []

    def saved(*asked: Any, **how: Any) -> list[str]:
        while forgotten:
            note(*forgotten.pop())
        return save_many(*asked, **how)

    words.put_later = lambda slug, records: forgotten.append((slug, records)) or True  # type: ignore[method-assign]
    workspace.save_many = saved  # type: ignore[method-assign]


def mortal(die_at: int) -> Callable[[str], None]:
    """Return a trace callback that kills this process before the statement number `die_at`."""
    count = 0

    def tick(_: str) -> None:
        nonlocal count
        count += 1
        if count == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    return tick
