"""The year's talks on a real book: who is missing, and the talk that mends it, by keyboard."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from danyang_desktop.declare.look import Link
from tests.ui.hands import CTRL
from ui.pages.coverage import matrix

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

ROLES = {"周建民": "书记", "许敏": "委员", "徐福根": "党员", "王桂兰": "党员"}
CONTENT = "谈了工作和家里的情况，他表示一切都好，愿意多参加支部的活动。"


def _talk(workspace: Workspace, talker: Link, target: Link) -> None:
    ledger = workspace.ledgers["talks"]
    workspace.save(
        workspace.new(
            ledger, targets=[target], talkers=[talker], talk_on=dt.date(2026, 6, 2), content=CONTENT, mood="稳定"
        )
    )


@pytest.fixture
def people(rooms: Rooms) -> tuple[Workspace, dict[str, Link], Any]:
    """Register two of the committee and two members; one talk was held; show the page of talks."""
    workspace = rooms.enter()
    ledger = workspace.ledgers["people"]
    links = {}
    for name, role in ROLES.items():
        person = workspace.new(
            ledger, name=name, role=role, political_status="中共党员", id_missing_reason="证件补办中"
        )
        links[name] = Link(workspace.save(person).uid, name)
    _talk(workspace, links["周建民"], links["徐福根"])
    shell = rooms.window.shell
    assert shell is not None
    shell.show_entry("talks")
    page: Any = shell.page("talks")
    page.list.table.setFocus()
    return workspace, links, page


def _view(page: Any, hands: Hands) -> Any:
    hands.press(Qt.Key.Key_G, CTRL)
    assert page.over is not None
    return page.over


def test_who_is_missing_stands_first(people: tuple[Workspace, dict[str, Link], Any], hands: Hands) -> None:
    _, _, page = people
    view = _view(page, hands)
    assert view._said.text() == "1 / 5 项"
    lines = {line.texts["name"]: line for line in view.people.lines}
    assert list(lines)[:2] == ["周建民", "许敏"]
    assert lines["徐福根"].marks["committee"] == ("ok", "6月2日")
    assert lines["徐福根"].marks["member"] == ("warn", "还没谈")
    assert lines["许敏"].texts["missing"] == "和周建民谈"


def test_the_committee_s_square(people: tuple[Workspace, dict[str, Link], Any], hands: Hands) -> None:
    workspace, links, page = people
    view = _view(page, hands)
    square = {line.texts["name"]: line for line in view.square.lines}
    assert square["周建民"].texts[links["许敏"].uid] == "没谈"
    assert square["周建民"].texts[links["周建民"].uid] == "—"
    _talk(workspace, links["周建民"], links["许敏"])
    view.refresh()
    assert view.square.lines[0].states == {}


def test_enter_begins_the_missing_talk(people: tuple[Workspace, dict[str, Link], Any], hands: Hands) -> None:
    _, links, page = people
    view = _view(page, hands)
    view.table.choose(links["王桂兰"].uid)
    hands.press(Qt.Key.Key_Return)
    assert page.form is not None
    assert page.form.body.editor("targets").value() == [links["王桂兰"]]
    hands.press(Qt.Key.Key_Escape)
    assert page.over is view


def test_segments_and_years(people: tuple[Workspace, dict[str, Link], Any], hands: Hands) -> None:
    workspace, links, page = people
    view = _view(page, hands)
    _talk(workspace, links["徐福根"], links["王桂兰"])
    view.refresh()
    view.segments.pick("done")
    assert [line.texts["name"] for line in view.people.lines] == ["徐福根"]
    hands.press(Qt.Key.Key_Left, CTRL)
    assert view.found.done == 0
    hands.press(Qt.Key.Key_Right, CTRL)
    hands.press(Qt.Key.Key_Right, CTRL)
    assert view.year == 2026


def test_the_table_is_printed(
    people: tuple[Workspace, dict[str, Link], Any], hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    _, _, page = people
    view = _view(page, hands)
    dialog = view.ask_print()
    dialog.handing.save_to(tmp_path / "进度.pdf")
    qtbot.waitUntil(lambda: bool(dialog.handing.good.sentence), timeout=30_000)
    dialog.reject()
    assert (tmp_path / "进度.pdf").read_bytes().startswith(b"%PDF")


def test_a_book_without_members_says_so(rooms: Rooms) -> None:
    workspace = rooms.enter()
    found = matrix.read(workspace, 2026)
    assert (found.required, matrix.people_lines(found, ""), matrix.board_lines(found)) == (0, [], [])


def test_every_control_says_its_name(people: tuple[Workspace, dict[str, Link], Any], hands: Hands) -> None:
    _, _, page = people
    view = _view(page, hands)
    silent = [
        one.objectName()
        for one in view.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.accessibleName() and one.isVisible()
    ]
    assert silent == []
