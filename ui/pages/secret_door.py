"""The door before a confidential talk: its author and the secretary pass, everybody else is asked for the password."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.dialogs.password_line import PasswordLine
from ui.messages import Strip
from ui.roomy import RoomyDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace
    from ui.desk import Desk

_STAYS_OPEN = 300.0
"""Seconds for which the password need not be typed again for the same record (screens/design.md §7)."""


class SecretDoor(QObject):
    """`opened` carries the record and what was wanted of it, once the password was right."""

    opened = Signal(object, str)

    def __init__(self, ledger: Ledger[Any], desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._ledger = ledger
        self._desk = desk
        self._page = page
        self._open_until: dict[str, float] = {}
        self._wanted: tuple[Any, str] = (None, "")

    def lets(self, record: Any, what: str) -> bool:
        """Let a record through, or ask for the password and let it through later."""
        if self._open_until.get(record.uid, 0.0) > time.monotonic():
            return True
        if self._desk.workspace.may_read(self._ledger, record):
            return True
        self._wanted = (record, what)
        dialog = PasswordDialog(self._desk, self._page.window())  # the page is shut while the worker works
        dialog.right.connect(self._right)
        QTimer.singleShot(0, dialog.open)  # the key that asked is let go first
        return False

    def _right(self) -> None:
        record, what = self._wanted
        self._open_until[record.uid] = time.monotonic() + _STAYS_OPEN
        self.opened.emit(record, what)


class PasswordDialog(RoomyDialog):
    """Asks for the book's password. `right` is emitted when it was."""

    right = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, desk.theme.px(440))
        self.setObjectName("passwordDialog")
        self.setWindowTitle("输密码")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.PAD)
        lay.addWidget(pieces.label("这次谈话是保密的", "step"))
        lay.addWidget(pieces.label("只有记的人和支部书记能直接看。要看内容，请输台账的密码。", "second16", wrap=True))
        self._strip = Strip(desk.theme, "error", "passwordStrip")
        lay.addWidget(self._strip)
        self.line = PasswordLine(desk.theme, "secretPassword", "密码")
        lay.addWidget(self.line)
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        stay = pieces.button(desk.theme, "不看了", "secretStay")
        stay.clicked.connect(self.reject)
        self._show = pieces.button(desk.theme, "看内容", "secretShow", kind="primary")
        self._show.clicked.connect(self._try)
        self._show.setDefault(True)
        buttons.addWidget(stay)
        buttons.addWidget(self._show)
        lay.addLayout(buttons)
        self.line.setFocus()

    def _try(self) -> None:
        if not self.line.text():
            self._strip.say("请输入密码。")
            return
        self._show.setEnabled(False)
        task = self._desk.background.run("正在核对密码", Knowing(self._desk.workspace, self.line.text()))
        task.done.connect(self._told)
        task.failed.connect(self._failed)

    def _told(self, known: bool) -> None:  # noqa: FBT001 - a signal's argument
        if known:
            self.accept()
            self.right.emit()
            return
        self._show.setEnabled(True)
        self._strip.say("密码不对。请看看大写锁定键是不是开着，再试一次。")
        self.line.setFocus()
        self.line.selectAll()

    def _failed(self, error: Exception) -> None:
        self._show.setEnabled(True)
        if not isinstance(error, UserError | Trouble):
            raise error
        self._strip.say(error.sentence)


@dataclass(frozen=True)
class Knowing:
    """Whether a password is the book's, for the worker: working out the key takes a moment."""

    workspace: Workspace
    password: str

    def __call__(self, progress: Progress) -> bool:
        """Try it."""
        progress(0, 0, "正在核对密码")
        return self.workspace.knows_password(self.password)
