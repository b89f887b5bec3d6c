"""对应栏目: which column of the workbook goes into which field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QScrollArea, QWidget

from ui import metrics, pieces
from ui.elided import Elided
from ui.marks import Mark
from ui.messages import Strip

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from ui.desk import Desk
    from ui.pages.importing.coming import Coming

_ROW = 48
_WIDE, _CLOSE, _TIGHT = (170, 220, 150), (110, 180, 130), (90, 150, 0)
"""Heading, field and mark in px; where the window is narrow, closer."""
_NARROW, _NARROWEST, _LETTERS = 1000, 560, 5
NOT = "不导入"


class _Box(QComboBox):
    """A choice that the wheel does not change by accident while the page is scrolled."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class ColumnsStep(QWidget):
    """Rows of heading, contents, field and mark. `changed` after every choice."""

    changed = Signal()
    sheet_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("importColumns")
        self._desk = desk
        self._coming: Coming | None = None
        self.boxes: dict[int, QComboBox] = {}
        self._marks: dict[int, Mark] = {}
        lay = pieces.column(self, gap=metrics.GAP)
        self._sheets = QComboBox()
        self._sheets.setObjectName("importSheet")
        self._sheets.setAccessibleName("读哪一张表")
        self._sheets.activated.connect(self.sheet_wanted)
        self._which = QWidget()
        which = pieces.row(self._which, gap=metrics.GAP)
        which.addWidget(pieces.label("读哪一张表"))
        which.addWidget(self._sheets)
        which.addStretch(1)
        lay.addWidget(self._which)
        card = pieces.card("importColumnsCard")
        inner = pieces.column(card, margins=(1, 1, 1, 1))
        self._head_room = pieces.column()
        inner.addLayout(self._head_room)
        inner.addWidget(pieces.line(strong=True))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner.addWidget(self._scroll, 1)
        lay.addWidget(card, 1)
        self._note = Strip(desk.theme, "warn", "importColumnsNote")
        lay.addWidget(self._note)

    @property
    def _widths(self) -> tuple[int, int, int]:
        width, px = self.window().width(), self._desk.theme.px
        return _TIGHT if width < px(_NARROWEST) else _CLOSE if width < px(_NARROW) else _WIDE

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(self._desk.theme.px(metrics.HEAD))
        lay = pieces.row(head, margins=(metrics.CELL_PAD, 0, metrics.CELL_PAD, 0), gap=metrics.GAP)
        px = self._desk.theme.px
        title, box, mark = self._widths
        for text, width in (
            ("Excel 栏目", title),
            ("里面的内容（前几行）" if mark else "内容", 0),
            ("放到台账的", box + mark + (metrics.GAP if mark else 0)),
        ):
            one = pieces.label(text, "group")
            if width:
                one.setFixedWidth(px(width))
            lay.addWidget(one, 0 if width else 1)
        return head

    def show_sheets(self, sheets: list[Coming], chosen: int) -> None:
        """Show the columns of the chosen sheet."""
        self._which.setVisible(len(sheets) > 1)
        self._sheets.clear()
        self._sheets.addItems([one.grid.sheet for one in sheets])
        self._sheets.setCurrentIndex(chosen)
        self._coming = coming = sheets[chosen]
        pieces.clear(self._head_room)
        self._head_room.addWidget(self._head())
        self.boxes.clear()
        self._marks.clear()
        body = QWidget()
        body.setObjectName("scrolled")
        lay = pieces.column(body)
        for column in coming.columns:
            lay.addWidget(self._row(coming, column))
            lay.addWidget(pieces.line())
        lay.addStretch(1)
        self._scroll.setWidget(body)
        self._say()

    def _row(self, coming: Coming, column: int) -> QWidget:
        theme = self._desk.theme
        row = QWidget()
        row.setFixedHeight(theme.px(_ROW))
        lay = pieces.row(row, margins=(metrics.CELL_PAD, 0, metrics.CELL_PAD, 0), gap=metrics.GAP)
        wide = [theme.px(one) for one in self._widths]
        title = Elided(coming.title(column), "strong15", letters=4)
        title.setFixedWidth(wide[0])
        lay.addWidget(title)
        samples = Elided(coming.samples(column), "second", letters=4)
        lay.addWidget(samples, 1)
        lay.addWidget(pieces.picture(theme, "right", "text2", metrics.ICON_SMALL))
        box = _Box()
        box.setObjectName(f"importField{column}")
        box.setAccessibleName(f"“{coming.title(column)}”放到台账的哪一项")
        box.setFixedWidth(wide[1])
        box.addItem(NOT, "")
        for name, kind in coming.ledger.kinds.items():
            if kind.name_of_kind != "photos" and name != coming.ledger.state:
                box.addItem(kind.label, name)
        box.setProperty("column", column)
        box.activated.connect(self._chosen)
        self.boxes[column] = box
        lay.addWidget(box)
        mark = Mark(theme, f"importMark{column}")
        self._marks[column] = mark
        holder = QWidget()
        holder.setFixedWidth(wide[2])
        held = pieces.row(holder)
        held.addWidget(mark)
        held.addStretch(1)
        lay.addWidget(holder)
        holder.setVisible(bool(wide[2]))  # where there is no room the choice itself says it
        return row

    def _chosen(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox) and self._coming is not None:
            self._coming.put(int(box.property("column")), str(box.currentData()))
            self._say()
            self.changed.emit()

    def _say(self) -> None:
        coming = self._coming
        if coming is None:
            return
        for column, box in self.boxes.items():
            name = coming.field_of(column)
            box.setCurrentIndex(max(0, box.findData(name)))
            mark = self._marks[column]
            if not name:
                mark.say(NOT, "")
            elif column in coming.fields:
                mark.say("您选的", "quiet")
            elif coming.title(column) == coming.ledger.kinds[name].label or coming.heads.score:
                mark.say("已自动认出", "ok")
        missing = "、".join(f"“{label}”" for label in coming.missing)
        said = f"还没有放到{missing}的栏目。每一条都要有它，请在右边选好，或在表里补上这一栏。" if missing else ""
        self._note.say(said)

    def start(self) -> None:
        """Put the cursor on the first column that was not recognised, or the first."""
        coming = self._coming
        if coming is not None and self.boxes:
            unknown = [column for column in self.boxes if not coming.field_of(column)]
            self.boxes[(unknown or list(self.boxes))[0]].setFocus(Qt.FocusReason.TabFocusReason)
