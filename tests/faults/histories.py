"""Random histories of a branch with two computers and its office: `python -m tests.faults.histories --histories 10000`.

Both computers write, change each other's records, hand in, are restored from backups and have their clocks put wrong;
bundles are lost, copied, swapped and brought again. Two offices receive the same bundles in different orders. At the
end both must hold every version that was ever delivered, show the same faces, and list every two versions of which
neither knew the other. A third office, the negative control, merges by revision number as one would without thinking.

Books live in memory and bundles are lists of lines: what a file adds is tested in tests/core/exchange.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.canonical import digest
from danyang_desktop.base.clock import LogicalClock, SetClock
from danyang_desktop.county.merge import merge
from danyang_desktop.county.reading import Reader
from danyang_desktop.declare.book import Book
from danyang_desktop.declare.record import STATUSES, body_of
from danyang_desktop.declare.table import Table
from danyang_desktop.exchange.bundle_out import line_of
from danyang_desktop.store import versions
from danyang_desktop.store.sqlite import SqliteEngine
from tests.helpers.toy import NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from danyang_desktop.county.reading import Line

BRANCH = "32118110120301"
START = dt.datetime(2026, 11, 1, 8, 0)
WORDS = ("独居", "低保", "在外打工", "腿脚不便", "刚出院", "要修屋顶")
_STEPS = 40
_LATEST_YEAR = 2190
"""A stamp of after 2200 is refused (county/lines.py): no clock is put wrong so far, twice in a row."""


def _copied(source: Any) -> SqliteEngine:
    """Return a copy in memory of what is behind a connection."""
    engine = SqliteEngine.in_memory()
    source.backup(engine.connection)
    return engine


@cache
def _pattern() -> Any:
    engine = SqliteEngine.in_memory()
    for name in ("0001_the_book", "0003_the_office", "0004_figures_kept"):
        for statement in import_module(f"danyang_desktop.store.migrations.{name}").TABLES:
            engine.execute_sql(statement)
    for statement in Table(NEIGHBOURS).create():
        engine.execute_sql(statement)
    engine.words.create(NEIGHBOURS.slug)
    return engine.connection


def _read(book: Book, lines: Iterable[dict[str, Any]]) -> Iterator[list[Line]]:
    return Reader(book.tables, book.engine.spelling).read(lines, {BRANCH})


def _book(source: Any, clock: SetClock, device: str, epoch: int, known: int = 0) -> Book:
    memory = _copied(source)
    reach = versions.clock_reach(memory.connection)
    return Book(memory, (NEIGHBOURS,), device=device, epoch=epoch, hlc=LogicalClock(clock, max(reach, known)))


@dataclass(frozen=True)
class Bundle:
    """What travels: who made it, what it builds on, its lines."""

    device: str
    epoch: int
    seq: int
    since: int
    lines: tuple[dict[str, Any], ...]


@dataclass
class Computer:
    """One computer of the branch."""

    device: str
    clock: SetClock
    book: Book
    seq: int = 0
    handed: dict[tuple[int, int], int] = field(default_factory=dict)
    receipt: tuple[int, int] = (0, 0)
    backup: tuple[Any, int, dict[tuple[int, int], int], tuple[int, int]] | None = None

    def write(self, dice: random.Random) -> None:
        """Save a new record, or change one that is there."""
        found = list(self.book.query(NEIGHBOURS, status=tuple(STATUSES)).records())
        record = dice.choice(found) if found and dice.random() < 0.7 else NEIGHBOURS.model()
        record.name = record.name or "王桂兰"
        record.remark = f"{dice.choice(WORDS)}{dice.randrange(1000)}"
        with self.book.transaction():
            self.book.append(record, action="edit", author="周建民", branch=BRANCH, now=self.clock.at)
        self.clock.at += dt.timedelta(minutes=dice.randrange(1, 90))

    def hand_in(self, *, full: bool = False) -> Bundle:
        """Make a bundle of everything since the last receipt."""
        since, start = (0, 0) if full else self.receipt
        last = versions.last_seq(self.book.connection)
        self.seq += 1
        self.handed[self.book.epoch, self.seq] = last
        lines = tuple(line_of(version) for version in versions.since(self.book.connection, start, last))
        return Bundle(self.device, self.book.epoch, self.seq, since, lines)

    def keep(self) -> None:
        """Make a backup."""
        self.backup = (_copied(self.book.connection).connection, self.seq, dict(self.handed), self.receipt)

    def restore(self, *, forgotten: bool) -> None:
        """Go back to the backup: a new epoch; with `forgotten`, the computer's own memory is gone as well."""
        if self.backup is None:
            return
        source, self.seq, handed, self.receipt = self.backup
        self.handed = dict(handed)
        known, epoch = self.book.hlc.last, self.book.epoch + 1
        if forgotten:
            self.device, known = digest([self.device, epoch])[:16], 0
        self.book = _book(source, self.clock, self.device, epoch, known)

    def read_receipt(self, epoch: int, upto: int) -> None:
        """Believe a receipt for a bundle that this book knows of."""
        if (epoch, upto) in self.handed:
            self.receipt = (upto, self.handed[epoch, upto])


class Office:
    """The office: takes bundles as county/receive.py does."""

    def __init__(self) -> None:
        self.clock = SetClock(START)
        self.book = _book(_pattern(), self.clock, "f" * 16, 1)
        self.received: dict[tuple[str, int], int] = {}
        self.taken: set[str] = set()

    def receive(self, bundle: Bundle) -> bool:
        """Take a bundle; False if it builds on one that is not here."""
        key = (bundle.device, bundle.epoch)
        if bundle.since > self.received.get(key, 0):
            return False
        with self.book.transaction():
            merge(self.book, _read(self.book, bundle.lines), "2026-11-30T08:00:00")
        self.received[key] = max(bundle.seq, self.received.get(key, 0))
        self.taken.update(line["digest"] for line in bundle.lines)
        return True

    def faces(self) -> dict[str, Any]:
        """Return what the tables show, by uid."""
        found = self.book.query(NEIGHBOURS, status=tuple(STATUSES)).records()
        return {record.uid: [record.head, record.revision, body_of(record)] for record in found}

    def listed(self) -> list[Any]:
        """Return the open conflicts."""
        rows = self.book.connection.execute("SELECT uid, ours, theirs FROM conflicts WHERE settled_at IS NULL")
        return sorted(map(list, rows))

    def said(self) -> str:
        """Return one digest of versions, faces and open conflicts."""
        log = sorted(row[0] for row in self.book.connection.execute("SELECT digest FROM versions"))
        return digest([log, self.faces(), self.listed()])


class Careless:
    """The negative control: the higher revision wins, of two equal ones the later to arrive; nothing is listed."""

    def __init__(self) -> None:
        self.shown: dict[str, tuple[int, str]] = {}
        self.revision: dict[str, int] = {}

    def receive(self, bundle: Bundle) -> bool:
        """Take a bundle."""
        for line in bundle.lines:
            number = 1 + max((self.revision.get(one, 0) for one in line["parents"]), default=0)
            self.revision[line["digest"]] = number
            if number >= self.shown.get(line["uid"], (0, ""))[0]:
                self.shown[line["uid"]] = (number, line["digest"])
        return True

    def said(self) -> str:
        """Return a digest of what is shown."""
        return digest({uid: list(shown) for uid, shown in self.shown.items()})


@dataclass
class Outcome:
    """What one history came to."""

    same: bool
    complete: bool
    overwritten: int
    unlisted: int
    conflicts: int
    control_same: bool
    control_overwritten: int


def play(seed: int) -> Outcome:
    """Play one history."""
    dice = random.Random(seed)
    computers = [
        Computer(f"{number}" * 16, clock, _book(_pattern(), clock, f"{number}" * 16, 1))
        for number, clock in ((1, SetClock(START)), (2, SetClock(START + dt.timedelta(minutes=7))))
    ]
    sent: list[Bundle] = []
    between = Office()  # whose receipts the computers read while the history runs
    for _ in range(_STEPS):
        _step(dice, computers, sent, between)
    sent += [one.hand_in(full=True) for one in computers]
    arrived = [bundle for bundle in sent if dice.random() < 0.8 or bundle in sent[-2:]]
    arrived += dice.sample(arrived, len(arrived) // 3)
    return _judge(dice, arrived)


def _step(dice: random.Random, computers: list[Computer], sent: list[Bundle], office: Office) -> None:
    one, other = dice.sample(computers, 2)
    what = dice.random()
    if what < 0.5:
        one.write(dice)
    elif what < 0.65:
        sent.append(one.hand_in(full=dice.random() < 0.1))
        if dice.random() < 0.7 and office.receive(sent[-1]) and dice.random() < 0.7:
            one.read_receipt(sent[-1].epoch, sent[-1].seq)
    elif what < 0.75:  # the other computer of the branch reads it over
        with other.book.transaction():
            merge(other.book, _read(other.book, one.hand_in(full=True).lines), "2026-11-30T08:00:00")
    elif what < 0.85:
        days = dice.choice((-400, -30, -1, 1, 30, 365 * 73))
        if one.clock.at.year + days // 365 < _LATEST_YEAR:
            one.clock.at += dt.timedelta(days=days)
    elif what < 0.93:
        one.keep()
    else:
        one.restore(forgotten=dice.random() < 0.3)


def _judge(dice: random.Random, arrived: list[Bundle]) -> Outcome:
    offices = Office(), Office()
    controls = Careless(), Careless()
    for office, control in zip(offices, controls, strict=True):
        waiting = dice.sample(arrived, len(arrived))
        for bundle in waiting:
            control.receive(bundle)
        while waiting:
            left = [bundle for bundle in waiting if not office.receive(bundle)]
            if len(left) == len(waiting):
                break
            waiting = left
    first, second = offices
    tops = newest(line for bundle in arrived for line in bundle.lines if line["digest"] in first.taken)
    faces = first.faces()
    named = {uid: {digest for pair in first.listed() if pair[0] == uid for digest in pair[1:]} for uid in tops}
    log = {row[0] for row in first.book.connection.execute("SELECT digest FROM versions")}
    silent = sum(len(found - named[uid] - {faces[uid][0]}) for uid, found in tops.items())
    forks = {uid: found for uid, found in tops.items() if len(found) > 1}
    return Outcome(
        same=first.said() == second.said() and first.taken == second.taken,
        complete=log == first.taken and set(faces) == set(tops),
        overwritten=silent,
        unlisted=sum(not found <= named[uid] for uid, found in forks.items()),
        conflicts=len(first.listed()),
        control_same=controls[0].said() == controls[1].said(),
        control_overwritten=sum(len(found) - 1 for found in tops.values()),
    )


def newest(lines: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    """Work out anew, and in another way than the program, which versions of each record nobody has built upon."""
    found = {line["digest"]: line for line in lines}
    below: set[str] = set()
    for line in found.values():
        below.update(line["parents"])
    tops: dict[str, set[str]] = {}
    for name, line in found.items():
        if name not in below:
            tops.setdefault(line["uid"], set()).add(name)
    return tops


def campaign(histories: int, seed: int = 0) -> Counter[str]:
    """Play so many histories and add up."""
    total: Counter[str] = Counter(histories=histories)
    for number in range(histories):
        told = play(seed + number)
        total["diverged"] += not told.same
        total["incomplete"] += not told.complete
        total["silent overwrites"] += told.overwritten
        total["conflicts not listed"] += told.unlisted
        total["conflicts listed"] += told.conflicts
        total["histories with conflicts"] += told.conflicts > 0
        total["control diverged"] += not told.control_same
        total["control overwrites"] += told.control_overwritten
    return total


def main(argv: list[str]) -> int:
    """Print the sums; exit 1 if anything was lost, overwritten or diverged."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.histories")
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    total = campaign(args.histories, args.seed)
    for name, number in total.items():
        sys.stdout.write(f"{name}: {number}\n")
    bad = ("diverged", "incomplete", "silent overwrites", "conflicts not listed")
    return int(any(total[name] for name in bad))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
