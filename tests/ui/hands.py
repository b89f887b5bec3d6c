"""Somebody at the keyboard: every key goes to whatever has the focus, as it would on a real desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
_STEPS_MOST = 200


class Hands:
    """Types and presses; `pressed` counts the keys."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.pressed = 0

    def sit_at(self, window: QWidget) -> None:
        """Show a window and give it the keyboard."""
        with self._qtbot.waitActive(window):
            window.show()
            window.activateWindow()

    @staticmethod
    def place() -> QWidget:
        """Return what gets the keys now."""
        popup = QApplication.activePopupWidget()
        focus = popup.focusWidget() or popup if popup is not None else QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        return focus

    @property
    def at(self) -> str:
        """The name of the field that has the focus."""
        return self.place().objectName()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press one key."""
        self.pressed += 1
        self._qtbot.keyClick(self.place(), key, modifier)

    def type(self, text: str) -> None:
        """Type letters, one by one: the focus may move meanwhile. Characters come from the input method."""
        for letter in text:
            self.pressed += 1
            if letter.isascii():
                self._qtbot.keyClicks(self.place(), letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                focus = QApplication.focusWidget()
                assert focus is not None
                QApplication.sendEvent(focus, event)

    def clear(self) -> None:
        """Take out what stands in the field."""
        self.press(Qt.Key.Key_A, CTRL)
        self.press(Qt.Key.Key_Delete)

    def fill(self, texts: dict[str, Any]) -> None:
        """Walk through a form with Enter, typing into the fields named; a list is rows of cells; True presses Space."""
        left = dict(texts)
        for _ in range(_STEPS_MOST):
            if self.at == "formSave":
                assert not left, f"never came to {list(left)}"
                return
            name = self.at.removesuffix("Add") if isinstance(self.place(), QPushButton) else self.at
            if name in left:
                self._give(left.pop(name))
                if self.at != name and not self.at.startswith(name):
                    continue  # picking somebody, or an empty row, has gone on already
            self.press(Qt.Key.Key_Return, CTRL)
        raise AssertionError(f"the form has no end; still at {self.at}")

    def _give(self, given: Any) -> None:
        if given is True:
            self.press(Qt.Key.Key_Space)
        elif isinstance(given, list):
            self.press(Qt.Key.Key_Space)
            cells = [cell for row in given for cell in row]
            for number, cell in enumerate(cells, 1):
                self.type(cell)
                picking = QApplication.activePopupWidget() is not None
                self.press(Qt.Key.Key_Return, NO_MODIFIER if picking or number < len(cells) else CTRL)
                if picking and number == len(cells):
                    self.press(Qt.Key.Key_Return, CTRL)
        else:
            self.clear_line()
            self.type(given)
            if QApplication.activePopupWidget() is not None:
                self.press(Qt.Key.Key_Return)

    def clear_line(self) -> None:
        """Take out what stands in the line, if it is one."""
        if self.place().metaObject().className() in {"QLineEdit", "PickLine", "_Box"}:
            self.clear()
