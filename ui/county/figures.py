"""The line of figures over the board: taken, lacking, returned, and what the merge left to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QVBoxLayout, QWidget

from ui import metrics, pieces
from ui.elided import Elided
from ui.roomy import Turning

if TYPE_CHECKING:
    from ui.desk import Desk

_INKS = {"taken": "primary", "lacking": "", "returned": "cinnabar"}


class Figures(QFrame):
    """merge_wanted  show what differs."""

    merge_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("boardFigures")
        self.setProperty("card", True)
        self._theme = desk.theme
        both = Turning()
        pieces.column(self, margins=(metrics.PAD, metrics.SMALL, metrics.PAD, metrics.SMALL)).addWidget(both)
        counted, merged = QWidget(), QWidget()
        both.add(counted, grows=1)
        both.add(merged, grows=1)
        lay = pieces.row(counted, gap=metrics.PAD)
        self._figures: dict[str, tuple[QLabel, QLabel]] = {}
        for name, word in (("taken", "已收"), ("lacking", "未交"), ("returned", "退回")):
            lay.addLayout(self._figure(name, word), 1)
            lay.addWidget(_upright())
        self._merge(merged)

    def _figure(self, name: str, word: str) -> QVBoxLayout:
        cell = pieces.column(gap=0)
        top = pieces.row(gap=metrics.SMALL)
        number = pieces.label("", "figure", name=f"figure_{name}")
        number.setProperty("ink", _INKS[name])
        top.addWidget(number)
        top.addWidget(pieces.label(word, "second"))
        top.addStretch(1)
        cell.addLayout(top)
        below = pieces.label("", "hint")
        cell.addWidget(below)
        self._figures[name] = (number, below)
        return cell

    def _merge(self, owner: QWidget) -> None:
        cell = pieces.column(owner, gap=metrics.HAIR)
        top = pieces.row()
        self._doing = Elided("", "strong15", name="mergeDoing", letters=10)
        self._done = pieces.label("", "body15", name="mergeDone")
        top.addWidget(self._doing, 1)
        top.addWidget(self._done)
        cell.addLayout(top)
        self._bar = QProgressBar()
        self._bar.setObjectName("mergeBar")
        self._bar.setAccessibleName("收包进度")
        self._bar.setTextVisible(False)
        cell.addWidget(self._bar)
        foot = pieces.row()
        self._odd = pieces.label("", "warning", name="mergeOdd")
        self.look = pieces.button(self._theme, "去核对 →", "mergeLook", kind="link", says="去核对")
        self.look.clicked.connect(self.merge_wanted)
        foot.addWidget(self._odd, 1)
        foot.addWidget(self.look)
        cell.addLayout(foot)

    def say(self, name: str, number: int, below: str) -> None:
        """Show a figure and what stands below it."""
        figure, hint = self._figures[name]
        figure.setText(f"{number:,}")
        pieces.set_state(figure, "ink", _INKS[name] if number or name != "returned" else "")  # red only means "act"
        figure.setAccessibleName(f"{number} {below}")
        hint.setText(below)

    def say_merged(self, taken: int, listed: int, odd: int, last: str) -> None:
        """Show how much of what was handed in is merged, and how many places wait for a person."""
        self._doing.setText(last)
        self._done.setText(f"{taken:,} / {listed:,}")
        self._bar.setRange(0, max(1, listed))
        self._bar.setValue(taken)
        self._odd.setText(f"{odd} 处不一致待核对" if odd else "没有不一致的地方")
        pieces.set_state(self._odd, "role", "warning" if odd else "hint")
        self.look.setVisible(bool(odd))

    def follow(self, done: int, total: int, sentence: str) -> None:
        """Show how far receiving is."""
        self._doing.setText(sentence or "正在合并")
        self._done.setText(f"{done:,} / {total:,}" if total else "")
        self._bar.setRange(0, total)
        self._bar.setValue(done)


def _upright() -> QFrame:
    made = QFrame()
    made.setProperty("upright", True)
    return made
