"""Painting of cells: text, figures, and states as tags. What stands in them comes from ui/shown.py, masked already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from danyang_desktop.declare.kinds import Money, Number
from ui import icons, metrics, shown

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: ground, the bar of the chosen row, the line below, and the text."""

    def __init__(self, theme: Theme, parent: QWidget, *, quiet: bool = False, bold_when_chosen: bool = False) -> None:
        super().__init__(parent)
        self.theme = theme
        self._quiet = quiet
        self._bold = bold_when_chosen

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        box = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(box, self.theme.colour("primary_tint"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), self.theme.colour("rowline"))
        if chosen and index.column() == 0:
            bar = QRectF(box.left(), box.top(), metrics.SELECT_BAR, box.height())
            painter.fillRect(bar, self.theme.colour("primary"))
        pad = self.theme.px(metrics.CELL_PAD)
        self.paint_inside(painter, box.adjusted(pad, 0, -pad, 0), index, chosen=chosen)
        painter.restore()

    def paint_inside(self, painter: QPainter, box: QRectF, index: Index, *, chosen: bool) -> None:
        """Paint the text."""
        painter.setFont(self.theme.font(15, bold=self._bold and chosen))
        painter.setPen(self.theme.colour("text2" if self._quiet else "text"))
        text = QFontMetrics(painter.font()).elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, round(box.width())
        )
        painter.drawText(box, index.data(Qt.ItemDataRole.TextAlignmentRole), text)


class MoneyDelegate(CellDelegate):
    """A figure at the right; a dash where there is none."""

    def paint_inside(self, painter: QPainter, box: QRectF, index: Index, *, chosen: bool) -> None:
        """Paint the figure."""
        del chosen
        painter.setFont(self.theme.font(15))
        painter.setPen(self.theme.colour("text"))
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box, flags, str(index.data() or shown.DASH))


class TagDelegate(CellDelegate):
    """A state as a tag: icon, word, tint."""

    def paint_inside(self, painter: QPainter, box: QRectF, index: Index, *, chosen: bool) -> None:
        """Paint the tag."""
        del chosen
        word = str(index.data() or "")
        if word:
            paint_tag(painter, self.theme, box.left(), box.center().y(), word)


def paint_tag(painter: QPainter, theme: Theme, left: float, middle: float, word: str) -> None:
    """Paint a state as a tag, beginning at `left`."""
    tone = shown.tone_of(word)
    ground, ink = {"error": ("cinnabar_tint", "cinnabar"), "quiet": ("quiet", "text2")}.get(
        tone, (f"{tone}_tint", tone)
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(14))
    side, height = theme.px(metrics.ICON_SMALL), theme.px(metrics.TAG_HEIGHT)
    width = QFontMetrics(painter.font()).horizontalAdvance(word) + side + theme.px(20)
    body = QRectF(left, middle - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(body, 5, 5)
    mark = QRectF(body.left() + theme.px(8), middle - side / 2, side, side)
    icons.draw(painter, shown.TONE_ICONS[tone], theme.colour(ink), mark)
    painter.setPen(theme.colour(ink))
    painter.drawText(body.adjusted(theme.px(8) + side + theme.px(4), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), word)


def delegate_for(ledger: Ledger[Any], name: str, theme: Theme, parent: QWidget) -> CellDelegate:
    """Return what paints a column."""
    kind = ledger.kinds[name]
    if shown.is_tag(ledger, name):
        return TagDelegate(theme, parent)
    if isinstance(kind, Money | Number):
        return MoneyDelegate(theme, parent)
    return CellDelegate(theme, parent, quiet=shown.is_quiet(kind), bold_when_chosen=name == ledger.title_field)
