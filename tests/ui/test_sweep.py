"""Full collections wait for a pause of the hand."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ui.sweep import Sweep

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


class _Ring:
    def __init__(self) -> None:
        self.me = self


def test_an_old_ring_is_swept_when_another_window_comes_in_front(qapp: QApplication) -> None:
    sweep = Sweep(qapp)
    before = gc.get_threshold()
    sweep.start()
    try:
        assert gc.get_threshold()[:2] == before[:2]
        assert gc.get_threshold()[2] > before[2]
        ring = _Ring()
        gone = weakref.ref(ring)
        gc.collect()  # it is old now
        del ring
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        assert gone() is not None
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
        assert gone() is None
    finally:
        sweep.stop()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
