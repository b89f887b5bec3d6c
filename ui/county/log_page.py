"""收包记录: every file that came, how it ended, and the way to take an import back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.aside import dismiss, wait_again
from danyang_desktop.county.kept import waiting
from danyang_desktop.county.received import ACCEPTED, DISMISSED, ODD, REFUSED, UNDONE, File, files
from danyang_desktop.county.undo import would_undo
from ui import metrics
from ui.county.find_box import FindBox
from ui.county.office_page import OfficePage
from ui.county.receiving import odd_said
from ui.county.sheet_card import SheetCard
from ui.county.works import PrintingSheets, ReceivingKept, Undoing
from ui.dialogs.ask import Answer, Ask
from ui.flow import FlowLayout
from ui.messages import Told
from ui.pages.segments import Segments
from ui.printing.offers import of_sheets, print_seen
from ui.sheet.model import Column, Line, SheetModel
from ui.sheet.view import SheetView

if TYPE_CHECKING:
    import datetime as dt
    from typing import Any

    from danyang_desktop.county.aside import SetAside
    from danyang_desktop.county.receive import Received
    from ui.desk import Desk
    from ui.marks import Tone
    from ui.window.status_bar import Keys

_COLUMNS = (
    Column("at", "收到时间", 132, quiet=True), Column("branch", "支部", 206, bold=True),
    Column("state", "情况", 116, look="mark"), Column("month", "月份", 84),
    Column("number", "第几号", 76, right=True), Column("merged", "新收（条）", 100, right=True),
    Column("why", "文件或原因", 0, quiet=True),
)  # fmt: skip
_NOT_HUGE = ("number", "merged")
"""What is left out where letters are huge: Enter shows it."""
_TONES: dict[str, Tone] = {ACCEPTED: "ok", REFUSED: "error", ODD: "warn", UNDONE: "quiet", DISMISSED: "quiet"}
_AGAIN = "再收一次留着的"
_NAMED = 6
_BACK, _AWAY, _PUT_BACK = "撤销这次收包", "不再等它", "放回退回的"
_DOES = {ACCEPTED: _BACK, REFUSED: _AWAY, DISMISSED: _PUT_BACK}
"""State of a file -> what Del and the button do with it."""


class LogPage(OfficePage):
    """Del takes the chosen import back, after it has said what goes with it; the file stays.

    A file that was turned away it takes off the list: it was given back, and no good one will come.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "log", "收包记录")
        paper = self.header.add_button("打印退回单", "logPrint", icon="print")
        paper.clicked.connect(self.ask_print)
        self._back = self.header.add_button(_BACK, "logUndo", kind="danger")
        self._back.clicked.connect(self.ask_undo)
        self._again = self.header.add_button(_AGAIN, "logAgain")
        self._again.clicked.connect(self.receive_kept)
        self._files: dict[str, File] = {}
        self._dismissed: SetAside | None = None
        self.states = Segments(desk.theme, "logStates")
        self.states.picked.connect(self._fill)
        self.search = FindBox(desk.theme, "logSearch", "查找收过的文件", "支部、拼音首字母、月份或文件名")
        self.search.wanted.connect(self._fill)
        self.search.opened.connect(self._open_chosen)
        around = QWidget()
        bar = FlowLayout(around, gap=metrics.GAP)
        bar.addWidget(self.search)
        bar.addWidget(self.states)
        self.body.addWidget(around)
        huge = desk.theme.factor >= metrics.HUGE
        self.sheet = SheetModel([one for one in _COLUMNS if not huge or one.name not in _NOT_HUGE], self)
        self.view = SheetView(self.sheet, desk.theme, "logTable", "收包记录")
        self.view.chosen.connect(self._chosen)
        self.view.removed.connect(self.ask_undo)
        self.view.opened.connect(self._tell_one)
        self.card = SheetCard(desk.theme, self.view, "log", "clock")
        self.card.empty.pressed.connect(self.search.clear)
        self.body.addWidget(self.card, 1)
        for keys, does in (("Ctrl+P", self.ask_print), ("Ctrl+F", self.search.setFocus), ("Esc", self.search.clear)):
            self.on(keys, does)

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        one = self._files.get(self.view.key)
        away = (("Del", _DOES[one.state]),) if one is not None and one.state in _DOES else ()
        return (("Ctrl+F", "查找"), ("Enter", "看详情"), *away, ("Ctrl+P", "打印退回单"))

    def refresh(self) -> None:
        """Ask the book what came."""
        found = files(self.office.desk)
        self._files = {one.sha256 or f"{one.state}/{one.file}/{one.at}/{one.why}": one for one in found}
        counts = {state: sum(one.state == state for one in found) for state in _TONES}
        self.states.show_values(
            {"": f"全部 {len(found):,}", **{state: f"{state} {count:,}" for state, count in counts.items() if count}}
        )
        self._again.setVisible(bool(waiting(self.office.desk)))
        self._fill()

    def _fill(self) -> None:
        wanted = self.states.value
        lines = [
            Line(
                key,
                {
                    "at": _when(one.at, self.desk.workspace.today), "branch": one.branch_name,
                    "number": str(one.number or ""), "month": one.month,
                    "merged": f"{one.merged:,}" if one.sha256 else "",
                    "why": one.waits.short if one.waits and one.state == REFUSED else one.why or one.file,
                },
                marks={"state": (_TONES[one.state], one.state)},
            )
            for key, one in self._files.items()
            if wanted in ("", one.state) and self.search.finds(one.branch_name, one.branch, one.month, one.file)
        ]  # fmt: skip
        self.sheet.fill(lines)
        self.view.choose(self.view.key)
        self._chosen(self.view.key)
        if typed := self.search.typed:
            self.card.say(f"没有找到“{typed}”", "换几个字，或者看全部。", "清空查找（Esc）", icon="search")
            return
        said = "在“收包总览”点“读取 U盘 收包”；收下的、退回的，每个文件都记在这里，收错了可以撤销。"
        self.card.say("还没有收过包" if not self._files else "这里没有文件", said)

    def _open_chosen(self) -> None:
        """Do what Enter does in the list: what was typed has found it."""
        if self.view.line is not None:
            self._tell_one(self.view.key)

    def _chosen(self, key: str) -> None:
        one = self._files.get(key)
        self._back.setText(_DOES.get(one.state, _BACK) if one is not None else _BACK)
        self._back.setEnabled(one is not None and one.state in _DOES)
        self.keys_changed.emit()

    def _tell_one(self, key: str) -> None:
        one = self._files[key]
        said = (
            one.why or f"{one.records} 条记录，其中新的 {one.merged} 条，对不上 {one.conflicts} 处。"
        ) + f"\n文件：{one.file}"
        said += f"\n核对码：{one.code}" if one.code else ""
        title = f"{one.branch_name} 第 {one.number} 号包：{one.state}" if one.number else one.file
        Ask(self.desk.theme, self.window(), title, said, (Answer("seen", "知道了", "primary"),)).open()

    # -- taking back ------------------------------------------------------------------------------------------

    def ask_undo(self, key: str = "") -> None:
        """Say what goes, and ask; of a file that was turned away nothing goes but its line."""
        del key
        one = self._files.get(self.view.key)
        if one is None or one.state not in _DOES or not self.may_write():
            return
        if one.waits is not None:
            if one.state == DISMISSED:
                self._put_back(one.waits)
            else:
                self._ask_why(one.waits)
            return
        try:
            going = would_undo(self.office.desk, one.sha256)
        except UserError as error:
            self.say_failed(error)
            return
        names = "、".join(f"第 {number} 号" for number, _ in going[:_NAMED]) + ("等" if len(going) > _NAMED else "")
        text = (
            f"{one.branch_name}从这个包起收下的 {len(going)} 个包（{names}）会一起撤销，里面的记录从汇总里拿掉。"
            "文件都留着，随时可以再收；下一张回执会让支部知道要重交。"
        )
        answers = (Answer("keep", "不撤销"), Answer("undo", "撤销", "danger"))
        ask = Ask(self.desk.theme, self.window(), "撤销这次收包？", text, answers)
        ask.answered.connect(self._answered)
        ask.open()

    def _ask_why(self, one: SetAside) -> None:
        text = f"“{one.file}”从退回的里面拿掉，留在这里，随时可以放回去。再收到它，还会列出来。"
        answers = (Answer("keep", "还等"), Answer("away", _AWAY, "primary"))
        hint = "为什么，比如：是别县的，已经还给他们了"
        ask = Ask(self.desk.theme, self.window(), "不再等这个文件？", text, answers, line=hint)
        ask.answered.connect(partial(self._dismiss, one))
        ask.open()

    def _dismiss(self, one: SetAside, key: str, why: str) -> None:
        if key != "away":
            return
        try:
            dismiss(self.office.desk, one, why, self.desk.workspace.operator)
        except UserError as error:
            self.say_failed(error)
            return
        self._dismissed = one
        self.finished()
        self.say_good(f"“{one.file}”不再等了。拿错了，按 Ctrl+Z 放回去；再收到它，也还会列出来。")

    def _put_back(self, one: SetAside) -> None:
        wait_again(self.office.desk, one)
        self.finished()
        self.say_good(f"“{one.file}”放回去了，还在等完好的一份。")

    def undo_here(self) -> bool:
        """Put the file back that was taken off the list last."""
        one, self._dismissed = self._dismissed, None
        if one is not None and self.may_write():
            self._put_back(one)
        return True

    def receive_kept(self) -> None:
        """Take in once more what was kept because it could not be taken yet."""
        if self.may_write():
            self.start("正在收留着的包", ReceivingKept(self.office), _received)

    def _answered(self, key: str) -> None:
        if key == "undo":
            self.start("正在撤销", Undoing(self.office, self._files[self.view.key].sha256), _undone)

    def finished(self) -> None:
        """Show what is different now."""
        self.refresh()
        self.tell_changed()

    def others_wrote(self) -> None:
        """Show what another clerk received."""
        self.refresh()

    # -- paper ------------------------------------------------------------------------------------------------

    def ask_print(self) -> None:
        """Show the sheets of all that was turned away and still waits, and print them; say where there is none."""
        waits = sum(one.state == REFUSED for one in self._files.values())
        if not waits:
            self.say_plainly("没有退回的文件，不用打印。")
            return
        self.forget_said()
        job = PrintingSheets(self.desk.workspace, self.office, ("returned",), "", "")
        today = f"{self.desk.workspace.today}"
        print_seen(self.desk, self, of_sheets(f"退回单，全县，还在等的 {waits} 个文件", f"退回单_全县_{today}", job))

    def begin(self) -> None:
        """Put the cursor into the table."""
        self.view.setFocus()


def _when(at: str, today: dt.date) -> str:
    """Return a moment as it stands in a table: 11-27 17:47, of another year with the year."""
    said = at[:16].replace("T", " ")
    return said.removeprefix(f"{today:%Y}-")


def _undone(done: Any) -> str:
    return (
        f"撤销了 {len(done.bundles)} 个包，里面的 {done.records} 条记录回到收它以前的样子。文件都留着，随时可以再收。"
    )


def _received(told: Received) -> Told:
    new = sum(not one["again"] for one in told.accepted)
    said = f"收下 {new} 个包，合并 {told.merged:,} 条。回执在“收包总览”写。" if new else "还是收不下。"
    return Told(f"{said}{odd_said(told)}", "warn" if told.refused or told.alarms else "ok")
