"""The theme 丹青: cinnabar and azurite on porcelain (screens/design.md §1), at one of three type sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QFont, QFontDatabase

from ui import icons
from ui.places import FONTS, ICONS, RESOURCES

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QPixmap
    from PySide6.QtWidgets import QApplication

COLOURS = {
    "window": "#F2F5F5",
    "nav": "#E6ECED",
    "surface": "#FFFFFF",
    "subtle": "#F7F9F9",
    "quiet": "#EEF1F2",
    "paper_ground": "#D9E0E2",
    "border": "#D3DBDD",
    "rowline": "#E7ECED",
    "control": "#87939A",
    "scroll": "#7F8B91",
    "text": "#1C2529",
    "text2": "#4F5B61",
    "placeholder": "#6B777D",
    "disabled": "#5A666C",
    "primary": "#1B5E73",
    "primary_hover": "#144A5B",
    "deepest": "#0C2F3A",
    "primary_tint": "#E2EEF1",
    "primary_edge": "#B4CFD7",
    "cinnabar": "#A93A24",
    "cinnabar_tint": "#FBEDE9",
    "cinnabar_edge": "#E3B3A7",
    "badge": "#F6DDD6",
    "badge_text": "#8E2F1C",
    "warn": "#805300",
    "warn_outline": "#B07A12",
    "warn_tint": "#FDF3DC",
    "warn_edge": "#E5C98F",
    "ok": "#2A6A46",
    "ok_tint": "#E6F3EA",
    "ok_edge": "#B5D8C1",
    "chart": "#5E97A8",
    "white": "#FFFFFF",
}

FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "思源黑体",
    "Noto Sans SC",
    "Danyang Rare Names",
)
"""In order of preference; the last two come with the program."""

SIZES = {"标准": 1.0, "大": 1.25, "特大": 1.5}
"""Names of the type sizes and their factors."""

_TOKEN = re.compile(r"@([a-z_0-9]+)")
_LENGTH = re.compile(r"(\d+)px")
_THIN = 2
"""Lines up to this many px stay as thin as they are: a frame is no text."""


@dataclass(frozen=True)
class Theme:
    """Colours, icons and lengths at one type size (`factor` 1, 1.25 or 1.5)."""

    factor: float = 1.0

    def px(self, length: int) -> int:
        """Return a length of ui/metrics.py at this type size."""
        return round(length * self.factor)

    def colour(self, name: str) -> QColor:
        """Return a colour of COLOURS."""
        return QColor(COLOURS[name])

    def icon(self, name: str, colour: str = "text", size: int = 20) -> QIcon:
        """Return an icon of resources/icons in a colour of COLOURS; `size` in px at 96 dpi."""
        return icons.icon(name, COLOURS[colour], COLOURS["disabled"], self.px(size))

    def picture(self, name: str, colour: str = "text2", size: int = 20, ratio: float = 1.0) -> QPixmap:
        """Return an icon as a picture for a screen with `ratio` device pixels per px."""
        return icons.picture(name, COLOURS[colour], self.px(size), ratio)

    def style(self) -> str:
        """Return the style sheet at this type size."""
        text = (RESOURCES / "style.qss").read_text("utf-8")
        words = {**COLOURS, "families": ", ".join(f'"{family}"' for family in FAMILIES)}
        text = _TOKEN.sub(lambda found: words[found[1]], text)
        return _LENGTH.sub(self._length, text)

    def _length(self, found: re.Match[str]) -> str:
        length = int(found[1])
        return found[0] if length <= _THIN else f"{self.px(length)}px"

    def font(self, size: int = 16, *, bold: bool = False) -> QFont:
        """Return the screen's font; `size` in px at 96 dpi."""
        font = QFont(list(FAMILIES))
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        return font

    def apply(self, app: QApplication) -> None:
        """Dress the whole program."""
        app.setFont(self.font())
        app.setStyleSheet(self.style())


def load_resources() -> None:
    """Make the shipped fonts and icons known to Qt; called once, before the first window."""
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSerifSC-Regular.ttf", "DanyangRareNames.ttf"):
        QFontDatabase.addApplicationFont(str(FONTS / name))
    QDir.setSearchPaths("danyang", [str(ICONS)])
