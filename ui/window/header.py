"""The head of a page: title, hint, and at most three buttons, the filled one rightmost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui import metrics, pieces

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.theme import Theme


class Header(QWidget):
    """64 px high, white. `back` is emitted by the arrow, which only forms have."""

    back = Signal()

    def __init__(self, theme: Theme, title: str, hint: str = "", *, arrow: bool = False) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(metrics.HEADER_HEIGHT))
        self._theme = theme
        self._icons: dict[QPushButton, QIcon] = {}
        self.main_button: QWidget = self
        self._lay = pieces.row(self, margins=(metrics.MARGIN, 0, metrics.MARGIN, 0), gap=metrics.GAP)
        if arrow:
            self._arrow = pieces.button(theme, "", "headerBack", icon="back", kind="icon", says="返回")
            self._arrow.clicked.connect(self.back)
            self._lay.addWidget(self._arrow)
        self.title = pieces.label(title, name="h1")
        self.hint = pieces.label(hint, "second", name="headerHint")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay.addWidget(self.title)
        self._lay.addWidget(self.hint, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the icons out where the words need the room: each has its word beside it."""
        super().resizeEvent(event)
        if self._icons:
            room = event.size().width() - self._lay.minimumSize().width()
            if room > len(self._icons) * self._theme.px(metrics.ICON + metrics.SMALL):
                for button, icon in self._icons.items():
                    button.setIcon(icon)
                self._icons = {}
        elif self._lay.minimumSize().width() > event.size().width():
            plain = [one for one in self.findChildren(QPushButton) if one.text().strip() and not one.isHidden()]
            self._icons = {one: one.icon() for one in plain if not one.icon().isNull()}
            for button in self._icons:
                button.setIcon(QIcon())

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._lay.addWidget(widget)

    def add_left(self, widget: QWidget) -> None:
        """Put a widget beside the title, before the hint."""
        self._lay.insertWidget(self._lay.indexOf(self.hint), widget)

    def add_first(self, text: str, name: str, *, icon: str = "") -> QPushButton:
        """Put a button before the others and return it: the filled one stays rightmost."""
        made = pieces.button(self._theme, text, name, icon=icon)
        self._lay.insertWidget(self._lay.indexOf(self.hint) + 1, made)
        return made

    def add_button(self, text: str, name: str, *, icon: str = "", kind: str = "") -> QPushButton:
        """Put a button at the right end and return it."""
        made = pieces.button(self._theme, text, name, icon=icon, kind=kind)
        if kind == "primary":
            self.main_button = made
        self._lay.addWidget(made)
        return made
