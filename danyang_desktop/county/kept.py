"""Files that cannot be taken yet and can be later, kept as they came: of a newer program or a computer not enrolled.

One press takes them in again when the program is newer or the computer enrolled; nobody has to drive to the county once
more. They lie beside the book until they were received or taken off the list (aside.py). Another clerk's are his own.
"""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.parts import PART, hold, part_beside
from danyang_desktop.county.aside import refused
from danyang_desktop.county.ready import copy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.county.aside import SetAside
    from danyang_desktop.exchange.desk import Desk

FOLDER = "aside"
HOW = "办好以后在“收包记录”里点“再收一次留着的”。"
SAID = f"县里留了一份，支部不用再送。{HOW}"
"""Said of a file that is kept; `HOW` concerns the county alone."""
_MOST_FILES, _MOST_BYTES = 200, 2 * 1024**3
"""So much is kept at most: what does not fit stays on its stick, and is on the list all the same."""


def keep(desk: Desk, path: Path, one: SetAside) -> bool:
    """Keep a file that was not taken, if it may be taken later and there is room; tell whether it is kept."""
    if not one.waits_here:
        return False
    kept = desk.folder / FOLDER / one.mark / path.name
    if kept == path:
        return True
    with contextlib.suppress(OSError, Trouble):
        here = [each.stat().st_size for each in _files(desk) if each != kept]
        if len(here) >= _MOST_FILES or sum(here) + path.stat().st_size > _MOST_BYTES:
            return False
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = part_beside(kept)
        try:
            with part.open("xb") as out:
                hold(out)
                copy(path, out)
            part.replace(kept)
        finally:
            part.unlink(missing_ok=True)
        return True
    return False


def waiting(desk: Desk) -> list[Path]:
    """Return the files that are kept and still wait."""
    marks = _marks(desk)
    return sorted(path for path in _files(desk) if path.parent.name in marks and not path.name.endswith(PART))


def sweep(desk: Desk) -> None:
    """Remove what was received, or taken off the list."""
    marks = _marks(desk)
    for path in _files(desk):
        if path.parent.name not in marks:
            shutil.rmtree(path.parent, ignore_errors=True)


def _marks(desk: Desk) -> set[str]:
    return {one.mark for one in refused(desk) if one.waits_here}


def _files(desk: Desk) -> Iterator[Path]:
    return (desk.folder / FOLDER).glob("*/*")
