"""The checking desk of one batch: what was found, the list with problems first, the totals, the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from ui import metrics, pieces
from ui.messages import Strip
from ui.pages.batch import looking
from ui.pages.batch.deeds import BatchDeeds
from ui.pages.batch.findings_card import FindingsCard
from ui.pages.batch.list_hand import EXCUSE, ListHand
from ui.pages.batch.stepper import CHECKING, SIGNING, Stepper, put_steps
from ui.pages.batch.steps_said import menu_of, next_step, where_it_stands
from ui.pages.batch.totals import BatchTotals
from ui.roomy import body_in
from ui.sheet.model import SheetModel
from ui.sheet.view import SheetView
from ui.window.header import Header

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.ledgers.payouts.checks import Finding
    from ui.desk import Desk
    from ui.window.status_bar import Keys


class BatchDesk(QWidget):
    """saved(change, said), closed, form_wanted(record, what), opened(record): another batch is to be shown."""

    saved = Signal(object, str)
    closed = Signal()
    form_wanted = Signal(object, str)
    opened = Signal(object)
    keys_changed = Signal()

    def __init__(self, ledger: Ledger[Any], desk: Desk, record: Any) -> None:
        super().__init__()
        self.setObjectName("batchDesk")
        self._ledger = ledger
        self._desk = desk
        self._found: list[Finding] = []
        self._groups: list[looking.Group] = []
        self._order: list[str] = []
        self.batch = record
        self.deeds = BatchDeeds(ledger, desk, self)
        self.deeds.changed.connect(self._changed)
        self.deeds.refused.connect(self._refuse)
        self.deeds.opened.connect(self.opened)
        self.deeds.told.connect(self._tell)
        self.hand = ListHand(ledger, desk, self)
        self.hand.changed.connect(self._changed)
        self.hand.refused.connect(self._refuse)
        self.hand.added.connect(self._show_line)
        lay = pieces.column(self)
        lay.addWidget(self._make_header())
        body = body_in(lay, above=metrics.GAP)
        self.strip = Strip(desk.theme, "error", "deskStrip")
        self.good = Strip(desk.theme, "ok", "deskGood")
        self.where = Strip(desk.theme, "info", "deskWhere")
        self.findings = FindingsCard(desk.theme)
        self.findings.pressed.connect(self._see_to)
        self.findings.again.connect(self.check_again)
        for one in (self.strip, self.good, self.where, self.findings):
            body.addWidget(one)
        body.addWidget(self._make_table(), 1)
        self.totals = BatchTotals(desk.theme)
        body.addWidget(self.totals)
        self._make_keys()
        self.reload(anew=True)

    # -- parts ------------------------------------------------------------------------------------------------

    def _make_header(self) -> Header:
        self._header = Header(self._desk.theme, "", arrow=True)
        self._header.back.connect(self.closed)
        self.steps = Stepper(self._desk.theme)
        put_steps(self._header, self.steps)
        self._more = self._header.add_button("更多", "deskMore", icon="down", kind="link")
        self._menu = QMenu(self)
        self._menu.setObjectName("deskMenu")
        self._menu.triggered.connect(self._from_menu)
        self._more.setMenu(self._menu)
        self.print_button = self._header.add_button("打印花名册", "deskPrint", icon="print")
        self.print_button.clicked.connect(self.ask_print)
        self.next_button = self._header.add_button("", "deskNext", kind="primary")
        self.next_button.clicked.connect(self.go_on)
        return self._header

    def _make_table(self) -> QWidget:
        card = pieces.card("deskCard")
        self.model = SheetModel((), self)
        self.model.typed.connect(self.hand.typed, Qt.ConnectionType.QueuedConnection)
        self.table = SheetView(self.model, self._desk.theme, "batchTable", "发放名单")
        self.table.typing_column = "amount_fen"
        self.table.setSelectionMode(SheetView.SelectionMode.ExtendedSelection)
        self.table.opened.connect(self._down)
        self.table.removed.connect(self._take_out_chosen)
        self.table.setMinimumHeight(self._desk.theme.px(metrics.HEAD + 3 * metrics.ROW))
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(self.table)
        return card

    def _make_keys(self) -> None:
        for keys, does in (
            ("F4", self.next_problem),
            ("Ctrl+P", self.ask_print),
            ("Ctrl+Return", self.go_on),
            ("Ctrl+N", self.hand.ask_add),
            ("Esc", self.closed.emit),
        ):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(does)

    @property
    def checking(self) -> bool:
        """Tell whether the list may still be changed."""
        return looking.step_of(self.batch) == CHECKING and self.batch.status == "final"

    @property
    def keys(self) -> Keys:
        """The keys that work here now."""
        if self.checking:
            return (
                ("F2", "改格子"),
                ("Enter", "下一行"),
                ("F4", "下一个问题"),
                ("Del", "移出"),
                ("Ctrl+Enter", "办下一步"),
            )
        return (("↑↓", "看名单"), ("Ctrl+P", "打印"), ("Ctrl+Enter", "办下一步"), ("Esc", "回到清单"))

    # -- showing ----------------------------------------------------------------------------------------------

    def reload(self, *, anew: bool = False) -> None:
        """Show the batch as the book has it; `anew` sorts the problems to the top again."""
        batch = self._desk.workspace.get(self._ledger, self.batch.uid)
        self.batch = batch
        self.hand.take(batch, open_=self.checking)
        look = self._desk.workspace.look
        self._found = looking.found_in(batch, look) if batch.status == "final" else []
        self._groups = looking.groups_of(batch, self._found)
        if anew or not self._order:
            self._order = looking.order_of(batch, self._found)
        self._header.title.setText(batch.title)
        self.steps.show_step(looking.step_of(batch))
        key, column = self.table.key, self.table.column
        columns = looking.columns_of(batch)
        if tuple(columns) != self.model.columns:
            self.model.set_columns(columns)
        self.model.locked = not self.checking
        self.model.fill(looking.lines_of(batch, self._found, self._order))
        self.table.choose("" if anew else key, column or "amount_fen")
        self.findings.show_groups(self._groups, looking.summary(batch, self._groups))
        self.findings.setVisible(looking.step_of(batch) < SIGNING and batch.status == "final")
        self.where.say(where_it_stands(batch, look))
        self.totals.show_batch(batch, open_=self.checking)
        self._offer()
        self.keys_changed.emit()

    def _offer(self) -> None:
        """Offer the next step, or say what must be mended before it."""
        actions = self._desk.workspace.actions(self.batch)
        hard = sum(one.hard for one in self._groups)
        self._next, text, can = next_step(self.batch, actions, hard)
        icon = "" if can else "lock"
        self.next_button.setText(f" {text}" if icon else text)
        self.next_button.setAccessibleName(text)
        self.next_button.setIcon(self._desk.theme.icon(icon or "check", "disabled" if icon else "white"))
        self.next_button.setEnabled(can)
        self.next_button.setVisible(bool(text))
        self.print_button.setVisible(self._next != "print")
        self._menu.clear()
        for key, label in menu_of(self.batch, actions, self._next):
            action = QAction(label, self._menu)
            action.setData(key)
            self._menu.addAction(action)

    def start(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus()

    def check_again(self) -> None:
        """Check anew, problems to the top."""
        self._hush()
        self.reload(anew=True)
        self.table.setFocus()

    def _hush(self) -> None:
        self.strip.say("")
        self.good.say("")

    def _refuse(self, sentence: str) -> None:
        self.good.say("")
        self.strip.say(sentence)

    def _tell(self, sentence: str) -> None:
        self.strip.say("")
        self.good.say(sentence)

    def _changed(self, change: Any, said: str) -> None:
        self._hush()
        self.saved.emit(change, said)
        self.reload()
        self.table.setFocus()

    # -- the list ---------------------------------------------------------------------------------------------

    def _down(self) -> None:
        self.table.down()

    def next_problem(self) -> None:
        """Go to the next line with something to mend, and to the cell where it is mended."""
        wrong = {one.row_uid: one for one in reversed(self._found)}
        keys = [line.key for line in self.model.lines]
        here = keys.index(self.table.key) if self.table.key in keys else -1
        ahead = [key for key in [*keys[here + 1 :], *keys[: here + 1]] if key in wrong]
        if not ahead:
            self._tell("没有问题了。")
            return
        self._hush()
        self.table.setFocus()
        self.table.choose(ahead[0], looking.PLACE.get(wrong[ahead[0]].code, "amount_fen"))

    def _see_to(self, number: int) -> None:
        """Do what the button of a finding says."""
        group = self._groups[number]
        self.table.setFocus()  # the button goes with what it mends
        if group.code in looking.TAKEN_OUT:
            self.hand.take_out(group.keys)
        elif group.code == "over_rate" and len(group.keys) == 1:
            self.hand.ask_why(group.keys[0], EXCUSE)
        else:
            self.table.choose(group.keys[0], looking.PLACE.get(group.code, "amount_fen"))

    def _take_out_chosen(self) -> None:
        self.hand.take_out(self.table.keys)

    def _show_line(self, key: str) -> None:
        self.table.choose(key, "amount_fen")

    # -- the whole batch --------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Do the next step."""
        if not self.next_button.isEnabled() or self.next_button.isHidden():
            return
        self._do(self._next)

    def ask_print(self) -> None:
        """Print the roster."""
        self.deeds.ask_print(self.batch)

    def _from_menu(self, action: QAction) -> None:
        self._do(str(action.data()))

    def _do(self, key: str) -> None:
        self._hush()
        deeds = self.deeds
        if key == "add":
            self.hand.ask_add()
        elif key == "take_out":
            self._take_out_chosen()
        elif key == "print":
            self.ask_print()
        elif key == "returns":
            deeds.ask_returns(self.batch, self.table.keys)
        elif key == "reissue":
            deeds.reissue(self.batch)
        elif key == "reverse":
            deeds.ask_reverse(self.batch, self.table.keys)
        elif key == "void":
            deeds.ask_void(self.batch)
        elif key in ("edit", "history", "bring_back"):
            self.form_wanted.emit(self.batch, key)
        else:
            deeds.act(self.batch, key)
