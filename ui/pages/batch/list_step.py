"""① 选名单: which programme, for which months; everybody who is entitled comes onto the list by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.base.errors import Refused, Trouble, UserError
from ui import metrics, pieces
from ui.form.body import FormBody
from ui.form.refusal import refusal
from ui.form.scroll import FormScroll
from ui.messages import Strip
from ui.pages.batch.making import entitled_lines
from ui.pages.batch.stepper import CHOOSING, Stepper, put_steps
from ui.window.header import Header

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_GROUPS = {
    "发什么": ("program", "month", "title", "period_from", "period_to"),
    "依据": ("basis", "fund_source", "pay_mode", "remark"),
}


class ListStep(QWidget):
    """saved(change)  the list is made and saved;  closed  it was left;  new_wanted  a programme is to be registered."""

    saved = Signal(object)
    closed = Signal()
    new_wanted = Signal(object, str, str)

    def __init__(self, ledger: Ledger[Any], desk: Desk) -> None:
        super().__init__()
        self.setObjectName("listStep")
        self._ledger = ledger
        self._desk = desk
        lay = pieces.column(self)
        header = Header(desk.theme, "新增一批补助", arrow=True)
        header.back.connect(self.closed)
        self._steps = Stepper(desk.theme)
        self._steps.show_step(CHOOSING)
        put_steps(header, self._steps)
        self._leave = header.add_button("取消 Esc", "listLeave")
        self._leave.clicked.connect(self.closed)
        self._go = header.add_button("下一步：核对", "listGo", kind="primary")
        self._go.clicked.connect(self.go_on)
        lay.addWidget(header)
        around = pieces.column(margins=(metrics.MARGIN, metrics.GAP, metrics.MARGIN, metrics.GAP), gap=metrics.GAP)
        lay.addLayout(around, 1)
        self._strip = Strip(desk.theme, "error", "listStrip")
        self._strip.link_followed.connect(self._goto)
        self._found = Strip(desk.theme, "info", "listFound")
        around.addWidget(self._strip)
        around.addWidget(self._found)
        self.body = FormBody(ledger, desk, _GROUPS)
        self.body.edited.connect(self._edited)
        self.body.ended.connect(self._to_go)
        self.body.new_wanted.connect(self.new_wanted)
        around.addWidget(self._card(), 1)
        self.body.show_record(desk.workspace.new(ledger))
        for keys, does in (("Esc", self.closed.emit), ("Ctrl+S", self.go_on), ("Ctrl+Return", self.go_on)):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(does)

    def _card(self) -> QWidget:
        card = pieces.card("listCard")
        scroll = FormScroll(card)
        scroll.hold(self.body)
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(scroll)
        return card

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("Enter", "下一项"), ("Shift+Enter", "上一项"), ("Ctrl+S", "下一步"), ("Esc", "取消"))

    def start(self) -> None:
        """Put the cursor where typing begins."""
        self.body.start()

    def _goto(self, name: str) -> None:
        self.body.goto(name)

    def _to_go(self) -> None:
        self._go.setFocus(Qt.FocusReason.TabFocusReason)

    def _filled(self) -> tuple[Any, dict[str, str]]:
        values, unread = self.body.read()
        return self._desk.workspace.new(self._ledger, **values), unread

    def _edited(self, name: str) -> None:
        """Count at once who is entitled."""
        if name not in ("program", "month", "period_from", "period_to"):
            return
        record, unread = self._filled()
        try:
            lines = entitled_lines(self._desk.workspace, record) if record.program and not unread else []
        except UserError:
            lines = []
        total = show_fen(sum(line.amount_fen or 0 for line in lines))
        self._found.say(f"符合条件的有 {len(lines)} 人，按标准共 {total} 元。下一步一个一个核对。" if lines else "")

    def go_on(self) -> None:
        """Make the list, save it, and go on to checking."""
        record, unread = self._filled()
        workspace = self._desk.workspace
        try:
            self._make_list(record, unread)
            change = workspace.save(record)
        except Refused as refused:
            for name in self.body.cells:
                self.body.say(name, "error" if name in refused.complaints else "", refused.complaints.get(name, ""))
            self._strip.say(refusal(self._ledger, self.body.cells, refused.complaints, {}), rich=True)
            self._goto(next((name for name in self.body.cells if name in refused.complaints), "program"))
        except UserError as error:
            self._strip.say(error.sentence)
            self._goto(error.field or "program")
        except Trouble as trouble:
            self._strip.say(f"{trouble.sentence}（编号 {trouble.code}）")
        else:
            self.saved.emit(change)

    def _make_list(self, record: Any, unread: dict[str, str]) -> None:
        if unread:
            raise Refused(unread)
        record.lines = entitled_lines(self._desk.workspace, record)
        if not record.lines:
            raise UserError("这一期没有人符合条件。请看看项目的标准和人员、家庭名册，或改月份。")

    def take_new(self, name: str, link: Any) -> None:
        """Take a programme that was just registered."""
        self.body.editor(name).set_value(link)
        self._edited(name)
        self.body.goto(name)
