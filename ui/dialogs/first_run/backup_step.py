"""备份放哪里: a folder on another disk, and whether a backup is made each day."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui import metrics, pieces
from ui.dialogs.first_run.step import Step
from ui.file_places import BACKUPS, FilePlaces

if TYPE_CHECKING:
    from ui.theme import Theme

_DAILY = "每天第一次关闭台账时，自动存一份"
_DISKS = (Path("D:/"), Path("E:/")) if os.name == "nt" else (Path("/data"),)
"""Where offices keep what must outlive the system disk: the second disk of a Windows PC, the data disk of 统信 UOS."""


def suggested_folder() -> str:
    """Return where backups could go on this computer, "" where there is no second disk."""
    return next((str(disk / "台账备份") for disk in _DISKS if disk.is_dir() and os.access(disk, os.W_OK)), "")


class BackupStep(Step):
    """May be left empty: then 今日 reminds of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "备份放在哪里", "电脑坏了，有备份就不怕。备份也是加密的，拿走了也打不开。")
        self.folder = self.new_line("backupFolder", "备份放在哪个文件夹", "点“选文件夹”，最好在另一块盘上")
        self.folder.setText(suggested_folder())
        self.add_line(
            "备份放在", self.folder, "建议放在 D 盘，再隔一周存一份到 U盘；不选也行，以后在设置里选", required=False
        )
        self._button = pieces.button(theme, "选文件夹…", "backupChoose")
        self._button.clicked.connect(self._choose)
        self.grid.addWidget(self._button, self.grid.rowCount() - 2, 2, Qt.AlignmentFlag.AlignLeft)
        self.daily = QCheckBox(_DAILY)
        self.daily.setObjectName("backupDaily")
        self.daily.setAccessibleName(_DAILY)
        self.daily.setChecked(True)
        self.below.addWidget(self.daily)

    @property
    def beside(self) -> int:
        """How wide the button is that chooses."""
        return self._button.sizeHint().width() + metrics.PAD

    @property
    def place(self) -> str:
        """The folder, "" = none."""
        return self.folder.text().strip()

    def begin(self) -> QWidget:
        """Begin at the folder."""
        return self.folder

    def wrong(self) -> tuple[QLineEdit, str] | None:
        """Say when the folder cannot be."""
        if self.place and not Path(self.place).is_absolute():
            return self.folder, "请点“选文件夹”选一个地方，或写完整的位置，如 D:\\台账备份。"
        return None

    def _choose(self) -> None:
        chosen = FilePlaces().folder(self, BACKUPS, "备份放在哪里")
        if chosen is not None:
            self.folder.setText(str(chosen))
