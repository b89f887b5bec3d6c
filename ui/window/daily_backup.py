"""The backup that the first closing of a day makes (screen 12): in the worker, then the window closes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from danyang_desktop.base.errors import Trouble, UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from danyang_desktop.workspace import Workspace
    from ui.background import Background
    from ui.theme import Theme


class DailyBackup(QObject):
    """`over` says that the window may close now: the backup is made, or is to be left for today."""

    over = Signal()

    def __init__(self, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._background = background
        self._window = window
        self._left = False

    def is_due(self, workspace: Workspace | None) -> bool:
        """Tell whether this closing makes the day's backup: a place is chosen, and none was made today."""
        if workspace is None or self._left or not workspace.setting("backup_daily"):
            return False
        made_today = workspace.backed_up_at[:10] == workspace.today.isoformat()
        return bool(workspace.setting("backup_folders")) and not made_today

    def start(self, workspace: Workspace, theme: Theme) -> None:
        """Make it; what goes wrong is said, and then the window may be closed all the same."""
        from ui.pages.work import BackingUp

        self._theme = theme
        self._left = True  # whatever comes of it, the next closing closes
        task = self._background.run(
            "正在做今天的备份", BackingUp(workspace, Path(workspace.setting("backup_folders")[0]))
        )
        task.done.connect(self.over)
        task.cancelled.connect(self.over)
        task.failed.connect(self._failed)

    def _failed(self, error: Exception) -> None:
        from ui.dialogs.ask import Answer, Ask

        if not isinstance(error, UserError | Trouble):
            self.over.emit()
            raise error
        answers = (Answer("close", "仍然关掉"), Answer("stay", "先不关", "primary"))
        ask = Ask(self._theme, self._window, "今天的备份没有做成", error.sentence, answers)
        ask.answered.connect(self._answered)
        ask.open()

    def _answered(self, key: str, _: str) -> None:
        if key == "close":
            self.over.emit()
        else:
            self._left = False
