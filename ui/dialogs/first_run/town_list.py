"""The towns of the county under a line: all of them at a click or ↓, those that fit while one types, also by pinyin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QStyledItemDelegate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLineEdit

_SHOWN = 12


class TownList(QObject):
    """`chosen` says that a town was taken; the line has its name then."""

    chosen = Signal()

    def __init__(self, line: QLineEdit, towns: Sequence[str]) -> None:
        super().__init__(line)
        self._line, self._towns = line, towns
        self._found = QStringListModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_SHOWN)
        self._completer.setWidget(line)
        self._completer.activated[str].connect(self._taken)  # type: ignore[index]  # the stubs know one overload
        if (popup := self._completer.popup()) is not None:
            popup.setObjectName("towns")
            popup.setItemDelegate(QStyledItemDelegate(popup))  # the completer's own takes no style
            popup.setAccessibleName("镇和街道")
        line.textEdited.connect(self._show)
        line.installEventFilter(self)

    def eventFilter(self, line: QObject, event: QEvent) -> bool:
        """Open the list at a click and at ↓."""
        down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if event.type() == QEvent.Type.MouseButtonRelease or (event.type() == QEvent.Type.KeyPress and down):
            self._show("" if self._line.text() in self._towns else self._line.text())
            return bool(down)
        return super().eventFilter(line, event)

    def _show(self, typed: str) -> None:
        found = [town for town in self._towns if _fits(town, typed.strip().lower())]
        self._found.setStringList(found)
        popup = self._completer.popup()
        if not found or popup is None:
            if popup is not None:
                popup.hide()
            return
        self._completer.complete()
        popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _taken(self, town: str) -> None:
        self._line.setText(town)
        self.chosen.emit()


def _fits(town: str, typed: str) -> bool:
    """Tell whether a town may be meant by its characters, its pinyin or their initials."""
    from danyang_desktop.base.chinese.pinyin import search_keys

    return typed in town or any(key.startswith(typed) for key in search_keys(town, is_name=False))
