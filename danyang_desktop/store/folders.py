"""The folder that something is written into: looked at before anything is begun, so that nothing is begun in vain."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.paths import legible
from danyang_desktop.store.database import SAFE, trouble_of

if TYPE_CHECKING:
    from pathlib import Path

_NOT_THERE = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE, errno.ENOTCONN}
_NO_SUCH_DRIVE = {3, 15, 21, 433, 1167}
"""What Windows says of a letter without its stick."""


def must_be_folder(folder: Path) -> None:
    """Raise Trouble U-308 unless `folder` is a folder that is there: a stick may be gone, a name mistyped."""
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
    except OSError as error:
        raise _trouble(folder, error) from error
    if not is_folder:
        raise _a_file(folder)


def make_folder(folder: Path) -> None:
    """Make `folder` if it is not there; raises Trouble.

    Only itself: where the folder it is to lie in is missing, a stick was pulled, and nothing is made in its place.
    """
    if not _is_there(folder):
        must_be_folder(folder.absolute().parent)
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise _trouble(folder, error) from error
    must_be_folder(folder)


def new_folder(folder: Path) -> None:
    """Make `folder`, or take one that is empty; raises UserError for one with something in it, Trouble."""
    make_folder(folder)
    try:
        taken = any(folder.iterdir())
    except OSError as error:
        raise _trouble(folder, error) from error
    if taken:
        raise UserError(f"“{_named(folder)}”里已经有东西了，没有动它。请换一个新文件夹。", "folder")


def _is_there(folder: Path) -> bool:
    try:
        folder.stat()
    except OSError:
        return False
    return True


def _trouble(folder: Path, error: OSError) -> Trouble:
    if error.errno == errno.ENOTDIR:  # one of those that it lies in
        return _a_file(next((one for one in folder.parents if one.is_file()), folder))
    if error.errno in _NOT_THERE or getattr(error, "winerror", None) in _NO_SUCH_DRIVE:
        return Trouble(
            f"没有“{_named(folder)}”这个文件夹，没有写文件。{SAFE}请看看 U盘 插好没有、位置写对没有；"
            "要写到新文件夹，请先建好它。",
            "U-308",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Trouble(f"“{_named(folder)}”没有权限进去，没有写文件。{SAFE}请换一个文件夹再试。", "U-305")
    return trouble_of(error, _named(folder))


def _a_file(folder: Path) -> Trouble:
    return Trouble(f"“{_named(folder)}”是一个文件，不是文件夹，没有写文件。{SAFE}请写上文件夹的位置。", "U-308")


def _named(folder: Path) -> str:
    return legible(folder.name or str(folder))
