"""One file written so that it is either whole under its name, or not there (reliability.md, row 15).

Room first, then a part file with a name of its own (base/parts.py), fsync, read back, rename, fsync of the folder.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.parts import PART, hold, part_beside, sweep
from danyang_desktop.base.paths import legible
from danyang_desktop.store.folders import must_be_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = TypeVar("T")

STICK = "U盘"
SAFE = "电脑里的台账没有受影响。"
MARGIN = 4 * 1024 * 1024  # bytes left over for the file system's own tables and the note beside the bundle

_FULL = {errno.ENOSPC, errno.EDQUOT}
_LOCKED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTDIR, errno.ESTALE}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM}
# The same circumstances as Windows numbers them, where it has no errno of its own for them.
_WINDOWS = {
    39: errno.ENOSPC,
    112: errno.ENOSPC,
    19: errno.EROFS,
    21: errno.ENODEV,
    433: errno.ENODEV,
    1167: errno.ENODEV,
}


@contextmanager
def writing(place: str = STICK) -> Iterator[None]:
    """Turn what the system says while writing to `place` into Trouble."""
    try:
        yield
    except OSError as error:
        raise _write_trouble(error, place) from error


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what the system says while reading the file `name` into Trouble U-107."""
    try:
        yield
    except OSError as error:
        raise Trouble(
            f"“{legible(name)}”读不出来。{SAFE}请把U盘重新插好再试；还不行，就请对方再拷一份。", "U-107"
        ) from error


def held(folder: Path, place: str = STICK) -> Callable[[], None]:
    """Return what raises Trouble U-104 once `folder` lies on another file system than now, to be asked between files.

    A stick that is pulled may leave its empty folder behind: what comes next would go onto the computer's own disk.
    """
    with writing(place):
        number = folder.stat().st_dev

    def still_there() -> None:
        with writing(place):
            if folder.stat().st_dev != number:
                raise OSError(errno.ENODEV, "another file system", str(folder))

    return still_there


def must_be_file(path: Path) -> None:
    """Raise Trouble for a pipe or a device, which would let whoever reads it wait for ever."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise Trouble(f"“{legible(path.name)}”不是文件，没有读。{SAFE}请选 U盘 里的文件。", "U-107")


def _write_trouble(error: OSError, place: str) -> Trouble:
    number = _WINDOWS.get(getattr(error, "winerror", None) or 0, error.errno)
    another = f"换一个{STICK}" if place == STICK else "换一个文件夹"
    if number in _FULL:
        return Trouble(f"{place}写满了，没有写成。{SAFE}请删掉不用的文件，或{another}再写。", "U-101")
    if number in _LOCKED:
        return Trouble(f"{place}不能写，可能是写保护开着，或没有权限。{SAFE}请{another}再写。", "U-102")
    if number == errno.EFBIG:
        return Trouble(f"文件太大，{place}的格式放不下。{SAFE}请{another}，或分几次写。", "U-106")
    if number in _GONE:
        return Trouble(f"没写完，{place}中途断开了。{SAFE}请重新接好再写一次，没写完的会清掉重来。", "U-104")
    return Trouble(f"没写完，{place}出了毛病。{SAFE}请{another}再写一次。", "U-105")


def mismatch(place: str = STICK) -> Trouble:
    """Return the Trouble for bytes read back that are not the bytes written."""
    return Trouble(
        f"写到{place}的内容读回来对不上，这一份已经清掉。{SAFE}请再写一次；还这样，就换一个{STICK}。", "U-103"
    )


def must_take(folder: Path, need: int = 0, place: str = STICK) -> None:
    """Raise Trouble unless `folder` is there, has room for `need` bytes, and lets a file be written.

    Asked before a number is taken or a key changed: what fails here has begun nothing.
    """
    must_be_folder(folder)
    make_sure_of_room(folder, need, place)
    with writing(place), tempfile.TemporaryFile(dir=folder):
        pass


def make_sure_of_room(folder: Path, need: int, place: str = STICK) -> None:
    """Raise Trouble U-101 unless `folder` has `need` bytes free and a margin; other troubles by `writing`."""
    with writing(place):
        free = shutil.disk_usage(folder).free
    lacking = need + MARGIN - free
    if lacking > 0:
        megabytes = max(1, -(-lacking // 1_000_000))
        raise Trouble(
            f"{place}空间不够，还差大约 {megabytes} MB，没有开始写。{SAFE}请删掉不用的文件，或换一个{STICK}。", "U-101"
        )


def write_whole(
    path: Path,
    fill: Callable[[BinaryIO], T],
    *,
    check: Callable[[Path], object],
    need: int = 0,
    place: str = STICK,
    replace: bool = False,
) -> T:
    """Write `path` by `fill(file)`, let `check(part)` read it back, then give it its name; answer what `fill` gave.

    `fill` gets a file open for reading, writing and seeking. `check` raises if what it reads back is wrong. `need` is
    the number of bytes to expect. Whatever goes wrong, also Cancelled: no file of that name, no part left behind.
    What a crash left in the folder is cleared away first; what another program is writing there is not touched.
    Raises UserError if the name is taken and `replace` is not set, Trouble U-101 to U-106 for the rest.
    """
    if not path.name:
        raise UserError("请把文件名也写上，不能只写文件夹。没有写文件。")
    must_be_folder(path.parent)
    with writing(place):
        sweep(path.parent, path.with_name(path.name + PART))
    make_sure_of_room(path.parent, need, place)
    with writing(place):
        if not replace and os.path.lexists(path):
            raise _taken(path, place)
    part = part_beside(path)
    try:
        with writing(place), open_part(part) as out:
            made = _fill(out, fill)
            if os.name != "posix":
                out.close()  # Windows reads back and renames no file that is open
            with _reading_back(place):
                check(part)
            if replace:
                part.replace(path)
            else:
                _name(part, path, place)
            _sync_folder(path, keep=replace)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return made


def write_bytes_whole(
    path: Path,
    data: bytes,
    *,
    check: Callable[[Path], object] | None = None,
    place: str = STICK,
    replace: bool = True,
) -> None:
    """Write bytes as `write_whole` does and compare what is read back; `check` proves it besides."""

    def fill(out: BinaryIO) -> None:
        out.write(data)

    def compare(part: Path) -> None:
        if part.read_bytes() != data:
            raise mismatch(place)
        if check is not None:
            check(part)

    write_whole(path, fill, check=compare, need=len(data), place=place, replace=replace)


def _taken(path: Path, place: str) -> UserError:
    return UserError(f"{place}里已经有“{path.name}”，没有动它。请换一个文件夹，或先把它移走。")


def _name(part: Path, path: Path, place: str) -> None:
    """Give a whole file its name, unless somebody took it meanwhile."""
    try:
        path.hardlink_to(part)
    except FileExistsError as error:
        raise _taken(path, place) from error
    except OSError as error:  # the file system of a stick knows no second name for a file
        if os.path.lexists(path):
            raise _taken(path, place) from error
        part.rename(path)
    else:
        with contextlib.suppress(OSError):
            part.unlink()


@contextmanager
def _reading_back(place: str) -> Iterator[None]:
    """Say of a file of ours that cannot be read back what is said of one that cannot be written."""
    try:
        yield
    except Trouble as error:
        if not isinstance(error.__cause__, OSError):
            raise
        raise _write_trouble(error.__cause__, place) from error


def _fill(out: BinaryIO, fill: Callable[[BinaryIO], T]) -> T:
    hold(out)
    made = fill(out)
    out.flush()
    os.fsync(out.fileno())
    _forget(out.fileno())
    return made


def open_part(part: Path) -> BinaryIO:
    """Open a new file for writing and reading; raises FileExistsError, OSError."""
    # O_EXCL and O_NOFOLLOW: a link planted on a stick must not lead the write elsewhere.
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return cast("BinaryIO", os.fdopen(os.open(part, flags, 0o600), "w+b"))


def bring(file: BinaryIO, at: int, size: int) -> None:
    """Let the system begin to read a stretch of a file while what is there already is worked on."""
    advise: Any = getattr(os, "posix_fadvise", None)
    if advise is not None:
        with contextlib.suppress(OSError):
            advise(file.fileno(), at, size, os.POSIX_FADV_WILLNEED)


def start_sending(out: BinaryIO) -> None:
    """Let the system send what was written so far to the stick while we go on; it still may not be there.

    Without it a stick stands idle until the fsync at the end, and the progress bar stands still then.
    """
    out.flush()
    _forget(out.fileno())


def _forget(descriptor: int) -> None:
    # So that reading back asks the stick and not the memory; a file system that cannot is read from memory.
    # What is not written yet Linux starts to write.
    advise: Any = getattr(os, "posix_fadvise", None)
    if advise is not None:
        with contextlib.suppress(OSError):
            advise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _sync_folder(path: Path, *, keep: bool) -> None:
    if os.name != "posix":
        return  # Windows writes the directory entry through on its own
    try:
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in _NO_FOLDER_SYNC:
            return  # some drivers of FAT and NTFS know no such thing
        if not keep:
            with contextlib.suppress(OSError):
                path.unlink()
        raise
