"""Long work, one piece after the other, in the program's only other thread.

Core functions are synchronous, take `progress` and raise `Cancelled`. A task tells its end by exactly one of `done`,
`failed` and `cancelled`, in the thread of whoever listens. A quiet task only reads, as for a preview: the pages stay
open meanwhile, and it makes way for everything else.
"""

from __future__ import annotations

import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from danyang_desktop.base.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.base.progress import Progress

_TURN = 0.0005
_TELL_EVERY = 0.05
"""Seconds between two reports: more often than the eye sees would only keep the window busy."""


class Task(QObject):
    """One piece of long work. `title` says in the reader's words what is going on.

    in_page  the page that asked for it shows its progress and its Cancel itself, and lets nobody write meanwhile
    quiet    it only reads and nobody waits for it
    """

    progressed = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        title: str,
        work: Callable[[Progress], Any],
        parent: QObject,
        *,
        in_page: bool = False,
        quiet: bool = False,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.in_page = in_page
        self.quiet = quiet
        self._work = work
        self._stop = threading.Event()
        self._told = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    def progress(self, done: int, total: int, sentence: str) -> None:
        """Report from the worker's thread; raises Cancelled once `cancel` was called."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if (total and done == total) or now - self._told >= _TELL_EVERY:
            self._told = now
            self.progressed.emit(done, total, sentence)

    def perform(self) -> Callable[[], None]:
        """Do the work and return what tells its end. What goes wrong is told, never raised: nobody here catches it."""
        try:
            if self._stop.is_set():
                raise Cancelled  # noqa: TRY301 - the same end as when the work itself is stopped
            result = self._work(self.progress)
        except Cancelled:
            return self.cancelled.emit
        except Exception as error:  # noqa: BLE001 - handed to the page, which knows UserError, Trouble and the rest
            return partial(self.failed.emit, error)
        return partial(self.done.emit, result)


class _Worker(QObject):
    through = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.at_work = threading.Lock()

    @Slot(object)
    def take(self, task: Task) -> None:
        """Perform a task in the thread this object lives in; `through` carries what tells its end."""
        with self.at_work:
            end = task.perform()
        self.through.emit(end)


class Background(QObject):
    """The worker and its thread."""

    started = Signal(object)
    ended = Signal()
    _asked = Signal(object)
    _handed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = QThread(self)
        self._thread.setObjectName("book-worker")
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        # One turn of the loop later, so that the work cannot end before the caller has connected to the task.
        self._asked.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)
        self._handed.connect(self._worker.take)
        self._worker.through.connect(self._forget)
        self._tasks: list[Task] = []
        # Python's own 5 ms are what the window may wait each time that it comes back from Qt while the worker counts.
        sys.setswitchinterval(_TURN)

    def run(self, title: str, work: Callable[[Progress], Any], *, in_page: bool = False, quiet: bool = False) -> Task:
        """Queue `work`; connect to the returned task before control goes back to the event loop.

        quiet  it only reads and nobody waits for it: neither `started` nor `ended` is told, and whatever is not quiet
               stops it
        """
        if not self._thread.isRunning():
            self._thread.start()
        task = Task(title, work, self, in_page=in_page, quiet=quiet)
        if not quiet:
            self._stop_quiet()
        self._tasks.append(task)
        if not quiet:
            self.started.emit(task)
        self._asked.emit(task)
        return task

    def _stop_quiet(self) -> None:
        for task in self._tasks:
            if task.quiet:
                task.cancel()

    def hush(self) -> None:
        """Stop what is quiet and wait until it lets go of the book, because the book is about to be closed."""
        self._stop_quiet()
        with self._worker.at_work:
            pass

    @Slot(object)
    def _hand_over(self, task: Task) -> None:
        self._handed.emit(task)

    @Slot(object)
    def _forget(self, end: Callable[[], None]) -> None:
        """Let the task that the worker is through with tell its end, and let go of it (they end as they came).

        In one turn: whoever sees that the work is done finds the window free again.
        """
        end()
        task = self._tasks.pop(0)
        task.deleteLater()
        if not task.quiet:
            self.ended.emit()

    @property
    def busy(self) -> bool:
        """Tell whether something is under way that somebody waits for."""
        return any(not task.quiet for task in self._tasks)

    @property
    def doing(self) -> str:
        """The title of what is under way, "" for nothing."""
        return next((task.title for task in self._tasks if not task.quiet), "")

    def cancel(self) -> None:
        """Ask everything that is under way or waits to stop; `ended` tells when it has."""
        for task in self._tasks:
            task.cancel()

    def close(self) -> None:
        """Stop what is under way and end the thread."""
        self.cancel()
        self._thread.quit()
        self._thread.wait()
