"""When Python's collector goes through all objects: while the person looks elsewhere, not while the hand waits.

A full collection walks every object there is: 60 to 100 ms with a long list open, in the middle of a page-down or a
form's opening. The young generations are swept as ever; what circles in the old one waits for a pause.
"""

from __future__ import annotations

import gc
import linecache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

_SELDOM = 100
"""Sweeps of the middle generation before a full one that nobody asked for (Python's own: 10): memory stays bounded."""


def sweep_seldom() -> tuple[int, int, int]:
    """Make full collections seldom; what was loaded so far stays for good and is walked no more. Returns what was."""
    before = gc.get_threshold()
    gc.set_threshold(before[0], before[1], _SELDOM)
    gc.freeze()
    return before


class Sweep(QObject):
    """Full collections become seldom from `start` to `stop`; one is made whenever another window comes in front."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__()
        self._app = app
        self._before = gc.get_threshold()

    def start(self) -> None:
        """Make full collections seldom; what was loaded so far stays for good and is walked no more."""
        linecache.clearcache()  # PySide6 reads the source of each module that is imported, and it stays: 7 MB
        self._before = sweep_seldom()
        self._app.applicationStateChanged.connect(self._turned)

    def stop(self) -> None:
        """Leave the collector as it was."""
        self._app.applicationStateChanged.disconnect(self._turned)
        gc.unfreeze()
        gc.set_threshold(*self._before)

    def _turned(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            linecache.clearcache()
            gc.collect()
