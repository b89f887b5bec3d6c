"""The PDF as it will be printed, and pictures of its pages. Everything here is used in the worker's thread alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from danyang_desktop.printing.paper import Drawing, PrintedSheet

POINTS_AN_INCH = 72.0
_SMALL = 300
_FINE, _FINEST = 2, 6
"""How many times larger a page is drawn than it is shown, and one among the small ones (up to so many pixels wide)."""


class Proof:
    """Pages drawn by pdfium, which is no friend of two threads: opened by the first that asks, in the worker."""

    def __init__(self, drawing: Drawing) -> None:
        self.pages = drawing.pages
        self.sheets = drawing.sheets
        self._data = drawing.data
        self._document: Any = None

    def _page(self, number: int) -> Any:
        if self._document is None:
            import pypdfium2  # late: 45 ms

            self._document = pypdfium2.PdfDocument(self._data)
        return self._document[number - 1]

    def size(self, number: int) -> QSizeF:
        """Return width and height of a page (from 1) in points."""
        return QSizeF(*self._page(number).get_size())

    def picture(self, number: int, width: int) -> QImage:
        """Return a page (from 1) `width` pixels wide, for the screen.

        It is drawn larger and made smaller: pdfium draws no line thinner than a pixel, and a small page would be black.
        """
        page = self._page(number)
        times = _FINE if width > _SMALL else _FINEST
        bitmap = page.render(scale=times * width / page.get_width(), grayscale=True)
        image = _image(bitmap, QImage.Format.Format_Grayscale8)
        return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)

    def dots(self, number: int, dpi: int) -> QImage:
        """Return a page (from 1) in the printer's own dots, in greys: what is black stays black."""
        bitmap = self._page(number).render(scale=dpi / POINTS_AN_INCH, grayscale=True)
        return _image(bitmap, QImage.Format.Format_Grayscale8)

    def sheet_of(self, number: int) -> PrintedSheet:
        """Return the sheet that a page (from 1) belongs to."""
        return next(sheet for sheet in reversed(self.sheets) if sheet.first <= number)


def _image(bitmap: Any, kind: QImage.Format) -> QImage:
    """Return a picture with memory of its own: pdfium's goes with the bitmap."""
    return QImage(memoryview(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind).copy()
