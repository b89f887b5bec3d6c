"""写坏的空白表: an unused number of an empty form is voided, with the reason that the list of numbers then shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.dialogs.ask import Answer, Ask

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk

_UNUSED = "未用"


class SpoiltForms(QWidget):
    """`voided`  a number was voided, the list is another now."""

    voided = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ledger: Ledger[Any] | None = None
        self._year = 0
        lay = pieces.column(self, margins=(0, metrics.HAIR, 0, metrics.HAIR), gap=metrics.HAIR)
        lay.addWidget(pieces.label("有写坏、丢了的？选它的编号，写明原因作废。", "hint", wrap=True))
        self.numbers = QComboBox()
        self.numbers.setObjectName("spoiltNumbers")
        self.numbers.setAccessibleName("没用的编号")
        lay.addWidget(self.numbers)
        self.button = pieces.button(desk.theme, "作废这个编号…", "spoiltVoid", rank="small")
        self.button.clicked.connect(self._ask)
        lay.addWidget(self.button)
        self.said = pieces.label("", "hint", name="spoiltSaid", wrap=True)
        lay.addWidget(self.said)

    def show_numbers(self, ledger: Ledger[Any] | None, year: int) -> None:
        """Show the unused numbers of a ledger's year; hidden when there are none and nothing was voided."""
        self._ledger, self._year = ledger, year
        rows = self._desk.workspace.reserved(ledger, year) if ledger is not None else []
        self.numbers.clear()
        self.numbers.addItems([one.serial_no for one in rows if one.state == _UNUSED])
        self.button.setEnabled(self.numbers.count() > 0)
        self.setVisible(bool(rows))

    def _ask(self) -> None:
        number = self.numbers.currentText()
        answers = (Answer("stay", "不作废"), Answer("void", "作废", "danger"))
        text = "这个编号以后不再用，登记表上会写明原因。"
        hint = "作废的原因，如写坏了、丢了"
        ask = Ask(self._desk.theme, self.window(), f"作废空白表 {number}？", text, answers, line=hint)
        ask.answered.connect(self._answered)
        ask.open()

    def _answered(self, key: str, reason: str) -> None:
        if key != "void":
            return
        number = self.numbers.currentText()
        try:
            self._desk.workspace.void_reserved(number, reason)
        except (UserError, Trouble) as error:
            self.said.setText(error.sentence)
            return
        self.said.setText(f"{number} 已作废。")
        self.show_numbers(self._ledger, self._year)
        self.voided.emit()
