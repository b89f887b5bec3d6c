"""A line for a password, with 显示 at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from ui import metrics

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.theme import Theme


class PasswordLine(QLineEdit):
    """Dots, until 显示 is pressed."""

    def __init__(self, theme: Theme, name: str, says: str) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText)
        self._eye = QToolButton(self)
        self._eye.setObjectName(f"{name}Show")
        self._eye.setProperty("inside", True)
        self._eye.setCheckable(True)
        self._eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._eye.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._eye.setIconSize(QSize(theme.px(18), theme.px(18)))
        self._eye.toggled.connect(self._toggle)
        self._toggle(on=False)
        self.setTextMargins(0, 0, theme.px(76), 0)

    def _toggle(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self._eye.setText("隐藏" if on else "显示")
        self._eye.setAccessibleName("隐藏密码" if on else "显示密码")
        self._eye.setIcon(self._theme.icon("eyeoff" if on else "eye", "primary", 18))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep 显示 at the right end."""
        super().resizeEvent(event)
        self._eye.adjustSize()
        self._eye.move(self.width() - self._eye.width() - metrics.SMALL, (self.height() - self._eye.height()) // 2)
