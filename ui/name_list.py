"""Names under a line, towns or branches: all at a click or ↓, those that fit while one types, also by pinyin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QStyledItemDelegate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLineEdit

_SHOWN = 12


class NameList(QObject):
    """`chosen` says that a name was taken; the line has it then."""

    chosen = Signal()

    def __init__(self, line: QLineEdit, names: Sequence[str], says: str) -> None:
        """Offer these names; `says` is what they are, for screen readers."""
        super().__init__(line)
        self._line, self._names = line, names
        self._keys: dict[str, tuple[str, ...]] = {}
        self._found = QStringListModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_SHOWN)
        self._completer.setWrapAround(False)  # ↓ on the last one would let go of it, and Enter would take nothing
        self._completer.setWidget(line)
        self._completer.activated[str].connect(self._taken)  # type: ignore[index]  # the stubs know one overload
        if (popup := self._completer.popup()) is not None:
            popup.setObjectName("towns")
            popup.setItemDelegate(QStyledItemDelegate(popup))  # the completer's own takes no style
            popup.setAccessibleName(says)
        line.textEdited.connect(self._show)
        line.installEventFilter(self)

    def eventFilter(self, line: QObject, event: QEvent) -> bool:
        """Open the list at a click and at ↓."""
        down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if event.type() == QEvent.Type.MouseButtonRelease or (event.type() == QEvent.Type.KeyPress and down):
            self._show("" if self._line.text() in self._names else self._line.text())
            return bool(down)
        return super().eventFilter(line, event)

    def _show(self, typed: str) -> None:
        wanted = typed.strip().lower()
        places = {name: place for name in self._names if (place := self._place(name, wanted)) is not None}
        found = sorted(places, key=lambda name: places[name])  # what begins so comes first, else the order given
        self._found.setStringList(found)
        popup = self._completer.popup()
        if not found or popup is None:
            if popup is not None:
                popup.hide()
            return
        self._completer.complete()
        popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _taken(self, name: str) -> None:
        self._line.setText(name)
        self.chosen.emit()

    def _place(self, name: str, typed: str) -> int | None:
        """Return where a name has what was typed, in its characters, its pinyin or their initials; None = nowhere.

        Many a branch's name begins with its town's, so it may be in the middle.
        """
        from danyang_desktop.base.chinese.pinyin import search_keys

        if name not in self._keys:
            self._keys[name] = (name, *search_keys(name, is_name=False))
        return min((place for key in self._keys[name] if (place := key.find(typed)) >= 0), default=None)
