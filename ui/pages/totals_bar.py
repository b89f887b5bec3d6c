"""The foot of the table: how many, and the sums of the ledger's declared totals. It follows the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from danyang_desktop.declare.kinds import Number
from ui import metrics, pieces
from ui.flow import FlowLayout

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.theme import Theme


class TotalsBar(QFrame):
    """本月合计　走访 14 户次　慰问金 3,400 元."""

    def __init__(self, ledger: Ledger[Any], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("totalsBar")
        self.setProperty("foot", True)
        self._ledger = ledger
        above = theme.px(11)
        self._flow = FlowLayout(self, gap=metrics.PAD, gap_below=metrics.HAIR)
        self._flow.setContentsMargins(metrics.GAP, above, metrics.GAP, above)
        self._name = pieces.label("", "strong15", name="totalsName")
        self._flow.addWidget(self._name)
        self._sums: list[QWidget] = []
        self._below = pieces.label("", "second", name="totalsBelow")
        self._below.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._below.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._flow.addWidget(self._below)

    def say(self, name: str, count: int, totals: dict[str, int]) -> None:
        """Show the count and the sums."""
        self._name.setText(name)
        for group in self._sums:
            self._flow.removeWidget(group)
            group.hide()
            group.deleteLater()
        self._sums = []
        self._add("共", f"{count:,}", self._ledger.unit)
        for field, total in totals.items():
            kind = self._ledger.kinds[field]
            if isinstance(kind, Number) and total:
                figure = kind.show(total).removesuffix(".00")
                self._add(kind.label, figure, kind.unit)

    def _add(self, before: str, figure: str, unit: str) -> None:
        group = QWidget(self)
        lay = pieces.row(group, gap=metrics.HAIR)
        lay.addWidget(pieces.label(before, "body15"))
        lay.addWidget(pieces.label(figure, "strong15"))
        lay.addWidget(pieces.label(unit, "body15"))
        self._sums.append(group)
        self._flow.insert(len(self._sums), group)

    def say_below(self, left: int) -> None:
        """Say how many rows lie below those on the screen."""
        self._below.setText(f"向下还有 {left:,} {self._ledger.unit}" if left > 0 else "")
