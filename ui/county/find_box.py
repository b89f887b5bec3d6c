"""The field in which a branch is looked for: name, pinyin, initials, code; Enter opens what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from danyang_desktop.base.chinese.pinyin import search_keys
from ui import metrics

if TYPE_CHECKING:
    from ui.theme import Theme


class FindBox(QLineEdit):
    """wanted  show what fits now: a moment after the last key, or at once;  opened  Enter."""

    wanted = Signal()
    opened = Signal()

    def __init__(self, theme: Theme, name: str, says: str, hint: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        self.setFixedWidth(theme.px(metrics.SEARCH_WIDTH))
        self._wait = QTimer(self, singleShot=True, interval=metrics.SEARCH_WAIT)
        self._wait.timeout.connect(self.wanted)
        self.textChanged.connect(self._wait.start)
        self.returnPressed.connect(self._open)

    def _open(self) -> None:
        if self._wait.isActive():
            self._wait.stop()
            self.wanted.emit()
        self.opened.emit()

    @property
    def typed(self) -> str:
        """What is looked for, "" = everything."""
        return self.text().strip().lower()

    def finds(self, name: str, *others: str) -> bool:
        """Tell whether what is looked for stands in a name, its pinyin or its initials, or in one of the others."""
        typed = self.typed
        return not typed or any(typed in text.lower() for text in (name, *others, *search_keys(name)))
