"""本支部的另一台电脑: two computers of a branch know each other and read each other's bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from danyang_desktop.county import siblings
from danyang_desktop.exchange.keys import fingerprint
from ui import metrics, pieces
from ui.dialogs.ask import Answer, Ask
from ui.file_places import BUNDLES, ENROLMENT
from ui.messages import Strip
from ui.roomy import RoomyDialog
from ui.rows_list import TWO_LINES, Row, RowsList

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk

_KIND = "登记文件 (*.dyq)"


class SiblingsDialog(RoomyDialog):
    """wanted(what, path)  ask, know or read: long work that the page does."""

    wanted = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, desk.theme.px(620), desk.theme.px(440))
        self.setObjectName("siblingsDialog")
        self.setWindowTitle("本支部的另一台电脑")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        lay = pieces.column(self.sheet, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        lay.addWidget(pieces.label("本支部的另一台电脑", "step"))
        said = "两台电脑各记各的，互相登记以后，读对方写到 U盘 的数据包，两边就一样了。登记前请把两边的登记号对一对。"
        lay.addWidget(pieces.label(said, "second", wrap=True))
        own = pieces.row(gap=metrics.SMALL)
        own.addWidget(pieces.label("这台电脑的登记号", "second16"))
        own.addWidget(pieces.label(desk.workspace.desk.signer.fingerprint, "strong", selectable=True))
        own.addStretch(1)
        lay.addLayout(own)
        self.strip = Strip(desk.theme, "error", "siblingsStrip")
        lay.addWidget(self.strip)
        self.list = RowsList(desk.theme, "siblingsList", "登记过的电脑", height=TWO_LINES)
        lay.addWidget(self.list, 1)
        buttons = pieces.row(gap=metrics.SMALL)
        for text, name, does in (
            ("写本机登记文件", "siblingAsk", self._ask),
            ("登记另一台", "siblingKnow", self._know),
            ("读它的数据包", "siblingRead", self._read),
            ("不再认这台", "siblingForget", self._forget),
        ):
            made = pieces.button(desk.theme, text, name, kind="danger" if name == "siblingForget" else "")
            made.clicked.connect(does)
            if name == "siblingForget":
                buttons.addStretch(1)
            buttons.addWidget(made)
            self._off = made  # the last one
        lay.addLayout(buttons)
        self.refresh()

    def refresh(self) -> None:
        """Show the computers that are known."""
        rows = [
            Row(one.device, fingerprint(one.public_hex), f"{one.enrolled_at[:10]} 登记")
            for one in siblings.known(self._desk.workspace.desk)
        ]
        self.list.show_rows(
            rows or [Row("", "还没有登记过另一台电脑", "请在那台电脑上写登记文件，拿到这里登记", faint=True)]
        )
        self._off.setEnabled(bool(rows))

    def _ask(self) -> None:
        name = f"{self._desk.workspace.branch.name}_第二台电脑_登记.dyq"
        self._do("ask", self._desk.places.new_file(self, ENROLMENT, "登记文件存到哪里", name, _KIND))

    def _know(self) -> None:
        self._do("know", self._desk.places.file(self, ENROLMENT, "另一台电脑的登记文件", _KIND))

    def _read(self) -> None:
        self._do("read", self._desk.places.folder(self, BUNDLES, "另一台电脑写的 U盘"))

    def _do(self, what: str, path: Path | None) -> None:
        if path is not None:
            self.accept()
            self.wanted.emit(what, path)

    def _forget(self) -> None:
        if not self.list.key:
            return
        text = "以后不再读它的数据包，也不再写给它。以前读进来的都留着。"
        ask = Ask(
            self._desk.theme, self, "不再认这台电脑？", text,
            (Answer("keep", "留着"), Answer("forget", "不再认", "danger")),
        )  # fmt: skip
        ask.answered.connect(self._answered)
        ask.open()

    def _answered(self, key: str) -> None:
        if key == "forget":
            siblings.forget(self._desk.workspace.desk, self.list.key)
            self.refresh()
