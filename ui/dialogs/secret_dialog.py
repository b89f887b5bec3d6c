"""Asks for passwords (and names that go with them) and does something with them in the worker."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.dialogs.password_line import PasswordLine
from ui.messages import Strip
from ui.roomy import RoomyDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from danyang_desktop.base.progress import Progress
    from ui.desk import Desk

_AGAIN = "再输一遍"


class SecretDialog(RoomyDialog):
    """`asks` are the lines; one that ends in 再输一遍 must be as the one above. `done_with` carries the result."""

    done_with = Signal(object)

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, why: str, asks: tuple[str, ...],
        deed: Callable[[dict[str, str]], Any],
    ) -> None:  # fmt: skip
        super().__init__(parent, desk.theme.px(460))
        self.setObjectName("secretDialog")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._deed, self._title = desk, deed, title
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.SMALL)
        lay.addWidget(pieces.label(title, "step"))
        lay.addWidget(pieces.label(why, "second16", wrap=True))
        self._strip = Strip(desk.theme, "error", "secretStrip")
        lay.addWidget(self._strip)
        self._lines: dict[str, QLineEdit] = {}
        for number, ask in enumerate(asks):
            line = QLineEdit() if ask == "姓名" else PasswordLine(desk.theme, f"secret_{number}", ask)
            line.setObjectName(f"secret_{number}")
            line.setAccessibleName(ask)
            name = pieces.label(ask, "label")
            name.setBuddy(line)
            lay.addWidget(name)
            lay.addWidget(line)
            self._lines[ask] = line
        lay.addSpacing(metrics.SMALL)
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        leave = pieces.button(desk.theme, "不改了", "secretLeave")
        leave.clicked.connect(self.reject)
        self._go = pieces.button(desk.theme, "好，就这样", "secretGo", kind="primary")
        self._go.clicked.connect(self._try)
        buttons.addWidget(leave)
        buttons.addWidget(self._go)
        lay.addLayout(buttons)
        next(iter(self._lines.values())).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next line, and from the last one on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        lines = list(self._lines.values())
        focus = self.focusWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        elif focus in lines[:-1]:
            lines[lines.index(focus) + 1].setFocus()
        else:
            self._try()

    def _try(self) -> None:
        if not self._go.isEnabled():
            return
        given = {ask: line.text() for ask, line in self._lines.items()}
        asks = list(given)
        for above, ask in pairwise(asks):
            if ask.endswith(_AGAIN) and given[ask] != given[above]:
                self._complain(ask, "两次输的密码不一样。请再输一遍。")
                return
        empty = next((ask for ask in asks if not given[ask].strip()), "")
        if empty:
            self._complain(empty, f"“{empty}”没有填。")
            return
        self._strip.say("")
        self._go.setEnabled(False)
        task = self._desk.background.run(self._title, _Deed(self._deed, given))
        task.done.connect(self._told)
        task.failed.connect(self._failed)

    def _complain(self, ask: str, sentence: str) -> None:
        self._strip.say(sentence)
        self._lines[ask].setFocus()
        self._lines[ask].selectAll()

    def _told(self, result: Any) -> None:
        self.accept()
        self.done_with.emit(result)

    def _failed(self, error: Exception) -> None:
        self._go.setEnabled(True)
        if not isinstance(error, UserError | Trouble):
            raise error
        self._strip.say(error.sentence)
        next(iter(self._lines.values())).setFocus()


@dataclass(frozen=True)
class _Deed:
    """What is done with the answers, for the worker."""

    deed: Callable[[dict[str, str]], Any]
    given: dict[str, str]

    def __call__(self, progress: Progress) -> Any:
        """Do it."""
        progress(0, 0, "请稍等")
        return self.deed(self.given)
