"""The side list: sections, lines with icons, badges, and a foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import icons, metrics, pieces
from ui.seal import Seal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent

    from ui.theme import Theme
    from ui.window.entries import Entry

KEY = Qt.ItemDataRole.UserRole
ICON = Qt.ItemDataRole.UserRole + 1
BADGE = Qt.ItemDataRole.UserRole + 2

_CLOSEST = 0.72
"""So close lines may move together; below that the list scrolls."""

_LOW = 450
"""In a window lower than this the branch's name makes room for the lines."""

AnyIndex = QModelIndex | QPersistentModelIndex


class NavDelegate(QStyledItemDelegate):
    """Paints a section's name, or a line with its icon, word and badge."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.closeness = 1.0
        self.narrow = False
        self.step = metrics.NAV_NARROW_STEP

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return 42 px for a line and 33 px for a section, less where the list is long; a narrow list has no sections.

        `closeness` is what is left of these heights so that all lines are seen at once.
        """
        del option
        if self.narrow:
            return QSize(1, self._theme.px(self.step) if index.data(KEY) else 0)
        length = metrics.NAV_STEP if index.data(KEY) else metrics.NAV_SECTION
        return QSize(1, round(self._theme.px(length) * self.closeness))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one line."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if index.data(KEY):
            self._paint_line(painter, box, option, index)
        elif not self.narrow:
            painter.setFont(self._theme.font(14))
            painter.setPen(self._theme.colour("text2"))
            left = box.adjusted(self._theme.px(20), self._theme.px(4), 0, 0)
            painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        painter.restore()

    def _paint_line(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        px, colour = self._theme.px, self._theme.colour
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        beside = px(2 if self.narrow else 10)  # five characters under an icon are as wide as the list
        body = box.adjusted(beside, 1, -beside, -1)
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
        if self.narrow:
            self._paint_narrow(painter, body, index, chosen=chosen)
            return
        side = px(metrics.ICON)
        mark = QRectF(body.left() + px(10), body.center().y() - side / 2, side, side)
        icons.draw(painter, str(index.data(ICON)), colour("primary" if chosen else "text2"), mark)
        painter.setFont(self._theme.font(16, bold=chosen))
        painter.setPen(colour("primary" if chosen else "text"))
        painter.drawText(body.adjusted(px(40), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        if badge := index.data(BADGE):
            words = px(40) + painter.fontMetrics().horizontalAdvance(str(index.data()))
            self._paint_badge(painter, body, str(badge), words)

    def _paint_narrow(self, painter: QPainter, body: QRectF, index: AnyIndex, *, chosen: bool) -> None:
        """Paint the icon with its word below, the badge at its shoulder."""
        px, colour = self._theme.px, self._theme.colour
        side = px(metrics.ICON)
        mark = QRectF(body.center().x() - side / 2, body.top() + px(5), side, side)
        icons.draw(painter, str(index.data(ICON)), colour("primary" if chosen else "text2"), mark)
        painter.setFont(self._theme.font(14, bold=chosen))
        painter.setPen(colour("primary" if chosen else "text"))
        below = QRectF(body.left() - px(8), mark.bottom(), body.width() + px(16), body.bottom() - mark.bottom())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        if badge := index.data(BADGE):
            over = QRectF(mark.right() - px(8), body.top(), px(44), px(metrics.BADGE))
            self._paint_badge(painter, over, str(badge))

    def _paint_badge(self, painter: QPainter, body: QRectF, badge: str, words: float = 0) -> None:
        """Paint a badge at the right; further to the edge where the `words` beside it (px) come too near."""
        px, colour = self._theme.px, self._theme.colour
        painter.setFont(self._theme.font(14, bold=True))
        width = max(px(metrics.BADGE), painter.fontMetrics().horizontalAdvance(badge) + px(12))
        height = px(metrics.BADGE)
        edge = min(px(10), max(0, body.width() - words - width - px(metrics.HAIR)))
        spot = QRectF(body.right() - edge - width, body.center().y() - height / 2, width, height)
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
        self.delegate = NavDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setModel(QStandardItemModel(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)

    def leave_right(self, width: int) -> None:
        """Leave as much free at the right as the bar of the list above takes: the icons stand below one another."""
        self.setViewportMargins(0, 0, width, 0)

    def items(self) -> QStandardItemModel:
        """Return the model."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)  # noqa: S101 - set in the constructor; tells the type checker
        return model


class Nav(QWidget):
    """The side list with the branch's name on top. `chosen` carries the key of an entry."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, branch: str, town: str, entries: Mapping[str, Entry]) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(metrics.NAV_WIDTH + round((theme.factor - 1) * metrics.NAV_GROWS))
        self._theme = theme
        lay = pieces.column(self)
        self._top = QWidget()
        self._brand(self._top, branch, town)
        lay.addWidget(self._top)
        self._list = _NavList(theme, "navList", "左边栏目")
        self._foot = _NavList(theme, "navFoot", "设置和锁定")
        self._where: dict[str, tuple[_NavList, QStandardItem]] = {}
        section = ""
        for entry in entries.values():
            if entry.section and entry.section != section:
                section = entry.section
                self._list.items().appendRow(self._section(section))
            self._add(self._foot if entry.foot else self._list, entry)
        self._foot.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lay.addWidget(self._list, 1)
        lay.addWidget(self._foot)
        lay.addSpacing(metrics.SMALL)
        self.setFocusProxy(self._list)
        for one in (self._list, self._foot):
            one.clicked.connect(self._pressed)
            one.activated.connect(self._pressed)

    def _brand(self, owner: QWidget, branch: str, town: str) -> None:
        top = pieces.row(owner, margins=(metrics.PAD, metrics.PAD, metrics.SMALL, metrics.SMALL), gap=10)
        top.addWidget(Seal(self._theme.px(34)))
        self._words = QWidget()
        words = pieces.column(self._words, gap=0)
        words.addWidget(pieces.label(branch, name="branchName", wrap=True))
        words.addWidget(pieces.label(town, name="branchTown"))
        top.addWidget(self._words, 1)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons with small words below, or lines with their words beside."""
        width = metrics.NAV_WIDTH + round((self._theme.factor - 1) * metrics.NAV_GROWS)
        self.setFixedWidth(self._theme.px(metrics.NAV_NARROW) if narrow else width)
        self._words.setVisible(not narrow)
        for one in (self._list, self._foot):
            one.delegate.narrow = narrow
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the lines together when they would not all be seen."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px, narrow, low = self._theme.px, self._list.delegate.narrow, self.height() < self._theme.px(_LOW)
        narrow_step = metrics.NAV_LOW_STEP if low else metrics.NAV_NARROW_STEP
        step = px(narrow_step if narrow else metrics.NAV_STEP)
        rows = [self._list.items().item(row) for row in range(self._list.items().rowCount())]
        feet = self._foot.items().rowCount()
        lines = sum(bool(row.data(KEY)) for row in rows) + feet
        wanted = lines * px(metrics.NAV_STEP) + (len(rows) + feet - lines) * px(metrics.NAV_SECTION)
        self._top.setVisible(not low)
        brand = max(px(metrics.NAV_BRAND), self._top.heightForWidth(self.width()))
        room = self.height() - brand - metrics.SMALL
        closeness = 1.0 if narrow else min(1.0, max(_CLOSEST, room / max(wanted, 1)))
        for one in (self._list, self._foot):
            one.delegate.closeness = closeness
            one.delegate.step = narrow_step
            one.scheduleDelayedItemsLayout()
        self._foot.setFixedHeight(round(step * closeness) * feet)
        scrolls = narrow and lines * step > self.height() - metrics.SMALL
        self._foot.leave_right(self._list.verticalScrollBar().sizeHint().width() if scrolls else 0)

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
