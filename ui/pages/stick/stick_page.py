"""上报县里 (screens 09, 09b, 14): four steps to the stick, then the code and what comes next, or what went wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton

from ui.file_places import BUNDLES
from ui.pages.stick import works
from ui.pages.stick.acquaint import Acquaint
from ui.pages.stick.afterwards import Afterwards
from ui.pages.stick.stick_look import StickLook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from danyang_desktop.exchange.bundle_out import HandedIn
    from ui.desk import Desk


class StickPage(StickLook):
    """Sticks are looked for every two seconds; Enter goes on, Esc stops."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.afterwards, self.acquaint = Afterwards(self), Acquaint(self)
        self._connect()

    def _connect(self) -> None:
        self._menu.triggered.connect(self._more_chosen)
        self._stop.clicked.connect(self.stop)
        self._write.clicked.connect(self.write)
        self.steps.other_wanted.connect(self.choose_folder)
        self.done_pane.pull_wanted.connect(self.afterwards.pull)
        self.done_pane.print_wanted.connect(self.afterwards.ask_print)
        self.done_pane.again_wanted.connect(self._again)
        self.failed_pane.retry_wanted.connect(self.write)
        self.failed_pane.leave_wanted.connect(self.choose_folder)
        self.failed_pane.later_wanted.connect(self.show_steps)
        self.enrol.ask_wanted.connect(self.acquaint.ask_file)
        self.enrol.card_wanted.connect(self.acquaint.card_file)
        self.card.receipt_wanted.connect(self.afterwards.read_receipts)
        self.card.digits_wanted.connect(self.afterwards.ask_digits)
        self.card.month_chosen.connect(self._month_chosen)
        self.card.note_opened.connect(self.afterwards.open_note)
        for keys, does in (
            ("Return", self._enter),
            ("Enter", self._enter),
            ("Esc", self.stop),
            ("Ctrl+P", self.afterwards.ask_print),
        ):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(does)

    # -- writing ----------------------------------------------------------------------------------------------

    def _enter(self) -> None:
        focus = QApplication.focusWidget()
        if self._task is not None:
            return
        if focus is self.card.notes:
            self.card.notes.opened.emit(self.card.notes.key)
        elif isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        elif self.panes.currentWidget() is self.steps and self._write.isEnabled():
            self.write()

    def choose_folder(self) -> None:
        """Ask for another stick or a folder."""
        chosen = self.desk.places.folder(self, BUNDLES, "选 U盘 或文件夹")
        if chosen is not None:
            self.use_folder(chosen)

    def use_folder(self, folder: Path) -> None:
        """Write to this folder from now on."""
        self._folder = folder
        self.show_steps()
        self.look_for_sticks()
        self.begin()

    def write(self) -> None:
        """Write the bundle to the stick and read it back."""
        if self._task is not None:
            return
        self.look_for_sticks()
        self._turn(self.steps)
        if self.drive is None or not self._write.isEnabled():
            return
        self._said("")
        self.steps.start()
        work = partial(works.hand_in, self.desk.workspace, self.drive.folder, month=self.month, full=self._full)
        task = self._task = self.desk.background.run("正在写数据包", work, in_page=True)
        task.progressed.connect(self.steps.tell)
        task.done.connect(self._written)
        task.failed.connect(self._not_written)
        task.cancelled.connect(self._stopped)
        self._hold(on=True)

    def _hold(self, *, on: bool) -> None:
        self._stop.setVisible(on)
        self._more.setVisible(not on)
        self._write.setText(" 写入中…" if on else " 写入 U盘")
        self._write.setEnabled(not on)
        self.steps.other.setEnabled(not on)
        self.card.setEnabled(not on)
        if on:
            self._stop.setFocus()
            self.noted.emit("写入中，请不要关机，也不要拔 U盘")
        self.keys_changed.emit()

    def stop(self) -> None:
        """Stop writing; nothing half-written is left."""
        if self._task is not None:
            self._task.cancel()
            self._stop.setEnabled(False)
            self._stop.setText("正在停下…")

    def _over(self) -> None:
        self._task = None
        self._stop.setEnabled(True)
        self._stop.setText("停止写入")
        self._hold(on=False)

    def _written(self, made: HandedIn) -> None:
        self._over()
        self.made, self._full = made, False
        assert self.drive is not None  # noqa: S101 - it was there when the writing began
        self.done_pane.show_made(made, self.drive, int(self.month[5:]))
        counts = self._coming.records if self._coming else {}
        self.counts = dict(counts)
        self.refresh()
        self._turn(self.done_pane)
        self.done_pane.pull.setFocus()
        self.noted.emit(f"写入并检查完成 {self.desk.workspace.clock.now():%H:%M}")

    def _not_written(self, error: Exception) -> None:
        self._over()
        self.failed_pane.tell_failed(error, self.steps.words)
        self.refresh()
        self._turn(self.failed_pane)
        self.noted.emit(f"{int(self.month[5:])}月数据还没交")

    def _stopped(self) -> None:
        self._over()
        self.refresh()
        self._said("停下来了，U盘 上没有留下写了一半的东西。台账没有受影响。")
        self._write.setFocus()

    def _said(self, sentence: str) -> None:
        self._bad.say("")
        self._good.button.hide()
        self._good.say(sentence)

    def forget_stick(self) -> None:
        """Have no stick any more: it was let go."""
        self._folder = self.drive = None

    def _again(self) -> None:
        self.show_steps()
        self.look_for_sticks()

    def _more_chosen(self, action: Any) -> None:
        does: dict[str, Callable[[], None]] = {
            "full": self._whole, "ask": self.acquaint.ask_file, "card": self.acquaint.card_file,
            "siblings": self.acquaint.siblings, "renew": self.acquaint.renew,
            "handover": self.acquaint.hand_over,
        }  # fmt: skip
        does[str(action.data())]()

    def _whole(self) -> None:
        self._full = True
        self._look_at_content()
        self._month_chosen(self.month)
        self.show_steps()

    def finished(self) -> None:
        """Show what is different now."""
        self.refresh()

    def say_failed(self, error: Exception) -> None:
        """Say in the strip what went wrong."""
        self._failed(error)
