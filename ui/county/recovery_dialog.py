"""The office's recovery key, shown once: it cannot be put away before it was printed or written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from ui import metrics, pieces
from ui.dialogs.office_key_card import OfficeKeyCard
from ui.roomy import RoomyDialog

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ui.county.office_page import OfficePage

TITLE = "县里的备用钥匙，只显示这一次"
WHY = "电脑坏了、台账丢了，靠它才能打开支部交来的数据包。请打印出来，装信封封好，和公章锁在一起。"
KEPT = "已经打印（或抄写）好，锁起来了"


class RecoveryDialog(RoomyDialog):
    """Closes only by its button, which the tick lets loose."""

    def __init__(self, page: OfficePage, recovery: str) -> None:
        super().__init__(page.window(), page.desk.theme.px(640))
        self.setObjectName("recoveryDialog")
        self.setWindowTitle("县里的备用钥匙")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.PAD)
        lay.addWidget(pieces.label(TITLE, "step"))
        lay.addWidget(pieces.label(WHY, "second16", wrap=True))
        self.card = OfficeKeyCard(page.desk.theme, page.desk.background)
        self.card.show_key(page.office, recovery)
        lay.addWidget(self.card)
        self.tick = QCheckBox(KEPT)
        self.tick.setObjectName("recoveryTick")
        self.tick.setAccessibleName(KEPT)
        lay.addWidget(self.tick)
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        self._close = pieces.button(page.desk.theme, "收好了", "recoveryClose", kind="primary")
        self._close.setEnabled(False)
        self._close.clicked.connect(self.accept)
        self.tick.toggled.connect(self._close.setEnabled)
        buttons.addWidget(self._close)
        lay.addLayout(buttons)
        self.card.print_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter and Esc without effect: the key would be gone."""
        event.accept()

    def reject(self) -> None:
        """Stay."""
