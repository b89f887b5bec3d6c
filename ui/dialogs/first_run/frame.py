"""What stands around the steps: whose computer it is on top of the first one, and the foot with its two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui import metrics, pieces
from ui.pages.segments import Segments

if TYPE_CHECKING:
    from ui.theme import Theme


class WhoseLine(QWidget):
    """A choice of roles, the first of which is chosen; `roles` tells of another."""

    def __init__(self, theme: Theme, roles: dict[str, str]) -> None:
        super().__init__()
        line = pieces.row(self, gap=metrics.GAP)
        line.addWidget(pieces.label("这台电脑给谁用", "label"))
        self.roles = Segments(theme, "firstRunRole")
        line.addWidget(self.roles, 1)
        self.roles.show_values(roles)
        self.roles.pick_quietly(next(iter(roles)))


class Foot(QWidget):
    """A hint, 上一步 and 下一步."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(68))
        margin = metrics.MARGIN + metrics.SMALL
        lay = pieces.row(self, margins=(margin, 0, margin, 0), gap=metrics.GAP)
        self.hint = pieces.label("", "hint", name="firstRunHint", wrap=True)
        lay.addWidget(self.hint, 1)
        self.back = pieces.button(theme, "上一步", "firstRunBack")
        self.following = pieces.button(theme, "下一步", "firstRunNext", kind="primary")
        lay.addWidget(self.back)
        lay.addWidget(self.following)
