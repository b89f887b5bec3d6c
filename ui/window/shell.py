"""Side list, pages, status bar: the window while a book is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.messages import Toast, TroublePage
from ui.progress_strip import ProgressStrip
from ui.window.clock_strip import ClockStrip
from ui.window.entries import entries_of, watch_of
from ui.window.nav import Nav
from ui.window.status_bar import StatusBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.background import Task
    from ui.desk import Desk
    from ui.pages.page import Page
    from ui.window.entries import Entry

_RECOUNT = 1500
"""ms after the last change until the figures beside the list are counted anew."""
_RECORD_KEYS = ("F5", "F6", "F7", "F8")


class Shell(QWidget):
    """Pages are made when they are first shown. `lock_wanted` and `size_wanted` (step) are for the window."""

    lock_wanted = Signal()
    size_wanted = Signal(int)
    sized = Signal(float)
    restored = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("shell")
        self._desk = desk
        self._entries = {entry.key: entry for entry in entries_of(desk)}
        self._pages: dict[str, Page] = {}
        self._last_change: Any = None
        self._focus: QWidget | None = None
        self._key = ""
        self._held = False
        """Whether a page does long work that it shows itself: no other page may be called up by a key meanwhile."""
        self.nav = Nav(desk.theme, *_whose(desk), self._entries)
        self.nav.chosen.connect(self.show_entry)
        lay = pieces.row(self)
        lay.addWidget(self.nav)
        right = pieces.column()
        self._progress, self._clock = ProgressStrip(desk.theme), ClockStrip(desk)
        right.addWidget(self._progress)
        self._clock.trusted.connect(self._day_told)
        right.addWidget(self._clock)
        self._stack = QStackedWidget()
        self._trouble = TroublePage(desk.theme, "page")
        self._trouble.retry_wanted.connect(self._retry)
        self._trouble.leave_wanted.connect(self._back_from_trouble)
        self._stack.addWidget(self._trouble)
        right.addWidget(self._stack, 1)
        self.status = StatusBar(desk.theme)
        right.addWidget(self.status)
        lay.addLayout(right, 1)
        self._toast = Toast(desk.theme, self._stack)
        self._toast.undo_wanted.connect(self.undo)
        self._recount = QTimer(self, singleShot=True, interval=_RECOUNT)
        self._recount.timeout.connect(self._count_anew)
        self.watch = watch_of(desk, self)
        if self.watch is not None:
            self.watch.counted.connect(self._show_badges)
            self.watch.others_wrote.connect(self._show_others)
        desk.bridge.changed.connect(self._changed)
        desk.background.started.connect(self._task_started)
        desk.background.ended.connect(self._task_ended)
        for keys, does in _keys_of(self, desk, self._entries):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    # -- pages ------------------------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The key of the entry that is shown."""
        return self._key

    def page(self, key: str) -> Page:
        """Return the page of an entry, made now if it was not shown yet."""
        if key not in self._pages:
            make = self._entries[key].make
            assert make is not None  # noqa: S101 - "lock" is no page and is caught in show_entry
            page = make(self._desk)
            for said, does in (
                (page.saved, self._saved), (page.go, self.go), (page.keys_changed, self._show_keys),
                (page.noted, self._noted), (page.badged, self._show_badges), (page.sized, self.sized),
                (page.restored, self.restored), (page.day_told, self._day_told),
            ):  # fmt: skip
                said.connect(does)
            self._stack.addWidget(page)
            self._pages[key] = page
        return self._pages[key]

    def show_entry(self, key: str) -> None:
        """Show the page of an entry; what goes wrong on the way becomes a calm page."""
        if self._held:
            return
        if key == "lock":
            self.nav.show_chosen(self._key)
            self.lock_wanted.emit()
            return
        self.status.about(key)
        if key != self._key and self._key in self._pages:
            self._pages[self._key].left()
        self._key = key
        self.nav.show_chosen(key)
        try:
            page = self.page(key)
            page.come()
            page.refresh()
        except (Trouble, UserError) as error:
            self.show_trouble(error)
            return
        self._stack.setCurrentWidget(page)
        page.begin()
        self._show_keys()

    def go(self, wish: str) -> None:
        """Follow a wish of a page: an entry's key, or "slug:verb:about" (see Page.go)."""
        slug, _, rest = wish.partition(":")
        key = self._entry_of(slug)
        if not rest or self._key != key:
            self.show_entry(key)
        if page := self._pages.get(key):
            page.show_part(slug)
            if rest:
                verb, _, about = rest.partition(":")
                page.follow(verb, about)

    def start_new(self, slug: str) -> None:
        """Open an empty form of a ledger from anywhere."""
        if not self._held:
            self.go(f"{slug}:new")

    def _entry_of(self, slug: str) -> str:
        return next((entry.key for entry in self._entries.values() if slug == entry.key or slug in entry.slugs), "home")

    def _show_keys(self) -> None:
        if (page := self._pages.get(self._key)) is not None:
            self.status.show_keys(page.keys)

    # -- changes ----------------------------------------------------------------------------------------------

    def _day_told(self) -> None:
        """Make pages anew for another today, but where that was said, and where something is half written."""
        self._clock.look()
        self._desk.bridge.month = ""
        for key in [one for one, page in self._pages.items() if one != "settings" and not page.half_written]:
            self._pages.pop(key).deleteLater()
        if "home" in self._entries:
            self.page("home").refresh()  # for the figures beside the list
        self.show_entry(self._key)

    def _changed(self, change: Any) -> None:
        """Note what can be taken back; every page asks the book anew when it is shown."""
        self._last_change = change if change is not None else self._last_change
        self._recount.start()

    def _count_anew(self) -> None:
        """Let 今日 count while somebody works elsewhere, so that the figures beside the list stay true."""
        home = self._pages.get("home")
        if home is not None and self._key != "home" and not self._desk.background.busy:
            home.refresh()

    def _show_others(self) -> None:
        if (page := self._pages.get(self._key)) is not None:
            page.others_wrote()

    def _show_badges(self, badges: dict[str, tuple[int, str]]) -> None:
        for key, (figure, says) in badges.items():
            if key in self._entries:
                self.nav.set_badge(key, str(figure) if figure else "", says)
        self.status.tell_backup(*badges.get("backup", (0, "")))

    def _noted(self, said: str) -> None:
        """Say what the page that is shown notes; others too look anew when something changes, and are not asked."""
        if self.sender() is self._pages.get(self._key):
            self.status.say(said)

    def _saved(self, change: Any, said: str) -> None:
        self._last_change = change
        self._toast.say(said, undo=True)
        self.status.say(said)

    def undo(self) -> None:
        """Take the last save back."""
        page = self._pages.get(self._key)
        if self._held or (page is not None and page.undo_here()):
            return
        change, self._last_change = self._last_change, None
        if change is None:
            return
        try:
            undone = self._desk.workspace.undo(change)
        except (UserError, Trouble) as error:
            self._toast.say(error.sentence)
            return
        self._last_change = None
        self._toast.say(f"已撤销 {undone.serial_no}".rstrip())
        self.status.say("已撤销")
        self._pages[self._key].refresh()

    # -- long work --------------------------------------------------------------------------------------------

    def _task_started(self, task: Task) -> None:
        """Let nobody write while the worker has the book: transactions must not mix."""
        self._focus = QApplication.focusWidget()
        self.nav.setEnabled(False)
        self._held = task.in_page
        if not self._held:
            self._stack.setEnabled(False)
            self._progress.follow(task)

    def _task_ended(self) -> None:
        if self._desk.background.busy:
            return
        self._held = False
        self._stack.setEnabled(True)
        self.nav.setEnabled(True)
        focus = self._focus if self._focus is not None and shiboken6.isValid(self._focus) else None
        if focus is not None and focus.isVisible() and focus.isEnabled() and not self.nav.isAncestorOf(focus):
            focus.setFocus()
        else:
            page = self._pages.get(self._key)
            if page is not None and self._stack.currentWidget() is page:
                page.begin()  # the page was turned to while its work went on, or where the focus was is gone
        if QApplication.focusWidget() is None:
            self.nav.setFocus()  # a hand on the keyboard must never be nowhere

    # -- trouble ----------------------------------------------------------------------------------------------

    def show_trouble(self, error: BaseException) -> None:
        """Show the calm page for an error."""
        self._trouble.tell_error(error)
        self._stack.setCurrentWidget(self._trouble)

    def show_crash(self, text: str, path: str) -> None:
        """Show the calm page for an error of the program itself."""
        self._trouble.tell_crash(text, path)
        self._stack.setCurrentWidget(self._trouble)

    def _retry(self) -> None:
        self.show_entry(self._key)

    def _back_from_trouble(self) -> None:
        if self._key in self._pages:
            self._stack.setCurrentWidget(self._pages[self._key])
        else:
            self.show_entry("home")

    # -- the end ----------------------------------------------------------------------------------------------

    @property
    def half_written(self) -> bool:
        """Tell whether any form was typed into and not saved."""
        return any(page.half_written for page in self._pages.values())

    def keep(self) -> None:
        """Put away everything that is half written; nothing below asks the book by itself any more."""
        for page in self._pages.values():
            page.keep()
        for timer in self.findChildren(QTimer):
            timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the note in its place, and make room where there is little."""
        super().resizeEvent(event)
        self.nav.set_narrow(narrow=self.width() < metrics.COLLAPSED)
        self._toast.place()


def _whose(desk: Desk) -> tuple[str, str]:
    """Return whose book it is, in two lines."""
    branch = desk.workspace.branch
    return branch.name.removeprefix(branch.town), branch.town or "收报工作台"


def _keys_of(shell: Shell, desk: Desk, known: dict[str, Entry]) -> list[tuple[str, Callable[[], None]]]:
    """Return the keys that work wherever the focus is, and what each does."""
    entries = list(known.values())
    shown = {slug for entry in entries for slug in entry.slugs}
    ledgers = [one.slug for one in desk.workspace.ledgers.values() if one.slug in shown and not one.is_register]
    wanted: list[tuple[str, Callable[[], None]]] = [
        (f"Ctrl+{number}", partial(shell.show_entry, one.key)) for number, one in enumerate(entries[:9], 1)
    ]
    wanted += [(key, partial(shell.start_new, slug)) for key, slug in zip(_RECORD_KEYS, ledgers, strict=False)]
    return [
        *wanted,
        ("Ctrl+L", partial(shell.show_entry, "lock")),
        ("Ctrl+Z", shell.undo),
        ("Ctrl++", partial(shell.size_wanted.emit, 1)),
        ("Ctrl+=", partial(shell.size_wanted.emit, 1)),
        ("Ctrl+-", partial(shell.size_wanted.emit, -1)),
        ("Ctrl+0", partial(shell.size_wanted.emit, 0)),
    ]
