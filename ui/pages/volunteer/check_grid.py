"""Boxes to tick in three columns: one Tab stop, the arrow keys go from box to box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from ui import metrics, pieces

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from ui.pages.volunteer.members import Member
    from ui.theme import Theme

_COLUMNS = 3
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: _COLUMNS, Qt.Key.Key_Up: -_COLUMNS}


class CheckGrid(QWidget):
    """Members of a team. `changed` after every tick, `ended` is Enter."""

    changed = Signal()
    ended = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self._theme = theme
        self._members: list[Member] = []
        self.boxes: list[QCheckBox] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(metrics.HAIR)

    def show_members(self, members: Sequence[Member], there: Container[str]) -> None:
        """Show members, all ticked; who is on the list already is named so and cannot be ticked."""
        pieces.clear(self._grid)
        self._members = list(members)
        self.boxes = []
        for number, member in enumerate(members):
            already = member.link.uid in there
            tail = "　已在名单" if already else "　党员" if member.party else ""
            box = QCheckBox(f"{member.link.name}{tail}")
            box.setObjectName(f"teamMember{number}")
            box.setAccessibleName(box.text())
            box.setEnabled(not already)
            box.setChecked(not already)
            box.toggled.connect(self.changed)
            box.installEventFilter(self)
            self._grid.addWidget(box, number // _COLUMNS, number % _COLUMNS)
            self.boxes.append(box)
        self._grid.setRowStretch(len(members) // _COLUMNS + 1, 1)
        self._one_stop(self._first())

    def _first(self) -> QCheckBox | None:
        return next((box for box in self.boxes if box.isEnabled()), None)

    def _one_stop(self, chosen: QCheckBox | None) -> None:
        for box in self.boxes:
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus if box is chosen else Qt.FocusPolicy.ClickFocus)

    def tick_all(self, *, ticked: bool) -> None:
        """Tick all boxes, or none."""
        for box in self.boxes:
            if box.isEnabled():
                box.setChecked(ticked)

    @property
    def chosen(self) -> list[Member]:
        """Those who are ticked."""
        pairs = zip(self._members, self.boxes, strict=True)
        return [member for member, box in pairs if box.isChecked() and box.isEnabled()]

    def begin(self) -> None:
        """Take the focus."""
        first = self._first()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from box to box with the arrow keys, and on with Enter."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or watched not in self.boxes:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ended.emit()
            return True
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if not step:
            return super().eventFilter(watched, event)
        place = next(number for number, box in enumerate(self.boxes) if box is watched) + step
        while 0 <= place < len(self.boxes) and not self.boxes[place].isEnabled():
            place += step
        if 0 <= place < len(self.boxes):
            self._one_stop(self.boxes[place])
            self.boxes[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True
