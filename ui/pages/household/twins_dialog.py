"""查重: files that are there twice, side by side; merged with one key, and taken apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from danyang_desktop.base.errors import Refused, Trouble, UserError
from ui import metrics, pieces
from ui.messages import Strip
from ui.pages.household import twins
from ui.roomy import within
from ui.sheet.model import Column, Line, SheetModel
from ui.sheet.view import SheetView

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Change
    from ui.desk import Desk

_SIZE = (900, 540)
_PAIRS = (Column("name", "户主", 110, bold=True), Column("group", "小组", 90), Column("reason", "为什么像是一户", 0))
_FIELDS = (
    Column("label", "项目", 120, quiet=True),
    Column("keep", "留下的一份", 0),
    Column("other", "并进去的一份", 0),
)


class TwinsDialog(QDialog):
    """`changed` after every merge and its undoing."""

    changed = Signal()

    def __init__(self, ledger: Ledger[Any], desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("twinsDialog")
        self.setWindowTitle("查重")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        within(self, *map(desk.theme.px, _SIZE))
        self._ledger = ledger
        self._desk = desk
        self._pairs: list[twins.Twins] = []
        self._done: list[Change] = []
        lay = pieces.column(self, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        self._title = pieces.label("", "step", name="twinsTitle")
        lay.addWidget(self._title)
        text = "合并以后，空着的从另一份补上，走访、结对都归到一户名下；另一份移到回收站，随时可以拆开。"
        lay.addWidget(pieces.label(text, "second16", wrap=True))
        self.strip = Strip(desk.theme, "error", "twinsStrip")
        self.good = Strip(desk.theme, "ok", "twinsGood", action="拆开")
        self.good.pressed.connect(self.take_apart)
        lay.addWidget(self.strip)
        lay.addWidget(self.good)
        self.pairs = SheetModel(_PAIRS, self)
        self.table = SheetView(self.pairs, desk.theme, "twinsTable", "像是同一户的档案")
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self.merge)
        self.fields = SheetModel(_FIELDS, self)
        self._compare = SheetView(self.fields, desk.theme, "twinsFields", "两份档案不同的地方", row=36)
        for view, share in ((self.table, 2), (self._compare, 3)):
            card = pieces.card()
            pieces.column(card, margins=(1, 1, 1, 1)).addWidget(view)
            lay.addWidget(card, share)
        buttons = pieces.row(gap=metrics.GAP)
        buttons.addStretch(1)
        leave = pieces.button(desk.theme, "看好了", "twinsLeave")
        leave.clicked.connect(self.accept)
        self.go = pieces.button(desk.theme, "合并这两份", "twinsMerge", icon="merge", kind="primary")
        self.go.clicked.connect(self.merge)
        buttons.addWidget(leave)
        buttons.addWidget(self.go)
        lay.addLayout(buttons)
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Look for twins anew."""
        self._pairs = twins.find(self._desk.workspace)
        count = len(self._pairs)
        self._title.setText(f"有 {count} 对像是同一户" if count else "没有重复的档案")
        self.pairs.fill(
            [
                Line(
                    f"{one.keep.uid}{one.other.uid}",
                    {"name": one.keep.head_name, "group": one.keep.group_no, "reason": one.reason},
                )
                for one in self._pairs
            ]
        )
        self.table.choose("")
        self.go.setEnabled(bool(count))
        self._chosen()

    @property
    def _pair(self) -> twins.Twins | None:
        row = self.table.currentIndex().row()
        return self._pairs[row] if 0 <= row < len(self._pairs) else None

    def _chosen(self) -> None:
        pair = self._pair
        rows = twins.differing(self._ledger, pair) if pair is not None else []
        self.fields.fill([Line(label, {"label": label, "keep": keep, "other": other}) for label, keep, other in rows])

    def merge(self) -> None:
        """Merge the chosen pair."""
        pair = self._pair
        if pair is None:
            return
        self.good.say("")
        try:
            self._done = twins.merge(self._desk.workspace, pair)
        except Refused as refused:
            self.strip.say(f"合不起来：{next(iter(refused.complaints.values()))}")
        except UserError as error:
            self.strip.say(error.sentence)
        except Trouble as trouble:
            self.strip.say(f"{trouble.sentence}（编号 {trouble.code}）")
        else:
            self.strip.say("")
            self.good.say(f"{pair.keep.head_name}家的两份档案合成了一份。")
            self.refresh()
            self.changed.emit()

    def take_apart(self) -> None:
        """Take the last merge back."""
        left = twins.take_apart(self._desk.workspace, self._done)
        self._done = []
        self.good.say("")
        self.strip.say(f"有 {left} 条后来又改过，没有拆开。" if left else "")
        self.refresh()
        self.changed.emit()
