"""Writing to a branch about a record: 退回修改, 备注, 同意. It goes home with the next receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.county.annotations import APPROVED, NOTE, RETURNED, annotate
from ui.dialogs.ask import Answer, Ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.county.office_page import OfficePage

_KINDS = {"returned": RETURNED, "note": NOTE, "approved": APPROVED}


class Annotating(QObject):
    """written(sentence)  it was written."""

    written = Signal(str)

    def __init__(self, page: OfficePage) -> None:
        super().__init__(page)
        self._page = page
        self._uids: list[str] = []

    def ask(self, uids: Sequence[str], about: str, *, gone: bool = False) -> None:
        """Ask what is to be said of these records; of one that is `gone` (voided) nothing can be called for."""
        if not self._page.may_write():
            return
        self._uids = list(uids)
        text = f"{about}\n写明要改什么、为什么；支部下次读回执时会看到。"
        later, approved = Answer("later", "先不写"), Answer("approved", "同意")
        answers: tuple[Answer, ...] = (
            later,
            approved,
            Answer("note", "只作备注"),
            Answer("returned", "退回修改", "primary"),
        )
        if gone:
            text = f"{about}\n支部已经作废了这一条，不能再退回，只能写备注。"
            answers = (later, Answer("note", "只作备注", "primary"))
        hint = "比如：发放日期和签收照片对不上，请核对"
        ask = Ask(self._page.desk.theme, self._page.window(), "给支部写批注", text, answers, line=hint)
        ask.answered.connect(self._answered)
        ask.open()

    def _answered(self, key: str, words: str) -> None:
        if key in _KINDS:
            self.write(self._uids, _KINDS[key], words)

    def write(self, uids: Sequence[str], kind: str, words: str) -> None:
        """Write the same words to each of these records."""
        page = self._page
        if not page.may_write():
            return
        try:
            with page.office.desk.book.transaction():  # to all of them, or to none
                for uid in uids:
                    annotate(page.office.desk, uid, kind, words, page.desk.workspace.operator)
        except (UserError, Trouble) as error:
            page.say_failed(error)
            return
        self.written.emit(f"写好了 {len(uids)} 条“{kind}”，下次写回执时带回支部。")
