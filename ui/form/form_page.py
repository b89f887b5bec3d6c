"""The derived form: typing, judging, saving, and putting away what is half written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from danyang_desktop.base.errors import Refused, Trouble, UserError
from ui import metrics, pieces, shown
from ui.dialogs.ask import Answer, Ask
from ui.form.body import FormBody
from ui.form.carry import CarryButton
from ui.form.context_card import ContextCard, subject_field
from ui.form.county_words import CountyWords
from ui.form.drafts import DraftKeeper, DraftNote, free_key
from ui.form.paper_number import PaperNumber
from ui.form.refusal import refusal
from ui.form.scroll import FormScroll
from ui.messages import Strip
from ui.window.header import Header

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Change
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_HEAD_WHOLE, _HEAD_NUMBER, _CARD_TOO = 640, 480, metrics.NARROW - metrics.NAV_WIDTH
"""From these widths in px on the head has room for the words about the draft, for the number of a blank form, and the
card stands beside."""


class FormPage(QWidget):
    """One record being written.

    `saved` tells the change and whether another one shall follow, `new_wanted` the register, the name and the field;
    `closed` says that it was left without saving.
    """

    saved = Signal(object, bool)
    closed = Signal()
    new_wanted = Signal(object, str, str)

    def __init__(
        self, ledger: Ledger[Any], desk: Desk, record: Any, draft: Any = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("formPage")
        self._ledger, self._desk = ledger, desk
        self._record, self._head_before = record, record.head
        self._touched, self._subject = set[str](), subject_field(ledger)
        lay = pieces.column(self)
        lay.addWidget(self._make_header())
        lay.addWidget(self._number.line)
        around = pieces.column(margins=(metrics.MARGIN, metrics.GAP, metrics.MARGIN, metrics.GAP), gap=metrics.GAP)
        lay.addLayout(around, 1)
        self._strip = Strip(desk.theme, "error", "formStrip")
        around.addWidget(CountyWords(desk, record))
        around.addWidget(self._strip)
        side = pieces.row(gap=metrics.PAD)
        around.addLayout(side, 1)
        side.addWidget(self._make_sheet(), 1)
        self._strip.link_followed.connect(self._scroll.goto)
        self._context = ContextCard(ledger, desk) if self._subject else None
        if self._context is not None:
            side.addWidget(self._context)
        key = record.uid if record.head else (draft.name if draft else free_key(desk, ledger))
        self._keeper = DraftKeeper(ledger, key, desk, self._draft, self)
        self._keeper.kept.connect(self._kept.say)
        self._keeper.failed.connect(self._strip.say)
        self._connect()
        self.body.show_record(record)
        if draft is not None:
            self.body.restore(draft.texts)
            self._number.choose(draft.texts.get("serial_no", ""))
            self._kept.say(draft.at[11:16].lstrip("0"))
        self._follow()

    def _make_header(self) -> Header:
        verb = "修改" if self._record.head else "新增"
        self._header = Header(self._desk.theme, shown.doing(verb, self._ledger), arrow=True)
        self._header.back.connect(self.leave)
        self._kept = DraftNote(self._desk.theme)
        self._header.add(self._kept)
        self._again = CarryButton(self._ledger, self._desk, self._record)
        self._header.add(self._again)
        self._number = PaperNumber(self._ledger, self._desk, self._record)
        self._number.numbered.connect(self._taken_over)
        self._header.add(self._number)
        cancel = self._header.add_button("取消 Esc", "formCancel")
        cancel.clicked.connect(self.leave)
        self._save_button = self._header.add_button("保存 Ctrl+S", "formSave", kind="primary")
        self._save_button.clicked.connect(self.save)
        return self._header

    def _make_sheet(self) -> QWidget:
        """Return the card with the fields. Each part is born in its place: a move would dress all in it anew."""
        card = pieces.card("formCard", self)
        self._scroll = FormScroll(card)
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(self._scroll)
        self.body = FormBody(self._ledger, self._desk, parent=self._scroll.viewport())
        self._scroll.hold(self.body)
        return card

    def _connect(self) -> None:
        self.body.edited.connect(self._edited)
        self.body.left.connect(self._left)
        self.body.ended.connect(self._to_save)
        self._scroll.filled.connect(self._to_save)
        self._again.attend(self.body)
        self._again.carried.connect(self._taken_over)
        self.body.new_wanted.connect(self.new_wanted)
        for keys, does in (
            (QKeySequence("Ctrl+S"), self.save),
            (QKeySequence("Ctrl+Shift+S"), self.save_and_next),
            (QKeySequence("Ctrl+R"), self._again.click),
            (QKeySequence("Esc"), self.leave),
        ):
            made = QShortcut(keys, self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(does)

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (
            ("Enter", "下一项"),
            ("F4", "下一处必填"),
            *((("Ctrl+R", "照上一条"),) if self._again.isEnabled() else ()),
            ("Ctrl+S", "保存"),
            ("Ctrl+Shift+S", "保存并再记"),
            ("Esc", "取消"),
        )

    @property
    def half_written(self) -> bool:
        """Tell whether a hand changed anything."""
        return bool(self._touched)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the form the whole width where the window is narrow or the type large."""
        super().resizeEvent(event)
        self._kept.set_brief(brief=event.size().width() < self._desk.theme.px(_HEAD_WHOLE))
        self._number.stand(self._header, below=event.size().width() < self._desk.theme.px(_HEAD_NUMBER))
        if self._context is not None:
            self._context.setVisible(event.size().width() >= _CARD_TOO and self._desk.theme.factor == 1)

    # -- typing -----------------------------------------------------------------------------------------------

    def _edited(self, name: str) -> None:
        self._touched.add(name)
        self._kept.say("")
        self._keeper.touch()
        self._follow()

    def _draft(self) -> dict[str, Any]:
        return {**self.body.draft(), **self._number.draft()}

    def _taken_over(self, names: set[str]) -> None:
        """Note what came from the last record, or went again: it is as if a hand had typed it."""
        self._touched |= names
        self._kept.say("")
        self._keeper.touch()
        self._follow()

    def _follow(self) -> None:
        """Let the form follow what stands in it: fields that come and go, the title, the card beside it."""
        record, _ = self._filled()
        self.body.follow(record)
        if not self._subject:
            return
        value = getattr(record, self._subject)
        link = value[0] if isinstance(value, list) and value else value or None
        self._header.hint.setText(link.name if link and link.uid else "")
        if self._context is not None:
            self._context.show_link(link)

    def _filled(self) -> tuple[Any, dict[str, str]]:
        """Return a copy of the record with what stands in the form, and what could not be read."""
        values, unread = self.body.read()
        if self._record.head:
            record = self._desk.workspace.get(self._ledger, self._record.uid)
            record.head = self._head_before
        else:
            kept = {name: getattr(self._record, name) for name in self._ledger.kinds if name not in values}
            record = self._desk.workspace.new(self._ledger, **kept)
            record.serial_no = self._number.serial_no or None
        for name, value in values.items():
            setattr(record, name, value)
        return record, unread

    def _left(self, name: str) -> None:
        """Judge what was touched, and say it under the field; what was never touched is left in peace."""
        if name not in self._touched:
            return
        record, unread = self._filled()
        verdict = self._desk.workspace.judge(record)
        errors = {**verdict.errors, **unread}
        for one in self._touched:
            self.body.tell(one, errors, verdict.warnings)

    def _to_save(self) -> None:
        self._save_button.setFocus(Qt.FocusReason.TabFocusReason)

    def start(self) -> None:
        """Put the cursor where writing begins."""
        self.body.start()

    def take_new(self, name: str, link: Any) -> None:
        """Take somebody who was just added to a register into field `name`."""
        editor = self.body.editor(name)
        value = editor.value() if self._ledger.kinds[name].lists else link
        if self._ledger.kinds[name].lists and self._ledger.kinds[name].name_of_kind == "people":
            value = [*(one for one in value if one.uid or one.name != link.name), link]
        editor.set_value(value)
        self._edited(name)
        self.body.goto(name)

    # -- leaving ----------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save; what is wrong is said, and the cursor goes to the first wrong field."""
        self._save(again=False)

    def save_and_next(self) -> None:
        """Save, and open an empty form for the next one."""
        self._save(again=True)

    def _save(self, *, again: bool) -> None:
        record, unread = self._filled()
        try:
            if unread:
                self._refuse({**self._desk.workspace.judge(record).errors, **unread}, {})
                return
            change: Change = self._desk.workspace.save(record)
        except Refused as refused:
            self._refuse(refused.complaints, self._desk.workspace.judge(record).warnings)
        except UserError as error:
            self._strip.say(error.sentence)
        except Trouble as trouble:
            self._keeper.keep()
            self._strip.say(f"{trouble.sentence}（编号 {trouble.code}）")
        else:
            self._keeper.drop()
            self._touched.clear()
            self.saved.emit(change, again)

    def _refuse(self, errors: dict[str, str], warnings: dict[str, str]) -> None:
        for name in self.body.cells:
            self.body.tell(name, errors, warnings)
        self._strip.say(refusal(self._ledger, self.body.cells, errors, warnings), rich=True)
        first = next((name for name in self.body.cells if name in errors), "")
        if first:
            self._scroll.goto(first)

    def leave(self) -> None:
        """Leave; ask first if something was typed."""
        if not self.half_written:
            self.closed.emit()
            return
        answers = (Answer("drop", "不要了", "danger"), Answer("keep", "存成草稿"), Answer("stay", "继续写", "primary"))
        text = "刚才写的还没有保存。存成草稿，下次可以接着写。"
        ask = Ask(self._desk.theme, self, f"{shown.one(self._ledger)}还没写完", text, answers)
        ask.answered.connect(self._answered)
        ask.open()

    def _answered(self, key: str, _: str) -> None:
        if key == "drop":
            self._keeper.drop()
            self.closed.emit()
        elif key == "keep":
            self._keeper.dirty = True
            self._keeper.keep()
            self.closed.emit()

    def keep(self) -> None:
        """Put the draft away now: the window is about to lock or close."""
        self._keeper.keep()

    def sizeHint(self) -> QSize:
        """Any size will do: the form scrolls."""
        return QSize(600, 400)
