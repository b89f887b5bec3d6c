"""A disk in memory under the real store: it can lose power, and it can fail at any operation.

SQLite runs over a VFS of apsw, unencrypted and in one process (locking_mode=exclusive keeps the log's index in memory);
all above the engine is the program's own. What was written and not yet synced may be lost, torn at a sector, or arrive
in another order; a deleted file may be there again until anything is synced (the journals of ext4 and NTFS keep that
order: no later sync reaches the disk before the deletion).
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import apsw
import peewee
from playhouse.apsw_ext import APSWDatabase
from sqlcipher3 import dbapi2

from danyang_desktop.store.database import CACHE, PRAGMAS, trouble
from danyang_desktop.store.sqlite import SqliteEngine

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

SECTOR = 512
Image = dict[str, bytes]
"""Name of a file -> what is on the disk of it."""


class File:
    """One file: what is on the disk for certain, what was done since, and what the program reads."""

    def __init__(self, content: bytes = b"") -> None:
        self.durable = content
        self.now = bytearray(content)
        self.waiting: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        self.durable = bytes(self.now)
        self.waiting.clear()

    def write(self, data: bytes, at: int) -> None:
        _put(self.now, data, at)
        self.waiting.append((at, data))

    def cut(self, size: int) -> None:
        del self.now[size:]
        self.waiting.append((size, None))

    def after_a_crash(self, dice: random.Random) -> bytes:
        """Return one of the many things that may be on the disk when the power comes back."""
        if not self.waiting:
            return self.durable
        content = bytearray(self.durable)
        how = dice.random()
        doings = self.waiting
        if how < 0.2:
            doings = []
        elif how < 0.4:
            doings = doings[: dice.randrange(len(doings) + 1)]
        else:
            kept = dice.random()
            doings = [one for one in doings if dice.random() < kept]
            if how > 0.7:
                dice.shuffle(doings)
        for at, data in doings:
            if data is None:
                del content[at:]
                continue
            begin, end = 0, len(data)
            if dice.random() < 0.3:  # torn: only some sectors in the middle of it arrived
                begin = dice.randrange(0, end, SECTOR) if end > SECTOR else 0
                end = begin + dice.randrange(0, end - begin + 1)
            _put(content, data[begin:end], at + begin)
        return bytes(content)


def _put(content: bytearray, data: bytes, at: int) -> None:
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


class Disk(apsw.VFS):
    """All files. `before` is called with the name of each operation, before it is done.

    lies   a sync says that it is done and does nothing: a negative control
    """

    def __init__(self, name: str, image: Image | None = None) -> None:
        self.files: dict[str, File] = {}
        self.gone: dict[str, bytes] = {}
        self.lies = False
        self.before: Callable[[str], None] = lambda _: None
        self.start(image or {})
        super().__init__(name, "")

    def start(self, image: Image) -> None:
        """Begin with these files, as after the power came back."""
        self.files = {name: File(content) for name, content in image.items()}
        self.gone = {}

    def after_a_crash(self, dice: random.Random) -> Image:
        """Return what may be on the disk if the power fails now."""
        back = {name: content for name, content in self.gone.items() if dice.random() < 0.5}
        return back | {name: file.after_a_crash(dice) for name, file in self.files.items()}

    # What SQLite asks for, by its own names.

    def xOpen(self, name: Any, flags: list[int]) -> OpenFile:  # noqa: N802
        at = name.filename() if hasattr(name, "filename") else str(name)
        self.files.setdefault(at, File())
        flags[1] = flags[0]
        return OpenFile(self, self.files[at])

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001
        self.before("delete")
        file = self.files.pop(filename, None)
        if file is not None and not syncdir:
            self.gone[filename] = file.durable

    def xAccess(self, pathname: str, _flags: int) -> bool:  # noqa: N802
        return pathname in self.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


class OpenFile:
    """An open file of a disk."""

    def __init__(self, disk: Disk, file: File) -> None:
        self._disk = disk
        self._file = file

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        self._disk.before("read")
        return bytes(self._file.now[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.before("write")
        self._file.write(bytes(data), offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.before("truncate")
        self._file.cut(size)

    def xSync(self, _flags: int) -> None:  # noqa: N802
        self._disk.before("sync")
        if not self._disk.lies:
            self._file.sync()
            self._disk.gone.clear()

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._file.now)

    def xLock(self, level: int) -> None:  # noqa: N802
        pass

    xUnlock = xLock  # noqa: N815

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xClose(self) -> None:  # noqa: N802
        pass

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return 0

    def xFileControl(self, _op: int, _pointer: int) -> bool:  # noqa: N802
        return False


class Rows:
    """What a statement answered, as the program's driver would say it."""

    def __init__(self, connection: apsw.Connection, cursor: Any) -> None:
        self._connection = connection
        self._cursor = cursor

    def fetchone(self) -> Any:
        return _named(self._cursor.fetchone)

    def fetchall(self) -> list[Any]:
        found: list[Any] = _named(self._cursor.fetchall)
        return found

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    @property
    def lastrowid(self) -> int:
        return self._connection.last_insert_rowid()

    @property
    def rowcount(self) -> int:
        return self._connection.changes()


class Connection:
    """Apsw with the manners of the program's own driver: its names, and its errors."""

    def __init__(self, connection: apsw.Connection, **pragmas: Any) -> None:
        self._apsw = connection
        self._closed = False
        asked = {"locking_mode": "exclusive", **PRAGMAS, **pragmas}
        for pragma, value in asked.items():
            self.execute(f"PRAGMA {pragma} = {value}").fetchall()
        most = int(asked["wal_autocheckpoint"])

        def checkpoint(ours: apsw.Connection, name: str, pages: int) -> int:
            """Bring the log into the book after a commit; as in SQLite, a failure here is nobody's."""
            if pages >= most:
                with suppress(apsw.Error):
                    ours.wal_checkpoint(name)
            return apsw.SQLITE_OK

        connection.set_wal_hook(checkpoint)  # apsw would raise what SQLite's own hook lets pass

    @property
    def in_transaction(self) -> bool:
        return self._apsw.in_transaction

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        return Rows(self._apsw, _named(lambda: self._apsw.execute(sql, values)))

    def executemany(self, sql: str, values: Iterable[Sequence[Any]]) -> Rows:
        return Rows(self._apsw, _named(lambda: self._apsw.executemany(sql, values)))

    def close(self) -> None:
        self._closed = True
        with suppress(apsw.Error):  # SQLite closes whatever the disk says; what it could not tidy up stays in the log
            self._apsw.close()

    def is_closed(self) -> bool:
        return self._closed


def _named(do: Callable[[], Any]) -> Any:
    try:
        return do()
    except peewee.PeeweeException as error:
        inner = error.__cause__ or error.__context__ or error
        return _named(lambda: _again(inner))
    except apsw.FullError as error:
        raise dbapi2.OperationalError("database or disk is full") from error
    except apsw.IOError as error:
        raise dbapi2.OperationalError("disk I/O error") from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise dbapi2.DatabaseError("database disk image is malformed") from error
    except apsw.Error as error:
        raise dbapi2.OperationalError(str(error)) from error


def _again(error: BaseException) -> None:
    raise error


class Steps(APSWDatabase):
    """What migrations are given, over a connection that is open already."""

    def __init__(self, connection: Connection) -> None:
        super().__init__("ours", pragmas=None)
        self._ours = connection._apsw
        self._ours.convert_binding = lambda _, __, moment: moment.isoformat(" ")
        self.connect()

    def _connect(self) -> apsw.Connection:
        return self._ours


def engine_on(disk: str, **pragmas: Any) -> type[SqliteEngine]:
    """Return the engine of a book whose files lie on a disk of ours, under their bare names."""

    class OnDisk(SqliteEngine):
        @classmethod
        def open(cls, path: Path, key: bytes, cache: int = CACHE) -> SqliteEngine:
            del key
            with trouble():
                made = _named(lambda: apsw.Connection(path.name, vfs=disk))
                try:
                    connection = Connection(made, **{"cache_size": cache, **pragmas})
                except BaseException:
                    with suppress(apsw.Error):
                        made.close()
                    raise
            return cls(connection, connection)

        def go_through(self, folders: Sequence[Path]) -> None:
            """As the program does, over the same connection: peewee's own class for this driver runs the steps."""
            self._database = Steps(self.connection)
            try:
                with trouble():
                    _named(lambda: super(OnDisk, self).go_through(folders))
            finally:
                self._database = self.connection

    return OnDisk


def in_clear(path: Path, key: bytes) -> bytes:
    """Return the bytes of an encrypted file as SQLite would have written them unencrypted."""
    engine = SqliteEngine.open(path, key)
    plain = path.with_name(f"{path.name}.plain")
    try:
        engine.connection.execute(f"ATTACH '{plain}' AS plain KEY ''")
        engine.connection.execute("SELECT sqlcipher_export('plain')")
        engine.connection.execute("DETACH plain")
        return plain.read_bytes()
    finally:
        engine.close()
        plain.unlink(missing_ok=True)
