"""Room where there is little: what would be squeezed scrolls, and what stands side by side goes one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import metrics

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

_LARGEST = 16_777_215
"""Qt's QWIDGETSIZE_MAX."""


class Roomy(QScrollArea):
    """Fills its place with what is inside; where that needs more, it scrolls and follows the focus.

    Nothing is ever squeezed: rows of controls keep their width, wrapped words the lines they need.
    """

    def __init__(self, inside: QWidget, name: str = "roomy") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._margins: tuple[int, int] | None = None
        self._inside = inside
        self._attends = False
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        inside.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is inside the room there is, or what it needs."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when what is inside needs more or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit what may have changed out of sight, and follow the focus from now on, by whatever it is moved."""
        super().showEvent(event)
        self._fit()
        handle = self.window().windowHandle()
        if handle is not None and not self._attends:
            self._attends = True
            handle.focusObjectChanged.connect(self._follow)

    def _follow(self, what: QObject | None) -> None:
        if isinstance(what, QWidget) and self.isVisible() and self._inside.isAncestorOf(what):
            self.ensureWidgetVisible(what, metrics.GAP, metrics.GAP)

    def _fit(self) -> None:
        view = self.maximumViewportSize()
        self._yield_margins(view)
        need = self._need(view.width())
        bar = self.verticalScrollBar().sizeHint().width()
        if need.height() > view.height():
            need = self._need(view.width() - bar)
            view -= QSize(bar, 0)
        self._inside.resize(view.expandedTo(need))

    def _need(self, width: int) -> QSize:
        """Return what must be there at a width: wrapped words need more lines in a narrow place."""
        lay, least = self._inside.layout(), self._inside.minimumSizeHint().expandedTo(self._inside.minimumSize())
        width = max(width, least.width())
        if lay is not None and lay.hasHeightForWidth():
            return QSize(least.width(), max(self._inside.minimumHeight(), lay.minimumHeightForWidth(width)))
        return least

    def _yield_margins(self, view: QSize) -> None:
        lay = self._inside.layout()
        if lay is None:
            return
        if self._margins is None:
            self._margins = lay.contentsMargins().left(), lay.contentsMargins().top()
        if any(self._margins):
            across, down = self._margins
            across = across if view.width() >= metrics.CRAMPED[0] else across // 2
            down = down if view.height() >= metrics.CRAMPED[1] else down // 2
            if (lay.contentsMargins().left(), lay.contentsMargins().top()) != (across, down):
                lay.setContentsMargins(across, down, across, down)

    def minimumSizeHint(self) -> QSize:
        """Any size will do."""
        return QSize(1, 1)

    def sizeHint(self) -> QSize:
        """Return what is wanted inside."""
        return self._inside.sizeHint()


def body_in(lay: QBoxLayout, *, above: int = metrics.PAD, gap: int = metrics.GAP) -> QVBoxLayout:
    """Put a page's body below its head, and return its column; `above` px are left free above and below it."""
    inside = QWidget()
    inside.setObjectName("scrolled")
    body = QVBoxLayout(inside)
    body.setContentsMargins(metrics.MARGIN, above, metrics.MARGIN, above)
    body.setSpacing(gap)
    lay.addWidget(Roomy(inside), 1)
    return body


class Turning(QWidget):
    """Widgets in a row; where the row has no room, one below the other."""

    def __init__(self, *, gap: int = metrics.PAD, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> None:
        """Make the row; `gap` and `margins` (left, top, right, bottom) in px."""
        super().__init__()
        self._lay = QHBoxLayout(self)
        self._lay.setContentsMargins(*margins)
        self._lay.setSpacing(gap)
        self._fixed: dict[QWidget, tuple[int, int]] = {}

    def add(self, widget: QWidget, *, grows: int = 0, width: int = 0, height: int = 0) -> None:
        """Put a widget at the end; it takes `grows` parts of what is left.

        It is `width` px wide in the row, and at least `height` px high in the column (0 = free).
        """
        self._fixed[widget] = (width, height)
        if width:
            widget.setFixedWidth(width)
        self._lay.addWidget(widget, grows)

    @property
    def turned(self) -> bool:
        """Tell whether the widgets stand one below the other."""
        return self._lay.direction() == QBoxLayout.Direction.TopToBottom

    def _seen(self) -> list[QWidget]:
        return [one for one in self._fixed if not one.isHidden()]

    def add_space(self) -> None:
        """Let what comes next stand at the right end of the row."""
        self._lay.addStretch(1)

    def _least(self, widget: QWidget) -> int:
        width, _ = self._fixed[widget]
        if isinstance(widget, Turning):
            return widget.row_width
        return width or max(widget.minimumSizeHint().width(), widget.minimumWidth())

    @property
    def row_width(self) -> int:
        """The width in px below which the row turns."""
        seen, margins = self._seen(), self._lay.contentsMargins()
        gaps = self._lay.spacing() * max(0, len(seen) - 1)
        return sum(map(self._least, seen)) + gaps + margins.left() + margins.right()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where there is no room for the row, and back."""
        super().resizeEvent(event)
        self.settle()

    def settle(self) -> None:
        """Turn where there is no room for the row, and back: also when other widgets are seen than before."""
        turn = self.width() < self.row_width
        if turn != self.turned:
            self._turn(turn=turn)

    def _turn(self, *, turn: bool) -> None:
        self._lay.setDirection(QBoxLayout.Direction.TopToBottom if turn else QBoxLayout.Direction.LeftToRight)
        for widget, (width, height) in self._fixed.items():
            if width:
                widget.setMinimumWidth(0 if turn else width)
                widget.setMaximumWidth(_LARGEST if turn else width)
            if height:
                widget.setMinimumHeight(height if turn else 0)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest: the row turns into a column."""
        seen = self._seen()
        wide = max((one.minimumSizeHint().width() for one in seen), default=0)
        margins = self._lay.contentsMargins()
        return QSize(wide + margins.left() + margins.right(), self._lay.minimumSize().height())


class RoomyDialog(QDialog):
    """A dialog that is as large as it was drawn, and never larger than the window it lies over: then it scrolls.

    Put the parts on `sheet`; it grows when they need more.
    """

    def __init__(self, parent: QWidget, width: int, height: int = 0) -> None:
        """Make it `width` px wide and `height` px high (0 = as high as the parts need)."""
        super().__init__(parent)
        self.sheet = QWidget()
        self.sheet.setObjectName("scrolled")
        self._drawn = QSize(width, height)
        lay = QHBoxLayout(self)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.addWidget(Roomy(self.sheet))
        self.sheet.installEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room that is wanted and there."""
        self._grow()
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow when a sentence comes up."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.sheet:
            self._grow()
        return super().eventFilter(watched, event)

    def _grow(self) -> None:
        parts, over = self.sheet.layout(), self.parentWidget()
        if parts is None or over is None:
            return
        room = over.window().size()
        width = min(max(self._drawn.width(), parts.totalMinimumSize().width()), room.width())
        need = parts.totalHeightForWidth(width) if parts.hasHeightForWidth() else parts.totalSizeHint().height()
        size = QSize(width, min(max(self._drawn.height(), need), room.height()))
        if self.size().expandedTo(size) != self.size():
            self.resize(self.size().expandedTo(size) if self.isVisible() else size)


def within(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog whose parts scroll by themselves its size, as far as the window it lies over has room."""
    over = dialog.parentWidget()
    dialog.resize(QSize(width, height).boundedTo(over.window().size()) if over is not None else QSize(width, height))
