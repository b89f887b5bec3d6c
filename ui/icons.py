"""The program's own icons: line drawings in resources/icons, recoloured here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from ui.places import ICONS

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

_DRAWN_IN = "#4F5B61"
_RATIOS = (1.0, 2.0, 3.0)


@cache
def _drawing(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text("utf-8")


def known_icon(name: str) -> str:
    """Return the icon's name, or a sheet of paper for one that was never drawn."""
    return name if (ICONS / f"{name}.svg").exists() else "file"


def picture(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return icon `name` in `colour`, `size` px square, for a screen with `ratio` device pixels per px."""
    key = f"danyang/{name}/{colour}/{size}/{ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    side = round(size * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    source = _drawing(name).replace(_DRAWN_IN, colour)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def icon(name: str, colour: str, off: str, size: int) -> QIcon:
    """Return icon `name` in `colour`, and in colour `off` when its control is disabled."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(picture(name, colour, size, ratio))
        made.addPixmap(picture(name, off, size, ratio), QIcon.Mode.Disabled)
    return made


def draw(painter: QPainter, name: str, colour: QColor, box: QRectF) -> None:
    """Draw icon `name` in `colour` into `box`, sharp at any scale."""
    ratio = painter.device().devicePixelRatioF()
    pixmap = picture(name, colour.name().upper(), round(box.width()), ratio)
    painter.drawPixmap(box.topLeft(), pixmap)
