"""How a book and the computer on which it is written know each other again: by a mark in both.

Whenever something leaves a book (a bundle, a card, a receipt, a backup) and when it is closed, the book counts one more
under the computer's name. Once that is on the disk, the computer notes the count too, outside the book (device.py). A
crash in between leaves a computer that knows less than the book, never more: so a book that has counted less than its
computer knows was put back from a copy, however long that copy has grown elsewhere. What lies in the log says less: an
office takes imports back, and clocks are claims.

The book says besides in which epoch it is written, and which computer began it; what another one began was carried
here. Carried or put back, it goes on in a new epoch (sync.md, Versions 6): the next number, so that who has only
twelve digits of a receipt may guess it. A book on a server is written by several computers in one epoch.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from danyang_desktop.base.errors import Trouble
from danyang_desktop.store import shelf, versions
from danyang_desktop.store.device import Device, Known
from danyang_desktop.store.engine import at_once

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from danyang_desktop.base.clock import LogicalClock
    from danyang_desktop.store.engine import Engine

EPOCH, BEGUN_BY = "epoch", "epoch_by"
_COUNT = "mark "
"""Before a computer's name: how often the book was marked there."""
_ASKED = (
    "SELECT (SELECT value FROM about WHERE name = ?), (SELECT value FROM about WHERE name = ?),"
    " (SELECT value FROM about WHERE name = ?), (SELECT max(epoch) FROM bundles)"
)


class Written(Protocol):
    """What a mark needs of an open book (declare/book.py)."""

    engine: Engine
    connection: Any
    hlc: LogicalClock

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing."""


class _Said(NamedTuple):
    """What a book says of itself. `epoch`: 0 in a book of before it kept its epoch; `last`: its place in the log."""

    epoch: int
    begun_by: str
    marks: int
    clock: int
    last: int
    bundles: int


@dataclass
class Mark:
    """The mark of one book on one computer: `book` its id, `me` the name of the key with which this computer signs."""

    device: Device
    book: str
    me: str
    _count: int = field(default=0, init=False)
    _at: tuple[int, int] = field(default=(0, 0), init=False)
    """How far clock and log of the book were when it was last marked, or opened."""

    @property
    def known(self) -> Known:
        """What this computer knows of the book, once it was opened here."""
        return self.device.books[self.book]

    def epoch(self, engine: Engine) -> int:
        """Return the epoch in which this computer goes on writing a book that it opens; raises Trouble.

        Where the device folder cannot be written the book alone remembers the epoch, and what leaves it says so.
        """
        said = self._said(engine.connection)
        self._at, self._count = (said.clock, said.last), said.marks
        epoch = self._judged(said, shared=engine.shared)
        known = self.device.books.get(self.book)
        if known and known.marks and epoch == known.epoch == said.epoch:
            return epoch
        with at_once(engine):
            epoch = self._judged(self._said(engine.connection), shared=engine.shared)  # others may have opened it too
            clock = known.clock if known else 0
            self._begin(engine.connection, epoch, shared=engine.shared)
            if engine.shared:
                versions.note_clock(engine.connection, max(said.clock, clock))
        self.device.books[self.book] = Known(epoch, max(said.clock, clock), known.marks if known else 0)
        with suppress(Trouble):
            self.tell(clock)
        return epoch

    def renewed(self, book: Written, me: str) -> tuple[Mark, int]:
        """Return the mark for a computer that signs with another key from now on, and the epoch it begins.

        Raises Trouble. Of a book on a server the epoch stays: it is not this computer's.
        """
        mark = Mark(self.device, self.book, me)
        shared = book.engine.shared
        with book.transaction():
            epoch = max(mark._said(book.connection).epoch, self.known.epoch) + (not shared)
            mark._begin(book.connection, epoch, shared=shared)
        self.device.books[self.book] = self.known._replace(epoch=epoch)
        mark.tell(book.hlc.last)
        return mark, epoch

    def remember(self, book: Written) -> None:
        """Mark the book, and then tell the computer; raises Trouble."""
        with book.transaction():
            self.count(book.connection)
        self.tell(book.hlc.last)

    def count(self, connection: Any) -> None:
        """Mark the book, inside a transaction. Once that is on the disk the computer is to be told."""
        there = int(shelf.about(connection, f"{_COUNT}{self.me}") or 0)
        known = self.device.books.get(self.book)
        self._count = max(there, known.marks if known else 0) + 1
        shelf.set_about(connection, f"{_COUNT}{self.me}", str(self._count))
        self._at = versions.reach(connection)

    def tell(self, clock: int) -> None:
        """Note outside the book how often it was marked, and the largest stamp it gave or saw; raises Trouble."""
        known = self.known
        self.device.note(self.book, known._replace(clock=max(clock, known.clock), marks=self._count))

    def is_behind(self, connection: Any) -> bool:
        """Tell whether the book has come further since it was marked or opened."""
        return versions.reach(connection) != self._at

    def _said(self, connection: Any) -> _Said:
        asked = (EPOCH, BEGUN_BY, f"{_COUNT}{self.me}")
        epoch, by, count, bundles = connection.execute(_ASKED, asked).fetchone()
        return _Said(int(epoch or 0), by or "", int(count or 0), *versions.reach(connection), bundles or 0)

    def _begin(self, connection: Any, epoch: int, *, shared: bool) -> None:
        shelf.set_about(connection, EPOCH, str(epoch))
        if not shared:
            shelf.set_about(connection, BEGUN_BY, self.me)
        self.count(connection)

    def _judged(self, said: _Said, *, shared: bool) -> int:
        known = self.device.books.get(self.book)
        if shared:
            return _with_others(said, known)
        if known is None:
            return _never_seen(said)
        most = max(said.epoch or said.bundles, known.epoch)
        elsewhere = said.begun_by != self.me if said.epoch else said.bundles > known.epoch
        return most + (elsewhere or _is_back(said, known))


def _is_back(said: _Said, known: Known) -> bool:
    """Tell whether a book lacks what its computer knows it to have had."""
    if not known.marks and not said.marks:  # noted before there were marks
        return said.clock < known.clock or said.last < known.versions
    return said.marks < known.marks


def _never_seen(said: _Said) -> int:
    """Return the epoch for a book that this computer does not know: 1 for one that was made just now."""
    if said.epoch:
        return said.epoch + 1
    new = said.clock == said.last == 0
    # A book of before it kept its epoch. Nobody knows how many there were elsewhere, but they grew with the clock.
    return 1 if new else 1 + max(said.clock >> 16, said.bundles, 1)


def _with_others(said: _Said, known: Known | None) -> int:
    """Return the epoch of a book that several computers write; a new one when its server was put back.

    If it is in a later one than when this computer last marked it, somebody saw before us that the server was put back.
    """
    mine = known.epoch if known else 1
    if known and said.epoch <= mine and _is_back(said, known):
        return mine + 1
    return max(said.epoch, mine)
