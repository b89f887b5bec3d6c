"""One of two versions as a card (screen 10b): who wrote it when, every field, those that differ tinted and marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from ui import metrics, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.theme import Theme

Fact = tuple[str, str, bool]
"""Label, text, and whether the other side says something else."""
_LABEL, _LABEL_CROWDED, _LEAST, _HIGH = 86, 66, 200, 140
_LONG = re.compile(r"[!-~]{13,}")
_SPLITS = re.compile(r"([!-~]{5})(?=[!-~])")
"""A number that is longer than a narrow card, and where it may go on in the next line."""


class _Dot(QWidget):
    """The dot of a choice, as large as on the picture."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.on = False
        self.setFixedSize(QSize(theme.px(20), theme.px(20)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring, thick when chosen."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._theme.px(6) if self.on else 1
        painter.setPen(QPen(self._theme.colour("primary" if self.on else "control"), width))
        painter.setBrush(self._theme.colour("surface"))
        half = width / 2
        painter.drawEllipse(QRectF(self.rect()).adjusted(half, half, -half, -half))
        painter.end()


class VersionCard(QFrame):
    """picked(place)  a click on the card;  looked(place)  a double click, or its button (`whole`)."""

    picked = Signal(int)
    looked = Signal(int)

    def __init__(self, theme: Theme, place: int, *, whole: bool = False) -> None:
        super().__init__()
        self.setObjectName(f"version{place}")
        self.setProperty("card", True)
        self._theme = theme
        self._place = place
        self.facts: list[Fact] = []
        lay = pieces.column(self, margins=(2, 2, 2, 2))
        head = QFrame()
        head.setProperty("head", True)
        top = pieces.row(head, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP), gap=metrics.GAP)
        self._dot = _Dot(theme)
        top.addWidget(self._dot)
        words = pieces.column(gap=0)
        self._title = pieces.label("", "strong", wrap=True)
        self._hint = pieces.label("", "second", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._hint)
        top.addLayout(words, 1)
        if whole:
            look = pieces.button(theme, "看整条", f"look{place}", kind="link", rank="small")
            look.clicked.connect(self._look)
            top.addWidget(look)
        lay.addWidget(head)
        self.setMinimumWidth(theme.px(_LEAST))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # it scrolls by itself
        self._scroll.setMinimumHeight(theme.px(_HIGH))
        lay.addWidget(self._scroll, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def show_version(self, title: str, hint: str, facts: Sequence[Fact], *, many: bool = False) -> None:
        """Show a version; beside `many` others, or in a larger type, there is less room for the words."""
        crowded = many or self._theme.factor > 1
        self.facts = list(facts)
        self._title.setText(title)
        self._hint.setText(hint)
        body = QWidget()
        body.setObjectName("scrolled")
        lay = pieces.column(body)
        for label, text, differs in facts:
            lay.addWidget(self._fact(label, text, differs=differs, crowded=crowded))
        lay.addStretch(1)
        self._scroll.setWidget(body)
        said = "；".join(f"{label}：{text}" for label, text, differs in facts if differs)
        self.setAccessibleName(f"{title}，{hint}。{said}")

    def _fact(self, label: str, text: str, *, differs: bool, crowded: bool) -> QFrame:
        """Return a line: label, words, and at the right (of a crowded card: below the label) that they differ."""
        line = QFrame()
        line.setProperty("fact", "differs" if differs else "same")
        lay = pieces.row(line, margins=(metrics.PAD, metrics.SMALL, metrics.PAD, metrics.SMALL), gap=metrics.SMALL)
        key = pieces.label(label, "second", wrap=crowded)
        key.setFixedWidth(self._theme.px(_LABEL_CROWDED if crowded else _LABEL))
        text = _LONG.sub(lambda found: _SPLITS.sub("\\1\u200b", found[0]), text)
        value: QLabel = pieces.label(text or "空着", "strong15" if differs else "body15", wrap=True, selectable=True)
        told = pieces.column(gap=0)
        told.addWidget(key)
        lay.addLayout(told)
        lay.addWidget(value, 1)
        if differs:
            mark = pieces.label("不同", "warning")
            told.addWidget(mark) if crowded else lay.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        told.addStretch(1)
        return line

    def page(self, step: int) -> None:
        """Go a page down (1) or up (-1) in what the card says."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep())

    def choose(self, *, on: bool) -> None:
        """Show whether this side is chosen."""
        self._dot.on = on
        self._dot.update()
        pieces.set_state(self, "now", "true" if on else "")

    def _look(self) -> None:
        self.looked.emit(self._place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this side by a click."""
        super().mousePressEvent(event)
        self.picked.emit(self._place)
