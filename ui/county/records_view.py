"""The rows behind a figure: what was counted of one branch, or of one programme everywhere; apart, what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from danyang_desktop.base.chinese.money import show_fen
from ui import metrics, pieces, shown
from ui.messages import EmptyPage
from ui.pages.segments import Segments
from ui.sheet.model import Column, Line, SheetModel
from ui.sheet.view import SheetView
from ui.table.model import RecordModel
from ui.table.view import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.county.behind import Behind
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk

_APART = "apart"
_LISTS = (
    Column("branch", "支部", 250, bold=True), Column("said", "批次", 0), Column("heads", "人次", 80, right=True),
    Column("fen", "到手（元）", 130, right=True), Column("day", "发放日期", 120),
    Column("state", "进度", 110, quiet=True),
)  # fmt: skip
_COLUMNS = (
    Column("ledger", "台账", 110, quiet=True), Column("serial", "编号", 270), Column("day", "日期", 110),
    Column("said", "记的是", 0), Column("why", "为什么不算", 130, look="mark"),
)  # fmt: skip


class RecordsView(QWidget):
    """whole_wanted(record)  Enter, a double click or the button;  annotate_wanted(record)  the other button."""

    whole_wanted = Signal(object)
    annotate_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("recordsView")
        self._desk = desk
        self._behind: dict[str, Behind] = {}
        self._by_uid: dict[str, Any] = {}
        self._tables: dict[str, tuple[RecordTable, RecordModel]] = {}
        lay = pieces.column(self, gap=metrics.GAP)
        lay.addLayout(self._top())
        card = pieces.card("recordsCard")
        self._stack = QStackedWidget()
        inside = pieces.column(card, margins=(1, 1, 1, 1))
        inside.addWidget(self._stack, 1)
        self.said = pieces.label("", "second", name="recordsSaid", wrap=True)
        self.said.setContentsMargins(metrics.PAD, metrics.SMALL, metrics.PAD, metrics.SMALL)
        inside.addWidget(self.said)
        self._nothing = EmptyPage(desk.theme, "recordsNothing", "file")
        self._nothing.say("这个月没有", "县里收到的数据里，这个月没有这样的记录。")
        self._stack.addWidget(self._nothing)
        self.apart = self._sheet(_COLUMNS, "recordsApart", "没有算进去的记录")
        self.lists = self._sheet(_LISTS, "recordsLists", "各支部的发放名单")
        lay.addWidget(card, 1)

    def _top(self) -> Any:
        theme = self._desk.theme
        self.ledgers = Segments(theme, "recordsLedgers")
        self.ledgers.picked.connect(self.show_ledger)
        self._look = pieces.button(theme, "看整条", "recordsLook", icon="file")
        self._look.clicked.connect(self._show_whole)
        self._write = pieces.button(theme, "给支部写批注", "recordsWrite", icon="edit")
        self._write.clicked.connect(self.ask_annotation)
        top = pieces.row(gap=metrics.GAP)
        top.addWidget(self.ledgers, 1)
        top.addStretch()  # without a choice the buttons keep their size
        top.addWidget(self._look)
        top.addWidget(self._write)
        return top

    def _sheet(self, columns: tuple[Column, ...], name: str, says: str) -> SheetView:
        made = SheetView(SheetModel(columns, self), self._desk.theme, name, says)
        made.opened.connect(self._show_whole)
        self._stack.addWidget(made)
        return made

    def show_behind(self, found: Sequence[Behind]) -> None:
        """Show what stands behind a figure, the first ledger that has something."""
        self._behind = {one.ledger.slug: one for one in found}
        labels = {slug: f"{one.ledger.short} {len(one.counted)}" for slug, one in self._behind.items()}
        lines: list[Line] = []
        self._by_uid = {}
        for one in found:
            self._by_uid |= {record.uid: record for record in (*one.counted, *(record for record, _ in one.apart))}
            lines += [_line(one.ledger, record, why) for record, why in one.apart]
        self.apart.sheet.fill(lines)
        if lines:
            labels[_APART] = f"没算的 {len(lines)}"
        self.ledgers.show_values(labels)
        first = next((slug for slug, one in self._behind.items() if one.counted), next(iter(labels), ""))
        if self.ledgers.value == first:
            self.show_ledger(first)
        else:
            self.ledgers.pick(first)

    def show_ledger(self, slug: str) -> None:
        """Show one ledger's rows that were counted, newest first, or those of all that were not."""
        if slug == _APART:
            self.said.setText("这些不算在汇总里：作废的留号，计划的还没有做，没发的钱还在。")
            self._stack.setCurrentWidget(self.apart)
            self.apart.choose(self.apart.key)
        elif slug in self._behind:
            one = self._behind[slug]
            table = self._filled(one)
            apart = f"　另有 {len(one.apart)} {one.ledger.unit}不算，列在“没算的”里。" if one.apart else ""
            self.said.setText(f"汇总表上：{one.said}{apart}" if one.counted or one.apart else "")
            self._stack.setCurrentWidget(table if one.counted else self._nothing)
        self._look.setEnabled(self.current is not None)
        self._write.setEnabled(self.current is not None)

    def _filled(self, one: Behind) -> QWidget:
        """Return the table of what was counted: of a programme each branch's list with what it adds to the figures."""
        if one.adds:
            self.lists.sheet.fill([_list_line(one, record) for record in one.counted])
            self.lists.choose("")
            return self.lists
        table, model = self._table(one.ledger)
        model.fill(one.counted, more=False)
        table.choose(0)
        return table

    def _table(self, ledger: Ledger[Any]) -> tuple[RecordTable, RecordModel]:
        if ledger.slug not in self._tables:
            model = RecordModel(ledger, self)
            table = RecordTable(ledger, model, self._desk.theme, f"records_{ledger.slug}")
            table.opened.connect(self._show_whole)
            self._stack.addWidget(table)
            self._tables[ledger.slug] = (table, model)
        return self._tables[ledger.slug]

    @property
    def current(self) -> Any:
        """The chosen record, or None."""
        table = self._stack.currentWidget()
        if isinstance(table, SheetView):
            return self._by_uid.get(table.key)
        return table.current() if isinstance(table, RecordTable) else None

    def _show_whole(self) -> None:
        if self.current is not None:
            self.whole_wanted.emit(self.current)

    def ask_annotation(self) -> None:
        """Ask to write to the branch about the chosen record."""
        if self.current is not None:
            self.annotate_wanted.emit(self.current)

    def start(self) -> None:
        """Put the cursor into the table."""
        table = self._stack.currentWidget()
        if table is not None:
            table.setFocus()


def _line(ledger: Ledger[Any], record: Any, why: str) -> Line:
    day = ledger.kinds[ledger.date_of].show(getattr(record, ledger.date_of))
    said = shown.title_of(ledger, record)
    texts = {
        "ledger": ledger.short, "serial": record.serial_no or "", "day": day,
        "said": said if said != record.serial_no else "对象只留在支部",
    }  # fmt: skip
    gone = record.status == "void"
    return Line(record.uid, texts, marks={"why": ("error" if gone else "warn", why)}, faint=True, struck=gone)


def _list_line(one: Behind, record: Any) -> Line:
    adds, ledger = one.adds[record.uid], one.ledger
    texts = {
        "branch": one.whose[record.uid], "said": record.title or record.serial_no or "", "heads": f"{adds.heads:,}",
        "fen": show_fen(adds.fen), "day": ledger.kinds["paid_on"].show(record.paid_on), "state": record.state,
    }  # fmt: skip
    return Line(record.uid, texts)
