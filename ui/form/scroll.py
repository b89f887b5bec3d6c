"""The sheet that a form is written on: it scrolls, follows the cursor, and goes from group to group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.form.body import FormBody


class FormScroll(QScrollArea):
    """Ctrl+Tab goes to the next group of fields, Ctrl+Shift+Tab to the one before."""

    _body: FormBody

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("formScroll")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for keys, does in (("Ctrl+Tab", self._forward), ("Ctrl+Shift+Tab", self._back)):
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

    def _back(self) -> None:
        self.goto(self._body.beyond(-1))
