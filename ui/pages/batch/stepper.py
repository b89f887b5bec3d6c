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
_GAP, _GAP_SHORT = 30, 18
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

    def _words(self, *, short: bool) -> list[str]:
        """Return what is painted: each step's number and name, or where there is little room the numbers alone."""
        return [
            _NUMBERS[number] if short and number != self._at else f"{_NUMBERS[number]} {step}"
            for number, step in enumerate(STEPS)
        ]

    def _gap(self, *, short: bool) -> int:
        return self._theme.px(_GAP_SHORT if short else _GAP)

    def _widths(self, *, short: bool) -> list[int]:
        icon = self._theme.px(metrics.ICON_SMALL)
        return [
            QFontMetrics(self._theme.font(16, bold=number == self._at)).horizontalAdvance(words)
            + (icon + metrics.HAIR if number < self._at and not short else 0)
            for number, words in enumerate(self._words(short=short))
        ]

    def _needed(self, *, short: bool) -> QSize:
        wide = sum(self._widths(short=short)) + self._gap(short=short) * (len(STEPS) - 1)
        return QSize(wide, self._theme.px(40))

    def sizeHint(self) -> QSize:
        """Return the room that the four steps need."""
        return self._needed(short=False)

    def minimumSizeHint(self) -> QSize:
        """Return the room of the present step: the others go where even their numbers have none."""
        present = QFontMetrics(self._theme.font(16, bold=True)).horizontalAdvance(self._words(short=True)[self._at])
        return QSize(present, self._theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps."""
        del event
        painter = QPainter(self)
        theme, left = self._theme, 0.0
        middle, side = self.height() / 2, theme.px(metrics.ICON_SMALL)
        short = self.width() < self._needed(short=False).width()
        gap = self._gap(short=short)
        alone = self.width() < self._needed(short=True).width()
        for number, (words, width) in enumerate(zip(self._words(short=short), self._widths(short=short), strict=True)):
            done, here = number < self._at, number == self._at
            if alone and not here:
                continue
            start = left
            if done and not short:
                icons.draw(painter, "check", theme.colour("ok"), QRectF(left, middle - side / 2, side, side))
                start += side + metrics.HAIR
            painter.setFont(theme.font(16, bold=here))
            painter.setPen(theme.colour("ok" if done else "primary" if here else "text2"))
            painter.drawText(QRectF(start, 0, width, self.height()), int(Qt.AlignmentFlag.AlignVCenter), words)
            left += width
            if alone:
                break
            if number + 1 < len(STEPS):
                box = QRectF(left + gap / 2 - side / 2, middle - side / 2, side, side)
                icons.draw(painter, "right", theme.colour("control"), box)
            left += gap
        painter.end()


def put_steps(header: Header, steps: Stepper) -> None:
    """Put the steps beside the title of a head."""
    lay = header.layout()
    if isinstance(lay, QHBoxLayout):
        lay.insertWidget(lay.indexOf(header.title) + 1, steps)
