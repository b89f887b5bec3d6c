"""The side list of a wizard: its steps with numbers, the present one marked, those behind ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import icons, metrics, pieces
from ui.seal import Seal

if TYPE_CHECKING:
    from ui.theme import Theme

_LINE = 46
_CIRCLE = 26


class StepLines(QWidget):
    """The numbered steps themselves."""

    def __init__(self, theme: Theme, steps: tuple[str, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._at = 0
        self.name_steps(steps)

    def name_steps(self, steps: tuple[str, ...]) -> None:
        """Let these be the steps."""
        self._steps = steps
        self.setFixedHeight(self._theme.px(_LINE) * len(steps))

    def show_step(self, at: int) -> None:
        """Mark a step."""
        self._at = at
        self.setAccessibleName(f"第 {at + 1} 步，共 {len(self._steps)} 步：{self._steps[at]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, step in enumerate(self._steps):
            self._paint_step(painter, number, step)
        painter.end()

    def _paint_step(self, painter: QPainter, number: int, step: str) -> None:
        px, colour = self._theme.px, self._theme.colour
        box = QRectF(0, px(_LINE) * number, self.width(), px(_LINE))
        here, done = number == self._at, number < self._at
        painter.setPen(Qt.PenStyle.NoPen)
        if here:
            painter.setBrush(colour("surface"))
            painter.drawRoundedRect(box, 6, 6)
        side = px(_CIRCLE)
        spot = QRectF(box.left() + px(14), box.center().y() - side / 2, side, side)
        painter.setBrush(colour("primary" if here else "ok_tint" if done else "surface"))
        painter.setPen(Qt.PenStyle.NoPen if here or done else colour("control"))
        painter.drawEllipse(spot)
        if done:
            mark = spot.adjusted(px(5), px(5), -px(5), -px(5))
            icons.draw(painter, "check", colour("ok"), mark)
        else:
            painter.setFont(self._theme.font(15, bold=here))
            painter.setPen(colour("white" if here else "text2"))
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), str(number + 1))
        painter.setFont(self._theme.font(16, bold=here))
        painter.setPen(colour("primary" if here else "text"))
        painter.drawText(box.adjusted(px(52), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), step)


class StepList(QWidget):
    """300 px wide, with the mark, a title and a hint on top."""

    def __init__(self, theme: Theme, title: str, hint: str, steps: tuple[str, ...]) -> None:
        super().__init__()
        self.setObjectName("gateSide")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.px(300))
        lay = pieces.column(self, margins=(22, 32, 22, metrics.MARGIN))
        top = pieces.row(margins=(10, 0, 0, 0), gap=metrics.GAP)
        top.addWidget(Seal(theme.px(44)))
        words = pieces.column()
        words.addWidget(pieces.label(title, "step"))
        self._hint = pieces.label(hint, "hint")
        words.addWidget(self._hint)
        top.addLayout(words, 1)
        lay.addLayout(top)
        lay.addSpacing(metrics.MARGIN)
        self._lines = StepLines(theme, steps)
        lay.addWidget(self._lines)
        lay.addStretch(1)

    def name_steps(self, hint: str, steps: tuple[str, ...]) -> None:
        """Let these be the steps."""
        self._hint.setText(hint)
        self._lines.name_steps(steps)

    def show_step(self, at: int) -> None:
        """Mark a step."""
        self._lines.show_step(at)
