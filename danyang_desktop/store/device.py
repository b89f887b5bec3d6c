"""This computer's identity: outside the book, so that a copied or restored book is known as such.

`install.json` in the device folder holds for each book the epoch and how far its clock and its
versions had come. A book that is behind what this computer remembers was restored; a book this computer never saw
was carried here: both go on in a new epoch (sync.md, Versions 6).
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble
from danyang_desktop.store.database import trouble_of

if TYPE_CHECKING:
    from pathlib import Path

INSTALL = "install.json"
LOCK = "in-use.lock"


@dataclass
class Device:
    """One installation of the program; `books` says how far each book had come when it was last closed here."""

    folder: Path
    books: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def here(cls, folder: Path) -> Device:
        """Read the identity kept in `folder`, or make one."""
        path = folder / INSTALL
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if path.exists():
                return cls(folder, _books_in(json.loads(path.read_text("utf-8"))))
            device = cls(folder)
            device.keep()
        except OSError as error:
            raise trouble_of(error, INSTALL) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Trouble("这台电脑的登记文件坏了，台账没有受影响。请把它改名后重新打开程序。", "U-320") from error
        else:
            return device

    def epoch_of(self, book: str, versions: int, clock: int) -> int:
        """Return the epoch in which this computer goes on writing `book`.

        versions  how many versions of this device the book holds;  clock  the largest stamp in it
        """
        known = self.books.get(book)
        if known is None:
            epoch = 1 if versions == 0 and clock == 0 else 1 + max(clock >> 16, 1)
            self.books[book] = {"clock": clock, "epoch": epoch, "versions": versions}
            self.keep()  # at once: a program that dies before it closes the book must not forget its epoch
        elif versions < known["versions"] or clock < known["clock"]:
            self.books[book] = {"clock": known["clock"], "epoch": known["epoch"] + 1, "versions": versions}
            self.keep()
        return self.books[book]["epoch"]

    def next_epoch(self, book: str) -> int:
        """Let the book go on in a new epoch, and return it."""
        self.books[book]["epoch"] += 1
        self.keep()
        return self.books[book]["epoch"]

    def epoch_with_others(self, book: str, said: int, clock: int) -> int:
        """Return the epoch of a book that several computers write, which `said` the one it was in.

        It is a new one when the book is behind what this computer remembers: its server was restored.
        """
        known = self.books.get(book, {"clock": 0, "epoch": 0, "versions": 0})
        epoch = max(said, known["epoch"]) + 1 if clock < known["clock"] else said
        self.books[book] = {"clock": max(clock, known["clock"]), "epoch": epoch, "versions": 0}
        self.keep()
        return epoch

    def remember(self, book: str, versions: int, clock: int) -> None:
        """Note how far the book has come, and keep it on the disk."""
        self.books[book] = {**self.books[book], "clock": max(clock, self.books[book]["clock"]), "versions": versions}
        self.keep()

    def keep(self) -> None:
        """Write the identity; the old file stays until the new one is complete."""
        body = json.dumps({"books": self.books}, sort_keys=True)
        part = self.folder / f"{INSTALL}.{os.getpid()}.part"  # several programs may have one book on a server
        with part.open("w", encoding="utf-8") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.folder / INSTALL)


def _books_in(said: Any) -> dict[str, dict[str, int]]:
    names = ("clock", "epoch", "versions")
    return {book: {name: int(known[name]) for name in names} for book, known in said["books"].items()}


class BookLock:
    """Only one program may write a book; the operating system frees the lock when the program dies.

    alone    False for a book on a server: several may have its folder, as long as nobody has it for himself
    """

    def __init__(self, folder: Path, *, alone: bool = True) -> None:
        self._file: IO[bytes] | None = None
        try:
            self._file = (folder / LOCK).open("a+b")
            _lock(self._file, alone=alone)
        except OSError as error:
            if self._file is not None:
                self._file.close()
                said = "这本台账已经在另一个窗口里打开了。请用那个窗口，或先把它关掉。没有改动任何东西。"
                raise Trouble(said, "U-304") from error
            raise trouble_of(error, folder.name) from error

    def release(self) -> None:
        """Let others in."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None


def _lock(file: IO[Any], *, alone: bool) -> None:
    if os.name == "nt":
        import msvcrt

        if alone:  # Windows knows no other lock on a file
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only
    else:
        import fcntl

        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
