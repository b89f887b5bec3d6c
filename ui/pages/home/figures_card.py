"""The month's figures: each large, with the same-day figure of last month below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout

from ui import metrics, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.agenda.said import HomeFigure
    from ui.theme import Theme


def head_of(title: str | QLabel, note: str) -> tuple[QFrame, QVBoxLayout]:
    """Return a card with a head, and the column below the head."""
    card = pieces.card()
    lay = pieces.column(card)
    head = QFrame()
    head.setProperty("head", True)
    top = pieces.row(head, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP))
    top.addWidget(pieces.label(title, "strong") if isinstance(title, str) else title)
    top.addStretch(1)
    top.addWidget(pieces.label(note, "second", name="headNote"))
    lay.addWidget(head)
    return card, lay


class FiguresCard(QFrame):
    """Two by two; `title` says of which month."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("figuresCard")
        self._theme = theme
        outer = pieces.column(self)
        self.title = pieces.label("", "strong", name="figuresTitle")
        card, lay = head_of(self.title, "截至今天")
        outer.addWidget(card)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        lay.addLayout(self._grid)

    def show_figures(self, figures: Sequence[HomeFigure]) -> None:
        """Show the figures, two in a line."""
        pieces.clear(self._grid)
        for number, one in enumerate(figures):
            if number and number % 2 == 0:
                self._grid.addWidget(pieces.line(), number // 2 * 2 - 1, 0, 1, 2)
            cell = pieces.column(margins=(metrics.PAD, metrics.SMALL, metrics.HAIR, metrics.SMALL), gap=0)
            cell.addWidget(pieces.label(one.label, "second"))
            line = pieces.row(gap=metrics.HAIR)
            figure = pieces.label(one.value, "figure")
            figure.setAccessibleName(f"{one.label} {one.value} {one.unit}，{one.note}")
            line.addWidget(figure)
            line.addWidget(pieces.label(one.unit, "body15"), alignment=Qt.AlignmentFlag.AlignBottom)
            line.addStretch(1)
            cell.addLayout(line)
            if self._theme.factor < metrics.HUGE:
                cell.addWidget(pieces.label(one.note, "second"))
            self._grid.addLayout(cell, number // 2 * 2, number % 2)
