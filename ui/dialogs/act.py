"""What an action needs to know before it is done: the fields that it asks for, as a small form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from danyang_desktop.base.errors import Refused, Trouble, UserError
from ui import metrics, pieces
from ui.form.body import FormBody
from ui.messages import Strip
from ui.roomy import RoomyDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from danyang_desktop.declare.ledger import Action, Ledger
    from ui.desk import Desk


class ActDialog(RoomyDialog):
    """Does the action when its button is pressed; `acted` carries the Change."""

    acted = Signal(object)

    def __init__(self, ledger: Ledger[Any], action: Action[Any], record: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, desk.theme.px(760))
        self.setObjectName("actDialog")
        self.setWindowTitle(action.label)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._ledger = ledger
        self._action = action
        self._record = record
        self._desk = desk
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        lay.addWidget(pieces.label(action.label, "step"))
        self._strip = Strip(desk.theme, "error", "actStrip")
        lay.addWidget(self._strip)
        self._body = FormBody(ledger, desk, {action.label: action.asks})
        self._body.show_record(record)
        self._body.ended.connect(self._do)
        lay.addWidget(self._body)
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        leave = pieces.button(desk.theme, "先不办", "actLeave")
        leave.clicked.connect(self.reject)
        do = pieces.button(desk.theme, action.label, "actDo", kind="primary")
        do.clicked.connect(self._do)
        buttons.addWidget(leave)
        buttons.addWidget(do)
        lay.addLayout(buttons)
        if action.asks:
            self._body.start()

    def _do(self) -> None:
        values, unread = self._body.read()
        for name in self._action.asks:
            self._body.say(name, "error" if name in unread else "", unread.get(name, ""))
        if unread:
            return
        try:
            record = self._desk.workspace.get(self._ledger, self._record.uid)
            change = self._desk.workspace.act(record, self._action.name, **values)
        except Refused as refused:
            for name, sentence in refused.complaints.items():
                self._body.say(name, "error", sentence)
            self._strip.say(refused.sentence)
        except UserError as error:
            self._strip.say(error.sentence)
        except Trouble as trouble:
            self._strip.say(f"{trouble.sentence}（编号 {trouble.code}）")
        else:
            self.accept()
            self.acted.emit(change)
