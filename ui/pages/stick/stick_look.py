"""What the stick page shows: the stick that is there, what would go, the months, what the office wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.base.errors import Trouble
from danyang_desktop.county import handed_in
from danyang_desktop.county.annotations import of_branch
from danyang_desktop.exchange import drives
from danyang_desktop.exchange.bundle_out import owes
from danyang_desktop.exchange.office_card import CARD
from ui import metrics, pieces, shown
from ui.pages.stick.done_pane import DonePane
from ui.pages.stick.enrol_pane import EnrolPane
from ui.pages.stick.failed_pane import FailedPane
from ui.pages.stick.months_card import MonthsCard
from ui.pages.stick.writing_pane import WritingPane
from ui.pages.task_page import TaskPage

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from danyang_desktop.exchange.bundle_out import HandedIn
    from danyang_desktop.exchange.drives import Drive
    from ui.background import Task
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_LOOK_EVERY = 2000
"""Milliseconds between two looks for a stick (screen 09)."""
_NARROW = 920
"""Width of the page in px at 96 dpi below which the months stand behind a button."""
_MORE = (
    ("full", "整本从头再交一次"),
    ("ask", "向县里登记：写登记文件…"),
    ("card", "读入县里的登记文件…"),
    ("siblings", "本支部的另一台电脑…"),
    ("renew", "换这台电脑的钥匙…"),
    ("handover", "换届交接…"),
)


class StickLook(TaskPage):
    """Shows; StickPage does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "stick", "上报县里", "")
        self.drive: Drive | None = None
        self._folder: Path | None = None
        self.month = ""
        self._full = False
        self._found: handed_in.Coming | None = None
        self.made: HandedIn | None = None
        self.counts: dict[str, int] = {}
        self._coming: handed_in.Coming | None = None
        self._task: Task | None = None
        self._narrow = False
        self._before: QWidget | None = None
        self._make_header()
        self._both = both = pieces.row(gap=metrics.PAD)
        self.panes = QStackedWidget()
        self.steps, self.done_pane = WritingPane(desk), DonePane(desk)
        self.failed_pane, self.enrol = FailedPane(desk.theme), EnrolPane(desk)
        for pane in (self.steps, self.done_pane, self.failed_pane, self.enrol):
            self.panes.addWidget(pane)
        both.addWidget(self.panes, 1)
        self.card = MonthsCard(desk)
        both.addWidget(self.card)
        self.body.addLayout(both, 1)
        self._timer = QTimer(self, interval=_LOOK_EVERY)
        self._timer.timeout.connect(self.look_for_sticks)

    def _make_header(self) -> None:
        self._aside = self.header.add_button("每月情况", "stickMonths")
        self._aside.clicked.connect(self.turn_card)
        self._aside.hide()
        self._more = self.header.add_button("更多", "stickMore", icon="down")
        self._menu = menu = QMenu(self)
        for key, text in _MORE:
            menu.addAction(text).setData(key)
        self._more.setMenu(menu)
        self._stop = self.header.add_button("停止写入", "stickStop")
        self._stop.hide()
        self._write = self.header.add_button("写入 U盘", "stickWrite", icon="usb", kind="primary")

    # -- what is shown ----------------------------------------------------------------------------------------

    @property
    def keys(self) -> Keys:
        """The keys that work here now."""
        if self._task is not None:
            return (("Esc", "停止写入"),)
        at = self.panes.currentWidget()
        if at is self.done_pane:
            return (("Enter", "安全拔出"), ("Ctrl+P", "打印交接单"))
        if at is self.enrol:
            return (("Tab", "下一个"), ("Enter", "按下"))
        return (("Enter", "重新写入" if at is self.failed_pane else "写入 U盘"), ("Tab", "下一个"))

    @property
    def enrolled(self) -> bool:
        """Whether the office's card is here."""
        return (self.desk.workspace.folder / CARD).exists()

    def refresh(self) -> None:
        """Ask the book where the months stand, what would go, and what the office wrote."""
        workspace = self.desk.workspace
        book = workspace.desk
        found = handed_in.months(book, int(workspace.setting("hand_in_day")))
        lacking = [one.month for one in found if one.state in (handed_in.LACKING, handed_in.RETURNED)]
        self.month = self.month or (lacking[-1] if lacking else found[0].month)
        self._found = None
        self.card.show_months(found, self.month)
        notes = of_branch(book, workspace.branch.code)
        self.card.show_notes(notes, {one.target: self._title_of(one.slug, one.target) for one in notes})
        self._look_at_content()
        self.look_for_sticks()
        at = self.panes.currentWidget()
        if at is self.enrol and self.enrolled:
            self.show_steps()
        elif not self.enrolled:
            self._turn(self.enrol)

    def _title_of(self, slug: str, uid: str) -> str:
        ledger = self.desk.workspace.ledgers.get(slug)
        record = self.desk.workspace.get(ledger, uid) if ledger is not None else None
        return "" if ledger is None or record is None else f"{ledger.short} {shown.title_of(ledger, record)}"

    def _look_at_content(self) -> None:
        self._found = handed_in.coming(self.desk.workspace.desk, full=self._full)
        self._say_content()

    def _say_content(self) -> None:
        found = self._found
        if found is None:  # the list of months is being filled, and what there is is counted after it
            return
        self._coming = found if found.records or owes(self.desk.workspace.desk, self.month) else None
        self.steps.show_coming(self._coming, "上次回执之后没有新记的，这次不用交。要整本再交，点“更多”。")
        self._ready()

    def _month_chosen(self, month: str) -> None:
        self.month = month or self.month
        self._say_content()
        self.header.hint.setText(f"{show_period(self.month)}数据" + ("，整本从头交" if self._full else ""))

    def begin(self) -> None:
        """Take the focus: the filled button, or the first step of the enrolment."""
        at = self.panes.currentWidget()
        (
            self.enrol.first if at is self.enrol else self.done_pane.pull if at is self.done_pane else self._write
        ).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the months stand beside the steps, or behind a button where there is no room for both."""
        super().resizeEvent(event)
        narrow = event.size().width() < self.desk.theme.px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            if not narrow and self.panes.currentWidget() is self.card:
                self.turn_card()
            (self.panes if narrow else self._both).addWidget(self.card)
            self.card.make_wide(on=narrow)
            self.card.setVisible(not narrow)
            self._aside.setVisible(narrow)

    def turn_card(self) -> None:
        """Show the months in place of the steps where there is no room for both, or the steps again."""
        at = self.panes.currentWidget()
        if at is not self.card:
            self._before = at
        self._turn(self._before if at is self.card else self.card)
        (self._write if at is self.card else self.card.read).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for sticks while the page is in sight."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._timer.stop()

    def look_for_sticks(self) -> None:
        """See which sticks are there now; a folder that was chosen by hand stays until it is gone."""
        if self._task is not None:
            return
        found = drives.plugged_in()
        if self._folder is not None:
            try:
                self.drive = drives.drive_at(self._folder)
            except Trouble:
                self._folder = self.drive = None
        if self._folder is None:
            self.drive = next((one for one in found if one.writable), found[0] if found else None)
        others = sum(1 for one in found if self.drive is None or one.folder != self.drive.folder)
        self.steps.show_drive(self.drive, others)
        self._ready()

    def _ready(self) -> None:
        ready = self.drive is not None and self.drive.writable and self._coming is not None and self.enrolled
        self._write.setEnabled(ready)
        if self._task is None:
            self.steps.begin(ready=ready)

    def _turn(self, pane: Any) -> None:
        self.panes.setCurrentWidget(pane)
        self._write.setVisible(pane is self.steps)
        self.keys_changed.emit()

    def show_steps(self) -> None:
        """Go back to the four steps."""
        self._turn(self.steps)
        self._write.setFocus()
