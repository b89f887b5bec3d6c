"""Two versions side by side with a reason below: ← → choose, Enter takes the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import metrics, pieces
from ui.county.version_card import Fact, VersionCard
from ui.messages import Strip
from ui.roomy import Turning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.desk import Desk

_SIDES = 2
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
Version = tuple[str, str, "Sequence[Fact]"]
"""Title, hint, facts."""


class _Reason(QLineEdit):
    """← and → go to the sides while nothing is typed yet: -1 to the left, 1 to the right. PgDn and PgUp read on."""

    turned = Signal(int)
    paged = Signal(int)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the page while there is nothing typed to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key: QKeyEvent = event
            if not self.text() and key.matches(QKeySequence.StandardKey.Undo):
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the sides until there is text to move in."""
        if not self.text() and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turned.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
            event.accept()
        elif event.key() in _PAGES:
            self.paged.emit(_PAGES[Qt.Key(event.key())])
            event.accept()
        else:
            super().keyPressEvent(event)


class SideBySide(QWidget):
    """`chosen` counts the sides from the left, 0 is the first; taken(place, reason); looked(place): show it whole."""

    taken = Signal(int, str)
    looked = Signal(int)

    def __init__(self, desk: Desk, *, whole: bool = False) -> None:
        """Make it; with `whole` each side has a button that shows its record whole."""
        super().__init__()
        self.setObjectName("sideBySide")
        self.chosen = 0
        self._theme, self._whole = desk.theme, whole
        lay = pieces.column(self, gap=metrics.GAP)
        self.said = Strip(desk.theme, "warn", "conflictSaid")
        lay.addWidget(self.said)
        self._row = Turning()
        self.cards: list[VersionCard] = []
        self._at_least(_SIDES)
        lay.addWidget(self._row, 1)
        self._asked = QWidget()
        line = pieces.row(self._asked, gap=metrics.GAP)
        line.addWidget(pieces.label("处理说明"))
        self.reason = _Reason()
        self.reason.setObjectName("conflictReason")
        self.reason.setAccessibleName("处理说明，必填")
        self.reason.setPlaceholderText("写一句为什么用这一份，比如：已电话核实，人在枫林村")
        self.reason.returnPressed.connect(self.take)
        self.reason.turned.connect(self._turn)
        self.reason.paged.connect(self._page)
        self.reason.textChanged.connect(self._typed)
        line.addWidget(self.reason, 1)
        lay.addWidget(self._asked)
        self.complaint = pieces.label("", "complaint", name="conflictComplaint")
        self.hint = pieces.label("", "second", name="conflictHint", wrap=True)
        lay.addWidget(self.complaint)
        lay.addWidget(self.hint)
        self.complaint.hide()

    def _at_least(self, count: int) -> None:
        """Have so many cards; most records have two sides, few have more."""
        while len(self.cards) < count:
            card = VersionCard(self._theme, len(self.cards), whole=self._whole)
            card.picked.connect(self.choose)
            card.looked.connect(self.looked)
            self.cards.append(card)
            self._row.add(card, grows=1)

    def _page(self, step: int) -> None:
        for card in self.cards:
            card.page(step)

    def _turn(self, step: int) -> None:
        shown = sum(not card.isHidden() for card in self.cards)
        self.choose(min(max(0, self.chosen + step), max(0, shown - 1)))

    def show_pair(self, said: str, versions: Sequence[Version], suggested: int, hint: str) -> None:
        """Show the versions, the suggested one chosen."""
        self.said.say(said)
        self.hint.setText(hint)
        self._at_least(len(versions))
        for card, (title, below, facts) in zip(self.cards, versions, strict=False):
            card.show_version(title, below, facts, many=len(versions) > _SIDES)
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(versions))
        self._row.settle()
        self.reason.clear()
        self.choose(suggested)

    def choose(self, place: int) -> None:
        """Choose a side."""
        self.chosen = place
        for number, card in enumerate(self.cards):
            card.choose(on=number == place)

    def ask_reason(self, *, on: bool) -> None:
        """Ask for the reason, or not: there is nothing to decide."""
        self._asked.setVisible(on)

    def _typed(self) -> None:
        self.complaint.hide()
        pieces.set_state(self.reason, "state", "")

    def complain(self, text: str) -> None:
        """Say why the chosen side cannot be taken."""
        self.complaint.setText(text)
        self.complaint.show()
        pieces.set_state(self.reason, "state", "error")
        self.reason.setFocus()

    def take(self) -> None:
        """Take the chosen side, if there is a reason."""
        if not self.reason.text().strip():
            self.complain("写一句处理说明，以后查得到。")
            return
        self.taken.emit(self.chosen, self.reason.text().strip())
