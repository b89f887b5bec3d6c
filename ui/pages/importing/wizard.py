"""从 Excel 导入: four steps in a window of their own, 选文件 → 对应栏目 → 检查每一行 → 完成 (screens 07b, 07c)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from ui import metrics, pieces
from ui.elided import Elided
from ui.messages import Strip
from ui.pages.importing.columns_step import ColumnsStep
from ui.pages.importing.done_step import DoneStep
from ui.pages.importing.files_step import FilesStep
from ui.pages.importing.rows_step import RowsStep
from ui.pages.importing.side import ImportSide
from ui.pages.importing.works import Importing, Planning, Reading, TakingBack, WritingRefused, WritingTemplate
from ui.progress_strip import ProgressStrip
from ui.roomy import body_in
from ui.window.header import Header

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.exchange.plan import Plan
    from danyang_desktop.import_log import Import
    from ui.desk import Desk
    from ui.pages.importing.coming import Coming
    from ui.pages.importing.works import Done
    from ui.theme import Theme

FILES, COLUMNS, ROWS, DONE = range(4)
_NARROW = 1000
"""Below this width the list of steps is left out."""
_KEYS = (("F4", "下一个问题"), ("F2", "改格子"), ("Enter", "下一行"), ("Del", "不导入"))


def _words(step: int, coming: Coming | None, good: int) -> tuple[str, str, str, str]:
    """Return what a step says: title, hint, button, and which file it is about."""
    if step == COLUMNS and coming is not None:
        hint = f"左边是 Excel 里的栏目，右边是台账里的栏目。{len(coming.columns)} 栏里认出了 {coming.known} 栏。"
        count = len(coming.grid.rows) - coming.heads.rows[-1] - 1
        return "对应栏目", hint, "下一步：检查", f"文件：{coming.path.name}，“{coming.grid.sheet}”，{count} 行"
    if step == ROWS:
        return "检查每一行", "有问题的排在前面，直接在格子里改", f"导入可以的 {good} 行", ""
    return ("完成", "", "看好了", "") if step == DONE else ("选文件", "原来的文件不会被改动", "", "")


def _foot(theme: Theme) -> QWidget:
    foot = QWidget()
    foot.setObjectName("status")
    foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    foot.setFixedHeight(theme.px(metrics.HEADER_HEIGHT))
    return foot


class ImportWizard(QDialog):
    """`imported` when something was saved or taken back; the page behind asks the book anew."""

    imported = Signal()

    def __init__(self, ledger: Ledger[Any], desk: Desk, parent: QWidget, *, called: str = "") -> None:
        """Make it; `called` is what the rows are to whoever brings them in, if not what the ledger is called."""
        super().__init__(parent)
        self.setObjectName("importWizard")
        self._called = called or ledger.title
        self.setWindowTitle("从 Excel 导入")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(parent.window().size())
        self._ledger = ledger
        self._desk = desk
        self._sheets: list[Coming] = []
        self._chosen = 0
        self._next: Callable[[Any], None] = self._nothing
        self._outcome: Callable[[], None] | None = None
        desk.background.ended.connect(self._settle)
        self._busy = False
        lay = pieces.row(self)
        self.side = ImportSide(desk.theme)
        lay.addWidget(self.side)
        right = pieces.column()
        lay.addLayout(right, 1)
        self._header = Header(desk.theme, "")
        right.addWidget(self._header)
        self._progress = ProgressStrip(desk.theme)
        right.addWidget(self._progress)
        body = body_in(right)
        self.strip = Strip(desk.theme, "error", "importStrip")
        self.good = Strip(desk.theme, "ok", "importGood")
        body.addWidget(self.strip)
        body.addWidget(self.good)
        self._stack = QStackedWidget()
        body.addWidget(self._stack, 1)
        right.addWidget(self._make_foot())
        self._make_steps()
        self._go(FILES)

    def _make_steps(self) -> None:
        self.files = FilesStep(self._ledger, self._desk, self._called)
        self.files.picked.connect(self.read)
        self.files.template_wanted.connect(self.write_template)
        self.files.back_wanted.connect(self.take_back)
        self.columns = ColumnsStep(self._desk)
        self.columns.changed.connect(self._say_step)
        self.columns.sheet_wanted.connect(self._choose_sheet)
        self.rows = RowsStep(self._desk)
        self.rows.changed.connect(self._say_step)
        self.rows.refused_wanted.connect(self._ask_refused)
        self.rows.anew_wanted.connect(self._check)
        self.end = DoneStep(self._desk)
        self.end.back_wanted.connect(self.take_back)
        self.end.refused_wanted.connect(self._ask_refused)
        for one in (self.files, self.columns, self.rows, self.end):
            self._stack.addWidget(one)

    def _make_foot(self) -> QWidget:
        foot = _foot(self._desk.theme)
        lay = pieces.row(foot, margins=(metrics.MARGIN, 0, metrics.MARGIN, 0), gap=metrics.GAP)
        self._known = QWidget()
        self._keys = pieces.row(self._known, gap=metrics.SMALL)
        lay.addWidget(self._known)
        self._file = Elided("", "second", name="importFile")
        lay.addWidget(self._file, 1)
        theme = self._desk.theme
        self.back_button = pieces.button(theme, "上一步", "importBack")
        self.leave_button = pieces.button(theme, "取消", "importLeave")
        self.go_button = pieces.button(theme, "下一步", "importGo", kind="primary")
        for one, does in (
            (self.back_button, self._back),
            (self.leave_button, self.reject),
            (self.go_button, self.go_on),
        ):
            one.clicked.connect(does)
            lay.addWidget(one)
        pieces.on_keys(self, ("Ctrl+Return", self.go_on), ("Ctrl+S", self.go_on))
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the list of steps and the keys where the rows need the room: the head says which step this is."""
        super().resizeEvent(event)
        roomy = self.width() >= self._desk.theme.px(_NARROW)
        self.side.setVisible(roomy)
        self._known.setVisible(roomy)
        self._say_step()

    # -- steps ------------------------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """The present step."""
        return self._stack.currentIndex()

    @property
    def coming(self) -> Coming:
        """The sheet that is imported."""
        return self._sheets[self._chosen]

    def contents(self, name: str) -> list[str]:
        """Return what the sheet that was chosen has in the column put into a field; nothing if none was chosen."""
        return self.coming.contents(name) if self._sheets else []

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self.side.show_step(step)
        self._say_step()
        if step == FILES:
            self.files.choose.setFocus(Qt.FocusReason.TabFocusReason)
        elif step == COLUMNS:
            self.columns.start()
        elif step == ROWS:
            self.rows.table.setFocus()
        else:
            self.go_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _say_step(self) -> None:
        step = self.step
        title, hint, go, file = _words(step, self.coming if self._sheets else None, self.rows.good)
        self._header.title.setText(f"{step + 1}. {title}" if self.side.isHidden() else title)
        self._header.hint.setText(hint)
        self._file.setText(file)
        self.go_button.setText(go)
        self.go_button.setAccessibleName(go)
        self.go_button.setVisible(bool(go))
        self.go_button.setEnabled(not self._busy and (step != ROWS or self.rows.good > 0))
        self.back_button.setVisible(step in (COLUMNS, ROWS))
        self.leave_button.setVisible(step != DONE)
        pieces.clear(self._keys)
        for cap, does in _KEYS if step == ROWS else ():
            self._keys.addWidget(pieces.key_cap(cap))
            self._keys.addWidget(pieces.label(does))
            self._keys.addSpacing(metrics.SMALL)

    def _back(self) -> None:
        self._hush()
        self._go(self.step - 1)

    def go_on(self) -> None:
        """Go on to the next step, or do what this one prepared."""
        if self._busy or self.go_button.isHidden() or not self.go_button.isEnabled():
            return
        if self.step == COLUMNS:
            self._check()
        elif self.step == ROWS:
            self._start("正在导入", Importing(self._desk.workspace, self.coming), self._imported)
        elif self.step == DONE:
            self.accept()

    # -- work -------------------------------------------------------------------------------------------------

    def _start(self, title: str, work: Any, then: Callable[[Any], None]) -> None:
        self._hush()
        self._next = then
        self._busy = True
        self._say_step()
        self._stack.setEnabled(False)
        task = self._desk.background.run(title, work)
        self._progress.follow(task)
        task.done.connect(self._worked)
        task.failed.connect(self._failed)
        task.cancelled.connect(self._cancelled)

    def _nothing(self, result: Any) -> None:
        """There is nothing to do with a result yet."""

    def _worked(self, result: Any) -> None:
        self._outcome = partial(self._next, result)

    def _failed(self, error: Exception) -> None:
        self._outcome = partial(self.strip.say_error, error)

    def _cancelled(self) -> None:
        self._outcome = partial(self.good.say, "停下来了，一行也没有导入。")

    def _settle(self) -> None:
        """Go on once the worker is through and the window behind has woken: it gives the focus back where it was."""
        outcome, self._outcome = self._outcome, None
        if outcome is not None:
            self._busy = False
            self._stack.setEnabled(True)
            self._say_step()
            outcome()

    def _hush(self) -> None:
        self.strip.say("")
        self.good.say("")

    def read(self, path: Path) -> None:
        """Read a workbook."""
        self._start(f"正在读“{path.name}”", Reading(path, self._ledger), self._was_read)

    def _was_read(self, sheets: list[Coming]) -> None:
        self._sheets = sheets
        self._choose_sheet(0)

    def _choose_sheet(self, number: int) -> None:
        self._chosen = number
        self.columns.show_sheets(self._sheets, number)
        self._go(COLUMNS)

    def _check(self) -> None:
        self._start("正在检查每一行", Planning(self._desk.workspace, self.coming), self._checked)

    def _checked(self, plan: Plan) -> None:
        self.rows.show_plan(self.coming, plan)
        self._go(ROWS)

    def _imported(self, done: Done) -> None:
        self.end.show_done(done, self._ledger)
        self._go(DONE)
        self.imported.emit()

    def take_back(self, made: Import) -> None:
        """Take an import of the last seven days back."""
        self._start("正在撤回", TakingBack(self._desk.workspace, made), self._taken_back)

    def _taken_back(self, counts: tuple[int, int]) -> None:
        taken, left = counts
        self.end.show_taken_back(taken, left, self._ledger)
        self._go(DONE)
        self.imported.emit()

    def write_template(self, path: Path) -> None:
        """Write an empty workbook."""
        self._start("正在做空表", WritingTemplate(self._desk.workspace, self._ledger, path), self._wrote_template)

    def _wrote_template(self, path: Path) -> None:
        self.good.say(f"空表存好了：{path.name}。填好以后再来，选这个文件。")

    def _ask_refused(self) -> None:
        from danyang_desktop.exchange.workbook_out import refused_path

        self.write_refused(refused_path(self.coming.path))

    def write_refused(self, path: Path) -> None:
        """Write the rows that are wrong into a workbook of their own."""
        self._out = path
        self._start("正在另存有问题的行", WritingRefused(self._desk.workspace, self.coming, path), self._wrote_refused)

    def _wrote_refused(self, count: int) -> None:
        self.good.say(f"{count} 行另存成“{self._out.name}”，放在原来的文件旁边。改好以后可以直接再导入。")

    def reject(self) -> None:
        """Leave, unless something is under way: that is stopped with its own button."""
        if not self._busy:
            super().reject()
