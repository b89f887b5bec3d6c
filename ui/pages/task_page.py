"""A page that starts long work and says in a strip how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from ui import pieces
from ui.messages import Strip, Told
from ui.pages.page import Page
from ui.roomy import body_in
from ui.window.header import Header

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QVBoxLayout

    from danyang_desktop.base.progress import Progress
    from ui.background import Task
    from ui.desk import Desk


class TaskPage(Page):
    """A head, two strips (what went well, what did not), and a column for cards."""

    def __init__(self, desk: Desk, name: str, title: str, hint: str) -> None:
        super().__init__(desk, name)
        self._file: Path | None = None
        self._tell: Callable[[Any], str | Told] | None = None
        lay = pieces.column(self)
        self.header = Header(desk.theme, title, hint)
        lay.addWidget(self.header)
        self.body: QVBoxLayout = body_in(lay)
        self._good = Strip(desk.theme, "ok", f"{name}Good", action="打开看看", closable=True)
        self._good.pressed.connect(self._open_file)
        self._bad = Strip(desk.theme, "error", f"{name}Bad", action="复制详细情况", closable=True)
        self._bad.pressed.connect(self._copy_detail)
        self.body.addWidget(self._good)
        self.body.addWidget(self._bad)

    def start(
        self,
        title: str,
        work: Callable[[Progress], Any],
        tell: Callable[[Any], str | Told],
        *,
        file: Path | None = None,
    ) -> Task:
        """Start long work; `tell` makes the sentence from its result, `file` can then be opened."""
        self._good.say("")
        self._bad.say("")
        self._file = file
        self._tell = tell
        task = self.desk.background.run(title, work)
        task.done.connect(self._done)
        task.failed.connect(self._failed)
        task.cancelled.connect(self._cancelled)
        return task

    def _done(self, result: Any) -> None:
        said = self._tell(result) if self._tell is not None else ""
        told = said if isinstance(said, Told) else Told(said, "ok")
        self._good.button.setVisible(self._file is not None)
        self._good.say(told.sentence, level=told.level)
        self.noted.emit(told.sentence)
        self.finished()

    def complain(self, sentence: str) -> None:
        """Say what went wrong; "" takes back what was said before."""
        self._good.say("")
        self._bad.say(sentence)

    def begin(self) -> None:
        """Take the focus: the filled button in the head."""
        self.header.main_button.setFocus()

    def finished(self) -> None:
        """Show what is different now."""

    def _failed(self, error: Exception) -> None:
        self._bad.say_error(error)

    def _copy_detail(self) -> None:
        """Put what the county may ask for over the telephone on the clipboard; no name of anybody is in it."""
        QGuiApplication.clipboard().setText(f"{self.header.title.text()}：{self._bad.sentence}")
        self.noted.emit("已复制，可以粘贴到别处。")

    def _cancelled(self) -> None:
        self._good.button.hide()
        self._good.say("停下来了，没有留下写了一半的东西。", level="info")

    def _open_file(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))
