"""Let the power fail while the program saves, and look what is left: `python -m tests.faults.power --crashes 1000000`.

A real workspace with the real ledgers, registers and migrations saves visits, households and photos by dice over a
disk in memory (tests/faults/disk.py). It is plain SQLite: the disk in memory knows no cipher, which changes neither
what is written when nor what is synced. Before its writes and syncs the disk is copied as a power failure might leave
it, and the copy is opened: every save that was acknowledged is there, every record is whole with its history, the
search index and the pages are sound, every acknowledged photo is its own hash.
From some of the copies life goes on. Three controls must be caught: synchronous off, NORMAL, and a disk that lies.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from danyang_desktop import placing
from danyang_desktop.base.errors import Trouble
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.opening import ALL
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.store.backup import BOOK, PHOTOS
from danyang_desktop.store.checkup import check_heads
from danyang_desktop.store.keyring import load_keyring
from danyang_desktop.store.migrate import MIGRATIONS
from tests.faults.campaign import command
from tests.faults.disk import Disk, Image, engine_on, in_clear
from tests.faults.saver import Saver, Visits, owing
from tests.helpers.books import PASSWORD, Pattern

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

CONTROLS = {"honest": {}, "off": {"synchronous": "off"}, "normal": {"synchronous": "normal"}, "lying": {}}
_THINGS = 14  # that are done in one life
_LIVES = 12  # with one book; then a new one
_WHOLE = 40  # of so many copies one is looked at in every version and face


class PowerCut(BaseException):
    """The power is gone: nothing of the program runs any more."""


@dataclass
class Told:
    """What a campaign found. `lost`: acknowledged and not there; `corrupt`: what does not open, or is not whole."""

    crashes: int = 0
    acknowledged: int = 0
    lost: int = 0
    corrupt: int = 0
    seconds: float = 0.0
    first: str = ""


@dataclass
class Kept:
    """What was acknowledged: digests of versions, and of photos."""

    versions: set[str] = field(default_factory=set)
    photos: set[str] = field(default_factory=set)


class Life:
    """One book on one disk, and the copies of it that are looked at."""

    def __init__(self, root: Path, control: str, seed: int) -> None:
        self.dice = random.Random(seed)
        self.told = Told()
        self.pattern = Pattern.make(root / "pattern", ALL, (MIGRATIONS,))
        self.folder = self.pattern.copy(root / "life")
        key = load_keyring(self.folder).open(password=PASSWORD)
        self.new_book: Image = {name: in_clear(self.folder / name, key) for name in (BOOK, PHOTOS)}
        self.disk, self.copy = Disk("power"), Disk("after")
        self.control, self.lives = control, 0
        self.pragmas = dict(CONTROLS[control])
        self.kept = Kept()
        self.most = 0
        self.left: Image = {}
        self.looker = self.pattern.copy(root / "looker")

    def run(self, crashes: int) -> Told:
        """Let the power fail so many times."""
        began, self.most = time.monotonic(), crashes
        while self.told.crashes < crashes:
            self.left, self.kept = self.new_book, Kept()
            for _ in range(_LIVES):
                self.live()
                if self.told.crashes >= crashes:
                    break
        self.told.seconds = round(time.monotonic() - began, 1)
        return self.told

    def live(self) -> None:
        """Save for a while until the power fails for good, or the book is closed; then begin from what is left."""
        how = {"wal_autocheckpoint": self.dice.choice((3, 12, 60, 4000)), **self.pragmas}
        self.lives += 1
        self.disk.unregister()
        self.disk = Disk(f"power {self.lives}", self.left)  # its own: nothing of a life before can reach into it
        self.disk.lies = self.control == "lying"
        placing.SqliteEngine = engine_on(f"power {self.lives}", **how)
        end = self.dice.randrange(60, 600)
        share = self.dice.choice((0.1, 0.3, 0.6))
        try:
            workspace = self.pattern.open(self.folder)
        except (Trouble, dbapi2.Error) as error:  # said of the copy already, when it was looked at
            self.told.first = self.told.first or repr(error)
            self.left, self.kept = self.new_book, Kept()
            return
        done = 0
        owing()

        def crash(what: str) -> None:
            nonlocal done
            if what == "read":
                return
            done += 1
            over = done >= end or self.told.crashes >= self.most
            if over or self.dice.random() < share:
                self.left = self.disk.after_a_crash(self.dice)
                self.look_at(self.left)
            if over:
                raise PowerCut

        self.disk.before = crash
        saver = Saver(workspace, self.acknowledge, self.dice.randrange(1, 10**6), Visits())
        try:
            for _ in range(_THINGS):
                saver.one_thing()
                self.kept.photos |= set(workspace.attachments.digests())
            workspace.close()
            self.left = self.disk.after_a_crash(self.dice)
        except PowerCut:
            pass  # what is left was looked at a moment ago
        except Trouble as error:  # said while all was well: the book that life went on with was not
            self._corrupt(f"life {self.lives}, after {self.told.crashes} crashes: {error.sentence}")
        self.disk.before = lambda _: None
        _let_go(workspace)

    def acknowledge(self, said: bytes) -> None:
        """Note what the saver says."""
        digests = {line.split()[1] for line in said.decode().splitlines()}
        self.kept.versions |= digests
        self.told.acknowledged += len(digests)

    def look_at(self, image: Image) -> None:
        """Open a copy and count what is wrong with it."""
        self.told.crashes += 1
        self.copy.start(image)
        try:
            self._sound()
        except (dbapi2.Error, Trouble) as error:
            self._corrupt(repr(error))

    def _sound(self) -> None:
        book = engine_on("after").open(Path(BOOK), b"")
        photos = engine_on("after").open(Path(PHOTOS), b"")
        try:
            there = {digest for (digest,) in book.connection.execute("SELECT digest FROM versions")}
            here = list(photos.connection.execute("SELECT digest, data FROM photos"))
            lost = len(self.kept.versions - there) + len(self.kept.photos - {digest for digest, _ in here})
            self.told.lost += lost
            if lost:
                self.told.first = self.told.first or f"{lost} acknowledged are gone"
            for slug in (VISITS.slug, HOUSEHOLDS.slug):
                for damage in check_heads(book, slug):
                    self._corrupt(f"{damage.where}: {damage.what}")
            for engine in (book, photos):
                for (said,) in engine.connection.execute("PRAGMA integrity_check"):
                    if said != "ok":
                        self._corrupt(said)
            if any(hashlib.sha256(data).hexdigest() != digest for digest, data in here):
                self._corrupt("a photo is not its own hash")
        finally:
            book.close()
            photos.close()
        if self.told.crashes % _WHOLE == 0:
            self._whole()

    def _whole(self) -> None:
        """Let the program itself check the whole copy."""
        ours, placing.SqliteEngine = placing.SqliteEngine, engine_on("after")
        try:
            with self.pattern.open(self.looker) as workspace:
                for damage in workspace.check():
                    self._corrupt(f"{damage.where}: {damage.what}")
        finally:
            placing.SqliteEngine = ours

    def _corrupt(self, said: str) -> None:
        self.told.corrupt += 1
        self.told.first = self.told.first or said


def _let_go(workspace: Workspace) -> None:
    """Take a workspace away as a power failure does: nothing is written any more."""
    opened = workspace._opened
    for engine in (opened.book.engine, opened.attachments.engine):
        engine.close()
    opened.lock.release()


def campaign(crashes: int, control: str = "honest", seed: int = 1) -> Told:
    """Let the power fail so many times, and tell what was found."""
    real: Any = placing.SqliteEngine
    try:
        with tempfile.TemporaryDirectory() as place:
            return Life(Path(place), control, seed).run(crashes)
    finally:
        placing.SqliteEngine = real


def main(argv: list[str] | None = None) -> int:
    """Run a campaign; returns 1 when anything was lost or corrupt."""
    told = command(argv, __doc__, ("crashes", 20_000), ("control", CONTROLS), campaign)
    return 1 if told.lost or told.corrupt else 0


if __name__ == "__main__":
    sys.exit(main())
