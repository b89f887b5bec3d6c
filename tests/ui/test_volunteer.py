"""A whole team onto the list of an activity, and the same times for all, by keyboard on a real book."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.participation import Participation
from tests.ui.hands import CTRL
from ui.pages.volunteer import members
from ui.pages.volunteer.team_bar import TeamBar
from ui.pages.volunteer.team_dialog import TeamDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

NAMES = ("许敏", "吴海燕", "何志强", "顾龙生")
CONTENT = "给独居老人检查电路和灶具，换了两个开关，讲了用电安全。"


def settle(workspace: Workspace) -> Link:
    """Register four people of whom three are in the team; returns the team."""
    ledgers = workspace.ledgers
    people = [
        workspace.save(
            workspace.new(
                ledgers["people"], name=name, id_missing_reason="证件补办中", political_status="中共党员", role="党员"
            )
        ).record
        for name in NAMES
    ]
    lead = Link(people[0].uid, people[0].name)
    team = workspace.save(workspace.new(ledgers["teams"], name="红马甲便民队", leader=lead)).record
    link = Link(team.uid, team.name)
    for number, person in enumerate(people):
        teams = [link] if number < 3 else []
        there = Link(person.uid, person.name)
        workspace.save(
            workspace.new(ledgers["volunteers"], person=there, teams=teams, registered_on=dt.date(2026, 1, 5))
        )
    return link


@pytest.fixture
def activity(rooms: Rooms, hands: Hands) -> tuple[Workspace, Any, TeamBar]:
    """Sit before the form of a new activity."""
    workspace = rooms.enter()
    settle(workspace)
    hands.press(Qt.Key.Key_F7)
    shell = rooms.window.shell
    assert shell is not None
    page: Any = shell.page("volunteering")
    bar = page.form.findChild(TeamBar)
    assert bar is not None
    return workspace, page, bar


def _dialog(qtbot: QtBot) -> TeamDialog:
    def up() -> bool:
        dialog, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
        return dialog is not None and focus is not None and dialog.isAncestorOf(focus)

    qtbot.waitUntil(up)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TeamDialog)
    return dialog


def _times(form: Any, starts: int | None = 810, ends: int | None = 990) -> None:
    form.body.editor("starts").set_value(starts)
    form.body.editor("ends").set_value(ends)


def test_a_whole_team_joins(activity: tuple[Workspace, Any, TeamBar], hands: Hands, qtbot: QtBot) -> None:
    _, page, bar = activity
    _times(page.form)
    hands.press(Qt.Key.Key_T, CTRL)
    dialog = _dialog(qtbot)
    assert dialog.join.text() == "加入 3 人"
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(bar._rows()))
    rows = bar._rows()
    assert [(row.volunteer.name, row.sign_in, row.sign_out) for row in rows] == [
        (name, 810, 990) for name in sorted(NAMES[:3])
    ]
    assert bar.sum.text() == "合计　到 3 人　服务 9.0 小时"
    assert page.form.body.editor("team").value().name == "红马甲便民队"
    assert page.half_written


def test_somebody_is_left_out_with_the_arrow_keys(
    activity: tuple[Workspace, Any, TeamBar], hands: Hands, qtbot: QtBot
) -> None:
    _, page, bar = activity
    _times(page.form)
    hands.press(Qt.Key.Key_T, CTRL)
    dialog = _dialog(qtbot)
    dialog.grid.begin()
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Space)
    assert dialog.join.text() == "加入 2 人"
    hands.press(Qt.Key.Key_Return)
    assert dialog.times[0].focusProxy().hasFocus()
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(bar._rows()) == 2)


def test_who_is_there_already_is_skipped_and_counted(
    activity: tuple[Workspace, Any, TeamBar], hands: Hands, qtbot: QtBot
) -> None:
    workspace, page, bar = activity
    _times(page.form)
    team = members.teams_of(workspace)[0]
    bar._put(members.joined([], list(team.members[:1]), team.link.name, (810, 990)))
    hands.press(Qt.Key.Key_T, CTRL)
    dialog = _dialog(qtbot)
    assert "1 人已经在名单里" in dialog._said.text()
    assert dialog.join.text() == "加入 2 人"
    dialog._join()
    assert len(bar._rows()) == 3


def test_a_time_that_is_none_is_said(activity: tuple[Workspace, Any, TeamBar], hands: Hands, qtbot: QtBot) -> None:
    _, _, bar = activity
    hands.press(Qt.Key.Key_T, CTRL)
    dialog = _dialog(qtbot)
    dialog.times[0].restore("25:99")
    dialog._join()
    assert dialog.isVisible()
    assert "时间" in dialog._wrong.text()
    assert bar._rows() == []


def test_the_same_times_for_all(activity: tuple[Workspace, Any, TeamBar], hands: Hands) -> None:
    workspace, page, bar = activity
    _times(page.form)
    team = members.teams_of(workspace)[0]
    bar._put(members.joined([], list(team.members), team.link.name, (None, None)))
    rows = bar._rows()
    rows[0].sign_in, rows[2].attended = 840, False
    bar._put(rows)
    _times(page.form, 840, 960)
    hands.press(Qt.Key.Key_D, CTRL)
    assert [(row.sign_in, row.sign_out) for row in bar._rows()] == [(840, 960), (840, 960), (None, None)]
    assert bar.sum.text().endswith("没来 1 人")


def test_the_same_times_want_times(activity: tuple[Workspace, Any, TeamBar], hands: Hands) -> None:
    _, page, bar = activity
    _times(page.form, None, None)
    hands.press(Qt.Key.Key_D, CTRL)
    assert "请先填" in bar.sum.text()


def test_an_activity_with_its_team_is_saved(
    activity: tuple[Workspace, Any, TeamBar], hands: Hands, qtbot: QtBot
) -> None:
    workspace, page, _ = activity
    body = page.form.body
    for name, value in {"title": "冬季检查电路", "field": "助老", "place": "一组", "content": CONTENT}.items():
        body.editor(name).set_value(value)
    body.editor("in_charge").set_value([Link("", "许敏")])
    _times(page.form)
    hands.press(Qt.Key.Key_T, CTRL)
    _dialog(qtbot)._join()
    page.form.save()
    complaints = {name: cell.sentence for name, cell in body.cells.items() if cell.sentence}
    assert page.form is None, complaints
    saved = workspace.query(page.ledger).page().rows[0]
    assert (saved.heads, saved.total_minutes) == (3, 540)


def test_a_member_who_left_is_in_no_team(activity: tuple[Workspace, Any, TeamBar]) -> None:
    workspace, _, _ = activity
    volunteer = next(one for one in workspace.query(workspace.ledgers["volunteers"]).records() if one.name == "许敏")
    volunteer.standing = "已退出"
    workspace.save(volunteer)
    assert [one.link.name for one in members.teams_of(workspace)[0].members] == sorted(NAMES[1:3])


def test_a_begun_empty_row_gives_way() -> None:
    member = members.Member(Link("1", "许敏"), party=True)
    rows = members.joined([Participation()], [member, member], "队", (1, 2))
    assert [row.volunteer.name for row in rows][:1] == ["许敏"]


def test_every_control_says_its_name(activity: tuple[Workspace, Any, TeamBar], hands: Hands, qtbot: QtBot) -> None:
    hands.press(Qt.Key.Key_T, CTRL)
    dialog = _dialog(qtbot)
    silent = [
        one.objectName()
        for one in dialog.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.accessibleName() and one.isVisible()
    ]
    assert silent == []
