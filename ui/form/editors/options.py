"""Options as buttons in lines: one Tab stop, ← → move, Space takes. Used for one of few, several of few, yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import metrics, pieces
from ui.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from ui.theme import Theme

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Options(QWidget):
    """`several` = more than one may be taken. A single option that is pressed again is let go of."""

    picked = Signal()

    def __init__(self, theme: Theme, options: Sequence[str], name: str, *, several: bool) -> None:
        super().__init__()
        self._several = several
        self._theme = theme
        self.buttons: list[QPushButton] = []
        lay = FlowLayout(self, gap=metrics.SMALL)
        for number, option in enumerate(options):
            made = pieces.button(theme, option, name if number == 0 else f"{name}{number}")
            made.setCheckable(True)
            made.setProperty("opt", True)
            made.setProperty("option", option)
            made.setIconSize(QSize(theme.px(metrics.ICON_SMALL), theme.px(metrics.ICON_SMALL)))
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == 0 else Qt.FocusPolicy.ClickFocus)
            made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            made.installEventFilter(self)
            made.clicked.connect(self._clicked)
            self.buttons.append(made)
            lay.addWidget(made)

    @property
    def taken(self) -> list[str]:
        """The options taken, in their order."""
        return [str(one.property("option")) for one in self.buttons if one.isChecked()]

    def take(self, options: Sequence[str]) -> None:
        """Show these as taken."""
        for one in self.buttons:
            one.setChecked(one.property("option") in options)
        self._show_ticks()

    def _clicked(self) -> None:
        pressed = self.sender()
        if not self._several:
            for one in self.buttons:
                if one is not pressed:
                    one.setChecked(False)
        self._show_ticks()
        self.picked.emit()

    def _show_ticks(self) -> None:
        """Never colour alone: what is taken has a tick. The first one taken, or the first, is the Tab stop."""
        stop = next((one for one in self.buttons if one.isChecked()), self.buttons[0] if self.buttons else None)
        for one in self.buttons:
            one.setIcon(self._theme.icon("check", "primary", metrics.ICON_SMALL) if one.isChecked() else QIcon())
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is stop else Qt.FocusPolicy.ClickFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the arrow keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            place = next((n for n, one in enumerate(self.buttons) if one is watched), -1)
            step = _STEPS[Qt.Key(event.key())]
            to = self.buttons[(place + step) % len(self.buttons)]
            to.setFocus(Qt.FocusReason.TabFocusReason)
            if not self._several and not to.isChecked():
                to.click()
            return True
        return super().eventFilter(watched, event)
