"""A list whose rows say two things and carry a mark: a branch and why it is rung, a month and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import icons, metrics
from ui.marks import ink_of, mark_width, paint_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.marks import Tone
    from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
ONE_LINE, TWO_LINES, TALL, _SECTION = 42, 48, 58, 34
"""Heights of a row in px at 96 dpi; from TWO_LINES on the second thing stands below the first."""


@dataclass(frozen=True)
class Row:
    """One row. `mark` is tone, icon ("" = the tone's own) and word; `lead` an icon in front with its tone.

    A `section` only heads those below it: the cursor passes it by.
    """

    key: str
    title: str
    sub: str = ""
    mark: tuple[Tone, str, str] | None = None
    lead: tuple[Tone, str] | None = None
    faint: bool = False
    section: bool = False

    @property
    def spoken(self) -> str:
        """All of it in words."""
        return "，".join(part for part in (self.title, self.sub, self.mark[2] if self.mark else "") if part)


class RowsModel(QAbstractListModel):
    """Rows that were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        if [one.key for one in rows] == [one.key for one in self._rows]:
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    @property
    def rows(self) -> list[Row]:
        """All rows, in order."""
        return list(self._rows)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row says."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return row.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell that the cursor does not stop at a section."""
        row = index.data(_ROW)
        return Qt.ItemFlag.NoItemFlags if isinstance(row, Row) and row.section else super().flags(index)


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView, height: int, title_width: int) -> None:
        super().__init__(view)
        self._theme = theme
        self._height = height
        self._title_width = title_width

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as the others, but a section's."""
        del option
        row = index.data(_ROW)
        return QSize(1, self._theme.px(_SECTION if isinstance(row, Row) and row.section else self._height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        row = index.data(_ROW)
        if not isinstance(row, Row):
            return
        px, colour, box = self._theme.px, self._theme.colour, QRectF(option.rect)
        painter.save()
        if row.section:  # beside the ring that shows where the keyboard is
            painter.fillRect(box.adjusted(metrics.SELECT_BAR, 0, -metrics.SELECT_BAR, 0), colour("subtle"))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("primary_tint"))
            painter.fillRect(QRectF(box.left(), box.top(), metrics.SELECT_BAR, box.height()), colour("primary"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), colour("rowline"))
        inner = box.adjusted(px(metrics.PAD - 2), 0, -px(metrics.GAP), -1)
        if row.lead is not None:
            side = px(metrics.ICON)
            icons.draw(
                painter,
                row.lead[1],
                colour(ink_of(row.lead[0]) if row.lead[0] else "text2"),
                QRectF(inner.left(), inner.center().y() - side / 2, side, side),
            )
            inner.setLeft(inner.left() + side + px(metrics.SMALL))
        if row.mark is not None:
            tone, icon, word = row.mark
            width = mark_width(self._theme, word, tone or "quiet")
            paint_mark(painter, self._theme, inner.right() - width, box.center().y(), word, tone, icon=icon)
            inner.setRight(inner.right() - width - px(metrics.SMALL))
        self._words(painter, inner, row)
        painter.restore()

    def _words(self, painter: QPainter, inner: QRectF, row: Row) -> None:
        px, tall = self._theme.px, self._height >= TWO_LINES and bool(row.sub)
        first, second = QRectF(inner), QRectF(inner)
        if tall:
            middle, line = inner.center().y(), px(21)
            first = QRectF(inner.left(), middle - line, inner.width(), line)
            second = QRectF(inner.left(), middle, inner.width(), line)
        elif row.sub:
            first.setWidth(px(self._title_width))
            second.setLeft(inner.left() + px(self._title_width))
        painter.setPen(self._theme.colour("text2" if row.faint or row.section else "text"))
        self._text(painter, first, row.title, 14 if row.section else 15, bold=not row.faint)
        painter.setPen(self._theme.colour("text2"))
        self._text(painter, second, row.sub, 14 if tall else 15, bold=False)

    def _text(self, painter: QPainter, box: QRectF, text: str, size: int, *, bold: bool) -> None:
        painter.setFont(self._theme.font(size, bold=bold))
        short = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), short)


class RowsList(QListView):
    """chosen(key)  the cursor is on another row ("" = none);  opened(key)  Enter or a double click."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme, name: str, says: str, *, height: int = TWO_LINES, title_width: int = 64) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setProperty("rows", True)
        self.rows = RowsModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_RowDelegate(theme, self, height, title_width))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._double)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows; the cursor stays on the row of the same key, or goes to the first."""
        key = self.key
        self.setUniformItemSizes(not any(row.section for row in rows))
        self.rows.fill(rows)
        self.choose(key)

    @property
    def key(self) -> str:
        """The key of the chosen row, "" if there is none."""
        row = self.currentIndex().data(_ROW)
        return row.key if isinstance(row, Row) else ""

    def choose(self, key: str) -> None:
        """Put the cursor on a row; one that is gone means the first."""
        places = {one.key: place for place, one in enumerate(self.rows.rows) if not one.section}
        if places:
            self.setCurrentIndex(self.rows.index(places.get(key, min(places.values()))))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which row is chosen now."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if self.key and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.key)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _double(self) -> None:
        if self.key:
            self.opened.emit(self.key)
