"""从服务队整队加入: teams at the left, members with boxes at the right, the common times below (screen 05b)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QListWidget, QListWidgetItem, QScrollArea, QWidget

from danyang_desktop.base.errors import UserError
from danyang_desktop.ledgers.participation import Participation
from ui import metrics, pieces
from ui.form.editors import editor_for
from ui.pages.volunteer.check_grid import CheckGrid
from ui.roomy import within
from ui.table.delegates import CellDelegate

if TYPE_CHECKING:
    from collections.abc import Container

    from ui.desk import Desk
    from ui.pages.volunteer.members import Team

_SIZE = (720, 508)
_TEAMS = 220
_DAY = 24 * 60


class TeamDialog(QDialog):
    """`joined` carries the members, the link to the team, and the two times in minutes of the day."""

    joined = Signal(list, object, object)

    def __init__(
        self, desk: Desk, parent: QWidget, teams: list[Team], chosen: str, there: Container[str],
        times: tuple[int | None, int | None],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("teamDialog")
        self.setWindowTitle("从服务队整队加入")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        within(self, *map(desk.theme.px, _SIZE))
        self._desk = desk
        self._teams = teams
        self._there = there
        lay = pieces.column(self)
        middle = pieces.row()
        lay.addLayout(middle, 1)
        middle.addWidget(self._make_teams())
        middle.addWidget(self._make_right(times), 1)
        lay.addWidget(self._make_foot())
        names = [team.link.uid for team in teams]
        self.list.setCurrentRow(names.index(chosen) if chosen in names else 0)
        self.list.setFocus()

    def _make_teams(self) -> QWidget:
        self.list = QListWidget()
        self.list.setObjectName("teamList")
        self.list.setAccessibleName("服务队")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFixedWidth(self._desk.theme.px(_TEAMS))
        for team in self._teams:
            item = QListWidgetItem(f"{team.link.name}　{len(team.members)} 人")
            item.setData(Qt.ItemDataRole.TextAlignmentRole, int(Qt.AlignmentFlag.AlignVCenter))
            self.list.addItem(item)
        self.list.setItemDelegate(_Roomy(self._desk.theme, self.list, bold_when_chosen=True))
        self.list.currentRowChanged.connect(self._show_team)
        self.list.itemActivated.connect(self._to_members)
        return self.list

    def _make_right(self, times: tuple[int | None, int | None]) -> QWidget:
        right = QFrame()
        right.setObjectName("teamRight")
        right.setStyleSheet(f"QFrame#teamRight {{ background: {self._desk.theme.colour('surface').name()}; }}")
        lay = pieces.column(
            right, margins=(metrics.PAD + 4, metrics.GAP, metrics.PAD + 4, metrics.GAP), gap=metrics.SMALL
        )
        head = pieces.row(gap=metrics.SMALL)
        self._name = pieces.label("", "strong", name="teamName")
        head.addWidget(self._name, 1)
        every = pieces.button(self._desk.theme, "全选", "teamAll", kind="link")
        every.clicked.connect(self._tick_all)
        none = pieces.button(self._desk.theme, "全不选", "teamNone", kind="link")
        none.clicked.connect(self._tick_none)
        head.addWidget(every)
        head.addWidget(none)
        lay.addLayout(head)
        self.grid = CheckGrid(self._desk.theme)
        self.grid.changed.connect(self._count)
        self.grid.ended.connect(self._to_times)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.grid)
        lay.addWidget(scroll, 1)
        lay.addWidget(pieces.line())
        lay.addLayout(self._make_times(times))
        self._wrong = pieces.label("", "complaint", name="teamWrong", wrap=True)
        self._wrong.hide()
        lay.addWidget(self._wrong)
        return right

    def _make_times(self, times: tuple[int | None, int | None]) -> Any:
        row = pieces.row(gap=metrics.SMALL)
        row.addWidget(pieces.label("每人的时间"))
        self.times = [editor_for(Participation.kinds[name], self._desk) for name in ("sign_in", "sign_out")]
        for number, (editor, value) in enumerate(zip(self.times, times, strict=True)):
            if number:
                row.addWidget(pieces.label("到"))
            editor.set_value(value)
            editor.setFixedWidth(self._desk.theme.px(96))
            editor.edited.connect(self._count)
            row.addWidget(editor)
        self.times[0].next_wanted.connect(self.times[1].begin)
        self.times[1].next_wanted.connect(self._to_button)
        self._each = pieces.label("", "second", name="teamEach")
        row.addWidget(self._each)
        row.addStretch(1)
        return row

    def _make_foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("foot", True)
        lay = pieces.row(foot, margins=(metrics.MARGIN, metrics.GAP, metrics.MARGIN, metrics.GAP), gap=metrics.GAP)
        self._said = pieces.label("", "second", name="teamCount")
        lay.addWidget(self._said, 1)
        leave = pieces.button(self._desk.theme, "取消", "teamLeave")
        leave.clicked.connect(self.reject)
        self.join = pieces.button(self._desk.theme, "加入", "teamJoin", kind="primary")
        self.join.setDefault(True)
        self.join.clicked.connect(self._join)
        lay.addWidget(leave)
        lay.addWidget(self.join)
        return foot

    # -- choosing ---------------------------------------------------------------------------------------------

    def _show_team(self, number: int) -> None:
        if 0 <= number < len(self._teams):
            team = self._teams[number]
            self._name.setText(team.link.name)
            self.grid.show_members(team.members, self._there)
            self._count()

    def _tick_all(self) -> None:
        self.grid.tick_all(ticked=True)

    def _tick_none(self) -> None:
        self.grid.tick_all(ticked=False)

    def _to_members(self) -> None:
        self.grid.begin()

    def _to_times(self) -> None:
        self.times[0].begin()

    def _to_button(self) -> None:
        self.join.setFocus(Qt.FocusReason.TabFocusReason)

    def _read(self) -> tuple[int | None, int | None]:
        """Return the times; raises UserError for what is no time."""
        first, last = (editor.value() for editor in self.times)
        return first, last

    def _count(self) -> None:
        chosen = len(self.grid.chosen)
        team = self._teams[max(0, self.list.currentRow())]
        already = sum(member.link.uid in self._there for member in team.members)
        self._said.setText(f"已选 {chosen} 人" + (f"，{already} 人已经在名单里" if already else ""))
        self.join.setText(f"加入 {chosen} 人")
        self.join.setAccessibleName(f"加入 {chosen} 人")
        self.join.setEnabled(chosen > 0)
        self._each.setText("")
        self._wrong.hide()
        try:
            first, last = self._read()
        except UserError:
            return
        if first is not None and last is not None:
            minutes = last - first + _DAY * (last < first)
            self._each.setText(f"每人 {minutes / 60:.1f} 小时")

    def _join(self) -> None:
        try:
            times = self._read()
        except UserError as error:
            self._wrong.setText(error.sentence)
            self._wrong.show()
            self.times[0].begin()
            return
        team = self._teams[max(0, self.list.currentRow())]
        self.accept()
        self.joined.emit(self.grid.chosen, team.link, times)


class _Roomy(CellDelegate):
    """Rows as high as those of a table."""

    def sizeHint(self, option: Any, index: Any) -> Any:
        """Return the height of a table's row."""
        size = super().sizeHint(option, index)
        size.setHeight(self.theme.px(46))
        return size
