"""What stands over and under the list of participants: the whole team at once, the same times for all, the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from danyang_desktop.base.errors import UserError
from danyang_desktop.ledgers.participation import Participation
from ui import metrics, pieces
from ui.form.context_card import ContextCard
from ui.pages.volunteer import members
from ui.pages.volunteer.team_dialog import TeamDialog
from ui.roomy import Turning

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.form.form_page import FormPage

LIST = "participants"


class TeamBar(QObject):
    """Puts its buttons and its sum onto the editor of an activity's participants."""

    def __init__(self, ledger: Ledger[Any], desk: Desk, form: FormPage) -> None:
        super().__init__(form)
        self._ledger = ledger
        self._desk = desk
        self._form = form
        self.editor = form.body.editor(LIST)
        self.editor.lay.insertWidget(0, self._make_bar())
        self.editor.lay.setSpacing(metrics.SMALL)
        self.sum = pieces.label("", "body15", name="teamSum", wrap=True)
        self.editor.lay.addWidget(self.sum)
        form.body.edited.connect(self._say_sum)
        for keys, does in (("Ctrl+T", self.ask_team), ("Ctrl+D", self.same_times)):
            made = QShortcut(QKeySequence(keys), form)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(does)
        card = form.findChild(ContextCard)
        if card is not None:
            card.setFixedWidth(0)  # no household stands behind an activity, and its list needs the room
        self._say_sum()

    def _make_bar(self) -> QWidget:
        bar = Turning(gap=metrics.SMALL)
        theme = self._desk.theme
        self.join = pieces.button(
            theme, "从服务队整队加入 Ctrl+T", "teamJoinAll", icon="people", says="从服务队整队加入"
        )
        self.join.clicked.connect(self.ask_team)
        self.same = pieces.button(theme, "时间都一样 Ctrl+D", "teamSameTimes", icon="clock", says="时间都一样")
        self.same.clicked.connect(self.same_times)
        bar.add(self.join)
        bar.add(self.same)
        bar.add_space()
        return bar

    def _record(self) -> Any:
        """Return an activity as it stands in the form; what cannot be read yet is left empty."""
        values, _ = self._form.body.read()
        return self._desk.workspace.new(self._ledger, **values)

    def _put(self, rows: list[Any]) -> None:
        record = self._record()
        record.participants = rows
        members.work_out(self._desk.workspace, record)
        self.editor.set_value(rows)
        self.editor.edited.emit()

    def _rows(self) -> list[Any]:
        try:
            return list(self.editor.value())
        except UserError:
            return list(self._record().participants)

    # -- the whole team ---------------------------------------------------------------------------------------

    def ask_team(self) -> None:
        """Ask which team came, and who of it."""
        record = self._record()
        teams = members.teams_of(self._desk.workspace)
        if not teams:
            self.sum.setText("服务队名册里还没有队。请先到“其他名册”里登记服务队和志愿者。")
            return
        there = {row.volunteer.uid for row in self._rows() if row.volunteer}
        chosen = record.team.uid if record.team else ""
        times = (record.starts, record.ends)
        dialog = TeamDialog(self._desk, self._form, teams, chosen, there, times)
        dialog.joined.connect(self._joined)
        dialog.open()

    def _joined(self, chosen: list[Any], team: Any, times: Any) -> None:
        own = self._form.body.editor("team")
        if own.kind.is_empty(own.draft()):
            own.set_value(team)  # the first team that comes is the one that does it
            own.edited.emit()
        self._put(members.joined(self._rows(), chosen, team.name, times))
        self.editor.begin()

    def same_times(self) -> None:
        """Give everybody the times of the row with the cursor, or those of the activity."""
        rows = self._rows()
        record = self._record()
        table = getattr(self.editor, "table", None)
        place = table.currentIndex().row() if table is not None and table.hasFocus() else -1
        times = (record.starts, record.ends)
        if 0 <= place < len(rows) and rows[place].sign_in is not None and rows[place].sign_out is not None:
            times = (rows[place].sign_in, rows[place].sign_out)
        if times[0] is None or times[1] is None:
            self.sum.setText("请先填活动的开始和结束时间，再按“时间都一样”。")
            return
        members.same_times(rows, times)
        self._put(rows)

    def _say_sum(self) -> None:
        record = self._record()
        here, minutes, gone = members.work_out(self._desk.workspace, record)
        hours = Participation.kinds["hours"].show(minutes) if minutes else "0"
        said = f"合计　到 {here} 人　服务 {hours} 小时" + (f"　没来 {gone} 人" if gone else "")
        self.sum.setText(said if here or gone else "点“从服务队整队加入”，一次加好。")
