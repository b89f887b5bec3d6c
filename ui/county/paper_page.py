"""打印汇总: the month's tables and the sheets for the towns, ticked and put into one PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.county.tables import BRANCH, MONTH, PROGRAM, TOWN
from ui import metrics, pieces
from ui.county.office_page import OfficePage
from ui.county.works import PrintingSheets
from ui.printing.offers import of_sheets, print_seen

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_SHEETS = {
    TOWN: ("全县汇总表（按乡镇）", "一镇一行，走访覆盖低于 80% 的看得出来"),
    BRANCH: ("汇总表（按支部）", "一个支部一行"),
    PROGRAM: ("补助发放汇总表（按类别）", "每一类发了几个支部、几批、几人次、多少钱"),
    MONTH: ("各月汇总表（按月份）", "一个月一行，从一月到选的这个月"),
    "late": ("催交名单", "一镇一张，没交的支部和上次收到的日子"),
    "returned": ("数据包退回单", "一镇一张，写明原因和怎么办"),
    "receipts": ("数据包回执单", "一镇一张，12 位回执号，没有 U盘 回去时念给支部"),
}


class PaperPage(OfficePage):
    """Space ticks, Ctrl+P prints what is ticked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "paper", "打印汇总")
        self.months = self.add_months()
        self._print = self.header.add_button("打印", "paperPrint", icon="print", kind="primary")
        self._print.clicked.connect(self.ask_print)
        card = pieces.card("paperCard")
        lay = pieces.column(card, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP), gap=metrics.HAIR)
        lay.addWidget(pieces.label("打印哪几张", "strong"))
        self.boxes: dict[str, QCheckBox] = {}
        for kind, (title, hint) in _SHEETS.items():
            box = QCheckBox(title)
            box.setObjectName(f"paper_{kind}")
            box.setAccessibleName(f"{title}：{hint}")
            box.setChecked(kind == TOWN)
            box.toggled.connect(self._ticked)
            self.boxes[kind] = box
            lay.addWidget(box)
            text = pieces.label(hint, "hint", wrap=True)
            text.setContentsMargins(desk.theme.px(30), 0, 0, 0)
            lay.addWidget(text)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.on("Ctrl+P", self.ask_print)

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("空格", "打勾"), ("Tab", "下一个"), ("Ctrl+P", "打印"))

    @property
    def _chosen(self) -> tuple[str, ...]:
        return tuple(kind for kind, box in self.boxes.items() if box.isChecked())

    def _ticked(self) -> None:
        self._print.setEnabled(bool(self._chosen))

    def refresh(self) -> None:
        """Say which month."""
        self.header.hint.setText(f"{show_period(self.months.month)}的数据")

    def begin(self) -> None:
        """Put the cursor on the first box."""
        self.boxes[TOWN].setFocus()

    def ask_print(self) -> None:
        """Show what is ticked, and print it or save it as a PDF."""
        if self._chosen:
            month = self.months.month
            titles = [_SHEETS[kind][0] for kind in self._chosen]
            job = PrintingSheets(self.desk.workspace, self.office, self._chosen, month, "")
            more = "等" if len(titles) > 1 else ""
            words = f"{'、'.join(titles)}，{show_period(month)}"
            print_seen(self.desk, self, of_sheets(words, f"{titles[0]}{more}_{month}", job))
