"""Backups that lie somewhere: which are of a book, and from when."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from danyang_desktop.store.backup import SUFFIX, book_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

_NAME = re.compile(r"_(\d{8})_(\d{6})")


@dataclass(frozen=True)
class Kept:
    """One backup. It bears its name because it was opened and checked when it was made.

    works  False after a drill could not open it: a disk may go bad later
    """

    path: Path
    made_at: dt.datetime
    bytes: int
    works: bool = True


def kept_in(folders: Iterable[str], book: str, failed: Container[str] = ()) -> list[Kept]:
    """Return the backups of a book in these folders, newest first; a folder that is not there now has none.

    `failed` holds the paths of those that a drill could not open.
    """
    found = []
    for folder in dict.fromkeys(folders):
        for path in Path(folder).glob(f"*{SUFFIX}"):
            stamp = _NAME.search(path.name)
            if stamp and book_in(path) == book:
                made_at = dt.datetime.strptime("".join(stamp.groups()), "%Y%m%d%H%M%S")
                found.append(Kept(path, made_at, _size(path), str(path) not in failed))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
