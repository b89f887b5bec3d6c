"""A few facts of one row, asked for in a small dialog: whom to add, what came back and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from danyang_desktop.base.errors import UserError
from ui import metrics, pieces
from ui.form.editors import editor_for
from ui.form.field_cell import FieldCell
from ui.roomy import RoomyDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from danyang_desktop.declare.kinds import Row
    from ui.desk import Desk


class RowDialog(RoomyDialog):
    """`given` carries field -> value once all of them can be read."""

    given = Signal(dict)

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, text: str, row: Row, names: tuple[str, ...], *, do: str
    ) -> None:
        super().__init__(parent, desk.theme.px(520))
        self.setObjectName("rowDialog")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._names = names
        self._row = row
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        lay.addWidget(pieces.label(title, "step", wrap=True))
        lay.addWidget(pieces.label(text, "second16", wrap=True))
        self.cells: dict[str, FieldCell] = {}
        for name in names:
            lay.addLayout(self._field(desk, name))
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        leave = pieces.button(desk.theme, "先不办", "rowLeave")
        leave.clicked.connect(self.reject)
        self._do = pieces.button(desk.theme, do, "rowDo", kind="primary")
        self._do.clicked.connect(self._give)
        buttons.addWidget(leave)
        buttons.addWidget(self._do)
        lay.addLayout(buttons)
        self.cells[names[0]].editor.begin()

    def _field(self, desk: Desk, name: str) -> Any:
        editor = editor_for(self._row.kinds[name], desk)
        editor.set_value(getattr(self._row, name))
        editor.next_wanted.connect(self._next)
        cell = FieldCell(editor, desk.theme)
        cell.label.setFixedWidth(desk.theme.px(metrics.FORM_LABEL))
        self.cells[name] = cell
        column = pieces.column(gap=2)
        line = pieces.row(gap=metrics.GAP)
        line.addWidget(cell.label, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(editor, 1)
        column.addLayout(line)
        column.addWidget(cell.said)
        cell.said.hide()
        return column

    def _next(self) -> None:
        editors = [self.cells[name].editor for name in self._names]
        place = next(number for number, one in enumerate(editors) if one is self.sender()) + 1
        if place < len(editors):
            editors[place].begin()
        else:
            self._do.setFocus(Qt.FocusReason.TabFocusReason)

    def _give(self) -> None:
        values: dict[str, Any] = {}
        for name in self._names:
            cell, kind = self.cells[name], self._row.kinds[name]
            try:
                values[name] = cell.editor.value()
                wrong = f"“{kind.label}”还没有填。" if kind.required and kind.is_empty(values[name]) else ""
                wrong = wrong or (kind.complain(values[name]) if not kind.is_empty(values[name]) else "") or ""
            except UserError as error:
                wrong = error.sentence
            cell.say("error" if wrong else "", wrong)
            cell.said.setVisible(bool(wrong))
            if wrong:
                cell.editor.begin()
                return
        self.accept()
        self.given.emit(values)
