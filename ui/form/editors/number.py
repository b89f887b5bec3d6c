"""Whole numbers and money, with their unit at the right end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from danyang_desktop.declare.kinds import Number
from ui import metrics, pieces
from ui.form.editors.text import TextEditor

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLabel

    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk


class NumberEditor(TextEditor):
    """A line edit with a unit inside. Amounts are typed in yuan: 500, 1,200.5, 0.5万."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        unit = kind.unit if isinstance(kind, Number) else ""
        self._unit: QLabel | None = None
        if unit and not compact:
            self._unit = pieces.label(unit, "second16")
            self._unit.setParent(self.line)
            self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.line.setTextMargins(0, 0, self.fontMetrics().horizontalAdvance(unit) + metrics.SMALL, 0)
        if compact:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the unit at the right end."""
        super().resizeEvent(event)
        if self._unit is not None:
            self._unit.adjustSize()
            self._unit.move(
                self.line.width() - self._unit.width() - metrics.GAP, (self.line.height() - self._unit.height()) // 2
            )
