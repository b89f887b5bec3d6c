"""What is typed and not yet saved is put away every two seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.elided import Elided

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.theme import Theme


def free_key(desk: Desk, ledger: Ledger[Any]) -> str:
    """Return a name for the draft of a new record that takes no earlier draft's place."""
    taken = desk.workspace.draft_names(ledger)
    number = 1
    while (key := "new" if number == 1 else f"new-{number}") in taken:
        number += 1
    return key


_LETTERS = 4
"""Of the note: the head of a narrow form needs its room for buttons."""


class DraftNote(QWidget):
    """Says in the head of the form when the draft was kept last."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        lay = pieces.row(self, gap=metrics.HAIR)
        lay.addWidget(pieces.picture(theme, "ok", "ok"))
        self._text = Elided("", "ok", name="draftNote", letters=_LETTERS)
        lay.addWidget(self._text)
        self.hide()

    def set_brief(self, *, brief: bool) -> None:
        """Let the tick alone say it where the head is narrow; the words are its tip and are read out."""
        self._text.setVisible(not brief)

    def say(self, at: str) -> None:
        """Show the time of day; "" shows nothing."""
        self.setVisible(bool(at))  # first: words that come while it is hidden do not tell the head how wide they are
        said = f"草稿已自动保存 {at}" if at else ""
        self._text.setText(said)
        self.setToolTip(said)
        self.setAccessibleName(said)


class DraftKeeper(QObject):
    """Keeps the draft of one form. `kept` carries the clock time, `failed` a sentence."""

    kept = Signal(str)
    failed = Signal(str)

    def __init__(
        self, ledger: Ledger[Any], key: str, desk: Desk, texts: Callable[[], dict[str, Any]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.key = key
        self._ledger = ledger
        self._desk = desk
        self._texts = texts
        self.dirty = False
        self._timer = QTimer(self, singleShot=True, interval=metrics.DRAFT_WAIT)
        self._timer.timeout.connect(self.keep)

    def touch(self) -> None:
        """Note a key. Who writes on without a pause is two seconds from the last draft all the same."""
        self.dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Put the draft away now, if there is anything new in it."""
        self._timer.stop()
        if not self.dirty:
            return
        if self._desk.background.busy:
            self._timer.start()
            return
        try:
            self._desk.workspace.save_draft(self._ledger, self.key, self._texts())
        except (Trouble, UserError) as error:
            self.failed.emit(error.sentence)
            return
        self.dirty = False
        self.kept.emit(f"{self._desk.workspace.clock.now():%H:%M}".lstrip("0"))

    def drop(self) -> None:
        """Forget the draft: the record was saved, or is not wanted."""
        self._timer.stop()
        self.dirty = False
        self._desk.workspace.drop_draft(self._ledger, self.key)
