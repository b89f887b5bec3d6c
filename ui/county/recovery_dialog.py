"""The office's recovery key, shown once: it cannot be put away before it was printed or written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from danyang_desktop.base.errors import Trouble
from danyang_desktop.county.notices import print_sheets
from danyang_desktop.county.recovery_sheet import groups, recovery_sheet
from ui import metrics, pieces
from ui.messages import Strip
from ui.roomy import RoomyDialog

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ui.county.office_page import OfficePage


class RecoveryDialog(RoomyDialog):
    """Closes only by its button, which the tick lets loose."""

    def __init__(self, page: OfficePage, recovery: str) -> None:
        super().__init__(page.window(), page.desk.theme.px(640))
        self.setObjectName("recoveryDialog")
        self.setWindowTitle("县里的备用钥匙")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self._page = page
        self._recovery = recovery
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.PAD)
        lay.addWidget(pieces.label("县里的备用钥匙，只显示这一次", "step"))
        said = "电脑坏了、台账丢了，靠它才能打开支部交来的数据包。请打印出来，装信封封好，和公章锁在一起。"
        lay.addWidget(pieces.label(said, "second16", wrap=True))
        self.key = pieces.label(" ".join(groups(recovery)), "step", name="recoveryKey", wrap=True, selectable=True)
        lay.addWidget(self.key)
        self._strip = Strip(page.desk.theme, "ok", "recoveryStrip")
        self._bad = Strip(page.desk.theme, "error", "recoveryBad")
        lay.addWidget(self._strip)
        lay.addWidget(self._bad)
        self.tick = QCheckBox("已经打印（或抄写）好，锁起来了")
        self.tick.setObjectName("recoveryTick")
        self.tick.setAccessibleName(self.tick.text())
        lay.addWidget(self.tick)
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        paper = pieces.button(page.desk.theme, "存成 PDF 打印", "recoveryPrint", icon="print")
        paper.clicked.connect(self.ask_print)
        self._close = pieces.button(page.desk.theme, "收好了", "recoveryClose", kind="primary")
        self._close.setEnabled(False)
        self._close.clicked.connect(self.accept)
        self.tick.toggled.connect(self._close.setEnabled)
        buttons.addWidget(paper)
        buttons.addWidget(self._close)
        lay.addLayout(buttons)
        paper.setFocus()

    def ask_print(self) -> None:
        """Ask where the sheet goes, and print it."""
        out = self._page.ask_file("备用钥匙存到哪里", "县里的备用钥匙.pdf", "PDF (*.pdf)")
        if out is None:
            return
        try:
            print_sheets([recovery_sheet(self._page.office, self._recovery)], out)
        except Trouble as trouble:
            self._bad.say(f"{trouble.sentence}（编号 {trouble.code}）")
        else:
            self._strip.say(f"存好了：{out.name}。打印以后请把这个文件删掉。")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter and Esc without effect: the key would be gone."""
        event.accept()

    def reject(self) -> None:
        """Stay."""
