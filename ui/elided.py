"""Words that end in … where there is no room for all of them; the whole is their tip and what is read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent


class Elided(QLabel):
    """One line of plain text that takes what room is left; `letters` of it are always seen.

    `middle`: it is cut there, and its end is seen too, as of the name of a file that ends in its number.
    """

    def __init__(
        self, text: str = "", role: str = "", *, name: str = "", letters: int = 0, middle: bool = False
    ) -> None:
        super().__init__()
        self._letters = letters
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        if role:
            self.setProperty("role", role)
        across = QSizePolicy.Policy.Preferred if letters else QSizePolicy.Policy.Ignored
        self.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        self.setText(text)

    @property
    def cut(self) -> bool:
        """Tell whether some of the words are not seen."""
        return bool(self.text()) and self.width() < self.sizeHint().width()

    def sizeHint(self) -> QSize:
        """Return the room of the words themselves: a label's own hint is never less than it was given before."""
        margins = self.contentsMargins()
        wide = self.fontMetrics().horizontalAdvance(self.text()) + margins.left() + margins.right() + 1
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the room of the first letters."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self.fontMetrics().horizontalAdvance("字") * self._letters), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the whole as a tip where it is cut."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much as there is room for."""
        if not self.cut:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.setFont(self.font())
        said = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), said)
        painter.end()
