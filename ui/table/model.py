"""Rows that were given, and the wish for more. The model asks nobody anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.declare.ledger import Ledger

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignLeft,
}
"""Dates stand at the left on screen (02): centred columns are for paper."""


class RecordModel(QAbstractTableModel):
    """The records of one ledger as a table. `more_wanted` is emitted when the view nears the end."""

    more_wanted = Signal()

    def __init__(self, ledger: Ledger[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._rows: list[Any] = []
        self._more = False
        self._waiting = False
        self.short_date = False

    def fill(self, rows: Sequence[Any], *, more: bool) -> None:
        """Show these rows and no others; `more` says that there are further ones."""
        self.beginResetModel()
        self._rows = list(rows)
        self._more, self._waiting = more, False
        self.endResetModel()

    def append(self, rows: Sequence[Any], *, more: bool) -> None:
        """Show these rows below the others."""
        first = len(self._rows)
        self._waiting = False
        self._more = more
        if rows:
            self.beginInsertRows(_NOWHERE, first, first + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def record(self, row: int) -> Any:
        """Return the record in a row, or None."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, uid: str) -> int:
        """Return the row of a record, -1 if it is not among those given."""
        return next((number for number, record in enumerate(self._rows) if record.uid == uid), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows were given so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns the ledger's table face has."""
        return 0 if parent.isValid() else len(self._ledger.table)

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there are rows that were not given yet."""
        return not parent.isValid() and self._more and not self._waiting

    def fetchMore(self, parent: Index) -> None:
        """Ask for more rows; they come by `append`."""
        del parent
        self._waiting = True
        self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, or its place in the cell."""
        if not index.isValid():
            return None
        col = self._ledger.table[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return shown.cell_text(self._ledger, self._rows[index.row()], col, short_date=self.short_date)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[self._ledger.kinds[col.field].align] | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading, placed as its column is."""
        if orientation == Qt.Orientation.Vertical:
            return None
        col = self._ledger.table[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.head_text(self._ledger, col)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[self._ledger.kinds[col.field].align] | Qt.AlignmentFlag.AlignVCenter)
        return None
