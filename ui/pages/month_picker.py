"""‹ 2026年11月 ›: the month that a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from danyang_desktop.base.chinese.dates import show_period
from ui import metrics, pieces

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtWidgets import QPushButton

    from ui.theme import Theme

_MONTHS_SHOWN = 13
_WIDE = 138
"""Room for 2026年全年, too."""


def shift(month: str, by: int) -> str:
    """Return the month `by` months after 2026-11."""
    year, number = map(int, month.split("-"))
    total = year * 12 + number - 1 + by
    return f"{total // 12:04}-{total % 12 + 1:02}"


class MonthPicker(QWidget):
    """Three buttons in one frame; the middle one opens the last months and the whole year.

    `last` is the last month that can be chosen, "" = any: then there are no whole years either.
    """

    picked = Signal(str)

    def __init__(self, theme: Theme, today: dt.date, name: str = "monthPicker", *, last: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.month = f"{today:%Y-%m}"
        self._now = self.month = min(self.month, last) if last else self.month
        self._last = last
        lay = pieces.row(self)
        back = self._arrow(theme, "left", f"{name}Back", "上一个月", "first")
        self._middle = pieces.button(theme, "", f"{name}Month")
        self._middle.setProperty("seg", True)
        self._middle.setProperty("month", True)
        self._middle.setMinimumWidth(theme.px(_WIDE))
        self._forward = forward = self._arrow(theme, "right", f"{name}Forward", "下一个月", "last")
        back.clicked.connect(self.back)
        forward.clicked.connect(self.forward)
        for one in (back, self._middle, forward):
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the list below
            lay.addWidget(one)
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._from_menu)
        self._middle.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._say()

    def _arrow(self, theme: Theme, icon: str, name: str, says: str, place: str) -> QPushButton:
        made = pieces.button(theme, "", name, icon=icon, says=says)
        made.setText("")
        made.setProperty("seg", True)
        made.setProperty("arrow", True)
        made.setProperty("segpos", place)
        made.setFixedWidth(theme.px(36))
        made.setIconSize(QSize(theme.px(metrics.ICON), theme.px(metrics.ICON)))
        return made

    def _say(self) -> None:
        text = show_period(self.month) if "-" in self.month else f"{self.month}年全年"
        self._middle.setText(text)
        self._middle.setAccessibleName(f"月份：{text}")
        if self._last:
            more = self.month < self._last
            self._forward.setEnabled(more)
            self._forward.setToolTip("" if more else "下一个月还没有开始")
            self._forward.setAccessibleDescription(self._forward.toolTip())

    def show_month(self, month: str) -> bool:
        """Show a month (2026-11) or a year (2026) and tell nobody; returns whether it is another one."""
        if month == self.month or (self._last and month > self._last):
            return False
        self.month = month
        self._say()
        return True

    def set_month(self, month: str) -> None:
        """Show a month (2026-11) or a year (2026) and tell."""
        if self.show_month(month):
            self.picked.emit(month)

    def back(self) -> None:
        """Go to the month before, or the year before."""
        self.set_month(self._moved(-1))

    def forward(self) -> None:
        """Go to the month after, or the year after."""
        self.set_month(self._moved(1))

    def _moved(self, by: int) -> str:
        return shift(self.month, by) if "-" in self.month else str(int(self.month) + by)

    def _fill_menu(self) -> None:
        self._menu.clear()
        months = [shift(self._now, -number) for number in range(_MONTHS_SHOWN)]
        for month in months:
            self._add(show_period(month), month)
        if self._last:
            return
        self._menu.addSeparator()
        for year in dict.fromkeys(month[:4] for month in months):
            self._add(f"{year}年全年", year)

    def _add(self, text: str, month: str) -> None:
        action = QAction(text, self._menu)
        action.setData(month)
        self._menu.addAction(action)

    def _from_menu(self, action: QAction) -> None:
        self.set_month(str(action.data()))
