"""The pages, small, one below the other: 74 px on the longer side, each with its number and what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import metrics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QResizeEvent

    from ui.printing.session import Session
    from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_CAPTION = 24
_SHAPE = 1.4142


class Thumb:
    """A page: its caption, whether it lies across, and how wide its picture is."""

    def __init__(self, caption: str, says: str, *, wide: bool) -> None:
        self.caption = caption
        self.says = says
        self.wide = wide

    def size(self, longer: int) -> QSize:
        """Return the size of the small page."""
        shorter = round(longer / _SHAPE)
        return QSize(longer, shorter) if self.wide else QSize(shorter, longer)


class ThumbModel(QAbstractListModel):
    """Knows captions; asks the session for pictures."""

    def __init__(self, session: Session, longer: int) -> None:
        super().__init__()
        self._session = session
        self.longer = longer
        self.thumbs: list[Thumb] = []

    def fill(self, thumbs: Sequence[Thumb]) -> None:
        """Show other pages."""
        self.beginResetModel()
        self.thumbs = list(thumbs)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many pages there are."""
        return 0 if parent.isValid() else len(self.thumbs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the caption, or what a screen reader says."""
        thumb = self.thumbs[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return thumb.caption
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return thumb.says
        return None

    def wish(self, row: int) -> tuple[int, int]:
        """Return page and width of the picture of a row."""
        return row + 1, self.thumbs[row].size(self.longer).width()

    def picture(self, row: int) -> QImage | None:
        """Return the picture of a row, if it was drawn."""
        return self._session.picture(*self.wish(row))


class _ThumbDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: ThumbModel, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room of the page with its caption."""
        del option
        px = self._theme.px
        high = self._model.thumbs[index.row()].size(px(metrics.THUMB_PAGE)).height()
        return QSize(px(metrics.THUMB_PAGE), high + px(_CAPTION) + px(metrics.SMALL))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the page with its frame and caption."""
        theme, thumb = self._theme, self._model.thumbs[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        size = thumb.size(theme.px(metrics.THUMB_PAGE))
        box = QRectF(option.rect)
        page = QRectF(
            box.center().x() - size.width() / 2, box.top() + theme.px(metrics.HAIR), size.width(), size.height()
        )
        painter.save()
        painter.fillRect(page, theme.colour("surface"))
        picture = self._model.picture(index.row())
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, picture)
        pen = QPen(theme.colour("primary" if chosen else "control"), 3 if chosen else 1)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(page)
        painter.setFont(theme.font(15, bold=chosen))
        painter.setPen(theme.colour("primary" if chosen else "text2"))
        words = QRectF(box.left(), page.bottom() + 2, box.width(), theme.px(_CAPTION))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), thumb.caption)
        painter.restore()


class ThumbList(QListView):
    """↑ ↓ chooses a page. Only what is seen is drawn.

    chosen  a page (from 1);  seen  what stands in the window, for whoever wants its pictures
    """

    chosen = Signal(int)
    seen = Signal()

    def __init__(self, theme: Theme, session: Session) -> None:
        super().__init__()
        self.setObjectName("previewThumbs")
        self.setAccessibleName("页面")
        self.setFixedWidth(theme.px(metrics.THUMB_LIST))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.pages = ThumbModel(session, theme.px(metrics.THUMB_PAGE))
        self.setModel(self.pages)
        self.setItemDelegate(_ThumbDelegate(theme, self.pages, self))
        self.selectionModel().currentChanged.connect(self._changed)
        self.verticalScrollBar().valueChanged.connect(self.seen)

    def _changed(self, now: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(now.row() + 1)

    def choose(self, number: int) -> None:
        """Choose a page (from 1)."""
        self.setCurrentIndex(self.pages.index(number - 1, 0))

    def rows_seen(self) -> range:
        """Return the rows that stand in the window now."""
        if not self.pages.thumbs:
            return range(0)
        first = max(0, self.indexAt(self.viewport().rect().topLeft()).row())
        view = self.viewport().rect()
        last = first
        while (
            last + 1 < len(self.pages.thumbs) and self.visualRect(self.pages.index(last + 1, 0)).top() < view.bottom()
        ):
            last += 1
        return range(first, last + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that more may be seen."""
        super().resizeEvent(event)
        self.seen.emit()
