"""A chart on the screen: the very shapes that stand on paper (danyang_desktop/printing/drawing.py), with colours."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from danyang_desktop.printing.drawing import Drawing, Label, Rect, Stroke

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.theme import Theme

_FILLS = {"past": "chart", "now": "primary", "below": "warn_outline"}
"""Role of a rectangle -> its colour; on paper the same ones are hatched or solid."""
_PX_A_MM = 4.4
"""A chart is this large at 96 dpi: so that its 9 pt words are read on a screen."""
_SMALLEST = 14
_HEADING = 6.0
"""Height in mm of the words above a chart."""
_HALO = 3.0
_RISE = {"left": 0.0, "center": 0.5, "right": 1.0}


class ChartView(QWidget):
    """Paints one drawing, as large as the room allows; its words are its name for a screen reader.

    headed  False leaves out the words above the chart, for a card that says them itself (`heading`)
    """

    def __init__(
        self, theme: Theme, name: str = "chart", drawing: Drawing | None = None, *, headed: bool = True
    ) -> None:
        super().__init__()
        self._above = 0.0 if headed else _HEADING
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._theme = theme
        self._drawing: Drawing | None = None
        if drawing is not None:
            self.show_drawing(drawing)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show another drawing."""
        self._drawing = drawing
        self.setAccessibleName("，".join(drawing.texts()))
        self.updateGeometry()
        self.update()

    @property
    def heading(self) -> tuple[str, ...]:
        """The words above the chart: its title, and what its dashed line means if it has one."""
        shapes = self._drawing.shapes if self._drawing is not None else ()
        return tuple(shape.text for shape in takewhile(_is_label, shapes) if isinstance(shape, Label))

    def sizeHint(self) -> QSize:
        """Return the size at which the words are read well."""
        if self._drawing is None:
            return QSize()
        scale = _PX_A_MM * self._theme.factor
        return QSize(round(self._drawing.width * scale), round((self._drawing.height - self._above) * scale))

    def minimumSizeHint(self) -> QSize:
        """Return the least size, two thirds of the good one."""
        return self.sizeHint() * 2 / 3

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shapes in their order."""
        del event
        if self._drawing is None:
            return
        scale = min(self.width() / self._drawing.width, self.height() / (self._drawing.height - self._above))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0.0, -self._above * scale)
        for shape in self._drawing.shapes[len(self.heading) if self._above else 0 :]:
            if isinstance(shape, Rect):
                self._rect(painter, shape, scale)
            elif isinstance(shape, Stroke):
                self._stroke(painter, shape, scale)
            else:
                self._label(painter, shape, scale)
        painter.end()

    def _rect(self, painter: QPainter, shape: Rect, scale: float) -> None:
        box = QRectF(shape.left * scale, shape.top * scale, shape.width * scale, shape.height * scale)
        if shape.fill == "none":
            painter.fillRect(box, self._theme.colour("rowline"))
        elif box.width() > 0:
            painter.fillRect(box, self._theme.colour(_FILLS.get(shape.role, "primary")))

    def _stroke(self, painter: QPainter, shape: Stroke, scale: float) -> None:
        pen = QPen(self._theme.colour("text2" if shape.dash else "control"), 1.0)
        if shape.dash:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QLineF(shape.left * scale, shape.top * scale, shape.right * scale, shape.bottom * scale))

    def _label(self, painter: QPainter, shape: Label, scale: float) -> None:
        """Write a text with a white halo: a value may stand on a line."""
        font = self._theme.font(_SMALLEST + (2 if shape.hei else 0), bold=shape.hei)
        width = QFontMetricsF(font).horizontalAdvance(shape.text)
        at = QPointF(shape.at * scale - width * _RISE[shape.align], shape.base * scale)
        path = QPainterPath()
        path.addText(at, font, shape.text)
        painter.strokePath(path, QPen(self._theme.colour("surface"), _HALO))
        painter.setFont(font)
        painter.setPen(self._theme.colour("text" if shape.hei else "text2"))
        painter.drawText(at, shape.text)


def _is_label(shape: object) -> bool:
    return isinstance(shape, Label)
