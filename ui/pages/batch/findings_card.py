"""发放前核对: what the checks found, with the button that does something about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui import metrics, pieces

if TYPE_CHECKING:
    from ui.pages.batch.looking import Group
    from ui.theme import Theme

_SHOWN = 3
_LINE = 44
_TITLE = 160


class FindingsCard(QFrame):
    """Three findings are seen at once, the rest by scrolling.

    pressed(number)  the button of a finding;  again  再查一遍
    """

    pressed = Signal(int)
    again = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("findings")
        self.setProperty("card", True)
        self._theme = theme
        lay = pieces.column(self, margins=(1, 1, 1, 1))
        head = pieces.row(margins=(metrics.PAD, 0, metrics.PAD, 0), gap=metrics.SMALL)
        head.addWidget(pieces.label("发放前核对", "strong"))
        self._summary = pieces.label("", "second", name="findingsSummary")
        head.addWidget(self._summary, 1)
        again = pieces.button(theme, "再查一遍", "findingsAgain", kind="link")
        again.clicked.connect(self.again)
        head.addWidget(again)
        top = QWidget()
        top.setFixedHeight(theme.px(_LINE))
        top.setLayout(head)
        lay.addWidget(top)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("findingsScroll")
        self._scroll.setAccessibleName("核对出来的问题")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lay.addWidget(self._scroll)

    def show_groups(self, groups: list[Group], summary: str) -> None:
        """Show what was found."""
        self._summary.setText(summary)
        body = QWidget()
        body.setObjectName("scrolled")
        lay = pieces.column(body)
        for number, group in enumerate(groups):
            lay.addWidget(pieces.line())
            lay.addWidget(self._row(number, group))
        lay.addStretch(1)
        self._scroll.setWidget(body)
        self._scroll.setVisible(bool(groups))
        self._scroll.setFixedHeight((self._theme.px(_LINE) + 1) * min(len(groups), _SHOWN))

    def _row(self, number: int, group: Group) -> QWidget:
        row = QWidget()
        row.setFixedHeight(self._theme.px(_LINE))
        lay = pieces.row(row, margins=(metrics.PAD, 0, metrics.PAD, 0), gap=metrics.GAP)
        lay.addWidget(pieces.picture(self._theme, "xo" if group.hard else "tri", "cinnabar" if group.hard else "warn"))
        title = pieces.label(group.title, "strong")
        title.setFixedWidth(self._theme.px(_TITLE))
        lay.addWidget(title)
        said = pieces.label(group.sentence, "body15", name=f"finding{number}Text")
        said.setToolTip(group.sentence)
        said.setMinimumWidth(1)
        lay.addWidget(said, 1)
        button = pieces.button(
            self._theme, group.button, f"finding{number}", rank="small", says=f"{group.title}：{group.button}"
        )
        button.setProperty("number", number)
        button.setMinimumWidth(self._theme.px(112))
        button.clicked.connect(self._press)
        lay.addWidget(button)
        return row

    def _press(self) -> None:
        self.pressed.emit(int(self.sender().property("number")))
