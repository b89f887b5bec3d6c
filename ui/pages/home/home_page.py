"""今日: four big buttons that record, what is to be done by urgency, the month's figures, the last six months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from danyang_desktop.agenda.keeping_duties import as_of, notice_read
from danyang_desktop.agenda.said import Agenda, HomeFigure
from danyang_desktop.base.chinese.dates import show_date, weekday
from danyang_desktop.base.chinese.lunar import show_lunar
from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.base.rest import collector_at_rest
from ui import metrics, pieces
from ui.chart import ChartView
from ui.messages import Strip
from ui.pages.home.duty_list import DutyList
from ui.pages.home.figures_card import FiguresCard, head_of
from ui.pages.home.record_button import RecordButton
from ui.pages.page import Page
from ui.roomy import body_in
from ui.window.header import Header

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.drawing import Drawing
    from danyang_desktop.workspace import Workspace
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_KEYS = ("F5", "F6", "F7", "F8")
_MORNING, _NOON, _EVENING = 5, 12, 18
_SIDE = 362
_WIDEST, _LOW = 1.25, 380
_DASH = "—"
_LARGE = 4000
"""With more records in a year than this the day is counted by the worker."""


class HomePage(Page):
    """Asks for the day each time it is shown and something in the book has changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "home")
        self._ledgers = [ledger for ledger in desk.workspace.ledgers.values() if not ledger.is_register]
        self._known: tuple[Any, ...] = ()
        lay = pieces.column(self)
        header = Header(desk.theme, "今日")
        self._date = header.hint
        self._greeting = QLabel()
        self._greeting.setObjectName("greeting")
        self._greeting.setProperty("role", "second")
        header.add(self._greeting)
        lay.addWidget(header)
        body = body_in(lay, gap=metrics.PAD)
        self._strip = Strip(desk.theme, "error", "homeStrip", action="点这里重算")
        self._strip.pressed.connect(self._again)
        body.addWidget(self._strip)
        self._records = QWidget()
        buttons = pieces.row(self._records, gap=metrics.PAD)
        self._buttons: list[RecordButton] = []
        for number, ledger in enumerate(self._ledgers):
            made = RecordButton(desk, ledger, _KEYS[number] if number < len(_KEYS) else "")
            made.clicked.connect(self._record)
            self._buttons.append(made)
            buttons.addWidget(made, 1)
        body.addWidget(self._records)
        cards = pieces.row(gap=metrics.PAD)
        cards.addWidget(self._duty_card(), 1)
        cards.addWidget(self._side())
        body.addLayout(cards, 1)

    def _duty_card(self) -> QWidget:
        card, lay = head_of("待办", "按紧急程度排列 · ↑↓ 选择，Enter 办理")
        card.setObjectName("dutyCard")
        self._stack = QStackedWidget()
        self._list = DutyList(self.desk.theme)
        self._list.go.connect(self.go)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._nothing())
        lay.setContentsMargins(0, 0, metrics.HAIR // 2, metrics.SMALL)  # the bar must not run over the round corner
        lay.addWidget(self._stack, 1)
        return card

    def _nothing(self) -> QWidget:
        nothing = QWidget()
        lay = pieces.column(nothing, gap=metrics.SMALL)
        lay.addStretch(2)
        mark = pieces.picture(self.desk.theme, "ok", "control", metrics.ICON_EMPTY)
        lay.addWidget(mark, alignment=Qt.AlignmentFlag.AlignHCenter)
        title = pieces.label("今天没有要办的事", "step", name="homeEmpty")
        self._next = pieces.label("", "second16", name="homeNext", wrap=True)
        for label in (title, self._next):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            lay.addWidget(label)
        lay.addStretch(3)
        return nothing

    def _side(self) -> QWidget:
        self._beside = QWidget()
        self._beside.setFixedWidth(round(_SIDE * min(self.desk.theme.factor, _WIDEST)))
        lay = pieces.column(self._beside, gap=metrics.PAD)
        self._figures = FiguresCard(self.desk.theme)
        lay.addWidget(self._figures)
        self._chart_room: QVBoxLayout = pieces.column()
        lay.addLayout(self._chart_room, 1)
        return self._beside

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what stands beside the duties where they need the room."""
        super().resizeEvent(event)
        room = metrics.NARROW - metrics.NAV_WIDTH
        self._records.setVisible(self.height() >= self.desk.theme.px(_LOW))  # F5 to F8 do the same
        self._beside.setVisible(self.desk.theme.factor < metrics.HUGE and self.width() >= room)

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("F5—F8", "记台账"), ("Ctrl+1…9", "切换左边栏目"))

    # -- the day ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the day, unless nothing has changed since."""
        workspace = self.desk.workspace
        known = (dict(workspace.book.saves), as_of(workspace))
        if known == self._known:
            return
        self._known = known
        try:
            large = self._is_large()
            work = Counting(workspace, aside=large)
            if large:
                task = self.desk.background.run("正在看今天有哪些事", work, quiet=True)
                task.done.connect(self._show_day)
                task.failed.connect(self._failed)
                task.cancelled.connect(self._stopped)
            else:
                self._show_day(work(silent))
        except (Trouble, UserError) as error:
            self._failed(error)

    def _is_large(self) -> bool:
        """Tell whether there is so much that counting would hold the window up."""
        workspace = self.desk.workspace
        year = str(workspace.today.year)
        return sum(workspace.query(one, month=year).count() for one in self._ledgers) > _LARGE

    def _failed(self, error: Exception) -> None:
        self._known = ()
        self._cannot_count()
        if not isinstance(error, Trouble | UserError):
            raise error

    def _stopped(self) -> None:
        """Count again the next time: something that could not wait came first."""
        self._known = ()

    def _again(self) -> None:
        self._known = ()
        self.refresh()

    def _show_day(self, counted: tuple[Agenda, Drawing | None]) -> None:
        day, chart = counted
        self._strip.say("")
        today = self.desk.workspace.today
        self._date.setText(f"{show_date(today, with_year=True)} {weekday(today)} · 农历{show_lunar(today)}")
        self._figures.title.setText(f"{today.month}月")
        self.badged.emit(day.badges)
        self._greet(day)
        for ledger, shown_on in zip(self._ledgers, self._buttons, strict=True):
            shown_on.say(day.buttons.get(ledger.slug) or self._counted(ledger))
        self._list.show_duties(day.duties)
        self._next.setText(day.next_due)
        self._stack.setCurrentIndex(0 if day.duties else 1)
        self._figures.show_figures(day.figures or [self._figure(ledger) for ledger in self._ledgers])
        self._show_chart(chart)

    def _greet(self, day: Agenda) -> None:
        workspace = self.desk.workspace
        hour = workspace.clock.now().hour
        word = "上午好" if _MORNING <= hour < _NOON else "下午好" if _NOON <= hour < _EVENING else "晚上好"
        who = f"{workspace.operator}，{word}。" if workspace.operator else f"{word}。"
        self._greeting.setTextFormat(Qt.TextFormat.RichText)
        colour = self.desk.theme.colour("cinnabar").name()
        many = f'今天有 <b style="color:{colour}">{day.pressing} 件</b>事要办' if day.pressing else "今天没有急事"
        self._greeting.setText(f"{_plain(who)}{many}")

    def _counted(self, ledger: Ledger[Any]) -> str:
        workspace = self.desk.workspace
        live = ("final", "archived")
        count = workspace.query(ledger, month=f"{workspace.today:%Y-%m}", status=live).count()
        return f"本月 {count:,} {ledger.unit}"

    def _figure(self, ledger: Ledger[Any]) -> HomeFigure:
        return HomeFigure(ledger.short, self._counted(ledger).split()[1], ledger.unit, "")

    def _show_chart(self, drawing: Drawing | None) -> None:
        pieces.clear(self._chart_room)
        if drawing is None or self.desk.theme.factor > 1:  # large figures leave no room for it
            self._chart_room.addStretch(1)
            return
        view = ChartView(self.desk.theme, "visitChart", drawing, headed=False)
        title, *note = view.heading
        card, lay = head_of(title, "".join(note))
        inner = pieces.row(margins=(metrics.PAD, 0, metrics.PAD, metrics.SMALL))
        inner.addWidget(view)
        lay.addLayout(inner, 1)
        self._chart_room.addWidget(card, 1)

    def _cannot_count(self) -> None:
        """Say that the figures could not be worked out; the buttons that record work all the same."""
        self._strip.say("统计没算出来，记台账不受影响。")
        for button in self._buttons:
            button.say(_DASH)
        self._figures.show_figures([HomeFigure(one.short, _DASH, one.unit, "") for one in self._ledgers])

    def begin(self) -> None:
        """Take the focus: the first thing to do, else the first of the big buttons."""
        first = self._list.first
        if first is not None:
            first.setFocus()
        elif self._buttons:
            self._buttons[0].setFocus()

    def follow(self, verb: str, about: str) -> None:
        """Note that what the office told was read ("read", its uid), or show the record that it speaks of ("look")."""
        workspace = self.desk.workspace
        try:
            workspace.must_write()
        except UserError as error:
            self.noted.emit(error.sentence)
            return
        target = notice_read(workspace, about)
        self.refresh()
        if verb == "look" and target:
            self.go.emit(target)

    def _record(self) -> None:
        self.go.emit(f"{self.sender().property('slug')}:new")


@dataclass(frozen=True)
class Counting:
    """Works out the day and its chart, here or in the worker."""

    workspace: Workspace
    aside: bool = False

    def __call__(self, progress: Progress) -> tuple[Agenda, Drawing | None]:
        """Count; `aside` the window goes on asking the book meanwhile."""
        if not self.aside:
            return self._count(self.workspace, progress)
        # The collector would walk all that is read here, each time a little more, while the window waits.
        with collector_at_rest(), self.workspace.aside() as workspace:
            return self._count(workspace, progress)

    @staticmethod
    def _count(workspace: Workspace, progress: Progress) -> tuple[Agenda, Drawing | None]:
        from danyang_desktop.agenda.today import agenda
        from danyang_desktop.papers.covers import visit_chart

        progress(0, 0, "正在看今天有哪些事")
        return agenda(workspace, progress), visit_chart(workspace, f"{workspace.today:%Y-%m}")


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
