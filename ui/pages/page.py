"""What every page is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.window.status_bar import Keys


class Page(QWidget):
    """One entry of the side list.

    saved         a record was saved: the Change, and the sentence for the note
    go            another entry is wanted, by its key; "slug:new" opens its empty form, "slug:new:field=UID" one about
                  somebody, "slug:open:UID" a record, "talks:coverage" and the like what a page calls by that word
    keys_changed  other keys work now: ask `keys` again
    noted         something for the status bar
    sized         another type size is wanted, by its factor;  restored  a backup is wanted back, by its file
    badged        figures beside the side list: entry -> (figure, what it says)
    """

    saved = Signal(object, str)
    go = Signal(str)
    keys_changed = Signal()
    noted = Signal(str)
    badged = Signal(dict)
    sized = Signal(float)
    restored = Signal(str)
    day_told = Signal()

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setProperty("entry", name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.desk = desk

    @property
    def keys(self) -> Keys:
        """The keys that work on this page now."""
        return ()

    def come(self) -> None:
        """Be ready to be shown: `refresh` comes next."""

    def refresh(self) -> None:
        """Show what the book holds now; called when the page comes to the front and after changes."""

    def begin(self) -> None:
        """Take the focus, where work on this page begins."""
        self.setFocus()

    def show_part(self, slug: str) -> None:
        """Show the part of the page that is about a ledger or register, if the page has several."""

    def start_new(self) -> None:
        """Open an empty form, if the page has one."""

    def follow(self, verb: str, about: str) -> None:
        """Do what another page asked of this one: ("new", "household=UID"), ("open", "UID"), ("coverage", "")."""
        del about
        if verb == "new":
            self.start_new()

    def undo_here(self) -> bool:
        """Take back what was done last on this page, if it has a way back of its own; tell whether it has."""
        return False

    def left(self) -> None:
        """Let go of what was said here and of nothing else: another page is shown now."""

    def others_wrote(self) -> None:
        """Show what another clerk changed meanwhile, if that disturbs nobody."""

    def keep(self) -> None:
        """Put away what is half written, because the window is about to lock or close."""

    @property
    def half_written(self) -> bool:
        """Tell whether a form is open that was typed into."""
        return False
