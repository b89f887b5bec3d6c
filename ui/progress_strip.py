"""The bar of long work: it appears after 300 ms, counts, says how long it will take, and can be stopped."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar

from ui import metrics, pieces

if TYPE_CHECKING:
    from ui.background import Task
    from ui.theme import Theme


class ProgressStrip(QFrame):
    """Shows the task that is under way."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("progressStrip")
        self.setProperty("level", "info")
        self._task: Task | None = None
        self._began = 0.0
        lay = pieces.row(self, margins=(metrics.PAD, metrics.SMALL, metrics.GAP, metrics.SMALL), gap=metrics.GAP)
        self._text = pieces.label("", name="progressText")
        self._bar = QProgressBar()
        self._bar.setObjectName("progressBar")
        self._bar.setAccessibleName("进度")
        self._bar.setTextVisible(False)
        self._stop = pieces.button(theme, "停下", "progressCancel", rank="small")
        self._stop.clicked.connect(self._cancel)
        lay.addWidget(self._text, 2)
        lay.addWidget(self._bar, 3)
        lay.addWidget(self._stop)
        self._wait = QTimer(self, singleShot=True, interval=metrics.BAR_WAIT)
        self._wait.timeout.connect(self.show)
        self.hide()

    def follow(self, task: Task) -> None:
        """Follow `task` to its end."""
        self._task = task
        self._began = time.monotonic()
        self._text.setText(f"{task.title}…")
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        self._stop.setText("停下")
        task.progressed.connect(self._tell)
        for end in (task.done, task.failed, task.cancelled):
            end.connect(self._end)
        self._wait.start()

    def _tell(self, done: int, total: int, sentence: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._text.setText(sentence + self._left(done, total))

    def _left(self, done: int, total: int) -> str:
        """Say how long it will take, once there is something to go by."""
        spent = time.monotonic() - self._began
        if not total or not done or spent < 2:
            return ""
        left = round(spent / done * (total - done))
        return f"，大约还要 {left} 秒" if left < 90 else f"，大约还要 {round(left / 60)} 分钟"

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._stop.setEnabled(False)
            self._stop.setText("正在停下…")

    def _end(self) -> None:
        self._wait.stop()
        self._task = None
        self.hide()
