"""Wrong passwords are counted outside the book, on this computer, so that a restart does not begin anew.

Guessing is slow already (keyring.py); the wait keeps a passer-by from trying all afternoon. A clock that was put back
never makes the wait longer than it was meant to be.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRIES = 5
WAIT_SECONDS = 300
_FILE = "tries.json"


class Tries:
    """The wrong passwords for one book. A file that cannot be read or written counts as none: nobody is locked out."""

    def __init__(self, folder: Path, book: str, now: Callable[[], float] = time.time) -> None:
        self._path = folder / _FILE
        self._book = book
        self._now = now

    @property
    def left(self) -> int:
        """How many tries are left before the wait."""
        return TRIES - self._read()[0]

    @property
    def wait(self) -> int:
        """How many seconds to wait; 0 = none. When a wait is over, all tries are there again."""
        wrong, until = self._read()
        if wrong < TRIES:
            return 0
        seconds = min(round(until - self._now()), WAIT_SECONDS)
        if seconds <= 0:
            self.forget()
        return max(seconds, 0)

    def wrong(self) -> None:
        """Count a wrong password; with the last one the wait begins."""
        self._write(self._read()[0] + 1, self._now() + WAIT_SECONDS)

    def forget(self) -> None:
        """Begin anew: the book was opened, or the wait is over."""
        if self._read()[0]:
            self._write(0, 0.0)

    def _all(self) -> dict[str, list[float]]:
        try:
            said = json.loads(self._path.read_text("utf-8"))
            return {str(book): [int(wrong), float(until)] for book, (wrong, until) in said.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _read(self) -> tuple[int, float]:
        wrong, until = self._all().get(self._book, (0, 0.0))
        return int(wrong), until

    def _write(self, wrong: int, until: float) -> None:
        said = {**self._all(), self._book: [wrong, until]}
        part = self._path.with_suffix(".part")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(said), "utf-8")
            part.replace(self._path)
