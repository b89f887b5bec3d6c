"""What the pages of an office have in common: the office itself, a month, questions for files and folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.board import last_month, month_in_hand
from danyang_desktop.county.office import Office
from ui import metrics, pieces
from ui.pages.month_picker import MonthPicker
from ui.pages.task_page import TaskPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from danyang_desktop.base.progress import Progress
    from ui.background import Task
    from ui.desk import Desk
    from ui.file_places import Sort
    from ui.messages import Strip, Told


_NARROW = 1000
"""Width of the page in px at 96 dpi below which the head holds only title and buttons."""


class OfficePage(TaskPage):
    """A page of the office. `office` is the open book with its keys, `recovery` a key that was made just now.

    What a strip says belongs to what made it: it goes with the next action, another month, another page, or by its ✕.
    """

    def __init__(self, desk: Desk, name: str, title: str, hint: str = "") -> None:
        super().__init__(desk, name, title, hint)
        self.office, self.recovery = Office.of(desk.workspace.desk)
        self._left: list[QWidget] = []
        self._months: MonthPicker | None = None
        self._strips = [self._good, self._bad]
        self._bar = QWidget()
        self._bar_row = pieces.row(self._bar, gap=metrics.GAP)
        self._bar_row.addStretch(1)
        self._bar.hide()
        self.body.insertWidget(0, self._bar)

    def add_months(self) -> MonthPicker:
        """Put a month picker beside the title: all pages show the month that was chosen on any of them."""
        name, last = f"{self.property('entry')}Month", last_month(self.office.desk)
        made = MonthPicker(self.desk.theme, self.desk.workspace.today, name, last=last)
        self.add_left(made)
        made.picked.connect(self._turn_month)
        self._months = made
        bridge = self.desk.bridge
        bridge.month = bridge.month or month_in_hand(self.office.desk, int(self.desk.workspace.setting("hand_in_day")))
        self.come()
        return made

    def come(self) -> None:
        """Turn to the month that was chosen on another page."""
        if self._months is not None:
            self._months.show_month(self.desk.bridge.month)

    def _turn_month(self, month: str) -> None:
        self.desk.bridge.month = month
        self.forget_said()
        self.refresh()

    def add_strip(self, strip: Strip) -> None:
        """Put a strip of the page's own on top; it goes as the others do."""
        self._strips.append(strip)
        self.body.addWidget(strip)

    def forget_said(self) -> None:
        """Take away what was said of what was done before."""
        for strip in self._strips:
            strip.say("")

    def left(self) -> None:
        """Take away what was said: it is of no other visit to the page."""
        self.forget_said()

    def start(
        self,
        title: str,
        work: Callable[[Progress], Any],
        tell: Callable[[Any], str | Told],
        *,
        file: Path | None = None,
    ) -> Task:
        """Start long work as every page does; what was said before goes."""
        self.forget_said()
        return super().start(title, work, tell, file=file)

    def tell_changed(self) -> None:
        """Let the window know that the book is another now: what waits beside the side list is counted anew."""
        self.desk.bridge.changed.emit(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Leave the keys to the list when a button of the head is clicked: Enter goes on doing what the foot says."""
        super().showEvent(event)
        for one in self.header.findChildren(QPushButton):
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def add_left(self, widget: QWidget) -> None:
        """Put a widget beside the title; where the head is too narrow for it, it stands in a line below."""
        self._left.append(widget)
        self.header.add_left(widget)

    @property
    def narrow(self) -> bool:
        """Tell whether there is less room than the page was drawn for."""
        return self.width() < self.desk.theme.px(_NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move what stands beside the title to where there is room for it."""
        super().resizeEvent(event)
        below = self.narrow and bool(self._left)
        if below == self._bar.isHidden() and self._left:
            for widget in self._left:
                if below:
                    self._bar_row.insertWidget(self._bar_row.count() - 1, widget)
                else:
                    self.header.add_left(widget)
            self._bar.setVisible(below)

    def on(self, keys: str, does: Callable[[], None]) -> None:
        """Let keys do something while this page has the focus."""
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(does)

    def ask_file(self, sort: Sort, title: str, name: str, kind: str) -> Path | None:
        """Ask where a file goes."""
        return self.desk.places.new_file(self, sort, title, name, kind)

    def may_write(self) -> bool:
        """Tell whether who sits at the desk may change anything; if not, the page says so."""
        try:
            self.desk.workspace.must_write()
        except UserError as error:
            self.say_failed(error)
            return False
        return True

    def say_good(self, sentence: str) -> None:
        """Say in the strip what went well."""
        self.forget_said()
        self._good.button.hide()
        self._good.say(sentence)

    def say_plainly(self, sentence: str, level: str = "info") -> None:
        """Say in the strip what is neither done nor wrong: that there is nothing to do, say."""
        self.forget_said()
        self._good.button.hide()
        self._good.say(sentence, level=level)

    def say_failed(self, error: Exception) -> None:
        """Say in the strip what went wrong."""
        self.forget_said()
        self._failed(error)

    def ask_folder(self, sort: Sort, title: str) -> Path | None:
        """Ask for a folder."""
        return self.desk.places.folder(self, sort, title)
