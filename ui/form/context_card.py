"""Beside the form: who it is about, and what was written of them last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QScrollArea, QWidget

from danyang_desktop.declare.kinds import Date, LongText, People, Ref
from danyang_desktop.declare.told import SECRET, hides
from danyang_desktop.rollups.due import overdue
from ui import metrics, pieces, shown
from ui.icons import known_icon
from ui.messages import Strip

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.look import Link
    from ui.desk import Desk

_LAST_SHOWN = 3
_FACTS_SHOWN = 6


def subject_field(ledger: Ledger[Any]) -> str:
    """Return the first field of the form that points to a register ("" = the form is about nobody)."""
    names = [name for group in ledger.form.values() for name in group]
    return next((name for name in names if isinstance(ledger.kinds[name], Ref | People)), "")


class ContextCard(QFrame):
    """Says that it waits until somebody is chosen; then their facts and the last records about them."""

    def __init__(self, ledger: Ledger[Any], desk: Desk) -> None:
        super().__init__()
        self.setObjectName("contextCard")
        self.setProperty("card", True)
        self.setFixedWidth(desk.theme.px(metrics.CONTEXT_WIDTH))
        self._ledger = ledger
        self._desk = desk
        self._shown: str | None = None
        self._lay = pieces.column(self)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay.addWidget(self._scroll)
        self.show_link(None)

    def show_link(self, link: Link | None) -> None:
        """Show the record that a field points to."""
        uid = link.uid if link else ""
        if uid == self._shown:
            return
        self._shown = uid
        record = self._desk.workspace.look.get(link) if uid else None
        self._scroll.setWidget(self._waiting() if record is None else self._about(record))

    def _waiting(self) -> QWidget:
        kind = self._ledger.kinds[subject_field(self._ledger)]
        body = QWidget()
        body.setObjectName("scrolled")
        lay = pieces.column(body, margins=(metrics.MARGIN, 0, metrics.MARGIN, 0), gap=metrics.SMALL)
        lay.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        lay.addWidget(pieces.picture(self._desk.theme, known_icon(self._ledger.icon), "control", 40), alignment=centre)
        text = pieces.label(f"选好{kind.label}后，这里会显示基本情况和最近几次记录", "second", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lay.addWidget(text)
        lay.addStretch(1)
        return body

    def _about(self, record: Any) -> QWidget:
        kind = self._ledger.kinds[subject_field(self._ledger)]
        register: Ledger[Any] = kind.target  # type: ignore[attr-defined]  # subject_field returns a Ref or People
        body = QWidget()
        body.setObjectName("scrolled")
        lay = pieces.column(body, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP), gap=metrics.SMALL)
        head = pieces.row(gap=metrics.SMALL)
        head.addWidget(pieces.picture(self._desk.theme, known_icon(self._ledger.icon), "primary"))
        head.addWidget(pieces.label(f"{register.name_of_record(record)}的情况", "strong"), 1)
        lay.addLayout(head)
        lay.addWidget(pieces.line())
        lay.addLayout(self._facts(register, record))
        late = Strip(self._desk.theme, "warn", "contextLate")
        lay.addWidget(late)
        late.say(overdue(record, self._desk.workspace.look))
        last = list(self._desk.workspace.query(self._ledger, linked_to=record.uid).page(limit=_LAST_SHOWN).rows)
        lay.addSpacing(metrics.HAIR)
        lay.addWidget(
            pieces.label(
                f"最近的{self._ledger.noun}" if last else f"还没有{self._ledger.noun.removesuffix('记录')}记录", "hint"
            )
        )
        for one in last:
            self._add_last(lay, one)
        lay.addStretch(1)
        return body

    def _facts(self, register: Ledger[Any], record: Any) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(6)
        form.setHorizontalSpacing(metrics.SMALL)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        facts = 0
        for col in register.table:
            text = shown.cell_text(register, record, col, short_date=False)
            if not text or col.field == register.name_of or facts == _FACTS_SHOWN:
                continue
            facts += 1
            form.addRow(
                pieces.label(col.label or register.kinds[col.field].label, "second"),
                pieces.label(text, "body15", wrap=True),
            )
        return form

    def _add_last(self, lay: Any, record: Any) -> None:
        on = getattr(record, self._ledger.date_of)
        kind = self._ledger.kinds[self._ledger.date_of]
        top = pieces.row()
        day = f"{on.month:02}月{on.day:02}日" if isinstance(kind, Date) and on else kind.show(on)
        top.addWidget(pieces.label(day, "strong15"))
        top.addStretch(1)
        top.addWidget(pieces.label(record.recorder, "second"))
        lay.addLayout(top)
        lay.addWidget(pieces.label(self._gist(record), "second", wrap=True))
        lay.addWidget(pieces.line())

    def _gist(self, record: Any) -> str:
        """Return the first long text, without what is confidential."""
        for name, kind in self._ledger.kinds.items():
            if isinstance(kind, LongText) and not kind.is_empty(getattr(record, name)):
                if hides(self._ledger, record, name) or kind.privacy >= SECRET:
                    return "保密，点开那一条才能看"
                return shown.text_of(kind, getattr(record, name))[:60]
        return record.serial_no or ""
