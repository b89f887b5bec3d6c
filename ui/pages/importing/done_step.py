"""完成: what was imported, what was not, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui import metrics, pieces

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.import_log import Import
    from ui.desk import Desk
    from ui.pages.importing.works import Done


class DoneStep(QWidget):
    """back_wanted(import): take it back;  refused_wanted: the bad rows as a workbook of their own."""

    back_wanted = Signal(object)
    refused_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("importDone")
        self._made: Import | None = None
        lay = pieces.column(self)
        card = pieces.card("importDoneCard")
        lay.addWidget(card)
        inner = pieces.column(card, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        centre = Qt.AlignmentFlag.AlignHCenter
        inner.addStretch(2)
        inner.addWidget(pieces.picture(desk.theme, "ok", "ok", metrics.ICON_EMPTY), alignment=centre)
        self.title = pieces.label("", "big", name="importDoneTitle")
        self.text = pieces.label("", "second16", name="importDoneText")
        inner.addWidget(self.title, alignment=centre)
        inner.addWidget(self.text, alignment=centre)
        inner.addSpacing(metrics.GAP)
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        self.refused = pieces.button(desk.theme, "没导入的另存成表格", "importDoneRefused", icon="down2")
        self.refused.clicked.connect(self.refused_wanted)
        self.back = pieces.button(desk.theme, "撤回这次导入", "importTakeBack", kind="danger")
        self.back.clicked.connect(self._ask_back)
        buttons.addWidget(self.refused)
        buttons.addSpacing(metrics.MARGIN)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        inner.addLayout(buttons)
        inner.addStretch(3)

    def _ask_back(self) -> None:
        self.back_wanted.emit(self._made)

    def show_done(self, done: Done, ledger: Ledger[Any]) -> None:
        """Show what was done."""
        plan, self._made = done.plan, done.made
        new, changed, same = (f"{len(rows):,}" for rows in (plan.new, plan.changed, plan.same))
        unit = ledger.unit
        self.title.setText(
            f"导入好了：新增 {new} {unit}，修改 {changed} {unit}"
            if done.made is not None
            else "没有要导入的，台账没有变"
        )
        parts = [
            f"{same} 行台账里已经有，没有变化。" if plan.same else "",
            f"{len(plan.refused)} 行有问题没有导入，可以另存成表格，改好再来。" if plan.refused else "",
        ]
        self.text.setText("".join(parts) or "每一行都导入了。")
        self.refused.setVisible(bool(plan.refused))
        self.back.setVisible(done.made is not None)

    def show_taken_back(self, taken: int, left: int, ledger: Ledger[Any]) -> None:
        """Show what was taken back."""
        self.title.setText(f"已经撤回 {taken} {ledger.unit}")
        self.text.setText(f"{left} {ledger.unit}后来又改过，没有撤回。" if left else "台账和导入以前一样。")
        self.refused.hide()
        self.back.hide()
