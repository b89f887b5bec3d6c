"""The sheet that a form is written on: it scrolls, follows the cursor, and goes from group to group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.form.body import FormBody


class FormScroll(QScrollArea):
    """Ctrl+Tab goes to the next group of fields, Ctrl+Shift+Tab to the one before.

    F4 leaps to the next field that must be filled and is empty; `filled` says that there is none.
    """

    filled = Signal()
    _body: FormBody

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("formScroll")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for keys, does in (("Ctrl+Tab", self._forward), ("Ctrl+Shift+Tab", self._back), ("F4", self._leap)):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(does)

    def hold(self, body: FormBody) -> None:
        """Take the fields, which were made in the viewport."""
        self._body = body
        self.setWidget(body)

    def goto(self, name: str) -> None:
        """Put the cursor into a field, and the field into sight."""
        self._body.goto(name)
        self.ensureWidgetVisible(self._body.editor(name))

    def _forward(self) -> None:
        self.goto(self._body.beyond(1))

    def _leap(self) -> None:
        name = self._body.lacking()
        if name:
            self.goto(name)
        else:
            self.filled.emit()

    def _back(self) -> None:
        self.goto(self._body.beyond(-1))
