"""A book that several clerks write at the same time."""

from __future__ import annotations

from typing import Any

from danyang_desktop.declare.book import Book
from danyang_desktop.store import versions


class SharedBook(Book):
    """An opened book on the county's server.

    Before it writes it looks how far the others have come: its stamps come after all of theirs, so that no two
    versions bear the same one, and what it remembered of records is looked up anew.
    """

    def __init__(self, *opened: Any, **how: Any) -> None:
        super().__init__(*opened, **how)
        self._come_to = versions.last_seq(self.connection)

    def keep_clock(self) -> None:
        """Leave it to the end of the transaction."""

    def _before(self) -> None:
        reach, last = versions.reach(self.connection)
        self.hlc.go_on(reach)
        if last != self._come_to:
            self.saves.update(self.tables.keys())

    def _after(self) -> None:
        versions.note_clock(self.connection, self.hlc.last)
        self._come_to = versions.last_seq(self.connection)
