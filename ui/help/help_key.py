"""F1 anywhere in the window and in its dialogs: the manual, at the page about what is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from ui.help.manual_window import ManualWindow
    from ui.window.main_window import MainWindow


_NAME = "helpKey"
_ABOUT = {
    "importWizard": "import", "printDialog": "print", "teamDialog": "volunteering", "handoverDialog": "stick",
    "siblingsDialog": "stick", "rowDialog": "subsidies", "mergeDialog": "merging", "mergedDialog": "merging",
}  # fmt: skip
"""Dialogs with a page of their own: the dialog's name, and what the page is about."""


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

        over = QApplication.activeModalWidget() or self._window  # what a dialog does not own, it shuts out
        known = self._manual if self._manual is not None and shiboken6.isValid(self._manual) else None
        if known is None or not known.isVisible() or known.parentWidget() is not over:
            if known is not None:
                known.close()
            self._manual = known = ManualWindow(self._window.theme, over)
        known.show_page(page_about(*self._topics()))

    def attend(self) -> None:
        """Let F1 work in the dialog that came up just now: it takes all keys from the window."""
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.findChild(QShortcut, _NAME) is None:
            made = QShortcut(QKeySequence("F1"), dialog)
            made.setObjectName(_NAME)
            made.activated.connect(self.open)

    def _topics(self) -> tuple[str, ...]:
        """Return what is to be told about, the nearest first."""
        from ui.dialogs.lock_page import LockPage

        window, dialog = self._window, QApplication.activeModalWidget()
        if dialog is not None and dialog.objectName() in _ABOUT:
            return (_ABOUT[dialog.objectName()],)
        if window.shell is not None and window.workspace is not None:
            key = window.shell.key
            writing = getattr(window.shell.page(key), "form", None) is not None
            if window.workspace.role == "office":  # its first page is called home, too, and is another one
                return ("form" if writing else key if key != "home" else "county", "county")
            return ("form" if writing else key, "list")
        return ("lock",) if window.findChild(LockPage) is not None else ("start",)
