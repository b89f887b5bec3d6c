"""One category of the settings: cards of rows, each with a title, a hint and a control."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.roomy import Turning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.desk import Desk


class Pane(QWidget):
    """`failed` and `done` carry sentences for the page's strips; `go` another entry."""

    failed = Signal(str)
    done = Signal(str)
    go = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.desk = desk
        self.lay: QVBoxLayout = pieces.column(self, gap=metrics.GAP)

    def refresh(self) -> None:
        """Show what the book says now."""

    def card(self, title: str = "", note: str = "") -> QVBoxLayout:
        """Put a card at the end and return its column."""
        made = pieces.card()
        lay = pieces.column(made)
        if title:
            head = QFrame()
            head.setProperty("head", True)
            top = Turning(gap=metrics.HAIR, margins=(18, metrics.GAP, 18, metrics.GAP))
            pieces.row(head).addWidget(top)
            top.add(pieces.label(title, "strong"))
            top.add_space()
            top.add(pieces.label(note, "hint"))
            lay.addWidget(head)
        self.lay.addWidget(made)
        return lay

    def row(self, lay: QVBoxLayout, title: str, hint: str, *controls: QWidget) -> None:
        """Put a row into a card."""
        if lay.count():
            lay.addWidget(pieces.line())
        line = Turning(margins=(18, metrics.GAP, 18, metrics.GAP))
        said = QWidget()
        words = pieces.column(said, gap=2)
        name = pieces.label(title)
        words.addWidget(name)
        words.addWidget(pieces.label(hint, "hint", wrap=True))
        line.add(said, grows=1)
        for control in controls:
            line.add(control)
            if not control.accessibleName():
                control.setAccessibleName(title)
            control.setAccessibleDescription(hint)
            if isinstance(control, QComboBox):
                control.view().setAccessibleName(title)
        lay.addWidget(line)

    def choice(self, name: str, options: Sequence[tuple[str, Any]], now: Any, chosen: Callable[..., None]) -> QComboBox:
        """Return a choice; a value that is none of the options stands among them all the same."""
        made = QComboBox()
        made.setObjectName(name)
        made.setMinimumWidth(self.desk.theme.px(160))
        known = list(options)
        if now not in [value for _, value in known]:
            known.append((str(now), now))
        for text, value in known:
            made.addItem(text, value)
        made.setCurrentIndex([value for _, value in known].index(now))
        made.activated.connect(chosen)
        return made

    def keep(self, name: str, value: Any) -> bool:
        """Keep a setting at once; what forbids it is said. Returns whether it was kept."""
        return self.tried(lambda: self.desk.workspace.set_setting(name, value), "改好了，马上生效。")

    def tried(self, deed: Callable[[], object], said: str) -> bool:
        """Do something, say how it went, and return whether it did."""
        try:
            deed()
        except UserError as error:
            self.failed.emit(error.sentence)
        except Trouble as trouble:
            self.failed.emit(f"{trouble.sentence}（编号 {trouble.code}）")
        else:
            self.done.emit(said)
            return True
        return False

    def button(self, text: str, name: str, does: Callable[..., None], *, icon: str = "", kind: str = "") -> QWidget:
        """Return a button that does something."""
        made = pieces.button(self.desk.theme, text, name, icon=icon, kind=kind)

        def pressed() -> None:
            does()

        made.clicked.connect(pressed)
        return made
