"""支部与乡镇: who is on the list, whose computers are enrolled, when something last came."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from danyang_desktop.county import computers
from danyang_desktop.county.board import ENDED, NO_TOWN, UNKNOWN, board
from danyang_desktop.county.endings import endings
from danyang_desktop.registers.branches import BRANCHES
from ui import file_places, metrics, pieces
from ui.county.computers_dialog import ComputersDialog
from ui.county.ending_dialog import MergedDialog, MergeDialog
from ui.county.enrolling import Enrolling
from ui.county.entries import LIST_IS_FOR
from ui.county.find_box import FindBox
from ui.county.office_page import OfficePage
from ui.county.sheet_card import SheetCard
from ui.county.works import Announcing, WritingLedgers
from ui.dialogs.ask import Answer, Ask
from ui.flow import FlowLayout
from ui.pages.importing.wizard import ImportWizard
from ui.pages.segments import Segments
from ui.sheet.model import Column, Line, SheetModel
from ui.sheet.view import SheetView

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from ui.desk import Desk
    from ui.window.status_bar import Keys

_COLUMNS = (
    Column("name", "支部", 0, bold=True), Column("code", "支部编码", 160), Column("town", "镇街", 130, quiet=True),
    Column("computers", "电脑", 80, right=True), Column("state", "登记", 196, look="mark"),
    Column("at", "上次收到", 150, quiet=True),
)  # fmt: skip
_NAMED = 5
_ALL, _KNOWN, _LACKING, _MERGED = "", "known", "lacking", "merged"


_NOBODY = "还没有支部"


class BranchesPage(OfficePage):
    """Ctrl+F searches, Enter shows a branch's computers, Ctrl+N enrols what a stick brought."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "branches", "支部与乡镇")
        self.enrolling = Enrolling(self)
        for text, name, does, kind in (
            ("从表格导入名单", "branchesImport", self.import_list, ""),
            ("写县里的登记文件", "branchesCard", self.enrolling.ask_card, ""),
            ("登记支部的电脑", "branchesEnrol", self.enrolling.begin, "primary"),
        ):
            self.header.add_button(text, name, kind=kind).clicked.connect(does)
        self._rows: list[dict[str, Any]] = []
        self._names: dict[str, str] = {}
        self._computers: dict[str, int] = {}
        self.search = FindBox(desk.theme, "branchesSearch", "查找支部", "支部名称、拼音首字母或编码")
        self.search.wanted.connect(self._fill)
        self.search.opened.connect(self._open_chosen)
        self.states = Segments(desk.theme, "branchesStates")
        self.states.picked.connect(self._fill)
        around = QWidget()
        bar = FlowLayout(around, gap=metrics.GAP)
        bar.addWidget(self.search)
        bar.addWidget(self.states)
        notice = pieces.button(desk.theme, "给列出的支部发通知", "branchesNotice", icon="talk", kind="link")
        notice.clicked.connect(self.ask_notice)
        bar.addWidget(notice)
        says = "并村：把选中的支部并入别的支部"
        merge = pieces.button(desk.theme, "并村…", "branchesMerge", icon="merge", kind="link", says=says)
        merge.clicked.connect(self.ask_merge)
        bar.addWidget(merge)
        self.body.addWidget(around)
        # In large type the name must be read to its end; the town stands in it as well.
        gone = {"town"} if desk.theme.factor > 1 else set()
        gone |= {"at"} if desk.theme.factor >= metrics.HUGE else set()
        self.sheet = SheetModel([one for one in _COLUMNS if one.name not in gone], self)
        self.view = SheetView(self.sheet, desk.theme, "branchesTable", "支部名单")
        self.view.opened.connect(self.show_computers)
        self.card = SheetCard(desk.theme, self.view, "branches", "people")
        self.card.empty.pressed.connect(self._begin_list)
        self.body.addWidget(self.card, 1)
        self.on("Ctrl+F", self.search.setFocus)
        self.on("Ctrl+N", self.enrolling.begin)
        self.on("Esc", self.search.clear)

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("Ctrl+F", "查找"), ("Enter", "看它的电脑"), ("Ctrl+N", "登记"), ("Esc", "清空查找"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the name is read to its end; the town stands in it."""
        super().resizeEvent(event)
        for number, column in enumerate(self.sheet.columns):
            if column.name in ("town", "at"):
                self.view.setColumnHidden(number, self.narrow)

    def refresh(self) -> None:
        """Ask the book who is known."""
        self._rows = board(self.office, "")
        self._computers = computers.counts(self.office.desk)
        here = [row for row in self._rows if not row["into"]]
        known = sum(row["enrolled"] for row in here)
        towns = len({row["town"] for row in here} - {NO_TOWN})
        of = f"{towns} 个镇街，" if self.desk.theme.factor < metrics.HUGE else ""
        self.header.hint.setText(f"{of}{len(here):,} 个支部" if self._rows else "还没有支部")
        labels = {_ALL: f"全部 {len(here):,}", _KNOWN: f"已登记 {known:,}", _LACKING: f"没登记 {len(here) - known:,}"}
        if len(here) < len(self._rows):
            labels[_MERGED] = f"{ENDED} {len(self._rows) - len(here):,}"
        self.states.show_values(labels)
        self._fill()

    def _wanted(self, row: dict[str, Any]) -> bool:
        kind = _MERGED if row["into"] else _KNOWN if row["enrolled"] else _LACKING
        return self.states.value in (kind, _ALL) and (kind != _MERGED or self.states.value == _MERGED)

    def _fill(self) -> None:
        typed, finds = self.search.typed, self.search.finds
        self._names = {row["branch"]: row["name"] for row in self._rows}
        self.sheet.fill(
            [self._line(row) for row in self._rows if self._wanted(row) and finds(row["name"], row["branch"])]
        )
        self.view.choose(self.view.key)
        if self._rows:
            title = f"没有找到“{typed}”" if typed else "这里没有支部"
            self.card.say(title, "换几个字，或者看全部。", "清空查找（Esc）", icon="search")
        else:
            self.card.say(_NOBODY, LIST_IS_FOR, "从表格导入名单")

    def _begin_list(self) -> None:
        """Bring in the list, or show all of it."""
        if not self._rows:
            self.import_list()
        else:
            self.search.clear()
            self.states.pick(_ALL)
            self._fill()

    def _line(self, row: dict[str, Any]) -> Line:
        count = self._computers.get(row["branch"], 0)
        texts = {
            "name": row["name"], "code": row["branch"], "town": row["town"],
            "computers": f"{count} 台" if count else "", "at": row["at"][:16].replace("T", " "),
        }  # fmt: skip
        mark = ("ok", "已登记") if row["enrolled"] else ("warn", UNKNOWN)
        if row["into"]:
            mark = ("quiet", f"并入{self._names.get(row['into'], row['into']).removeprefix(row['town'])}")
        return Line(row["branch"], texts, marks={"state": mark})  # type: ignore[dict-item]  # tones

    def _open_chosen(self) -> None:
        """Do what Enter does in the list: what was typed has found it."""
        if self.view.line is not None:
            self.show_computers(self.view.key)

    def show_computers(self, branch: str) -> None:
        """Show the computers of a branch."""
        self.forget_said()
        line = self.view.line
        dialog = ComputersDialog(self, branch, line.texts["name"] if line is not None else branch)
        dialog.changed.connect(self.refresh)
        dialog.open()

    def ask_merge(self) -> None:
        """Ask into which branch the chosen one is merged; of one that was, say so and offer what can be done."""
        line = self.view.line
        if line is None or not self.may_write():
            return
        self.forget_said()
        done = endings(self.office.desk.book)
        if line.key in done:
            shown = MergedDialog(self, done[line.key], self._names)
            shown.taken_back.connect(self._say_and_show)
            shown.ledgers_wanted.connect(self._ask_ledgers)
            shown.open()
            return
        names = {code: name for code, name in self._names.items() if code not in done}
        ask = MergeDialog(self, line.key, names)
        ask.merged.connect(self._say_and_show)
        ask.open()

    def _say_and_show(self, sentence: str) -> None:
        self.refresh()
        self.tell_changed()
        self.say_good(sentence)

    def _ask_ledgers(self, branch: str) -> None:
        place = self.ask_folder(file_places.TABLES_OUT, "它的台账存到哪个文件夹（会在里面新建一个）")
        if place is not None:
            self.ledgers_into(branch, place / f"{self._names.get(branch, branch)}_台账")

    def ledgers_into(self, branch: str, folder: Path) -> None:
        """Write what the office has of a branch into a new folder."""
        work = WritingLedgers(self.office, branch, folder)
        self.start("正在写台账", work, partial(_ledgers_written, folder), file=folder)

    def ask_notice(self) -> None:
        """Ask for the words that go to every branch that is listed now."""
        count = len(self.sheet.lines)
        if count and self.may_write():
            text = f"发给下面列出的 {count:,} 个支部；下次写回执时带回去，支部在“上报县里”页上看到。"
            answers = (Answer("later", "先不发"), Answer("send", "发通知", "primary"))
            hint = "比如：12月5日前把困难家庭台账补齐"
            ask = Ask(self.desk.theme, self.window(), "给支部发通知", text, answers, line=hint)
            ask.answered.connect(self._notice_typed)
            ask.open()

    def _notice_typed(self, key: str, words: str) -> None:
        if key == "send":
            branches = [line.key for line in self.sheet.lines]
            self.start("正在写通知", Announcing(self.desk.workspace, self.office, branches, words), _announced)

    def import_list(self) -> None:
        """Open the wizard that brings in the list of branches from a workbook."""
        self.forget_said()
        wizard = ImportWizard(BRANCHES, self.desk, self, called="支部名单")
        wizard.imported.connect(partial(self._list_came, wizard))
        wizard.open()

    def _list_came(self, wizard: ImportWizard) -> None:
        """Show the list as it is now, and name who is on it but not in the workbook, if that held the whole county."""
        self.refresh()
        self.forget_said()
        came = set(wizard.contents("code"))
        missing = [row["name"] for row in self._rows if not row["into"] and row["branch"] not in came]
        if came and 0 < len(missing) * 2 < len(self._rows):
            named = "、".join(missing[:_NAMED]) + ("等" if len(missing) > _NAMED else "")
            said = f"名单上有 {len(missing):,} 个支部，刚才那张表里没有：{named}。"
            self.say_plainly(f"{said}还照旧催它们交；并掉的，选中它点“并村”。", level="warn")

    def follow(self, verb: str, about: str = "") -> None:
        """Bring in the list, enrol a computer or write the office's file: what another page asks for."""
        del about
        does = {"import": self.import_list, "card": self.enrolling.ask_card, "enrol": self.enrolling.begin}.get(verb)
        if does is not None:
            does()

    def finished(self) -> None:
        """Show what is different now."""
        self.refresh()

    def begin(self) -> None:
        """Put the cursor into the list."""
        (self.view if self.sheet.lines else self.card.empty.button).setFocus()


def _announced(told: Any) -> str:
    without = f"；{len(told.without)} 个支部还没有登记电脑，收不到" if told.without else ""
    return f"通知写好了，发给 {told.sent} 个支部，下次写回执时带回去{without}。"


def _ledgers_written(folder: Path, count: int) -> str:
    return f"写好了 {count} 个表格，在“{folder.name}”里。里面有个人信息，交给新书记导入以后请删掉。"
