"""A day: typed as people type it, or taken from a calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidgetAction

from danyang_desktop.base.errors import UserError
from ui.form.editors.text import TextEditor

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk


class DateEditor(TextEditor):
    """Takes 1123, 11.23, 昨天; shows 2026-11-23. The calendar opens with its button or Alt+↓."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        self._opens = QAction(desk.theme.icon("cal", "text2"), "打开日历", self)
        self._opens.setShortcut("Alt+Down")
        self._opens.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._opens.triggered.connect(self._open)
        self.line.addAction(self._opens, QLineEdit.ActionPosition.TrailingPosition)

    def hint(self) -> str:
        """Say how it is typed."""
        return "如 11-23" if self.kind.required else "没有就空着"

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("calendarMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setObjectName("calendar")
        calendar.setAccessibleName(f"{self.kind.label}的日历")
        calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setSelectedDate(self._shown_day())
        calendar.activated.connect(self._take)
        calendar.clicked.connect(self._take)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        self._menu = menu
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height())))
        calendar.setFocus()

    def _shown_day(self) -> QDate:
        try:
            day = self.value()
        except UserError:
            day = None
        day = day or self.desk.workspace.today
        return QDate(day.year, day.month, day.day)

    def _take(self, day: QDate) -> None:
        self.set_value(dt.date(day.year(), day.month(), day.day()))
        self._menu.close()
        self.line.setFocus()
        self.edited.emit()
