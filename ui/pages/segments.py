"""全部 14 | 待回访 3 | 已办结 10: an exclusive choice with counts, one Tab stop, ← → move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QMenu, QWidget

from ui import pieces

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QAbstractButton

    from ui.theme import Theme


class Segments(QWidget):
    """Values with their counts; "" stands for all. `picked` carries the value, `kept` tells that it was pressed again.

    Where there is no room for all, one button with a list.
    """

    picked = Signal(str)
    kept = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        lay = pieces.row(self)
        self._row = QWidget()
        self._lay = pieces.row(self._row)
        lay.addWidget(self._row)
        self._one = pieces.button(theme, "", f"{name}One", icon="down", says="看哪些")
        self._one.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{name}Menu")
        self._menu.triggered.connect(self._from_menu)
        self._one.setMenu(self._menu)
        self._one.hide()
        lay.addWidget(self._one)
        lay.addStretch(1)
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
        self._lay.invalidate()  # buttons that were never shown do not tell that they are wider now
        self._row.updateGeometry()
        self._menu.clear()
        for value, text in labels.items():
            action = QAction(text, self._menu)
            action.setData(value)
            self._menu.addAction(action)
        self._check()
        self._come()
        self._fit()

    def _come(self) -> None:
        """Be there when there is a choice. Without a parent it would come up as a window of its own."""
        if self.parentWidget() is not None:
            self.setVisible(len(self._values) > 1)

    # -- room ---------------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Return the room of the one button with a list that they become where there is little."""
        return self._one.sizeHint()

    def sizeHint(self) -> QSize:
        """Return the room of all."""
        return self._row.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Become one button where there is no room for all."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Come or stay away once there is a place for it; look again when the words are others: bold ones are wider."""
        if event.type() == QEvent.Type.ParentChange:
            self._come()
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        folded = self.width() < self._row.sizeHint().width()
        self._row.setHidden(folded)
        self._one.setVisible(folded)

    def _from_menu(self, action: QAction) -> None:
        self.pick(str(action.data()))

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
            one.ensurePolished()  # before anybody asks how wide it is
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
            # By the mouse it is chosen without taking the focus: the keys go on working where they did.
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus if value == self.value else Qt.FocusPolicy.NoFocus)
            if value == self.value:
                self._one.setText(one.text())

    def _clicked(self, number: int) -> None:
        if self._values[number] == self.value:
            self.kept.emit()
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
