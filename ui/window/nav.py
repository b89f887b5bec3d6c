"""The side list: sections, lines with icons, badges, and a foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import icons, metrics, pieces
from ui.seal import Seal

if TYPE_CHECKING:
    from ui.theme import Theme
    from ui.window.entries import Entry

KEY = Qt.ItemDataRole.UserRole
ICON = Qt.ItemDataRole.UserRole + 1
BADGE = Qt.ItemDataRole.UserRole + 2

AnyIndex = QModelIndex | QPersistentModelIndex


class NavDelegate(QStyledItemDelegate):
    """Paints a section's name, or a line with its icon, word and badge."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Lines are 44 px, sections 35 px high."""
        del option
        return QSize(1, self._theme.px(metrics.NAV_STEP if index.data(KEY) else metrics.NAV_SECTION))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one line."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if index.data(KEY):
            self._paint_line(painter, box, option, index)
        else:
            painter.setFont(self._theme.font(14))
            painter.setPen(self._theme.colour("text2"))
            left = box.adjusted(self._theme.px(20), self._theme.px(4), 0, 0)
            painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        painter.restore()

    def _paint_line(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        px, colour = self._theme.px, self._theme.colour
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        body = box.adjusted(px(10), 1, -px(10), -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(colour("surface"))
            painter.drawRoundedRect(body, 6, 6)
            painter.setBrush(colour("primary"))
            painter.drawRoundedRect(
                QRectF(body.left(), body.top() + body.height() * 0.25, 3, body.height() * 0.5), 1.5, 1.5
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colour("border"))
            painter.drawRoundedRect(body, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colour("primary"))
            painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), 6, 6)
        side = px(metrics.ICON)
        mark = QRectF(body.left() + px(10), body.center().y() - side / 2, side, side)
        icons.draw(painter, str(index.data(ICON)), colour("primary" if chosen else "text2"), mark)
        painter.setFont(self._theme.font(16, bold=chosen))
        painter.setPen(colour("primary" if chosen else "text"))
        painter.drawText(body.adjusted(px(40), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        if badge := index.data(BADGE):
            self._paint_badge(painter, body, str(badge))

    def _paint_badge(self, painter: QPainter, body: QRectF, badge: str) -> None:
        px, colour = self._theme.px, self._theme.colour
        painter.setFont(self._theme.font(14, bold=True))
        width = max(px(metrics.BADGE), painter.fontMetrics().horizontalAdvance(badge) + px(12))
        height = px(metrics.BADGE)
        spot = QRectF(body.right() - px(10) - width, body.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("badge"))
        painter.drawRoundedRect(spot, height / 2, height / 2)
        painter.setPen(colour("badge_text"))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, badge)


class _NavList(QListView):
    def __init__(self, theme: Theme, name: str, says: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setItemDelegate(NavDelegate(theme, self))
        self.setModel(QStandardItemModel(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)

    def items(self) -> QStandardItemModel:
        """Return the model."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)  # noqa: S101 - set in the constructor; tells the type checker
        return model


class Nav(QWidget):
    """The side list with the branch's name on top. `chosen` carries the key of an entry."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, branch: str, town: str, entries: list[Entry]) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(metrics.NAV_WIDTH + round((theme.factor - 1) * metrics.NAV_GROWS))
        self._theme = theme
        lay = pieces.column(self)
        lay.addLayout(self._brand(branch, town))
        self._list = _NavList(theme, "navList", "左边栏目")
        self._foot = _NavList(theme, "navFoot", "设置和锁定")
        self._where: dict[str, tuple[_NavList, QStandardItem]] = {}
        section = ""
        for entry in entries:
            if entry.section and entry.section != section:
                section = entry.section
                self._list.items().appendRow(self._section(section))
            self._add(self._foot if entry.foot else self._list, entry)
        feet = sum(entry.foot for entry in entries)
        self._foot.setFixedHeight(theme.px(metrics.NAV_STEP) * feet)
        self._foot.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lay.addWidget(self._list, 1)
        lay.addWidget(self._foot)
        lay.addSpacing(metrics.SMALL)
        for one in (self._list, self._foot):
            one.clicked.connect(self._pressed)
            one.activated.connect(self._pressed)

    def _brand(self, branch: str, town: str) -> QHBoxLayout:
        top = pieces.row(margins=(metrics.PAD, metrics.PAD, metrics.SMALL, metrics.SMALL), gap=10)
        top.addWidget(Seal(self._theme.px(34)))
        words = pieces.column(gap=0)
        words.addWidget(pieces.label(branch, name="branchName"))
        words.addWidget(pieces.label(town, name="branchTown"))
        top.addLayout(words, 1)
        return top

    def _section(self, text: str) -> QStandardItem:
        item = QStandardItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _add(self, where: _NavList, entry: Entry) -> None:
        item = QStandardItem(entry.title)
        item.setData(entry.key, KEY)
        item.setData(entry.icon, ICON)
        item.setData(entry.title, Qt.ItemDataRole.AccessibleTextRole)
        item.setEditable(False)
        where.items().appendRow(item)
        self._where[entry.key] = (where, item)

    def _pressed(self, index: QModelIndex) -> None:
        if key := index.data(KEY):
            self.chosen.emit(key)

    def show_chosen(self, key: str) -> None:
        """Mark the entry whose page is shown."""
        for one in (self._list, self._foot):
            one.clearSelection()
        where, item = self._where[key]
        where.setCurrentIndex(item.index())

    def set_badge(self, key: str, badge: str, says: str) -> None:
        """Put a figure beside an entry ("" = none); `says` is read out, e.g. 3 户超期."""
        _, item = self._where[key]
        item.setData(badge, BADGE)
        item.setData(f"{item.text()}，{says}" if badge else item.text(), Qt.ItemDataRole.AccessibleTextRole)
