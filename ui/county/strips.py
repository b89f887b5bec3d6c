"""A row for every town with a cell for every branch (screen 10): filled, hollow, or filled with a cross."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from danyang_desktop.county.board import LACKING, RETURNED, TAKEN, UNKNOWN
from ui import metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TOWN = Qt.ItemDataRole.UserRole
_WIDE, _HIGH, _STEP_X, _STEP_Y = 6, 9, 8, 11
_A_LINE = 67
"""Cells in a line (screens/design.md §3)."""
_NAME, _COUNT = 92, 112
_ROW = 36


@dataclass(frozen=True)
class TownRow:
    """A town: its name and the state of each of its branches, in the order of their codes.

    Or no town but `files` that came from nobody knows whom.
    """

    name: str
    states: tuple[str, ...]
    files: int = 0

    @property
    def taken(self) -> int:
        """How many have handed in."""
        return self.states.count(TAKEN)

    @property
    def spoken(self) -> str:
        """All of it in words."""
        if self.files:
            return f"{self.name}，{self.files} 个文件"
        counts = {state: self.states.count(state) for state in (TAKEN, LACKING, RETURNED, UNKNOWN)}
        said = "，".join(f"{state} {count} 个" for state, count in counts.items() if count)
        return f"{self.name}，{len(self.states)} 个支部，{said}"


class TownModel(QAbstractTableModel):
    """Rows that were given, in three columns: name, cells, count."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[TownRow] = []

    def fill(self, rows: Sequence[TownRow]) -> None:
        """Show these towns."""
        same = [one.name for one in rows] == [one.name for one in self._rows]
        if not same:
            self.beginResetModel()
        self._rows = list(rows)
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 2))

    @property
    def towns(self) -> list[TownRow]:
        """All rows."""
        return list(self._rows)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many towns there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Name, cells, count."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        town = self._rows[index.row()]
        if role == _TOWN:
            return town
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return town.spoken
        if role == Qt.ItemDataRole.DisplayRole:
            count = f"{town.files} 个文件" if town.files else f"{town.taken} / {len(town.states)}"
            return (town.name, "", count)[index.column()]
        return None


class StripDelegate(QStyledItemDelegate):
    """Paints a town's row: one pass over its branches, no widget for any of them."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def per_line(self, width: float) -> int:
        """Return how many cells fit side by side."""
        return max(1, min(_A_LINE, int((width - self._theme.px(metrics.CELL_PAD)) // self._theme.px(_STEP_X))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell of the table."""
        town = index.data(_TOWN)
        if not isinstance(town, TownRow):
            return
        box, colour = QRectF(option.rect), self._theme.colour
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("primary_tint"))
            if index.column() == 0:
                painter.fillRect(QRectF(box.left(), box.top(), metrics.SELECT_BAR, box.height()), colour("primary"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), colour("rowline"))
        if index.column() == 1:
            self._strip(painter, box, town)
        elif index.column() == 0:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._text(painter, box, town.name, "text", Qt.AlignmentFlag.AlignLeft, bold=chosen)
        else:
            self._count(painter, box, town)
        painter.restore()

    def _text(
        self, painter: QPainter, box: QRectF, text: str, ink: str, side: Qt.AlignmentFlag, *, bold: bool = False
    ) -> float:
        pad = self._theme.px(metrics.CELL_PAD)
        painter.setFont(self._theme.font(15, bold=bold))
        painter.setPen(self._theme.colour(ink))
        painter.drawText(box.adjusted(pad, 0, -pad, 0), int(side | Qt.AlignmentFlag.AlignVCenter), text)
        return painter.fontMetrics().horizontalAdvance(text)

    def _count(self, painter: QPainter, box: QRectF, town: TownRow) -> None:
        if town.files:
            self._text(painter, box, f"{town.files} 个文件", "cinnabar", Qt.AlignmentFlag.AlignRight)
            return
        whole = town.taken == len(town.states)
        right = Qt.AlignmentFlag.AlignRight
        width = self._text(painter, box, f" / {len(town.states)}", "ok" if whole else "text2", right)
        self._text(
            painter, box.adjusted(0, 0, -width, 0), str(town.taken), "ok" if whole else "text", right, bold=not whole
        )

    def _strip(self, painter: QPainter, box: QRectF, town: TownRow) -> None:
        px = self._theme.px
        step_x, step_y = px(_STEP_X), px(_STEP_Y)
        line = self.per_line(box.width())
        lines = -(-len(town.states) // line)
        top = box.center().y() - (lines * step_y - (step_y - px(_HIGH))) / 2
        for number, state in enumerate(town.states):
            x, y = box.left() + (number % line) * step_x, top + (number // line) * step_y
            paint_cell(painter, self._theme, round(x), round(y), state)


def paint_cell(painter: QPainter, theme: Theme, x: int, y: int, state: str) -> None:
    """Paint the cell of one branch: each state has a shape of its own besides its colour."""
    cell = QRectF(x, y, theme.px(_WIDE), theme.px(_HIGH))
    if state == TAKEN:
        painter.fillRect(cell, theme.colour("chart"))
    elif state == RETURNED:
        painter.fillRect(cell, theme.colour("cinnabar"))
        painter.setPen(QPen(theme.colour("white"), 1.2))
        mark = cell.adjusted(1, 2.5, -1, -2.5)
        painter.drawLine(mark.topLeft(), mark.bottomRight())
        painter.drawLine(mark.topRight(), mark.bottomLeft())
    else:
        painter.setPen(QPen(theme.colour("control"), 1))
        painter.drawRect(cell.adjusted(0.5, 0.5 if state == LACKING else cell.height() * 0.5, -0.5, -0.5))


class TownTable(QTableView):
    """chosen(town)  the cursor is on another town;  opened(town)  Enter."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("各镇街上报情况，每格一个支部")
        self._theme = theme
        self.towns = TownModel(self)
        self.setModel(self.towns)
        self._strips = StripDelegate(theme, self)
        self.setItemDelegate(self._strips)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.px(_ROW))
        rows.hide()
        self.doubleClicked.connect(self._open)

    def show_towns(self, rows: Sequence[TownRow]) -> None:
        """Show towns; the cursor stays where it was, or goes to the first where somebody has to act."""
        town = self.town
        self.towns.fill(rows)
        self._spread()
        if town in (one.name for one in rows):
            self.choose(town)
        else:
            self.choose_first(lambda one: one.taken < len(one.states) or one.files > 0)

    def choose(self, name: str) -> None:
        """Put the cursor on a town."""
        self.choose_first(lambda one: one.name == name)

    def choose_first(self, is_wanted: Callable[[TownRow], bool]) -> None:
        """Put the cursor on the first town of this kind; if there is none, on the first of all."""
        rows = self.towns.towns
        if rows:
            self.selectRow(next((number for number, one in enumerate(rows) if is_wanted(one)), 0))
            self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width anew: more cells in a line, fewer lines."""
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        name, count = self._theme.px(_NAME), self._theme.px(_COUNT)
        width = max(self._theme.px(_STEP_X) * 10, self.viewport().width() - name - count)
        for number, wide in enumerate((name, width, count)):
            self.setColumnWidth(number, wide)
        line = self._strips.per_line(width)
        for number, town in enumerate(self.towns.towns):
            lines = -(-len(town.states) // line)
            self.setRowHeight(number, max(self._theme.px(_ROW), lines * self._theme.px(_STEP_Y) + self._theme.px(12)))

    @property
    def town(self) -> str:
        """The name of the chosen town, "" if there is none."""
        row = self.currentIndex().data(_TOWN)
        return row.name if isinstance(row, TownRow) else ""

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which town is chosen now."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.town)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if self.town and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.town)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self.opened.emit(self.town)
