"""Who changed what of a record, when: old and new, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui import pieces
from ui.dialogs.looking import LookingDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.theme import Theme

_SIZE = 720, 520


class HistoryDialog(LookingDialog):
    """A list of what was changed."""

    def __init__(self, theme: Theme, parent: QWidget, title: str, past: list[Any]) -> None:
        super().__init__(theme, parent, "history", title, "改动经过", _SIZE)
        for one in past:
            self.inner.addWidget(pieces.label(f"{one.at.replace('T', ' ')[:16]}　{one.who}　{one.action}", "strong15"))
            for label, old, new in one.changes:
                said = f"{label}：{old} → {new}" if old else f"{label}：{new}"
                self.inner.addWidget(pieces.label(said, "second", wrap=True, selectable=True))
            self.inner.addWidget(pieces.line())
