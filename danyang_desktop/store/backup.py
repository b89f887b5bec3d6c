"""Backups: encrypted as the book is, copied by the engine while the book is open, test-opened, rotated.

A backup is one file: a ZIP without compression of the keyring, the book and the photos. It opens with the same
password or the same 开锁纸, on any computer.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.store.database import open_database, raw, trouble, trouble_of
from danyang_desktop.store.keyring import KEYRING, load_keyring

if TYPE_CHECKING:
    import datetime as dt

BOOK, PHOTOS = "book.db", "photos.db"
SUFFIX = ".dybak"
_PAGES = 2000


def back_up(
    folder: Path, connections: dict[str, Any], key: bytes, to: Path, now: dt.datetime, progress: Progress = silent
) -> Path:
    """Write a backup of the open book in `folder` into the folder `to`; returns its file.

    connections  the driver's connections of BOOK and PHOTOS. Raises Trouble; a half-written file never bears the name.
    """
    name = f"台账备份_{now:%Y%m%d_%H%M%S}{SUFFIX}"
    part = to / f"{name}.part"
    try:
        to.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to, prefix=".备份中_") as work:
            for number, (file, connection) in enumerate(connections.items()):
                progress(number, len(connections) + 1, "正在备份……")
                _copy(connection, Path(work) / file, key)
            shutil.copy2(folder / KEYRING, Path(work) / KEYRING)
            with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as packed:
                for file in (KEYRING, *connections):
                    packed.write(Path(work) / file, file)
            _settle(part)
        test_open(part, key)
        part.replace(to / name)
    except OSError as error:
        raise trouble_of(error, name) from error
    finally:
        part.unlink(missing_ok=True)
    progress(1, 1, "备份好了，检查过，能用。")
    return to / name


def _copy(connection: Any, path: Path, key: bytes) -> None:
    """Copy an open encrypted file page by page into another with the same key; it is never in clear."""
    target = open_database(path, key)
    try:
        with trouble():
            raw(target).execute("PRAGMA journal_mode = delete")
            connection.backup(raw(target), pages=_PAGES)
    finally:
        target.close()


def _settle(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def test_open(path: Path, key: bytes) -> None:
    """Open a backup as a restore would and let the engine check every page; raises Trouble if anything is wrong."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".检查中_") as work:
        unpack(path, Path(work))
        for file in (BOOK, PHOTOS):
            database = open_database(Path(work) / file, key)
            try:
                with trouble():
                    bad = raw(database).execute("PRAGMA cipher_integrity_check").fetchall()
            finally:
                database.close()
            if bad:
                raise Trouble("备份检查没有通过，这一份没有留下。请换一个盘再备份一次。", "U-330")


def unpack(path: Path, to: Path) -> None:
    """Unpack a backup's three files into `to`; raises UserError if it is none."""
    try:
        with zipfile.ZipFile(path) as packed:
            if sorted(packed.namelist()) != sorted((KEYRING, BOOK, PHOTOS)):
                raise UserError(f"“{path.name}”不是本程序的备份。请选名字以 {SUFFIX} 结尾的文件。")
            packed.extractall(to)
    except zipfile.BadZipFile as error:
        raise UserError(f"“{path.name}”不是备份，或者已经坏了。请换一份备份再试。") from error
    except OSError as error:
        raise trouble_of(error, path.name) from error


def rotate(folder: Path, kept: int) -> None:
    """Keep the newest `kept` backups in a folder."""
    for old in sorted(folder.glob(f"*{SUFFIX}"))[:-kept]:
        old.unlink(missing_ok=True)


def restore(path: Path, folder: Path, *, password: str = "", recovery: str = "", now: dt.datetime) -> Path | None:
    """Put a backup in the place of the book in `folder`; what was there is first set aside whole.

    Returns where the present book was set aside, or None if there was none. The backup is opened and checked before
    anything is moved; the book must be closed.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".恢复中_") as work:
            fresh = Path(work) / "book"
            fresh.mkdir()
            unpack(path, fresh)
            key = load_keyring(fresh).open(password=password, recovery=recovery)
            test_open(path, key)
            aside = None
            if folder.exists() and any(folder.iterdir()):
                aside = folder.with_name(f"{folder.name}_恢复前_{now:%Y%m%d_%H%M%S}")
                folder.rename(aside)
            elif folder.exists():
                folder.rmdir()
            fresh.rename(folder)
    except OSError as error:
        raise trouble_of(error, folder.name) from error
    return aside
