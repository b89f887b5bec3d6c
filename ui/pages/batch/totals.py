"""合计　18 人　9,480.00 元 │ 人民币（大写）玖仟肆佰捌拾元整: always what the list says now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy

from danyang_desktop.base.chinese.capitals import amount_in_capitals
from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.ledgers.payouts.lines import PAID
from ui import metrics, pieces
from ui.flow import FlowLayout

if TYPE_CHECKING:
    from ui.theme import Theme


class BatchTotals(QFrame):
    """The foot of the desk."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("batchTotals")
        self.setProperty("card", True)
        lay = FlowLayout(self, gap=metrics.PAD, gap_below=metrics.HAIR)
        lay.setContentsMargins(metrics.PAD, theme.px(metrics.GAP), metrics.PAD, theme.px(metrics.GAP))
        lay.addWidget(pieces.label("合计", "strong"))
        self.heads = pieces.label("", name="batchHeads")
        self.sum = pieces.label("", "step", name="batchSum")
        lay.addWidget(self.heads)
        lay.addWidget(self.sum)
        bar = QFrame()
        bar.setFixedSize(1, theme.px(24))
        bar.setProperty("line", "upright")
        bar.setStyleSheet(f"background: {theme.colour('border').name()};")
        lay.addWidget(bar)
        lay.addWidget(pieces.label("人民币（大写）"))
        self.capitals = pieces.label("", "strong", name="batchCapitals", selectable=True)
        lay.addWidget(self.capitals)
        self._note = pieces.label("", "second", name="batchNote")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        lay.addWidget(self._note)

    def show_batch(self, batch: Any, *, open_: bool) -> None:
        """Show the sums of a batch."""
        total = sum(line.amount_fen or 0 for line in batch.lines)
        self.heads.setText(f"{len({line.person.uid for line in batch.lines})} 人")
        self.sum.setText(f"{show_fen(total)} 元")
        self.capitals.setText(amount_in_capitals(total))
        paid = sum(line.amount_fen or 0 for line in batch.lines if line.result == PAID)
        if open_:
            self._note.setText("改好后会自动重算")
        else:
            self._note.setText(f"发成功 {show_fen(paid)} 元" if any(line.result for line in batch.lines) else "")
