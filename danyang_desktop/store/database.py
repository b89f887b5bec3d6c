"""The book's file: SQLCipher with a raw key, WAL and synchronous=FULL.

The key is derived by us (store/keyring.py) and handed over raw: opening costs 4 ms, not 215 ms a time.
"""

from __future__ import annotations

import errno
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2

from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.paths import legible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CACHE = -16384
"""16 MB: with the default 2 MB a scan of an encrypted book is 5.6 times slower than of a plain one.

With 64 MB pages and searches are no faster, and a window that is used for a day weighs 30 MB more; ROOMY is for writing
in bulk, PASSING for photos.
"""
PRAGMAS = {
    "cipher_log_level": "none",  # what it would print on the terminal says nothing to a secretary; Trouble does
    "journal_mode": "wal",
    # FULL, not NORMAL: in a power-loss simulator NORMAL lost acknowledged rows, FULL none (reliability.md).
    "synchronous": "full",
    "foreign_keys": 1,
    "cache_size": CACHE,
    "temp_store": "memory",  # nothing in clear on the disk
    # Not 1: the search index throws pages away all the time, and each would be written once more to blank it.
    "secure_delete": "fast",
    # 16 MB of log: the same few pages are written again with every save, and go to the book once for many saves.
    "wal_autocheckpoint": 4000,
}

ROOMY = -65536
"""KB of cache while thousands of rows are written together: pages that do not fit are written twice."""
PASSING = -1024
"""KB of cache for the photos: each is read once and goes by. What fits into the processor's own memory is faster."""
_LEAST_FREE = 1 << 20  # bytes
SAFE = "已经保存的台账没有受影响。"


def open_database(path: Path, key: bytes, cache: int = CACHE) -> SqlCipherDatabase:
    """Open (or make) the encrypted file `path` with the raw 32-byte `key`; `cache` as `PRAGMA cache_size` has it.

    One connection for all threads: the window opens a book in its worker and reads it in its own thread. SQLCipher is
    built serialised; that transactions of two threads do not mix is the caller's part.
    Raises Trouble if the key does not fit, the file is damaged, held, or the folder is read-only.
    """
    pragmas = {**PRAGMAS, "cache_size": cache}
    database = SqlCipherDatabase(
        str(path), passphrase=f"x'{key.hex()}'", pragmas=pragmas, timeout=5, thread_safe=False, check_same_thread=False
    )
    with trouble(path.parent):
        database.connect()
        try:
            database.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            database.close()
            raise
    return database


@contextmanager
def trouble(opening: Path | None = None) -> Iterator[None]:
    """Turn what the disk and the engine say into `Trouble` with a sentence; `opening` is the folder of a book."""
    try:
        yield
    except dbapi2.Error as error:
        raise _named(error, opening) from error
    except OSError as error:
        raise trouble_of(error) from error
    except Exception as error:
        cause = error.__cause__ or error.__context__
        if type(error).__module__ == "peewee" and isinstance(cause, dbapi2.Error):
            raise _named(cause, opening) from error
        raise


def is_twice(error: BaseException) -> bool:
    """Tell whether an engine, of whichever kind, refused a row because another one has its key."""
    said = (error, error.__cause__)
    return any(one.__name__ == "IntegrityError" for each in said for one in type(each).__mro__)


def _named(error: dbapi2.Error, opening: Path | None = None) -> Trouble:
    text = str(error)
    if opening is not None and "disk I/O" in text and _is_full(opening):  # the engine says so of its shared index
        return Trouble(f"磁盘写满了，台账打不开。{SAFE}请删掉不用的文件再试。", "U-303")
    known = (
        ("not a database", "这本台账打不开：密码钥匙不对，或者文件坏了。请用最近的备份恢复，或请县里帮忙。", "U-301"),
        ("malformed", "台账文件有损坏。请先不要再记，用“恢复”取回最近的备份。", "U-302"),
        ("full", f"磁盘写满了，这一次没有存上。{SAFE}请删掉不用的文件再试。", "U-303"),
        ("locked", f"台账正被另一个程序占用，这一次没有存上。{SAFE}请关掉那个程序再试。", "U-304"),
        ("readonly", f"台账所在的文件夹不能写。{SAFE}请换一个文件夹，或请管理员放开权限。", "U-305"),
        ("unable to open", f"打不开台账文件。{SAFE}请检查文件夹还在不在、能不能写。", "U-306"),
        ("disk I/O", f"磁盘读写出错，这一次没有存上。{SAFE}请马上备份一次，再检查硬盘。", "U-307"),
    )
    for mark, sentence, code in known:
        if mark in text:
            return Trouble(sentence, code)
    return Trouble(f"台账文件出了意外（{text}）。{SAFE}请把这个编号告诉县里。", "U-300")


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_FREE
    except OSError:
        return False


def trouble_of(error: OSError, where: str = "") -> Trouble:
    """Say in a sentence what the operating system complained of; `where` names the file or folder."""
    name = f"“{legible(where)}”" if where else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(f"磁盘写满了，{name}没有写成。{SAFE}请删掉不用的文件，或换一个盘。", "U-303")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(f"{name}不能写，可能是只读的，或正被别的程序打开。{SAFE}请换一个文件夹再试。", "U-305")
    if error.errno == errno.ENOENT:
        return Trouble(f"找不到{name or '这个文件'}。{SAFE}请检查名字和位置。", "U-308")
    if error.errno == errno.EISDIR:
        return Trouble(f"{name or '这里'}是文件夹，不是文件。{SAFE}请写上文件的名字。", "U-308")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return Trouble(f"{name}的位置上有一个文件，不是文件夹。{SAFE}请换一个位置。", "U-308")
    number = f"（系统错误 {error.errno}）" if error.errno else ""
    return Trouble(f"{name}读写出错{number}。{SAFE}请检查磁盘或 U盘 再试。", "U-307")


def raw(database: Any) -> Any:
    """Return the driver's own connection, for the few hot paths that count microseconds."""
    return database.connection()
