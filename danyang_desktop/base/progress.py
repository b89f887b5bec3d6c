"""How far long work has come, and whether to stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What long work reports to; may raise `Cancelled` from any call."""

    def __call__(self, done: int, total: int, sentence: str) -> None:
        """Say that `done` of `total` steps (0 = unknown) are finished; `sentence` is shown."""


def silent(done: int, total: int, sentence: str) -> None:
    """Report to nobody."""
