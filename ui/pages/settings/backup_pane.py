"""备份与恢复: how old the last backup is, where backups go, those that are there, a drill, and the way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from danyang_desktop.base.chinese.dates import show_date
from ui import metrics, pieces
from ui.elided import Elided
from ui.file_places import BACKUPS
from ui.marks import Mark
from ui.messages import Strip
from ui.pages.settings.pane import Pane
from ui.roomy import Turning

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.store.backups import Kept
    from ui.desk import Desk

_KEEPS = (("最近 10 份", 10), ("最近 30 份", 30), ("最近 60 份", 60), ("最近 100 份", 100))
_SHOWN = 30
_LETTERS = 6


class BackupPane(Pane):
    """backup_wanted carries the folder; drill_wanted and restore_wanted the file."""

    backup_wanted = Signal(str)
    drill_wanted = Signal(str)
    restore_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._warn = Strip(desk.theme, "warn", "backupAge", action="现在备份")
        self._warn.button.setObjectName("backupAgeNow")
        pieces.set_state(self._warn.button, "kind", "primary")
        self._warn.pressed.connect(self.ask_backup)
        self.lay.addWidget(self._warn)
        rules = self.card()
        self._daily = QCheckBox("开")
        self._daily.setObjectName("backupDaily")
        self._daily.setAccessibleName("自动备份")
        self._daily.setChecked(bool(desk.workspace.setting("backup_daily")))
        self._daily.toggled.connect(self._keep_daily)
        self.row(rules, "自动备份", "每天第一次关闭台账时，自动存一份到第一个地方", self._daily)
        self._places = QWidget()
        self._place_lay: QVBoxLayout = pieces.column(self._places, gap=metrics.SMALL)
        self.row(rules, "备份放在", "建议放在 D 盘，再隔一周存一份到 U盘；可以有几个地方", self._places)
        kept = int(desk.workspace.setting("backups_kept"))
        self._keeps = self.choice("backupsKept", _KEEPS, kept, self._keep_count)
        self.row(rules, "保留多久", "每个地方旧的会自动清理，每月最后一份永远留着", self._keeps)
        self._list = self.card("以前的备份", "恢复前会先把现在的数据另存一份，不会丢")
        self._rows: QVBoxLayout = pieces.column()
        self._list.addLayout(self._rows)
        self.lay.addStretch(1)

    def refresh(self) -> None:
        """Show the age, the places, the files."""
        self._say_age()
        self._show_places()
        self._show_kept()

    @property
    def places(self) -> list[str]:
        """Where backups go."""
        return list(self.desk.workspace.setting("backup_folders"))

    def _say_age(self) -> None:
        workspace = self.desk.workspace
        days = workspace.backup_age
        if days is None:
            self._warn.say("还没有备份过。电脑坏了，记的就没有了。点“现在备份”，大约 10 秒。")
        elif days > int(workspace.setting("backup_days")):
            self._warn.say(f"{days} 天没有备份了。电脑坏了，这 {days} 天记的就没了。点“现在备份”，大约 10 秒。")
        else:
            self._warn.say("")

    def _show_places(self) -> None:
        pieces.clear(self._place_lay)
        for number, place in enumerate(self.places):
            line = Turning(gap=metrics.SMALL)
            line.add(Elided(place, "second16", letters=_LETTERS), grows=1)
            line.add(self.button("现在备份到这里", f"backupTo_{number}", partial(self.backup_wanted.emit, place)))
            line.add(self.button("不用了", f"backupDrop_{number}", partial(self._drop, place), kind="link"))
            self._place_lay.addWidget(line)
        text = "再加一个地方…" if self.places else "选一个地方…"
        add = self.button(text, "backupAddPlace", self._ask_place)
        self._place_lay.addWidget(add, alignment=Qt.AlignmentFlag.AlignRight)

    def _show_kept(self) -> None:
        pieces.clear(self._rows)
        found = self.desk.workspace.backups()[:_SHOWN]
        for one in found:
            if self._rows.count():
                self._rows.addWidget(pieces.line())
            self._rows.addWidget(self._kept_row(one))
        if not found:
            empty = pieces.label("上面的地方里还没有备份。", "second16", name="backupsNone")
            empty.setContentsMargins(18, metrics.GAP, 18, metrics.GAP)
            self._rows.addWidget(empty)

    def _kept_row(self, one: Kept) -> QWidget:
        px = self.desk.theme.px
        row = Turning(gap=metrics.HAIR, margins=(18, 4, 10, 4))
        file_of, deeds = QWidget(), QWidget()
        row.add(file_of, grows=1)
        row.add(deeds)
        lay = pieces.row(file_of, gap=metrics.GAP)
        when = f"{show_date(one.made_at.date())} {one.made_at:%H:%M}"
        name = pieces.label(when, "strong15")
        name.setMinimumWidth(px(130))
        lay.addWidget(name)
        lay.addWidget(Elided(one.path.parent.name or str(one.path.parent), "second", letters=_LETTERS), 1)
        lay.addWidget(pieces.label(f"{one.bytes / 1e6:.1f} MB", "second"))
        mark = Mark(self.desk.theme, "backupMark")
        mark.say(*(("检查过，能用", "ok") if one.works else ("打不开，不能用", "error")))
        lay = pieces.row(deeds, gap=metrics.GAP)
        lay.addWidget(mark)
        file = str(one.path)
        for text, signal, name_of in (
            ("再试开一次", self.drill_wanted, "backupDrill"), ("恢复到这一天", self.restore_wanted, "backupRestore")
        ):  # fmt: skip
            made = self.button(text, f"{name_of}_{one.path.stem}", partial(signal.emit, file), kind="link")
            made.setAccessibleName(f"{when} 的备份，{text}")
            lay.addWidget(made)
        lay.addStretch(1)
        return row

    # -- deeds --------------------------------------------------------------------------------------------------

    def ask_backup(self) -> None:
        """Back up into the first place, or ask for one."""
        if self.places:
            self.backup_wanted.emit(self.places[0])
        else:
            self._ask_place()
            if self.places:
                self.backup_wanted.emit(self.places[0])

    def _ask_place(self) -> None:
        chosen = self.desk.places.folder(self, BACKUPS, "备份放在哪里")
        if chosen is not None:
            self.add_place(chosen)

    def add_place(self, folder: Path) -> None:
        """Let backups go into one more folder."""
        place = str(folder)
        if place not in self.places and self.keep("backup_folders", [*self.places, place]):
            self.refresh()

    def _drop(self, place: str) -> None:
        if self.keep("backup_folders", [one for one in self.places if one != place]):
            self.refresh()

    def _keep_daily(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        if bool(self.desk.workspace.setting("backup_daily")) != on and not self.keep("backup_daily", on):
            self._daily.setChecked(not on)

    def _keep_count(self) -> None:
        self.keep("backups_kept", int(self._keeps.currentData()))
