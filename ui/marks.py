"""Marks: an icon and a word in one of the tones, painted in a cell or standing on a page. Never colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import icons, metrics

if TYPE_CHECKING:
    from ui.theme import Theme

Tone = Literal["", "error", "warn", "ok", "quiet"]
_ICONS = {"error": "xo", "warn": "tri", "ok": "check", "quiet": "clock"}
_INKS = {"error": "cinnabar", "warn": "warn", "ok": "ok", "quiet": "text2"}
_GROUNDS = {"error": "cinnabar_tint", "warn": "warn_tint", "ok": "ok_tint", "quiet": "quiet"}


def mark_width(theme: Theme, word: str, tone: Tone) -> int:
    """Return how wide a mark is, in px at this type size; without a tone it has no icon."""
    icon = theme.px(metrics.ICON_SMALL + 4) if tone else 0
    return QFontMetrics(theme.font(14)).horizontalAdvance(word) + theme.px(metrics.PAD) + icon


def fitting(theme: Theme, word: str, tone: Tone, width: float, *, boxed: bool = True) -> str:
    """Return what of a word there is room for, an … at its end if it is not all; a frame gives way before a letter."""
    icon = mark_width(theme, "", tone) - theme.px(metrics.PAD)
    room = round(width) + 1 - icon - (theme.px(8) if boxed else 0)
    return QFontMetrics(theme.font(14)).elidedText(word, Qt.TextElideMode.ElideRight, room)


def paint_mark(
    painter: QPainter,
    theme: Theme,
    left: float,
    middle: float,
    word: str,
    tone: Tone,
    *,
    boxed: bool = True,
    icon: str = "",
) -> None:
    """Paint a mark whose left edge is `left` and whose middle line is `middle`; `icon` instead of the tone's own."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(14))
    side, height = theme.px(metrics.ICON_SMALL), theme.px(metrics.TAG_HEIGHT)
    if boxed:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(_GROUNDS.get(tone, "quiet")))
        painter.drawRoundedRect(QRectF(left, middle - height / 2, mark_width(theme, word, tone), height), 5, 5)
    ink = theme.colour(_INKS.get(tone, "text2"))
    start = left + (theme.px(8) if boxed else 0)
    if tone:
        icons.draw(painter, icon or _ICONS[tone], ink, QRectF(start, middle - side / 2, side, side))
        start += side + theme.px(4)
    painter.setPen(ink)
    painter.drawText(
        QRectF(start, middle - height / 2, 2000, height),
        int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
        word,
    )


def ground_of(theme: Theme, tone: Tone, *, chosen: bool) -> QColor | None:
    """Return the ground of a row of this tone: pale, so that its mark stands out; the full tint once it is chosen."""
    if tone not in ("error", "warn"):
        return None
    tint = theme.colour(_GROUNDS[tone])
    if chosen:
        return tint
    return QColor((tint.red() + 255) // 2, (tint.green() + 255) // 2, (tint.blue() + 255) // 2)


def ink_of(tone: Tone) -> str:
    """Return the colour name in which words of this tone are written."""
    return _INKS.get(tone, "text")


class Mark(QWidget):
    """A mark on a page."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._word = ""
        self._tone: Tone = ""
        self.setFixedHeight(theme.px(metrics.TAG_HEIGHT))

    def say(self, word: str, tone: Tone) -> None:
        """Show a word; "" shows nothing."""
        self._word, self._tone = word, tone
        self.setAccessibleName(word)
        self.setFixedWidth(mark_width(self._theme, word, tone) if word else 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark."""
        del event
        if self._word:
            painter = QPainter(self)
            paint_mark(painter, self._theme, 0, self.height() / 2, self._word, self._tone)
            painter.end()
