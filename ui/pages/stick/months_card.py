"""The right-hand card: the months and where they stand, what the office wrote, the way to read its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from danyang_desktop.county import handed_in
from danyang_desktop.county.annotations import APPROVED, RETURNED
from ui import metrics, pieces
from ui.rows_list import ONE_LINE, TWO_LINES, Row, RowsList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.county.annotations import Annotation
    from danyang_desktop.county.handed_in import HandedMonth
    from ui.desk import Desk
    from ui.marks import Tone

_WIDTH = 394
_NO_LIMIT = 16_777_215
"""As Qt has it for a widget of any width."""
_MARKS: dict[str, tuple[Tone, str]] = {
    handed_in.STILL: ("quiet", "edit"),
    handed_in.LACKING: ("error", "bang"),
    handed_in.WAITING: ("warn", "clock"),
    handed_in.TAKEN: ("ok", "ok"),
    handed_in.RETURNED: ("error", "xo"),
}
_NOTES_SHOWN = 3


class MonthsCard(QFrame):
    """receipt_wanted, digits_wanted  the two ways to read the answer;  month_chosen;  note_opened(note)."""

    receipt_wanted = Signal()
    digits_wanted = Signal()
    month_chosen = Signal(str)
    note_opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("monthsCard")
        self.setProperty("card", True)
        theme = desk.theme
        self._theme = theme
        self.make_wide(on=False)
        lay = pieces.column(self, margins=(1, 1, 1, 1))
        head, top = self._head("每月上报情况")
        self._year = pieces.label("", "second")
        top.addWidget(self._year)
        lay.addWidget(head)
        self.months = RowsList(theme, "monthsList", "每月上报情况", height=ONE_LINE, title_width=60)
        self.months.chosen.connect(self.month_chosen)
        lay.addWidget(self.months, 1)
        self._notes_head, notes_top = self._head("县里的批注")
        self._notes_count = pieces.label("", "second")
        notes_top.addWidget(self._notes_count)
        lay.addWidget(self._notes_head)
        self.notes = RowsList(theme, "notesList", "县里的批注", height=TWO_LINES)
        self.notes.opened.connect(self._open_note)
        self._found: dict[str, Annotation] = {}
        lay.addWidget(self.notes)
        lay.addWidget(self._foot(desk))

    def make_wide(self, *, on: bool) -> None:
        """Take all the room there is, or only what is wanted beside the steps."""
        width = round(_WIDTH * min(self._theme.factor, 1.25))
        self.setMinimumWidth(0 if on else width)
        self.setMaximumWidth(_NO_LIMIT if on else width)

    def _head(self, title: str) -> tuple[QFrame, QHBoxLayout]:
        head = QFrame()
        head.setProperty("head", True)
        top = pieces.row(head, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP))
        top.addWidget(pieces.label(title, "strong"))
        top.addStretch(1)
        return head, top

    def _foot(self, desk: Desk) -> QFrame:
        foot = QFrame()
        foot.setProperty("line", "false")
        lay = pieces.column(foot, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP), gap=metrics.SMALL)
        lay.addWidget(pieces.label("县里给了回执 U盘？插上后点这里，系统自动登记“已收”。", "second", wrap=True))
        self.read = pieces.button(desk.theme, "读取县里回执", "stickReceipt", icon="file")
        self.read.clicked.connect(self.receipt_wanted)
        lay.addWidget(self.read)
        self.digits = pieces.button(desk.theme, "只有纸上的 12 位回执号？点这里输入", "stickDigits", kind="link")
        self.digits.clicked.connect(self.digits_wanted)
        lay.addWidget(self.digits)
        return foot

    def show_months(self, found: Sequence[HandedMonth], chosen: str) -> None:
        """Show the months, newest first."""
        self._year.setText(f"{found[0].month[:4]}年" if found else "")
        rows = []
        for one in found:
            tone, icon = _MARKS[one.state]
            number = f"{int(one.month[5:])}月"
            title = number if one.month[:4] == found[0].month[:4] else f"{one.month[2:4]}年{number}"
            rows.append(Row(one.month, title, one.said, mark=(tone, icon, one.state)))
        self.months.show_rows(rows)
        self.months.choose(chosen)

    def show_notes(self, found: Sequence[Annotation], titles: dict[str, str]) -> None:
        """Show what the office wrote, calls for correction first; `titles` names each record by its uid."""
        waiting = sum(one.open for one in found)
        self._notes_count.setText(f"{waiting} 条要改" if waiting else f"{len(found)} 条")
        rows = []
        newest = sorted(found, key=lambda note: note.at, reverse=True)
        self._found = {one.uid: one for one in sorted(newest, key=lambda note: not note.open)}
        for one in self._found.values():
            done = one.kind == RETURNED and not one.open
            tone: Tone = "error" if one.open else "ok" if one.kind == APPROVED or done else "quiet"
            icon = {"error": "bang", "ok": "ok"}.get(tone, "info")
            word = "已改" if done else one.kind if one.target else "通知"
            about = f"{titles.get(one.target, '')}，" if one.target else ""
            sub = f"{about}{int(one.at[5:7])}月{int(one.at[8:10])}日 {one.author}"
            rows.append(Row(one.uid, one.words or one.kind, sub, mark=(tone, icon, word)))
        self.notes.show_rows(rows)
        self.notes.setFixedHeight(self._theme.px(TWO_LINES) * min(len(rows), _NOTES_SHOWN) + 2)
        self._notes_head.setVisible(bool(rows))
        self.notes.setVisible(bool(rows))

    def _open_note(self, key: str) -> None:
        if key in self._found:
            self.note_opened.emit(self._found[key])
