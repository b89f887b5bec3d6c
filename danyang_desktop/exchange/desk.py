"""What handing in and receiving need of an open book, without knowing who opened it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.store import versions

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.base.clock import Clock
    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.keys import DeviceKey
    from danyang_desktop.store.attachments import Attachments


@dataclass(frozen=True)
class Desk:
    """An open book with its photos, its folder, and the key that signs for it.

    code, name  of the branch, or of the office;  key  wraps key files that lie in the folder
    """

    folder: Path
    code: str
    name: str
    book: Book
    attachments: Attachments
    signer: DeviceKey
    key: bytes
    clock: Clock

    @property
    def at(self) -> str:
        """Now, to the second."""
        return self.clock.now().isoformat(timespec="seconds")

    def stamp(self) -> int:
        """Return a stamp for something that is no version: a bundle, a receipt, a card.

        The book notes it: else it would lie behind what its computer remembers when it is opened again, and would be
        taken for a restored one (store/device.py).
        """
        with self.book.transaction():
            stamp = self.book.hlc.tick()
            versions.note_clock(self.book.connection, stamp)
        return stamp
