"""Who changed what of a record, when: old and new, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from ui import metrics, pieces
from ui.roomy import within

if TYPE_CHECKING:
    from ui.theme import Theme


class HistoryDialog(QDialog):
    """A list; nothing can be changed here."""

    def __init__(self, theme: Theme, parent: QWidget, title: str, past: list[Any]) -> None:
        super().__init__(parent)
        self.setObjectName("historyDialog")
        self.setWindowTitle("改动经过")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        within(self, theme.px(720), theme.px(520))
        lay = pieces.column(self, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        lay.addWidget(pieces.label(f"{title} 的改动经过", "step"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("改动经过")
        body = QWidget()
        body.setObjectName("scrolled")
        inner = pieces.column(body, gap=metrics.SMALL)
        for one in past:
            inner.addWidget(pieces.label(f"{one.at.replace('T', ' ')[:16]}　{one.who}　{one.action}", "strong15"))
            for label, old, new in one.changes:
                said = f"{label}：{old} → {new}" if old else f"{label}：{new}"
                inner.addWidget(pieces.label(said, "second", wrap=True, selectable=True))
            inner.addWidget(pieces.line())
        inner.addStretch(1)
        scroll.setWidget(body)
        lay.addWidget(scroll, 1)
        close = pieces.button(theme, "看好了", "historyClose", kind="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        lay.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
