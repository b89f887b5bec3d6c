"""A list of what is to be decided, and beside it what the chosen row is about: 合并核对 and 疑点核对."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QStackedWidget

from ui import metrics, pieces
from ui.roomy import Turning
from ui.rows_list import TALL, RowsList

if TYPE_CHECKING:
    from ui.desk import Desk

_GROWS = 1.1
"""How much a larger type may take from what is compared."""
_LIST_HIGH, _PANE_WIDE = 180, 310


class ListBeside(Turning):
    """`rows` the list, `count` the words in its head, `panes` what stands beside it.

    `name` begins the objects' names; `wide` is the list's width, `high` the least height of what stands beside it.
    """

    def __init__(self, desk: Desk, name: str, title: str, *, wide: int, high: int) -> None:
        super().__init__()
        self.rows = RowsList(desk.theme, f"{name}List", title, height=TALL)
        self.count = pieces.label("", "second", name=f"{name}Count")
        width = round(wide * min(desk.theme.factor, _GROWS))
        self.add(self._card(f"{name}Card", title), width=width, height=desk.theme.px(_LIST_HIGH))
        self.panes = QStackedWidget()
        self.panes.setMinimumHeight(desk.theme.px(high))
        self.panes.setMinimumWidth(desk.theme.px(_PANE_WIDE))
        self.add(self.panes, grows=1)

    def _card(self, name: str, title: str) -> QFrame:
        card = pieces.card(name)
        lay = pieces.column(card, margins=(1, 1, 1, 1))
        head = QFrame()
        head.setProperty("head", True)
        top = pieces.row(head, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP))
        top.addWidget(pieces.label(title, "strong"))
        top.addStretch(1)
        top.addWidget(self.count)
        lay.addWidget(head)
        lay.addWidget(self.rows, 1)
        return card
