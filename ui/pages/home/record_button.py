"""One of the big buttons: 记走访　本月 14 户次　F5."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from ui import metrics, pieces
from ui.icons import known_icon

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk

_SAID = {"subsidies": "发补助"}
"""What a button says that does not say 记 and the ledger's noun."""

_WITH_KEY, _WITH_PICTURE = 230, 180
"""Widths in px at 96 dpi from which there is room for them."""


class RecordButton(pieces.Button):
    """Begins a new record of a ledger."""

    def __init__(self, desk: Desk, ledger: Ledger[Any], key: str) -> None:
        super().__init__()
        self._theme = theme = desk.theme
        self._says = _SAID.get(ledger.slug, f"记{ledger.noun}")
        self.setObjectName(f"record_{ledger.slug}")
        self.setProperty("kind", "record")
        self.setProperty("slug", ledger.slug)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._lay = lay = pieces.row(self, margins=(metrics.PAD, 0, metrics.PAD, 0), gap=14)
        self._box = box = QFrame()
        box.setFixedSize(theme.px(metrics.RECORD_ICON), theme.px(metrics.RECORD_ICON))
        box.setStyleSheet(f"background: {theme.colour('primary_tint').name()}; border-radius: 8px;")
        inner = pieces.row(box)
        inner.addWidget(
            pieces.picture(theme, known_icon(ledger.icon), "primary", 24), alignment=Qt.AlignmentFlag.AlignCenter
        )
        lay.addWidget(box)
        words = pieces.column(gap=0)
        words.addStretch(1)
        words.addWidget(pieces.label(self._says, "step"))
        self._count = pieces.label("", "second")
        words.addWidget(self._count)
        words.addStretch(1)
        lay.addLayout(words, 1)
        self._cap = pieces.key_cap(key)
        lay.addWidget(self._cap)
        for child in self.findChildren(QFrame):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the picture, and before it the key, where the words need the room."""
        super().resizeEvent(event)
        room = event.size().width() / self._theme.factor
        self._cap.setVisible(bool(self._cap.text()) and self._theme.factor == 1 and room >= _WITH_KEY)
        self._box.setVisible(room >= _WITH_PICTURE)
        side = metrics.PAD if room >= _WITH_PICTURE else metrics.SMALL
        self._lay.setContentsMargins(side, 0, side, 0)

    def say(self, said: str) -> None:
        """Show what the month came to so far."""
        self._count.setText(said)
        self.setAccessibleName(f"{self._says}，{said}")
