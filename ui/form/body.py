"""The fields of a form, laid out from the ledger's form face; shows and hides them as the record is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QWidget

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import Choice
from ui import metrics, pieces
from ui.form.editors import editor_for
from ui.form.editors.choice import choices_of
from ui.form.field_cell import FieldCell
from ui.form.field_grid import FieldGrid, Group
from ui.form.room import Room, room_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLabel

    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.form.editors.editor import Editor, State


class FormBody(QWidget):
    """Groups of fields.

    edited(field)   a hand changed it;  left(field)  the focus left it;  ended  Enter in the last field
    new_wanted      register, name, field: somebody is to be added to a register for this field
    """

    edited = Signal(str)
    left = Signal(str)
    ended = Signal()
    new_wanted = Signal(object, str, str)

    def __init__(
        self,
        ledger: Ledger[Any],
        desk: Desk,
        groups: Mapping[str, Iterable[str]] | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("scrolled")
        self._ledger = ledger
        self._desk = desk
        self._groups = {title: tuple(names) for title, names in (groups or ledger.form).items()}
        self.cells: dict[str, FieldCell] = {}
        self._heads: dict[str, QWidget] = {}
        self._rooms: dict[str, Room] = {}
        self._hidden: set[str] = set()
        self._laid_out = False
        self._grown: Editor | None = None
        self._settle = QTimer(self, singleShot=True, interval=0)  # when the editor's own parts have told their sizes
        self._settle.timeout.connect(self._make_room)
        for title, names in self._groups.items():
            self._heads[title] = self._head(title)
            for name in names:
                self._add(name)
        self._grid = FieldGrid(self, desk.theme, self.cells)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look whether two fields have room on a line."""
        super().resizeEvent(event)
        if self._grid.fit(event.size().width()) and self._laid_out:
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest line of its own: two on a line give way."""
        least = super().minimumSizeHint()
        return QSize(min(least.width(), self._desk.theme.px(metrics.FORM_LEAST)), least.height())

    def _head(self, title: str) -> QWidget:
        head = QWidget(self)
        lay = pieces.row(head, margins=(0, metrics.GAP, 0, 0), gap=metrics.GAP)
        lay.addWidget(pieces.label(title, "group"))
        lay.addWidget(pieces.line(), 1)
        return head

    def _add(self, name: str) -> None:
        kind = self._ledger.kinds[name]
        editor = editor_for(kind, self._desk)
        editor.edited.connect(self._edited)
        editor.left.connect(self._left)
        editor.next_wanted.connect(self._go_on)
        editor.back_wanted.connect(self._go_back)
        editor.new_wanted.connect(self._ask_new)
        cell = FieldCell(editor, self._desk.theme)
        for widget in cell.widgets:
            widget.setParent(self)
        self.cells[name] = cell
        options = choices_of(kind, self._desk) if isinstance(kind, Choice) else ()
        subject = name == self._ledger.title_field and not self._ledger.is_register
        self._rooms[name] = "full" if subject else room_of(kind, options)

    def _arrange(self) -> None:
        """Lay out what is shown now: first when there is a record, which says what that is."""
        self._laid_out = True
        several = len(self._groups) > 1
        groups: list[Group] = []
        for title, names in self._groups.items():
            there = [(name, self._rooms[name]) for name in names if name not in self._hidden]
            self._heads[title].setVisible(several and bool(there))
            groups.append((self._heads[title] if several else None, there))
        self._grid.arrange(groups)
        for name, cell in self.cells.items():
            for widget in (cell.label, cell.editor):
                if widget.isHidden() != (name in self._hidden):
                    widget.setHidden(name in self._hidden)
            if name in self._hidden:
                cell.said.hide()

    # -- values -----------------------------------------------------------------------------------------------

    def show_record(self, record: Any) -> None:
        """Show a record's values."""
        self.follow(record)
        for name, cell in self.cells.items():
            cell.editor.set_value(getattr(record, name))
            self.say(name, "", "")

    def read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the values, and a sentence for each field that cannot be read (its value is then the empty one)."""
        values: dict[str, Any] = {}
        unread: dict[str, str] = {}
        for name, cell in self.cells.items():
            kind = self._ledger.kinds[name]
            try:
                values[name] = cell.editor.value()
            except UserError as error:
                values[name] = kind.empty
                if name not in self._hidden:
                    unread[name] = error.sentence
        return values, unread

    def follow(self, record: Any) -> None:
        """Show and ask for what this record needs now (shown_when, required_when)."""
        hidden = {
            name
            for name in self.cells
            if (when := self._ledger.kinds[name].shown_when) is not None and not when(record)
        }
        for name, cell in self.cells.items():
            kind = self._ledger.kinds[name]
            needed = kind.required or (kind.required_when is not None and kind.required_when(record))
            if needed != cell.required:
                cell.set_required(bool(needed))
        if hidden != self._hidden or not self._laid_out:
            self._hidden = hidden
            self._arrange()

    def draft(self) -> dict[str, Any]:
        """Return what stands in the fields, readable or not, as JSON."""
        return {name: cell.editor.draft() for name, cell in self.cells.items()}

    def restore(self, texts: Mapping[str, Any]) -> None:
        """Show a draft again; a field that the draft does not know, or knows in another shape, is left alone."""
        for name, cell in self.cells.items():
            if name in texts:
                try:
                    cell.editor.restore(texts[name])
                except (UserError, TypeError, ValueError):
                    continue

    # -- what is said -----------------------------------------------------------------------------------------

    def say(self, name: str, state: State, sentence: str) -> None:
        """Say something under a field."""
        cell = self.cells.get(name)
        if cell is None:
            return
        if cell.say(state, sentence) and name not in self._hidden:
            self._grid.say_again(name)

    def tell(self, name: str, errors: Mapping[str, str], warnings: Mapping[str, str]) -> None:
        """Say what was found about a field: an error before a warning, or nothing."""
        state: State = "error" if name in errors else "warn" if name in warnings else ""
        self.say(name, state, errors.get(name) or warnings.get(name, ""))

    def goto(self, name: str) -> None:
        """Put the cursor into a field."""
        cell = self.cells.get(name)
        if cell is not None and name not in self._hidden:
            cell.editor.begin()

    def start(self) -> None:
        """Put the cursor into the first empty field, or the first."""
        order = self._order()
        values, _ = self.read()
        empty = next((name for name in order if self._ledger.kinds[name].is_empty(values[name])), order[0])
        self.goto(empty)

    def beyond(self, by: int) -> str:
        """Return the first field of the next group (1) or the one before (-1), round the corner too."""
        there = [names for names in self._groups.values() if any(name not in self._hidden for name in names)]
        here = self._here()
        place = next((number for number, names in enumerate(there) if here in names), 0)
        return next(name for name in there[(place + by) % len(there)] if name not in self._hidden)

    def lacking(self) -> str:
        """Return the next field that must be filled and is empty, from where the focus is on, round the corner too.

        Returns "" if there is none.
        """
        order = self._order()
        here = order.index(name) if (name := self._here()) in order else -1
        values, unread = self.read()
        for name in [*order[here + 1 :], *order[: here + 1]]:
            if self.cells[name].required and name not in unread and self._ledger.kinds[name].is_empty(values[name]):
                return name
        return ""

    def _here(self) -> str:
        """Return the field that has the focus, or ""."""
        focus = self.focusWidget()
        return next((name for name, cell in self.cells.items() if focus and cell.editor.isAncestorOf(focus)), "")

    def _order(self) -> list[str]:
        return [name for names in self._groups.values() for name in names if name not in self._hidden]

    def _name_of(self, editor: Any) -> str:
        return next(name for name, cell in self.cells.items() if cell.editor is editor)

    def _edited(self) -> None:
        name = self._name_of(self.sender())
        self._grown = self.cells[name].editor
        self._settle.start()
        self.edited.emit(name)

    def _make_room(self) -> None:
        """Lay out anew what needs a line more than it was given, or one less: a tick makes an option wider."""
        editor = self._grown
        if editor is None or not editor.isVisible() or not editor.hasHeightForWidth():
            return
        if self._laid_out and editor.heightForWidth(editor.width()) != editor.height():
            self._arrange()

    def _left(self) -> None:
        self.left.emit(self._name_of(self.sender()))

    def _ask_new(self, register: Any, text: str) -> None:
        self.new_wanted.emit(register, text, self._name_of(self.sender()))

    def _go_on(self) -> None:
        self._step(1)

    def _go_back(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        order = self._order()
        place = order.index(self._name_of(self.sender())) + by
        if place >= len(order):
            self.ended.emit()
        elif place >= 0:
            self.goto(order[place])

    def label_of(self, name: str) -> QLabel:
        """Return a field's label."""
        return self.cells[name].label

    def editor(self, name: str) -> Editor:
        """Return a field's editor."""
        return self.cells[name].editor
