"""Painting of a sheet's cells, and the line in which a cell is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui import icons, metrics
from ui.marks import fitting, ground_of, ink_of, paint_mark
from ui.sheet.model import COLUMN, LINE, Column, Line

if TYPE_CHECKING:
    from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetDelegate(QStyledItemDelegate):
    """Ground, bar of the chosen line, text or mark, frame of the cell that is wrong or has the cursor."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self.theme = theme
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        line, column = index.data(LINE), index.data(COLUMN)
        if not isinstance(line, Line) or not isinstance(column, Column):
            return
        box = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = ground_of(self.theme, line.tone, chosen=chosen)
        if ground is not None:
            painter.fillRect(box, ground)
        elif chosen:
            painter.fillRect(box, self.theme.colour("primary_tint"))
        elif line.strong:
            painter.fillRect(box, self.theme.colour("subtle"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), self.theme.colour("rowline"))
        if chosen and index.column() == 0:
            painter.fillRect(
                QRectF(box.left(), box.top(), metrics.SELECT_BAR, box.height()), self.theme.colour("primary")
            )
        self._frame(painter, box, line, column, here=chosen and index == self._view.currentIndex())
        pad = self.theme.px(metrics.CELL_PAD)
        self.inside(painter, box.adjusted(pad, 0, -pad, 0), line, column)
        painter.restore()

    def _frame(self, painter: QPainter, box: QRectF, line: Line, column: Column, *, here: bool) -> None:
        state = line.states.get(column.name, "")
        cursor = here and column.typed and self._view.hasFocus()
        if not (cursor or (state and column.typed)):
            return
        colour = "primary" if cursor else "cinnabar" if state == "error" else "warn_outline"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour(colour), 2))
        painter.setBrush(self.theme.colour("surface"))
        painter.drawRoundedRect(box.adjusted(2, 4, -2, -5), 4, 4)

    def inside(self, painter: QPainter, box: QRectF, line: Line, column: Column) -> None:
        """Paint what the cell says."""
        mark = line.marks.get(column.name)
        if column.look == "tick":
            self._tick(painter, box, line)
        elif column.look == "button":
            self._button(painter, box, mark[1] if mark else "")
        elif mark:
            tone, word = mark
            painter.setClipRect(box)
            word = fitting(self.theme, word, tone, box.width(), boxed=tone != "ok" and column.look == "mark")
            paint_mark(
                painter,
                self.theme,
                box.left(),
                box.center().y(),
                word,
                tone,
                boxed=tone != "ok" and column.look == "mark",
            )
        else:
            self._text(painter, box, line, column)

    def _text(self, painter: QPainter, box: QRectF, line: Line, column: Column) -> None:
        state = line.states.get(column.name, "")
        wrong = bool(state) and not column.typed
        font = self.theme.font(15, bold=column.bold or line.strong or wrong)
        font.setStrikeOut(line.struck)
        painter.setFont(font)
        quiet = column.quiet or line.faint
        painter.setPen(self.theme.colour(ink_of(state) if wrong else "text2" if quiet else "text"))
        text = QFontMetrics(painter.font()).elidedText(
            line.texts.get(column.name, ""), Qt.TextElideMode.ElideRight, round(box.width())
        )
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), text)

    def _tick(self, painter: QPainter, box: QRectF, line: Line) -> None:
        side = self.theme.px(metrics.ICON)
        spot = QRectF(box.left(), box.center().y() - side / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour("primary" if line.ticked else "control"), 1))
        painter.setBrush(self.theme.colour("primary" if line.ticked else "surface"))
        painter.drawRoundedRect(spot, 4, 4)
        if line.ticked:
            icons.draw(painter, "check", self.theme.colour("white"), spot.adjusted(2, 2, -2, -2))

    def _button(self, painter: QPainter, box: QRectF, word: str) -> None:
        if not word:
            return
        height = self.theme.px(34)
        frame = QRectF(box.left(), box.center().y() - height / 2, box.width(), height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour("control"), 1))
        painter.setBrush(self.theme.colour("surface"))
        painter.drawRoundedRect(frame, 6, 6)
        painter.setFont(self.theme.font(15))
        painter.setPen(self.theme.colour("text"))
        painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), word)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a line for typing."""
        del option
        line, column = index.data(LINE), index.data(COLUMN)
        edit = QLineEdit(parent)
        edit.setObjectName("cellLine")
        edit.setProperty("cell", True)
        edit.setAccessibleName(f"{next(iter(line.texts.values()), '')} {column.head}")
        if column.right:
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        return edit

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Take Enter wholly: handed on, the view would take it for a second Enter."""
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and isinstance(editor, QLineEdit) and event.key() in _ENTER:  # type: ignore[attr-defined]  # a key
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)
            return True
        return super().eventFilter(editor, event)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what stands in the cell, all of it marked: typing replaces it."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell."""
        del index
        editor.setGeometry(option.rect.adjusted(1, 3, -1, -4))
