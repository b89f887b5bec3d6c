"""The line at the foot: what is safe on the left, the keys that work here on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui import metrics, pieces
from ui.elided import Elided
from ui.theme import COLOURS

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.theme import Theme

Keys = tuple[tuple[str, str], ...]
"""Key caps and what they do: (("Ctrl+N", "新增"), ...)."""


class StatusBar(QWidget):
    """Always says that all is saved, or what is not. `help_wanted` when the reader clicks on 帮助."""

    help_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._most = 5 if theme.factor < metrics.HUGE else 3
        self.setFixedHeight(theme.px(metrics.STATUS_HEIGHT))
        lay = pieces.row(self, margins=(metrics.MARGIN, 0, metrics.MARGIN, 0), gap=metrics.SMALL)
        lay.addWidget(pieces.picture(theme, "ok", "ok", 18))
        self._saved = pieces.label("已全部保存", name="statusSaved")
        self._saved.setProperty("tone", "ok")
        self._note = Elided(name="statusNote")
        lay.addWidget(self._saved)
        lay.addSpacing(metrics.GAP)
        self._backup = pieces.label("", name="statusBackup")
        lay.addWidget(self._backup)
        lay.addWidget(self._note, 1)
        self._ask = ask = pieces.label("", name="statusHelp")
        ask.setTextFormat(Qt.TextFormat.RichText)
        ask.setText(f'<a href="manual" style="color:{COLOURS["primary"]}">帮助 F1</a>')
        ask.linkActivated.connect(self.help_wanted)
        lay.addWidget(ask)
        lay.addSpacing(metrics.GAP)
        self._page = ""
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self._keys = QHBoxLayout()
        self._keys.setSpacing(metrics.GAP)
        lay.addLayout(self._keys)

    def tell_backup(self, days: int, said: str) -> None:
        """Say when the last backup was made; `days` is 0 unless it is too long ago."""
        self._backup.setText(said)
        pieces.set_state(self._backup, "tone", "warn" if days else "")

    def about(self, page: str) -> None:
        """Forget what was noted when another page is shown: it is not about this one."""
        if page != self._page:
            self._page = page
            self.say("")

    def say(self, note: str) -> None:
        """Say something beside “已全部保存”."""
        self._note.setText(note)

    def show_keys(self, keys: Keys) -> None:
        """Show the keys that work on the present page."""
        pieces.clear(self._keys)
        self._pairs = []
        for cap, does in keys[: self._most]:
            pair = pieces.key_cap(cap), pieces.label(does)
            pair[0].setContentsMargins(0, 0, 0, 0)
            for widget in pair:
                self._keys.addWidget(widget)
            self._pairs.append(pair)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the last keys where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many keys as there is room for, whole ones only."""
        said = sum(one.sizeHint().width() for one in (self._saved, self._backup, self._ask))
        room = self.width() - said - 2 * metrics.MARGIN - self._keys.spacing() * 6 - self.height()
        for cap, does in self._pairs:
            room -= cap.sizeHint().width() + does.sizeHint().width() + 2 * self._keys.spacing()
            for widget in (cap, does):
                widget.setVisible(room >= 0)
