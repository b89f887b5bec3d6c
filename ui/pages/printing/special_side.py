"""别的单子: a list of the sheets that belong to no month, and what each of them must know."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLineEdit, QListWidget, QListWidgetItem, QSpinBox, QWidget

from danyang_desktop.base.chinese.dates import parse_date
from ui import metrics, pieces, shown
from ui.form.editors.picker import PickLine
from ui.pages.printing.spoilt import SpoiltForms

if TYPE_CHECKING:
    from danyang_desktop.papers.shelf import Special
    from ui.desk import Desk
    from ui.printing.session import Job

_MOST_FORMS = 200
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_LABEL = 64


class SpecialSide(QFrame):
    """`changed` asks for another preview; `month_wanted` goes back to the month's ledgers."""

    changed = Signal()
    month_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        from danyang_desktop.papers.shelf import specials_of

        self.setObjectName("printSpecialCard")
        self.setProperty("card", True)
        self._desk = desk
        self._specials = specials_of(desk.workspace)
        self._record: Any = None
        lay = pieces.column(self, margins=(metrics.PAD, metrics.SMALL, metrics.PAD, metrics.SMALL), gap=metrics.HAIR)
        head = pieces.row()
        head.addWidget(pieces.label("别的单子", "strong"), 1)
        back = pieces.button(desk.theme, "回到每月的台账", "printMonthly", kind="link")
        back.clicked.connect(self.month_wanted)
        head.addWidget(back)
        lay.addLayout(head)
        self.list = QListWidget()
        self.list.setObjectName("specialList")
        self.list.setAccessibleName("别的单子")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for special in self._specials:
            item = QListWidgetItem(special.title)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{special.title}：{special.hint}")
            self.list.addItem(item)
        self.list.setMinimumHeight(desk.theme.px(metrics.HIT) * 4)
        lay.addWidget(self.list, 1)
        self._hint = pieces.label("", "hint", name="specialHint", wrap=True)
        lay.addWidget(self._hint)
        self._asks = QWidget()
        self._form = QFormLayout(self._asks)
        self._form.setContentsMargins(0, metrics.HAIR, 0, metrics.HAIR)
        lay.addWidget(self._asks)
        self.spoilt = SpoiltForms(desk)
        self.spoilt.voided.connect(self.changed)
        lay.addWidget(self.spoilt)
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(self._turned)
        self._ask()

    @property
    def special(self) -> Special:
        """The chosen kind."""
        return self._specials[max(0, self.list.currentRow())]

    def choose(self, key: str) -> None:
        """Choose a kind by its key."""
        self.list.setCurrentRow([special.key for special in self._specials].index(key))

    def _turned(self) -> None:
        self._ask()
        self.changed.emit()

    # -- what must be known -----------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Show the fields of the chosen kind, empty or as they are mostly wanted."""
        special, today = self.special, self._desk.workspace.today
        while self._form.rowCount():
            self._form.removeRow(0)
        self._record = None
        self._hint.setText(special.hint)
        self._of = self._combo(
            "specialOf", "哪一本", [(self._desk.workspace.ledgers[slug].title, slug) for slug in special.of]
        )
        self._year = self._number("specialYear", "年份", _FIRST_YEAR, _LAST_YEAR, today.year) if special.year else None
        self._count = self._number("specialCount", "张数", 1, _MOST_FORMS, 5) if special.count else None
        self._days: tuple[QLineEdit, QLineEdit] | None = None
        if special.span:
            first = dt.date(today.year, 1, 1)
            self._days = (self._day("specialFirst", "从哪天", first), self._day("specialLast", "到哪天", today))
        if special.pick:
            self._pick(special)
        self._asks.setVisible(bool(self._form.rowCount()))
        self._show_spoilt()

    def _show_spoilt(self) -> None:
        of = self._of.currentData() if self.special.key == "numbers" and self._of is not None else ""
        self.spoilt.show_numbers(self._desk.workspace.ledgers.get(of), self._year.value() if self._year else 0)

    def _row(self, word: str, widget: QWidget) -> None:
        says = pieces.label(word, "label")
        says.setFixedWidth(self._desk.theme.px(_LABEL))
        says.setBuddy(widget)
        widget.setAccessibleName(word)
        self._form.addRow(says, widget)

    def _combo(self, name: str, word: str, choices: list[tuple[str, Any]]) -> QComboBox | None:
        if not choices:
            return None
        made = QComboBox()
        made.setObjectName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for text, value in choices:
            made.addItem(text, value)
        made.view().setAccessibleName(word)
        self._row(word, made)
        made.currentIndexChanged.connect(self._edited)
        return made

    def _number(self, name: str, word: str, least: int, most: int, value: int) -> QSpinBox:
        made = pieces.number_box(self._desk.theme, name, least, most)
        made.setValue(value)
        self._row(word, made)
        made.valueChanged.connect(self._edited)
        return made

    def _day(self, name: str, word: str, day: dt.date) -> QLineEdit:
        made = QLineEdit(day.isoformat())
        made.setObjectName(name)
        self._row(word, made)
        made.editingFinished.connect(self._edited)
        return made

    def _pick(self, special: Special) -> None:
        ledger = self._desk.workspace.ledgers[special.pick]
        if not ledger.is_register:
            rows = self._desk.workspace.query(ledger, status=("final", "archived")).page(limit=60).rows
            self._batches = self._combo(
                "specialPick", "哪一" + ledger.unit, [(shown.title_of(ledger, one), one) for one in rows]
            )
            self._record = rows[0] if rows else None
            return
        line = PickLine(ledger, self._desk, adds=False)
        line.setObjectName("specialPick")
        line.picked.connect(self._picked)
        line.emptied.connect(self._emptied)
        self._row(f"哪一{ledger.unit}", line)
        self._line = line

    def _picked(self, record: Any) -> None:
        self._record = record
        self._line.setText(self._desk.workspace.ledgers[self.special.pick].name_of_record(record))
        self.changed.emit()

    def _emptied(self) -> None:
        self._record = None
        self.changed.emit()

    def _edited(self) -> None:
        if self.special.pick and not self._desk.workspace.ledgers[self.special.pick].is_register:
            self._record = self._batches.currentData() if self._batches is not None else None
        self._show_spoilt()
        self.changed.emit()

    def job(self, version: Any) -> Job:
        """Return what prints the chosen kind; raises UserError while something is missing."""
        from danyang_desktop.papers.shelf import Wanted

        first, last = (self._parsed(line) for line in self._days) if self._days is not None else (None, None)
        wanted = Wanted(
            record=self._record,
            slug=self._of.currentData() if self._of is not None else "",
            year=self._year.value() if self._year is not None else 0,
            first=first,
            last=last,
            count=self._count.value() if self._count is not None else 1,
            version=version,
        )
        made: Job = self.special.make(self._desk.workspace, wanted)
        return made

    def _parsed(self, line: QLineEdit) -> dt.date:
        return parse_date(line.text(), self._desk.workspace.today).on

    @property
    def title(self) -> str:
        """What the file is called after."""
        said = self.special.title
        if self._of is not None:
            said = f"{self._of.currentText()}{said if self.special.key != 'roster' else ''}"
        if self._record is not None:
            ledger = self._desk.workspace.ledgers[self.special.pick]
            said += f"_{shown.title_of(ledger, self._record)}"
        return said + (f"_{self._year.value()}" if self._year is not None else "")
