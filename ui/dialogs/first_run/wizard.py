"""The four steps of the first run, their side list and their foot."""

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
from ui.dialogs.first_run.making import Making
from ui.dialogs.first_run.password_step import PasswordStep
from ui.dialogs.first_run.start_step import StartStep
from ui.dialogs.steps import StepList
from ui.messages import Strip
from ui.roomy import Roomy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from ui.background import Background
    from ui.dialogs.first_run.step import Step
    from ui.theme import Theme

_STEPS = ("您是哪个支部", "设密码", "备份放哪里", "开始使用")
_PASSWORD, _LAST = 1, 3
_NARROW = 1000
"""Below this width the list of steps is left out."""


class FirstRun(QWidget):
    """The book is made after the second step, and `opened` carries it after the fourth.

    `then` is what the window is to go to first: "" or "people:import".
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
        self.then = ""
        self._branch = BranchStep(theme, _towns())
        self._password = PasswordStep(theme, background, self._code)
        self._backup = BackupStep(theme)
        self._start = StartStep(theme)
        self._all: tuple[Step, ...] = (self._branch, self._password, self._backup, self._start)
        lay = pieces.row(self)
        self._steps = StepList(theme, "第一次使用", f"{len(_STEPS)} 步，大约 3 分钟", _STEPS)
        lay.addWidget(self._steps)
        right = pieces.column()
        lay.addLayout(right, 1)
        self._strip = Strip(theme, "error", "firstRunStrip")
        over = pieces.row(margins=(80, metrics.MARGIN, 80, 0))
        over.addWidget(self._strip)
        right.addLayout(over)
        self._stack = QStackedWidget()
        for step in self._all:
            step.changed.connect(self._allow)
            step.setObjectName("scrolled")
            self._stack.addWidget(Roomy(step))
        right.addWidget(self._stack, 1)
        right.addWidget(self._foot())
        self._goto(0)

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setObjectName("status")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setFixedHeight(self._theme.px(68))
        margin = metrics.MARGIN + metrics.SMALL
        lay = pieces.row(foot, margins=(margin, 0, margin, 0), gap=metrics.GAP)
        self._hint = pieces.label("", "hint", name="firstRunHint")
        lay.addWidget(self._hint)
        lay.addStretch(1)
        self._back = pieces.button(self._theme, "上一步", "firstRunBack")
        self._back.clicked.connect(self._go_back)
        self._next = pieces.button(self._theme, "下一步", "firstRunNext", kind="primary")
        self._next.clicked.connect(self._go_on)
        lay.addWidget(self._back)
        lay.addWidget(self._next)
        return foot

    # -- going ------------------------------------------------------------------------------------------------

    @property
    def _at(self) -> int:
        return self._stack.currentIndex()

    def _goto(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._steps.show_step(number)
        self._back.setVisible(number == _PASSWORD)  # a book that is made is not unmade by going back
        self._next.setText("开始使用" if number == _LAST else "下一步")
        self._hint.setText("数据只存在这台电脑上，不联网" if number == 0 else "以后在“设置与备份”里还能改")
        self._allow()
        first = self._all[number].begin()
        self.setFocusProxy(first)
        first.setFocus()

    def _allow(self) -> None:
        self._next.setEnabled(self._all[self._at].complete)
        if self._branch.said:
            self._strip.say(self._branch.said)
            self._branch.said = ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the list of steps where the lines need the room: a small screen at 200 %."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_NARROW)
        self._steps.setVisible(not narrow)
        for step in self._all:
            step.set_narrow(narrow=narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next line, presses the button it is on, and from a step's last line goes on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        after = self._all[self._at].next_line(focus)
        if isinstance(focus, QPushButton):
            focus.click()
        elif after is not None:
            after.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._next.isEnabled():
            self._go_on()

    def _go_back(self) -> None:
        self._goto(0)

    def _go_on(self) -> None:
        self._strip.say("")
        wrong = self._all[self._at].wrong()
        if wrong is not None:
            line, sentence = wrong
            self._strip.say(sentence)
            line.setFocus()
            line.selectAll()
        elif self._at == _PASSWORD:
            self._make_book()
        elif self._at == _LAST:
            self.then = "people:import" if self._start.brings.isChecked() else ""
            self.opened.emit(self._workspace)
        elif self._at > _PASSWORD:
            self._keep_backup()
        else:
            code, name, town = self._branch.about
            self._password.card.about = f"{town}{name.removeprefix(town)}　支部编码 {code}"
            self._goto(self._at + 1)

    # -- the book ---------------------------------------------------------------------------------------------

    def _make_book(self) -> None:
        self._next.setEnabled(False)
        self._back.setEnabled(False)
        work = Making(
            self._book, self._branch.about, self._password.first.text(), self._code,
            self._branch.who.text().strip(), self._how,
        )  # fmt: skip
        task = self._background.run("正在建台账", work)
        task.done.connect(self._made)
        task.failed.connect(self._failed)

    def _made(self, workspace: Any) -> None:
        self._workspace = workspace
        self._code = ""
        self._password.clear()
        self._goto(_PASSWORD + 1)

    def _keep_backup(self) -> None:
        place = self._backup.place
        try:
            self._workspace.set_setting("backup_daily", self._backup.daily.isChecked())
            self._workspace.set_setting("backup_folders", [place] if place else [])
        except Trouble as trouble:
            self._failed(trouble)
            return
        code, name, town = self._branch.about
        self._start.tell(
            (
                f"支部：{town}{name.removeprefix(town)}（{code}）",
                f"使用人：{self._branch.who.text().strip()}（书记）",
                f"备份：{place or '还没有选地方，今日页上会提醒'}",
                "开锁纸：请确认已经交给支部锁好",
            )
        )
        self._goto(_LAST)

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
