"""Written and read back (screen 09b): the check code, three next steps, the stick let go, the sheet to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui import metrics, pieces
from ui.disc import Disc
from ui.elided import Elided
from ui.messages import Strip
from ui.pages.stick.writing_pane import size_of
from ui.roomy import Roomy, Turning

if TYPE_CHECKING:
    from danyang_desktop.exchange.bundle_out import HandedIn
    from danyang_desktop.exchange.drives import Drive
    from ui.desk import Desk

_STEPS = (
    "点“安全拔出 U盘”，等提示后再拔 U盘",
    "打印交接单，签字后和 U盘 一起送县里（或镇里的收件点）",
    "拿到回执 U盘，回来在“每月上报情况”里点“读取县里回执”",
)
_LETTERS = 8
_FACTS = ("U盘", "文件", "内容", "大小", "核对码")


class DonePane(QFrame):
    """pull_wanted  let the stick go;  print_wanted  the sheet;  again_wanted  one more copy;  back  to the start."""

    pull_wanted = Signal()
    print_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("donePane")
        self.setProperty("card", True)
        theme = desk.theme
        lay = pieces.column(self, margins=(32, 24, 32, 24), gap=metrics.GAP)
        head = pieces.row(gap=metrics.PAD)
        head.addWidget(Disc(theme, 56, "ok"))
        words = pieces.column(gap=0)
        self._title = pieces.label("", "big", name="doneTitle", wrap=True)
        self._hint = pieces.label("", "second16", name="doneHint", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._hint)
        head.addLayout(words, 1)
        lay.addLayout(head)
        told = QWidget()
        told.setObjectName("scrolled")
        facts = pieces.column(told, margins=(0, 0, metrics.SMALL, 0), gap=metrics.HAIR)
        self._facts = {name: self._fact(facts, desk, name) for name in _FACTS}
        self._facts["核对码"].setProperty("role", "step")
        self.warning = Strip(theme, "warn", "doneWarning")
        self.hint = Strip(theme, "info", "doneUnheard")
        facts.addWidget(self.warning)
        facts.addWidget(self.hint)
        facts.addSpacing(metrics.GAP)
        facts.addWidget(pieces.label("接下来", "strong"))
        for number, step in enumerate(_STEPS, 1):
            facts.addWidget(pieces.label(f"{number}. {step}", wrap=True))
        facts.addStretch(1)
        lay.addWidget(Roomy(told), 1)
        buttons = Turning(gap=metrics.GAP)
        self.pull = pieces.button(theme, "安全拔出 U盘", "donePull", icon="usb", kind="primary")
        self.pull.clicked.connect(self.pull_wanted)
        self.paper = pieces.button(theme, "打印交接单", "donePrint", icon="print")
        self.paper.clicked.connect(self.print_wanted)
        self.again = pieces.button(theme, "再导出一份备用", "doneAgain", kind="link")
        self.again.clicked.connect(self.again_wanted)
        buttons.add(self.pull)
        buttons.add(self.paper)
        buttons.add_space()
        buttons.add(self.again)
        lay.addWidget(buttons)

    def _fact(self, lay: QVBoxLayout, desk: Desk, name: str) -> QLabel:
        line = pieces.row(gap=0)
        key = pieces.label(name, "second16")
        key.setFixedWidth(desk.theme.px(110))
        value = pieces.label("", name=f"done_{name}", selectable=True, wrap=True)
        if name in ("U盘", "文件"):
            value = Elided(name=f"done_{name}", letters=_LETTERS, middle=name == "文件")
        line.addWidget(key)
        line.addWidget(value, 1)
        if name == "核对码":
            line.addWidget(Elided("交接时和县里对一下", "second", letters=3))
        lay.addLayout(line)
        lay.addWidget(pieces.line())
        return value

    def show_made(self, made: HandedIn, drive: Drive, month: int) -> None:
        """Show what was written."""
        self._title.setText(f"{month}月数据已写好，检查无误")
        self._hint.setText(f"{made.records:,} 条记录从 U盘 读回比对，全部一致")
        told = {
            "U盘": f"{drive.letter} {drive.label}".strip() or str(drive.folder), "文件": made.file.name,
            "内容": f"{made.records:,} 条记录，{made.photos:,} 张照片", "大小": f"{size_of(made.bytes)}，已加密",
            "核对码": made.code,
        }  # fmt: skip
        for fact, text in told.items():
            self._facts[fact].setText(text)
        self.warning.say(made.warning)
        self.hint.say(made.hint and f"{made.hint}登记文件在“更多”的“向县里登记”里写。")
        self.pull.setEnabled(True)
        self.pull.setText(" 安全拔出 U盘")

    def pulled(self) -> None:
        """Say that the stick may be pulled now."""
        self.pull.setText(" 可以拔了")
        self.pull.setEnabled(False)
        self._hint.setText("U盘 已经断开，现在可以拔下来了")
        self.paper.setFocus()
