"""全县汇总 (screen 10c): the month by town, branch and programme, down to the rows, on paper and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget

from danyang_desktop.county.tables import BRANCH, MONTH, PROGRAM, TOWN, WANTED, FigureTable, as_of, title_of
from danyang_desktop.county.whole import whole
from danyang_desktop.declare.ledger import LEDGER_OF
from ui import file_places, pieces, shown
from ui.county.annotating import Annotating
from ui.county.coverage_cell import CoverageDelegate
from ui.county.figure_columns import columns_of
from ui.county.office_page import OfficePage
from ui.county.record_dialog import RecordDialog
from ui.county.records_view import RecordsView
from ui.county.works import Adding, Drilling, PrintingTable, WritingTable
from ui.messages import Strip
from ui.pages.segments import Segments
from ui.printing.offers import of_sheets, print_seen
from ui.sheet.model import Line, SheetModel
from ui.sheet.view import SheetView

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.county.behind import Behind
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_KINDS = {TOWN: "按乡镇", BRANCH: "按支部", PROGRAM: "按类别", MONTH: "按月份"}
_ROW = 36
_TOTAL = "全县"
"""The key of the line of sums."""


class RollupPage(OfficePage):
    """Enter goes down: from a town to its branches, from a branch or a programme to the rows; Esc goes up again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "rollup", "全县汇总")
        self.months = self.add_months()
        self.kinds = Segments(desk.theme, "rollupKinds")
        self.kinds.value = TOWN
        self.add_left(self.kinds)  # before it shows itself, or it would be a window of its own
        self.kinds.show_values(_KINDS)
        self.kinds.picked.connect(self._kind_picked)
        out = self.header.add_button("导出表格", "rollupExport", icon="down2")
        out.clicked.connect(self.ask_export)
        paper = self.header.add_button("打印汇总", "rollupPrint", icon="print", kind="primary")
        paper.clicked.connect(self.ask_print)
        self.table: FigureTable | None = None
        self.town = ""
        self._late = Strip(desk.theme, "warn", "rollupLate")
        self.body.addWidget(self._late)
        self._panes = QStackedWidget()
        card = pieces.card("rollupCard")
        self.sheet = SheetModel((), self)
        self.view = SheetView(self.sheet, desk.theme, "rollupTable", "汇总表", row=_ROW)
        self.view.setItemDelegate(CoverageDelegate(desk.theme, self.view))
        self.view.opened.connect(self.go_down)
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(self.view)
        self.records = RecordsView(desk)
        self.annotating = Annotating(self)
        self.annotating.written.connect(self.say_good)
        self.records.annotate_wanted.connect(self._annotate)
        self.records.whole_wanted.connect(self._show_whole)
        self._below = ""
        self._panes.addWidget(card)
        self._panes.addWidget(self.records)
        self.body.addWidget(self._panes, 1)
        for keys, does in (("Esc", self.go_up), ("Ctrl+E", self.ask_export), ("Ctrl+P", self.ask_print)):
            self.on(keys, does)
        self.on("F2", self._ask_annotation)
        self.on("Ctrl+Left", self.months.back)
        self.on("Ctrl+Right", self.months.forward)

    @property
    def keys(self) -> Keys:
        """The keys that work here now."""
        if self._panes.currentWidget() is self.records:
            return (("Enter", "看整条"), ("F2", "给支部写批注"), ("Esc", "回到汇总表"))
        down = {TOWN: "看这个乡镇的支部", MONTH: "看这个月的乡镇"}.get(self.kinds.value, "看每一条")
        up = (("Esc", "回到全县"),) if self.town else ()
        return (("Enter", down), *up, ("Ctrl+E", "导出"), ("Ctrl+P", "打印"))

    # -- what is shown ----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Add the month up anew, in the worker: the first time after a receive it takes a moment."""
        self._below = ""
        self._panes.setCurrentIndex(0)
        work = Adding(self.desk.workspace, self.office, self.months.month, self.kinds.value, self.town)
        task = self.desk.background.run("正在汇总", work)
        task.done.connect(self._added)
        task.failed.connect(self._failed)

    def _added(self, table: FigureTable) -> None:
        self.table = table
        lines = []
        whole_yuan = [head.name for head in table.heads if table.is_whole_yuan(head)]
        for row in (*table.rows, table.totals):
            texts = {"name": row.name, **{head.name: table.shown(row, head) for head in table.heads}}
            texts["coverage"] = "—" if row.coverage is None else f"{row.coverage}%"
            for name in whole_yuan:
                texts[name] = texts[name].removesuffix(".00")
            lines.append(Line(row.key or _TOTAL, texts, about=row, strong=not row.key))
        columns = columns_of(table, lines, self.desk.theme, narrow=self.narrow)
        if columns != list(self.sheet.columns):
            self.sheet.set_columns(columns)
        self.sheet.fill(lines)
        self.view.spread()
        self.view.choose(self.view.key)
        self._say_late(table)
        self.header.title.setText(table.under or "全县汇总")
        self._note(table)
        self.keys_changed.emit()

    def _note(self, table: FigureTable) -> None:
        told = "按实际发到手的算，退回和冲正的不算"
        if table.kind == MONTH:
            told = "从一月到这个月，一个月一行"
        elif table.covers:
            told = f"走访覆盖：到今天没有超期的户，低于 {WANTED}% 的标 △"
        self.noted.emit(told)

    def _say_late(self, table: FigureTable) -> None:
        if not as_of(table, self.desk.workspace.clock.now()):
            self._late.say("")
            return
        today = self.desk.workspace.today
        missing = f"{table.missing:,} 个支部没交或被退回" if table.missing else ""
        odd = f"{table.odd} 处不一致没核对" if table.odd else ""
        said = "，".join(part for part in (missing, odd) if part) or "这个月还没有过完"
        self._late.say(f"<b>数据还不全：</b>{said}。现在打印会注明“截至 {today.month}月{today.day}日”。", rich=True)

    def _kind_picked(self, kind: str) -> None:
        self.town = ""
        self.kinds.value = kind
        self.refresh()

    # -- down and up ------------------------------------------------------------------------------------------

    def go_down(self, key: str) -> None:
        """Show what a figure is made of."""
        if key in ("", _TOTAL):
            return
        self.forget_said()
        if self.kinds.value == MONTH:
            self.kinds.pick_quietly(TOWN)
            if key == self.months.month:
                self.refresh()
            self.months.set_month(key)
            return
        if self.kinds.value == TOWN and not self.town:
            self.town = key
            self.kinds.pick_quietly(BRANCH)
            self.refresh()
            return
        self._below = key
        work = Drilling(self.office, self.months.month, key, self.kinds.value == PROGRAM)
        task = self.desk.background.run("正在找记录", work)
        task.done.connect(self._drilled)
        task.failed.connect(self._failed)

    def _drilled(self, found: list[Behind]) -> None:
        if not self._below:  # somebody has turned to another table meanwhile
            return
        row = self.sheet.line(self.sheet.row_of(self._below))
        self.header.title.setText(row.texts["name"] if row is not None else self._below)
        self.records.show_behind(found)
        self.noted.emit("")
        self._panes.setCurrentWidget(self.records)
        self.keys_changed.emit()

    def go_up(self) -> None:
        """Go back to the table, or from a town's branches to the county."""
        self.forget_said()
        self._below = ""
        if self._panes.currentWidget() is self.records:
            self._panes.setCurrentIndex(0)
            if self.table is not None:
                self.header.title.setText(self.table.under or "全县汇总")
                self._note(self.table)
            self.view.setFocus()
            self.keys_changed.emit()
        elif self.town:
            town, self.town = self.town, ""
            self.kinds.pick_quietly(TOWN)
            self.refresh()
            self.view.choose(town)

    def _show_whole(self, record: Any) -> None:
        ledger = LEDGER_OF[type(record)]
        one = whole(self.office, ledger.slug, record.uid)
        if one is not None:
            RecordDialog(self.desk, self, one).open()

    def _ask_annotation(self) -> None:
        if self._panes.currentWidget() is self.records:
            self.records.ask_annotation()

    def _annotate(self, record: Any) -> None:
        ledger = LEDGER_OF[type(record)]
        about = f"{shown.title_of(ledger, record)}　{ledger.short} {record.serial_no or ''}"
        self.annotating.ask([record.uid], about, gone=record.status == "void")

    # -- paper and workbook -----------------------------------------------------------------------------------

    def _name(self, suffix: str) -> str:
        return f"{title_of(self.table) if self.table else '汇总表'}_{self.town or '全县'}_{self.months.month}{suffix}"

    def ask_print(self) -> None:
        """Show the table on paper, and print it or save it as a PDF."""
        if self.table is not None:
            words = f"{title_of(self.table)}，{self.town or '全县'}，{self.table.period}"
            job = PrintingTable(self.desk.workspace, self.office, self.table)
            print_seen(self.desk, self, of_sheets(words, self._name(""), job))

    def ask_export(self) -> None:
        """Ask where the workbook goes, and write it."""
        out = self.ask_file(file_places.TABLES_OUT, "导出表格", self._name(".xlsx"), "Excel 表格 (*.xlsx)")
        if out is not None:
            self.export_to(out)

    def export_to(self, out: Path) -> None:
        """Write the table that is shown into a workbook."""
        if self.table is not None:
            note = as_of(self.table, self.desk.workspace.clock.now())
            self.start("正在导出", WritingTable(self.table, self.office.desk.name, note, out), _written, file=out)

    def begin(self) -> None:
        """Put the cursor into the table, or into the rows behind one of its figures."""
        if self._panes.currentWidget() is self.records:
            self.records.start()
        else:
            self.view.setFocus()


def _written(count: int) -> str:
    return f"存好了，共 {count} 行。"
