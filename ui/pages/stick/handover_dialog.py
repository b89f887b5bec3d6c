"""换届交接: who takes over, the new password, a new folder; then the new 开锁纸, shown once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QStackedWidget, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.dialogs.password_line import PasswordLine
from ui.dialogs.unlock_card import UnlockCard
from ui.file_places import HANDOVER
from ui.messages import Strip
from ui.pages.stick import works
from ui.roomy import RoomyDialog

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent

    from danyang_desktop.handover import HandedOver
    from ui.desk import Desk

_WHAT = (
    "把台账、名册、没办完的事写进一个文件夹，钥匙和密码全部换新：交接以后，只有接手人能打开这本台账。"
    "文件夹里是没有加密的台账，双方核对签字以后请收好。"
)
_KEPT = "新的开锁纸已经打印（或抄写）好，锁起来了"


class HandoverDialog(RoomyDialog):
    """`over` when the book has passed into other hands. After that it closes only once the paper is kept."""

    over = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, desk.theme.px(680))
        self.setObjectName("handoverDialog")
        self.setWindowTitle("换届交接")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._done = False
        self._folder: Path | None = None
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.PAD)
        lay.addWidget(pieces.label("换届交接", "step"))
        self.strip = Strip(desk.theme, "error", "handoverStrip")
        lay.addWidget(self.strip)
        self._panes = QStackedWidget()
        self._panes.addWidget(self._form())
        self._panes.addWidget(self._result())
        lay.addWidget(self._panes)
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        self._leave = pieces.button(desk.theme, "先不交接", "handoverLeave")
        self._leave.clicked.connect(self.reject)
        self._do = pieces.button(desk.theme, "开始交接", "handoverDo", kind="primary")
        self._do.clicked.connect(self.start)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._do)
        lay.addLayout(buttons)
        self.to.setFocus()

    def _form(self) -> QWidget:
        pane = QWidget()
        form = QFormLayout(pane)
        form.setVerticalSpacing(metrics.GAP)
        form.addRow(pieces.label(_WHAT, "second16", wrap=True))
        self.to = QLineEdit()
        self.to.setObjectName("handoverTo")
        self.to.setAccessibleName("接手人，必填")
        form.addRow("接手人", self.to)
        theme = self._desk.theme
        self.old = PasswordLine(theme, "handoverOld", "现在的密码，必填")
        self.new = PasswordLine(theme, "handoverNew", "新密码，由接手人自己输，必填")
        self.again = PasswordLine(theme, "handoverAgain", "新密码再输一遍，必填")
        for text, line in (("现在的密码", self.old), ("新密码（接手人输）", self.new), ("再输一遍", self.again)):
            form.addRow(text, line)
        place = pieces.row(gap=metrics.SMALL)
        self._where = pieces.label("还没有选", "second16", name="handoverWhere", wrap=True)
        pick = pieces.button(theme, "选文件夹", "handoverPick")
        pick.clicked.connect(self._pick)
        place.addWidget(self._where, 1)
        place.addWidget(pick)
        form.addRow("写到哪里", place)
        return pane

    def _result(self) -> QWidget:
        pane = QWidget()
        lay = pieces.column(pane, gap=metrics.GAP)
        self._said = pieces.label("", "second16", name="handoverSaid", wrap=True)
        lay.addWidget(self._said)
        self.card = UnlockCard(self._desk.theme, self._desk.background, "")
        self.card.about = self._desk.workspace.branch.name
        lay.addWidget(self.card)
        self.kept = QCheckBox(_KEPT)
        self.kept.setObjectName("handoverKept")
        self.kept.setAccessibleName(_KEPT)
        self.kept.toggled.connect(self._tick)
        lay.addWidget(self.kept)
        return pane

    def _pick(self) -> None:
        chosen = self._desk.places.folder(self, HANDOVER, "交接的文件夹放在哪里")
        if chosen is not None:
            self.use_folder(chosen)

    def use_folder(self, folder: Path) -> None:
        """Write into a new folder inside this one."""
        self._folder = folder / f"换届交接_{self._desk.workspace.branch.name}_{self._desk.workspace.today}"
        self._where.setText(str(self._folder))

    def start(self) -> None:
        """Hand over; or close, when that is done and the paper is kept."""
        if self._done:
            self.accept()
            return
        if self.new.text() != self.again.text():
            self.strip.say("两遍输的新密码不一样。请再输一遍。")
            self.again.setFocus()
            return
        if self._folder is None:
            self.strip.say("请先选交接的文件夹放在哪里。")
            return
        self.strip.say("")
        work = partial(
            works.hand_over, self._desk.workspace, self._folder, to=self.to.text(), old=self.old.text(),
            new=self.new.text(),
        )  # fmt: skip
        task = self._desk.background.run("正在换届交接", work)
        task.done.connect(self._handed_over)
        task.failed.connect(self._failed)
        task.cancelled.connect(self._stopped)
        self.setEnabled(False)

    def _handed_over(self, made: HandedOver) -> None:
        self.setEnabled(True)
        self._done = True
        self._said.setText(
            f"交接好了：{len(made.files)} 个文件，没办完的事 {made.promises} 件，写在“{made.folder.name}”。"
            f"里面的登记文件请交给县里，电话里念这个登记号：{made.fingerprint}。县里登记以后再上报。"
            "下面是新的开锁纸，只显示这一次。"
        )
        self.card.show_code(made.recovery)
        self._panes.setCurrentIndex(1)
        self._leave.hide()
        self._do.setText("交接完成")
        self._do.setEnabled(False)
        self.kept.setFocus()
        self.over.emit()

    def _tick(self) -> None:
        self._do.setEnabled(self.kept.isChecked())

    def _failed(self, error: Exception) -> None:
        self.setEnabled(True)
        if not isinstance(error, UserError | Trouble):
            raise error
        code = f"（编号 {error.code}）" if isinstance(error, Trouble) else ""
        self.strip.say(f"{error.sentence}{code}")

    def _stopped(self) -> None:
        self.setEnabled(True)
        self.strip.say("停下来了，钥匙和密码都没有换，还是原来的。")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc leave only while nothing has changed; Enter goes on to the next field."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def reject(self) -> None:
        """Stay while the new paper is not kept."""
        if not self._done or self.kept.isChecked():
            super().reject()
