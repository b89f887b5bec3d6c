"""What is odd about this computer's date, on top of every page, until somebody has looked at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.messages import Strip

if TYPE_CHECKING:
    from ui.desk import Desk


class ClockStrip(Strip):
    """The doubt about the clock, and the button that says it is right all the same. `trusted`: somebody said so."""

    trusted = Signal()

    def __init__(self, desk: Desk) -> None:
        self._workspace = desk.workspace
        action = "电脑的日期没错" if self._workspace.may_write else ""
        super().__init__(desk.theme, "warn", "clockDoubt", action=action)
        self.pressed.connect(self._trust)
        self.look()

    def look(self) -> None:
        """Say what is odd now."""
        self.say(self._workspace.clock_doubt)

    def _trust(self) -> None:
        self._workspace.trust_clock()
        self.trusted.emit()
