"""用在哪里: 工作版, 存档版 or 公示版, and what each of them shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton

from ui import metrics, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.printing.sheets import Version

VERSIONS: dict[Version, tuple[str, str]] = {
    "working": ("工作版", "平时用：身份证号、账号遮住一部分"),
    "archive": ("存档版", "内容完整，签字盖章后放进档案盒"),
    "notice": ("公示版", "可张贴：没有证件号、电话、账号、病情"),
}


class VersionCard(QFrame):
    """Three words, one chosen; the line below says what it is for. `picked` carries the version."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("printVersionCard")
        self.setProperty("card", True)
        lay = pieces.column(self, margins=(metrics.PAD, metrics.SMALL, metrics.PAD, metrics.SMALL))
        lay.addWidget(pieces.label("用在哪里", "strong"))
        line = pieces.row(gap=metrics.MARGIN)
        self._group = QButtonGroup(self)
        for number, (key, (title, hint)) in enumerate(VERSIONS.items()):
            made = QRadioButton(title)
            made.setObjectName(f"version_{key}")
            made.setAccessibleName(f"{title}：{hint}")
            made.setProperty("key", key)
            self._group.addButton(made, number)
            line.addWidget(made)
        line.addStretch(1)
        lay.addLayout(line)
        self._hint = pieces.label("", "hint", name="versionHint", wrap=True)
        lay.addWidget(self._hint)
        self._group.button(0).setChecked(True)
        self._say()
        self._group.idToggled.connect(self._toggled)

    @property
    def version(self) -> Version:
        """The chosen version."""
        return list(VERSIONS)[self._group.checkedId()]

    @property
    def title(self) -> str:
        """What the chosen version is called."""
        return VERSIONS[self.version][0]

    @property
    def known(self) -> tuple[Version, ...]:
        """All versions."""
        return tuple(VERSIONS)

    def offer(self, versions: Sequence[Version]) -> None:
        """Let only these be chosen; where there is no choice, nothing is asked."""
        for number, key in enumerate(VERSIONS):
            self._group.button(number).setEnabled(key in versions)
        if self.version not in versions:
            self.choose(versions[0])
        self.setVisible(len(versions) > 1)

    def choose(self, version: Version) -> None:
        """Choose a version."""
        self._group.button(list(VERSIONS).index(version)).setChecked(True)

    def _toggled(self, _number: int, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        if on:
            self._say()
            self.picked.emit(self.version)

    def _say(self) -> None:
        self._hint.setText(VERSIONS[self.version][1])
