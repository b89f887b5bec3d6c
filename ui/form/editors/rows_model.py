"""The rows of a record as a table that can be typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from danyang_desktop.base.errors import UserError
from ui.theme import COLOURS

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.kinds import Row, Rows

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Holds copies of the rows; what could not be read stays as it was typed, with the sentence that says why."""

    touched = Signal()

    def __init__(self, kind: Rows[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.columns: list[tuple[str, Kind[Any]]] = list(kind.row.kinds.items())
        self._rows: list[Row] = []
        self._rough: dict[tuple[str, str], tuple[Any, str]] = {}

    def fill(self, rows: list[Row]) -> None:
        """Show copies of these rows."""
        self.beginResetModel()
        self._rows = [row.copied() for row in rows]
        self._rough = {}
        self.endResetModel()

    def rows(self) -> list[Row]:
        """Return the rows, wholly empty ones left out; raises UserError for a cell that could not be read."""
        for number, row in enumerate(self._rows, 1):
            for name, _ in self.columns:
                if (row.row_uid, name) in self._rough:
                    raise UserError(
                        f"{self._kind.label}第 {number} {self._kind.noun}：{self._rough[row.row_uid, name][1]}"
                    )
        return [row.copied() for row in self._rows if not self.is_blank(row)]

    def is_blank(self, row: Row) -> bool:
        """Tell whether nothing was filled in beyond what a new row starts with."""
        return all(
            kind.is_empty(getattr(row, name)) or getattr(row, name) == kind.first_value(None)
            for name, kind in self.columns
        )

    @property
    def key_column(self) -> int:
        """The column without which a row is nothing: the first that must be filled."""
        return next((number for number, (_, kind) in enumerate(self.columns) if kind.required), 0)

    def is_used(self, name: str) -> bool:
        """Tell whether a field is filled in any row."""
        kind = self._kind.row.kinds[name]
        return any(not kind.is_empty(getattr(row, name)) for row in self._rows)

    def row(self, number: int) -> Row:
        """Return a row as it stands."""
        return self._rows[number]

    def add(self) -> int:
        """Add an empty row at the end and return its place."""
        place = len(self._rows)
        self.beginInsertRows(_NOWHERE, place, place)
        self._rows.append(self._kind.row())
        self.endInsertRows()
        return place

    def drop(self, place: int) -> None:
        """Take a row away."""
        self.beginRemoveRows(_NOWHERE, place, place)
        gone = self._rows.pop(place)
        self._rough = {key: told for key, told in self._rough.items() if key[0] != gone.row_uid}
        self.endRemoveRows()
        self.touched.emit()

    def put(self, index: Index, value: Any) -> None:
        """Keep a value that was read."""
        row, name = self._rows[index.row()], self.columns[index.column()][0]
        self._rough.pop((row.row_uid, name), None)
        if getattr(row, name) != value:
            setattr(row, name, value)
            self.touched.emit()
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(self.columns) - 1))

    def put_rough(self, index: Index, draft: Any, sentence: str) -> None:
        """Keep what could not be read, as it was typed."""
        row, name = self._rows[index.row()], self.columns[index.column()][0]
        self._rough[row.row_uid, name] = (draft, sentence)
        self.dataChanged.emit(index, index)
        self.touched.emit()

    def rough(self, index: Index) -> Any:
        """Return what was typed and could not be read, or None."""
        key = (self._rows[index.row()].row_uid, self.columns[index.column()][0])
        return self._rough[key][0] if key in self._rough else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many fields a row has."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text; red where it could not be read."""
        name, kind = self.columns[index.column()]
        rough = self.rough(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return str(rough) if rough is not None else kind.show(getattr(self._rows[index.row()], name))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if kind.align == "right" else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and rough is not None:
            return QColor(COLOURS["cinnabar"])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading, or the row's number."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        if orientation == Qt.Orientation.Vertical:
            return None
        kind = self.columns[section][1]
        if role == Qt.ItemDataRole.DisplayRole:
            unit = getattr(kind, "unit", "")
            return (
                f"{kind.label}{f'（{unit}）' if unit and unit not in kind.label else ''}{' *' if kind.required else ''}"
            )
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if kind.align == "right" else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell that a field which is not asked for in this row cannot be typed into."""
        kind = self.columns[index.column()][1]
        asked = kind.shown_when is None or kind.shown_when(self._rows[index.row()])
        plain = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return plain | Qt.ItemFlag.ItemIsEditable if asked else Qt.ItemFlag.ItemIsSelectable
