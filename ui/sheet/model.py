"""What a sheet shows: columns, and lines that were given to it. It asks nobody anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.marks import Tone

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
LINE, COLUMN = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Column:
    """A column of a sheet. `width` in px at 96 dpi, 0 takes what is left.

    look   "text", "mark" (the line's mark of this column), "tick" (a box to tick),
           "button" (its word framed; a click presses it, the key that does the same stands at the foot of the page)
    typed  may be typed into
    """

    name: str
    head: str
    width: int = 0
    right: bool = False
    bold: bool = False
    quiet: bool = False
    typed: bool = False
    look: Literal["text", "mark", "tick", "button"] = "text"


@dataclass
class Line:
    """A line of a sheet.

    texts   column -> what is shown;  typing  column -> what stands in the cell while it is typed into, where it differs
    tone    ground of the line;  states  column -> error or warn, for the cell that is wrong
    marks   column -> (tone, word)
    ticked  whether its box is ticked;  faint  written in the second colour throughout;  struck  crossed out
    """

    key: str
    texts: dict[str, str]
    typing: dict[str, str] = field(default_factory=dict)
    tone: Tone = ""
    states: dict[str, Tone] = field(default_factory=dict)
    marks: dict[str, tuple[Tone, str]] = field(default_factory=dict)
    ticked: bool = False
    faint: bool = False
    struck: bool = False
    strong: bool = False
    about: Any = None


class SheetModel(QAbstractTableModel):
    """Lines under columns. `typed` carries key, column and text of a cell that was typed into."""

    typed = Signal(str, str, str)

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.locked = False
        self._lines: list[Line] = []

    def fill(self, lines: Sequence[Line]) -> None:
        """Show these lines; where they are the same ones in the same order, choice and place stay."""
        same = [line.key for line in lines] == [line.key for line in self._lines]
        if same:
            self._lines = list(lines)
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._lines = []
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """Return the line in a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, key: str) -> int:
        """Return the row of a line, -1 if it is not there."""
        return next((number for number, line in enumerate(self._lines) if line.key == key), -1)

    def column_of(self, name: str) -> int:
        """Return the number of a column, -1 if it is not there."""
        return next((number for number, column in enumerate(self.columns) if column.name == name), -1)

    @property
    def lines(self) -> list[Line]:
        """All lines, in order."""
        return list(self._lines)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], self.columns[index.column()]
        if role == LINE:
            return line
        if role == COLUMN:
            return column
        if role == Qt.ItemDataRole.EditRole:
            return line.typing.get(column.name, line.texts.get(column.name, ""))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if column.look == "tick":
                return "打了勾" if line.ticked else "没打勾"
            mark = line.marks.get(column.name)
            return mark[1] if mark else line.texts.get(column.name, "")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was typed, if it is something else than before."""
        line = self.line(index.row())
        if line is None or role != Qt.ItemDataRole.EditRole:
            return False
        if str(value).strip() != str(self.data(index, Qt.ItemDataRole.EditRole)).strip():
            self.typed.emit(line.key, self.columns[index.column()].name, str(value).strip())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell which cells can be typed into."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        may = index.isValid() and self.columns[index.column()].typed and not self.locked
        return plain | Qt.ItemFlag.ItemIsEditable if may else plain

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading, placed as its column is."""
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
