"""The figures beside an office's side list: what waits at the desks, whoever did what, without a page being opened."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.county.aside import refused
from danyang_desktop.county.board import last_month
from danyang_desktop.county.conflicts import count_open
from danyang_desktop.county.office import Office
from danyang_desktop.county.waiting import left_to_ask, state_of
from danyang_desktop.store.database import trouble
from ui.county.works import FindingAside

if TYPE_CHECKING:
    from danyang_desktop.county.doubles import Finding
    from ui.desk import Desk

_SOON, _OFTEN = 300, 15_000
"""ms after something was done here, and between two looks at what others did."""


class Badges(QObject):
    """counted  entry -> (figure, what it says);  others_wrote  another clerk changed the book."""

    counted = Signal(dict)
    others_wrote = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._office, _ = Office.of(desk.workspace.desk)
        self._state: Any = None
        self._found: list[Finding] | None = None
        self._looked = ""
        """The state of the book and the month of which `_found` was found; "" = it is to be found anew."""
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.look)
        self._often = QTimer(self, interval=_OFTEN)
        self._often.timeout.connect(self._look_at_others)
        self._often.start()
        desk.bridge.changed.connect(self._soon.start)
        desk.background.ended.connect(self._soon.start)
        self._soon.start()

    def _look_at_others(self) -> None:
        """Look whether the book is another than we left it; then somebody else wrote."""
        before = self._state
        if self.look() and before is not None and self._state != before:
            self.others_wrote.emit()

    def look(self) -> bool:
        """Count what waits; tells whether it could: not while the worker has the book, nor when a server is away."""
        if self._desk.background.busy:
            return False
        with suppress(Trouble, UserError), trouble():
            desk = self._office.desk
            self._state = state_of(desk.book)
            files, odd = len(refused(desk)), count_open(desk.book)
            self.counted.emit({"home": (files, f"{files} 个文件退回"), "merge": (odd, f"{odd} 处要核对")})
            self._look_for_doubts()
            return True
        return False

    def _look_for_doubts(self) -> None:
        """Count the findings of the month that runs; look for them anew only when the records are others."""
        month = last_month(self._office.desk)
        wanted = f"{month} {self._state[0]}"
        if self._found is not None and self._looked == wanted:
            left = left_to_ask(self._office.desk, self._found)
            self.counted.emit({"odd": (left, f"{left} 处要问")})
        elif self._looked != f"on the way {wanted}":
            self._looked = f"on the way {wanted}"
            work = FindingAside(self._desk.workspace, self._office, month)
            task = self._desk.background.run("正在全县核对", work, quiet=True)
            task.done.connect(self._take)
            task.cancelled.connect(self._forget)
            task.failed.connect(self._forget)

    def _take(self, found: list[Finding]) -> None:
        self._found = found
        self._looked = self._looked.removeprefix("on the way ")
        self._soon.start()

    def _forget(self) -> None:
        self._looked = ""
