"""全部 14 | 待回访 3 | 已办结 10: an exclusive choice with counts, one Tab stop, ← → move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from ui import pieces

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    from ui.theme import Theme


class Segments(QWidget):
    """Values with their counts; "" stands for all. `picked` carries the value."""

    picked = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._lay = pieces.row(self)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._clicked)
        self._values: list[str] = []
        self.value = ""

    def show_values(self, labels: dict[str, str]) -> None:
        """Show value -> label; the chosen value stays chosen if it is still there."""
        values = list(labels)
        if values != self._values:
            self._rebuild(values)
        for number, text in enumerate(labels.values()):
            one = self._group.button(number)
            one.setText(text)
            one.setAccessibleName(text)
        self._check()
        self._come()

    def _come(self) -> None:
        """Be there when there is a choice. Without a parent it would come up as a window of its own."""
        if self.parentWidget() is not None:
            self.setVisible(len(self._values) > 1)

    def event(self, event: QEvent) -> bool:
        """Come or stay away once there is a place for it."""
        if event.type() == QEvent.Type.ParentChange:
            self._come()
        return super().event(event)

    def _rebuild(self, values: list[str]) -> None:
        for one in self._group.buttons():
            self._group.removeButton(one)
        pieces.clear(self._lay)
        self._values = values
        for number in range(len(values)):
            one = pieces.button(self._theme, "", f"{self.objectName()}{number}")
            one.setCheckable(True)
            one.setProperty("seg", True)
            one.setProperty("segpos", self._place(number, len(values)))
            self._group.addButton(one, number)
            self._lay.addWidget(one)
        if self.value not in values:
            self.value = ""

    @staticmethod
    def _place(number: int, count: int) -> str:
        if count == 1:
            return "only"
        return "first" if number == 0 else "last" if number == count - 1 else "mid"

    def _check(self) -> None:
        for number, value in enumerate(self._values):
            one = self._group.button(number)
            one.setChecked(value == self.value)
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if value == self.value else Qt.FocusPolicy.ClickFocus)

    def _clicked(self, number: int) -> None:
        self.pick(self._values[number])

    def pick(self, value: str) -> None:
        """Choose a value and tell."""
        if value != self.value and value in self._values:
            self.value = value
            self._check()
            self.picked.emit(value)

    def pick_quietly(self, value: str) -> None:
        """Choose a value and tell nobody: the page has turned to it already."""
        self.value = value
        self._check()

    def button_of(self, value: str) -> QAbstractButton:
        """Return the button of a value."""
        return self._group.button(self._values.index(value))
