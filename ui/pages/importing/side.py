"""The side list of the import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui import pieces
from ui.dialogs.steps import StepLines

if TYPE_CHECKING:
    from ui.theme import Theme

STEPS = ("选文件", "对应栏目", "检查每一行", "完成")
_WIDTH = 212


class ImportSide(QWidget):
    """212 px wide: title, steps, and what the reader may be sure of."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("gateSide")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.px(_WIDTH))
        lay = pieces.column(self, margins=(12, 20, 12, 12), gap=12)
        title = pieces.label("从 Excel 导入", "step")
        title.setContentsMargins(14, 0, 0, 0)
        lay.addWidget(title)
        self._lines = StepLines(theme, STEPS)
        lay.addWidget(self._lines)
        text = pieces.label(
            "原来的 Excel 文件不会被改动。导入以后不满意，七天之内可以整批撤回，后来又改过的不动。", "hint", wrap=True
        )
        text.setContentsMargins(14, 8, 8, 0)
        lay.addWidget(text)
        lay.addStretch(1)

    def show_step(self, at: int) -> None:
        """Mark a step."""
        self._lines.show_step(at)
