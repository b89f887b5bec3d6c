"""What is to be printed, laid out and drawn in the worker while the pages of the window stay open."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics
from ui.printing.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.printing.paper import Drawing, Printed, Tray
    from danyang_desktop.printing.sheets import Sheet
    from ui.background import Background, Task

_LARGE_KEPT = 8
"""So many pages are kept as they fill the window; a year's volume has more than a hundred."""


class Job(Protocol):
    """What prints something: one of press.print_... with all but its `out` and `progress` given."""

    def __call__(self, *, out: Path | Tray, progress: Progress) -> Printed:
        """Print; raises UserError, Trouble, Cancelled."""


@dataclass(frozen=True)
class Laid:
    """A laid out print: its pages, its sheets, and the characters that no font has."""

    proof: Proof
    printed: Printed

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self.proof.pages


class _Eyes:
    """The tray of somebody who looks: the first page is shown before the others are laid out."""

    looks = True

    def __init__(self, show: Callable[[Proof, str], None], progress: Progress) -> None:
        self._show = show
        self._progress = progress
        self.proof: Proof | None = None

    def made(self, sheets: Sequence[Sheet]) -> None:
        """Draw the first page alone."""
        from danyang_desktop.printing.paper import draw_page

        drawing = draw_page(sheets[:1], 1, progress=self._progress)
        if drawing is not None:
            self._show(Proof(drawing), sheets[0].title.replace("\n", ""))

    def take(self, drawing: Drawing) -> None:
        """Keep all pages."""
        self.proof = Proof(drawing)


class Session(QObject):
    """Lays one job out after the other; only the newest counts.

    began         the pages that were shown are no longer right
    first_seen    the first page, large, and the title of its sheet, before the rest is there
    laid_out      a Laid: everything is known now
    refused       why there is nothing to print, in a sentence
    drawn         a page (from 1) has been drawn at a width in pixels
    """

    began = Signal()
    first_seen = Signal(QImage, str)
    laid_out = Signal(object)
    refused = Signal(str)
    drawn = Signal(int, int)
    _first_made = Signal(object, int, QImage, str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._background.ended.connect(self._go_on)
        self._first_made.connect(self._first)
        self._job: Job | None = None
        self._task: Task | None = None
        self._picture: Task | None = None
        self._wanted: list[tuple[int, int]] = []
        self._drawing = (0, 0)
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._width = 1
        self.laid: Laid | None = None

    # -- laying out -------------------------------------------------------------------------------------------

    def show_job(self, job: Job | None, width: int) -> None:
        """Lay a job out; None shows nothing. `width` in pixels of the first page's picture."""
        self.stop()
        self._job, self._width = job, max(1, width)
        self._pictures.clear()
        self.began.emit()
        self._lay_out()

    def stop(self) -> None:
        """Let go of what is under way and of the pages: nobody looks at them any more."""
        self._job = None
        self.laid = None
        self._wanted = []
        for task in (self._task, self._picture):
            if task is not None:
                task.cancel()
        self._task = self._picture = None

    def _lay_out(self) -> None:
        job = self._job
        if job is None or self._task is not None or self._background.busy:
            return
        task = self._background.run("正在排版", partial(self._look, job, self._width), quiet=True)
        task.done.connect(self._laid)
        task.failed.connect(self._failed)
        task.cancelled.connect(self._ended)
        self._task = task

    def _look(self, job: Job, width: int, progress: Progress) -> Laid:
        """Lay out, in the worker."""

        def show(proof: Proof, title: str) -> None:
            self._first_made.emit(job, width, proof.picture(1, width), title)

        eyes = _Eyes(show, progress)
        printed = job(out=eyes, progress=progress)
        assert eyes.proof is not None  # noqa: S101 - the tray took the pages, or the job raised
        return Laid(eyes.proof, printed)

    def _first(self, job: Job, width: int, image: QImage, title: str) -> None:
        if job is self._job and self.laid is None:
            self._keep(1, width, image)
            self.first_seen.emit(image, title)

    def _laid(self, laid: Laid) -> None:
        if self._ended():
            self.laid = laid
            self.laid_out.emit(laid)

    def _failed(self, error: Exception) -> None:
        if not self._ended():
            return
        if not isinstance(error, UserError | Trouble):
            raise error
        self._job = None
        self.refused.emit(error.sentence)

    def _ended(self) -> bool:
        """Tell whether the task that ended is the one that counts."""
        if self.sender() is not self._task:
            return False
        self._task = None
        return True

    def _go_on(self) -> None:
        """Go on after work that made us wait or stop."""
        if self.laid is None:
            self._lay_out()
        else:
            self._draw_next()

    # -- drawing ----------------------------------------------------------------------------------------------

    def picture(self, number: int, width: int) -> QImage | None:
        """Return a page as it was drawn at a width, or None if it was not yet."""
        return self._pictures.get((number, width))

    def want(self, pages: Sequence[tuple[int, int]]) -> None:
        """Draw these (page, width) in this order; what was wanted before and is not any more is forgotten."""
        self._wanted = [one for one in pages if one not in self._pictures]
        self._draw_next()

    def _draw_next(self) -> None:
        if self.laid is None or not self._wanted or self._picture is not None or self._background.busy:
            return
        number, width = self._drawing = self._wanted.pop(0)
        task = self._background.run("正在画页面", partial(_draw, self.laid.proof, number, width), quiet=True)
        task.done.connect(self._drawn)
        task.cancelled.connect(self._not_drawn)
        self._picture = task

    def _drawn(self, image: QImage) -> None:
        if self.sender() is self._picture:
            self._picture = None
            self._keep(*self._drawing, image)
            self.drawn.emit(*self._drawing)
            self._draw_next()

    def _not_drawn(self) -> None:
        if self.sender() is self._picture:
            self._picture = None
            self._wanted.insert(0, self._drawing)

    def _keep(self, number: int, width: int, image: QImage) -> None:
        self._pictures[number, width] = image
        large = [key for key in self._pictures if key[1] > 2 * metrics.THUMB_PAGE]
        for key in large[:-_LARGE_KEPT]:
            del self._pictures[key]


def _draw(proof: Proof, number: int, width: int, progress: Any) -> QImage:
    del progress
    return proof.picture(number, width)
