"""The page of one ledger or register: its list, and over it the form of the record that is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.declare.look import Link
from danyang_desktop.numbering import renumber
from ui import metrics, pieces, shown
from ui.dialogs.act import ActDialog
from ui.dialogs.ask import Answer, Ask
from ui.dialogs.history import HistoryDialog
from ui.dialogs.pictures import PicturesDialog, pictures_of
from ui.form.form_page import FormPage
from ui.messages import Strip
from ui.pages import wishes
from ui.pages.list_pane import ListPane
from ui.pages.page import Page
from ui.pages.secret_door import SecretDoor
from ui.pages.take_out import TakeOut
from ui.roomy import Roomy
from ui.window.header import Header

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_TELLING = ("edit", "history", "pictures")
"""What shows the texts of a record, also those that the table and the panel hide."""


def _bring_back(workspace: Workspace, record: Any) -> Any:
    return workspace.bring_back(record)


_TURNS = {"bring_back": (_bring_back, "已恢复"), "renumber": (renumber, "改了编号")}
"""What is done to a record at once, and what is said then."""


class LedgerPage(Page):
    """List and forms in a stack; a form may lie upon a form (新增一户 from within a visit)."""

    def __init__(self, ledger: Ledger[Any], desk: Desk, called: str = "", why: str = "") -> None:
        """Make the page; `called` stands in its head where the ledger is called otherwise here, `why`: its use."""
        super().__init__(desk, ledger.slug)
        self.ledger = ledger
        self._waiting: list[tuple[FormPage, str]] = []
        self._door = SecretDoor(ledger, desk, self)
        self._door.opened.connect(self._do)
        self._second_click = QTimer(self, singleShot=True, interval=metrics.DOUBLE_CLICK)
        self._stack = QStackedWidget(self)
        pieces.column(self).addWidget(self._stack)
        front = QWidget()
        lay = pieces.column(front)
        self._header = Header(desk.theme, called or ledger.short)
        self.list = ListPane(ledger, desk, called, why)
        self.take_out = TakeOut(ledger, desk, self.list, self._header)
        self._import = self._header.add_button("从 Excel 导入", "importRows", icon="up")
        self._import.clicked.connect(self.ask_import)
        self._new = self._header.add_button(shown.doing("新增", ledger), "newRecord", icon="plus", kind="primary")
        self._new.clicked.connect(self._new_pressed)
        lay.addWidget(self._header)
        self._strip = Strip(desk.theme, "error", "listStrip")
        for strip in (self._strip, self.take_out.good, self.take_out.bad):
            around = pieces.row(margins=(metrics.MARGIN, 0, metrics.MARGIN, 0))
            around.addWidget(strip)
            lay.addLayout(around)
        self.list.new_wanted.connect(self.start_new)
        self.list.draft_wanted.connect(self._open_draft)
        self.list.wanted.connect(self._do)
        self.list.counted.connect(self._say_title)
        lay.addWidget(Roomy(self.list), 1)
        self._stack.addWidget(front)
        self._stack.currentChanged.connect(self._turned)
        pieces.on_keys(
            front, ("Ctrl+F", self._find), ("F2", self.list.edit_current), ("Ctrl+N", self.start_new),
            ("Ctrl+P", self.take_out.ask_print), ("Ctrl+E", self.take_out.ask_export), ("Ctrl+I", self.ask_import),
        )  # fmt: skip

    # -- the page ---------------------------------------------------------------------------------------------

    @property
    def keys(self) -> Keys:
        """The keys that work here now."""
        form = self.form
        if form is not None:
            return form.keys
        return (("Ctrl+N", "新增"), ("Ctrl+F", "查找"), ("F2", "修改"), ("Ctrl+P", "打印"), ("Ctrl+E", "导出"))

    @property
    def form(self) -> FormPage | None:
        """The form that lies on top, or None."""
        top = self._stack.currentWidget()
        return top if isinstance(top, FormPage) else None

    @property
    def half_written(self) -> bool:
        """Tell whether a form is open that was typed into."""
        return any(form.half_written for form in self._forms())

    def _forms(self) -> list[FormPage]:
        widgets = (self._stack.widget(number) for number in range(1, self._stack.count()))
        return [one for one in widgets if isinstance(one, FormPage)]

    def refresh(self) -> None:
        """Ask the book anew."""
        self._strip.say("")
        self.take_out.clear()
        self.list.refresh()

    def begin(self) -> None:
        """Take the focus: the form that lies open, else the table, else the button that makes the first record."""
        form = self.form
        if form is not None:
            form.start()
        elif self.list.model.rowCount():
            self.list.table.setFocus()
        else:
            self._new.setFocus()

    def keep(self) -> None:
        """Put away what is half written."""
        for form in self._forms():
            form.keep()

    def _say_title(self) -> None:
        self._header.hint.setText(self.list.title)

    def _turned(self) -> None:
        self.keys_changed.emit()

    def _find(self) -> None:
        self.list.search.setFocus()
        self.list.search.selectAll()

    # -- forms ------------------------------------------------------------------------------------------------

    def start_new(self) -> None:
        """Open an empty form."""
        wishes.start_new(self)

    def _new_pressed(self) -> None:
        """Open an empty form, unless this is the second click of a double click on the form's 保存."""
        if not self._second_click.isActive():
            self.start_new()

    def follow(self, verb: str, about: str) -> None:
        """Open a form about somebody, or a record, because another page asks for it."""
        wishes.follow(self, verb, about)

    def open_form(self, ledger: Ledger[Any], record: Any, draft: Any = None) -> FormPage:
        """Open a form over what is shown."""
        form = FormPage(ledger, self.desk, record, draft, self._stack)
        form.saved.connect(self._form_saved)
        form.closed.connect(self._form_closed)
        form.new_wanted.connect(self._form_asks_new)
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        form.start()
        return form

    def ask_import(self) -> None:
        """Open the wizard that brings in a workbook."""
        from ui.pages.importing.wizard import ImportWizard

        wizard = ImportWizard(self.ledger, self.desk, self)
        wizard.imported.connect(self.refresh)
        wizard.open()

    def _open_draft(self, draft: Any) -> None:
        known = self.desk.workspace.get(self.ledger, draft.name)
        self.open_form(self.ledger, known or self.desk.workspace.new(self.ledger), draft)

    def _form_asks_new(self, register: Ledger[Any], text: str, field: str) -> None:
        form = self.sender()
        if isinstance(form, FormPage):
            self._waiting.append((form, field))
            values = {register.name_of: register.kinds[register.name_of].parse(text, self.desk.workspace.today)}
            self.open_form(register, self.desk.workspace.new(register, **values))

    def _form_saved(self, change: Any, again: bool) -> None:  # noqa: FBT001 - a signal's arguments have no names
        form = self.sender()
        if not isinstance(form, FormPage):
            return
        self._drop(form)
        self._second_click.start()
        self.saved.emit(change, shown.saved(self.desk.workspace.ledgers[change.slug], change))
        if self._waiting and self.form is self._waiting[-1][0]:
            owner, field = self._waiting.pop()
            ledger = self.desk.workspace.ledgers[change.slug]
            owner.take_new(field, Link(change.uid, ledger.name_of_record(change.record)))
        elif again:
            self.start_new()
        elif self.form is None:
            self.list.show_record(change.record)

    def _form_closed(self) -> None:
        form = self.sender()
        if isinstance(form, FormPage):
            self._drop(form)
            self._waiting = [pair for pair in self._waiting if pair[0] is not self.form]
            if self.form is None:
                self.refresh()
                self.list.table.setFocus()

    def _drop(self, form: FormPage) -> None:
        self._stack.removeWidget(form)
        form.hide()
        form.deleteLater()

    # -- records ----------------------------------------------------------------------------------------------

    def _do(self, record: Any, what: str) -> None:
        """Do what the table or the panel asked for, and say it if it cannot be done."""
        self._strip.say("")
        if what in _TELLING and not self._door.lets(record, what):
            return
        try:
            if what == "edit":
                self._edit(record)
            elif what == "history":
                past = self.desk.workspace.history(record.uid)
                HistoryDialog(self.desk.theme, self, shown.title_of(self.ledger, record), past).open()
            elif what == "pictures":
                pictures = pictures_of(self.desk.workspace, self.ledger, record)
                PicturesDialog(self.desk, self, shown.title_of(self.ledger, record), pictures).open()
            elif what == "print":
                self.take_out.ask_print_record(record)
            elif what in _TURNS:
                turn, said = _TURNS[what]
                self._changed(turn(self.desk.workspace, record), said)
            elif what == "bin":
                self._put_away(record)
            else:
                self._act(record, what.removeprefix("act:"))
        except UserError as error:
            self._strip.say(error.sentence)
        except Trouble as trouble:
            self._strip.say(f"{trouble.sentence}（编号 {trouble.code}）")

    def _edit(self, record: Any) -> None:
        self.desk.workspace.must_write()
        state = getattr(record, self.ledger.state) if self.ledger.state else ""
        if record.status != "final" or state in self.ledger.settled:
            raise UserError(
                f"这一条{shown.status_of(self.ledger, record)}，不能直接改。要看经过，点“更多”里的“看改动经过”。"
            )
        fresh = self.desk.workspace.get(self.ledger, record.uid)
        drafts = {draft.name: draft for draft in self.desk.workspace.drafts(self.ledger)}
        self.open_form(self.ledger, fresh, drafts.get(record.uid))

    def _put_away(self, record: Any) -> None:
        if not self.ledger.code:
            self._changed(self.desk.workspace.bin(record), "已移到回收站")
            return
        self._voiding = record
        title = f"作废 {shown.title_of(self.ledger, record)} {shown.one(self.ledger)}？"
        text = f"编号 {record.serial_no} 会留着，打印时划掉这一行。以后还能恢复。"
        answers = (Answer("stay", "不作废"), Answer("void", "作废", "danger"))
        ask = Ask(self.desk.theme, self, title, text, answers, line="作废的原因")
        ask.answered.connect(self._void)
        ask.open()

    def _void(self, key: str, reason: str) -> None:
        if key == "void":
            try:
                self._changed(self.desk.workspace.void(self._voiding, reason), "已作废")
            except (UserError, Trouble) as error:
                self._strip.say(error.sentence)

    def _act(self, record: Any, name: str) -> None:
        action = self.ledger.actions[name]
        if action.asks:
            dialog = ActDialog(self.ledger, action, record, self.desk, self)
            dialog.acted.connect(self._acted)
            dialog.open()
        else:
            self._acted(self.desk.workspace.act(self.desk.workspace.get(self.ledger, record.uid), name))

    def _acted(self, change: Any) -> None:
        self._changed(change, f"已{self.ledger.actions[change.action].label}")

    def _changed(self, change: Any, said: str) -> None:
        self.saved.emit(change, said)
        self.list.show_record(change.record)
