"""设置与备份: backup, type size, and looking the book over. Other settings will stand beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QFrame

from ui import metrics, pieces
from ui.pages.task_page import TaskPage
from ui.pages.work import BackingUp, Checking

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk
    from ui.window.status_bar import Keys


class SettingsPage(TaskPage):
    """Rows with a title, a hint and a control; applied at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "settings", "设置与备份", "改了马上生效，不用点保存")
        backup = self.header.add_button("现在备份", "backupNow", icon="shield", kind="primary")
        backup.clicked.connect(self._backup)
        card = pieces.card("settingsCard")
        lay = pieces.column(card)
        check = pieces.button(desk.theme, "查一遍", "checkNow")
        check.clicked.connect(self._check)
        branch = desk.workspace.branch
        where = pieces.label(str(desk.workspace.folder), "second", selectable=True)
        rows: tuple[tuple[str, str, QWidget], ...] = (
            ("备份", "建议放在 D 盘，隔一周再存一份到 U盘；每一份都试开过", pieces.label("点右上角的按钮", "second")),
            ("检查整本台账", "看看每一条记录和照片有没有坏", check),
            ("字号", "看不清就按 Ctrl 和加号，有三档；Ctrl 和 0 回到标准", pieces.label("Ctrl + / −", "second")),
            ("本支部", f"{branch.town} · 编码 {branch.code}", pieces.label(branch.name, "second")),
            ("台账放在", "不要直接改这个文件夹里的东西", where),
        )  # fmt: skip
        for number, (title, hint, control) in enumerate(rows):
            if number:
                lay.addWidget(pieces.line())
            lay.addWidget(self._row(title, hint, control))
        self.body.addWidget(card)
        self.body.addStretch(1)

    def _row(self, title: str, hint: str, control: QWidget) -> QFrame:
        line = QFrame()
        lay = pieces.row(line, margins=(18, metrics.GAP, 18, metrics.GAP), gap=metrics.PAD)
        words = pieces.column(gap=2)
        words.addWidget(pieces.label(title))
        words.addWidget(pieces.label(hint, "hint"))
        lay.addLayout(words, 1)
        lay.addWidget(control)
        return line

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("Ctrl+加号 减号", "字大小"), ("Ctrl+L", "锁定"))

    def _backup(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份放在哪里")
        if chosen:
            self.back_up_to(Path(chosen))

    def back_up_to(self, folder: Path) -> None:
        """Make a backup in a folder."""
        self.start("正在备份", BackingUp(self.desk.workspace, folder), _backed_up)

    def _check(self) -> None:
        self.start("正在检查整本台账", Checking(self.desk.workspace), _checked)


def _backed_up(made: Any) -> str:
    return f"备份好了，试开过，能用：{made.name}（{made.stat().st_size / 1e6:.1f} MB）。"


def _checked(damage: Any) -> str:
    if not damage:
        return "查完了，整本台账都好。"
    return f"发现 {len(damage)} 处损坏：{damage[0].where} {damage[0].what}。请先不要再记，用最近的备份恢复。"
