"""Backups: encrypted as the book is, copied by the engine while the book is open, test-opened, rotated.

A backup is one file: a ZIP without compression of the keyring, the book and the photos. It opens with the same
password or the same 开锁纸, on any computer.
"""

from __future__ import annotations

import json
import os
import shutil
import struct
import tempfile
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.canonical import digest, parse
from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.store import shelf
from danyang_desktop.store.database import trouble, trouble_of
from danyang_desktop.store.device import BookLock
from danyang_desktop.store.folders import make_folder
from danyang_desktop.store.keyring import KEYRING, load_keyring
from danyang_desktop.store.sqlite import SqliteEngine

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from danyang_desktop.store.engine import Engine

BOOK, PHOTOS = "book.db", "photos.db"
OFFICE_KEYS = "office.dyk"
"""An office's own keys, wrapped by the book's: without them a restored office opens no bundle. Branches have none."""
OFFICE_CARD = "office.dyo"
"""What a branch knows of its office: without it a restored branch would not know whom to hand in to."""
MADE_AT = "backup_at"
"""Under this name a book keeps when it was backed up last."""
_BESIDE = (OFFICE_KEYS, OFFICE_CARD)
SUFFIX = ".dybak"
_BAD = "备份检查没有通过，这一份不能用。原来的台账没有动过。请换一份，或换一个盘再备份。"
_NOT_MADE = "备份时读写出错，没有做成。原来的台账没有动过。请换一个盘再备份；还是不行，请在设置里检查一遍台账。"
_DAMAGE = ("U-301", "U-302", "U-306")
_MONTH_OF_NAME = len("台账备份_202611")


def back_up(
    folder: Path, engines: dict[str, Engine], key: bytes, to: Path, now: dt.datetime, progress: Progress = silent
) -> Path:
    """Write a backup of the open book in `folder` into the folder `to`; returns its file.

    engines  those of BOOK and PHOTOS. Raises Trouble; a half-written file never bears the name.
    """
    name = f"台账备份_{now:%Y%m%d_%H%M%S}{SUFFIX}"
    part = to / f"{name}.part"
    make_folder(to)
    try:
        with tempfile.TemporaryDirectory(dir=to, prefix=".备份中_") as work:
            for number, (file, engine) in enumerate(engines.items()):
                progress(number, len(engines) + 1, "正在备份……")
                _copy(engine, Path(work) / file, key)
            _note_made(Path(work) / BOOK, key, now)
            keys = [KEYRING, *(file for file in _BESIDE if (folder / file).exists())]
            for file in keys:
                shutil.copy2(folder / file, Path(work) / file)
            with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as packed:
                for file in (*keys, *engines):
                    packed.write(Path(work) / file, file)
            _settle(part)
        try:
            test_open(part, key)
        except UserError as error:  # the disk gave something else back than was written
            raise Trouble(_BAD, "U-330") from error
        part.replace(to / name)
    except OSError as error:
        raise trouble_of(error, name) from error
    finally:
        with suppress(OSError):
            part.unlink()
    progress(1, 1, "备份好了，检查过，能用。")
    return to / name


@contextmanager
def _not_of_the_book(sentence: str, code: str) -> Iterator[None]:
    """Say this where damage is found in a copy: it is not the book that is damaged."""
    try:
        yield
    except Trouble as error:
        if error.code in _DAMAGE:
            raise Trouble(sentence, code) from error
        raise


def _copy(engine: Engine, to: Path, key: bytes) -> None:
    with _not_of_the_book(_NOT_MADE, "U-331"):  # or of the book: its check knows
        engine.copy_to(to, key)


def _note_made(copy: Path, key: bytes, now: dt.datetime) -> None:
    """Let the copy itself know when it was made: a book restored from it would say that it was never backed up."""
    with _not_of_the_book(_NOT_MADE, "U-331"):
        engine = SqliteEngine.open(copy, key)
        try:
            with trouble():
                shelf.set_about(engine.connection, MADE_AT, now.isoformat(timespec="seconds"))
        finally:
            engine.close()


def _settle(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def test_open(path: Path, key: bytes) -> None:
    """Open a backup as a restore would and let the engine check every page; raises Trouble if anything is wrong."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".检查中_") as work:
        unpack(path, Path(work))
        _check(Path(work), key)


def _check(folder: Path, key: bytes) -> None:
    for file in (BOOK, PHOTOS):
        with _not_of_the_book(_BAD, "U-330"):
            engine = SqliteEngine.open(folder / file, key)
            try:
                with trouble():
                    bad = engine.connection.execute("PRAGMA cipher_integrity_check").fetchall()
            finally:
                engine.close()
        if bad:
            raise Trouble(_BAD, "U-330")


def unpack(path: Path, to: Path) -> None:
    """Unpack a backup's three files into `to` and what goes with them; raises UserError if it is none, or damaged."""
    try:
        with zipfile.ZipFile(path) as packed:
            plain = all(one.compress_type == zipfile.ZIP_STORED for one in packed.infolist())
            names = sorted(packed.namelist())
            ours = sorted((KEYRING, BOOK, PHOTOS, *(one for one in _BESIDE if one in names)))
            if not plain or names != ours:
                raise UserError(f"“{path.name}”不是本程序的备份。请选名字以 {SUFFIX} 结尾的文件。")
            packed.extractall(to)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, struct.error) as error:
        raise UserError(f"“{path.name}”不是备份，或者已经坏了。请换一份备份再试。") from error
    except OSError as error:
        raise trouble_of(error, path.name) from error


def rotate(folder: Path, book: str, kept: int) -> None:
    """Keep the newest `kept` backups of a book in a folder, and of each month before them the last one.

    Those of other books on the same stick stay.
    """
    ours = [path for path in sorted(folder.glob(f"*{SUFFIX}")) if book_in(path) == book]
    last_of_month = {path.name[:_MONTH_OF_NAME]: path for path in ours}
    for old in ours[: -max(kept, 1)]:
        if old != last_of_month[old.name[:_MONTH_OF_NAME]]:
            with suppress(OSError):  # the new one is there: an old one that stays is no trouble
                old.unlink()


def book_in(path: Path) -> str:
    """Return the id of the book that a backup is of, "" when it cannot be read: such a file is nobody's to remove."""
    try:
        with zipfile.ZipFile(path) as packed:
            return str(json.loads(packed.read(KEYRING))["body"]["book"])
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError, NotImplementedError, RuntimeError):
        return ""


def restore(
    path: Path, folder: Path, *, password: str = "", recovery: str = "", key: bytes = b"", now: dt.datetime
) -> Path | None:
    """Put a backup in the place of the book in `folder`; what was there is first set aside whole.

    key  of the book that lies in `folder`, for a backup of it: then the passwords of today go on to open it.
    Returns where the present book was set aside, or None if there was none. The backup is opened and checked before
    anything is moved. Raises Trouble when the present book is open somewhere.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".恢复中_") as work:
            fresh = Path(work) / "book"
            fresh.mkdir()
            unpack(path, fresh)
            _check(fresh, key or load_keyring(fresh).open(password=password, recovery=recovery))
            if key:
                shutil.copy2(folder / KEYRING, fresh / KEYRING)
            _keep_what_is_beside(folder, fresh)
            for file in fresh.iterdir():
                _settle(file)
            return _exchange(fresh, folder, folder.with_name(f"{folder.name}_恢复前_{now:%Y%m%d_%H%M%S}"))
    except OSError as error:
        raise trouble_of(error, folder.name) from error


def _keep_what_is_beside(folder: Path, fresh: Path) -> None:
    """Let a book that is restored over itself go on with what it knows now.

    An office with its present keys: branches know no older ones. A branch with its office's newest card.
    """
    # What is damaged or missing here does not stop a restore.
    with suppress(Trouble, ValueError, KeyError, TypeError, AttributeError, OSError):
        if load_keyring(folder).book != load_keyring(fresh).book:
            return
        if (folder / OFFICE_CARD).exists():
            shutil.copy2(folder / OFFICE_CARD, fresh / OFFICE_CARD)
        said: Any = parse((folder / OFFICE_KEYS).read_bytes())
        total = said.pop("sum")
        if digest(said) == total:
            shutil.copy2(folder / OFFICE_KEYS, fresh / OFFICE_KEYS)


def _exchange(fresh: Path, folder: Path, aside: Path) -> Path | None:
    """Put `fresh` in the place of `folder`, which goes to `aside` unless it is empty; or leave all as before."""
    if not folder.exists() or not any(folder.iterdir()):
        if folder.exists():
            folder.rmdir()
        fresh.rename(folder)
        return None
    BookLock(folder).release()  # only to see that nobody has it open
    folder.rename(aside)
    try:
        fresh.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    return aside
