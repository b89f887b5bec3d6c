"""并村: say that a branch is part of another one from a day on; later, take that back or give its ledgers away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from danyang_desktop.base.chinese.dates import parse_date, show_date
from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.county import computers
from danyang_desktop.county.endings import Ending, lacking, merge_branch, take_back
from ui import metrics, pieces
from ui.messages import Strip
from ui.name_list import NameList
from ui.roomy import RoomyDialog

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ui.county.branches_page import BranchesPage

_WHY = (
    "从那天起不再催它交，收包总览和催交名单上没有它。以前收到的台账都留着，算在原来的月份里。"
    "两个支部下次读回执时都会看到。并错了可以撤回。"
)
_GAP = "　"


class MergeDialog(RoomyDialog):
    """merged(sentence)  it was written."""

    merged = Signal(str)

    def __init__(self, page: BranchesPage, branch: str, names: dict[str, str]) -> None:
        """Ask about `branch`; `names` are code -> name of the branches that it may become part of, and its own."""
        super().__init__(page.window(), page.desk.theme.px(600))
        self.setObjectName("mergeDialog")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page, self._branch, self._name = page, branch, names[branch]
        self.setWindowTitle(self._name)
        self._codes = {f"{name}{_GAP}{code}": code for code, name in names.items() if code != branch}
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        lay.addWidget(pieces.label(f"{self._name}并入别的支部", "step", wrap=True))
        lay.addWidget(pieces.label(_WHY, "second", wrap=True))
        self.into = self._line("并入哪个支部", "mergeInto", "点一下选，或写几个字、拼音首字母、编码")
        NameList(self.into, list(self._codes), "支部")
        self.since = self._line("从哪一天起", "mergeSince", "如 11-01、2026-11-01")
        self.since.setText(f"{page.desk.workspace.today:%Y-%m}-01")
        for text, line in (("并入哪个支部", self.into), ("从哪一天起", self.since)):
            head = pieces.label(text, "label")
            head.setBuddy(line)
            lay.addWidget(head)
            lay.addWidget(line)
        self._said = pieces.label("", "hint", name="mergeSaid", wrap=True)
        lay.addWidget(self._said)
        there = sum(not one.revoked_at for one in computers.of_branch(page.office.desk, branch))
        self.strike = QCheckBox(f"同时撤销它的 {there} 台电脑，以后它们交的包不再收")
        self.strike.setObjectName("mergeStrike")
        self.strike.setAccessibleName(self.strike.text())
        self.strike.setVisible(bool(there))
        lay.addWidget(self.strike)
        self.bad = Strip(page.desk.theme, "error", "mergeBad")
        lay.addWidget(self.bad)
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        leave = pieces.button(page.desk.theme, "先不并", "mergeLeave")
        leave.clicked.connect(self.reject)
        buttons.addWidget(leave)
        self._do = pieces.button(page.desk.theme, "并入", "mergeDo", kind="primary")
        self._do.clicked.connect(self.merge)
        buttons.addWidget(self._do)
        lay.addLayout(buttons)
        self.since.textChanged.connect(self._say_last)
        self._say_last()
        self.into.setFocus()

    def _line(self, says: str, name: str, placeholder: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(f"{says}，必填")
        line.setPlaceholderText(placeholder)
        return line

    @property
    def _day(self) -> dt.date:
        return parse_date(self.since.text(), self._page.desk.workspace.today).on

    def _say_last(self) -> None:
        """Say which month it has to hand in last, and whether that is here: then its computers may go."""
        try:
            one = Ending("", self._branch, "", self._day.isoformat(), "")
        except UserError as error:
            self._said.setText(error.sentence)
            return
        wants = lacking(self._page.office.desk.book, one)
        last = f"最后要交的是 {int(one.last_month[:4])}年{int(one.last_month[5:])}月"
        self._said.setText(f"{last}，还没有收到。先收齐，再撤销它的电脑。" if wants else f"{last}，已经收到。")
        self.strike.setChecked(not wants)

    def merge(self) -> None:
        """Write it down."""
        typed = self.into.text().strip()
        code = self._codes.get(typed, typed.rpartition(_GAP)[2])
        page = self._page
        try:
            strike = self.strike.isChecked() and not self.strike.isHidden()
            author = page.desk.workspace.operator
            one = merge_branch(page.office, self._branch, code, self._day, author, strike=strike)
        except (UserError, Trouble) as error:
            self.bad.say_error(error)
            at_fault = self.since if getattr(error, "field", "") != "into" else self.into
            at_fault.setFocus()
            at_fault.selectAll()
            return
        new = typed.partition(_GAP)[0]
        off = f"，撤销了 {len(one.struck)} 台电脑" if one.struck else ""
        since = show_date(dt.date.fromisoformat(one.ended_on), with_year=True)
        self.accept()
        self.merged.emit(f"{self._name}从 {since}起并入{new}{off}。写回执时会告诉两个支部；在“已并走”里可以撤回。")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from line to line, and from the last one to the button."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        event.accept()
        after = {self.into: self.since, self.since: self._do, self.strike: self._do}
        focus = self.focusWidget()
        if focus in after:
            after[focus].setFocus(Qt.FocusReason.TabFocusReason)
        elif focus is self._do:
            self.merge()


class MergedDialog(RoomyDialog):
    """taken_back(sentence)  the merger is no more;  ledgers_wanted(code)  write what the office has of it."""

    taken_back = Signal(str)
    ledgers_wanted = Signal(str)

    def __init__(self, page: BranchesPage, one: Ending, names: dict[str, str]) -> None:
        super().__init__(page.window(), page.desk.theme.px(600))
        self.setObjectName("mergedDialog")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page, self._one = page, one
        name, new = names.get(one.branch, one.branch), names.get(one.into, one.into)
        self.setWindowTitle(name)
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        since = show_date(dt.date.fromisoformat(one.ended_on), with_year=True)
        lay.addWidget(pieces.label(f"{name}从 {since}起并入{new}", "step", wrap=True))
        wants = lacking(page.office.desk.book, one)
        told = [f"{wants}的台账还没有收到，收包总览上还在催。"] if wants else []
        told += [f"{since}以前的都留着，算在原来的月份里。"]
        if one.struck:
            told.append(
                f"撤销了它的 {len(one.struck)} 台电脑。这些电脑要给{new}用，请在电脑上新建{new}的台账，再送登记文件来。"
            )
        told.append(f"要交给{new}的书记：点“存它的台账”，得到每本一个表格，在{new}用“从 Excel 导入”读进去。")
        lay.addWidget(pieces.label("\n".join(told), "second16", name="mergedSaid", wrap=True))
        buttons = pieces.row(gap=metrics.GAP)
        back = pieces.button(page.desk.theme, "撤回并村", "mergedBack", kind="danger")
        back.clicked.connect(self.take_back)
        buttons.addWidget(back)
        buttons.addStretch(1)
        ledgers = pieces.button(page.desk.theme, "存它的台账…", "mergedLedgers")
        ledgers.clicked.connect(self._want_ledgers)
        buttons.addWidget(ledgers)
        leave = pieces.button(page.desk.theme, "看好了", "mergedClose", kind="primary")
        leave.clicked.connect(self.accept)
        buttons.addWidget(leave)
        lay.addLayout(buttons)
        self._name = name
        leave.setFocus()

    def take_back(self) -> None:
        """Take the merger back."""
        if not self._page.may_write():
            self.reject()
            return
        self.accept()
        try:
            one = take_back(self._page.office, self._one.branch, self._page.desk.workspace.operator)
        except (UserError, Trouble) as error:
            self._page.say_failed(error)
            return
        again = f"，{len(one.struck)} 台电脑恢复登记" if one.struck else ""
        self.taken_back.emit(f"撤回了：{self._name}照旧自己上报{again}。")

    def _want_ledgers(self) -> None:
        self.accept()
        self.ledgers_wanted.emit(self._one.branch)
