"""The one signal that is heard in the whole program: something in the book has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace


class Bridge(QObject):
    """Carries the workspace's changes, whichever thread made them, to the window's thread.

    `month`: which one (2026-11) the pages of an office show, one for all; "" = none was chosen yet.
    """

    changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.month = ""
        self._stop = workspace.subscribe(self._tell)

    def _tell(self, change: Any) -> None:
        self.changed.emit(change)

    def close(self) -> None:
        """Hear no more."""
        self._stop()
