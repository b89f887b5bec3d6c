"""A step of handing in as a card: its disc, its title, and what stands below (screen 09)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui import metrics, pieces
from ui.disc import Disc

if TYPE_CHECKING:
    from ui.theme import Theme

_DISC = 32


class StepCard(QFrame):
    """States: todo, now, ok."""

    def __init__(self, theme: Theme, name: str, number: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("card", True)
        lay = pieces.row(self, margins=(18, metrics.GAP, 18, metrics.GAP), gap=metrics.GAP)
        side = pieces.column()
        self._disc = Disc(theme, _DISC, "todo", number)
        side.addWidget(self._disc)
        side.addStretch(1)
        lay.addLayout(side)
        self.body: QVBoxLayout = pieces.column(gap=metrics.SMALL)
        self._title = pieces.label(title, "step", name=f"{name}Title")
        self.body.addWidget(self._title)
        lay.addLayout(self.body, 1)
        self.state = "todo"

    def say(self, state: str, title: str) -> None:
        """Show where the step stands."""
        self.state = state
        self._disc.say(state)
        self._title.setText(title)
        word = {"ok": "做好了", "now": "正在做", "todo": "还没做"}[state]
        self._title.setAccessibleName(f"{title}，{word}")
        pieces.set_state(self, "now", "true" if state == "now" else "")
