"""The steps of the first run, a branch's or an office's, their side list and their foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.store.recovery import new_code
from ui import metrics, pieces
from ui.crash import CODE
from ui.dialogs.first_run.backup_step import BackupStep
from ui.dialogs.first_run.branch_step import BranchStep
from ui.dialogs.first_run.frame import Foot, WhoseLine
from ui.dialogs.first_run.key_step import KeyStep
from ui.dialogs.first_run.making import Making
from ui.dialogs.first_run.office_step import OfficeStep, Trying
from ui.dialogs.first_run.password_step import PasswordStep
from ui.dialogs.first_run.start_step import Made, StartStep
from ui.dialogs.steps import StepList
from ui.messages import Strip
from ui.roomy import Roomy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from danyang_desktop.base.progress import Progress
    from ui.background import Background
    from ui.dialogs.first_run.step import Step
    from ui.theme import Theme

_BRANCH, _OFFICE = "branch", "office"
_WHOSE = {_BRANCH: "村、社区支部", _OFFICE: "县（市、区）办公室"}
_TAKES = {_BRANCH: "4 步，大约 3 分钟", _OFFICE: "5 步，大约 5 分钟"}
_NARROW = 1000
"""Below this width the list of steps is left out."""


class FirstRun(QWidget):
    """The book is made after the second step, and `opened` carries it after the last.

    `then` is what the window is to go to first: "", "people:import" or "branches:import".
    """

    opened = Signal(object)

    def __init__(self, theme: Theme, background: Background, book: Path, how: Mapping[str, Any]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._background = background
        self._book = book
        self._how = dict(how)
        self._workspace: Any = None
        self._code = new_code()
        self._server = ""
        self.then = ""
        self._branch = BranchStep(theme, _towns())
        self._office = OfficeStep(theme, self._how.pop("database", ""))
        self._password = PasswordStep(theme, background, self._code)
        self._key = KeyStep(theme, background)
        self._backup = BackupStep(theme)
        self._start = StartStep(theme)
        self._tracks, self._role = self._make_tracks(), _BRANCH
        lay = pieces.row(self)
        self._steps = StepList(theme, "第一次使用", _TAKES[_BRANCH], tuple(name for _, name in self._track))
        lay.addWidget(self._steps)
        right = pieces.column()
        lay.addLayout(right, 1)
        self._strip = Strip(theme, "error", "firstRunStrip")
        self._over = pieces.column(margins=(80, metrics.MARGIN, 80, 0), gap=metrics.GAP)
        self._over.addWidget(self._strip)
        self._whose = WhoseLine(theme, _WHOSE)
        self._whose.roles.picked.connect(self._take_role)
        self._whose.roles.kept.connect(self._begin)
        self._over.addWidget(self._whose)
        right.addLayout(self._over)
        self._stack = QStackedWidget()
        self._rooms: dict[Step, Roomy] = {}
        for step, _ in (*self._tracks[_OFFICE], self._track[0]):
            step.changed.connect(self._allow)
            step.setObjectName("scrolled")
            self._rooms[step] = Roomy(step)
            self._stack.addWidget(self._rooms[step])
        right.addWidget(self._stack, 1)
        self._foot = Foot(theme)
        self._back, self._next = self._foot.back, self._foot.following
        self._back.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)
        right.addWidget(self._foot)
        self._goto(self._branch)

    def _make_tracks(self) -> dict[str, tuple[tuple[Step, str], ...]]:
        after = ((self._backup, "备份放哪里"), (self._start, "开始使用"))
        return {
            _BRANCH: ((self._branch, "您是哪个支部"), (self._password, "设密码"), *after),
            _OFFICE: ((self._office, "您是哪个办公室"), (self._password, "设密码"), (self._key, "备用钥匙"), *after),
        }

    def _take_role(self, role: str) -> None:
        self._role = role
        self._strip.say("")
        self._password.say_whose(role)
        self._steps.name_steps(_TAKES[role], tuple(name for _, name in self._track))
        self._goto(self._track[0][0])

    # -- going ------------------------------------------------------------------------------------------------

    @property
    def _track(self) -> tuple[tuple[Step, str], ...]:
        return self._tracks[self._role]

    @property
    def _at(self) -> int:
        """Which step of the track is shown."""
        return next(number for number, (step, _) in enumerate(self._track) if step is self._step)

    @property
    def _first(self) -> BranchStep | OfficeStep:
        return self._office if self._role == _OFFICE else self._branch

    def _goto(self, step: Step) -> None:
        self._step = step
        self._stack.setCurrentWidget(self._rooms[step])
        self._steps.show_step(self._at)
        self._whose.setVisible(step is self._first)
        self._back.setVisible(step is self._password)  # a book that is made is not unmade by going back
        self._next.setText("开始使用" if step is self._start else "下一步")
        self._foot.hint.setText(self._said_below())
        self._allow()
        self.setFocusProxy(step.begin())
        self._begin()

    def _begin(self) -> None:
        self._step.begin().setFocus()

    def _said_below(self) -> str:
        if self._step is self._key:
            return "没点“下一步”就关掉，这把钥匙不算数，下次打开再给一把"
        if self._step is not self._first:
            return "以后在“设置与备份”里还能改"
        return "数据只存在这台电脑上，不联网" if self._role == _BRANCH else "不填服务器，数据只存在这台电脑上，不联网"

    def _go_to_next(self) -> None:
        self._goto(self._track[self._at + 1][0])

    def _allow(self) -> None:
        self._next.setEnabled(self._step.complete)
        if self._branch.said:
            self._strip.say(self._branch.said)
            self._branch.said = ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the list of steps where the lines need the room: a small screen at 200 %."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_NARROW)
        self._steps.setVisible(not narrow)
        side = metrics.MARGIN if narrow else 80
        self._over.setContentsMargins(side, metrics.MARGIN, side, 0)
        for step in self._rooms:
            step.set_narrow(narrow=narrow, width=self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next line, presses the button it is on, and from a step's last line goes on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        after = self._step.next_line(focus)
        if isinstance(focus, QPushButton):
            focus.click()
        elif after is not None:
            after.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._next.isEnabled():
            self._go_on()

    def _go_back(self) -> None:
        self._goto(self._first)

    def _go_on(self) -> None:
        self._strip.say("")
        wrong = self._step.wrong()
        if wrong is not None:
            line, sentence = wrong
            self._strip.say(sentence)
            line.setFocus()
            line.selectAll()
        elif self._step is self._password:
            self._make_book()
        elif self._step is self._key:
            self._keep_key()
        elif self._step is self._backup:
            self._keep_backup()
        elif self._step is self._start:
            slug = "branches" if self._role == _OFFICE else "people"
            self.then = f"{slug}:import" if self._start.brings.isChecked() else ""
            self.opened.emit(self._workspace)
        elif self._role == _OFFICE and self._office.database:
            self._do("正在连数据库服务器", Trying(self._office.database), self._connected)
        else:
            self._to_password()

    def _to_password(self) -> None:
        code = self._first.about[0]
        self._password.card.about = f"{self._whose_book}　{'编码' if self._role == _OFFICE else '支部编码'} {code}"
        self._goto(self._password)

    @property
    def _whose_book(self) -> str:
        _, name, town = self._first.about
        return f"{town}{name.removeprefix(town)}"

    def _connected(self, shown: str) -> None:
        self._server = shown
        self._to_password()

    # -- the book ---------------------------------------------------------------------------------------------

    def _do(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        self._next.setEnabled(False)
        self._back.setEnabled(False)
        task = self._background.run(title, work)
        task.done.connect(self._ready)
        task.done.connect(done)
        task.failed.connect(self._failed)

    def _ready(self) -> None:
        self._back.setEnabled(True)

    def _make_book(self) -> None:
        work = Making(
            self._book, self._first.about, self._password.first.text(), self._code, self._first.who.text().strip(),
            self._how, self._role, self._office.database if self._role == _OFFICE else "",
        )  # fmt: skip
        self._do("正在建台账", work, self._made)

    def _made(self, workspace: Any) -> None:
        self._workspace = workspace
        self._code = ""
        self._password.clear()
        if self._role == _OFFICE:
            from danyang_desktop.county.office import Office

            self._key.show_key(*Office.begun(workspace.desk))
        self._go_to_next()

    def _keep_key(self) -> None:
        """Keep the keys whose recovery key is on paper now: had the window been closed before, there were none."""
        try:
            if self._key.office is not None:
                self._key.office.keep_keys()
        except Trouble as trouble:
            self._failed(trouble)
            return
        self._go_to_next()

    def _keep_backup(self) -> None:
        place = self._backup.place
        try:
            self._workspace.set_setting("backup_daily", self._backup.daily.isChecked())
            self._workspace.set_setting("backup_folders", [place] if place else [])
        except Trouble as trouble:
            self._failed(trouble)
            return
        code, who = self._first.about[0], self._first.who.text().strip()
        made = Made(f"{self._whose_book}（{code}）", who, place, self._server, office=self._role == _OFFICE)
        self._start.tell(made, self._workspace)
        self._go_to_next()

    def _failed(self, error: Exception) -> None:
        self._back.setEnabled(True)
        self._allow()
        if isinstance(error, UserError):
            self._strip.say(error.sentence)
        elif isinstance(error, Trouble):
            self._strip.say(f"{error.sentence}（编号 {error.code}）")
        else:
            self._strip.say(f"程序出了一点毛病，台账没有建成。请打电话问县里，报编号 {CODE}。")
            raise error

    def abandon(self) -> None:
        """Close a book that was made and not entered: the window is closed in the middle of the steps."""
        if self._workspace is not None:
            self._workspace.close()


def _towns() -> dict[str, str]:
    from danyang_desktop.base.towns import SHIPPED

    return {name: code for code, name in SHIPPED}
