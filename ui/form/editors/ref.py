"""One record of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QLineEdit

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import Ref
from danyang_desktop.declare.look import Link
from ui import metrics, pieces
from ui.form.editors.editor import Editor
from ui.form.editors.picker import PickLine, describe

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk


class RefEditor(Editor):
    """Picks a record; what is typed and matches exactly one name is taken without picking."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        assert isinstance(kind, Ref)  # noqa: S101 - EDITORS pairs them; tells the type checker
        self._register = kind.target
        self._loose = kind.loose
        self._link: Link | None = None
        self.line = PickLine(kind.target, desk)
        self.line.picked.connect(self._take)
        self.line.new_wanted.connect(self._ask_new)
        self.line.textEdited.connect(self._typed)
        self._note = pieces.label("", "second")
        self._note.setParent(self.line)
        self._note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if not compact:
            self.line.addAction(desk.theme.icon("search", "text2"), QLineEdit.ActionPosition.TrailingPosition)
        self.lay.addWidget(self.line)
        self.watch(self.line)

    def _ask_new(self, name: str) -> None:
        self.new_wanted.emit(self._register, name)

    def _typed(self) -> None:
        self._link = None
        self._note.setText("")
        self.edited.emit()

    def _take(self, record: Any) -> None:
        self.set_value(Link(record.uid, self._register.name_of_record(record)))
        self.edited.emit()
        if not self.compact:
            self.left.emit()
        self.next_wanted.emit()

    def value(self) -> Link | None:
        """Return the link; raises UserError when several records bear the typed name."""
        name = self.line.text().strip()
        if not name:
            return None
        if self._link is not None:
            return self._link
        found = self.line.exactly(name)
        if len(found) > 1:
            raise UserError(
                f"叫“{name}”的有 {len(found)} {self._register.unit}。请按 ↓ 打开名单，选对的那一{self._register.unit}。"
            )
        if len(found) == 1:
            return Link(found[0].uid, name)
        parsed = self.kind.parse(name, self.desk.workspace.today)
        return Link(parsed.uid, parsed.name) if parsed else None

    def set_value(self, value: Any) -> None:
        """Show a link."""
        self._link = value
        self.line.setText(value.name if value else "")
        self.line.setCursorPosition(0)
        self._say_who()

    def draft(self) -> Any:
        """Return the link if there is one, else the text."""
        return [*self._link] if self._link else self.line.text()

    def restore(self, draft: Any) -> None:
        """Show the link or the text again."""
        if isinstance(draft, list) and len(draft) == len(Link._fields):
            self.set_value(Link(*map(str, draft)))
        else:
            self.line.setText(draft if isinstance(draft, str) else "")

    def was_left(self) -> None:
        """Take the one whose name was typed."""
        if self._link is None and self.line.text().strip():
            try:
                link = self.value()
            except UserError:
                link = None
            if link is not None and link.uid:
                self.set_value(link)
        super().was_left()

    def _say_who(self) -> None:
        """Tell beside the name who it is: 低保户 · 五组."""
        record = self.desk.workspace.look.get(self._link) if self._link and not self.compact else None
        text = " · ".join(filter(None, describe(self._register, record)[:1])) if record is not None else ""
        self._note.setText(text)
        self._place_note()

    def changeEvent(self, event: QEvent) -> None:
        """Move the note when the type size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place_note()

    def _place_note(self) -> None:
        self._note.adjustSize()
        left = self.line.fontMetrics().horizontalAdvance(self.line.text()) + metrics.GAP + metrics.PAD
        self._note.move(QPoint(left, (self.line.sizeHint().height() - self._note.height()) // 2))
