"""A dialog in which something is only looked at: a heading, what there is below each other, and 看好了."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSlider, QDialog, QWidget

from ui import metrics, pieces
from ui.roomy import Roomy, within

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ui.theme import Theme

_ACTION = QAbstractSlider.SliderAction
_STEPS = {
    Qt.Key.Key_Up: _ACTION.SliderSingleStepSub, Qt.Key.Key_Down: _ACTION.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: _ACTION.SliderPageStepSub, Qt.Key.Key_PageDown: _ACTION.SliderPageStepAdd,
    Qt.Key.Key_Home: _ACTION.SliderToMinimum, Qt.Key.Key_End: _ACTION.SliderToMaximum,
}  # fmt: skip


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
        body = QWidget()
        body.setObjectName("scrolled")
        whole = pieces.column(body)
        self.inner = pieces.column(gap=metrics.SMALL)
        whole.addLayout(self.inner)
        whole.addStretch(1)
        self._scroll = Roomy(body, f"{name}Scroll")
        self._scroll.setAccessibleName(what)
        lay.addWidget(self._scroll, 1)
        close = pieces.button(theme, "看好了", f"{name}Close", kind="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        lay.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by the keys that go up and down: there is nothing else here to go to."""
        bar = self._scroll.verticalScrollBar()
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.triggerAction(step)
