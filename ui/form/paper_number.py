"""空白表编号: a record typed from a blank form keeps the number that stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ui import metrics, pieces

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.window.header import Header

_BY_ITSELF = "自动编号"
_UNUSED = "未用"
_LETTERS, _SEEN = 11, 5


class PaperNumber(QComboBox):
    """In the head of a new record's form; absent while no number of a blank form waits for its record.

    `numbered` carries the name of what was chosen, as fields that a hand changed do. `line` lies below the head.
    """

    numbered = Signal(object)

    def __init__(self, ledger: Ledger[Any], desk: Desk, record: Any) -> None:
        super().__init__()
        self.setObjectName("formNumber")
        self.setAccessibleName("空白表编号")
        self.setToolTip("照空白表补记的，选表上的编号")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        self.view().setAccessibleName("空白表编号")
        self.addItem(_BY_ITSELF, "")
        years = (desk.workspace.today.year, desk.workspace.today.year - 1)
        waiting = [one for year in years for one in desk.workspace.reserved(ledger, year)] if ledger.code else []
        for one in waiting:
            if one.state == _UNUSED:
                year, number = one.serial_no.rsplit("-", 2)[1:]
                self.addItem(f"空白表 {year}-{number}", one.serial_no)
        self.is_asked = self.count() > 1 and not record.head
        self.setHidden(not self.is_asked)
        self.currentIndexChanged.connect(self._chosen)
        self.line = QWidget()
        self._row = pieces.row(self.line, margins=(metrics.GAP, metrics.GAP, metrics.GAP, 0))
        self._row.addStretch(1)
        self.line.hide()

    def stand(self, header: Header, *, below: bool) -> None:
        """Stand in the head of the form, or in the `line` of its own below it."""
        if self.is_asked and below == self.line.isHidden():
            if below:
                self._row.insertWidget(0, self)
            else:
                header.add_left(self)
            self.show()
            self.line.setVisible(below)

    def minimumSizeHint(self) -> QSize:
        """Return the room of the first letters: a narrow head cuts it."""
        least = super().minimumSizeHint()
        return QSize(min(least.width(), self.fontMetrics().horizontalAdvance("字") * _SEEN), least.height())

    def _chosen(self) -> None:
        self.numbered.emit({"serial_no"})

    def draft(self) -> dict[str, str]:
        """Return what a draft keeps of it."""
        return {"serial_no": self.serial_no} if self.serial_no else {}

    @property
    def serial_no(self) -> str:
        """The chosen number, "" for the next one."""
        return str(self.currentData() or "")

    def choose(self, serial_no: str) -> None:
        """Choose a number that a draft had; one that was used meanwhile is forgotten."""
        self.setCurrentIndex(max(0, self.findData(serial_no)))
