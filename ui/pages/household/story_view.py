"""一户的经过: the file at the left, what happened in the middle, and the chosen record at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from ui import metrics, pieces, shown
from ui.pages.detail_panel import DetailPanel
from ui.pages.household.story import Event, story_of
from ui.pages.overlay import Overlay
from ui.pages.segments import Segments
from ui.printing.offers import of_household, print_seen
from ui.roomy import Turning
from ui.sheet.model import Column, Line, SheetModel
from ui.sheet.view import SheetView
from ui.window.header import Header

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.printing.print_dialog import PrintDialog
    from ui.window.status_bar import Keys

_HIGH = 220
_COLUMNS = (
    Column("on", "日期", 116),
    Column("what", "哪本台账", 106, quiet=True),
    Column("text", "事情", 0),
    Column("state", "状态", 110, look="mark"),
)


class StoryView(Overlay):
    """wanted(ledger, record, what)  something is wanted of a record;  visit_wanted  a visit;  closed  back."""

    wanted = Signal(object, object, str)
    visit_wanted = Signal(object)

    def __init__(self, ledger: Ledger[Any], desk: Desk, household: Any) -> None:
        super().__init__(desk, "story")
        self._ledger = ledger
        self.household = household
        self.events: dict[str, Event] = {}
        self._panels: dict[str, DetailPanel] = {}
        body = self._lay_out(self._make_header())
        self.segments = Segments(desk.theme, "storySegments")
        self.segments.picked.connect(self._show)
        bar = pieces.row()
        bar.addWidget(self.segments)
        bar.addStretch(1)
        self._sum = pieces.label("", "second", name="storySum")
        bar.addWidget(self._sum)
        body.addLayout(bar)
        both = Turning()
        card = pieces.card("storyCard")
        self.model = SheetModel(_COLUMNS, self)
        self.table = SheetView(self.model, desk.theme, "storyTable", "这一户的经过")
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._open)
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(self.table)
        both.add(card, grows=1, height=desk.theme.px(_HIGH))
        self._side = QStackedWidget()
        both.add(self._side, width=desk.theme.px(metrics.DETAIL_WIDTH), height=desk.theme.px(_HIGH))
        body.addWidget(both, 1)
        pieces.on_keys(self, ("Ctrl+P", self.ask_print), ("Ctrl+N", self._ask_visit))

    def _make_header(self) -> Header:
        self._header = Header(self._desk.theme, "", arrow=True)
        self._header.back.connect(self.closed)
        printing = self._header.add_button("打印一户一档", "storyPrint", icon="print")
        printing.clicked.connect(self.ask_print)
        visit = self._header.add_button("记走访", "storyVisit", icon="visit", kind="primary")
        visit.clicked.connect(self._ask_visit)
        return self._header

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("Enter", "打开这一条"), ("Ctrl+N", "记走访"), ("Ctrl+P", "打印"), ("Esc", "回到清单"))

    def refresh(self) -> None:
        """Ask the book anew."""
        workspace = self._desk.workspace
        self.household = household = workspace.get(self._ledger, self.household.uid)
        events = story_of(workspace, household)
        self.events = {one.key: one for one in events}
        self._header.title.setText(f"{household.head_name}家")
        facts = ("、".join(household.hardship), household.address or household.group_no,
                 f"{household.population} 口人" if household.population else "")  # fmt: skip
        self._header.hint.setText(" · ".join(filter(None, facts)))
        counts: dict[str, int] = {}
        for one in events:
            counts[one.what] = counts.get(one.what, 0) + 1
        labels = {"": f"全部 {len(events)}"} | {what: f"{what} {count}" for what, count in counts.items()}
        self.segments.show_values(labels)
        self._sum.setText(f"从 {events[-1].on} 到 {events[0].on}" if events else "")
        self._show()

    def _show(self) -> None:
        chosen = self.segments.value
        key = self.table.key
        self.model.fill([self._line(one) for one in self.events.values() if not chosen or one.what == chosen])
        self.table.choose(key)
        self._chosen(self.table.key)

    def _line(self, event: Event) -> Line:
        state = shown.status_of(event.ledger, event.record) if event.ledger is not None else ""
        tone = shown.tone_of(state)
        marks: Any = {"state": (tone, state)} if state else {}
        return Line(event.key, {"on": event.on, "what": event.what, "text": event.text}, marks=marks)

    def start(self) -> None:
        """Put the cursor on the newest."""
        self.table.setFocus()

    # -- the chosen record ------------------------------------------------------------------------------------

    def _chosen(self, key: str) -> None:
        event = self.events.get(key)
        ledger, record = (self._ledger, self.household)
        if event is not None and event.ledger is not None:
            ledger, record = event.ledger, event.record
        panel = self._panel(ledger)
        panel.show_record(record)
        self._side.setCurrentWidget(panel)

    def _panel(self, ledger: Ledger[Any]) -> DetailPanel:
        if ledger.slug not in self._panels:
            panel = DetailPanel(ledger, self._desk)
            panel.setProperty("slug", ledger.slug)
            panel.wanted.connect(self._wanted)
            self._panels[ledger.slug] = panel
            self._side.addWidget(panel)
        return self._panels[ledger.slug]

    def _wanted(self, record: Any, what: str) -> None:
        slug = str(self.sender().property("slug"))
        self.wanted.emit(self._desk.workspace.ledgers[slug], record, what)

    def _open(self, key: str) -> None:
        event = self.events[key]
        if event.ledger is None:
            self.wanted.emit(self._ledger, self.household, "history")
        else:
            self.wanted.emit(event.ledger, event.record, "edit")

    def _ask_visit(self) -> None:
        self.visit_wanted.emit(self.household)

    # -- paper ------------------------------------------------------------------------------------------------

    def ask_print(self) -> PrintDialog:
        """Show the household's file as it will be printed."""
        return print_seen(self._desk, self, of_household(self._desk.workspace, self.household))
