"""A page of the manual: text that wraps, and pictures no wider than there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_EDGE = 16
"""Pixels that Qt adds beside a picture of its own line, besides the document's margin."""
_SETTLED = 60
"""Milliseconds without a further change of size before the pictures are fitted anew."""


class ManualText(QTextBrowser):
    """Shows a page. `refit` asks for the page once more: its pictures were made for another width."""

    refit = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._width = 0
        self._settle = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settle.timeout.connect(self._look_again)

    @property
    def room(self) -> int:
        """How wide a picture may be, in pixels."""
        return max(1, self.viewport().width() - 2 * round(self.document().documentMargin()) - _EDGE)

    def show_text(self, text: str) -> None:
        """Show Markdown from its beginning."""
        self._width = self.room
        self.document().clear()  # and forget the pictures of another width
        self.setMarkdown(text)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture no wider than there is room; whatever else as it is."""
        found = super().loadResource(kind, name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return found
        picture = QImage.fromData(found) if isinstance(found, QByteArray) else QImage(found)
        if picture.width() <= self.room:
            return picture
        return picture.scaledToWidth(self.room, Qt.TransformationMode.SmoothTransformation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures anew when the size has settled."""
        super().resizeEvent(event)
        self._settle.start()

    def _look_again(self) -> None:
        if self.room != self._width:
            self.refit.emit()
