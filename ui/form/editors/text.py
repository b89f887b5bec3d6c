"""One line that is typed and read by its kind: texts, and the base of all kinds that have a written form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import Text, Time
from ui.form.editors.editor import Editor

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk

_TYPED_MOST = 2000
"""A pasted novel must not stall the window; what is too long for the field is said by the field's own rule."""


class TextEditor(Editor):
    """A line edit. On leaving, what was typed is shown as the kind writes it (3 -> 03:00, １３８ -> 138)."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        self.line = QLineEdit()
        self.line.setMaxLength(_TYPED_MOST)
        self.line.setPlaceholderText(self.hint())
        self.line.textEdited.connect(self._typed)
        self.lay.addWidget(self.line)
        self.watch(self.line)

    def hint(self) -> str:
        """Say in grey how it is typed."""
        if isinstance(self.kind, Time):
            return "如 9:30"
        forms = {"id_no": "18 位号码", "phone": "手机或带区号的电话", "account": "12 到 19 位"}
        return forms.get(self.kind.form, "") if isinstance(self.kind, Text) else ""

    def _typed(self) -> None:
        self.edited.emit()

    def value(self) -> Any:
        """Read what was typed."""
        return self.kind.parse(self.line.text(), self.desk.workspace.today)

    def set_value(self, value: Any) -> None:
        """Show the value as its kind writes it."""
        self.line.setText(self.kind.show(value))
        self.line.setCursorPosition(0)

    def draft(self) -> Any:
        """Return the text as it stands."""
        return self.line.text()

    def restore(self, draft: Any) -> None:
        """Show the text again."""
        self.line.setText(draft if isinstance(draft, str) else "")

    def was_left(self) -> None:
        """Show what was understood; what was not understood stays as it was typed."""
        if self.line.isModified():
            try:
                value = self.value()
            except UserError:
                pass
            else:
                self.line.setText(self.kind.show(value))
        super().was_left()
