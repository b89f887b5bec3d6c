"""Random histories of records that do not leave whole: `python -m tests.faults.histories_at_home --histories 10000`.

Two computers of a branch write records of which one field stays at home, pay some, void and bring back what they cannot
see, settle between versions, take that back and are restored from backups; they and two offices receive each other's
bundles in any order. A model knows of every version what its hidden field says. No book may ever believe another value
of a version it can see all of; no version may say that something paid is not; the offices must agree.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.canonical import digest
from danyang_desktop.base.clock import LogicalClock, SetClock
from danyang_desktop.base.errors import UserError
from danyang_desktop.county.conflicts import conflicts, settle, unsettle
from danyang_desktop.county.merge import merge
from danyang_desktop.county.reading import Reader
from danyang_desktop.declare.book import Book
from danyang_desktop.declare.facing import check_faces
from danyang_desktop.declare.kinds import Choice, LongText, Text
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import STATUSES, Record, body_of
from danyang_desktop.declare.table import Table
from danyang_desktop.exchange.bundle_out import line_of
from danyang_desktop.exchange.desk import Desk
from danyang_desktop.exchange.keys import DeviceKey
from danyang_desktop.store import checkup, versions, withheld
from danyang_desktop.store.attachments import Attachments
from danyang_desktop.store.device import Device
from danyang_desktop.store.marks import Mark
from danyang_desktop.store.sqlite import SqliteEngine
from tests.faults.campaign import histories
from tests.faults.history_desks import BRANCH, START, WORDS, copied

if TYPE_CHECKING:
    from danyang_desktop.store.versions import Version

DRAWN, PAID = "编制", "已发放"
_STEPS = 40
_AT = "2026-11-30T08:00:00"


class Pledge(Record):
    name = Text("姓名", required=True)
    remark = LongText("备注")
    secret = LongText("不外传的话", privacy=4)
    state = Choice("状态", (DRAWN, PAID), default=DRAWN)


PLEDGES = Ledger(slug="toy_pledges", title="心里话", model=Pledge, name_of="name", state="state", settled=(PAID,))


@cache
def _pattern() -> Any:
    engine = SqliteEngine.in_memory()
    for name in ("0001_the_book", "0003_the_office", "0004_figures_kept"):
        for statement in import_module(f"danyang_desktop.store.migrations.{name}").TABLES:
            engine.execute_sql(statement)
    for statement in Table(PLEDGES).create():
        engine.execute_sql(statement)
    engine.words.create(PLEDGES.slug)
    return engine.connection


@cache
def _key() -> DeviceKey:
    return DeviceKey.make()


@dataclass
class Seat:
    """One computer, of the branch or of the office, and what its makers know that it need not."""

    device: str
    code: str
    clock: SetClock
    book: Book
    backup: Any = None

    @classmethod
    def at(cls, device: str, code: str, source: Any, minutes: int = 0, epoch: int = 1, known: int = 0) -> Seat:
        clock = SetClock(START + dt.timedelta(minutes=minutes))
        memory = copied(source)
        reach = max(known, versions.clock_reach(memory.connection))
        return cls(
            device, code, clock, Book(memory, (PLEDGES,), device=device, epoch=epoch, hlc=LogicalClock(clock, reach))
        )

    @property
    def desk(self) -> Desk:
        photos = Attachments(SqliteEngine.in_memory())
        mark = Mark(Device(Path()), "", self.device)
        return Desk(Path(), self.code, "柳塘村", self.book, photos, _key(), b"", self.clock, mark)

    def records(self) -> list[Any]:
        return list(self.book.query(PLEDGES, status=tuple(STATUSES)).records())

    def log(self) -> list[Version]:
        connection = self.book.connection
        return list(versions.since(connection, 0, versions.last_seq(connection)))

    def lines(self) -> list[dict[str, Any]]:
        return [line_of(versions.redacted(version, PLEDGES.stays)) for version in self.log()]

    def take(self, lines: list[dict[str, Any]]) -> None:
        with self.book.transaction():
            merge(self.book, Reader(self.book.tables, self.book.engine.spelling).read(lines, {BRANCH}), _AT)

    def said(self) -> str:
        rows = self.book.connection.execute("SELECT uid, ours, theirs FROM conflicts WHERE settled_at IS NULL")
        faces = {one.uid: [one.head, one.revision, body_of(one)] for one in self.records()}
        return digest([sorted(one.digest for one in self.log()), faces, sorted(map(list, rows))])

    def damage(self) -> int:
        engine = self.book.engine
        found = checkup.check_versions(engine.connection) + check_faces(self.book, PLEDGES.slug)
        return len(found) + sum("缺了一段" not in one.what for one in checkup.check_heads(engine, PLEDGES.slug))


@dataclass
class History:
    """A branch of two computers, everything that was ever written, and what the hidden field of it says."""

    dice: random.Random
    seats: list[Seat]
    hidden: dict[str, str] = field(default_factory=dict)
    whole: dict[str, Version] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def step(self) -> None:
        one, other = self.dice.sample(self.seats, 2)
        one.clock.at += dt.timedelta(minutes=self.dice.randrange(1, 90))
        what = self.dice.random()
        if what < 0.5:
            self._write(one)
        elif what < 0.75:
            other.take(one.lines())
        elif what < 0.88:
            self._settle(one)
        elif what < 0.94:
            one.backup = copied(one.book.connection).connection
        elif one.backup is not None:
            self.seats[self.seats.index(one)] = Seat.at(
                one.device, BRANCH, one.backup, 0, one.book.epoch + 1, one.book.hlc.last
            )

    def _write(self, seat: Seat) -> None:
        found = seat.records()
        record = self.dice.choice(found) if found and self.dice.random() < 0.7 else PLEDGES.model(state=DRAWN)
        if record.state == PAID:
            return
        record.name = record.name or "王桂兰"
        before = record.head
        if before and seat.book.unseen(record):
            self.done["written unseen"] += 1
            record.status = "void" if record.status == "final" else "final"
        else:
            record.remark = f"{self.dice.choice(WORDS)}{self.dice.randrange(1000)}"
            if self.dice.random() < 0.5:
                record.secret = f"心里话{self.dice.randrange(10**6)}" if self.dice.random() < 0.9 else ""
            record.state = PAID if self.dice.random() < 0.15 else DRAWN
        expected = (
            self.hidden[before] if before and seat.book.unseen(seat.book.get(PLEDGES, record.uid)) else record.secret
        )
        with seat.book.transaction():
            made = seat.book.append(record, action="edit", author="周建民", branch=BRANCH, now=seat.clock.at)
        self._keep(made, expected or "")

    def _settle(self, seat: Seat) -> None:
        waiting = conflicts(seat.book)
        if not waiting:
            return
        one = self.dice.choice(waiting)
        side = self.dice.choice(one.sides)
        before = seat.book.get(PLEDGES, one.uid).head
        try:
            made = settle(seat.desk, one.uid, side.digest, "写得细", "周建民")
        except UserError:
            self.done["choices refused"] += 1
            return
        self.done["choices"] += 1
        self._keep(made, self.hidden[side.digest])
        if self.dice.random() < 0.4:
            shown = unsettle(seat.desk, one.uid, "周建民")
            self._keep(shown, self.hidden[before])
            self.done["choices taken back"] += 1

    def _keep(self, version: Version, hidden: str) -> None:
        self.hidden[version.digest] = hidden
        self.whole[version.digest] = version

    def lies(self, seat: Seat) -> int:
        """Return of how many versions a book believes to see all, and sees another value than was written."""
        wrong = 0
        for version in seat.log():
            said, unknown = withheld.filled(seat.book.connection, version)
            wrong += not unknown and said.get("secret", "") != self.hidden[version.digest]
        return wrong

    def unpaid(self) -> int:
        """Return how many versions say that something paid is not."""
        return sum(
            version.content()["state"] != PAID and any(self._paid(one) for one in version.parents)
            for version in self.whole.values()
        )

    def _paid(self, digest: str) -> bool:
        return bool(self.whole[digest].content()["state"] == PAID)


def play(seed: int) -> Counter[str]:
    """Play one history and tell what was wrong in it."""
    dice = random.Random(seed)
    history = History(dice, [Seat.at(f"{number}" * 16, BRANCH, _pattern(), 7 * number) for number in (1, 2)])
    for _ in range(_STEPS):
        history.step()
    offices = [Seat.at("f" * 16, "321181", _pattern()) for _ in range(2)]
    told = history.done
    for office in offices:
        for seat in dice.sample(history.seats, 2) + dice.sample(history.seats, 1):
            lines = seat.lines()
            office.take(dice.sample(lines, len(lines)))
    everything = Seat.at("e" * 16, BRANCH, _pattern())
    everything.take([line_of(version) for version in history.whole.values()])
    told["offices differ"] += offices[0].said() != offices[1].said()
    told["hidden lost"] += sum(
        bool(withheld.filled(everything.book.connection, version)[1]) for version in everything.log()
    )
    books = [*history.seats, *offices, everything]
    told["hidden overwritten"] += sum(map(history.lies, books))
    told["unpaid"] += history.unpaid()
    told["damage"] += sum(seat.damage() for seat in books)
    return told


BAD = ("offices differ", "hidden lost", "hidden overwritten", "unpaid", "damage")
"""What may not happen in any history."""


def campaign(times: int, seed: int = 0) -> Counter[str]:
    """Play so many histories and add up."""
    total: Counter[str] = Counter(histories=times)
    for number in range(times):
        total.update(play(seed + number))
    return total


if __name__ == "__main__":
    sys.exit(histories("histories_at_home", sys.argv[1:], campaign, BAD))
