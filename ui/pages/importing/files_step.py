"""选文件: which workbook, or an empty one to fill in first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.import_log import recent
from ui import metrics, pieces
from ui.dialogs.ask import Answer, Ask
from ui.file_places import TABLES_IN, TABLES_OUT

if TYPE_CHECKING:
    from typing import Any

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk

_KINDS = "表格 (*.xlsx *.xlsm *.xls *.et *.ods *.csv)"


class FilesStep(QWidget):
    """picked(path)  a file to read;  template_wanted(path)  where an empty workbook is to be written.

    back_wanted(import)  an import of the last seven days is to be taken back
    """

    picked = Signal(object)
    template_wanted = Signal(object)
    back_wanted = Signal(object)

    def __init__(self, ledger: Ledger[Any], desk: Desk, called: str) -> None:
        super().__init__()
        self.setObjectName("importFiles")
        self._ledger, self._called = ledger, called
        self.setAcceptDrops(True)
        lay = pieces.column(self)
        card = pieces.card("importFilesCard")
        lay.addWidget(card)
        inner = pieces.column(card, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        inner.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        inner.addWidget(pieces.picture(desk.theme, "file", "control", metrics.ICON_EMPTY), alignment=centre)
        inner.addWidget(pieces.label(f"选一个{called}的表格文件", "step"), alignment=centre)
        text = "Excel、WPS 存的 .xlsx、.xls，或 .csv 都行，表头叫什么都可以，下一步再对。也可以把文件拖到这里。"
        said = pieces.label(text, "second16", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner.addWidget(said)
        inner.addSpacing(metrics.GAP)
        self.choose = pieces.button(desk.theme, "选文件…", "importChoose", icon="search", kind="primary", rank="large")
        self.choose.clicked.connect(self._ask)
        inner.addWidget(self.choose, alignment=centre)
        template = pieces.button(desk.theme, "还没有表？先存一张空表去填", "importTemplate", kind="link")
        template.clicked.connect(self._ask_template)
        inner.addWidget(template, alignment=centre)
        self._desk = desk
        self._last = next(iter(recent(desk.workspace, ledger.slug)), None)
        if self._last is not None:
            inner.addSpacing(metrics.MARGIN)
            back = pieces.button(desk.theme, f"撤回上次导入的：{self._what()}…", "importTakeBackLast", kind="link")
            back.clicked.connect(self._ask_back)
            inner.addWidget(back, alignment=centre)
        inner.addStretch(3)

    def _what(self) -> str:
        made = self._last
        return f"{show_date(made.on)} {made.file}，{len(made.rows):,} {self._ledger.unit}" if made else ""

    def _ask_back(self) -> None:
        text = "新增的会移走，改过的会变回导入以前的样子；后来又改过的不动。"
        answers = (Answer("keep", "不撤"), Answer("back", "整批撤回", "danger"))
        ask = Ask(self._desk.theme, self, f"撤回 {self._what()}？", text, answers)
        ask.answered.connect(self._answered)
        ask.open()

    def _answered(self, key: str, _words: str) -> None:
        if key == "back":
            self.back_wanted.emit(self._last)

    def _ask(self) -> None:
        chosen = self._desk.places.file(self, TABLES_IN, "选表格文件", _KINDS)
        if chosen is not None:
            self.picked.emit(chosen)

    def _ask_template(self) -> None:
        name, kind = f"{self._called}_空表.xlsx", "Excel 表格 (*.xlsx)"
        chosen = self._desk.places.new_file(self, TABLES_OUT, "空表存到哪里", name, kind)
        if chosen is not None:
            self.template_wanted.emit(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.picked.emit(Path(files[0]))
