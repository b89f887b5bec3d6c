"""What can be done with a batch as a whole: its declared steps, returned payments, 补发 and 冲正, printing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.ledgers.payouts.corrections import reissue, reverse
from danyang_desktop.ledgers.payouts.lines import ReturnedPayment
from ui.dialogs.act import ActDialog
from ui.dialogs.ask import Answer, Ask
from ui.pages.batch.making import line_of
from ui.pages.batch.row_dialog import RowDialog
from ui.printing.offers import of_month, of_notice, print_seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.printing.print_dialog import PrintDialog

_RETURN = ("kind", "reason", "returned_on")


class BatchDeeds(QObject):
    """Does them, asking what must be asked.

    changed(change, said)  something was saved;  refused(sentence)  it could not be done
    opened(record)         another batch came of it: show that one
    told(sentence)         it went well and nothing was saved
    """

    changed = Signal(object, str)
    refused = Signal(str)
    opened = Signal(object)
    told = Signal(str)

    def __init__(self, ledger: Ledger[Any], desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._desk = desk
        self._over = parent
        self._rows: list[str] = []
        self._batch: Any = None

    def trying(self, do: Callable[[], None]) -> None:
        """Do something; say it if it cannot be done."""
        try:
            do()
        except UserError as error:
            self.refused.emit(error.sentence)
        except Trouble as trouble:
            self.refused.emit(f"{trouble.sentence}（编号 {trouble.code}）")

    # -- the declared steps -----------------------------------------------------------------------------------

    def act(self, batch: Any, name: str) -> None:
        """Do a declared step; what it asks for is asked."""
        if name == "book_returns":
            self.refused.emit("请先选中退回的人，再点“登记退回”。")
            return
        action = self._ledger.actions[name]
        if action.asks:
            dialog = ActDialog(self._ledger, action, batch, self._desk, self._over)
            dialog.acted.connect(self._acted)
            dialog.open()
        else:
            self.trying(partial(self._do, batch, name))

    def _do(self, batch: Any, name: str) -> None:
        fresh = self._desk.workspace.get(self._ledger, batch.uid)
        self._acted(self._desk.workspace.act(fresh, name))

    def _acted(self, change: Any) -> None:
        self.changed.emit(change, f"已{self._ledger.actions[change.action].label}")

    # -- what came back ---------------------------------------------------------------------------------------

    def ask_returns(self, batch: Any, keys: list[str]) -> None:
        """Ask what came of the payments in these lines."""
        if not keys:
            self.refused.emit("请先在名单里选中退回的人。")
            return
        self._batch, self._rows = batch, keys
        names = "、".join(line_of(batch, key).person.name for key in keys)
        row = ReturnedPayment(kind="退回", returned_on=self._desk.workspace.today)
        text = "钱退回来了、没人领或停发了，记在这里。退回和未领的以后可以补发。"
        dialog = RowDialog(self._desk, self._over, f"登记退回：{names}", text, row, _RETURN, do="登记退回")
        dialog.given.connect(self._returned)
        dialog.open()

    def _returned(self, values: dict[str, Any]) -> None:
        self.trying(partial(self._book, values))

    def _book(self, values: dict[str, Any]) -> None:
        batch = self._desk.workspace.get(self._ledger, self._batch.uid)
        kept = [one for one in batch.returns if one.line not in self._rows]
        new = [ReturnedPayment(line=key, name=line_of(batch, key).person.name, **values) for key in self._rows]
        change = self._desk.workspace.act(batch, "book_returns", returns=[*kept, *new])
        self.changed.emit(change, f"已登记{values['kind']} {len(new)} 人")

    # -- 补发, 冲正 ---------------------------------------------------------------------------------------------

    def reissue(self, batch: Any) -> None:
        """Make the batch that pays again what came back."""
        self.trying(partial(self._reissue, batch))

    def _reissue(self, batch: Any) -> None:
        workspace = self._desk.workspace
        change = workspace.save(reissue(workspace.get(self._ledger, batch.uid), workspace.look))
        self.changed.emit(change, f"已做好补发批次 {change.serial_no}")
        self.opened.emit(change.record)

    def ask_reverse(self, batch: Any, keys: list[str]) -> None:
        """Ask why, and whether these lines or all are reversed."""
        self._batch, self._rows = batch, keys
        names = "、".join(line_of(batch, key).person.name for key in keys[:3])
        some = f"只冲 {names}" if len(keys) <= 3 else f"只冲选中的 {len(keys)} 人"
        answers = (Answer("stay", "不冲"), Answer("all", "整批冲正"), Answer("some", some, "primary"))
        text = "原来的一笔不改，另记一批负数把它抵掉，两批都留底。抵掉以后再按对的金额发一批。"
        ask = Ask(self._desk.theme, self._over, f"冲正“{batch.title}”？", text, answers, line="为什么冲正")
        ask.answered.connect(self._reverse_answered)
        ask.open()

    def _reverse_answered(self, key: str, reason: str) -> None:
        if key in ("all", "some"):
            self.trying(partial(self._reverse, reason, () if key == "all" else tuple(self._rows)))

    def _reverse(self, reason: str, rows: tuple[str, ...]) -> None:
        workspace = self._desk.workspace
        if not reason:
            raise UserError("请写明为什么冲正，再冲。", "reason")
        made = reverse(workspace.get(self._ledger, self._batch.uid), workspace.look, reason, rows)
        change = workspace.save(made)
        self.changed.emit(change, f"已做好冲正批次 {change.serial_no}")
        self.opened.emit(change.record)

    # -- the rest ---------------------------------------------------------------------------------------------

    def ask_void(self, batch: Any) -> None:
        """Ask why a batch that was never paid is voided."""
        self._batch = batch
        answers = (Answer("stay", "不作废"), Answer("void", "作废", "danger"))
        text = f"编号 {batch.serial_no} 会留着，打印时划掉这一行。以后还能恢复。"
        ask = Ask(self._desk.theme, self._over, f"作废“{batch.title}”？", text, answers, line="作废的原因")
        ask.answered.connect(self._void_answered)
        ask.open()

    def _void_answered(self, key: str, reason: str) -> None:
        if key == "void":
            self.trying(partial(self._void, reason))

    def _void(self, reason: str) -> None:
        batch = self._desk.workspace.get(self._ledger, self._batch.uid)
        self.changed.emit(self._desk.workspace.void(batch, reason), "已作废")

    def ask_print(self, batch: Any) -> PrintDialog:
        """Show the roster to be signed, as it will be printed, and the notice for the wall."""
        workspace = self._desk.workspace
        roster = of_month(workspace, self._ledger, batch.month, "补助发放花名册")
        dialog = print_seen(self._desk, self._over, roster, of_notice(workspace, batch))
        dialog.handing.finished.connect(self._printed)
        return dialog

    def _printed(self) -> None:
        self.told.emit("打好了。请让领款人一个一个签字。")
