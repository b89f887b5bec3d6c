"""Several lines of text. Enter makes a new line, Ctrl+Enter goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from ui import metrics
from ui.form.editors.editor import Editor

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QKeyEvent

    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk

_PASTED_MOST = 20_000
"""More is cut off at the paste: ten megabytes would stall the window, and no field takes them."""


class _Box(QPlainTextEdit):
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text, and not more of it than anybody can mean."""
        self.insertPlainText(source.text()[:_PASTED_MOST])


class LongTextEditor(Editor):
    """A box of two lines that grows with its text up to six; one line in the cell of a table."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        self.box: _Box | QLineEdit
        if compact:
            line = QLineEdit()
            line.textEdited.connect(self._typed)
            self.box = line
        else:
            box = _Box()
            box.setTabChangesFocus(True)
            box.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            box.textChanged.connect(self._typed)
            self.box = box
            self._grow()
        self.lay.addWidget(self.box)
        self.watch(self.box)

    def _typed(self) -> None:
        self._grow()
        self.edited.emit()

    def _grow(self) -> None:
        if isinstance(self.box, QLineEdit):
            return
        lines = min(6, max(2, round(self.box.document().size().height())))
        height = self.desk.theme.px(metrics.LONG_TEXT) + (lines - 2) * self.fontMetrics().lineSpacing()
        if self.box.height() != height:
            self.box.setFixedHeight(height)

    def text(self) -> str:
        """Return the text as it stands."""
        return self.box.text() if isinstance(self.box, QLineEdit) else self.box.toPlainText()

    def value(self) -> Any:
        """Read what was typed."""
        return self.kind.parse(self.text(), self.desk.workspace.today)

    def set_value(self, value: Any) -> None:
        """Show the text."""
        if isinstance(self.box, QLineEdit):
            self.box.setText(" ".join(self.kind.show(value).split()))
            return
        self.box.blockSignals(True)
        self.box.setPlainText(self.kind.show(value))
        self.box.blockSignals(False)
        self._grow()

    def draft(self) -> Any:
        """Return the text as it stands."""
        return self.text()

    def restore(self, draft: Any) -> None:
        """Show the text again."""
        self.set_value(draft if isinstance(draft, str) else "")

    def takes_enter(self, event: QKeyEvent) -> bool:
        """Take Enter for a new line, unless Ctrl is held."""
        return not event.modifiers() & Qt.KeyboardModifier.ControlModifier
