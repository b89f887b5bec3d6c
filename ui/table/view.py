"""The table as the reader meets it: whole rows, no grid, everything by keyboard."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableView

from ui import metrics, shown
from ui.table.delegates import delegate_for
from ui.table.plain import make_plain

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from danyang_desktop.declare.ledger import Ledger
    from ui.table.model import RecordModel
    from ui.theme import Theme

_LEAST_FLEX = 120


class RecordTable(QTableView):
    """Shows a RecordModel. `chosen` follows the cursor, `opened` is Enter or a double click, `binned` is Del."""

    chosen = Signal(object)
    opened = Signal(object)
    binned = Signal(object)

    def __init__(self, ledger: Ledger[Any], model: RecordModel, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(ledger.title)
        self._ledger = ledger
        self._records = model
        self._theme = theme
        self.setModel(model)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        make_plain(self, theme, metrics.ROW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for number, col in enumerate(ledger.table):
            self.setItemDelegateForColumn(number, delegate_for(ledger, col.field, theme, self))
        self.doubleClicked.connect(self._open)
        self._spread()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the flexible columns what is left."""
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        widths = [self._theme.px(shown.width_of(self._ledger, col)) for col in self._ledger.table]
        flexible = [number for number, width in enumerate(widths) if not width]
        widths = self._shrunk(widths)
        left = self.viewport().width() - sum(widths)
        if flexible:
            share = max(self._theme.px(_LEAST_FLEX), left // len(flexible))
            for number in flexible:
                widths[number] = share
        elif left > 0:
            widths[-1] += left
        for number, width in enumerate(widths):
            self.setColumnWidth(number, width)

    def _shrunk(self, widths: list[int]) -> list[int]:
        """Take from the wide columns what is too much for the window, down to what must be read; then it scrolls."""
        least = self._theme.px(_LEAST_FLEX)
        over = sum(width or least for width in widths) - self.viewport().width()
        if over <= 0:
            return widths
        metric = self.fontMetrics()
        spare: list[int] = []
        for number, (width, col) in enumerate(zip(widths, self._ledger.table, strict=True)):
            head = metric.horizontalAdvance(str(self._records.headerData(number, Qt.Orientation.Horizontal)))
            needed = max(
                head + self._theme.px(2 * metrics.CELL_PAD + 4), self._theme.px(shown.least_width(self._ledger, col))
            )
            spare.append(max(0, width - needed) if width else 0)
        share = min(1.0, over / sum(spare)) if any(spare) else 0.0
        return [width - math.ceil(share * one) for width, one in zip(widths, spare, strict=True)]

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which record is chosen now."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.current())

    def current(self) -> Any:
        """Return the chosen record, or None."""
        rows = self.selectionModel().selectedRows()
        return self._records.record(rows[0].row()) if rows else None

    def choose(self, row: int) -> None:
        """Choose a row and bring it into sight."""
        if 0 <= row < self._records.rowCount():
            self.selectRow(row)
            self.scrollTo(self._records.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Del puts away, Ctrl+C copies the row as masked text."""
        record = self.current()
        if record is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(record)
        elif record is not None and event.key() == Qt.Key.Key_Delete:
            self.binned.emit(record)
        elif record is not None and event.matches(QKeySequence.StandardKey.Copy):
            self._copy(record)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _copy(self, record: Any) -> None:
        cells = (shown.cell_text(self._ledger, record, col, short_date=False) for col in self._ledger.table)
        QGuiApplication.clipboard().setText("\t".join(cells))

    def _open(self, index: QModelIndex) -> None:
        record = self._records.record(index.row())
        if record is not None:
            self.opened.emit(record)
