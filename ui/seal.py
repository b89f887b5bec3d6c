"""The program's mark: 丹 in white on a cinnabar square."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ui.theme import COLOURS

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


def paint_seal(painter: QPainter, side: float) -> None:
    """Paint the mark, `side` px square, at the origin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(COLOURS["cinnabar"]))
    painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.17, side * 0.17)
    font = QFont(["Noto Serif SC", "SimSun", "Noto Serif CJK SC"])
    font.setPixelSize(round(side * 0.66))
    box = QFontMetricsF(font).tightBoundingRect("丹")
    path = QPainterPath()
    path.addText(QPointF(side / 2 - box.center().x(), side / 2 - box.center().y()), font, "丹")
    painter.setPen(QPen(QColor("#FFFFFF"), side * 0.035))
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawPath(path)


class Seal(QWidget):
    """The mark as a widget."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self.setAccessibleName("丹阳台账")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark."""
        del event
        painter = QPainter(self)
        paint_seal(painter, float(self.width()))
        painter.end()


def seal_icon() -> QIcon:
    """Return the mark as the window's icon."""
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_seal(painter, float(side))
        painter.end()
        made.addPixmap(pixmap)
    return made
