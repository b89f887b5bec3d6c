"""The page of the settings: the list of categories, and the pane of the one that is chosen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QScrollArea, QStackedWidget

from ui import metrics, pieces
from ui.dialogs.secret_dialog import SecretDialog
from ui.pages.settings.backup_pane import BackupPane
from ui.pages.settings.plain_panes import AboutPane, BranchPane, DisplayPane, RulesPane
from ui.pages.settings.security_pane import SecurityPane
from ui.pages.task_page import TaskPage
from ui.pages.work import BackingUp, Checking, TryingBackup
from ui.roomy import Turning

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.settings.pane import Pane
    from ui.window.status_bar import Keys

_LIST, _CATEGORY, _PANE = 164, 47, (300, 180)
_BRANCH_ONLY = ("rules",)


class SettingsPage(TaskPage):
    """What the page cannot do itself it asks the window for: `restored` (a file), `sized` (a factor)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "settings", "设置与备份", "改了马上生效，不用点保存")
        self.backup = BackupPane(desk)
        self.backup.backup_wanted.connect(self._backup_to)
        self.backup.drill_wanted.connect(self._drill)
        self.backup.restore_wanted.connect(self._ask_restore)
        self.display = DisplayPane(desk)
        self.display.sized.connect(self.sized)
        self.security = SecurityPane(desk)
        self.branch = BranchPane(desk)
        self.branch.check_wanted.connect(self._check)
        self.branch.day_told.connect(self.day_told)
        self.panes: dict[str, tuple[str, str, Pane]] = {
            "backup": ("备份与恢复", "shield", self.backup),
            "display": ("字号与显示", "eye", self.display),
            "password": ("密码与锁定", "lock", self.security),
            "branch": ("本支部资料", "visit", self.branch),
            "rules": ("走访谈话要求", "cal", RulesPane(desk)),
            "about": ("关于", "info", AboutPane(desk)),
        }
        if desk.workspace.role == "office":
            for key in _BRANCH_ONLY:
                del self.panes[key]
            self.panes["branch"] = ("本办公室", "visit", self.branch)
        cards = Turning()
        px = desk.theme.px
        cards.add(self._categories(), width=px(_LIST), height=px(_CATEGORY) * len(self.panes) + metrics.PAD)
        self._stack = QStackedWidget()
        for _, _, pane in self.panes.values():
            pane.failed.connect(self.complain)
            pane.done.connect(self._done_at_once)
            pane.go.connect(self.go)
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(pane)
            self._stack.addWidget(area)
        self._stack.setMinimumSize(px(_PANE[0]), px(_PANE[1]))
        cards.add(self._stack, grows=1)
        self.body.addWidget(cards, 1)
        self._list.setCurrentIndex(self._list.model().index(0, 0))

    def _categories(self) -> Any:
        card = pieces.card("settingsCard")
        lay = pieces.column(card, margins=(8, 8, 8, 8))
        self._list = QListView()
        self._list.setObjectName("settingsList")
        self._list.setAccessibleName("设置的种类")
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        model = QStandardItemModel(self._list)
        for title, icon, _ in self.panes.values():
            item = QStandardItem(self.desk.theme.icon(icon, "text"), title)
            item.setData(title, Qt.ItemDataRole.AccessibleTextRole)
            model.appendRow(item)
        self._list.setModel(model)
        self._list.selectionModel().currentChanged.connect(self._turn)
        lay.addWidget(self._list)
        return card

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("↑↓", "换一类"), ("Tab", "到右边"), ("Ctrl+加号 减号", "字大小"))

    def refresh(self) -> None:
        """Show what the book says now."""
        for _, _, pane in self.panes.values():
            pane.refresh()

    def begin(self) -> None:
        """Take the focus: the list of categories."""
        self._list.setFocus()

    def finished(self) -> None:
        """Show what is different now."""
        self.refresh()

    def follow(self, verb: str, about: str) -> None:
        """Show a category: "settings:backup" makes a backup, "settings:password" asks for a new password."""
        del about
        if verb in self.panes:
            self.show_category(verb)
        if verb == "backup":
            self.backup.ask_backup()
        elif verb == "password":
            self.security.ask_password()

    def show_category(self, key: str) -> None:
        """Show a category by its key."""
        self._list.setCurrentIndex(self._list.model().index(list(self.panes).index(key), 0))

    def _turn(self, now: QModelIndex, _: QModelIndex) -> None:
        self._stack.setCurrentIndex(now.row())

    def _done_at_once(self, said: str) -> None:
        self.complain("")
        self.noted.emit(said)

    # -- backups ------------------------------------------------------------------------------------------------

    def _backup_to(self, folder: str) -> None:
        self.back_up_to(Path(folder))

    def back_up_to(self, folder: Path) -> None:
        """Make a backup in a folder."""
        self.start("正在备份", BackingUp(self.desk.workspace, folder), _backed_up)

    def _drill(self, file: str) -> None:
        path = Path(file)
        task = self.start("正在试开备份", TryingBackup(self.desk.workspace, path), partial(_tried, path.name))
        task.failed.connect(self.finished)  # its mark says so from now on

    def _check(self) -> None:
        self.start("正在检查整本台账", Checking(self.desk.workspace), _checked)

    def _ask_restore(self, file: str) -> None:
        if not self.desk.workspace.may_manage:
            self.complain("恢复备份只有支部书记能办。请先锁定，再由书记打开。")
            return
        why = "现在的台账会先另存一份，不会丢。恢复以后锁定，还是用现在的密码打开。"
        known = partial(_known, self.desk.workspace)
        dialog = SecretDialog(self.desk, self.window(), "恢复到这一天", why, ("您的密码",), known)
        dialog.done_with.connect(partial(self._restore, file))
        dialog.open()

    def _restore(self, file: str, _: Any) -> None:
        self.restored.emit(file)


def _known(workspace: Any, given: dict[str, str]) -> None:
    workspace.must_know(given["您的密码"])


def _backed_up(made: Any) -> str:
    return f"备份好了，试开过，能用：{made.name}（{made.stat().st_size / 1e6:.1f} MB）。"


def _tried(name: str, _: Any) -> str:
    return f"{name}：试开过，每一页都好，能用。"


def _checked(damage: Any) -> str:
    if not damage:
        return "查完了，整本台账都好。"
    return f"发现 {len(damage)} 处损坏：{damage[0].where} {damage[0].what}。请先不要再记，用最近的备份恢复。"
