"""One record, only to be read: all that the office has of it, what was written to the branch, who changed what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QWidget

from ui import metrics, pieces, shown
from ui.dialogs.looking import LookingDialog
from ui.dialogs.pictures import PicturesDialog, pictures_of

if TYPE_CHECKING:
    from danyang_desktop.county.whole import Whole
    from ui.desk import Desk

_SIZE = 820, 620
_LABEL = 112


class RecordDialog(LookingDialog):
    """Shows a record whole; nothing of it can be changed here."""

    def __init__(self, desk: Desk, parent: QWidget, one: Whole) -> None:
        title = shown.title_of(one.ledger, one.record)
        super().__init__(desk.theme, parent, "record", title, f"{one.ledger.short}记录", _SIZE)
        self._desk, self._one, self._title = desk, one, title
        if one.gone:
            mark = pieces.label(f"{one.gone}。不算在汇总里。", "warning", name="recordGone", wrap=True)
            self.inner.addWidget(mark)
        record = one.record
        self._facts(
            {
                "支部": one.branch, "编号": record.serial_no or "", "记录人": record.recorder or "",
                "最后改动": f"{(record.updated_at or '').replace('T', ' ')[:16]}，第 {record.revision} 版",
            }
        )  # fmt: skip
        self._head("内容")
        self._facts(one.told)
        self._pictures = pictures_of(desk.workspace, one.ledger, record)
        if self._pictures:
            look = pieces.button(desk.theme, f"看照片（{len(self._pictures)} 张）", "recordPictures", rank="small")
            look.clicked.connect(self._show_pictures)
            self.inner.addWidget(look, alignment=Qt.AlignmentFlag.AlignLeft)
        self._said()
        self._past()

    def _head(self, text: str) -> None:
        self.inner.addSpacing(metrics.SMALL)
        self.inner.addWidget(pieces.line())
        self.inner.addWidget(pieces.label(text, "strong"))

    def _facts(self, facts: dict[str, str]) -> None:
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(metrics.GAP)
        form.setVerticalSpacing(metrics.SMALL)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for label, text in facts.items():
            if text:
                key = pieces.label(label, "second", wrap=True)
                key.setFixedWidth(self._desk.theme.px(_LABEL))
                form.addRow(key, pieces.label(text, "body15", wrap=True, selectable=True))
        self.inner.addWidget(holder)

    def _said(self) -> None:
        if not self._one.annotations:
            return
        self._head("县里的批注")
        for one in self._one.annotations:
            waits = "（支部还没有改）" if one.open else ""
            head = f"{one.at.replace('T', ' ')[:16]}　{one.author}　{one.kind}{waits}"
            self.inner.addWidget(pieces.label(head, "strong15", wrap=True))
            if one.words:
                self.inner.addWidget(pieces.label(one.words, "body15", wrap=True, selectable=True))

    def _past(self) -> None:
        self._head("改动经过")
        for number, one in enumerate(self._one.past):
            first = number == len(self._one.past) - 1
            self.inner.addWidget(
                pieces.label(f"{one.at.replace('T', ' ')[:16]}　{one.who}　{one.action}", "strong15", wrap=True)
            )
            for label, old, new in () if first else one.changes:  # the first one said what stands above, or stood there
                said = f"{label}：{old or '空着'} → {new or '空着'}"
                self.inner.addWidget(pieces.label(said, "second", wrap=True, selectable=True))

    def _show_pictures(self) -> None:
        PicturesDialog(self._desk, self, self._title, self._pictures).open()
