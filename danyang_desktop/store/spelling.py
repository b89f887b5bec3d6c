"""How rows are written down before an engine pours them, so that it can be done ahead and elsewhere.

A county's bundles are read in a process of their own (county/ahead.py). What it hands over is what the engine takes as
it is: tuples for SQLite, the text of COPY for a server (store/postgres/spelling.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Spelling(Protocol):
    """Rows as one engine takes them. `head` + `row` is a row of which the first values, numbers, came last."""

    def row(self, values: Sequence[Any]) -> Any:
        """Return a row, or its last part."""

    def head(self, *numbers: int) -> Any:
        """Return the first values of a row, to be put before its last part."""

    def values(self, row: Any) -> Sequence[Any]:
        """Return the values of a whole row; raises what spells numbers may read as texts."""

    def found(self, branch: str, words: str) -> Any:
        """Return what the index of words takes of a record of `branch` besides its id."""


class Plain:
    """Rows as SQLite takes them: as they are."""

    def row(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """Return the values."""
        return tuple(values)

    values = row

    def head(self, *numbers: int) -> tuple[int, ...]:
        """Return the numbers."""
        return numbers

    def found(self, branch: str, words: str) -> str:
        """Return the words: a book of one file need not know whose they are."""
        del branch
        return words
