"""Which printer, how many copies, both sides or one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QSizePolicy

from ui import metrics, pieces
from ui.printing import printers
from ui.printing.printers import Wish

if TYPE_CHECKING:
    from ui.theme import Theme

_MOST_COPIES = 50
_NONE = "没有找到打印机"
_FILES = sys.platform.startswith("linux")
"""Whether the system's dialog is of use without a printer: on Linux it prints into a file."""


class PrinterCard(QFrame):
    """`more_wanted` asks for the system's own dialog: trays, paper, single pages."""

    more_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("printerCard")
        self.setProperty("card", True)
        lay = pieces.column(self, margins=(metrics.PAD, metrics.SMALL, metrics.PAD, metrics.SMALL), gap=metrics.SMALL)
        first, second = pieces.row(gap=metrics.GAP), pieces.row(gap=metrics.GAP)
        self._found = False
        self._names = QComboBox()
        self._names.setObjectName("printerName")
        self._names.setAccessibleName("打印机")
        self._names.view().setAccessibleName("打印机")
        self._names.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._names.setMinimumContentsLength(8)
        self._names.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        word = pieces.label("打印机", "strong")
        word.setFixedWidth(theme.px(64))
        word.setBuddy(self._names)
        first.addWidget(word)
        first.addWidget(self._names, 1)
        self._copies = pieces.number_box(theme, "printerCopies", 1, _MOST_COPIES)
        self._copies.setAccessibleName("份数")
        self._copies.setFixedWidth(theme.px(96))
        word = pieces.label("份数", "strong")
        word.setFixedWidth(theme.px(64))
        word.setBuddy(self._copies)
        self._duplex = QCheckBox("双面")
        self._duplex.setObjectName("printerDuplex")
        self._duplex.setAccessibleName("双面打印，每本台账从新的一张纸开始")
        self._more = pieces.button(theme, "更多…", "printerMore", kind="link", says="更多打印设置")
        self._more.clicked.connect(self.more_wanted)
        second.addWidget(word)
        second.addWidget(self._copies)
        second.addWidget(self._duplex)
        second.addStretch(1)
        second.addWidget(self._more)
        lay.addLayout(first)
        lay.addLayout(second)

    def look(self) -> None:
        """See which printers there are; the chosen one stays chosen."""
        before, names = self.printer, printers.printer_names()
        self._found = bool(names)
        if names != [self._names.itemText(place) for place in range(self._names.count())] or not names:
            self._names.clear()
            self._names.addItems(names or [_NONE])
            self._names.setCurrentText(before)
        for one in (self._names, self._copies, self._duplex):
            one.setEnabled(bool(names))
        self._more.setEnabled(bool(names) or _FILES)

    @property
    def printer(self) -> str:
        """The printer's name, "" if there is none."""
        return self._names.currentText() if self._found else ""

    @property
    def wish(self) -> Wish:
        """How the pages are to come out."""
        return Wish(self._copies.value(), self._duplex.isChecked())
