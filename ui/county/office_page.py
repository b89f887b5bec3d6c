"""What the pages of an office have in common: the office itself, a month, questions for files and folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.office import Office
from ui import metrics, pieces
from ui.pages.month_picker import MonthPicker
from ui.pages.task_page import TaskPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from ui.desk import Desk


_NARROW = 1000
"""Width of the page in px at 96 dpi below which the head holds only title and buttons."""


class OfficePage(TaskPage):
    """A page of the office. `office` is the open book with its keys, `recovery` a key that was made just now."""

    def __init__(self, desk: Desk, name: str, title: str, hint: str = "") -> None:
        super().__init__(desk, name, title, hint)
        self.office, self.recovery = Office.of(desk.workspace.desk)
        self._left: list[QWidget] = []
        self._bar = QWidget()
        self._bar_row = pieces.row(self._bar, gap=metrics.GAP)
        self._bar_row.addStretch(1)
        self._bar.hide()
        self.body.insertWidget(0, self._bar)

    def add_months(self) -> MonthPicker:
        """Put a month picker beside the title."""
        made = MonthPicker(self.desk.theme, self.desk.workspace.today, f"{self.property('entry')}Month")
        self.add_left(made)
        made.picked.connect(self.refresh)
        return made

    def add_left(self, widget: QWidget) -> None:
        """Put a widget beside the title; where the head is too narrow for it, it stands in a line below."""
        self._left.append(widget)
        self.header.add_left(widget)

    @property
    def narrow(self) -> bool:
        """Tell whether there is less room than the page was drawn for."""
        return self.width() < self.desk.theme.px(_NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move what stands beside the title to where there is room for it."""
        super().resizeEvent(event)
        below = self.narrow and bool(self._left)
        if below == self._bar.isHidden() and self._left:
            for widget in self._left:
                if below:
                    self._bar_row.insertWidget(self._bar_row.count() - 1, widget)
                else:
                    self.header.add_left(widget)
            self._bar.setVisible(below)

    def on(self, keys: str, does: Callable[[], None]) -> None:
        """Let keys do something while this page has the focus."""
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(does)

    def ask_file(self, title: str, name: str, kind: str) -> Path | None:
        """Ask where a file goes."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path(documents) / name), kind)
        return Path(chosen) if chosen else None

    def may_write(self) -> bool:
        """Tell whether who sits at the desk may change anything; if not, the page says so."""
        try:
            self.desk.workspace.must_write()
        except UserError as error:
            self.say_failed(error)
            return False
        return True

    def say_good(self, sentence: str) -> None:
        """Say in the strip what went well."""
        self._bad.say("")
        self._good.button.hide()
        self._good.say(sentence)

    def say_failed(self, error: Exception) -> None:
        """Say in the strip what went wrong."""
        self._good.say("")
        self._failed(error)

    def ask_folder(self, title: str) -> Path | None:
        """Ask for a folder."""
        chosen = QFileDialog.getExistingDirectory(self, title)
        return Path(chosen) if chosen else None
