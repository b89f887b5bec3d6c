"""Several lines of text. Enter makes a new line, Ctrl+Enter goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from danyang_desktop.declare.ledger import LEDGER_OF
from ui import metrics, pieces
from ui.form.editors.editor import Editor

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QPushButton

    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk

_PASTED_MOST = 20_000
"""More is cut off at the paste: ten megabytes would stall the window, and no field takes them."""


_ENDS = "。；;！!？?\n"
"""What a sentence ends with."""


class _Box(QPlainTextEdit):
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text, and not more of it than anybody can mean."""
        self.insertPlainText(source.text()[:_PASTED_MOST])


class LongTextEditor(Editor):
    """A box of two lines that grows with its text up to six, 常用语 beside it; one line in the cell of a table."""

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
        beside = pieces.row(gap=metrics.HAIR)
        beside.addWidget(self.box, 1)
        self.lay.addLayout(beside)
        self.watch(self.box)
        self._ledger = LEDGER_OF.get(kind.model)
        if not compact and self._ledger is not None:
            beside.addWidget(self._phrases_button(), alignment=Qt.AlignmentFlag.AlignTop)

    def _phrases_button(self) -> QPushButton:
        """Return the button that opens the stock phrases; Alt+↓ does the same from the box, so Tab passes it by."""
        made = pieces.button(self.desk.theme, "常用语", f"{self.kind.name}Phrases", kind="link")
        made.setAccessibleName(f"{self.kind.label}的常用语")
        made.setToolTip("Alt+↓")
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        made.clicked.connect(self._open_phrases)
        opens = QAction("常用语", self.box)
        opens.setShortcut("Alt+Down")
        opens.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        opens.triggered.connect(self._open_phrases)
        self.box.addAction(opens)
        return made

    def _open_phrases(self) -> None:
        from ui.form.phrases import PhraseDialog

        assert self._ledger is not None  # noqa: S101 - the button is only made for a field of a ledger
        dialog = PhraseDialog(self._ledger, self.kind.name, self.desk, self, self._sentence())
        dialog.taken.connect(self._put)
        dialog.finished.connect(self.begin)
        dialog.open()

    def _sentence(self) -> str:
        """Return what is marked, else the last sentence that stands there."""
        if isinstance(self.box, QLineEdit):
            return self.box.selectedText()
        marked = self.box.textCursor().selectedText()
        text = self.text().rstrip()
        begins = max((text.rstrip(_ENDS).rfind(end) for end in _ENDS), default=-1) + 1
        return marked.replace("\u2029", " ") or text[begins:]

    def _put(self, phrase: str) -> None:
        if isinstance(self.box, QPlainTextEdit):
            self.box.insertPlainText(phrase)

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
