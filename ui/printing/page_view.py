"""One page as large as the room allows, or twice as large to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QScrollArea, QWidget

from ui import metrics

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPaintEvent, QResizeEvent

    from ui.theme import Theme

_CLOSER = 2.0
_SHAPE = 1.4142


class _Paper(QWidget):
    """The page on its grey ground, or a sentence where there is no page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("previewPaper")
        self._theme = theme
        self.image: QImage | None = None
        self.size_of_page = QSize()
        self.sentence = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page in the middle."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("paper_ground"))
        if self.image is None:
            painter.setPen(self._theme.colour("text2"))
            room = self.rect().adjusted(metrics.MARGIN, metrics.MARGIN, -metrics.MARGIN, -metrics.MARGIN)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(room, flags, self.sentence)
        else:
            size = self.size_of_page
            page = QRectF(
                (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
            )
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, self.image)
            painter.setPen(self._theme.colour("control"))
            painter.drawRect(page)
        painter.end()


class PageView(QScrollArea):
    """Shows a picture of a page; `resized` asks for one that fits the new room."""

    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("previewPage")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._paper = _Paper(theme)
        self.setWidget(self._paper)
        self.closer = False

    def fitting(self, *, wide: bool) -> QSize:
        """Return the size at which a page that lies across (`wide`) or stands fits, doubled to look closer."""
        room = self.maximumViewportSize()
        width, height = room.width() - 2 * metrics.GAP, room.height() - 2 * metrics.GAP
        shape = _SHAPE if wide else 1 / _SHAPE
        fit = min(width, height * shape) * (_CLOSER if self.closer else 1)
        return QSize(max(1, round(fit)), max(1, round(fit / shape)))

    def show_page(self, image: QImage, size: QSize, says: str) -> None:
        """Show a page at a size."""
        self._paper.image = image
        self._paper.size_of_page = size
        self._paper.setMinimumSize(size + QSize(2, 2) * metrics.GAP if self.closer else QSize(0, 0))
        self.setAccessibleName(says)
        self._paper.update()

    def say(self, sentence: str) -> None:
        """Show a sentence where there is no page."""
        self._paper.image = None
        self._paper.sentence = sentence
        self._paper.setMinimumSize(0, 0)
        self.setAccessibleName(sentence)
        self._paper.update()

    @property
    def sentence(self) -> str:
        """What is said instead of a page, "" while one is shown."""
        return self._paper.sentence if self._paper.image is None else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture that fits."""
        super().resizeEvent(event)
        self.resized.emit()
