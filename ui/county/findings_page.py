"""疑点核对: what only the office can see across branches; each with its rows, and what is written to the branch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.county.annotations import NOTE, RETURNED, targets
from danyang_desktop.county.board import last_month
from danyang_desktop.county.doubles import KINDS
from danyang_desktop.county.doubt_sides import doubt_of
from danyang_desktop.county.waiting import asked
from danyang_desktop.county.whole import whole
from ui.county.annotating import Annotating
from ui.county.doubt_rows import DoubtRows
from ui.county.list_beside import ListBeside
from ui.county.office_page import OfficePage
from ui.county.record_dialog import RecordDialog
from ui.county.side_by_side import SideBySide
from ui.county.texts import side_texts
from ui.county.works import Finding
from ui.messages import EmptyPage
from ui.rows_list import Row

if TYPE_CHECKING:
    from danyang_desktop.county.doubles import Finding as Found
    from danyang_desktop.county.doubles import Row as Looked
    from danyang_desktop.county.doubt_sides import Doubt
    from ui.desk import Desk
    from ui.marks import Tone
    from ui.window.status_bar import Keys


class FindingsPage(OfficePage):
    """↑ ↓ go through the questions, Enter or Tab to the rows, Space ticks, F2 writes to the branches of what is ticked.

    Nothing is ticked beforehand: who is written to is for a person to say.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "odd", "疑点核对", "")
        self.months = self.add_months()
        again = self.header.add_button("重新查一遍", "oddAgain", icon="refresh")
        again.clicked.connect(self.look)
        self._write = self.header.add_button("给支部写批注", "oddWrite", icon="edit", kind="primary")
        self._write.clicked.connect(self.ask)
        self._found: dict[str, Found] = {}
        self._month, self._of = "", 0
        self.annotating = Annotating(self)
        self.annotating.written.connect(self._written)
        both = ListBeside(desk, "odd", "要问一问的", wide=340, high=400)
        self._count, self.list, self._panes = both.count, both.rows, both.panes
        self.list.chosen.connect(self._show)
        self.list.opened.connect(self._to_rows)
        self.rows = DoubtRows(desk, self.office)
        self.rows.looked.connect(self._look_row)
        self.rows.turned.connect(self._say_ticked)
        self._panes.addWidget(self.rows)
        nothing = EmptyPage(desk.theme, "noFindings", "search")
        nothing.say("没有要问的", f"{'、'.join(KINDS)}，这个月都没有查到。")
        self._panes.addWidget(nothing)
        self.pair = SideBySide(desk, whole=True)
        self.pair.taken.connect(self._take_side)
        self.pair.looked.connect(self._look_side)
        self._panes.addWidget(self.pair)
        self._doubt: Doubt | None = None
        self.body.addWidget(both, 1)
        self.on("F2", self.ask)
        self.on("F3", self._look_here)
        self.on("Ctrl+Left", self.months.back)
        self.on("Ctrl+Right", self.months.forward)

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        if self._doubt is not None:
            return (("↑ ↓", "换一条"), ("← →", "选左边或右边"), ("F3", "看整条"), ("Enter", "采用，看下一处"))
        return (("↑ ↓", "换一条"), ("空格", "打勾"), ("Enter", "看整条"), ("F2", "写批注"))

    def refresh(self) -> None:
        """Look anew when another month is wanted, or records came or went; else show what is known."""
        if self._month != self.months.month or self._of != self._records:
            self.look()
        else:
            self._fill()

    @property
    def _records(self) -> int:
        """Another number as soon as a record of the book is another one."""
        return sum(self.office.desk.book.saves.values())

    def look(self) -> None:
        """Look through the whole county, in the worker."""
        self.forget_said()
        self._month, self._of = self.months.month, self._records
        task = self.desk.background.run("正在全县核对", Finding(self.office, self._month))
        task.done.connect(self._looked)
        task.failed.connect(self._failed)
        task.cancelled.connect(self._cancelled)

    def _looked(self, found: list[Found]) -> None:
        self._found = {f"{number}": one for number, one in enumerate(found)}
        self.rows.ticked.clear()
        self._fill()

    def _fill(self) -> None:
        told = targets(self.office.desk)
        rows: list[Row] = []
        left = 0
        for kind in KINDS:
            some = {key: one for key, one in self._found.items() if one.kind == kind}
            open_now = sum(not asked(one, told) for one in some.values())
            left += open_now
            if some:
                counted = f"{len(some)} 处" + (f"，办了 {len(some) - open_now} 处" if open_now < len(some) else "")
                rows.append(Row(f"section {kind}", f"{kind}　{counted}", section=True))
            for key, one in some.items():
                done = asked(one, told)
                lead: tuple[Tone, str] = ("ok", "ok") if done else ("warn", "bang")
                rows.append(Row(key, f"{kind}：{one.about}", one.sentence, lead=lead, faint=done))
        self._count.setText(f"{left} 处" if left else "都办了" if rows else "")
        if self._month == last_month(self.office.desk):
            self.badged.emit({"odd": (left, f"{left} 处要问")})
        self.list.show_rows(rows)
        self._write.setEnabled(bool(rows))
        if rows:
            self._show(self.list.key)
        else:
            self._doubt = None
            self._panes.setCurrentIndex(1)

    def _show(self, key: str) -> None:
        one = self._found.get(key)
        if one is None:
            return
        self._doubt = doubt_of(self.office, one)
        self.keys_changed.emit()
        if self._doubt is not None:
            self._write.setText(" 采用选中的，看下一处")
            self._write.setEnabled(True)
            self._show_pair(one, self._doubt)
            return
        self._panes.setCurrentIndex(0)
        self.rows.show_finding(one)

    def _show_pair(self, one: Found, doubt: Doubt) -> None:
        told = targets(self.office.desk)
        texts = [side_texts(self.desk.workspace, side) for side in doubt.sides]
        labels = list(dict.fromkeys(label for some in texts for label in some))
        versions = []
        for side, some in zip(doubt.sides, texts, strict=True):
            facts = [
                (label, some.get(label, ""), len({other.get(label, "") for other in texts}) > 1) for label in labels
            ]
            state = told.get(side.row.uid, "")
            hint = f"{side.record.serial_no or ''}{f' · 已写“{state}”' if state else ''}"
            versions.append((self.office.branch_name(side.row.branch), hint.strip(" ·"), facts))
        hint = "没选中的一边会收到“退回修改”和您的说明，选中的一边收到备注。两边的数据都留底，由支部自己改。"
        self.pair.show_pair(f"{one.kind}：{one.sentence}{doubt.because}", versions, doubt.suggested, hint)
        self.pair.ask_reason(on=not all(row.uid in told for row in one.rows))
        self._panes.setCurrentWidget(self.pair)

    def _take_side(self, place: int, reason: str) -> None:
        if self._doubt is None:
            return
        kept, other = self._doubt.sides[place], self._doubt.sides[1 - place]
        if other.record.status == "void":
            self.pair.complain("没选中的那一条支部已经作废，不用退回了。要退回的是另一条，请换一边选。")
            return
        after = self._next(self.list.key)
        self.annotating.write([other.row.uid], RETURNED, reason)
        self.annotating.write([kept.row.uid], NOTE, f"保留这一条：{reason}")
        self.list.choose(after)
        self.pair.reason.setFocus()

    def _next(self, key: str) -> str:
        keys = [row.key for row in self.list.rows.rows if not row.section]
        place = keys.index(key) + 1 if key in keys else 0
        return (keys[place:] + keys)[0] if keys else ""

    @property
    def _here(self) -> Found | None:
        return self._found.get(self.list.key)

    def _say_ticked(self) -> None:
        if self._doubt is None:
            ticked = len(self.rows.ticked)
            self._write.setText(f" 给支部写批注（{ticked} 条）" if ticked else " 给支部写批注")
            self._write.setEnabled(bool(ticked))

    # -- looking, and writing ---------------------------------------------------------------------------------

    def _to_rows(self) -> None:
        (self.pair.reason if self._doubt is not None else self.rows.view).setFocus()

    def _look_here(self) -> None:
        if self._doubt is not None:
            self._look_side(self.pair.chosen)
        else:
            self.rows.look()

    def _look_side(self, place: int) -> None:
        if self._doubt is not None:
            self._look_at(self._doubt.sides[place].row)

    def _look_row(self, uid: str) -> None:
        one = self._here
        row = next((row for row in one.rows if row.uid == uid), None) if one is not None else None
        if row is not None:
            self._look_at(row)

    def _look_at(self, row: Looked) -> None:
        one = whole(self.office, row.slug, row.uid)
        if one is not None:
            RecordDialog(self.desk, self, one).open()

    def ask(self) -> None:
        """Ask what is to be written to the branches of the ticked rows; of two sides, take the chosen one."""
        if self._doubt is not None:
            if self.pair.reason.hasFocus() or self.pair.reason.text():
                self.pair.take()
            else:
                self.pair.reason.setFocus()
            return
        one = self._here
        uids = [row.uid for row in one.rows if row.uid in self.rows.ticked] if one else []
        if one and uids:
            self.annotating.ask(uids, f"{one.kind}：{one.sentence}（打了勾的 {len(uids)} 条）")
        elif one:
            self.noted.emit("先在要写的记录前面打勾（空格），再写批注")

    def _written(self, sentence: str) -> None:
        self.say_good(sentence)
        self.rows.ticked.clear()
        self._fill()

    def begin(self) -> None:
        """Put the cursor on the first question."""
        self.list.setFocus()
