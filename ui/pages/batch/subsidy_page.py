"""The page of 补助发放: the list of batches as everywhere, and over it the desk of the batch that is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.look import Link
from ui.pages import wishes
from ui.pages.batch.desk_page import BatchDesk
from ui.pages.batch.list_step import ListStep
from ui.pages.ledger_page import LedgerPage

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.window.status_bar import Keys


class SubsidyPage(LedgerPage):
    """Enter on a batch opens its desk; 新增 begins with choosing the list."""

    @property
    def keys(self) -> Keys:
        """The keys that work here now."""
        top = self._stack.currentWidget()
        return top.keys if isinstance(top, BatchDesk | ListStep) else super().keys

    @property
    def batch_desk(self) -> BatchDesk | None:
        """The desk that is on top, or None."""
        top = self._stack.currentWidget()
        return top if isinstance(top, BatchDesk) else None

    @property
    def list_step(self) -> ListStep | None:
        """The first step that is on top, or None."""
        top = self._stack.currentWidget()
        return top if isinstance(top, ListStep) else None

    def _form_closed(self) -> None:
        """Give the focus to what lay under the form."""
        super()._form_closed()
        if self.batch_desk is not None:
            self.batch_desk.start()

    def refresh(self) -> None:
        """Ask the book anew, for the desk too."""
        super().refresh()
        if self.batch_desk is not None:
            self.batch_desk.reload()

    def _turned(self) -> None:
        """Show the batch anew when the form over its desk has gone."""
        super()._turned()
        if self.batch_desk is not None:
            self.batch_desk.reload()
            self.batch_desk.start()

    def start_new(self) -> None:
        """Begin a new batch with its list."""
        if not wishes.may_write(self):
            return
        step = ListStep(self.ledger, self.desk)
        step.saved.connect(self._list_made)
        step.closed.connect(self._close_top)
        step.new_wanted.connect(self._step_asks_new)
        self._stack.addWidget(step)
        self._stack.setCurrentWidget(step)
        step.start()

    def _list_made(self, change: Any) -> None:
        self._close_top()
        self.saved.emit(change, f"名单做好了，已保存 {change.serial_no}")
        self.open_desk(change.record)

    def open_desk(self, record: Any) -> BatchDesk:
        """Show the desk of a batch."""
        desk = BatchDesk(self.ledger, self.desk, record)
        desk.saved.connect(self.saved)
        desk.closed.connect(self._close_top)
        desk.form_wanted.connect(self._desk_asks)
        desk.opened.connect(self._open_instead)
        desk.keys_changed.connect(self.keys_changed)
        self._stack.addWidget(desk)
        self._stack.setCurrentWidget(desk)
        desk.start()
        return desk

    def _open_instead(self, record: Any) -> None:
        self._close_top()
        self.open_desk(record)

    def _close_top(self) -> None:
        top = self._stack.currentWidget()
        if isinstance(top, BatchDesk | ListStep):
            self._drop_widget(top)
        if self.batch_desk is None and self.form is None:
            super().refresh()
            if isinstance(top, BatchDesk):
                self.list.show_record(top.batch)
            self.list.table.setFocus()

    def _drop_widget(self, widget: BatchDesk | ListStep) -> None:
        self._stack.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _do(self, record: Any, what: str) -> None:
        """Open the desk where another page opens the form."""
        if self.batch_desk is None and (what == "edit" or what.startswith("act:")):
            self.open_desk(record)
        else:
            super()._do(record, what)

    def _desk_asks(self, record: Any, what: str) -> None:
        super()._do(record, what)

    def _step_asks_new(self, register: Ledger[Any], text: str, field: str) -> None:
        """Register a programme from within the first step."""
        self._asking = (self.list_step, field)
        values = {register.name_of: register.kinds[register.name_of].parse(text, self.desk.workspace.today)}
        form = self.open_form(register, self.desk.workspace.new(register, **values))
        form.saved.connect(self._new_made)

    def _new_made(self, change: Any) -> None:
        step, field = self._asking
        if step is not None and change.slug != self.ledger.slug:
            step.take_new(
                field, Link(change.uid, self.desk.workspace.ledgers[change.slug].name_of_record(change.record))
            )
