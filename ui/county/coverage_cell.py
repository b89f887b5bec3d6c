"""走访覆盖 as a bar with its figure beside it; below what is wanted it is ochre and has a mark (screen 10c)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from danyang_desktop.county.tables import WANTED, FigureRow
from ui import icons, metrics
from ui.sheet.delegate import SheetDelegate

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from ui.sheet.model import Column, Line

_BAR, _HIGH, _FIGURE = 110, 8, 56


class CoverageDelegate(SheetDelegate):
    """Paints the cell of a line whose `about` is a FigureRow."""

    def inside(self, painter: QPainter, box: QRectF, line: Line, column: Column) -> None:
        """Paint bar, figure and mark; of the sums figure and mark only, in the same places."""
        row = line.about
        if column.name != "coverage" or not isinstance(row, FigureRow) or row.coverage is None:
            super().inside(painter, box, line, column)
            return
        px, colour, share = self.theme.px, self.theme.colour, row.coverage
        left, mark = box.left(), px(metrics.ICON_SMALL)
        bar = max(0, min(px(_BAR), box.width() - px(_FIGURE) - px(metrics.SMALL) - mark))  # figures before the bar
        if not line.strong and bar:
            ground = QRectF(left, box.center().y() - px(_HIGH) / 2, bar, px(_HIGH))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("rowline"))
            painter.drawRoundedRect(ground, 2, 2)
            painter.setBrush(colour("chart" if share >= WANTED else "warn_outline"))
            painter.drawRoundedRect(ground.adjusted(0, 0, -ground.width() * (100 - min(100, share)) / 100, 0), 2, 2)
        left += bar
        figure = QRectF(left, box.top(), px(_FIGURE), box.height())
        painter.setFont(self.theme.font(15, bold=line.strong))
        painter.setPen(colour("text"))
        painter.drawText(figure, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{share}%")
        if share < WANTED:
            spot = QRectF(figure.right() + px(metrics.SMALL), box.center().y() - mark / 2, mark, mark)
            icons.draw(painter, "tri", colour("warn"), spot)
