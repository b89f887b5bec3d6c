"""收包总览 (screen 10): a cell for every branch by town, whom to ring, and the stick that is to be received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.county.aside import SetAside, refused
from danyang_desktop.county.board import (
    LACKING,
    NOBODYS,
    RETURNED,
    TAKEN,
    UNKNOWN,
    board,
    by_town,
    expected,
    nobodys,
    tally,
)
from danyang_desktop.county.conflicts import count_open
from danyang_desktop.county.contacts import waiting
from danyang_desktop.county.handed_in import deadline
from ui import metrics, pieces
from ui.county.figures import Figures
from ui.county.office_page import OfficePage
from ui.county.receiving import Receiving
from ui.county.recovery_dialog import RecoveryDialog
from ui.county.strips import TownRow, TownTable, paint_cell
from ui.dialogs.ask import Answer, Ask
from ui.flow import FlowLayout
from ui.messages import EmptyPage
from ui.roomy import Turning
from ui.rows_list import TWO_LINES, Row, RowsList

if TYPE_CHECKING:
    from danyang_desktop.county.contacts import Waiting
    from ui.desk import Desk
    from ui.marks import Tone
    from ui.window.status_bar import Keys

_SIDE, _TOWNS, _HIGH = 338, 380, 260
_MARKS: dict[str, tuple[Tone, str]] = {
    RETURNED: ("error", "xo"),
    LACKING: ("quiet", "clock"),
    UNKNOWN: ("warn", "bang"),
    TAKEN: ("warn", "tri"),
}


_FIRST = (
    "先从表格导入全县的支部名单，再把县里的登记文件发给各支部；支部送来登记文件，登记好电脑，就能收包了。"
    "后两步在“支部与乡镇”页。"
)


class BoardPage(OfficePage):
    """↑ ↓ go through the towns, Tab to the branches that are to be rung, Ctrl+I receives, Ctrl+P prints."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "home", "收包总览")
        self.months = self.add_months()
        late = self.header.add_button("打印催交名单", "boardLate", icon="print")
        self.receiving = Receiving(self)
        folder = self.header.add_button("从文件夹收", "boardFolder")
        folder.clicked.connect(self.receiving.from_folder)
        self._take = self.header.add_button("读取 U盘 收包", "boardReceive", icon="usb", kind="primary")
        self._take.clicked.connect(self.receiving.from_stick)
        late.clicked.connect(self.receiving.print_late)
        self.refused = self.receiving.strip
        self.add_strip(self.refused)
        self.figures = Figures(desk)
        self.figures.merge_wanted.connect(self._to_merge)
        self.body.addWidget(self.figures)
        both = Turning()
        theme = desk.theme
        towns = self._towns_card()
        towns.setMinimumWidth(theme.px(_TOWNS))
        both.add(towns, grows=1, height=theme.px(_HIGH))
        both.add(self._branches_card(), width=theme.px(_SIDE), height=theme.px(_HIGH))
        self.body.addWidget(both, 1)
        self._both = both
        self.nobody = EmptyPage(theme, "boardNobody", "people")
        self.nobody.say("还没有支部", _FIRST, "从表格导入名单")
        self.nobody.pressed.connect(self._to_list)
        self.nobody.hide()
        self.body.addWidget(self.nobody, 1)
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self._waiting: dict[str, Waiting] = {}
        self.files: list[SetAside] = []
        self._nobodys: dict[str, SetAside] = {}
        for keys, does in (("Ctrl+I", self.receiving.from_stick), ("Ctrl+P", self.receiving.print_late)):
            self.on(keys, does)
        self.on("Ctrl+Left", self.months.back)
        self.on("Ctrl+Right", self.months.forward)

    def _towns_card(self) -> QFrame:
        card = pieces.card("townsCard")
        lay = pieces.column(card, margins=(1, 1, 1, 1))
        head = QFrame()
        head.setProperty("head", True)
        top = FlowLayout(head, gap=metrics.PAD, gap_below=metrics.HAIR)
        top.setContentsMargins(metrics.GAP, metrics.SMALL, metrics.GAP, metrics.SMALL)
        top.addWidget(pieces.label("每格一个支部", "strong15"))
        for state, word in ((TAKEN, "已收"), (LACKING, "未交"), (RETURNED, "退回"), (UNKNOWN, "没登记")):
            one = QWidget()
            pair = pieces.row(one, gap=metrics.SMALL)
            pair.addWidget(_Cell(self, state))
            pair.addWidget(pieces.label(word, "second"))
            top.addWidget(one)
        last = pieces.label("已收 / 应收", "second")
        last.setAlignment(Qt.AlignmentFlag.AlignRight)
        last.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        top.addWidget(last)
        lay.addWidget(head)
        self.towns = TownTable(self.desk.theme, "townsTable")
        self.towns.chosen.connect(self._show_branches)
        self.towns.opened.connect(self._to_branches)
        lay.addWidget(self.towns, 1)
        return card

    def _branches_card(self) -> QFrame:
        card = pieces.card("branchesCard")
        lay = pieces.column(card, margins=(1, 1, 1, 1))
        head = QFrame()
        head.setProperty("head", True)
        top = pieces.row(head, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP))
        self._town = pieces.label("", "strong", name="boardTown")
        self._many = pieces.label("", "second", name="boardMany")
        top.addWidget(self._town)
        top.addStretch(1)
        top.addWidget(self._many)
        lay.addWidget(head)
        self.branches = RowsList(self.desk.theme, "boardBranches", "要处理的支部", height=TWO_LINES)
        self.branches.opened.connect(self._show_one)
        lay.addWidget(self.branches, 1)
        foot = QFrame()
        foot.setProperty("foot", True)
        buttons = pieces.row(foot, margins=(metrics.GAP, metrics.GAP, metrics.GAP, metrics.GAP), gap=metrics.SMALL)
        for text, name, does in (
            ("打印退回单", "boardReturned", self.receiving.print_returned),
            ("写回执到 U盘", "boardAnswer", self.receiving.answer),
        ):
            made = pieces.button(self.desk.theme, text, name, rank="small")
            made.clicked.connect(does)
            buttons.addWidget(made, 1)
        lay.addWidget(foot)
        return card

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("↑ ↓", "换镇街"), ("Tab", "到支部名单"), ("Ctrl+I", "收包"), ("Ctrl+P", "打印"))

    # -- what is shown ----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the book who has handed in."""
        month = self.months.month
        listed = expected(board(self.office, month))
        self.rows = by_town(listed)
        self.files = refused(self.office.desk, month)
        self._nobodys = {f"{one.file}/{one.at}": one for one in nobodys(self.office, month, listed)}
        self._say_figures(month, listed)
        nothing = not listed and not self._nobodys
        self._both.setVisible(not nothing)
        self.nobody.setVisible(nothing)
        towns = [TownRow(town, tuple(row["state"] for row in rows)) for town, rows in self.rows.items()]
        self.towns.show_towns(towns + ([TownRow(NOBODYS, (), len(self._nobodys))] if self._nobodys else []))
        self._show_branches(self.towns.town)
        today = sum(row["at"][:10] == f"{self.desk.workspace.today}" for row in listed)
        self.noted.emit(f"今天收了 {today} 个支部的包" if today else "今天还没有收包")

    def _say_figures(self, month: str, listed: list[dict[str, Any]]) -> None:
        counts = tally(listed)
        share = f"，{counts[TAKEN] * 100 / len(listed):.1f}%" if listed else ""
        self.figures.say("taken", counts[TAKEN], f"共 {len(listed):,} 个支部{share}")
        self.figures.say("lacking", counts[LACKING] + counts[UNKNOWN], self._due(month))
        self.figures.say("returned", len(self.files), self._again(counts[RETURNED]))
        odd = count_open(self.office.desk.book)
        last = max((row["at"] for row in listed), default="")
        said = f"最近收包 {int(last[5:7])}月{int(last[8:10])}日" if last else "还没有收过包"
        self.figures.say_merged(counts[TAKEN], len(listed), odd, said)

    def _again(self, branches: int) -> str:
        """Say who has to hand in again: of the files that were not taken, in this month or in another."""
        if not self.files:
            others = len(refused(self.office.desk))
            return f"别的月份有 {others} 个" if others else "没有要重交的"
        if all(one.waits_here for one in self.files):
            return "县里办好再收，不用重交"
        return f"{branches} 个支部要重新交" if branches else NOBODYS if self._nobodys else "要重新交"

    def _due(self, month: str) -> str:
        last = deadline(month, int(self.desk.workspace.setting("hand_in_day")))
        day = f"{int(last[5:7])}月{int(last[8:10])}日"
        return f"已过 {day} 期限" if last < self.desk.workspace.today.isoformat() else f"{day} 截止"

    def _show_branches(self, town: str) -> None:
        self._town.setText(town)
        if town == NOBODYS:
            self._waiting = {}
            self._many.setText(f"{len(self._nobodys)} 个文件")
            rows = [
                Row(key, one.branch_name or one.file, one.short, mark=("error", "xo", RETURNED))
                for key, one in self._nobodys.items()
            ]
        else:
            rows = self._rows_of(town)
        self.branches.show_rows(rows)

    def _rows_of(self, town: str) -> list[Row]:
        found = waiting(self.office, self.rows.get(town, []))
        self._waiting = {one.branch: one for one in found}
        calls = sum(one.calls for one in found)
        changed = f"{len(found) - calls} 个后来改过" if len(found) > calls else ""
        self._many.setText("，".join(filter(None, (f"{calls} 个支部要处理" if calls else "", changed))) or "都收齐了")
        rows = []
        for one in found:
            tone, icon = _MARKS[one.state]
            if not one.calls:
                tone, icon = "quiet", "tri"
            rows.append(Row(one.branch, one.name.removeprefix(town), one.why, mark=(tone, icon, one.word)))
        return rows

    def _to_branches(self, town: str) -> None:
        del town
        self.branches.setFocus()

    def _show_one(self, key: str) -> None:
        if (file := self._nobodys.get(key)) is not None:
            title, text = file.branch_name or "看不出是哪个支部的", f"{file.reason}\n文件：{file.file}"
        else:
            one = self._waiting[key]
            title, text = f"{one.name}：{one.state}", one.known
        Ask(self.desk.theme, self, title, text, (Answer("seen", "知道了", "primary"),)).open()

    def _to_list(self) -> None:
        self.go.emit("branches:import")

    def _to_merge(self) -> None:
        self.go.emit("merge")

    def begin(self) -> None:
        """Put the cursor on the first town."""
        (self.towns if self.rows else self.nobody.button).setFocus()
        if self.recovery:
            RecoveryDialog(self, self.recovery).open()
            self.recovery = ""

    def finished(self) -> None:
        """Show what is different now."""
        self.refresh()
        self.receiving.show_refused()
        self.tell_changed()

    def others_wrote(self) -> None:
        """Show what another clerk received or settled."""
        self.refresh()

    @property
    def title_month(self) -> str:
        """The month in words."""
        return show_period(self.months.month)


class _Cell(QLabel):
    """One cell as the board draws it, for the legend."""

    def __init__(self, page: BoardPage, state: str) -> None:
        super().__init__()
        theme = page.desk.theme
        size = QSize(theme.px(10), theme.px(18))
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_cell(painter, theme, 2, theme.px(5), state)
        painter.end()
        self.setPixmap(picture)
        self.setFixedSize(size)
