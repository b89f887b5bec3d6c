"""打印台账: which month, which ledgers, for whom; into a PDF that any printer takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFileDialog, QFrame, QRadioButton

from danyang_desktop.base.chinese.dates import show_period
from ui import metrics, pieces
from ui.pages.month_picker import MonthPicker
from ui.pages.task_page import TaskPage
from ui.pages.work import Printing

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_VERSIONS = (
    ("archive", "存档版", "内容完整，签字盖章后放进档案盒"),
    ("working", "工作版", "平时用，证件号、电话、账号遮住一部分"),
    ("notice", "公示版（可张贴）", "遮住证件号、电话、账号、病情，不印谈心谈话"),
)
_WHOLE_MONTH = "month"


class PrintPage(TaskPage):
    """The whole month is the first line: cover, figures, and every ledger, ready to bind."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "print", "打印台账", "按月打印、存 PDF、张贴公示")
        self._save = self.header.add_button("存成 PDF", "printPdf", icon="print", kind="primary")
        self._save.clicked.connect(self.save_pdf)
        self._boxes: dict[str, QCheckBox] = {}
        self._counts: dict[str, Any] = {}
        for card in (self._month_card(), self._which_card(), self._version_card()):
            self.body.addWidget(card)
        self.body.addStretch(1)
        made = QShortcut(QKeySequence("Ctrl+E"), self)
        made.activated.connect(self.save_pdf)

    def _month_card(self) -> QFrame:
        card = pieces.card("printMonthCard")
        lay = pieces.row(card, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP), gap=metrics.MARGIN)
        lay.addWidget(pieces.label("月份", "strong"))
        self.months = MonthPicker(self.desk.theme, self.desk.workspace.today, "printMonth")
        self.months.picked.connect(self.refresh)
        lay.addWidget(self.months)
        lay.addStretch(1)
        return card

    def _which_card(self) -> QFrame:
        card = pieces.card("printWhichCard")
        lay = pieces.column(card, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP), gap=metrics.HAIR)
        lay.addWidget(pieces.label("打印哪几本", "strong"))
        self._add_box(lay, _WHOLE_MONTH, "整月一本：封面、汇总和全部台账")
        for ledger in self._ledgers():
            self._add_box(lay, ledger.slug, ledger.title)
        self._boxes[_WHOLE_MONTH].setChecked(True)
        return card

    def _ledgers(self) -> list[Ledger[Any]]:
        return [ledger for ledger in self.desk.workspace.ledgers.values() if not ledger.is_register]

    def _add_box(self, lay: Any, key: str, text: str) -> None:
        line = pieces.row()
        box = QCheckBox(text)
        box.setObjectName(f"print_{key}")
        box.setAccessibleName(text)
        box.toggled.connect(self._ticked)
        self._boxes[key] = box
        self._counts[key] = pieces.label("", "second")
        line.addWidget(box)
        line.addStretch(1)
        line.addWidget(self._counts[key])
        lay.addLayout(line)

    def _version_card(self) -> QFrame:
        card = pieces.card("printVersionCard")
        lay = pieces.column(card, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP), gap=0)
        lay.addWidget(pieces.label("用在哪里", "strong"))
        self._versions = QButtonGroup(self)
        for number, (key, title, hint) in enumerate(_VERSIONS):
            made = QRadioButton(title)
            made.setObjectName(f"version_{key}")
            made.setAccessibleName(f"{title}：{hint}")
            made.setChecked(number == 0)
            self._versions.addButton(made, number)
            lay.addWidget(made)
            text = pieces.label(hint, "hint")
            text.setIndent(self.desk.theme.px(30))
            lay.addWidget(text)
        return card

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("空格", "打勾"), ("Ctrl+E", "存成 PDF"))

    def _ticked(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Let the whole month stand alone: it holds all the others."""
        if on:
            whole = self.sender() is self._boxes[_WHOLE_MONTH]
            for key, box in self._boxes.items():
                if (key == _WHOLE_MONTH) != whole:
                    box.setChecked(False)
        self._save.setEnabled(any(box.isChecked() for box in self._boxes.values()))

    def refresh(self) -> None:
        """Show how much there is to print."""
        for ledger in self._ledgers():
            count = self.desk.workspace.query(ledger, month=self.months.month).count()
            self._counts[ledger.slug].setText(f"{count:,} {ledger.unit}")
        self._ticked(on=False)

    def save_pdf(self) -> None:
        """Ask where, and print there."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        version = _VERSIONS[self._versions.checkedId()]
        name = f"{self._title()}_{self.desk.workspace.branch.name}_{self.months.month}_{version[1][:3]}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "存成 PDF", str(Path(documents) / name), "PDF (*.pdf)")
        if chosen:
            self.print_to(Path(chosen))

    def _chosen(self) -> tuple[Ledger[Any], ...]:
        return tuple(ledger for ledger in self._ledgers() if self._boxes[ledger.slug].isChecked())

    def _title(self) -> str:
        chosen = self._chosen()
        return "月度台账" if not chosen else chosen[0].title if len(chosen) == 1 else "台账"

    def print_to(self, out: Path) -> None:
        """Print what is ticked into a file."""
        version = _VERSIONS[self._versions.checkedId()][0]
        work = Printing(self.desk.workspace, self.months.month, out, version, self._chosen())
        self.start(f"正在排版{show_period(self.months.month)}的台账", work, _said, file=out)


def _said(printed: Any) -> str:
    return f"存好了，共 {printed.pages} 页。打开就能打印。"
