"""A card with a table; where the table has no line, what that means and what to do about it (screen 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from ui import pieces
from ui.messages import EmptyPage

if TYPE_CHECKING:
    from ui.sheet.view import SheetView
    from ui.theme import Theme


class SheetCard(QFrame):
    """`empty.pressed` is the button of an empty table."""

    def __init__(self, theme: Theme, view: SheetView, name: str, icon: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setObjectName(f"{name}Card")
        self._view = view
        self.empty = EmptyPage(theme, f"{name}Empty", icon)
        lay = pieces.column(self, margins=(1, 1, 1, 1))
        lay.addWidget(view)
        lay.addWidget(self.empty)
        self.empty.hide()

    def say(self, title: str, hint: str, action: str = "", *, icon: str = "plus") -> None:
        """Show the table, or these words where it has no line."""
        bare = not self._view.sheet.lines
        if bare:
            self.empty.say(title, hint, action, icon=icon)
        self.empty.setVisible(bare)
        self._view.setVisible(not bare)
