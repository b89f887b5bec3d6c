"""Changing the list of a batch while it is checked: cells, reasons, people in and out. Each is saved at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from danyang_desktop.base.errors import Refused, Trouble, UserError
from danyang_desktop.ledgers.payouts.lines import PaymentLine
from ui.dialogs.ask import Answer, Ask
from ui.pages.batch import making
from ui.pages.batch.row_dialog import RowDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk

EXCUSE = "exception_reason"


class ListHand(QObject):
    """changed(change, said)  it was saved;  refused(sentence)  it was not;  added(key)  a line came onto the list."""

    changed = Signal(object, str)
    refused = Signal(str)
    added = Signal(str)

    def __init__(self, ledger: Ledger[Any], desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._desk = desk
        self._over = parent
        self._batch: Any = None
        self._open = False
        self._asked = ("", "")

    def take(self, batch: Any, *, open_: bool) -> None:
        """Work on this batch; `open_` tells whether its list may be changed."""
        self._batch, self._open = batch, open_

    def _fresh(self) -> Any:
        return self._desk.workspace.get(self._ledger, self._batch.uid)

    def _trying(self, do: Callable[[], None]) -> None:
        try:
            do()
        except Refused as refused:
            self.refused.emit(next(iter(refused.complaints.values())))
        except UserError as error:
            self.refused.emit(error.sentence)
        except Trouble as trouble:
            self.refused.emit(f"{trouble.sentence}（编号 {trouble.code}）")

    def _save(self, batch: Any, said: str) -> None:
        self.changed.emit(self._desk.workspace.save(batch), said)

    # -- people in and out ------------------------------------------------------------------------------------

    def take_out(self, keys: list[str]) -> None:
        """Take lines out of the list; it can be undone."""
        if self._open and keys:
            batch = self._fresh()
            names = making.without(batch, keys)
            self._trying(partial(self._save, batch, f"已把 {names} 移出名单"))

    def ask_add(self) -> None:
        """Ask whom to add."""
        if not self._open:
            return
        text = "按名册和标准自动填好，再在名单里核对。"
        dialog = RowDialog(self._desk, self._over, "加一人", text, PaymentLine(), ("person",), do="加进名单")
        dialog.given.connect(self._add)
        dialog.open()

    def _add(self, values: dict[str, Any]) -> None:
        self._trying(partial(self._add_person, values["person"]))

    def _add_person(self, link: Any) -> None:
        person = self._desk.workspace.look.get(link)
        if person is None:
            raise UserError(f"人员名册里没有{link.name}。请先登记，再加进名单。")
        batch = self._fresh()
        line = making.line_for(self._desk.workspace, batch, person)
        batch.lines = [*batch.lines, line]
        self._save(batch, f"已加 {link.name}")
        self.added.emit(line.row_uid)

    # -- cells ------------------------------------------------------------------------------------------------

    def typed(self, key: str, column: str, text: str) -> None:
        """Take what was typed into a cell; an amount that differs from the standard wants a reason first."""
        self._trying(partial(self._type, key, column, text))

    def _type(self, key: str, column: str, text: str) -> None:
        batch = self._fresh()
        name = making.line_of(batch, key).person.name
        try:
            asks = making.put(self._desk.workspace, batch, key, column, text)
        except UserError as error:
            raise UserError(f"{name}：{error.sentence}", column) from error
        if asks:
            self.ask_why(key, text)
        else:
            self._save(batch, f"已改 {name} 的{PaymentLine.kinds[column].label}")

    def ask_why(self, key: str, amount: str) -> None:
        """Ask for the reason of an amount, or (EXCUSE) of what is paid against the standard."""
        self._asked = (key, amount)
        name = making.line_of(self._batch, key).person.name
        answers = (Answer("back", "不改了"), Answer("keep", "写好了", "primary"))
        text = "和标准不一样的，要写明为什么。打印花名册时印在备注里。"
        title = f"{name} 为什么和标准不一样？"
        ask = Ask(self._desk.theme, self._over, title, text, answers, line="原因，如：补发上月少发的")
        ask.answered.connect(self._answered)
        ask.open()

    def _answered(self, answer: str, reason: str) -> None:
        if answer == "keep" and reason:
            self._trying(partial(self._keep_reason, reason))

    def _keep_reason(self, reason: str) -> None:
        key, amount = self._asked
        batch = self._fresh()
        line = making.line_of(batch, key)
        if amount == EXCUSE:
            line.exception_reason = reason
            self._save(batch, f"已写 {line.person.name} 的原因")
            return
        making.put(self._desk.workspace, batch, key, "amount_fen", amount)
        line.adjust_reason = reason
        self._save(batch, f"已改 {line.person.name} 的实发")
