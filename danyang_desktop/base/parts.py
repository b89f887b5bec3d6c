"""Files that are being written: each writer has a name of its own, and what a crash left of one is known as such.

Several programs may write into one folder: two computers' bundles on one stick, two clerks of an office on a server.
While it writes, a program holds a lock on its file, which the system frees when it dies.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO, Any

PART = ".part"
_OURS = re.compile(r".+\.~[0-9a-f]{8}\.part", re.DOTALL)
_SURELY_DEAD = 24 * 3600  # seconds; where a file system knows no locks


def part_beside(path: Path) -> Path:
    """Return a name that no other writer has, for what is to become `path`: 名.~1f2e3d4c.part."""
    return path.with_name(f"{path.name}.~{secrets.token_hex(4)}{PART}")


def hold(file: IO[Any]) -> None:
    """Let other programs see that this file is being written, as long as it is open."""
    if os.name == "posix":  # elsewhere an open file cannot be removed anyway
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep(folder: Path, *also: Path) -> None:
    """Remove what dead writers left in a folder, and `also` files of the names that older programs used.

    What cannot be removed stays: it bears no name of a whole file. Raises OSError if the folder cannot be read.
    """
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if _OURS.fullmatch(entry.name)]
    for path in (*(folder / name for name in names), *also):
        with contextlib.suppress(OSError):
            if path.is_symlink() or _is_left(path):
                path.unlink()


def _is_left(path: Path) -> bool:
    if os.name != "posix":
        return True
    import fcntl

    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return time.time() - path.stat().st_mtime > _SURELY_DEAD
    return True
