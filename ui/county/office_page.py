"""What the pages of an office have in common: the office itself, a month, questions for files and folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from danyang_desktop.county.office import Office
from ui.pages.month_picker import MonthPicker
from ui.pages.task_page import TaskPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.desk import Desk


class OfficePage(TaskPage):
    """A page of the office. `office` is the open book with its keys, `recovery` a key that was made just now."""

    def __init__(self, desk: Desk, name: str, title: str, hint: str = "") -> None:
        super().__init__(desk, name, title, hint)
        self.office, self.recovery = Office.of(desk.workspace.desk)

    def add_months(self) -> MonthPicker:
        """Put a month picker beside the title."""
        made = MonthPicker(self.desk.theme, self.desk.workspace.today, f"{self.property('entry')}Month")
        self.header.add_left(made)
        made.picked.connect(self.refresh)
        return made

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
