"""A question with buttons that say what they do (never 是 / 否).

The focus begins on the button that loses nothing, and Enter never presses one that destroys unless it has the focus: a
hand that hits Enter too often destroys nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ui import metrics, pieces
from ui.roomy import RoomyDialog

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ui.theme import Theme


@dataclass(frozen=True)
class Answer:
    """A button: its key, its words, its look ("primary", "danger" or "")."""

    key: str
    text: str
    kind: str = ""


class Ask(RoomyDialog):
    """Emits the key of the pressed button, "" for Esc; with `line` what was typed comes with it."""

    answered = Signal(str, str)

    def __init__(
        self, theme: Theme, parent: QWidget, title: str, text: str, answers: tuple[Answer, ...], *, line: str = ""
    ) -> None:
        super().__init__(parent, theme.px(440))
        self.setObjectName("ask")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.PAD)
        lay.addWidget(pieces.label(title, "step", wrap=True))
        lay.addWidget(pieces.label(text, "second16", name="askText", wrap=True))
        self.line = QLineEdit()
        self.line.setObjectName("askLine")
        self.line.setAccessibleName(line)
        self.line.setPlaceholderText(line)
        self.line.textChanged.connect(self._typed)
        lay.addWidget(self.line)
        self.line.setVisible(bool(line))
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        self._safe: QPushButton | None = None
        for answer in answers:
            made = pieces.button(theme, answer.text, f"ask_{answer.key}", kind=answer.kind)
            made.setProperty("key", answer.key)
            made.clicked.connect(self._pressed)
            if answer.kind:
                self._main = made
            if answer.kind != "danger" and (self._safe is None or answer.kind == "primary"):
                self._safe = made
            buttons.addWidget(made)
        lay.addLayout(buttons)
        self._typed()
        (self.line if line else self._safe or self._main).setFocus()

    def _typed(self) -> None:
        self._main.setEnabled(self.line.isHidden() or bool(self.line.text().strip()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; in the line the one that needs the words, unless it destroys."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        event.accept()
        focus = self.focusWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        elif self._main is not self._safe:
            self._main.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._main.click()

    def _pressed(self) -> None:
        key = str(self.sender().property("key"))
        self.accept()
        self.answered.emit(key, self.line.text().strip())

    def reject(self) -> None:
        """Esc: nothing was answered."""
        super().reject()
        self.answered.emit("", "")
