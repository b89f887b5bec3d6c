"""The records that a doubt rests on: read one whole, tick those whose branches are to be written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from danyang_desktop.county.annotations import targets
from ui import metrics, pieces
from ui.messages import Strip
from ui.sheet.model import Column, Line, SheetModel
from ui.sheet.view import SheetView

if TYPE_CHECKING:
    from danyang_desktop.county.doubles import Finding
    from danyang_desktop.county.office import Office
    from ui.desk import Desk
    from ui.marks import Tone

_HINT = "打了勾的记录一起写批注。查到的只是疑点：先打电话问清楚，再退回修改。批注随回执带回支部，记录本身不动。"
_COLUMNS = (
    Column("tick", "", 44, look="tick"), Column("branch", "支部", 220, bold=True),
    Column("ledger", "台账", 96, quiet=True), Column("said", "记录", 0), Column("state", "批注", 108, look="mark"),
)  # fmt: skip
_LARGE = (
    Column("tick", "", 44, look="tick"), Column("branch", "支部", 112, bold=True), Column("said", "记录", 0),
    Column("state", "批注", 102, look="mark"),
)  # fmt: skip
"""Of a larger type, of which a doubt has not the room for more: its kind says which ledger it is."""
_HIGH = 170


class DoubtRows(QWidget):
    """`ticked` are the uids of the ticked records, none beforehand: who is written to is for a person to say.

    looked(uid)  Enter, a double click or the button;  turned  other records are ticked than before
    """

    looked = Signal(str)
    turned = Signal()

    def __init__(self, desk: Desk, office: Office) -> None:
        super().__init__()
        self._desk, self._office = desk, office
        self._large = desk.theme.factor > 1
        self._one: Finding | None = None
        self.ticked: set[str] = set()
        lay = pieces.column(self, gap=metrics.GAP)
        self.said = Strip(desk.theme, "warn", "oddSaid")
        lay.addWidget(self.said)
        card = pieces.card("oddRows")
        self.sheet = SheetModel(_LARGE if self._large else _COLUMNS, self)
        self.view = SheetView(self.sheet, desk.theme, "oddTable", "有关的记录")
        self.view.setMinimumHeight(desk.theme.px(_HIGH))
        self.view.ticked.connect(self._tick)
        self.view.opened.connect(self.looked)
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(self.view)
        lay.addWidget(card, 1)
        foot = pieces.row(gap=metrics.GAP)
        look = pieces.button(desk.theme, "看整条", "oddLook", icon="file", rank="small")
        look.clicked.connect(self.look)
        self._all = pieces.button(desk.theme, "全部打勾", "oddAll", rank="small")
        self._all.clicked.connect(self._tick_all)
        foot.addWidget(look)
        foot.addWidget(self._all)
        foot.addStretch(1)
        lay.addLayout(foot)
        lay.addWidget(pieces.label(_HINT, "second", wrap=True))

    def show_finding(self, one: Finding) -> None:
        """Show what a doubt rests on; of another one than before nothing is ticked."""
        self.ticked &= {row.uid for row in one.rows}
        self._one = one
        self.said.say(f"{one.kind}：{one.sentence}")
        self._fill()

    def look(self) -> None:
        """Ask for the chosen record whole."""
        self.looked.emit(self.view.key)

    def _fill(self) -> None:
        if self._one is None:
            return
        told, ledgers = targets(self._office.desk), self._desk.workspace.ledgers
        lines = []
        for row in self._one.rows:
            known, kind = ledgers.get(row.slug), told.get(row.uid, "")
            state: tuple[Tone, str] = ("ok", kind) if kind else ("quiet", "还没写")
            name = self._office.branch_name(row.branch)
            texts = {
                "branch": name.removesuffix("党支部") if self._large else name, "ledger": known.short if known else "",
                "said": row.said,
            }  # fmt: skip
            lines.append(Line(row.uid, texts, marks={"state": state}, ticked=row.uid in self.ticked))
        self.sheet.fill(lines)
        self.view.choose(self.view.key)
        self._all.setText("都不打勾" if len(self.ticked) == len(lines) else "全部打勾")
        self.turned.emit()

    def _tick(self, uid: str) -> None:
        self.ticked ^= {uid}
        self._fill()

    def _tick_all(self) -> None:
        every = {line.key for line in self.sheet.lines}
        self.ticked = set() if self.ticked == every else every
        self._fill()
