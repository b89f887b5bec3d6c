"""A dialog in which something is only looked at: a heading, what there is below each other, and 看好了."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from ui import metrics, pieces
from ui.roomy import within

if TYPE_CHECKING:
    from ui.theme import Theme


class LookingDialog(QDialog):
    """Put what is to be seen into `inner`; `name` begins the names of its parts. Nothing can be changed here."""

    def __init__(self, theme: Theme, parent: QWidget, name: str, of: str, what: str, size: tuple[int, int]) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Dialog")
        self.setWindowTitle(what)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        within(self, theme.px(size[0]), theme.px(size[1]))
        lay = pieces.column(self, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        lay.addWidget(pieces.label(f"{of} 的{what}", "step"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(what)
        body = QWidget()
        body.setObjectName("scrolled")
        whole = pieces.column(body)
        self.inner = pieces.column(gap=metrics.SMALL)
        whole.addLayout(self.inner)
        whole.addStretch(1)
        scroll.setWidget(body)
        lay.addWidget(scroll, 1)
        close = pieces.button(theme, "看好了", f"{name}Close", kind="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        lay.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
