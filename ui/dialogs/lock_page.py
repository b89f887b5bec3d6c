"""Opening the book: by its password, or by the code on the 开锁纸."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.paths import device_folder
from danyang_desktop.store.tries import TRIES, Tries
from ui import metrics, pieces
from ui.crash import CODE
from ui.dialogs.gate_side import gate_side
from ui.dialogs.password_line import PasswordLine
from ui.roomy import Roomy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from danyang_desktop.base.progress import Progress
    from ui.background import Background
    from ui.remember import OfBook
    from ui.theme import Theme

_FORM = 420
_POSTS = {"书记": "支部书记", "记录": "记录人", "查看": "只查看"}


class LockPage(QWidget):
    """After five wrong passwords it waits five minutes, also over a restart. `opened` carries the workspace."""

    opened = Signal(object)

    def __init__(self, theme: Theme, background: Background, book: Path, known: OfBook, how: Mapping[str, Any]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._background = background
        self._book = book
        self._how = dict(how)
        self._tries = Tries(self._how.get("device_folder") or device_folder(), str(book.resolve()))
        self._by_paper = False
        self.then = ""
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._second)
        lay = pieces.row(self)
        self._side = gate_side(theme)
        lay.addWidget(self._side)
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._form(inside, theme, known)
        lay.addWidget(Roomy(inside), 1)
        self.setFocusProxy(self.password)
        if self._tries.wait:
            self._begin_wait()

    def _form(self, inside: QWidget, theme: Theme, known: OfBook) -> None:
        name, town = known.branch
        outer = pieces.row(inside)
        outer.addStretch(2)
        holder = QWidget()
        holder.setFixedWidth(theme.px(_FORM))
        form = pieces.column(holder, gap=metrics.SMALL)
        form.addStretch(2)
        form.addWidget(pieces.label(name.removeprefix(town) or "丹阳台账", "gate", name="lockBranch"))
        form.addWidget(pieces.label(f"{town} · 已锁定，输密码继续" if town else "已锁定，输密码继续", "second16"))
        form.addSpacing(metrics.PAD)
        form.addWidget(self._person_choice(known.people))
        self._label = pieces.label("密码", name="lockLabel")
        form.addWidget(self._label)
        self.password = PasswordLine(theme, "password", "密码")
        self.password.setProperty("rank", "large")
        self.password.returnPressed.connect(self.open_book)
        self._label.setBuddy(self.password)
        form.addWidget(self.password)
        self._said = pieces.label("", "complaint", name="lockSaid", wrap=True)
        self._said.setMinimumHeight(theme.px(24))
        form.addWidget(self._said)
        form.addSpacing(metrics.SMALL)
        buttons = pieces.row(gap=metrics.PAD)
        self.open_button = pieces.button(theme, "打开台账", "openBook", kind="primary", rank="large")
        self.open_button.setMinimumWidth(theme.px(160))
        self.open_button.clicked.connect(self.open_book)
        self._other = pieces.button(theme, "忘记密码怎么办？", "lockForgot", kind="link")
        self._other.clicked.connect(self._turn)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        form.addLayout(buttons)
        form.addSpacing(metrics.MARGIN)
        self._below, self._theme = pieces.column(), theme
        form.addLayout(self._below)
        if known.waiting:
            self.tell(f"上次退出时有 {known.waiting}，已经替您存好。")
        form.addStretch(3)
        outer.addWidget(holder)
        outer.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the mark on the left where the form needs the room: a small screen at 200 %."""
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= self._side.width() + self._theme.px(_FORM) + 4 * metrics.MARGIN)

    def tell(self, said: str) -> None:
        """Say something that has no haste, below the buttons."""
        from ui.messages import Strip

        pieces.clear(self._below)
        told = Strip(self._theme, "info", "lockWaiting")
        self._below.addWidget(told)
        told.say(said)

    def _person_choice(self, people: list[tuple[str, str]]) -> QWidget:
        """Return the choice of who sits down; a book that was never opened on this computer does not know yet."""
        around = QWidget()
        lay = pieces.column(around, gap=metrics.SMALL)
        name = pieces.label("使用人")
        self.person = QComboBox()
        self.person.setObjectName("lockPerson")
        self.person.setAccessibleName("使用人")
        if people:  # a list that is never opened costs start-up time
            self.person.view().setAccessibleName("使用人")
        self.person.setProperty("rank", "large")
        for one, role in people:
            self.person.addItem(f"{one}（{_POSTS.get(role, role)}）", one)
        self.person.currentIndexChanged.connect(self._other_person)
        name.setBuddy(self.person)
        lay.addWidget(name)
        lay.addWidget(self.person)
        lay.addSpacing(metrics.SMALL)
        around.setVisible(bool(people))
        self._around = around
        return around

    def _other_person(self) -> None:
        self.password.clear()
        self._say("")
        self.password.setFocus()

    def _turn(self) -> None:
        """Ask for the code on the 开锁纸 instead, or for the password again."""
        self._by_paper = not self._by_paper
        self._around.setVisible(not self._by_paper and self.person.count() > 0)
        self.password.clear()
        self._say("")
        self._label.setText("开锁纸上的号码（四个一组，共六组）" if self._by_paper else "密码")
        self.password.setAccessibleName("开锁纸上的号码" if self._by_paper else "密码")
        self._other.setText("还是用密码" if self._by_paper else "忘记密码怎么办？")
        self._lock_form(locked=False)  # the code on the paper is too long to be guessed, and need not wait
        if not self._by_paper and self._tries.wait:
            self._begin_wait()
        self.password.setFocus()

    def open_book(self) -> None:
        """Open the book; working out the key takes a moment and must not hold the window up."""
        secret = self.password.text()
        if not self.open_button.isEnabled():
            return
        if not secret:
            self._say("请输入密码。" if not self._by_paper else "请照着开锁纸输入号码。")
            return
        self._lock_form(locked=True)
        self._say("")
        key = "recovery" if self._by_paper else "password"
        who = "" if self._by_paper else str(self.person.currentData() or "")
        task = self._background.run("正在打开台账", _Opening(self._book, {key: secret, "operator": who, **self._how}))
        task.done.connect(self._done)
        task.failed.connect(self._failed)

    def _lock_form(self, *, locked: bool) -> None:
        self.open_button.setEnabled(not locked)
        self.password.setEnabled(not locked)
        self.open_button.setText("正在打开…" if locked else "打开台账")

    def _done(self, workspace: Any) -> None:
        self._tick.stop()
        self._tries.forget()
        self.then = "settings:password" if self._by_paper else ""  # who forgot the password sets a new one
        self.opened.emit(workspace)

    def _failed(self, error: Exception) -> None:
        self._lock_form(locked=False)
        self.password.setFocus()
        self.password.selectAll()
        if isinstance(error, UserError) and error.field == "password":
            self._wrong()
        elif isinstance(error, UserError):
            self._say(error.sentence)
        elif isinstance(error, Trouble):
            self._say(f"{error.sentence}（编号 {error.code}）")
        else:
            self._say(f"程序出了一点毛病，台账没有打开，里面的东西没有动。请打电话问县里，报编号 {CODE}。")
            raise error

    def _wrong(self) -> None:
        self._tries.wrong()
        left = self._tries.left
        if left > 0:
            self._say(f"密码不对。还可以试 {left} 次，请看看大写锁定键是不是开着。")
        else:
            self._begin_wait()

    def _begin_wait(self) -> None:
        self._lock_form(locked=True)
        self._tick.start()
        self._second()

    def _second(self) -> None:
        if self._by_paper:
            return
        self.open_button.setText("打开台账")
        left = self._tries.wait
        if not left:
            self._tick.stop()
            self._lock_form(locked=False)
            self._say("")
            self.password.setFocus()
            return
        minutes, seconds = divmod(left, 60)
        self._say(f"密码错了 {TRIES} 次，请等 {minutes} 分 {seconds:02} 秒再试。也可以用开锁纸。")

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self.password.setAccessibleDescription(sentence)
        pieces.set_state(self.password, "state", "error" if sentence else "")


class _Opening:
    """The work of opening, for the worker; the workspace is imported here, not at the start."""

    def __init__(self, book: Path, how: dict[str, Any]) -> None:
        self._book = book
        self._how = how

    def __call__(self, progress: Progress) -> Any:
        """Open the book, and index what an import that was cut off still owes to the search."""
        from danyang_desktop.workspace import Workspace

        progress(0, 0, "正在打开台账")
        workspace = Workspace.open(self._book, **self._how)
        workspace.index(progress)
        return workspace
