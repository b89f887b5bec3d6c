"""The computers of one branch: what to read out over the telephone, and the way to strike one off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from danyang_desktop.county import computers
from ui import metrics, pieces
from ui.dialogs.ask import Answer, Ask
from ui.roomy import RoomyDialog
from ui.rows_list import TWO_LINES, Row, RowsList

if TYPE_CHECKING:
    from ui.county.office_page import OfficePage


class ComputersDialog(RoomyDialog):
    """`changed` when one was struck off."""

    changed = Signal()

    def __init__(self, page: OfficePage, branch: str, name: str) -> None:
        super().__init__(page.window(), page.desk.theme.px(600), page.desk.theme.px(380))
        self.setObjectName("computersDialog")
        self.setWindowTitle(name)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page = page
        self._branch = branch
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        lay.addWidget(pieces.label(name, "step"))
        said = "电脑丢了、换了、交接了，就撤销它：以后它交的包不再收，以前收的都留着。"
        lay.addWidget(pieces.label(said, "second", wrap=True))
        self.list = RowsList(page.desk.theme, "computersList", f"{name}的电脑", height=TWO_LINES)
        self.list.chosen.connect(self._chosen)
        lay.addWidget(self.list, 1)
        ours = f"支部打电话来核对县里的登记号，念这个：{page.office.keys.fingerprint}"
        lay.addWidget(pieces.label(ours, "hint", name="computersOurs", wrap=True, selectable=True))
        buttons = pieces.row(gap=metrics.GAP)
        self._off = pieces.button(page.desk.theme, "撤销这台电脑", "computerRevoke", kind="danger")
        self._off.clicked.connect(self.ask_revoke)
        leave = pieces.button(page.desk.theme, "看好了", "computersClose", kind="primary")
        leave.clicked.connect(self.accept)
        buttons.addWidget(self._off)
        buttons.addStretch(1)
        buttons.addWidget(leave)
        lay.addLayout(buttons)
        self.refresh()
        self.list.setFocus()

    def refresh(self) -> None:
        """Show the computers."""
        rows = []
        for one in computers.of_branch(self._page.office.desk, self._branch):
            said = f"{one.enrolled_at[:10]} 登记" + (f"，{one.revoked_at[:10]} 撤销" if one.revoked_at else "")
            state = ("quiet", "xo", "已撤销") if one.revoked_at else ("ok", "ok", "在用")
            rows.append(Row(one.device, one.fingerprint or one.device, said, mark=state, faint=bool(one.revoked_at)))  # type: ignore[arg-type]  # tones
        self.list.show_rows(rows or [Row("", "还没有登记过电脑", "请支部写登记文件送来", faint=True)])
        self._chosen(self.list.key)

    def _chosen(self, key: str) -> None:
        row = next((one for one in self.list.rows.rows if one.key == key), None)
        self._off.setEnabled(bool(key) and row is not None and not row.faint)

    def ask_revoke(self) -> None:
        """Ask before it is struck off."""
        if not self._page.may_write():
            self.reject()
            return
        answers = (Answer("keep", "留着"), Answer("revoke", "撤销", "danger"))
        text = "以后它交的包不再收。支部换了电脑，要写新的登记文件送来登记。"
        ask = Ask(self._page.desk.theme, self, "撤销这台电脑？", text, answers)
        ask.answered.connect(self._answered)
        ask.open()

    def _answered(self, key: str) -> None:
        if key == "revoke":
            self._page.office.revoke(self.list.key)
            self.refresh()
            self.changed.emit()
