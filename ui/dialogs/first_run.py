"""The first run: which branch, a password, the 开锁纸; then the book is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QStackedWidget, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.crash import CODE
from ui.dialogs.password_line import PasswordLine
from ui.dialogs.steps import StepList
from ui.messages import Strip

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from ui.background import Background
    from ui.theme import Theme

_STEPS = ("您是哪个支部", "设密码", "抄开锁纸")
_CODE_DIGITS = 14
_PASSWORD_LEAST = 6


class FirstRun(QWidget):
    """Three steps; the book is made after the second, and `opened` carries it after the third."""

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
        lay = pieces.row(self)
        self._steps = StepList(theme, "第一次使用", "3 步，大约 3 分钟", _STEPS)
        lay.addWidget(self._steps)
        right = pieces.column()
        lay.addLayout(right, 1)
        self._strip = Strip(theme, "error", "firstRunStrip")
        over = pieces.row(margins=(80, metrics.MARGIN, 80, 0))
        over.addWidget(self._strip)
        right.addLayout(over)
        self._stack = QStackedWidget()
        for make in (self._branch_step, self._password_step, self._paper_step):
            self._stack.addWidget(make())
        right.addWidget(self._stack, 1)
        right.addWidget(self._foot())
        self._goto(0)

    # -- the steps --------------------------------------------------------------------------------------------

    def _step(self, title: str, hint: str) -> tuple[QWidget, QGridLayout]:
        step = QWidget()
        outer = pieces.column(step, margins=(80, 56, 80, metrics.MARGIN), gap=metrics.SMALL)
        outer.addWidget(pieces.label(title, "big"))
        outer.addWidget(pieces.label(hint, "second16", wrap=True))
        outer.addSpacing(metrics.PAD)
        grid = QGridLayout()
        grid.setHorizontalSpacing(metrics.PAD)
        grid.setVerticalSpacing(metrics.GAP)
        grid.setColumnMinimumWidth(0, self._theme.px(metrics.FORM_LABEL))
        grid.setColumnStretch(2, 1)
        outer.addLayout(grid)
        outer.addStretch(1)
        return step, grid

    def _field(self, grid: QGridLayout, text: str, line: QLineEdit, hint: str = "") -> QLineEdit:
        row = grid.rowCount()
        name = pieces.label(text, "label")
        name.setBuddy(line)
        line.setFixedWidth(self._theme.px(380))
        line.returnPressed.connect(self._enter)
        grid.addWidget(name, row, 0)
        grid.addWidget(line, row, 1)
        grid.addWidget(pieces.label(hint, "hint", wrap=True), row, 2)
        return line

    def _line(self, name: str, says: str, placeholder: str = "") -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(says)
        line.setPlaceholderText(placeholder)
        return line

    def _branch_step(self) -> QWidget:
        step, grid = self._step("您是哪个支部", "名字会印在台账上；编码跟着每一条记录上报县里。")
        self._name = self._field(grid, "支部名称 *", self._line("branchNameLine", "支部名称，必填", "如 柳塘村党支部"))
        self._town = self._field(
            grid, "所在镇（街道）*", self._line("branchTownLine", "所在镇或街道，必填", "如 青山镇")
        )
        self._code = self._field(
            grid,
            "支部编码 *",
            self._line("branchCodeLine", "支部编码，必填", "14 位数字"),
            "12 位区划代码加 2 位支部号，县里有",
        )
        self._who = self._field(
            grid, "您的姓名 *", self._line("operatorLine", "您的姓名，必填"), "记在每条记录的“记录人”里"
        )
        return step

    def _password_step(self) -> QWidget:
        step, grid = self._step("给台账设一个密码", "台账里有身份证号、谈话内容，设了密码别人打不开。")
        self._first = PasswordLine(self._theme, "newPassword", "密码，必填")
        self._again = PasswordLine(self._theme, "newPasswordAgain", "再输一遍，必填")
        self._field(grid, "密码 *", self._first, f"至少 {_PASSWORD_LEAST} 个字母、数字或汉字")
        self._field(grid, "再输一遍 *", self._again)
        return step

    def _paper_step(self) -> QWidget:
        step, grid = self._step(
            "万一忘了密码", "把下面的号码抄在纸上，交给支部锁好。没有它，忘了密码就打不开了。只显示这一次。"
        )
        card = pieces.card("recoveryCard")
        inner = pieces.row(card, margins=(20, 20, 20, 20))
        self._recovery = pieces.label("", "big", name="recoveryCode", selectable=True)
        inner.addWidget(self._recovery)
        inner.addStretch(1)
        grid.addWidget(card, 0, 0, 1, 3)
        self._kept = QCheckBox("已经抄好，交给支部保管")
        self._kept.setObjectName("recoveryKept")
        self._kept.setAccessibleName("已经抄好，交给支部保管")
        self._kept.toggled.connect(self._allow)
        grid.addWidget(self._kept, 1, 0, 1, 3)
        return step

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setObjectName("status")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setFixedHeight(self._theme.px(68))
        lay = pieces.row(
            foot, margins=(metrics.MARGIN + metrics.SMALL, 0, metrics.MARGIN + metrics.SMALL, 0), gap=metrics.GAP
        )
        lay.addWidget(pieces.label("数据只存在这台电脑上，不联网", "hint"))
        lay.addStretch(1)
        self._back = pieces.button(self._theme, "上一步", "firstRunBack")
        self._back.clicked.connect(self._go_back)
        self._next = pieces.button(self._theme, "下一步", "firstRunNext", kind="primary")
        self._next.clicked.connect(self._go_on)
        lay.addWidget(self._back)
        lay.addWidget(self._next)
        return foot

    # -- going ------------------------------------------------------------------------------------------------

    def _goto(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self._steps.show_step(step)
        self._back.setVisible(step == 1)
        self._next.setText("开始使用" if step == len(_STEPS) - 1 else "下一步")
        self._allow()
        first = (self._name, self._first, self._kept)[step]
        self.setFocusProxy(first)
        first.setFocus()

    def _allow(self) -> None:
        last = self._stack.currentIndex() == len(_STEPS) - 1
        self._next.setEnabled(not last or self._kept.isChecked())

    def _enter(self) -> None:
        """Go to the next line, and from a step's last one to the next step."""
        line = self.sender()
        after = {self._name: self._town, self._town: self._code, self._code: self._who, self._first: self._again}
        if isinstance(line, QLineEdit) and line in after:
            after[line].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._go_on()

    def _go_back(self) -> None:
        self._goto(0)

    def _go_on(self) -> None:
        self._strip.say("")
        step = self._stack.currentIndex()
        if step == 0:
            wrong = self._branch_wrong()
            if wrong:
                self._complain(*wrong)
            else:
                self._goto(1)
        elif step == 1:
            self._make_book()
        elif self._kept.isChecked():
            self.opened.emit(self._workspace)

    def _branch_wrong(self) -> tuple[QLineEdit, str] | None:
        for line, what in (
            (self._name, "支部名称"),
            (self._town, "所在镇"),
            (self._code, "支部编码"),
            (self._who, "姓名"),
        ):
            if not line.text().strip():
                return line, f"“{what}”没有填，请补上。"
        code = self._code.text().strip()
        if len(code) != _CODE_DIGITS or not (code.isascii() and code.isdigit()):
            return self._code, f"支部编码应是 {_CODE_DIGITS} 位数字，现在是 {len(code)} 位。请再核对一遍。"
        return None

    def _complain(self, line: QLineEdit, sentence: str) -> None:
        self._strip.say(sentence)
        line.setFocus()
        line.selectAll()

    def _make_book(self) -> None:
        if self._first.text() != self._again.text():
            self._complain(self._again, "两次输的密码不一样。请再输一遍。")
            return
        if len(self._first.text()) < _PASSWORD_LEAST:
            self._complain(self._first, f"密码太短。请用 {_PASSWORD_LEAST} 个以上的字母、数字或汉字。")
            return
        self._next.setEnabled(False)
        about = (self._code.text().strip(), self._name.text().strip(), self._town.text().strip())
        work = _Making(self._book, about, self._first.text(), self._who.text().strip(), self._how)
        task = self._background.run("正在建台账", work)
        task.done.connect(self._made)
        task.failed.connect(self._failed)

    def _made(self, made: Any) -> None:
        self._workspace, recovery = made
        self._recovery.setText(recovery.replace("-", " · "))
        self._first.clear()
        self._again.clear()
        self._goto(2)

    def _failed(self, error: Exception) -> None:
        self._allow()
        if isinstance(error, UserError):
            self._strip.say(error.sentence)
        elif isinstance(error, Trouble):
            self._strip.say(f"{error.sentence}（编号 {error.code}）")
        else:
            self._strip.say(f"程序出了一点毛病，台账没有建成。请打电话问县里，报编号 {CODE}。")
            raise error


class _Making:
    """The work of making the book, for the worker."""

    def __init__(
        self, book: Path, about: tuple[str, str, str], password: str, operator: str, how: dict[str, Any]
    ) -> None:
        self._book = book
        self._about = about
        self._password = password
        self._operator = operator
        self._how = how

    def __call__(self, progress: Progress) -> Any:
        """Make the book and note in it who keeps it."""
        from danyang_desktop.opening import Branch
        from danyang_desktop.workspace import Workspace

        progress(0, 0, "正在建台账")
        workspace, recovery = Workspace.create(
            self._book, branch=Branch(*self._about), password=self._password, operator=self._operator, **self._how
        )
        workspace.set_setting("operator", self._operator)
        return workspace, recovery
