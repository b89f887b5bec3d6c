"""① 选名单 › ② 核对 › ③ 发放 › ④ 打印签字: where a batch stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import icons, metrics

if TYPE_CHECKING:
    from ui.theme import Theme
    from ui.window.header import Header

STEPS = ("选名单", "核对", "发放", "打印签字")
_NUMBERS = "①②③④"
CHOOSING, CHECKING, PAYING, SIGNING = range(4)


class Stepper(QWidget):
    """The four steps: those behind are ticked, the present one is bold."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("batchSteps")
        self._theme = theme
        self._at = CHOOSING
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_step(CHOOSING)

    @property
    def at(self) -> int:
        """The present step, from 0."""
        return self._at

    def show_step(self, at: int) -> None:
        """Mark a step."""
        self._at = at
        self.setAccessibleName(f"第 {at + 1} 步，共 {len(STEPS)} 步：{STEPS[at]}")
        self.updateGeometry()
        self.update()

    def _widths(self) -> list[int]:
        icon = self._theme.px(metrics.ICON_SMALL)
        return [
            QFontMetrics(self._theme.font(16, bold=number == self._at)).horizontalAdvance(f"{_NUMBERS[number]} {step}")
            + (icon + metrics.HAIR if number < self._at else 0)
            for number, step in enumerate(STEPS)
        ]

    def sizeHint(self) -> QSize:
        """Return the room that the four steps need."""
        gap = self._theme.px(30)
        return QSize(sum(self._widths()) + gap * (len(STEPS) - 1), self._theme.px(40))

    def minimumSizeHint(self) -> QSize:
        """Return no width: a narrow window cuts the last steps, which the title of the button says as well."""
        return QSize(0, self._theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps."""
        del event
        painter = QPainter(self)
        theme, left = self._theme, 0.0
        middle, side = self.height() / 2, theme.px(metrics.ICON_SMALL)
        for number, (step, width) in enumerate(zip(STEPS, self._widths(), strict=True)):
            done, here = number < self._at, number == self._at
            start = left
            if done:
                icons.draw(painter, "check", theme.colour("ok"), QRectF(left, middle - side / 2, side, side))
                start += side + metrics.HAIR
            painter.setFont(theme.font(16, bold=here))
            painter.setPen(theme.colour("ok" if done else "primary" if here else "text2"))
            painter.drawText(
                QRectF(start, 0, width, self.height()), int(Qt.AlignmentFlag.AlignVCenter), f"{_NUMBERS[number]} {step}"
            )
            left += width
            if number + 1 < len(STEPS):
                box = QRectF(left + theme.px(30) / 2 - side / 2, middle - side / 2, side, side)
                icons.draw(painter, "right", theme.colour("control"), box)
            left += theme.px(30)
        painter.end()


def put_steps(header: Header, steps: Stepper) -> None:
    """Put the steps beside the title of a head."""
    lay = header.layout()
    if isinstance(lay, QHBoxLayout):
        lay.insertWidget(lay.indexOf(header.title) + 1, steps)
