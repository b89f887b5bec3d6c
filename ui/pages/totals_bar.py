"""The foot of the table: how many, and the sums of the ledger's declared totals. It follows the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout

from danyang_desktop.declare.kinds import Number
from ui import metrics, pieces

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.theme import Theme


class TotalsBar(QFrame):
    """本月合计　走访 14 户次　慰问金 3,400 元."""

    def __init__(self, ledger: Ledger[Any], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("totalsBar")
        self.setProperty("foot", True)
        self.setFixedHeight(theme.px(46))
        self._ledger = ledger
        lay = pieces.row(self, margins=(metrics.GAP, 0, metrics.GAP, 0), gap=metrics.PAD)
        self._name = pieces.label("", "strong15", name="totalsName")
        lay.addWidget(self._name)
        self._sums = QHBoxLayout()
        self._sums.setSpacing(metrics.PAD)
        lay.addLayout(self._sums)
        lay.addStretch(1)
        self._below = pieces.label("", "second", name="totalsBelow")
        lay.addWidget(self._below)

    def say(self, name: str, count: int, totals: dict[str, int]) -> None:
        """Show the count and the sums."""
        self._name.setText(name)
        pieces.clear(self._sums)
        self._add("共", f"{count:,}", self._ledger.unit)
        for field, total in totals.items():
            kind = self._ledger.kinds[field]
            if isinstance(kind, Number) and total:
                figure = kind.show(total).removesuffix(".00")
                self._add(kind.label, figure, kind.unit)

    def _add(self, before: str, figure: str, unit: str) -> None:
        group = QHBoxLayout()
        group.setSpacing(metrics.HAIR)
        group.addWidget(pieces.label(before, "body15"))
        group.addWidget(pieces.label(figure, "strong15"))
        group.addWidget(pieces.label(unit, "body15"))
        self._sums.addLayout(group)

    def say_below(self, left: int) -> None:
        """Say how many rows lie below those on the screen."""
        self._below.setText(f"向下还有 {left:,} {self._ledger.unit}" if left > 0 else "")
