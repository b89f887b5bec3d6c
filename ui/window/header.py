"""The head of a page: title, hint, and at most three buttons, the filled one rightmost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ui import metrics, pieces
from ui.elided import Elided

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.theme import Theme

_KEY = re.compile(r" (?=Ctrl\+|Esc$|F\d+$)")
_LETTERS, _WANTED = 3, 8
"""So much of a title is always read."""


class Header(QWidget):
    """64 px high, white. `back` is emitted by the arrow, which only forms have.

    Where the words need the room the plain buttons lose their icons first; then the last of them go into 更多.
    """

    back = Signal()

    def __init__(self, theme: Theme, title: str, hint: str = "", *, arrow: bool = False) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(metrics.HEADER_HEIGHT))
        self._theme = theme
        self._icons: dict[QPushButton, QIcon] = {}
        self._folded: list[QPushButton] = []
        self._long = self._short = ""
        self.main_button: QWidget = self
        self._lay = pieces.row(self, margins=(metrics.MARGIN, 0, metrics.MARGIN, 0), gap=metrics.GAP)
        if arrow:
            self._arrow = pieces.button(theme, "", "headerBack", icon="back", kind="icon", says="返回")
            self._arrow.clicked.connect(self.back)
            self._lay.addWidget(self._arrow)
        self.title = Elided(title, name="h1", letters=_LETTERS)
        self.hint = Elided(hint, "second", name="headerHint")
        self._lay.addWidget(self.title)
        self._lay.addWidget(self.hint, 1)
        self._more = pieces.button(theme, "更多", "headerMore", icon="down", says="更多")
        self._more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._menu = QMenu(self)
        self._menu.setObjectName("headerMenu")
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.triggered.connect(self._from_menu)
        self._more.setMenu(self._menu)
        self._more.hide()
        self._lay.addWidget(self._more)

    # -- room ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the buttons fit."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Make the buttons fit when one of them came, went or says something else."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        """Work out what there is room for, and change only what must be: each change asks for another look."""
        low = self.window().height() < self._theme.px(metrics.LOW)
        height = self._theme.px(metrics.HEADER_LOW if low else metrics.HEADER_HEIGHT)
        if height != self.height():
            self.setFixedHeight(height)
            self._lay.invalidate()
        margin = metrics.MARGIN if self.width() >= metrics.CRAMPED[0] else metrics.GAP
        self._lay.setContentsMargins(margin, 0, margin, 0)
        plain = self._plain()
        gap = self._lay.spacing()
        wide = [one.minimumSizeHint().width() + gap for one in plain]
        icons = [self._icon_width(one) for one in plain]
        bare = [
            width - (0 if one in self._icons else icon) for one, width, icon in zip(plain, wide, icons, strict=True)
        ]
        more = self._more.minimumSizeHint().width() + gap
        least = self.title.minimumSizeHint().width()
        whole = max(least, self._title_whole)
        others = self._lay.minimumSize().width() - max(least, self.title.minimumWidth()) + whole
        others -= sum(width for one, width in zip(plain, wide, strict=True) if not one.isHidden())
        room = self.width() - others + (0 if self._more.isHidden() else more)
        dressed = sum(bare) + sum(icons) <= room
        stay = len(plain)
        while stay and not dressed and sum(bare[:stay]) > room - (more if stay < len(plain) else 0):
            stay -= 1
        self._dress(plain, dressed=dressed)
        self._fold(plain[stay:])
        missing = sum(bare[:stay]) + (more if stay < len(plain) else 0) - room
        self.title.setMinimumWidth(whole if missing <= 0 else 0)
        self._shorten(missing=missing - (whole - least))

    @property
    def _title_whole(self) -> int:
        """What the title wants: buttons go into the menu for it, unless it is a sentence."""
        return min(self.title.sizeHint().width(), self.title.fontMetrics().horizontalAdvance("字") * _WANTED)

    def _shorten(self, *, missing: int) -> None:
        """Leave the key out of the filled button's words where even that is needed: the foot says it as well."""
        button = self.main_button
        if not isinstance(button, QPushButton):
            return
        if missing > 0 and not self._long and (words := _KEY.split(button.text())[0]) != button.text():
            self._long, self._short = button.text(), words
            button.setText(words)
        elif self._long and button.text() != self._short:
            self._long = ""  # the page says something else now
        elif self._long and missing + button.fontMetrics().horizontalAdvance(self._long[len(self._short) :]) <= 0:
            button.setText(self._long)
            self._long = ""

    def _icon_width(self, button: QPushButton) -> int:
        has = button in self._icons or not button.icon().isNull()
        return button.iconSize().width() + metrics.HAIR if has else 0

    def _plain(self) -> list[QPushButton]:
        """Return the buttons that may go into the menu, from left to right."""
        items = [self._lay.itemAt(number) for number in range(self._lay.count())]
        there = [item.widget() for item in items if item is not None]
        return [
            one
            for one in there
            if isinstance(one, QPushButton)
            and one not in (self.main_button, self._more)
            and one.text().strip()
            and (one in self._folded or not one.isHidden())
        ]

    def _dress(self, plain: list[QPushButton], *, dressed: bool) -> None:
        for button in plain:
            if dressed and button in self._icons:
                button.setIcon(self._icons.pop(button))
            elif not dressed and not button.icon().isNull():
                self._icons[button] = button.icon()
                button.setIcon(QIcon())

    def _fold(self, folded: list[QPushButton]) -> None:
        before, self._folded = self._folded, folded
        for button in before:
            if button not in folded:
                button.show()
        for button in folded:
            button.hide()
        self._more.setVisible(bool(folded))

    def _fill_menu(self) -> None:
        self._menu.clear()
        for number, button in enumerate(self._folded):
            if (inner := button.menu()) is not None:
                self._menu.addActions(inner.actions())
                continue
            action = QAction(self._icons.get(button, button.icon()), button.text().strip(), self._menu)
            action.setEnabled(button.isEnabled())
            action.setData(number)
            self._menu.addAction(action)

    def _from_menu(self, action: QAction) -> None:
        for button in self._folded:
            inner = button.menu()
            if inner is not None and action in inner.actions():
                inner.triggered.emit(action)
                return
        self._folded[int(action.data())].click()

    # -- what stands in it ----------------------------------------------------------------------------------------

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
            self._lay.addWidget(self._more)  # before the filled one
        self._lay.addWidget(made)
        return made
