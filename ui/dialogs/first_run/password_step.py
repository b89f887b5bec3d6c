"""设密码: a password twice, and the 开锁纸 for the day it is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui import pieces
from ui.dialogs.first_run.step import WIDE, Step
from ui.dialogs.password_line import PasswordLine
from ui.dialogs.unlock_card import UnlockCard

if TYPE_CHECKING:
    from ui.background import Background
    from ui.theme import Theme

PASSWORD_LEAST = 6
_WHO = {"branch": "交给支部保管", "office": "锁进办公室的柜子"}
"""Who keeps the paper, by role."""


class PasswordStep(Step):
    """Complete once the box is ticked that the paper is in good hands."""

    def __init__(self, theme: Theme, background: Background, code: str) -> None:
        super().__init__(theme, "给台账设一个密码", "台账里有身份证号、谈话内容，设了密码别人打不开。")
        self.first = PasswordLine(theme, "newPassword", "密码，必填")
        self.again = PasswordLine(theme, "newPasswordAgain", "再输一遍，必填")
        self.again.setPlaceholderText("和上面一样")
        self._strength = self.add_line("密码", self.first, f"至少 {PASSWORD_LEAST} 个字母、数字或汉字")
        self._same = self.add_line("再输一遍", self.again)
        self.first.textChanged.connect(self._judge)
        self.again.textChanged.connect(self._judge)
        holder = QWidget()
        holder.setMaximumWidth(theme.px(WIDE))
        lay = pieces.column(holder, gap=8)
        lay.addWidget(pieces.line(strong=True))
        lay.addSpacing(8)
        lay.addWidget(pieces.label("万一忘了密码", "strong"))
        self._why = pieces.label("", "second16", wrap=True)
        lay.addWidget(self._why)
        self.card = UnlockCard(theme, background, code)
        lay.addWidget(self.card)
        self.kept = QCheckBox()
        self.kept.setObjectName("recoveryKept")
        self.kept.toggled.connect(self._told)
        lay.addWidget(self.kept)
        self.below.addWidget(holder)
        self.say_whose("branch")

    def say_whose(self, role: str) -> None:
        """Say who keeps the paper."""
        kept = f"已经打印好（或抄好），{_WHO[role]}"
        self._why.setText(f"把下面这张“开锁纸”打印出来，{_WHO[role]}。没有它，忘了密码就打不开了。")
        self.kept.setText(kept)
        self.kept.setAccessibleName(kept)

    @property
    def complete(self) -> bool:
        """Whether the paper is kept."""
        return self.kept.isChecked()

    def next_line(self, line: QWidget | None) -> QWidget | None:
        """Return the line below, and below the last one the box."""
        if line is self.again and not self.kept.isChecked():
            return self.kept
        return super().next_line(line)

    def wrong(self) -> tuple[QLineEdit, str] | None:
        """Return the line that is wrong."""
        if len(self.first.text()) < PASSWORD_LEAST:
            return self.first, f"密码太短。请用 {PASSWORD_LEAST} 个以上的字母、数字或汉字。"
        if self.first.text() != self.again.text():
            return self.again, "两次输的密码不一样。请再输一遍。"
        return None

    def _judge(self) -> None:
        count, again = len(self.first.text()), self.again.text()
        good = count >= PASSWORD_LEAST
        self._strength.setText(f"{count} 位，可以用" if good else f"至少 {PASSWORD_LEAST} 个字母、数字或汉字")
        pieces.set_state(self._strength, "tone", "ok" if good else "")
        same = self.first.text() == again
        self._same.setText("" if not again else "两次一样" if same else "和上面不一样")
        pieces.set_state(self._same, "tone", "ok" if same else "warn")

    def clear(self) -> None:
        """Forget the passwords."""
        self.first.clear()
        self.again.clear()
