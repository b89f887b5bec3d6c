"""What handing in and receiving need of an open book, without knowing who opened it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import UserError
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.base.clock import Clock
    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.keys import DeviceKey
    from danyang_desktop.store.attachments import Attachments
    from danyang_desktop.store.marks import Mark


@dataclass(frozen=True)
class Desk:
    """An open book with its photos, its folder, and the key that signs for it.

    code, name  of the branch, or of the office;  key  wraps key files that lie in the folder
    mark        by which the book and this computer know each other again
    may_hand_in whether who sits at the desk may speak for the branch
    """

    folder: Path
    code: str
    name: str
    book: Book
    attachments: Attachments
    signer: DeviceKey
    key: bytes
    clock: Clock
    mark: Mark
    may_hand_in: bool = True

    def must_hand_in(self, what: str = "上报") -> None:
        """Raise UserError unless who sits at the desk may speak for the branch; `what` begins the sentence."""
        if not self.may_hand_in:
            raise UserError(f"{what}只有支部书记能办。请先锁定，再由书记打开。")

    @property
    def at(self) -> str:
        """Now, to the second."""
        return self.clock.now().isoformat(timespec="seconds")

    def stamp(self) -> int:
        """Return a stamp for something that leaves the book and is no version: a bundle, a receipt, a card.

        Book and computer remember it before it is there (store/marks.py); raises Trouble, and then it must not be made.
        """
        with self.book.transaction():
            stamp = self.book.hlc.tick()
            versions.note_clock(self.book.connection, stamp)
            self.mark.count(self.book.connection)
        self.mark.tell(stamp)
        return stamp
