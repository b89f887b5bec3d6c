"""The window: a gate (lock page or first run), and behind it the shell of an open book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics
from ui.help.help_key import HelpKey
from ui.messages import TroublePage
from ui.seal import seal_icon
from ui.theme import SIZES, Theme
from ui.window.daily_backup import DailyBackup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QCloseEvent, QWindow

    from danyang_desktop.workspace import Workspace
    from ui.background import Background
    from ui.bridge import Bridge
    from ui.dialogs.first_run import FirstRun
    from ui.dialogs.lock_page import LockPage
    from ui.remember import Remembered
    from ui.window.shell import Shell

_BUSY = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
_SECOND, _MINUTE = 1000, 60_000


class MainWindow(QMainWindow):
    """Opens, locks and closes the book. `how` goes to Workspace.open and create (clock, ledgers ... for tests).

    theme_wanted  another type size: the whole program is to be dressed anew, before the pages are made again
    """

    theme_wanted = Signal(object)

    def __init__(
        self, book: Path, background: Background, remembered: Remembered, how: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("丹阳台账")
        self.setWindowIcon(seal_icon())
        screen = self.screen().availableGeometry()  # at 200 % a small screen has less room than our smallest window
        self.setMinimumSize(min(metrics.SMALLEST[0], screen.width()), min(metrics.SMALLEST[1], screen.height()))
        self.resize(QSize(*metrics.WINDOW).boundedTo(screen.size() - QSize(0, metrics.TITLE_BAR)))
        self._book = book
        self._background = background
        self._remembered, self._known = remembered, remembered.of(book)
        self._how = dict(how or {})
        self.theme = Theme(remembered.factor)
        self.workspace: Workspace | None = None
        self.shell: Shell | None = None
        self._bridge: Bridge | None = None
        self._root = QStackedWidget()
        self._root.setObjectName("root")
        self.setCentralWidget(self._root)
        self._closing = False
        # One turn later: the pages hear first that the work has ended, then they may go.
        background.ended.connect(self._close_when_still, Qt.ConnectionType.QueuedConnection)
        self._daily = DailyBackup(background, self)
        self._daily.over.connect(self._close_soon)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.lock)
        self.help_key = HelpKey(self)
        remembered.put_back(self)
        self.show_gate()

    def _show_only(self, widget: QWidget) -> None:
        """Show a widget and let go of the one before."""
        old = self._root.currentWidget()
        if old is not None:
            self._root.removeWidget(old)
            old.deleteLater()
        self._root.addWidget(widget)
        widget.setFocus()

    # -- the gate ---------------------------------------------------------------------------------------------

    def show_gate(self) -> None:
        """Show the lock page of the book, or the first run if there is no book yet."""
        self._idle.stop()
        gate: LockPage | FirstRun
        if (self._book / "keyring.json").exists():
            from ui.dialogs.lock_page import LockPage

            gate = LockPage(self.theme, self._background, self._book, self._known, self._how)
        else:
            from ui.dialogs.first_run import FirstRun

            gate = FirstRun(self.theme, self._background, self._book, self._how)
        gate.opened.connect(self.enter)
        self._show_only(gate)

    def enter(self, workspace: Workspace) -> None:
        """Take an open book and show the shell."""
        from ui.bridge import Bridge

        self.workspace = workspace
        workspace.operator = workspace.operator or str(workspace.setting("operator"))
        self._known.keep_open(workspace.branch.name, workspace.branch.town)
        self._known.keep_people(workspace.operators, workspace.operator)
        self._bridge = Bridge(workspace, self)
        town = workspace.branch.town  # many a branch bears it in its name already
        self.setWindowTitle(f"丹阳台账 — {town}{workspace.branch.name.removeprefix(town)}")
        gate = self._root.currentWidget()
        self._show_shell("home")
        self._stir()
        if self.shell is not None and (then := getattr(gate, "then", "")):
            self.shell.go(then)

    def _show_shell(self, key: str) -> None:
        assert self.workspace is not None  # noqa: S101 - only called between enter and lock
        assert self._bridge is not None  # noqa: S101 - as above
        from ui.desk import Desk
        from ui.file_places import FilePlaces
        from ui.window.shell import Shell

        desk = Desk(self.workspace, self.theme, self._bridge, self._background, FilePlaces(self._remembered))
        shell = self.shell = Shell(desk)
        shell.lock_wanted.connect(self.lock)
        shell.size_wanted.connect(self.change_size)
        shell.sized.connect(self.set_size)
        shell.restored.connect(self.restore)
        shell.status.help_wanted.connect(self.help_key.open)
        self._show_only(shell)
        shell.show_entry(key)

    def lock(self) -> None:
        """Put away what is half written, close the book, show the lock page."""
        if self._background.busy:
            self._stir()
            return
        self._close_book()
        self.setWindowTitle("丹阳台账")
        self.show_gate()

    def _close_book(self) -> None:
        if self.workspace is None:
            return
        self._background.hush()
        if self.shell is not None:
            self.shell.keep()
            self.shell = None
        self._known.keep_people(self.workspace.operators, self.workspace.operator)
        self._known.keep_waiting(self.workspace.half_written)
        if self._bridge is not None:
            self._bridge.close()
            self._bridge = None
        try:
            self.workspace.close()
        finally:
            self.workspace = None

    def restore(self, file: str) -> None:
        """Put a backup in the place of the book; whatever comes of it, the lock page says it."""
        if self.workspace is None:
            return
        from ui.pages.work import Restoring

        key, now = self.workspace.desk.key, self.workspace.clock.now()
        self._close_book()
        self.show_gate()
        task = self._background.run("正在恢复，请不要关电脑", Restoring(Path(file), self._book, key, now))
        task.done.connect(self._restored)
        task.failed.connect(self._not_restored)

    def _restored(self, aside: Path | None) -> None:
        self._tell_at_gate(f"恢复好了。原来的台账另存在“{aside.name if aside else ''}”，没有丢。")

    def _not_restored(self, error: Exception) -> None:
        if not isinstance(error, Trouble | UserError):
            raise error
        self._tell_at_gate(f"没有恢复成，台账还是原来的。{error.sentence}")

    def _tell_at_gate(self, said: str) -> None:
        self._known.keep_waiting("")
        self.show_gate()
        tell = getattr(self._root.currentWidget(), "tell", None)
        if tell is not None:
            tell(said)

    # -- type size, idleness ----------------------------------------------------------------------------------

    def change_size(self, step: int) -> None:
        """Go to the next larger (1) or smaller (-1) type size, or back to the plain one (0)."""
        factors = list(SIZES.values())
        place = 0 if step == 0 else factors.index(self.theme.factor) + step
        self.set_size(factors[min(max(place, 0), len(factors) - 1)])

    def set_size(self, factor: float) -> None:
        """Show everything at a type size; what is half written is kept."""
        if factor == self.theme.factor:
            return
        self.theme = Theme(factor)
        self._remembered.factor = factor
        self.theme_wanted.emit(self.theme)
        if self.shell is not None:
            self.shell.keep()
            self._show_shell(self.shell.key)

    def _stir(self) -> None:
        if self.workspace is not None:
            self._idle.start(int(self.workspace.setting("idle_lock_minutes")) * _MINUTE)

    def watch(self, window: QWindow | None) -> None:
        """Listen to the window that gets the keys now: what the screen sends it, not what Qt does within."""
        if window is not None:
            window.installEventFilter(self)  # once more is harmless

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that somebody is at the desk."""
        if event.type() in _BUSY and self._idle.remainingTime() < self._idle.interval() - _SECOND:
            self._stir()
        return super().eventFilter(watched, event)

    # -- trouble, the end -------------------------------------------------------------------------------------

    def show_crash(self, text: str, path: str) -> None:
        """Show that the program itself was wrong, calmly."""
        if self.shell is not None:
            self.shell.show_crash(text, path)
            return
        page = TroublePage(self.theme)
        page.leave_wanted.connect(self.show_gate)
        page.tell_crash(text, path)
        self._show_only(page)

    def come_forward(self) -> None:
        """Stand in front of all windows: the program was started a second time."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _ask_to_stop(self) -> None:
        if QApplication.activeModalWidget() is not None:
            return
        from ui.dialogs.ask import Answer, Ask

        text = "停下来不会丢已经保存的台账，只是这一件没有做完，以后要再做一次。"
        answers = (Answer("stop", "停下来，关掉", "danger"), Answer("wait", "等它做完", "primary"))
        ask = Ask(self.theme, self, f"{self._background.doing}，还没有做完", text, answers)
        ask.answered.connect(self._stop_and_close)
        ask.open()

    def _stop_and_close(self, key: str, _: str) -> None:
        if key == "stop":
            self._background.cancel()
            self._close_soon()

    def _close_soon(self) -> None:
        self._closing = True
        self._close_when_still()

    def _close_when_still(self) -> None:
        if self._closing and not self._background.busy:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Put away what is half written; nothing that was typed is lost by closing. Long work is asked about first."""
        if self._background.busy:
            event.ignore()
            self._ask_to_stop()
            return
        if self.workspace is not None and self._daily.is_due(self.workspace):
            event.ignore()
            self._daily.start(self.workspace, self.theme)
            return
        self._remembered.keep_place(self)
        abandon = getattr(self._root.currentWidget(), "abandon", None)
        if abandon is not None:
            abandon()
        try:
            self._close_book()
        except Trouble as trouble:
            self.setWindowTitle(trouble.sentence)
        super().closeEvent(event)
