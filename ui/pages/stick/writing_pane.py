"""The four steps of handing in (screen 09): stick, content, writing, reading back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from ui import metrics, pieces
from ui.flow import FlowLayout
from ui.icons import known_icon
from ui.messages import Strip
from ui.pages.stick.step_card import StepCard

if TYPE_CHECKING:
    from danyang_desktop.county.handed_in import Coming
    from danyang_desktop.exchange.drives import Drive
    from ui.desk import Desk

CHECKING = "正在核对"
"""How the core's words begin once it reads back what it wrote."""
_WILL_CHECK = "写完后系统会从 U盘 读回来逐个比对，请稍等。"
_WORTH_SAYING = 1.0
"""Seconds after which there is something to go by for the time that is left."""


class WritingPane(QWidget):
    """other_wanted  another stick, or a folder."""

    other_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("writingPane")
        self._desk = desk
        self._began = 0.0
        theme = desk.theme
        held = QWidget()
        held.setObjectName("scrolled")
        lay = pieces.column(held, gap=metrics.GAP)
        pieces.column(self).addWidget(pieces.scrolled(held))
        self.plug = StepCard(theme, "stepPlug", "1", "请插上 U盘")
        self.plug.body.addWidget(self._drive_box())
        self.content = StepCard(theme, "stepContent", "2", "要交的内容")
        counts = QWidget()
        self._counts = FlowLayout(counts, gap=metrics.PAD)
        self.content.body.addWidget(counts)
        self._size = pieces.label("", "second", name="contentSize", wrap=True)
        self.content.body.addWidget(self._size)
        self.write = StepCard(theme, "stepWrite", "3", "写入 U盘")
        self._fill_write()
        self.check = StepCard(theme, "stepCheck", "4", "自动检查写得对不对")
        self._check_hint = pieces.label(_WILL_CHECK, "second", wrap=True)
        self.check.body.addWidget(self._check_hint)
        for card in (self.plug, self.content, self.write, self.check):
            lay.addWidget(card)
        lay.addStretch(1)

    def _drive_box(self) -> QFrame:
        box = QFrame()
        box.setObjectName("driveBox")
        box.setProperty("inset", True)
        lay = pieces.row(box, margins=(metrics.PAD, metrics.SMALL, metrics.GAP, metrics.SMALL), gap=metrics.PAD)
        lay.addWidget(pieces.picture(self._desk.theme, "usb", "primary", 24))
        words = pieces.column(gap=0)
        self._drive = pieces.label("", "strong", name="driveName", wrap=True)
        self._room = pieces.label("", "second", name="driveRoom", wrap=True)
        words.addWidget(self._drive)
        words.addWidget(self._room)
        lay.addLayout(words, 1)
        self.other = pieces.button(self._desk.theme, "换一个", "driveOther", kind="link", says="换一个 U盘 或文件夹")
        self.other.clicked.connect(self.other_wanted)
        lay.addWidget(self.other)
        return box

    def _fill_write(self) -> None:
        self._bar = QProgressBar()
        self._bar.setObjectName("writeBar")
        self._bar.setAccessibleName("写入进度")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        line = pieces.row()
        self._text = pieces.label("", "body15", name="writeText", wrap=True)
        self._share = pieces.label("", "strong15", name="writeShare")
        line.addWidget(self._text, 1)
        line.addWidget(self._share)
        self._warn = Strip(self._desk.theme, "warn", "writeWarn")
        self.write.body.addWidget(self._bar)
        self.write.body.addLayout(line)
        self.write.body.addWidget(self._warn)

    def show_drive(self, drive: Drive | None, others: int) -> None:
        """Show the stick that was found, or that there is none; `others` more were found."""
        if drive is None:
            self.plug.say("now", "请插上 U盘")
            self._drive.setText("还没有看到 U盘")
            self._room.setText("插上以后这里会自己认出来，不用点。")
            self.other.setText("选文件夹")
            return
        self.plug.say("ok", "U盘已插好")
        self._drive.setText(drive.title)
        room = (
            f"剩 {size_of(drive.free)}，{'可以写入' if drive.writable else '写保护开着，不能写。请拨开开关，或换一个'}"
        )
        self._room.setText(room + (f"。另外还插着 {others} 个" if others else ""))
        self.other.setText("换一个")

    def show_coming(self, coming: Coming | None, why: str) -> None:
        """Show what would go now; `why` says why nothing can."""
        pieces.clear(self._counts)
        if coming is None:
            self.content.say("todo", "要交的内容")
            self._size.setText(why)
            return
        self.content.say("ok", "要交的内容已核对")
        theme, ledgers = self._desk.theme, self._desk.workspace.ledgers
        for slug, ledger in ledgers.items():
            if not ledger.is_register:
                held = QWidget()
                one = pieces.row(held, gap=metrics.SMALL)
                one.addWidget(pieces.picture(theme, known_icon(ledger.icon)))
                one.addWidget(pieces.label(ledger.short[:2], "body15"))
                one.addWidget(pieces.label(f"{coming.records.get(slug, 0):,} {ledger.unit}", "strong15"))
                self._counts.addWidget(held)
        photos = f"，照片 {coming.photos} 张" if coming.photos else ""
        registers = sum(
            count for slug, count in coming.records.items() if slug in ledgers and ledgers[slug].is_register
        )
        more = f"，名册改动 {registers:,} 条" if registers else ""
        office = "只有县里能打开。谈话只报次数，不报内容。"
        self._size.setText(f"共约 {size_of(coming.bytes)}{photos}{more}，已加密，{office}")

    def begin(self, *, ready: bool) -> None:
        """Show the third and fourth step before anything is written."""
        self.write.say("now" if ready else "todo", "写入 U盘")
        self.check.say("todo", "自动检查写得对不对")
        self._check_hint.setText(_WILL_CHECK)
        self._began = 0.0
        self._bar.hide()
        self._share.hide()
        self._warn.say("")
        self._text.setText("都好了，按 Enter 或点右上角“写入 U盘”。" if ready else "前面两步好了，就可以写。")

    def start(self) -> None:
        """Show that it is being written."""
        self._began = time.monotonic()
        self.write.say("now", "正在写入 U盘")
        self.check.say("todo", "自动检查写得对不对")
        self._bar.show()
        self._share.show()
        self._warn.say("<b>先别拔 U盘</b>", rich=True)
        self.tell(0, 0, "正在写数据包")

    def tell(self, done: int, total: int, sentence: str) -> None:
        """Show how far it is."""
        share = min(100, done * 100 // total) if total else 0
        checking = sentence.startswith(CHECKING)
        if checking and self.check.state != "now":
            self._began = time.monotonic()
            self.write.say("ok", "写入完成")
            self.check.say("now", "正在检查写得对不对")
        self._bar.setValue(100 if checking else share)
        self._share.setText(f"{100 if checking else share}%")
        self._text.setText(f"已写 {size_of(done)}，共约 {size_of(total)}" if total and not checking else sentence)
        if checking:
            self._check_hint.setText(f"从 U盘 读回来逐个比对：{share}%")
        self._warn.say(f"<b>先别拔 U盘</b>{self._left(done, total)}", rich=True)

    def _left(self, done: int, total: int) -> str:
        spent = time.monotonic() - self._began
        if not total or not done or spent < _WORTH_SAYING:
            return ""
        return f"，大约还要 {max(1, round(spent / done * (total - done)))} 秒"

    @property
    def words(self) -> str:
        """How far it came, for the page that says that it failed."""
        return self._text.text() if self._began else ""


def size_of(size: int) -> str:
    """Return bytes as a reader says them: 14.2 GB, 3.4 MB, 12 KB."""
    for unit, least in (("GB", 10**9), ("MB", 10**6)):
        if size >= least:
            return f"{size / least:.1f} {unit}"
    return f"{max(1, round(size / 1000))} KB"
