"""Several of a list, as buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from ui.form.editors.choice import choices_of
from ui.form.editors.editor import Editor
from ui.form.editors.options import Options

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk


class ChoicesEditor(Editor):
    """← → move, Space takes and lets go. In the cell of a table it is typed, with 、 between."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        self._line: QLineEdit | None = None
        self._gone: list[str] = []
        self._options = Options(desk.theme, () if compact else choices_of(kind, desk), kind.name, several=True)
        if compact:
            self._line = QLineEdit()
            self._line.textEdited.connect(self._picked)
            self.lay.addWidget(self._line)
            self.watch(self._line)
            return
        self.show_options(self._options)

    def value(self) -> Any:
        """Return the options taken; those that have gone from the list since stay."""
        if self._line is not None:
            return self.kind.parse(self._line.text(), self.desk.workspace.today)
        return [*self._options.taken, *self._gone]

    def set_value(self, value: Any) -> None:
        """Show the options taken."""
        if self._line is not None:
            self._line.setText(self.kind.show(value))
            return
        self._options.take(value)
        self._gone = [one for one in value if one not in self._options.taken]
