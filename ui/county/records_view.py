"""The rows behind a figure: what one branch, or all of them for one programme, recorded in a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui import metrics, pieces
from ui.messages import EmptyPage
from ui.pages.segments import Segments
from ui.table.model import RecordModel
from ui.table.view import RecordTable

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.query import Key, Query
    from ui.desk import Desk


class RecordsView(QWidget):
    """annotate_wanted(record)  Enter or a double click on a row."""

    annotate_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("recordsView")
        self._desk = desk
        self._asked: dict[str, Any] = {}
        self._next: Key | None = None
        self._tables: dict[str, tuple[RecordTable, RecordModel]] = {}
        lay = pieces.column(self, gap=metrics.GAP)
        self.ledgers = Segments(desk.theme, "recordsLedgers")
        self.ledgers.picked.connect(self.show_ledger)
        top = pieces.row()
        top.addWidget(self.ledgers)
        top.addStretch(1)
        lay.addLayout(top)
        card = pieces.card("recordsCard")
        self._stack = QStackedWidget()
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(self._stack)
        self._nothing = EmptyPage(desk.theme, "recordsNothing", "file")
        self._nothing.say("这个月没有", "县里收到的数据里，这个月没有这样的记录。")
        self._stack.addWidget(self._nothing)
        lay.addWidget(card, 1)

    def show_of(self, month: str, slugs: list[str], **asked: Any) -> None:
        """Show the records of these ledgers in a month; `asked` as for Workspace.query (branch, kind ...)."""
        self._asked = {"month": month, **asked}
        workspace = self._desk.workspace
        counts = {slug: workspace.query(workspace.ledgers[slug], **self._asked).count() for slug in slugs}
        self.ledgers.show_values({slug: f"{workspace.ledgers[slug].short} {count}" for slug, count in counts.items()})
        first = next((slug for slug, count in counts.items() if count), slugs[0])
        if self.ledgers.value == first:
            self.show_ledger(first)
        else:
            self.ledgers.pick(first)

    def show_ledger(self, slug: str) -> None:
        """Show one ledger's rows, newest first."""
        table, model = self._table(slug)
        page = self._query(slug).page()
        self._next = page.next
        model.fill(page.rows, more=page.next is not None)
        self._stack.setCurrentWidget(table if page.rows else self._nothing)
        table.choose(0)

    def _query(self, slug: str) -> Query:
        workspace = self._desk.workspace
        return workspace.query(workspace.ledgers[slug], **self._asked)

    def _table(self, slug: str) -> tuple[RecordTable, RecordModel]:
        if slug not in self._tables:
            ledger: Ledger[Any] = self._desk.workspace.ledgers[slug]
            model = RecordModel(ledger, self)
            model.more_wanted.connect(self._more)
            table = RecordTable(ledger, model, self._desk.theme, f"records_{slug}")
            table.opened.connect(self.annotate_wanted)
            self._stack.addWidget(table)
            self._tables[slug] = (table, model)
        return self._tables[slug]

    def _more(self) -> None:
        if self._next is not None:
            page = self._query(self.ledgers.value).page(self._next)
            self._next = page.next
            self._tables[self.ledgers.value][1].append(page.rows, more=page.next is not None)

    @property
    def current(self) -> Any:
        """The chosen record, or None."""
        table = self._stack.currentWidget()
        return table.current() if isinstance(table, RecordTable) else None

    def start(self) -> None:
        """Put the cursor into the table."""
        table = self._stack.currentWidget()
        if table is not None:
            table.setFocus()
