"""The left part of the pages before the book is open: the mark, the program's name, the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QWidget

from ui import pieces
from ui.seal import Seal

if TYPE_CHECKING:
    from ui.theme import Theme


def gate_side(theme: Theme) -> QWidget:
    """Return the left part of the lock page."""
    side = QWidget()
    side.setObjectName("gateSide")
    side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    side.setFixedWidth(theme.px(480) if theme.factor == 1 else 480)
    lay = pieces.column(side, margins=(56, 56, 56, 48))
    lay.addWidget(Seal(theme.px(72)))
    lay.addSpacing(28)
    name = pieces.label("丹阳台账")
    name.setFont(theme.font(30, bold=True))
    name.setStyleSheet(f"font-size: {theme.px(30)}px; font-weight: 700;")
    lay.addWidget(name)
    lay.addWidget(pieces.label("支部日常工作台账", "second16"))
    lay.addStretch(1)
    lay.addWidget(pieces.line(strong=True))
    lay.addSpacing(18)
    today = QLocale(QLocale.Language.Chinese).toString(QDate.currentDate(), "yyyy年M月d日 dddd")
    lay.addWidget(pieces.label(today, "second"))
    lay.addSpacing(6)
    lay.addWidget(pieces.label("数据只存在这台电脑上，不联网", "second"))
    return side
