"""F1 anywhere in the window: the manual, at the page about what is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from ui.help.manual_window import ManualWindow
    from ui.window.main_window import MainWindow


class HelpKey(QObject):
    """Belongs to the window, and looks what it shows."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._manual: ManualWindow | None = None
        QShortcut(QKeySequence("F1"), window).activated.connect(self.open)

    def open(self) -> None:
        """Open the manual, or bring it to the front."""
        from danyang_desktop.handbook import page_about
        from ui.help.manual_window import ManualWindow

        if self._manual is None or not shiboken6.isValid(self._manual) or not self._manual.isVisible():
            self._manual = ManualWindow(self._window.theme, self._window)
        self._manual.show_page(page_about(*self._topics()))

    def _topics(self) -> tuple[str, ...]:
        """Return what is to be told about, the nearest first."""
        from ui.dialogs.lock_page import LockPage

        window = self._window
        if window.shell is not None and window.workspace is not None:
            common = "county" if window.workspace.role == "office" else "list"
            writing = getattr(window.shell.page(window.shell.key), "form", None) is not None
            return ("form" if writing else window.shell.key, common)
        return ("lock",) if window.findChild(LockPage) is not None else ("start",)
