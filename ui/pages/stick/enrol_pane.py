"""The first time: this computer and the office get to know each other, by two files and a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import metrics, pieces
from ui.pages.stick.step_card import StepCard

if TYPE_CHECKING:
    from ui.desk import Desk


class EnrolPane(QWidget):
    """ask_wanted  write the file for the office;  card_wanted  read the office's."""

    ask_wanted = Signal()
    card_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("enrolPane")
        theme = desk.theme
        lay = pieces.column(self, gap=metrics.GAP)
        lay.addWidget(pieces.label("第一次上报前，先向县里登记这台电脑。只做一次，以后不用。", "second16", wrap=True))
        self.ask = StepCard(theme, "enrolAsk", "1", "写登记文件，交给县里")
        self.ask.say("now", "写登记文件，交给县里")
        self.ask.body.addWidget(pieces.label("存到 U盘 上，和第一张 U盘 一起送去就行。", "second", wrap=True))
        write = pieces.button(theme, "写登记文件", "stickEnrol", icon="file")
        write.clicked.connect(self.ask_wanted)
        self._add(self.ask, write)
        self.ring = StepCard(theme, "enrolRing", "2", "和县里通个电话，对一对登记号")
        self.ring.body.addWidget(
            pieces.label("县里读入登记文件时，把这台电脑的登记号念给他们听，对上了才登记：", "second", wrap=True)
        )
        self.ring.body.addWidget(
            pieces.label(desk.workspace.desk.signer.fingerprint, "step", name="enrolFingerprint", selectable=True)
        )
        self.card = StepCard(theme, "enrolCard", "3", "读入县里给的文件")
        said = "县里会给一个 .dyo 文件。读入前请县里念他们的登记号；读入以后，数据包只有县里打得开。"
        self.card.body.addWidget(pieces.label(said, "second", wrap=True))
        read = pieces.button(theme, "读入县里的文件", "stickCardIn", icon="down2")
        read.clicked.connect(self.card_wanted)
        self._add(self.card, read)
        for one in (self.ask, self.ring, self.card):
            lay.addWidget(one)
        lay.addStretch(1)
        self.first = write

    def _add(self, card: StepCard, button: QWidget) -> None:
        line = pieces.row()
        line.addWidget(button)
        line.addStretch(1)
        card.body.addLayout(line)

    def asked(self) -> None:
        """Show that the file was written."""
        self.ask.say("ok", "登记文件写好了，请交给县里")
        self.ring.say("now", "和县里通个电话，对一对登记号")
        self.card.say("now", "读入县里给的文件")
