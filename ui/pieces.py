"""The small parts pages are put together from: buttons, labels, cards, lines, key caps."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui import metrics

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QLayout

    from ui.theme import Theme

B = TypeVar("B", bound=QBoxLayout)
_RING_AT, _RING, _RING_ROUND = 4, 2, 3
"""The white ring on a filled button that has the focus: px from its edge, its width, its corners."""
_NOT_ENTER = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""Enter with one of these means something else: the field before, the next step."""


class Button(QPushButton):
    """A button that Enter presses as Space does, but in a dialog that means something else by Enter.

    A filled one draws its own ring when it has the focus: a style sheet's outline runs along the words and cuts them.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring inside the edge, around the words."""
        super().paintEvent(event)
        if self.hasFocus() and self.property("kind") == "primary":
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(Qt.GlobalColor.white, _RING))
            inset = _RING_AT + _RING / 2
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RING_ROUND, _RING_ROUND
            )
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter too; a key that repeats itself presses once."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _NOT_ENTER
        if enter and not self._is_the_dialogs():
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def _is_the_dialogs(self) -> bool:
        """Tell whether Enter is the dialog's to answer: it says so itself, or has a button that Enter means."""
        window = self.window()
        if not isinstance(window, QDialog) or self.property("kind") == "primary":
            return False
        says = type(window).keyPressEvent is not QDialog.keyPressEvent
        return says or any(one.isDefault() for one in window.findChildren(QPushButton))


def button(
    theme: Theme, text: str, name: str, *, icon: str = "", kind: str = "", rank: str = "", says: str = ""
) -> Button:
    """Return a push button. `kind`: primary, danger, link, icon or plain; `says` is its name for screen readers."""
    made = Button(text)
    made.setObjectName(name)
    made.setAccessibleName(says or text)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if kind:
        made.setProperty("kind", kind)
    if rank:
        made.setProperty("rank", rank)
    if icon:
        colour = {"primary": "white", "link": "primary", "danger": "cinnabar"}.get(kind, "text")
        made.setIcon(theme.icon(icon, colour))
        made.setIconSize(QSize(theme.px(metrics.ICON), theme.px(metrics.ICON)))
        made.setText(f" {text}" if text else "")
    return made


def number_box(theme: Theme, name: str, least: int, most: int) -> QSpinBox:
    """Return a box for a small whole number; it tells of what was typed when the hand goes on."""
    made = QSpinBox()
    made.setObjectName(name)
    made.setRange(least, most)
    made.setKeyboardTracking(False)
    made.lineEdit().setTextMargins(theme.px(metrics.SMALL), 0, 0, 0)
    return made


def label(text: str, role: str = "", *, name: str = "", wrap: bool = False, selectable: bool = False) -> QLabel:
    """Return a label of plain text in one of the roles of style.qss."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        made.setObjectName(name)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def card(name: str = "", parent: QWidget | None = None) -> QFrame:
    """Return a white card with a hairline."""
    made = QFrame(parent)
    made.setProperty("card", True)
    if name:
        made.setObjectName(name)
    return made


def line(*, strong: bool = False) -> QFrame:
    """Return a hairline; `strong` ones stand out on the grey of the side list."""
    made = QFrame()
    made.setProperty("line", "strong" if strong else "true")
    return made


def picture(theme: Theme, icon: str, colour: str = "text2", size: int = metrics.ICON) -> QLabel:
    """Return an icon that stands by itself beside a word."""
    made = QLabel()
    set_picture(made, theme, icon, colour, size)
    made.setFixedSize(theme.px(size), theme.px(size))
    return made


def set_picture(label: QLabel, theme: Theme, icon: str, colour: str = "text2", size: int = metrics.ICON) -> None:
    """Show another icon in a label that `picture` made."""
    label.setPixmap(theme.icon(icon, colour, size).pixmap(QSize(theme.px(size), theme.px(size))))


def key_cap(text: str) -> QLabel:
    """Return the picture of a key."""
    made = label(text, "key")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def column(
    owner: QWidget | None = None, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0
) -> QVBoxLayout:
    """Return a vertical layout; margins left, top, right, bottom."""
    made = QVBoxLayout(owner) if owner is not None else QVBoxLayout()
    return _spaced(made, margins, gap)


def row(
    owner: QWidget | None = None, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0
) -> QHBoxLayout:
    """Return a horizontal layout; margins left, top, right, bottom."""
    made = QHBoxLayout(owner) if owner is not None else QHBoxLayout()
    return _spaced(made, margins, gap)


def _spaced(made: B, margins: tuple[int, int, int, int], gap: int) -> B:
    made.setContentsMargins(*margins)
    made.setSpacing(gap)
    return made


def scrolled(inside: QWidget) -> QScrollArea:
    """Return what is inside so that it scrolls up and down where there is no room; it is never squeezed."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inside)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let go of it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()  # or Qt, which shows new children a moment later, would show it as a window of its own
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def set_state(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property that the style sheet looks at, and look again."""
    if (widget.property(name) or "") == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def on_keys(widget: QWidget, *pairs: tuple[str, Callable[[], Any]]) -> None:
    """Let keys do something while the focus is in a widget or below it."""
    for keys, does in pairs:
        made = QShortcut(QKeySequence(keys), widget)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(does)
