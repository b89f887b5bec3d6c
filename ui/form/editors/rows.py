"""Rows inside a record, as a small table: participants, payments, goods, things to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import (
    Choice,
    Date,
    LongText,
    Money,
    Number,
    People,
    Period,
    Ref,
    Rows,
    Text,
    Time,
    YesNo,
)
from ui import metrics, pieces
from ui.elided import Elided
from ui.form.editors.editor import Editor, State
from ui.form.editors.rows_model import RowsModel
from ui.roomy import Turning

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemDelegate.EndEditHint
_ROW = 38
_ROWS_SHOWN = 7
_COLUMNS_MOST = 9
_COLUMNS_FIRST = 6
"""A row of more than nine fields shows its first six at first, and those that matter."""
_WIDTHS: tuple[tuple[type[Any], int], ...] = (
    (LongText, 220), (Date, 130), (Time, 84), (Period, 100), (Money, 110), (Number, 90), (YesNo, 84),
    (Choice, 120), (Ref, 130), (People, 220), (Text, 150),
)  # fmt: skip


class _CellDelegate(QStyledItemDelegate):
    """Opens the kind's own editor in the cell."""

    asked_new = Signal(object, str)
    asked_out = Signal()

    def __init__(self, desk: Desk, model: RowsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._model = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor of the column's kind."""
        from ui.form.editors import editor_for

        del option
        editor = editor_for(self._model.columns[index.column()][1], self._desk, compact=True)
        editor.setParent(parent)
        editor.setAutoFillBackground(True)
        editor.next_wanted.connect(self._next)
        editor.back_wanted.connect(self._back)
        editor.left.connect(self._leave)
        editor.out_wanted.connect(self._out)
        editor.new_wanted.connect(self.asked_new)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's value, or what was typed there and could not be read."""
        if isinstance(editor, Editor):
            rough = self._model.rough(index)
            if rough is not None:
                editor.restore(rough)
            else:
                editor.set_value(getattr(self._model.row(index.row()), self._model.columns[index.column()][0]))

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """Keep what was typed."""
        del model
        if not isinstance(editor, Editor):
            return
        try:
            self._model.put(index, editor.value())
        except UserError as error:
            self._model.put_rough(index, editor.draft(), error.sentence)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell."""
        del index
        editor.setGeometry(option.rect)

    def _next(self) -> None:
        self._close(Hint.EditNextItem)

    def _back(self) -> None:
        self._close(Hint.EditPreviousItem)

    def _out(self) -> None:
        self._close(Hint.NoHint)
        self.asked_out.emit()

    def _leave(self) -> None:
        self._close(Hint.NoHint)

    def _close(self, hint: Hint) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget) and not editor.property("closed"):
            editor.setProperty("closed", True)  # hiding it takes its focus, which would close it once more
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, hint)


class RowsTable(QTableView):
    """Enter goes from cell to cell and on to a new row; in an empty new row it ends: `done`."""

    done = Signal()
    grown = Signal()

    def __init__(self, model: RowsModel) -> None:
        super().__init__()
        self._rows = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked | trigger.SelectedClicked
        )
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionsClickable(False)

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """Go on to a new row after the last cell."""
        here = self.currentIndex()
        blank = here.column() == self._rows.key_column and self._rows.is_blank(self._rows.row(here.row()))
        if hint == Hint.EditNextItem and blank and here.row() == self._rows.rowCount() - 1:
            super().closeEditor(editor, Hint.NoHint)
            self._rows.drop(here.row())
            self.done.emit()
            return
        at_end = here.row() == self._rows.rowCount() - 1 and self._next_column(here) < 0
        if hint == Hint.EditNextItem and (at_end or self._next_column(here) < 0):
            super().closeEditor(editor, Hint.NoHint)
            if not at_end:
                self.edit_cell(here.row() + 1, 0)
            else:
                self.add_row()
            return
        if hint == Hint.EditNextItem:
            super().closeEditor(editor, Hint.NoHint)
            self.edit_cell(here.row(), self._next_column(here))
            return
        super().closeEditor(editor, hint)

    def _next_column(self, here: QModelIndex) -> int:
        """Return the next column of this row that can be typed into, -1 if there is none."""
        for column in range(here.column() + 1, self._rows.columnCount()):
            asked = self._rows.flags(self._rows.index(here.row(), column)) & Qt.ItemFlag.ItemIsEditable
            if asked and not self.isColumnHidden(column):
                return column
        return -1

    def edit_cell(self, row: int, column: int) -> None:
        """Put the cursor into a cell, ready to type."""
        index = self._rows.index(row, column)
        self.setFocus()
        self.setCurrentIndex(index)
        self.edit(index)

    def add_row(self) -> None:
        """Add a row and put the cursor into its first cell."""
        place = self._rows.add()
        self.grown.emit()
        self.edit_cell(place, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter types into the cell, or makes the first row."""
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class RowsEditor(Editor):
    """A table with 加一行 and 去掉这一行."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        assert isinstance(kind, Rows)  # noqa: S101 - EDITORS pairs them; tells the type checker
        self._rows_kind = kind
        self._frame = pieces.card()
        self._frame.setProperty("field", True)
        self.lay.addWidget(self._frame)
        inner = pieces.column(self._frame, margins=(1, 1, 1, 1))
        self._model = RowsModel(kind, self)
        self._model.touched.connect(self.edited)
        self.table = RowsTable(self._model)
        delegate = _CellDelegate(desk, self._model, self.table)
        delegate.asked_new.connect(self.new_wanted)
        delegate.asked_out.connect(self.next_wanted)
        self.table.setItemDelegate(delegate)
        self.table.done.connect(self.next_wanted)
        self.table.grown.connect(self._fit)
        self._set_widths()
        inner.addWidget(self._tools(kind))
        inner.addWidget(self.table)
        self._show_columns()
        self._model.rowsRemoved.connect(self._fit)
        self.watch(self.table)
        self.watch(self._add, name=False)
        self._fit()

    def _tools(self, kind: Rows[Any]) -> QWidget:
        tools = Turning(gap=metrics.HAIR, margins=(metrics.GAP, metrics.HAIR, metrics.SMALL, metrics.HAIR))
        self._count = Elided("", "second", name=f"{kind.name}Count", letters=9)
        theme = self.desk.theme
        self._add = pieces.button(theme, f"加一{kind.noun}", f"{kind.name}Add", icon="plus", rank="small")
        self._add.clicked.connect(self.table.add_row)
        self._drop = pieces.button(theme, f"去掉这一{kind.noun}", f"{kind.name}Drop", icon="x", rank="small")
        self._drop.clicked.connect(self._drop_current)
        self._all = pieces.button(theme, "全部栏目", f"{kind.name}All", rank="small")
        self._all.setCheckable(True)
        self._all.toggled.connect(self._show_columns)
        tools.add(self._count, grows=1)
        deeds = Turning(gap=metrics.SMALL)
        for one in (self._all, self._add, self._drop):
            deeds.add(one)
        deeds.add_space()
        tools.add(deeds)
        return tools

    def _set_widths(self) -> None:
        px = self.desk.theme.px
        rows = self.table.verticalHeader()
        rows.setDefaultSectionSize(px(_ROW))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setFixedWidth(px(36))
        head = self.table.horizontalHeader()
        head.setFixedHeight(px(metrics.HEAD))
        for number, (_, kind) in enumerate(self._model.columns):
            wide = px(next((width for known, width in _WIDTHS if isinstance(kind, known)), 120))
            text = self._model.headerData(number, Qt.Orientation.Horizontal)
            self.table.setColumnWidth(number, max(wide, self.fontMetrics().horizontalAdvance(text) + px(24)))
        head.setStretchLastSection(True)

    def _show_columns(self) -> None:
        """Show the first columns, those that must be filled, and those that are; all of them when asked."""
        everything = self._all.isChecked()
        for number, (name, kind) in enumerate(self._model.columns):
            few = len(self._model.columns) <= _COLUMNS_MOST
            matters = number < _COLUMNS_FIRST or kind.required or self._model.is_used(name)
            wanted = few or everything or matters
            self.table.setColumnHidden(number, not wanted)
        self._all.setVisible(len(self._model.columns) > _COLUMNS_MOST)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the rows there are, up to seven."""
        count = self._model.rowCount()
        px = self.desk.theme.px
        bar = self.table.horizontalScrollBar().sizeHint().height() if self._is_wide() else 0
        self.table.setFixedHeight(px(metrics.HEAD) + px(_ROW) * min(count, _ROWS_SHOWN) + bar + 2)
        policy = Qt.ScrollBarPolicy  # a bar that stood there for a moment would call the other one, and both would stay
        self.table.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if count > _ROWS_SHOWN else policy.ScrollBarAlwaysOff
        )
        self.table.setVisible(count > 0)
        self._drop.setEnabled(count > 0)
        noun = self._rows_kind.noun
        self._count.setText(f"{count} {noun}" if count else f"点“加一{noun}”，一行记一{noun}")

    def _is_wide(self) -> bool:
        room = self.width() - self.table.verticalHeader().width() - 2
        return self.table.horizontalHeader().length() > room > 0

    def _drop_current(self) -> None:
        place = self.table.currentIndex().row()
        self._model.drop(place if place >= 0 else self._model.rowCount() - 1)
        self._fit()

    def begin(self) -> None:
        """Take the focus: the first cell, or the button that makes the first row."""
        if self._model.rowCount():
            self.table.setFocus()
            self.table.setCurrentIndex(self._model.index(0, 0))
        else:
            self._add.setFocus(Qt.FocusReason.TabFocusReason)

    def value(self) -> Any:
        """Return the rows; raises UserError for a cell that could not be read."""
        return self._model.rows()

    def set_value(self, value: Any) -> None:
        """Show rows."""
        self._model.fill(value)
        self._show_columns()

    def draft(self) -> Any:
        """Return the rows that can be read."""
        try:
            return self.kind.to_json(self.value())
        except UserError:
            readable = [
                row for row in map(self._model.row, range(self._model.rowCount())) if not self._model.is_blank(row)
            ]
            return self.kind.to_json(readable)

    def set_state(self, state: State, sentence: str = "") -> None:
        """Show the state on the frame."""
        pieces.set_state(self._frame, "state", state)
        self.table.setAccessibleDescription(sentence)

    def takes_enter(self, event: QKeyEvent) -> bool:
        """Enter belongs to the table, Ctrl+Enter goes on; from the button Enter goes on too, Space adds a row."""
        return not self._add.hasFocus() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
