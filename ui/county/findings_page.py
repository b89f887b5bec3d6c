"""疑点核对: what only the office can see across branches; each with its rows, and what is written to the branch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from danyang_desktop.county.annotations import NOTE, RETURNED, targets
from danyang_desktop.county.doubt_sides import doubt_of
from ui import metrics, pieces
from ui.county.annotating import Annotating
from ui.county.list_beside import ListBeside
from ui.county.office_page import OfficePage
from ui.county.side_by_side import SideBySide
from ui.county.texts import side_texts
from ui.county.works import Finding
from ui.messages import EmptyPage, Strip
from ui.rows_list import Row
from ui.sheet.model import Column, Line, SheetModel
from ui.sheet.view import SheetView

if TYPE_CHECKING:
    from danyang_desktop.county.doubles import Finding as Found
    from danyang_desktop.county.doubt_sides import Doubt
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_COLUMNS = (
    Column("tick", "", 44, look="tick"), Column("branch", "支部", 220, bold=True),
    Column("ledger", "台账", 96, quiet=True), Column("said", "记录", 0), Column("state", "批注", 108, look="mark"),
)  # fmt: skip


class FindingsPage(OfficePage):
    """↑ ↓ go through the questions, Tab to the rows, Space ticks, Enter writes to the branches of what is ticked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "odd", "疑点核对", "")
        self.months = self.add_months()
        again = self.header.add_button("重新查一遍", "oddAgain", icon="refresh")
        again.clicked.connect(self.look)
        self._write = self.header.add_button("给支部写批注", "oddWrite", icon="edit", kind="primary")
        self._write.clicked.connect(self.ask)
        self._found: dict[str, Found] = {}
        self._ticked: set[str] = set()
        self._month = ""
        self.annotating = Annotating(self)
        self.annotating.written.connect(self._written)
        both = ListBeside(desk, "odd", "要问一问的", wide=340, high=260)
        self._count, self.list, self._panes = both.count, both.rows, both.panes
        self.list.chosen.connect(self._show)
        self.list.opened.connect(self.ask)
        self._panes.addWidget(self._rows_pane())
        nothing = EmptyPage(desk.theme, "noFindings", "search")
        kinds = "重复领取、去世迁出还在领、重复结对、两处在册、照抄、集中补记、编号重复"
        nothing.say("没有要问的", f"{kinds}，这个月都没有查到。")
        self._panes.addWidget(nothing)
        self.pair = SideBySide(desk)
        self.pair.taken.connect(self._take_side)
        self._panes.addWidget(self.pair)
        self._doubt: Doubt | None = None
        self.body.addWidget(both, 1)
        self.on("Ctrl+Left", self.months.back)
        self.on("Ctrl+Right", self.months.forward)

    def _rows_pane(self) -> QWidget:
        pane = QWidget()
        lay = pieces.column(pane, gap=metrics.GAP)
        self.said = Strip(self.desk.theme, "warn", "oddSaid")
        lay.addWidget(self.said)
        card = pieces.card("oddRows")
        self.sheet = SheetModel(_COLUMNS, self)
        self.view = SheetView(self.sheet, self.desk.theme, "oddTable", "有关的记录")
        self.view.ticked.connect(self._tick)
        self.view.opened.connect(self.ask)
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(self.view)
        lay.addWidget(card, 1)
        hint = "打了勾的记录一起写批注。查到的只是疑点：先打电话问清楚，再退回修改。批注随回执带回支部，记录本身不动。"
        lay.addWidget(pieces.label(hint, "second", wrap=True))
        return pane

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        if self._doubt is not None:
            return (("↑ ↓", "换一条"), ("← →", "选左边或右边"), ("Enter", "采用，看下一处"))
        return (("↑ ↓", "换一条"), ("空格", "打勾"), ("Enter", "写批注"), ("Ctrl+← →", "换月份"))

    def refresh(self) -> None:
        """Look anew when another month is wanted; else show what is known."""
        if self._month != self.months.month:
            self.look()
        else:
            self._fill()

    def look(self) -> None:
        """Look through the whole county, in the worker."""
        self._month = self.months.month
        task = self.desk.background.run("正在全县核对", Finding(self.office, self._month))
        task.done.connect(self._looked)
        task.failed.connect(self._failed)
        task.cancelled.connect(self._cancelled)

    def _looked(self, found: list[Found]) -> None:
        self._found = {f"{number}": one for number, one in enumerate(found)}
        self._fill()

    def _fill(self) -> None:
        told = targets(self.office.desk)
        rows = []
        for key, one in self._found.items():
            done = all(row.uid in told for row in one.rows)
            rows.append(Row(key, one.kind, one.sentence, lead=("ok", "ok") if done else ("warn", "bang"), faint=done))
        left = sum(row.lead == ("warn", "bang") for row in rows)
        self._count.setText(f"{left} 处" if left else "都办了" if rows else "")
        self.badged.emit({"odd": (left, f"{left} 处要问")})
        self.list.show_rows(rows)
        self._write.setEnabled(bool(rows))
        if rows:
            self._show(self.list.key)
        else:
            self._panes.setCurrentIndex(1)

    def _show(self, key: str) -> None:
        one = self._found.get(key)
        if one is None:
            return
        self._doubt = doubt_of(self.office, one)
        self.keys_changed.emit()
        self._write.setText(" 采用选中的，看下一处" if self._doubt else " 给支部写批注")
        if self._doubt is not None:
            self._show_pair(one, self._doubt)
            return
        self._panes.setCurrentIndex(0)
        self.said.say(one.sentence)
        self._ticked = {row.uid for row in one.rows if row.slug != "people"}
        self._fill_rows(one)

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
        self.pair.show_pair(f"{one.sentence}{doubt.because}", versions, doubt.suggested, hint)
        self.pair.ask_reason(on=not all(row.uid in told for row in one.rows))
        self._panes.setCurrentWidget(self.pair)

    def _take_side(self, place: int, reason: str) -> None:
        if self._doubt is None:
            return
        kept, other = self._doubt.sides[place], self._doubt.sides[1 - place]
        after = self._next(self.list.key)
        self.annotating.write([other.row.uid], RETURNED, reason)
        self.annotating.write([kept.row.uid], NOTE, f"保留这一条：{reason}")
        self.list.choose(after)
        self.pair.reason.setFocus()

    def _next(self, key: str) -> str:
        keys = list(self._found)
        place = keys.index(key) + 1 if key in keys else 0
        return (keys[place:] + keys)[0] if keys else ""

    def _fill_rows(self, one: Found) -> None:
        told = targets(self.office.desk)
        ledgers = self.desk.workspace.ledgers
        lines = []
        for row in one.rows:
            known = ledgers.get(row.slug)
            texts = {
                "branch": self.office.branch_name(row.branch),
                "ledger": known.short if known else "",
                "said": row.said,
            }
            kind = told.get(row.uid, "")
            marks = {"state": (("ok", kind) if kind else ("quiet", "还没写"))}
            lines.append(Line(row.uid, texts, marks=marks, ticked=row.uid in self._ticked))  # type: ignore[arg-type]  # tones
        self.sheet.fill(lines)
        self.view.choose(self.view.key)

    def _tick(self, uid: str) -> None:
        self._ticked ^= {uid}
        one = self._found.get(self.list.key)
        if one is not None:
            self._fill_rows(one)

    def ask(self, key: str = "") -> None:
        """Ask what is to be written to the branches of the ticked rows."""
        del key
        one = self._found.get(self.list.key)
        if self._doubt is not None:
            if self.pair.reason.hasFocus() or self.pair.reason.text():
                self.pair.take()
            else:
                self.pair.reason.setFocus()
            return
        uids = [row.uid for row in one.rows if row.uid in self._ticked] if one else []
        if one and uids:
            self.annotating.ask(uids, f"{one.sentence}（{len(uids)} 条）")

    def _written(self, sentence: str) -> None:
        self.say_good(sentence)
        self._fill()

    def begin(self) -> None:
        """Put the cursor on the first question."""
        self.list.setFocus()
