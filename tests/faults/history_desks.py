"""The desks of a history: two computers of a branch and its office, by the program's own code but for the files.

Epochs and marks, numbers, gaps, receipts and the outbox are the program's. What is not: a book lives in memory, a
bundle is its header and its lines, a receipt is handed over as it is, and a computer's folder is a dictionary.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.canonical import digest
from danyang_desktop.base.clock import LogicalClock, SetClock
from danyang_desktop.base.errors import UserError
from danyang_desktop.county.intake import Door, _merged, _refuse_gap
from danyang_desktop.county.office import Office
from danyang_desktop.county.reading import Reader
from danyang_desktop.county.receipts import _newest
from danyang_desktop.declare.book import Book
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.declare.table import Table
from danyang_desktop.exchange import outbox
from danyang_desktop.exchange.bundle_format import Header
from danyang_desktop.exchange.bundle_out import lines
from danyang_desktop.exchange.bundle_refusals import Gap
from danyang_desktop.exchange.container import Proven, Sealed
from danyang_desktop.exchange.desk import Desk
from danyang_desktop.exchange.keys import DeviceKey, OfficeKey
from danyang_desktop.exchange.receipt import Receipt
from danyang_desktop.exchange.receipt_in import _take
from danyang_desktop.store import versions
from danyang_desktop.store.device import Device, Known
from danyang_desktop.store.marks import Mark
from danyang_desktop.store.sqlite import SqliteEngine
from tests.helpers.toy import NEIGHBOURS

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator

    from danyang_desktop.county.reading import Line

BRANCH, COUNTY = "32118110120301", "321181"
START = dt.datetime(2026, 11, 1, 8, 0)
WORDS = ("独居", "低保", "在外打工", "腿脚不便", "刚出院", "要修屋顶")
LATEST = dt.datetime(2150, 1, 1)
"""No clock is further ahead, or the office would refuse what it stamps (county/lines.py)."""
_FILE = Path("bundle.dyb")


@cache
def pattern() -> Any:
    """Return a book in which nothing is written yet."""
    engine = SqliteEngine.in_memory()
    for name in ("0001_the_book", "0003_the_office", "0004_figures_kept", "0005_bundles_in_parts"):
        for statement in import_module(f"danyang_desktop.store.migrations.{name}").TABLES:
            engine.execute_sql(statement)
    for statement in import_module("danyang_desktop.store.migrations.0006_what_came_of_a_file").TABLES:
        engine.execute_sql(statement)
    for statement in Table(NEIGHBOURS).create():
        engine.execute_sql(statement)
    engine.words.create(NEIGHBOURS.slug)
    return engine.connection


def copied(source: Any) -> SqliteEngine:
    """Return a copy in memory of what is behind a connection."""
    engine = SqliteEngine.in_memory()
    source.backup(engine.connection)
    return engine


def read(book: Book, found: Iterable[dict[str, Any]]) -> Iterator[list[Line]]:
    """Read the lines of a bundle as the office does."""
    return Reader(book.tables, book.engine.spelling).read(found, {BRANCH})


class Cabinet(Device):
    """A computer's folder that is no folder; `before`: what it says if it is killed before the last note is there."""

    before: Known | None = None

    def note(self, book: str, known: Known) -> None:
        self.before = self.books.get(book)
        self.books[book] = known


@dataclass(frozen=True)
class Bundle:
    """What travels: header, lines, hash."""

    header: Header
    lines: tuple[dict[str, Any], ...]
    hash: str


@dataclass
class Seat:
    """One computer with a book on it. `kept`: a copy of it; `false`: how many epochs were begun for no reason."""

    dice: random.Random
    clock: SetClock
    code: str = BRANCH
    false: int = 0
    kept: Any = None
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.move()
        self.open(copied(pattern()))

    def move(self) -> None:
        """Sit down at another computer: it knows no book and has a key of its own."""
        self.cabinet = Cabinet(Path())
        self.signer = DeviceKey(self.dice.randbytes(32), "", "")
        self.device = self.signer.device

    def open(self, engine: SqliteEngine) -> None:
        """Open a book as opening.py does."""
        mark = Mark(self.cabinet, "book", self.device)
        epoch = mark.epoch(engine)
        reach = max(versions.clock_reach(engine.connection), mark.known.clock)
        self.book = Book(engine, (NEIGHBOURS,), device=self.device, epoch=epoch, hlc=LogicalClock(self.clock, reach))
        photos: Any = None  # there are none
        self.desk = Desk(
            folder=Path(), code=self.code, name="柳塘村党支部", book=self.book, attachments=photos, signer=self.signer,
            key=b"", clock=self.clock, mark=mark,
        )  # fmt: skip

    def keep(self) -> None:
        """Copy the book: as a backup, which is remembered, or as anybody copies a folder."""
        self.kept = copied(self.book.connection).connection
        if self.dice.random() < 0.5:
            self.desk.mark.remember(self.book)

    def close(self) -> None:
        """Close the book as opening.py does, or die; what the computer was to note then may not have come to it."""
        if self.dice.random() < 0.5:
            if self.desk.mark.is_behind(self.book.connection):
                self.desk.mark.remember(self.book)
        elif self.cabinet.before is not None and self.dice.random() < 0.2:
            self.cabinet.books["book"] = self.cabinet.before

    def reopen(self) -> None:
        """Open the same book again: honest, and so in the epoch it was in."""
        before = self.book.epoch
        self.close()
        self.open(copied(self.book.connection))
        self.false += self.book.epoch != before

    def put_back(self, source: Any, *, moved: bool) -> None:
        """Go on with a copy of the book: an own one, or one from elsewhere; here, or at another computer."""
        if source is None:
            return
        if self.dice.random() < 0.5 and self.desk.mark.is_behind(self.book.connection):
            self.desk.mark.remember(self.book)
        if moved:
            self.move()
        self.open(copied(source))

    # -- a branch ---------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Save a new record, or change one that is there."""
        found = list(self.book.query(NEIGHBOURS, status=tuple(STATUSES)).records())
        record = self.dice.choice(found) if found and self.dice.random() < 0.7 else NEIGHBOURS.model()
        record.name = record.name or "王桂兰"
        record.remark = f"{self.dice.choice(WORDS)}{self.dice.randrange(1000)}"
        with self.book.transaction():
            self.book.append(record, action="edit", author="周建民", branch=BRANCH, now=self.clock.at)
        self.clock.at += dt.timedelta(minutes=self.dice.randrange(1, 90))

    def hand_in(self, *, full: bool = False) -> Bundle:
        """Make a bundle of everything since the last receipt, as bundle_out.py does but for the file."""
        book, desk = self.book, self.desk
        since, start = (None if full else outbox.last_receipt(book, own=True)) or (None, 0)
        upto = versions.last_seq(book.connection)
        number = outbox.reserve(book, _FILE.name, desk.at, start=start, upto=upto)
        header = Header(
            branch_code=BRANCH, branch_name=desk.name, epoch=book.epoch, seq=number.seq, made_at=desk.stamp(),
            from_on=desk.at[:10], to_on=desk.at[:10], previous=number.previous, since=since, full=full,
            device=self.device, key="", recipients=(), counts={NEIGHBOURS.slug: upto - start}, photos=0,
            payload_bytes=0, payload_sha256="",
        )  # fmt: skip
        found = tuple(lines(desk, start, upto))
        sha256 = digest([header.device, header.epoch, header.seq, header.made_at, found])
        self.cabinet.before = None  # what left the book was noted before, on the disk
        outbox.note_sealed(book, number.seq, [Sealed(path=_FILE, bytes=0, hash=sha256, header=header)])
        return Bundle(header, found, sha256)

    def read_receipts(self, receipts: Iterable[Receipt]) -> None:
        """Believe what is for this computer and for bundles that this book knows of."""
        for one in receipts:
            if one.device == self.device:
                with suppress(UserError):
                    _take(self.desk, one)

    @property
    def waits(self) -> bool:
        """Whether the last bundle still waits for its receipt."""
        handed_in = outbox.outbox(self.book)
        return bool(handed_in) and handed_in[0]["state"] != outbox.TAKEN


class County(Seat):
    """The office: takes bundles and answers. `taken`: the versions that it was brought."""

    def __init__(self, dice: random.Random, clock: SetClock | None = None) -> None:
        super().__init__(dice, clock or SetClock(START), COUNTY)
        self.keys = OfficeKey(dice.randbytes(32), "", "")
        self.taken: set[str] = set()

    def receive(self, bundle: Bundle) -> bool:
        """Take a bundle; False if it builds on one that is not here."""
        try:
            _refuse_gap(self.book, bundle.header)
        except Gap:
            return False
        proven = Proven(path=_FILE, hash=bundle.hash, header=bundle.header, front_bytes=0)
        door = Door(self.desk, lambda _, __: None, ())
        _merged(door, proven, _FILE.name, read(self.book, bundle.lines), b"")
        self.taken.update(line["digest"] for line in bundle.lines)
        return True

    def answer(self, seats: Iterable[Seat]) -> list[Receipt]:
        """Return a receipt for the newest bundle of each of these computers, as receipts.py writes them."""
        with self.book.transaction():
            for one in seats:
                self.book.connection.execute(
                    "INSERT INTO devices (device, branch, branch_name, public_key, enrolled_at)"
                    " VALUES (?, ?, '', '', '') ON CONFLICT (device) DO NOTHING",
                    (one.device, BRANCH),
                )
        found = _newest(Office(self.desk, self.keys))
        made_at = self.desk.stamp() if found else 0
        self.cabinet.before = None
        return [
            Receipt(
                office=self.keys.public_hex, office_epoch=self.book.epoch, branch_code=BRANCH, device=one.device,
                epoch=one.epoch, upto=one.bundle, head=one.head, accepted=one.merged, made_at=made_at,
                counts=one.lines or {}, extra={"counted": one.lines is not None},
            )
            for one in found
        ]  # fmt: skip
