"""The rows behind a figure: what was counted of one branch, or of one programme everywhere; apart, what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

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
        self._apart: dict[str, tuple[Ledger[Any], Any]] = {}
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
        self._sheet = SheetModel(_COLUMNS, self)
        self._left_out = SheetView(self._sheet, desk.theme, "recordsApart", "没有算进去的记录")
        self._left_out.opened.connect(self._show_whole)
        self._stack.addWidget(self._left_out)
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
        top.addWidget(self._look)
        top.addWidget(self._write)
        return top

    def show_behind(self, found: Sequence[Behind]) -> None:
        """Show what stands behind a figure, the first ledger that has something."""
        self._behind = {one.ledger.slug: one for one in found}
        labels = {slug: f"{one.ledger.short} {len(one.counted)}" for slug, one in self._behind.items()}
        lines: list[Line] = []
        self._apart = {}
        for one in found:
            for record, why in one.apart:
                self._apart[record.uid] = (one.ledger, record)
                lines.append(_line(one.ledger, record, why))
        self._sheet.fill(lines)
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
            self._stack.setCurrentWidget(self._left_out)
            self._left_out.choose(self._left_out.key)
        elif slug in self._behind:
            one = self._behind[slug]
            table, model = self._table(one.ledger)
            model.fill(one.counted, more=False)
            apart = f"　另有 {len(one.apart)} {one.ledger.unit}不算，列在“没算的”里。" if one.apart else ""
            self.said.setText(f"汇总表上：{one.said}{apart}" if one.counted or one.apart else "")
            self._stack.setCurrentWidget(table if one.counted else self._nothing)
            table.choose(0)
        self._look.setEnabled(self.current is not None)
        self._write.setEnabled(self.current is not None)

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
        if table is self._left_out:
            return self._apart.get(self._left_out.key, (None, None))[1]
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
    texts = {
        "ledger": ledger.short, "serial": record.serial_no or "", "day": day, "said": shown.title_of(ledger, record),
    }  # fmt: skip
    gone = record.status == "void"
    return Line(record.uid, texts, marks={"why": ("error" if gone else "warn", why)}, faint=True, struck=gone)
