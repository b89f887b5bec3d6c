"""What every editor is: it shows a value, reads what a hand did, and says when it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget

from ui import pieces

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk
    from ui.form.editors.options import Options

State = Literal["", "error", "warn"]
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CELL_KEYS = (*_KEYS, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class Editor(QWidget):
    """Shows and reads one field.

    edited       a hand changed it;  left  the focus went elsewhere
    next_wanted  Enter: the next field, please;  back_wanted  Shift+Enter: the one before
    out_wanted   Ctrl+Enter in the cell of a table: the field after the table
    new_wanted   a register and a name: somebody is to be added to the register and then taken here
    """

    edited = Signal()
    left = Signal()
    next_wanted = Signal()
    back_wanted = Signal()
    out_wanted = Signal()
    new_wanted = Signal(object, str)

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__()
        self.kind = kind
        self.desk = desk
        self.compact = compact
        self.lay = pieces.column(self)
        self._watched: list[QWidget] = []
        self._composing = False

    def value(self) -> Any:
        """Return what stands there; raises UserError with a sentence if it cannot be read."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value of the record."""
        raise NotImplementedError

    def draft(self) -> Any:
        """Return what stands there as JSON, readable or not, for the draft."""
        return self.kind.to_json(self.value())

    def restore(self, draft: Any) -> None:
        """Show what `draft` returned earlier."""
        self.set_value(self.kind.from_json(draft))

    def watch(self, widget: QWidget, *, name: bool = True) -> None:
        """Treat `widget` as the place where this field is typed: its name, its focus, its Enter key."""
        widget.installEventFilter(self)
        if isinstance(widget, QComboBox):
            widget.view().setAccessibleName(self.kind.label)
        if self.compact:
            widget.setProperty("cell", True)
        if name:
            widget.setObjectName(self.kind.name)
            says = f"{self.kind.label}，必填" if self.kind.required else self.kind.label
            widget.setAccessibleName(says)
        if not self._watched:
            self.setFocusProxy(widget)
        self._watched.append(widget)

    def show_options(self, options: Options) -> None:
        """Let the field be answered by buttons: one of them bears its name, each says what it belongs to."""
        options.picked.connect(self._picked)
        self.lay.addWidget(options)
        for number, one in enumerate(options.buttons):
            self.watch(one, name=number == 0)
            one.setAccessibleName(f"{self.kind.label}：{one.property('option')}")

    def _picked(self) -> None:
        self.edited.emit()

    def set_state(self, state: State, sentence: str = "") -> None:
        """Show that something is wrong (error) or odd (warn); the sentence is read out with the field."""
        for widget in self._watched:
            pieces.set_state(widget, "state", state)
            widget.setAccessibleDescription(sentence)

    def set_required(self, required: bool) -> None:  # noqa: FBT001 - one fact, one argument
        """Let the name that is read out say whether the field must be filled."""
        says = f"{self.kind.label}，必填" if required else self.kind.label
        if self._watched:
            self._watched[0].setAccessibleName(says)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn Enter into the next field, and tell when the focus leaves."""
        kind = event.type()  # asked once: a form that is opened hears some five hundred events
        if kind == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
                self.was_left()
        elif kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif (
            kind == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and (self._turns(event) or self._tabs(watched, event))
        ):
            return True
        return super().eventFilter(watched, event)

    def _tabs(self, watched: QObject, event: QKeyEvent) -> bool:
        """Let Tab go on as Qt has it; where Qt stays on the spot, as before an empty table, go to the next field."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or not plain:
            return False
        if not isinstance(watched, QWidget) or isinstance(watched, QAbstractItemView):
            return False  # a table has Tab for its cells
        if not watched.hasFocus() or QApplication.activePopupWidget() is not None:
            return False
        ahead = event.key() == Qt.Key.Key_Tab
        watched.focusNextPrevChild(ahead)
        if watched.hasFocus():
            (self.next_wanted if ahead else self.back_wanted).emit()
        return True

    def begin(self) -> None:
        """Take the focus, where typing begins."""
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def was_left(self) -> None:
        """Tidy what stands there, and tell."""
        self.left.emit()

    def _turns(self, event: QKeyEvent) -> bool:
        """Go on or back for Enter, and in the cell of a table for Tab too."""
        keys = _CELL_KEYS if self.compact else _KEYS
        if event.key() not in keys:
            return False
        if self._composing:
            return True  # it was meant for the input method, and what is half composed must not be lost
        if event.key() == Qt.Key.Key_Backtab or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.back_wanted.emit()
            return True
        if self.compact and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.out_wanted.emit()
            return True
        if event.key() == Qt.Key.Key_Tab or not self.takes_enter(event):
            self.next_wanted.emit()
            return True
        return False

    def takes_enter(self, event: QKeyEvent) -> bool:
        """Tell whether this editor needs the Enter key itself."""
        del event
        return False
