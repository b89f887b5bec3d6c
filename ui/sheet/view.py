"""The sheet as the reader meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QTableView, QWidget

from ui import metrics
from ui.sheet.delegate import SheetDelegate
from ui.table.plain import make_plain

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.sheet.model import Line, SheetModel
    from ui.theme import Theme

_LEAST_FLEX = 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetView(QTableView):
    """Shows a SheetModel; whole lines, no grid.

    chosen(key)   the cursor is on another line ("" = none);  opened(key)  Enter or a double click
    ticked(key)   Space, or a click on the box;  removed(key)  Del
    pressed(key)  a click on the button of a line
    """

    chosen = Signal(str)
    opened = Signal(str)
    ticked = Signal(str)
    removed = Signal(str)
    pressed = Signal(str)

    def __init__(self, model: SheetModel, theme: Theme, name: str, says: str, *, row: int = metrics.ROW) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.sheet = model
        self.typing_column = ""
        """Where F2 goes from a column that cannot be typed into."""
        self._theme = theme
        self.setModel(model)
        self.setItemDelegate(SheetDelegate(theme, self))
        trigger = QTableView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.DoubleClicked)
        make_plain(self, theme, row)
        model.modelReset.connect(self.spread)
        self.doubleClicked.connect(self._double)

    # -- widths -----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the flexible columns what is left."""
        super().resizeEvent(event)
        self.spread()

    def spread(self) -> None:
        """Share out the width."""
        widths = [self._theme.px(column.width) for column in self.sheet.columns]
        flexible = [number for number, width in enumerate(widths) if not width]
        left = self.viewport().width() - sum(widths)
        for number in flexible:
            widths[number] = max(self._theme.px(_LEAST_FLEX), left // len(flexible))
        if not flexible and left > 0 and widths:
            widths[-1] += left
        for number, width in enumerate(widths):
            self.setColumnWidth(number, width)

    # -- choosing ---------------------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The key of the chosen line, "" if there is none."""
        line = self.line
        return line.key if line is not None else ""

    @property
    def line(self) -> Line | None:
        """The chosen line."""
        index = self.currentIndex()
        return self.sheet.line(index.row()) if index.isValid() else None

    @property
    def column(self) -> str:
        """The name of the column that the cursor is in."""
        index = self.currentIndex()
        return self.sheet.columns[index.column()].name if index.isValid() else ""

    @property
    def keys(self) -> list[str]:
        """The keys of all chosen lines, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [line.key for row in rows if (line := self.sheet.line(row)) is not None]

    def choose(self, key: str, column: str = "") -> None:
        """Put the cursor on a line; "" or one that is gone means the first."""
        row = max(0, self.sheet.row_of(key))
        number = self.sheet.column_of(column) if column else max(0, self.currentIndex().column())
        if self.sheet.rowCount():
            index = self.sheet.index(row, max(0, number))
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
            self.scrollTo(index)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which line is chosen now."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.key)

    def edit_cell(self, key: str, column: str) -> None:
        """Put the cursor into a cell, ready to type."""
        self.setFocus()
        self.choose(key, column)
        index = self.currentIndex()
        if self._editable(index):
            self.edit(index)

    # -- keys -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space ticks, Del takes out, Ctrl+C copies the line as it is shown."""
        key = self.key
        if not key:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_F2 and self.typing_column and not self._editable(self.currentIndex()):
            self.edit_cell(key, self.typing_column)
        elif event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.opened.emit(key)
        elif event.key() == Qt.Key.Key_Space:
            self.ticked.emit(key)
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit(key)
        elif event.matches(QKeySequence.StandardKey.Copy):
            cells = (self.sheet.index(self.currentIndex().row(), number) for number in range(len(self.sheet.columns)))
            QGuiApplication.clipboard().setText("\t".join(str(cell.data()) for cell in cells))
        else:
            super().keyPressEvent(event)

    def _editable(self, index: QModelIndex) -> bool:
        return bool(self.sheet.flags(index) & Qt.ItemFlag.ItemIsEditable)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick a box or press a button that is clicked on."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        look = self.sheet.columns[index.column()].look if index.isValid() else ""
        if look == "tick":
            self.ticked.emit(self.key)
        elif look == "button":
            self.pressed.emit(self.key)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on to the line below after Enter."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.down()

    def down(self) -> None:
        """Go to the line below, in the same column."""
        index = self.currentIndex()
        if index.isValid() and index.row() + 1 < self.sheet.rowCount():
            self.choose(below.key if (below := self.sheet.line(index.row() + 1)) else "", self.column)

    def _double(self, index: QModelIndex) -> None:
        if not self._editable(index):
            self.opened.emit(self.key)
