"""Where the fields of a form stand: two on a line, one on a line, or with their names above, as the width allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import metrics
from ui.form.room import Line, Room, lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.form.field_cell import FieldCell
    from ui.theme import Theme

Group = tuple[QWidget | None, list[tuple[str, Room]]]
"""A group's head (None = it has none) and its fields with the room that each needs."""


class FieldGrid(QGridLayout):
    """Each line of fields has a line below for what is said about them."""

    def __init__(self, owner: QWidget, theme: Theme, cells: Mapping[str, FieldCell]) -> None:
        super().__init__(owner)
        self._theme = theme
        self._cells = cells
        self._pairs = theme.factor < metrics.HUGE
        self._above = False
        self._lines: dict[str, tuple[int, Line]] = {}
        px = theme.px
        self.setContentsMargins(px(14), px(metrics.SMALL), px(20), px(metrics.PAD))
        self.setHorizontalSpacing(metrics.GAP)
        self.setVerticalSpacing(2)
        self.setColumnStretch(3, 1)
        self._set_columns()

    def _set_columns(self) -> None:
        px = self._theme.px
        self.setColumnMinimumWidth(0, 0 if self._above else px(metrics.FORM_LABEL))
        self.setColumnMinimumWidth(1, px(metrics.FORM_NARROW) if self._pairs else 0)
        self.setColumnMinimumWidth(2, px(metrics.FORM_SECOND_LABEL) if self._pairs else 0)

    def fit(self, width: int) -> bool:
        """Choose how fields stand at a width in px; tell whether that is another way than before."""
        px = self._theme.px
        pairs = self._theme.factor < metrics.HUGE and width >= px(metrics.FORM_PAIRS)
        above = width < px(metrics.FORM_ABOVE)
        if (pairs, above) == (self._pairs, self._above):
            return False
        self._pairs, self._above = pairs, above
        self._set_columns()
        return True

    def arrange(self, groups: list[Group]) -> None:
        """Lay out what is shown now."""
        while self.takeAt(0) is not None:
            pass
        row = 0
        for head, there in groups:
            if head is not None and there:
                self.addWidget(head, row, 0, 1, 4)
                row += 1
            for line in lines_of(there, pairs=self._pairs):
                if self._above:
                    self._place_above(row, line)
                    row += 3
                else:
                    self._place_beside(row, line)
                    row += 2
        for number in range(self.rowCount()):
            self.setRowStretch(number, 0)
        self.setRowStretch(row, 1)

    def _place_above(self, row: int, line: Line) -> None:
        name = line.names[0]
        cell = self._cells[name]
        cell.stand_above()
        self.addWidget(cell.label, row, 0, 1, 4)
        self.addWidget(cell.editor, row + 1, 0, 1, 4)
        self._lines[name] = (row + 1, line)
        self._place_said(row + 2, line)

    def _place_beside(self, row: int, line: Line) -> None:
        top = Qt.AlignmentFlag.AlignTop
        for number, name in enumerate(line.names):
            cell = self._cells[name]
            cell.stand_beside(metrics.FORM_SECOND_LABEL if number else metrics.FORM_LABEL)
            self.addWidget(cell.label, row, number * 2, top)
            self.addWidget(cell.editor, row, number * 2 + 1, 1, 3 if line.wide else 1, top)
            self._lines[name] = (row, line)
        self._place_said(row + 1, line)

    def say_again(self, name: str) -> None:
        """Make room for what is said about a field now, or take it away."""
        row, line = self._lines[name]
        self._place_said(row + 1, line)

    def _place_said(self, row: int, line: Line) -> None:
        """Give what is said the whole width where its neighbour is silent."""
        talking = [name for name in line.names if self._cells[name].talks]
        for number, name in enumerate(line.names):
            said = self._cells[name].said
            self.removeWidget(said)
            said.setVisible(name in talking)
            if name in talking and self._above:
                self.addWidget(said, row, 0, 1, 4)
            elif name in talking:
                alone = number == 0 and len(talking) == 1
                self.addWidget(said, row, number * 2 + 1, 1, 3 if alone else 1)
