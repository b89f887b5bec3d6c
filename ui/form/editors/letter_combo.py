"""A drop-down list that is searched by pinyin letters: bm finds 便民维修."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QWheelEvent

_LEAST = 4
_PAUSE = 1200
"""Letters that come within so many ms belong together."""


class LetterCombo(QComboBox):
    """Letters go on to the entry they begin, in pinyin or in initials; Del chooses nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)  # letters are letters here
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST)  # a narrow form cuts what is chosen before it cuts itself
        self._letters = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._forget)

    def _forget(self) -> None:
        self._letters = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search by letters."""
        letter = event.text().lower()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(0)
        elif len(letter) == 1 and letter.isascii() and letter.isalnum():
            self._letters += letter
            self._pause.start()
            self._choose(self._found())
        else:
            super().keyPressEvent(event)

    def _found(self) -> int:
        from danyang_desktop.base.chinese.pinyin import search_keys

        for number in range(self.count()):
            keys = (*search_keys(self.itemText(number), is_name=False), self.itemText(number).lower())
            if self.itemData(number) and any(key.startswith(self._letters) for key in keys):
                return number
        return -1

    def _choose(self, number: int) -> None:
        if number >= 0 and number != self.currentIndex():
            self.setCurrentIndex(number)
            self.activated.emit(number)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the wheel scroll the form: nobody means to change a choice by scrolling past it."""
        event.ignore()
