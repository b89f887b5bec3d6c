"""One step of the first run: a title, a sentence of why, and lines with their labels on the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QLineEdit, QVBoxLayout, QWidget

from ui import metrics, pieces

if TYPE_CHECKING:
    from ui.theme import Theme

LINE, LINE_NARROW, LINE_LEAST = 380, 300, 120
WIDE = 760
_LABEL = 106
_BAR = 16


class Step(QWidget):
    """`changed` says that the step may now be complete, or no longer; the foot's 下一步 follows `complete`."""

    changed = Signal()

    def __init__(self, theme: Theme, title: str, why: str) -> None:
        super().__init__()
        self.theme = theme
        self.lines: list[QLineEdit] = []
        self._heads: list[QLayout] = []
        self._outer = outer = pieces.column(self, margins=(80, 56, 80, metrics.MARGIN), gap=metrics.SMALL)
        outer.addWidget(pieces.label(title, "gate"))
        outer.addWidget(pieces.label(why, "second16", wrap=True))
        outer.addSpacing(metrics.PAD)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(metrics.PAD)
        self.grid.setVerticalSpacing(metrics.SMALL)
        self.grid.setColumnMinimumWidth(0, theme.px(_LABEL))
        self.grid.setColumnStretch(2, 1)
        outer.addLayout(self.grid)
        self.below: QVBoxLayout = pieces.column(gap=metrics.GAP)
        outer.addLayout(self.below)
        outer.addStretch(1)

    def set_narrow(self, *, narrow: bool, width: int) -> None:
        """Stand close to the edge where there is little room: the whole is `width` px wide."""
        side, top = (metrics.MARGIN, metrics.PAD) if narrow else (80, 56)
        self._outer.setContentsMargins(side, top, side, metrics.MARGIN)
        px, line_width = self.theme.px, self.theme.px(LINE)
        if narrow:
            names = max((one.sizeHint().width() for one in self._heads), default=0)
            taken = 2 * side + max(px(_LABEL), names) + 2 * metrics.PAD + self.beside + px(_BAR)
            line_width = max(px(LINE_LEAST), min(px(LINE_NARROW), width - taken))
        for line in self.lines:
            line.setFixedWidth(line_width)

    @property
    def beside(self) -> int:
        """How wide the button is that stands behind a line, in px."""
        return 0

    def add_line(self, text: str, line: QLineEdit, hint: str = "", *, required: bool = True) -> QLabel:
        """Put a line under the others and return the label below it."""
        row = self.grid.rowCount()
        name = pieces.label(text, "label")
        name.setBuddy(line)
        head = pieces.row(gap=metrics.HAIR)
        head.addWidget(name)
        if required:
            star = pieces.label("*", "complaint")
            head.addWidget(star)
        head.addStretch(1)
        line.setFixedWidth(self.theme.px(LINE))
        said = pieces.label(hint, "hint", wrap=True)
        self._heads.append(head)
        self.grid.addLayout(head, row, 0)
        self.grid.addWidget(line, row, 1)
        self.grid.addWidget(said, row + 1, 1, 1, 2)
        self.lines.append(line)
        return said

    def new_line(self, name: str, says: str, placeholder: str = "") -> QLineEdit:
        """Return a line with its name for tests and for screen readers."""
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(says)
        line.setPlaceholderText(placeholder)
        line.textChanged.connect(self._told)
        return line

    def _told(self) -> None:
        self.changed.emit()

    @property
    def complete(self) -> bool:
        """Whether 下一步 may be pressed; what is wrong is said only when it was."""
        return True

    def wrong(self) -> tuple[QLineEdit, str] | None:
        """Return the first wrong line and what is wrong with it, or None."""
        return None

    def begin(self) -> QWidget:
        """Return where the focus begins."""
        return self.lines[0]

    def next_line(self, line: QWidget | None) -> QWidget | None:
        """Return the line below one, or None."""
        places = [number for number, one in enumerate(self.lines) if one is line]
        return self.lines[places[0] + 1] if places and places[0] + 1 < len(self.lines) else None
