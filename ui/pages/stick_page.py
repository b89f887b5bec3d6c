"""上报县里: the month's bundle to a stick, the office's receipt back, and the two files of the enrolment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QFrame

from ui import metrics, pieces
from ui.pages.task_page import TaskPage
from ui.pages.work import AskingToEnrol, HandingIn, ReadingReceipts, TakingCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.desk import Desk
    from ui.window.status_bar import Keys


class StickPage(TaskPage):
    """Plain for now: a folder is chosen, and each line does one thing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "stick", "上报县里", "数据包写到 U盘，写完再读一遍核对")
        hand_in = self.header.add_button("写数据包到 U盘", "stickWrite", icon="usb", kind="primary")
        hand_in.clicked.connect(self._hand_in)
        card = pieces.card("stickCard")
        lay = pieces.column(card)
        for title, hint, text, name, does in (
            ("读取县里回执", "县里给了回执，插上 U盘 点这里。", "读取回执", "stickReceipt", self._receipt),
            ("第一次上报：向县里登记", "写一个登记文件交给县里。", "写登记文件", "stickEnrol", self._enrol),
            ("县里登记好了", "读入 .dyo 文件以后，数据包只有县里打得开。", "读入县里的文件", "stickCardIn", self._card),
        ):  # fmt: skip
            lay.addWidget(self._line(title, hint, text, name, does))
        self.body.addWidget(card)
        self.body.addStretch(1)

    def _line(self, title: str, hint: str, text: str, name: str, does: Callable[[], None]) -> QFrame:
        line = QFrame()
        lay = pieces.row(line, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP), gap=metrics.PAD)
        words = pieces.column(gap=metrics.HAIR)
        words.addWidget(pieces.label(title))
        words.addWidget(pieces.label(hint, "hint", wrap=True))
        lay.addLayout(words, 1)
        made = pieces.button(self.desk.theme, text, name)
        made.clicked.connect(does)
        lay.addWidget(made)
        return line

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("Tab", "下一个"), ("空格", "按下"))

    def _folder(self, title: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self, title)
        return Path(chosen) if chosen else None

    def _hand_in(self) -> None:
        folder = self._folder("选 U盘")
        if folder is not None:
            self.hand_in_to(folder)

    def hand_in_to(self, folder: Path) -> None:
        """Write the bundle into a folder."""
        self.start("正在写数据包", HandingIn(self.desk.workspace, folder), _handed_in)

    def _receipt(self) -> None:
        folder = self._folder("选 U盘")
        if folder is not None:
            self.start("正在读回执", ReadingReceipts(self.desk.workspace, folder), _receipts)

    def _enrol(self) -> None:
        name = f"{self.desk.workspace.branch.name}_登记.dyq"
        chosen, _ = QFileDialog.getSaveFileName(self, "登记文件存到哪里", name, "登记文件 (*.dyq)")
        if chosen:
            self.start("正在写登记文件", AskingToEnrol(self.desk.workspace, Path(chosen)), _enrolled)

    def _card(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "县里给的文件", "", "县里的登记文件 (*.dyo)")
        if chosen:
            self.start("正在读入", TakingCard(self.desk.workspace, Path(chosen)), _card_taken)


def _handed_in(made: Any) -> str:
    return f"写好了，读回来核对过：{made.records} 条，照片 {made.photos} 张。核对码 {made.code}，可以拔 U盘 了。"


def _receipts(told: Any) -> str:
    lines = [f"县里已收到第 {one.upto} 号为止，收下 {one.accepted} 条" for one in told.taken]
    lines += [f"{file}：{reason}" for file, reason in told.refused]
    return "；".join(lines) + "。" if lines else "这张回执以前读过了。"


def _enrolled(path: Any) -> str:
    return f"登记文件写好了：{path.name}。请把它交给县里。"


def _card_taken(_: Any) -> str:
    return "县里的登记文件收好了，以后可以上报。"
