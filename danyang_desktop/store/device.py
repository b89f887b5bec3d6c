"""This computer's identity: outside the book, so that a copied or restored book is known as such.

`install.json` in the device folder holds of each book what marks.py needs to know it again.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.errors import Trouble
from danyang_desktop.store.database import SAFE, trouble_of

if TYPE_CHECKING:
    from pathlib import Path

INSTALL = "install.json"
LOCK = "in-use.lock"


class Known(NamedTuple):
    """What this computer knows of a book: its epoch, the largest stamp it gave or saw, how often it was marked.

    `versions`: how many it had, in a file of before there were marks; its `marks` are 0.
    """

    epoch: int
    clock: int
    marks: int
    versions: int = 0


@dataclass
class Device:
    """One installation of the program, and what it knows of the books that are written here."""

    folder: Path
    books: dict[str, Known] = field(default_factory=dict)

    @classmethod
    def here(cls, folder: Path) -> Device:
        """Read the identity kept in `folder`, or make one."""
        device = cls(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if (folder / INSTALL).exists():
                device.books = device._kept()
            else:
                device._keep()
        except OSError as error:
            raise trouble_of(error, INSTALL) from error
        return device

    def note(self, book: str, known: Known) -> None:
        """Keep what is known of a book, on the disk; raises Trouble.

        Of other books the file may know more than was read when this one was opened: another program may have them.
        """
        self.books[book] = known
        try:
            if (self.folder / INSTALL).exists():
                self.books = {**self._kept(), book: known}
            self._keep()
        except OSError as error:
            said = f"这台电脑的登记文件写不进去，这一步没有做。{SAFE}请管电脑的人看看磁盘满没满、“{{}}”文件夹能不能写。"
            raise Trouble(said.format(self.folder.name), "U-321") from error

    def _kept(self) -> dict[str, Known]:
        try:
            return _books_in(json.loads((self.folder / INSTALL).read_text("utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Trouble("这台电脑的登记文件坏了，台账没有受影响。请把它改名后重新打开程序。", "U-320") from error

    def _keep(self) -> None:
        """Write the identity; the old file stays until the new one is complete."""
        said = {book: known._asdict() for book, known in self.books.items()}
        body = json.dumps({"books": said}, sort_keys=True)
        part = self.folder / f"{INSTALL}.{os.getpid()}.part"  # several programs may have one book on a server
        with part.open("w", encoding="utf-8") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.folder / INSTALL)
        if os.name == "posix":  # else the old one may be there again when the power comes back
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _books_in(said: Any) -> dict[str, Known]:
    """Read the file; one of before there were marks says `versions` instead."""
    return {
        book: Known(int(one["epoch"]), int(one["clock"]), int(one.get("marks", 0)), int(one.get("versions", 0)))
        for book, one in said["books"].items()
    }


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
