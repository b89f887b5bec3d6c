"""A 登记号 compared by ear: whose key a file brings is believed only when somebody has typed what the other side read.

One of its five groups is not shown. Which one nobody knows beforehand, so a file made to agree in four groups and a
hand that presses Enter without having telephoned are stopped alike.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from danyang_desktop.base.chinese.text import halfwidth
from ui import metrics, pieces
from ui.roomy import RoomyDialog

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from ui.theme import Theme

_HIDDEN = "？？？？"
_WAY = "请打电话，让{who}念{whose}的登记号。前后几组和下面的一样，再把没有显示的第 {number} 组填进去。"
_UNREAD = "还没有填。请先打电话，听{who}念第 {number} 组。"
_DIFFERENT = "和文件里的不一样，没有登记。请{who}再念一遍；还是不一样，这个文件就不能用，请{who}重新写一份。"


class CompareDialog(RoomyDialog):
    """compared  the group was typed as the file has it;  left  the dialog was shut without that."""

    compared = Signal()
    left = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget, title: str, facts: str, number: str, *, who: str, whose: str, does: str
    ) -> None:
        """Ask about `number`, 登记号 of `whose` key, which `who` reads out; `does` is what the button says."""
        super().__init__(parent, theme.px(560))
        self.setObjectName("compareDialog")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        groups = number.split()
        asked = secrets.randbelow(len(groups))
        self._wanted, self._whole = groups[asked], "".join(groups)
        self._said = {"who": who, "whose": whose, "number": asked + 1}
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        lay.addWidget(pieces.label(title, "step", wrap=True))
        lay.addWidget(pieces.label(facts, "second16", name="compareFacts", wrap=True))
        lay.addWidget(pieces.label(_WAY.format(**self._said), "second16", name="compareWay", wrap=True))
        groups[asked] = _HIDDEN
        lay.addWidget(pieces.label("  ".join(groups), "code", name="compareNumber"))
        line = pieces.row(gap=metrics.GAP)
        head = pieces.label(f"听到的第 {asked + 1} 组", "label")
        self.heard = QLineEdit()
        self.heard.setObjectName("compareHeard")
        self.heard.setAccessibleName(f"听到的第 {asked + 1} 组，4 位数字，必填")
        self.heard.setPlaceholderText("4 位数字")
        self.heard.setFixedWidth(theme.px(160))
        self.heard.textEdited.connect(self._unsaid)
        head.setBuddy(self.heard)
        line.addWidget(head)
        line.addWidget(self.heard)
        line.addStretch(1)
        lay.addLayout(line)
        self._complaint = pieces.label("", "complaint", name="compareComplaint", wrap=True)
        self._complaint.hide()
        lay.addWidget(self._complaint)
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        for text, name, pressed, kind in (
            (f"先不{does}", "compareLeave", self.reject, ""),
            (f"对上了，{does}", "compareDo", self.confirm, "primary"),
        ):
            made = pieces.button(theme, text, name, kind=kind)
            made.clicked.connect(pressed)
            buttons.addWidget(made)
        lay.addLayout(buttons)
        self.heard.setFocus()

    def confirm(self) -> None:
        """Believe the file if what was heard is what it has; else say so and stay."""
        heard = "".join(char for char in halfwidth(self.heard.text()) if char.isdigit())
        if heard in (self._wanted, self._whole):
            self.accept()
            self.compared.emit()
            return
        self._complaint.setText((_DIFFERENT if heard else _UNREAD).format(**self._said))
        self._complaint.show()
        self.heard.setFocus()
        self.heard.selectAll()

    def _unsaid(self) -> None:
        self._complaint.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the line does what the button does: it looks first."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.focusWidget() is self.heard:
            event.accept()
            self.confirm()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Leave it: nothing is believed."""
        super().reject()
        self.left.emit()
