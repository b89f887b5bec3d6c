"""A tinted disc with an icon or a number in it: how a step stands, how something ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import icons

if TYPE_CHECKING:
    from ui.theme import Theme

_LOOKS = {
    "ok": ("ok_tint", "ok", "check"),
    "error": ("cinnabar_tint", "cinnabar", "x"),
    "warn": ("warn_tint", "warn", "bang"),
    "now": ("primary", "white", ""),
    "todo": ("quiet", "text2", ""),
}
"""State -> ground, ink, icon ("" = the number is written)."""


class Disc(QWidget):
    """`size` in px at 96 dpi; states: ok, error, warn, now, todo."""

    def __init__(self, theme: Theme, size: int, state: str, number: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._state = state
        self._number = number
        self.setFixedSize(theme.px(size), theme.px(size))

    def say(self, state: str) -> None:
        """Show another state."""
        self._state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the disc."""
        del event
        ground, ink, icon = _LOOKS[self._state]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(ground))
        box = QRectF(self.rect())
        painter.drawEllipse(box)
        if icon:
            side = box.width() * 0.6
            spot = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            icons.draw(painter, icon, self._theme.colour(ink), spot)
        else:
            painter.setFont(self._theme.font(16, bold=True))
            painter.setPen(self._theme.colour(ink))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._number)
        painter.end()
