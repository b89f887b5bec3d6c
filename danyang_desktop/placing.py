"""Where a book lies: in files of its own folder, or, an office's, on the county's server.

The folder of a book on a server holds the keys, the kept bundles and the server's address; the address stands there in
clear but for the password, which is sealed with the book's own key.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.declare.book import Book
from danyang_desktop.declare.shared import SharedBook
from danyang_desktop.exchange.key_file import KeyRefused, read_key_file, write_key_file
from danyang_desktop.store import shelf, versions
from danyang_desktop.store.backup import BOOK, PHOTOS
from danyang_desktop.store.database import PASSING
from danyang_desktop.store.device import BookLock
from danyang_desktop.store.engine import at_once
from danyang_desktop.store.migrate import applied
from danyang_desktop.store.postgres.address import Address
from danyang_desktop.store.postgres.engine import PhotosOnServer, PostgresEngine
from danyang_desktop.store.sqlite import SqliteEngine

if TYPE_CHECKING:
    from danyang_desktop.store.engine import Engine

SERVER = "server.dyk"
_USE = "database"


class Place(Protocol):
    """Where one book lies, and what follows from it."""

    @property
    def book_class(self) -> type[Book]:
        """How the book is written."""

    def must_be_there(self) -> None:
        """Raise Trouble for a file that is missing: nothing is made in its place."""

    def lock(self) -> BookLock:
        """Take the folder; raises Trouble if somebody else has it for himself."""

    def engines(self, key: bytes) -> tuple[Engine, Engine]:
        """Open the book and its photos; raises Trouble."""

    def look(self, engine: Engine, book: str, *, new: bool) -> None:
        """See that the book is there, or for a new one that nothing is; raises Trouble, UserError."""

    def remember(self, key: bytes, book: str, engine: Engine) -> None:
        """Note in the folder where the book is, and in the book which one it is."""


def place_of(folder: Path, database: str = "") -> Place:
    """Return where the book of a folder lies, or is to lie; `database` is the URL of a server. Raises Trouble."""
    if database:
        return OnServer(folder, Address.of(database))
    if (folder / SERVER).exists():
        return OnServer(folder)
    return InFiles(folder)


def try_server(database: str) -> str:
    """Connect to the server on which a new book is to lie; returns its address without the password.

    Raises UserError for an address that cannot be read, or a database with a book in it; Trouble when it does not
    answer, lets nobody in, or has no such database.
    """
    address = Address.of(database)
    engine = PostgresEngine(address)
    try:
        OnServer(Path(), address).look(engine, "", new=True)
    finally:
        engine.close()
    return address.shown


@dataclass
class InFiles:
    """A book in files, for one program at a time."""

    folder: Path
    book_class = Book

    def lock(self) -> BookLock:
        """Take the folder for this program alone."""
        return BookLock(self.folder)

    def engines(self, key: bytes) -> tuple[Engine, Engine]:
        """Open the two encrypted files."""
        photos = self.folder / PHOTOS
        return SqliteEngine.open(self.folder / BOOK, key), SqliteEngine.open(photos, key, cache=PASSING)

    def must_be_there(self) -> None:
        """Raise Trouble for a file that is missing: nothing is made in its place."""
        for file, what in ((BOOK, "台账文件"), (PHOTOS, "照片文件")):
            if not (self.folder / file).exists():
                said = f"“{self.folder.name}”里的{what}不见了。没有新建任何东西。请用最近的备份恢复。"
                raise Trouble(said, "U-310")

    def look(self, engine: Engine, book: str, *, new: bool) -> None:
        """See that the file is not empty."""
        del book
        if not new and not applied(engine):
            said = f"“{self.folder.name}”里的台账文件是空的。没有新建任何东西。请用最近的备份恢复。"
            raise Trouble(said, "U-310")

    def remember(self, key: bytes, book: str, engine: Engine) -> None:
        """Note nothing: the files lie where the folder is."""


@dataclass
class OnServer:
    """A book on a server, for several programs at once."""

    folder: Path
    address: Address | None = None
    book_class = SharedBook

    def lock(self) -> BookLock:
        """Take the folder beside others."""
        return BookLock(self.folder, alone=False)

    def must_be_there(self) -> None:
        """Leave it to `look`: what is missing on a server is seen there."""

    def engines(self, key: bytes) -> tuple[Engine, Engine]:
        """Connect: once for the records, once for the photos."""
        if self.address is None:
            self.address = self._remembered(key)
        return PostgresEngine(self.address), PhotosOnServer(self.address)

    def _remembered(self, key: bytes) -> Address:
        try:
            return Address.of(read_key_file(self.folder / SERVER, _USE, key)[1]["url"])
        except (KeyRefused, KeyError) as error:
            said = "记着数据库地址的文件坏了，台账没有受影响。请问管服务器的人，用 --database 把地址再写一遍。"
            raise Trouble(said, "U-347") from error

    def look(self, engine: Engine, book: str, *, new: bool) -> None:
        """See that the database holds this book and no other."""
        there = applied(engine)
        if new:
            if there and versions.last_seq(engine.connection):
                said = "这个数据库里已经有一本台账了，没有改动它。请换一个空的数据库，或打开原来那本台账的文件夹。"
                raise UserError(said, "database")
            return
        if not there:
            said = "连上了，这个数据库却是空的。没有新建任何东西。请看看地址对不对，或请管服务器的人恢复。"
            raise Trouble(said, "U-347")
        if shelf.about(engine.connection, "book") not in ("", book):
            said = "连上了，这个数据库里却是另一本台账，没有改动它。请看看地址，和这个文件夹的对不上。"
            raise Trouble(said, "U-347")

    def remember(self, key: bytes, book: str, engine: Engine) -> None:
        """Write the address into the folder, its password sealed, and the book's id into the book."""
        if self.address is None:
            return
        with at_once(engine):
            shelf.set_about(engine.connection, "book", book)
        secret = {"url": self.address.url}
        write_key_file(self.folder / SERVER, _USE, {"server": self.address.shown}, secret, key)
