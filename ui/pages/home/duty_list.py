"""待办: rows with the button that does each thing; ↑ ↓ go from button to button, Enter presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from ui import metrics, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from danyang_desktop.agenda.said import Duty, Line
    from ui.theme import Theme

_ICONS = {
    "overdue": "bang", "correction": "bang", "action": "clock", "bundle": "usb", "receipt": "usb", "batch": "yuan",
    "occasion": "talk", "talks": "talk", "backup": "shield", "festival": "cal", "birthday": "cal",
    "number": "bang", "pairing": "people", "notice": "file",
}  # fmt: skip
_TONES = {"late": "cinnabar", "soon": "warn", "ahead": "text2"}
_FIRST_SHOWN, _LINES_SHOWN = 3, 2
"""Lines of the first duty that are shown at once, and of the others."""
_INDENT = 46
_BELOW = frozenset({"correction", "notice"})
"""Duties whose lines say what somebody wrote: that has a row of its own below the name, however long it is."""
_AT_ONCE = 24
"""Duties that are built at once: more than a screen holds. The rest comes when somebody goes down to them."""
_ROOMY = 640
"""Width in px from which a row is one line."""
_LONG_NAME = 5
_TITLE, _NAME, _KIND, _MARK, _BUTTON = 190, 76, 104, 96, 96
_HEIGHTS = {"single": 57, "head": 48, "line": 42}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class DutyButton(pieces.Button):
    """A button of a row. `stepped` asks for the next (1) or the one before (-1); `came` says that it got the focus."""

    stepped = Signal(int)
    came = Signal()

    def __init__(self, theme: Theme, text: str, says: str, go: str) -> None:
        super().__init__(text)
        self.setObjectName("dutyButton")
        self.setProperty("rank", "small")
        self.setProperty("go", go)
        self.setAccessibleName(says)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(theme.px(_BUTTON))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down with the arrows."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the list, which brings the row into view."""
        super().focusInEvent(event)
        self.came.emit()


class DutyList(QScrollArea):
    """The rows. `go` carries what a button asks for."""

    go = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("dutyList")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme
        self._whole: set[str] = set()
        self._roomy = theme.factor == 1
        self._shown_how: tuple[bool, frozenset[str]] = (self._roomy, frozenset())
        self._shown: list[Duty] = []
        self._buttons: list[DutyButton] = []
        self._built = 0
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def first(self) -> DutyButton | None:
        """The first button, or None."""
        return self._buttons[0] if self._buttons else None

    def show_duties(self, duties: Sequence[Duty]) -> None:
        """Show what is to be done."""
        how = (self._roomy, frozenset(self._whole))
        if self.widget() is not None and list(duties) == self._shown and how == self._shown_how:
            return
        self._shown_how = how
        at = next((number for number, one in enumerate(self._buttons) if one.hasFocus()), -1)
        self._shown, self._built = list(duties), 0
        self._buttons = []
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._lay = pieces.column(inside)
        self._lay.addStretch(1)
        self._build_more()
        self.setWidget(inside)
        while at >= len(self._buttons) and self._build_more():
            pass
        if at >= 0 and self._buttons:
            self._buttons[min(at, len(self._buttons) - 1)].setFocus()

    def _build_more(self) -> bool:
        """Build the rows of the next duties; False if there are none left."""
        first, self._built = self._built, min(self._built + _AT_ONCE, len(self._shown))
        for number in range(first, self._built):
            if number:
                self._add(pieces.line())
            for row in self._rows(self._shown[number], _LINES_SHOWN if number else _FIRST_SHOWN):
                self._add(row)
        return self._built > first

    def _add(self, row: QWidget) -> None:
        self._lay.insertWidget(self._lay.count() - 1, row)  # above the stretch

    def _scrolled(self) -> None:
        """Build more before the end of what is built is seen."""
        bar = self.verticalScrollBar()
        if bar.value() + bar.pageStep() >= bar.maximum():
            self._build_more()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay what is known of somebody below the name where it does not fit beside it."""
        super().resizeEvent(event)
        roomy = self._theme.factor == 1 and event.size().width() >= _ROOMY
        if roomy != self._roomy:
            self._roomy = roomy
            QTimer.singleShot(0, self._lay_anew)

    def _lay_anew(self) -> None:
        self.show_duties(self._shown)

    # -- rows -------------------------------------------------------------------------------------------------

    def _rows(self, duty: Duty, most: int) -> list[QFrame]:
        if not duty.lines:
            return [self._single(duty)]
        shown = duty.lines if duty.key in self._whole else duty.lines[:most]
        rows = [self._head(duty, most), *(self._line(duty, one) for one in shown)]
        return [*rows, self._rest(duty)] if duty.more and duty.key in self._whole else rows

    def _row(self, height: str, left: int = metrics.PAD) -> tuple[QFrame, QHBoxLayout]:
        row = QFrame()
        row.setMinimumHeight(self._theme.px(_HEIGHTS[height]))
        return row, pieces.row(row, margins=(left, 0, 14, 0), gap=10)

    def _title(self, duty: Duty) -> QLabel:
        title = pieces.label(duty.title, "strong")
        if self._theme.factor < metrics.HUGE:
            title.setMinimumWidth(self._theme.px(_TITLE) - 10)
        return title

    def _single(self, duty: Duty) -> QFrame:
        row, lay = self._row("single")
        lay.addWidget(pieces.picture(self._theme, _ICONS[duty.key], _TONES[duty.urgency]))
        words = pieces.row(gap=10) if self._roomy else pieces.column(gap=0)
        words.addWidget(self._title(duty))
        detail = pieces.label(duty.detail, "second", wrap=True)
        detail.setAccessibleName(f"{duty.title}：{duty.detail}")
        words.addWidget(detail, 1)
        lay.addLayout(words, 1)
        lay.addWidget(self._button(duty.button, f"{duty.title}，{duty.button}", duty.go))
        return row

    def _head(self, duty: Duty, most: int) -> QFrame:
        row, lay = self._row("head")
        lay.addWidget(pieces.picture(self._theme, _ICONS[duty.key], _TONES[duty.urgency]))
        lay.addWidget(self._title(duty))
        lay.addStretch(1)
        if len(duty.lines) > most:
            whole = duty.key in self._whole
            text = f"看最急的 {len(duty.lines)} →" if duty.more else f"看全部 {len(duty.lines)} →"
            text = "收起" if whole else text
            more = pieces.button(self._theme, text, f"dutyAll_{duty.key}", kind="link", says=f"{duty.title}，{text}")
            more.setProperty("duty", duty.key)
            more.clicked.connect(self._turn)
            lay.addWidget(more)
        return row

    def _rest(self, duty: Duty) -> QFrame:
        """Return the row that says what there is besides."""
        row, lay = self._row("line", self._theme.px(_INDENT))
        said = pieces.label(
            f"还有 {duty.more:,} 件，办好前面的就排上来。", "second", name=f"dutyRest_{duty.key}", wrap=True
        )
        lay.addWidget(said, 1)
        return row

    def _line(self, duty: Duty, line: Line) -> QFrame:
        px, plain = self._theme.px, self._roomy and duty.key not in _BELOW
        row, lay = self._row("line", px(_INDENT))
        name = pieces.label(line.name, "strong")
        name.setMinimumWidth(px(_NAME) if len(line.name) < _LONG_NAME else 0)
        mark = pieces.label(line.mark, "late" if duty.urgency == "late" else "second")
        detail = pieces.label(line.detail, "second", wrap=True)
        if plain:
            kind = pieces.label(line.kind, "second")
            kind.setFixedWidth(px(_KIND))
            for widget, stretch in ((name, 0), (kind, 0), (detail, 1), (mark, 0)):
                lay.addWidget(widget, stretch)
            mark.setMinimumWidth(px(_MARK))
        else:
            words = pieces.column(margins=(0, metrics.SMALL, 0, metrics.SMALL), gap=0)
            top = pieces.row(gap=metrics.GAP)
            top.addWidget(name)
            if self._roomy and line.kind:
                top.addWidget(pieces.label(line.kind, "second"))
            top.addWidget(mark, 1)
            words.addLayout(top)
            words.addWidget(detail)
            lay.addLayout(words, 1)
        says = f"{line.name}，{line.mark}，{line.button}"
        lay.addWidget(self._button(line.button, says, line.go))
        return row

    def _button(self, text: str, says: str, go: str) -> DutyButton:
        made = DutyButton(self._theme, text, says, go)
        made.clicked.connect(self._pressed)
        made.stepped.connect(self._step)
        made.came.connect(self._bring)
        self._buttons.append(made)
        return made

    # -- keys -------------------------------------------------------------------------------------------------

    def _pressed(self) -> None:
        self.go.emit(str(self.sender().property("go")))

    def _turn(self) -> None:
        """Show all lines of a duty, or the first ones only."""
        self._whole ^= {str(self.sender().property("duty"))}
        self.show_duties(self._shown)

    def _step(self, step: int) -> None:
        here = self.sender()
        if isinstance(here, DutyButton):
            at = self._buttons.index(here) + step
            if at == len(self._buttons):
                self._build_more()
            self._buttons[min(max(at, 0), len(self._buttons) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def _bring(self) -> None:
        here, inside = self.sender(), self.widget()
        if here is self.first:
            self.verticalScrollBar().setValue(0)
        elif isinstance(here, QWidget) and inside is not None:
            place = here.mapTo(inside, QPoint(0, here.height() // 2))
            self.ensureVisible(place.x(), place.y(), 0, self._theme.px(_HEIGHTS["single"]))
