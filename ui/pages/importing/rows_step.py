"""检查每一行: rows with something wrong first, mended in the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui import metrics, pieces
from ui.flow import FlowLayout
from ui.pages.importing import check
from ui.pages.importing.check import LEFT, Fate
from ui.pages.segments import Segments
from ui.roomy import Turning
from ui.sheet.model import SheetModel
from ui.sheet.view import SheetView

if TYPE_CHECKING:
    from danyang_desktop.exchange.plan import Plan
    from ui.desk import Desk
    from ui.pages.importing.coming import Coming

_BAD, _GOOD = "有问题", "可以导入"


class RowsStep(QWidget):
    """The check of every row. `changed` after every mend; refused_wanted: the bad rows as a workbook of their own."""

    changed = Signal()
    refused_wanted = Signal()
    anew_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("importRows")
        self._desk = desk
        self._coming: Coming | None = None
        self.fates: dict[int, Fate] = {}
        self._order: list[int] = []
        self._hint = ""
        lay = pieces.column(self, gap=metrics.GAP)
        both = Turning(gap=metrics.SMALL)
        counted = QWidget()
        both.add(counted, grows=1)
        bar = FlowLayout(counted, gap=metrics.GAP)
        self.segments = Segments(desk.theme, "importSegments")
        self.segments.picked.connect(self.refresh)
        bar.addWidget(self.segments)
        self._bad = pieces.label("", "complaint", name="importBad")
        self._odd = pieces.label("", "warning", name="importOdd")
        self._icons = (pieces.picture(desk.theme, "xo", "cinnabar"), pieces.picture(desk.theme, "tri", "warn"))
        for one in (self._icons[0], self._bad, self._icons[1], self._odd):
            bar.addWidget(one)
        self._refused = pieces.button(desk.theme, "有问题的另存成表格", "importRefused", icon="down2")
        self._refused.clicked.connect(self.refused_wanted)
        both.add(self._refused)
        lay.addWidget(both)
        card = pieces.card("importRowsCard")
        inner = pieces.column(card, margins=(1, 1, 1, 1))
        self.model = SheetModel((), self)
        self.model.typed.connect(self._typed, Qt.ConnectionType.QueuedConnection)
        self.table = SheetView(self.model, desk.theme, "importTable", "要导入的每一行")
        self.table.opened.connect(self._down)
        self.table.removed.connect(self._toggle)
        self.table.pressed.connect(self._toggle)
        self.table.chosen.connect(self._say_chosen)
        inner.addWidget(self.table, 1)
        foot = pieces.card("importFoot")
        foot.setProperty("card", False)
        foot.setProperty("foot", True)
        self._foot = pieces.label("", "second", name="importFootText", wrap=True)
        pieces.row(foot, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP)).addWidget(self._foot)
        inner.addWidget(foot)
        lay.addWidget(card, 1)
        made = QShortcut(QKeySequence("F4"), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(self.next_problem)

    @property
    def good(self) -> int:
        """How many rows can be imported."""
        return sum(fate.good for fate in self.fates.values())

    def show_plan(self, coming: Coming, plan: Plan) -> None:
        """Show what would become of every row; those left out by hand stay left out."""
        self._coming = coming
        self.fates = check.fates_of(plan)
        self.fates |= {row: Fate(row, LEFT) for row in coming.skipped}
        self._order = sorted(self.fates, key=lambda row: ({"error": 0, "warn": 1}.get(self.fates[row].tone, 2), row))
        self.model.set_columns(check.columns_of(coming, self.fates))
        first = next((row for row in self._order if self.fates[row].reason), 0)
        self.segments.value = _BAD if first else ""
        self.refresh()
        self._to_cell(first)

    def _to_cell(self, row: int) -> None:
        fate = self.fates.get(row)
        if fate is None or self._coming is None:
            return
        column = next((one for one in self._coming.columns if self._coming.title(one) == fate.column), -1)
        self.table.choose(str(row), str(column) if column >= 0 else "")

    def refresh(self) -> None:
        """Show the chosen segment."""
        if self._coming is None:
            return
        hard = sum(fate.tone == "error" for fate in self.fates.values())
        soft = sum(fate.tone == "warn" for fate in self.fates.values())
        self.segments.show_values(
            {"": f"全部 {len(self.fates)}", _BAD: f"{_BAD} {hard + soft}", _GOOD: f"{_GOOD} {self.good}"}
        )
        self._bad.setText(f"{hard} 行要改" if hard else "")
        self._odd.setText(f"{soft} 行请核对" if soft else "")
        for icon, count in zip(self._icons, (hard, soft), strict=True):
            icon.setVisible(bool(count))
        self._refused.setEnabled(bool(hard))
        self._hint = (
            f"改好一行，它就算进“可以导入”。实在改不了的，先导入其余 {self.good} 行，剩下的以后再补。"
            if hard
            else f"{self.good} 行都可以导入。"
        )
        chosen = self.segments.value
        rows = [row for row in self._order if self._in(self.fates[row], chosen)]
        key, column = self.table.key, self.table.column
        self.model.fill([check.line_of(self._coming, self.fates[row]) for row in rows])
        if key and self.model.row_of(key) < 0:
            self.table.choose("", column)
        self._say_chosen(self.table.key)

    def _say_chosen(self, key: str) -> None:
        """Say in full what is wrong with the chosen row."""
        fate = self.fates.get(int(key)) if key else None
        self._foot.setText(f"第 {key} 行：{fate.reason}" if fate is not None and fate.tone else self._hint)

    @staticmethod
    def _in(fate: Fate, chosen: str) -> bool:
        return not chosen or (bool(fate.tone) if chosen == _BAD else fate.good)

    # -- mending ----------------------------------------------------------------------------------------------

    def _down(self) -> None:
        self.table.down()

    def next_problem(self) -> None:
        """Go to the cell of the next row with something wrong."""
        keys = [int(line.key) for line in self.model.lines]
        here = keys.index(int(self.table.key)) if self.table.key else -1
        ahead = [row for row in [*keys[here + 1 :], *keys[: here + 1]] if self.fates[row].tone]
        if ahead:
            self.table.setFocus()
            self._to_cell(ahead[0])

    def _typed(self, key: str, column: str, text: str) -> None:
        coming = self._coming
        if coming is None:
            return
        row = int(key)
        coming.write(row, int(column), text)
        self._judge(row)

    def _judge(self, row: int) -> None:
        """Judge one row anew, with the eyes of the import itself; the whole is judged once more before it is saved."""
        coming = self._coming
        if coming is None:
            return
        plan = coming.plan_row(self._desk.workspace, row)
        told = check.fates_of(plan).get(row) if plan is not None else None
        if told is None:
            self.anew_wanted.emit()
            return
        self.fates[row] = told
        self.refresh()
        self.changed.emit()

    def _toggle(self, key: str) -> None:
        """Leave a row out, take it in again, or merge it with the one it repeats."""
        coming = self._coming
        if coming is None:
            return
        row, fate = int(key), self.fates[int(key)]
        if fate.what == LEFT:
            coming.skipped.discard(row)
            self._judge(row)
            return
        if fate.why != "duplicate" or not coming.merge(row, fate.reason):
            coming.skipped.add(row)
        self.fates[row] = Fate(row, LEFT)
        self.refresh()
        self.changed.emit()
