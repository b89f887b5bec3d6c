"""Finding and reading records: month, search, segments, table, totals, detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.declare.query import Page
from danyang_desktop.declare.record import STATUSES
from ui import metrics, pieces, shown
from ui.icons import known_icon
from ui.messages import EmptyPage, Strip
from ui.pages.detail_panel import DetailPanel
from ui.pages.draft_rows import DRAFTS, DraftRows
from ui.pages.month_picker import MonthPicker
from ui.pages.segments import Segments
from ui.pages.totals_bar import TotalsBar
from ui.printing.offers import of_list, of_record
from ui.roomy import Turning
from ui.table.model import RecordModel
from ui.table.view import RecordTable

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.printing.offers import Offer

_SEGMENTS_MOST = 6
_ROWS_LEAST = 3
_SEARCH_MOST = 100
"""Letters: a pasted page is no search."""
_ALIVE = ("final", "archived", "void")


class SearchLine(QLineEdit):
    """Esc clears, ↓ goes to the table; what is typed is looked for 200 ms after the last key."""

    settled = Signal(str)
    down = Signal()

    def __init__(self, desk: Desk, hint: str) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setAccessibleName("查找")
        self.setPlaceholderText(hint)
        self.addAction(desk.theme.icon("search", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.setMaxLength(_SEARCH_MOST)
        self._timer = QTimer(self, singleShot=True, interval=metrics.SEARCH_WAIT)
        self._timer.timeout.connect(self._settle)
        self.textChanged.connect(self._timer.start)

    def _settle(self) -> None:
        self.settled.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear with Esc, leave downwards with ↓ or Enter."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._timer.stop()
            self._settle()
            self.down.emit()
        else:
            super().keyPressEvent(event)


class ListPane(QWidget):
    """The list of one ledger or register.

    wanted(record, what)  what the detail panel asked for;  new_wanted  an empty form, please
    draft_wanted(draft)   the form that was left half written
    counted(n)            how many records there are
    """

    wanted = Signal(object, str)
    new_wanted = Signal()
    draft_wanted = Signal(object)
    counted = Signal(int)

    def __init__(self, ledger: Ledger[Any], desk: Desk, called: str = "", why: str = "") -> None:
        """Make the list; `called` and `why`: what an empty register is called here, and what it is for."""
        super().__init__()
        self._ledger, self._desk = ledger, desk
        self._called = called, why
        self._next: Any = None
        self.query: Any = None
        self._drafts = DraftRows(ledger, desk)
        lay = pieces.column(self, margins=(metrics.MARGIN, metrics.PAD, metrics.MARGIN, metrics.PAD), gap=metrics.GAP)
        self._offer = Strip(desk.theme, "info", "draftOffer", action="接着写")
        self._offer.pressed.connect(self._take_draft)
        lay.addWidget(self._offer)
        self._bar = self._make_bar()
        lay.addWidget(self._bar)
        self._stack = QStackedWidget()
        self._both = self._make_both()
        self._empty = EmptyPage(desk.theme, "emptyPage", known_icon(ledger.icon))
        self._empty.pressed.connect(self._act_on_empty)
        self._stack.addWidget(self._both)
        self._stack.addWidget(self._in_card(self._empty))
        lay.addWidget(self._stack, 1)

    def _in_card(self, widget: QWidget) -> QWidget:
        card = pieces.card("emptyCard")
        pieces.column(card).addWidget(widget)
        return card

    def _make_bar(self) -> QWidget:
        bar = Turning(gap=metrics.GAP)
        theme = self._desk.theme
        self.months = MonthPicker(theme, self._desk.workspace.today)
        self.months.picked.connect(self.refresh)
        self.search = SearchLine(self._desk, shown.found_by(self._ledger))
        self.search.setMinimumWidth(theme.px(metrics.SEARCH_WIDTH) // 2)
        self.search.setMaximumWidth(theme.px(metrics.SEARCH_WIDTH))
        self.search.settled.connect(self.refresh)
        self.search.down.connect(self._to_table)
        self.segments = Segments(theme, "segments")
        self.segments.picked.connect(self.refresh)
        bar.add(self.months)
        self.months.setVisible(not self._ledger.is_register)
        finding = Turning(gap=metrics.GAP)
        finding.add(self.search, grows=100)
        finding.add(self.segments)
        finding.add_space()
        self._found = pieces.label("", "second", name="foundNote")
        self._found.hide()
        finding.add(self._found)
        bar.add(finding, grows=1)
        pieces.on_keys(self, ("Ctrl+Left", self.months.back), ("Ctrl+Right", self.months.forward))
        return bar

    def _make_both(self) -> QWidget:
        both = QWidget()
        lay = pieces.row(both, gap=metrics.PAD)
        card = pieces.card("tableCard")
        inner = pieces.column(card, margins=(1, 1, 1, 1))
        self.model = RecordModel(self._ledger, self)
        self.model.more_wanted.connect(self._fetch)
        self.table = RecordTable(self._ledger, self.model, self._desk.theme, f"{self._ledger.slug}Table")
        self.totals = TotalsBar(self._ledger, self._desk.theme)
        self.table.setMinimumHeight(self._desk.theme.px(metrics.HEAD + _ROWS_LEAST * metrics.ROW))
        inner.addWidget(self.table, 1)
        inner.addWidget(self.totals)
        self.detail = DetailPanel(self._ledger, self._desk)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._open)
        self.table.binned.connect(self._bin)
        self.table.verticalScrollBar().valueChanged.connect(self._say_below)
        self.detail.wanted.connect(self._want)
        lay.addWidget(card, 1)
        lay.addWidget(self.detail)
        return both

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the table the whole width where the window is narrow or the type large."""
        super().resizeEvent(event)
        room = metrics.NARROW - metrics.NAV_WIDTH
        self.detail.setVisible(event.size().width() >= room and self._desk.theme.factor == 1)

    # -- asking -----------------------------------------------------------------------------------------------

    def _asked(self, *, segment: str) -> Any:
        month = "" if self._ledger.is_register else self.months.month
        workspace = self._desk.workspace
        asked = {"month": month, "search": self.search.text().strip()}
        if workspace.role == "office":  # what branches own is shown where it is received, and changed by them alone
            asked["branch"] = workspace.branch.code
        if segment in STATUSES:
            return workspace.query(self._ledger, status=(segment,), **asked)
        live = ("final", "archived") if self._ledger.is_register else _ALIVE
        return workspace.query(self._ledger, status=live, state=segment, **asked)

    def refresh(self) -> None:
        """Ask anew and show the first page; the chosen record stays chosen."""
        before = self.table.current()
        self._drafts.look()
        self._count_segments()
        half = self.segments.value == DRAFTS
        self.query = self._asked(segment=self._segment)
        typed = self.search.text().strip()
        page = Page(self._drafts.found(typed), None) if half else self.query.page(limit=metrics.PAGE_ROWS)
        self._next = page.next
        self.model.short_date = not half and not self._ledger.is_register and "-" in self.months.month
        self.model.fill(page.rows, more=page.next is not None)
        total = len(page.rows) if page.next is None else self.query.count()
        self._total = total
        self.totals.say(self._total_name(), total, {} if half else self.query.totals())
        self.counted.emit(total)
        self._show_empty(total)
        self._offer.say(self._drafts.offer)
        if total:
            row = self.model.row_of(before.uid) if before is not None else 0
            self.table.choose(max(0, row))
        else:
            self.detail.show_record(None)
        self._say_below()

    @property
    def _segment(self) -> str:
        """The records that the chosen segment stands for. Drafts are none: what is printed of them is the whole."""
        return "" if self.segments.value == DRAFTS else self.segments.value

    def _total_name(self) -> str:
        if self.segments.value == DRAFTS:
            return "没写完的"
        if self._ledger.is_register:
            return "合计"
        month = self.months.month
        this = month == f"{self._desk.workspace.today:%Y-%m}"
        return "本月合计" if this else "本年合计" if "-" not in month else f"{int(month[5:])}月合计"

    def _count_segments(self) -> None:
        whole = self._asked(segment="")
        counts = whole.counts(self._ledger.state) if self._ledger.state else {}
        labels = {"": f"全部 {sum(counts.values()) if self._ledger.state else whole.count():,}"}
        if self._ledger.state:
            known = list(self._ledger.kinds[self._ledger.state].options)  # type: ignore[attr-defined]  # a Choice
            shown = [one for one in known if counts.get(one)] or known[:2]
            labels |= {one: f"{one} {counts.get(one, 0):,}" for one in shown[:_SEGMENTS_MOST]}
        labels |= self._drafts.label
        hidden = "binned" if self._ledger.is_register else "void"
        gone = self._asked(segment=hidden).count()
        if gone:
            labels[hidden] = f"{'回收站' if hidden == 'binned' else '已作废'} {gone:,}"
        self.segments.show_values(labels)

    def _fetch(self) -> None:
        page = self.query.page(after=self._next, limit=metrics.PAGE_ROWS)
        self._next = page.next
        self.model.append(page.rows, more=page.next is not None)

    def _say_below(self) -> None:
        last = self.table.rowAt(self.table.viewport().height() - self._desk.theme.px(metrics.ROW) // 2)
        self.totals.say_below(self._total - 1 - last if last >= 0 else 0)

    # -- nothing there ----------------------------------------------------------------------------------------

    def _show_empty(self, total: int) -> None:
        searching = bool(self.search.text().strip())
        filtered = searching or bool(self.segments.value)
        self._bar.setVisible(True)
        self._stack.setCurrentIndex(0 if total else 1)
        self._found.setText(f"找到 {total:,} {self._ledger.unit}" if searching and total else "")
        self._found.setVisible(bool(self._found.text()))
        if not total and filtered:
            noun = self._ledger.noun
            what = f"“{self.search.text().strip()}”" if searching else f"“{self._segment}”的{noun}"
            self._empty.say(f"没有找到{what}", "换几个字再找，或者看看别的月份。", "清空查找（Esc）", icon="x")
        elif not total:
            self._empty.say(*_nothing_yet(self._ledger, self.months.month, *self._called))

    def _act_on_empty(self) -> None:
        if self.search.text().strip() or self.segments.value:
            self.segments.value = ""
            self.search.clear()
            self.refresh()
        else:
            self.new_wanted.emit()

    def _take_draft(self) -> None:
        self.draft_wanted.emit(self._drafts.drafts[0])

    # -- doing ------------------------------------------------------------------------------------------------

    def _to_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()

    def edit_current(self) -> None:
        """Open the chosen record, or go on with the chosen draft."""
        if (record := self.table.current()) is not None:
            self._open(record)

    def _chosen(self, record: Any) -> None:
        self.detail.show_record(record, draft=self._drafts.draft_of(record) is not None)

    def _open(self, record: Any) -> None:
        self._want(record, "edit")

    def _bin(self, record: Any) -> None:
        self._want(record, "bin")

    def _want(self, record: Any, what: str) -> None:
        """Pass on what is wanted of a record. A draft is gone on with; its own form lets go of it."""
        draft = self._drafts.draft_of(record)
        if draft is None:
            self.wanted.emit(record, what)
        elif what == "edit":
            self.draft_wanted.emit(draft)

    def show_record(self, record: Any) -> None:
        """Go to the month of a record and choose it."""
        if not self._ledger.is_register:
            on = self._ledger.kinds[self._ledger.date_of].show(getattr(record, self._ledger.date_of))
            if not on.startswith(self.months.month):
                self.months.set_month(on[:7])
        self.refresh()
        self.table.choose(self.model.row_of(record.uid))
        self.table.setFocus()

    def offers(self, record: Any = None) -> list[Offer]:
        """Return what can be printed of what is seen: the list, and the form of a record (the chosen one)."""
        month = "" if self._ledger.is_register else self.months.month
        asked = {"month": month, "search": self.search.text().strip(), "segment": self._segment}
        found = [of_list(self._desk.workspace, self._ledger, count=self._total, **asked)]
        record = record or (None if self.segments.value == DRAFTS else self.table.current())
        form = of_record(self._desk.workspace, self._ledger, record) if record is not None else None
        return [*found, form] if form is not None else found

    @property
    def title(self) -> str:
        """What the head of the page says beside the title."""
        if self._ledger.is_register:
            return ""
        month = self.months.month
        return show_period(month) if "-" in month else f"{month}年"


def _nothing_yet(ledger: Ledger[Any], month: str, called: str, why: str) -> tuple[str, str, str]:
    """Return what an empty list says: that it is empty, what it is for, and what its button does."""
    noun, unit = ledger.noun, ledger.unit
    if ledger.is_register:
        why = why or f"先登记一{unit}，以后记台账时就能直接选。"
        return f"{called or ledger.title}里还没有{noun}", why, f"登记第一{unit}"
    when = f"{int(month[5:])}月" if "-" in month else f"{month}年"
    said = "办完一件记一件，月底打印、上报都从这里来。"
    return f"{when}还没有{noun.removesuffix('记录')}记录", said, f"记{shown.one(ledger, '第一')}"
