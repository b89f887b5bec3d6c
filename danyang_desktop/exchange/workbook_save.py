"""A workbook put on the disk: whole under its name, or not there."""

from __future__ import annotations

import contextlib
import errno
import io
import os
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.ids import new_uid
from danyang_desktop.store.folders import must_be_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def save_workbook(path: Path, fill: Callable[[Any], None]) -> None:
    """Let `fill` write into an xlsxwriter workbook, then put it at `path`; a file already there is replaced.

    The workbook is composed in memory: xlsxwriter's temporary files would leave names and ID numbers in clear in a
    folder that nobody empties. Raises Trouble when it cannot be written; then nothing is left behind.
    """
    import xlsxwriter

    out = io.BytesIO()
    # Text stays text: nothing that looks like a formula, a link or a number is taken for one.
    how = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, how) as book:
        fill(book)
    _put(path, out.getbuffer())


def _put(path: Path, data: memoryview) -> None:
    rough = path.with_name(f".{path.stem[:40]}-{new_uid()[-8:]}.tmp")
    must_be_folder(path.parent)
    try:
        with rough.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        rough.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            rough.unlink(missing_ok=True)
        raise _trouble(path, error) from error
    except BaseException:
        with contextlib.suppress(OSError):
            rough.unlink(missing_ok=True)
        raise


def _trouble(path: Path, error: OSError) -> Trouble:
    name = path.name
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Trouble(f"磁盘写满了，“{name}”没有存成。台账没有动。请删掉不用的文件，或换一个盘再存。", "U-404")
    if path.exists() and error.errno in (errno.EACCES, errno.EPERM, errno.EBUSY):
        return Trouble(f"“{name}”正被WPS打开，写不进去。台账没有动。请关掉它再试，或换一个文件名。", "U-405")
    return Trouble(f"“{name}”存不到那个文件夹，可能是只读的，或U盘已拔掉。台账没有动。请换个地方再存。", "U-406")


def free_name(path: Path) -> Path:
    """Return `path`, or the same name with -2, -3 ... behind it: what somebody is mending must not be written over."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
