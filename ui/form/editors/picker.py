"""The line in which somebody is looked for in a register: by name, pinyin or the end of a telephone number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from danyang_desktop.declare.kinds import Choice, Choices
from ui import icons, metrics, shown

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.theme import Theme

RECORD = Qt.ItemDataRole.UserRole
TAG = Qt.ItemDataRole.UserRole + 1
MORE = Qt.ItemDataRole.UserRole + 2
_FACTS_SHOWN = 3
_LEAST_WIDTH = 420
_TYPED_MOST = 500
"""Letters: room for a dozen names; a pasted page would be looked for at every key."""

Index = QModelIndex | QPersistentModelIndex


def describe(register: Ledger[Any], record: Any) -> tuple[str, str]:
    """Return what tells two people of one name apart: the first class (低保户), and some facts (五组 · 138****6021)."""
    tag, facts = "", []
    for col in register.table:
        if col.field == register.name_of:
            continue
        text = shown.cell_text(register, record, col, short_date=False)
        if text and not tag and isinstance(register.kinds[col.field], Choice | Choices):
            tag = text
        elif text:
            facts.append(text)
    return tag, " · ".join(facts[:_FACTS_SHOWN])


class _PickDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are 52 px high: they can be hit."""
        del option, index
        return QSize(1, self._theme.px(metrics.PICK_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one person, or the last line that adds somebody."""
        px, colour = self._theme.px, self._theme.colour
        box = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("primary_tint"))
            painter.fillRect(QRectF(box.left(), box.top(), metrics.SELECT_BAR, box.height()), colour("primary"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        if index.data(RECORD) is None:
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), colour("border"))
            side = px(metrics.ICON)
            icons.draw(
                painter, "plus", colour("primary"), QRectF(box.left() + px(14), box.center().y() - side / 2, side, side)
            )
            painter.setFont(self._theme.font(16))
            painter.setPen(colour("primary"))
            painter.drawText(box.adjusted(px(42), 0, 0, 0), middle, str(index.data()))
        else:
            self._paint_record(painter, box.adjusted(px(14), 0, -px(14), 0), index)
        painter.restore()

    def _paint_record(self, painter: QPainter, box: QRectF, index: Index) -> None:
        px, colour = self._theme.px, self._theme.colour
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(self._theme.font(16, bold=True))
        painter.setPen(colour("text"))
        painter.drawText(box, middle, str(index.data()))
        left = box.left() + max(px(88), painter.fontMetrics().horizontalAdvance(str(index.data())) + px(16))
        painter.setFont(self._theme.font(15))
        if tag := str(index.data(TAG) or ""):
            width = painter.fontMetrics().horizontalAdvance(tag) + px(16)
            height = px(metrics.TAG_HEIGHT)
            spot = QRectF(left, box.center().y() - height / 2, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("quiet"))
            painter.drawRoundedRect(spot, 5, 5)
            painter.setPen(colour("text2"))
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), tag)
            left += width + px(12)
        painter.setPen(colour("text2"))
        rest = QRectF(left, box.top(), box.right() - left, box.height())
        text = QFontMetrics(painter.font()).elidedText(
            str(index.data(MORE) or ""), Qt.TextElideMode.ElideRight, round(rest.width())
        )
        painter.drawText(rest, middle, text)


class PickLine(QLineEdit):
    """Suggests while one types. `picked` carries a record, `new_wanted` the name that is in no register.

    adds  False where nobody can be added to the register from here
    """

    picked = Signal(object)
    new_wanted = Signal(str)
    emptied = Signal()

    def __init__(self, register: Ledger[Any], desk: Desk, *, adds: bool = True) -> None:
        super().__init__()
        self._register = register
        self._adds = adds
        self._desk = desk
        self._items = QStandardItemModel(self)
        self._popup = QListView()
        self._popup.setObjectName("suggestions")
        self._popup.setAccessibleName(f"{register.title}里找到的")
        self._popup.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer = QCompleter(self._items, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(metrics.PICK_ROWS_SHOWN)
        self._completer.setWrapAround(False)  # ↓ on the last one would let go of it, and Enter would take nobody
        self._completer.setPopup(self._popup)
        self._popup.setItemDelegate(_PickDelegate(desk.theme, self._popup))  # after setPopup, which brings its own
        self._popup.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._taken)  # type: ignore[index]  # the stubs know one overload
        self.textEdited.connect(self._typed)
        self.setPlaceholderText(shown.found_by(register))
        self.setMaxLength(_TYPED_MOST)

    def _typed(self, text: str) -> None:
        if text.strip():
            self.suggest()
        else:
            self._popup.hide()
            self.emptied.emit()

    def suggest(self) -> None:
        """Show whom the text may mean."""
        text = self.text().strip()
        self._items.clear()
        for record in self._best_first(text):
            item = QStandardItem(self._register.name_of_record(record))
            tag, more = describe(self._register, record)
            item.setData(record, RECORD)
            item.setData(tag, TAG)
            item.setData(more, MORE)
            item.setData(f"{item.text()}，{tag}，{more}", Qt.ItemDataRole.AccessibleTextRole)
            self._items.appendRow(item)
        if self._adds:
            last = QStandardItem(f"名册里没有？新增一{self._register.unit}" + (f"：{text}" if text else ""))
            self._items.appendRow(last)
        where = self.rect()
        where.setWidth(max(where.width(), self._desk.theme.px(_LEAST_WIDTH)))
        self._completer.complete(where)
        found = (
            self._items.rowCount() > self._adds
        )  # nobody found: Enter keeps the name as it is, ↓ Enter adds somebody
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0) if found else QModelIndex())

    def _best_first(self, text: str) -> list[Any]:
        """Return what was found, those whose name begins with the letters before those whose address has them."""
        from danyang_desktop.base.chinese.pinyin import search_keys

        def rank(record: Any) -> int:
            name = self._register.name_of_record(record)
            keys = (name, *search_keys(name))
            return 0 if any(key.startswith(text.lower()) for key in keys) else 1 if text in name else 2

        found = self._desk.workspace.suggest(self._register, text)
        return sorted(found, key=rank) if text else found

    def exactly(self, name: str) -> list[Any]:
        """Return the records that bear exactly this name."""
        found = self._desk.workspace.suggest(self._register, name)
        return [record for record in found if self._register.name_of_record(record) == name]

    def _taken(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if not self._popup.selectionModel().isSelected(index):
            return
        if record is None:
            self.new_wanted.emit(self.text().strip())
        else:
            self.picked.emit(record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ opens the list."""
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self.suggest()
        else:
            super().keyPressEvent(event)
