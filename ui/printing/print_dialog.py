"""What Ctrl+P opens: what is seen, its pages, and the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QDialog, QFrame, QRadioButton, QWidget

from ui import metrics, pieces
from ui.printing.handing import Handing
from ui.printing.preview import PreviewPane
from ui.printing.printer_card import PrinterCard
from ui.printing.session import Session
from ui.printing.version_card import VersionCard
from ui.progress_strip import ProgressStrip
from ui.window.header import Header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QVBoxLayout

    from ui.printing.offers import Offer
    from ui.printing.paper_desk import PaperDesk
    from ui.printing.session import Laid

_SHARE = 0.94
"""Of the window's size."""


class PrintDialog(QDialog):
    """Esc goes back; Ctrl+P prints, Ctrl+E saves, PgUp and PgDn turn the pages."""

    def __init__(self, desk: PaperDesk, parent: QWidget, offers: Sequence[Offer]) -> None:
        super().__init__(parent)
        self.setObjectName("printDialog")
        self.setWindowTitle("打印看到的")
        self.setModal(True)
        self._desk = desk
        self._offers = list(offers)
        under = parent.window()
        while (over := under.parentWidget()) is not None:  # a dialog is no measure for what is looked at
            under = over.window()
        self.resize(under.size() * _SHARE)
        lay = pieces.column(self)
        header = Header(desk.theme, "打印", "看到什么，就印什么")
        close = header.add_button("关闭", "printClose")
        close.clicked.connect(self.reject)
        lay.addWidget(header)
        self.progress = ProgressStrip(desk.theme)
        lay.addWidget(self.progress)
        self.session = Session(desk.background, self)
        self.preview = PreviewPane(desk.theme, self.session, desk.names)
        self.printer = PrinterCard(desk.theme)
        self.printer.look()
        self.handing = Handing(desk, self, header, self.printer, self.progress)
        for strip in self.handing.strips:
            strip.setProperty("spaced", True)
            around = pieces.row(margins=(metrics.MARGIN, 0, metrics.MARGIN, 0))
            around.addWidget(strip)
            lay.addLayout(around)
        self._body = QWidget()
        row = pieces.row(
            self._body, margins=(metrics.MARGIN, metrics.GAP, metrics.MARGIN, metrics.GAP), gap=metrics.PAD
        )
        row.addLayout(self._side())
        row.addWidget(self.preview, 1)
        lay.addWidget(self._body, 1)
        self.session.laid_out.connect(self._laid_out)
        self.session.refused.connect(self._refused)
        self.handing.working.connect(self._body.setDisabled)
        pieces.on_keys(
            self, ("Ctrl+P", self.handing.ask_print), ("Ctrl+E", self.handing.ask_save), ("PgUp", self.preview.back),
            ("PgDown", self.preview.forward),
        )  # fmt: skip
        self.handing.look()
        self._show()
        self.handing.main_button.setFocus()

    def _side(self) -> QVBoxLayout:
        side = pieces.column(gap=metrics.GAP)
        card = pieces.card("printWhatCard")
        card.setFixedWidth(self._desk.theme.px(metrics.PRINT_SIDE))
        side.addWidget(self._what(card))
        self.versions = VersionCard()
        self.versions.picked.connect(self._show)
        side.addWidget(self.versions)
        side.addWidget(self.printer)
        side.addStretch(1)
        return side

    def _what(self, card: QFrame) -> QFrame:
        lay = pieces.column(card, margins=(metrics.PAD, metrics.SMALL, metrics.PAD, metrics.GAP), gap=metrics.SMALL)
        lay.addWidget(pieces.label("印什么", "strong"))
        self._which = QButtonGroup(self)
        for number, offer in enumerate(self._offers):
            made = QRadioButton()
            made.setObjectName(f"offer{number}")
            made.setAccessibleName(offer.words)
            made.setChecked(number == 0)
            made.setVisible(len(self._offers) > 1)
            words = pieces.label(offer.words, wrap=True)
            words.setBuddy(made)
            self._which.addButton(made, number)
            line = pieces.row(gap=metrics.SMALL)
            line.addWidget(made)
            line.addWidget(words, 1)
            lay.addLayout(line)
        self._which.idToggled.connect(self._turned)
        return card

    @property
    def offer(self) -> Offer:
        """What is chosen."""
        return self._offers[self._which.checkedId()]

    def _turned(self, _number: int, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        if on:
            self._show()

    def _show(self) -> None:
        """Lay out what is chosen."""
        self.versions.offer(self.offer.versions or ("working",))
        self._hand_over(0)
        self.preview.show_job(self.offer.job(self.versions.version))

    def _hand_over(self, pages: int) -> None:
        version = self.versions.version
        named = self.versions.title if self.offer.versions else ""
        title = "_".join(filter(None, (self.offer.title, self._desk.unit, named)))
        self.handing.take(self.offer.job(version), pages=pages, title=title)

    def _laid_out(self, laid: Laid) -> None:
        self._hand_over(laid.pages)
        self.preview.note_missing(laid)

    def _refused(self, sentence: str) -> None:
        self.handing.take(None)
        self.preview.say(sentence)

    def reject(self) -> None:
        """Go back; what is on its way to the printer is stopped first."""
        if self._desk.background.busy:
            self._desk.background.cancel()
            return
        self.session.stop()
        super().reject()
        self.deleteLater()
