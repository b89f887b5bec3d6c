"""The story of a household and files that are there twice, by keyboard on a real book."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from danyang_desktop.base import national_id
from danyang_desktop.declare.look import Link
from tests.ui.hands import CTRL
from ui.pages.household import twins
from ui.pages.household.story import story_of
from ui.pages.household.twins_dialog import TwinsDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

NUMBER = national_id.make("321199", dt.date(1950, 2, 3), 7)


def _household(workspace: Workspace, name: str, **values: Any) -> Any:
    ledger = workspace.ledgers["households"]
    asked = {"group_no": "三组", "hardship": ["低保户"], "id_missing_reason": "证件补办中", **values}
    return workspace.save(workspace.new(ledger, head_name=name, **asked)).record


def _visit(workspace: Workspace, household: Any, on: dt.date, request: str = "想修屋顶。") -> Any:
    ledger = workspace.ledgers["visits"]
    return workspace.save(
        workspace.new(
            ledger, household=Link(household.uid, household.head_name), visitors=[Link("", "周建民")], visited_on=on,
            situation="屋顶漏雨，东屋地面积水。", request=request, measures="已联系镇民政办。",
        )
    ).record  # fmt: skip


@pytest.fixture
def village(rooms: Rooms) -> tuple[Workspace, Any, Any]:
    """Register a household that was visited twice; show the page of households."""
    workspace = rooms.enter()
    home = _household(workspace, "钱根生", id_no=NUMBER, id_missing_reason="")
    _visit(workspace, home, dt.date(2026, 9, 1))
    _visit(workspace, home, dt.date(2026, 11, 2))
    shell = rooms.window.shell
    assert shell is not None
    shell.show_entry("households")
    page: Any = shell.page("households")
    page.list.table.setFocus()
    return workspace, home, page


def test_the_story_tells_everything_newest_first(village: tuple[Workspace, Any, Any], hands: Hands) -> None:
    _, _, page = village
    hands.press(Qt.Key.Key_G, CTRL)
    view = page.over
    assert [line.texts["on"] for line in view.model.lines][-2:] == ["2026-11-02", "2026-09-01"]
    assert {line.texts["what"] for line in view.model.lines} == {"走访帮扶", "档案"}
    view.segments.pick("走访帮扶")
    assert len(view.model.lines) == 2
    assert "屋顶漏雨" in view.model.lines[0].texts["text"]


def test_an_event_is_opened_and_esc_comes_back(village: tuple[Workspace, Any, Any], hands: Hands) -> None:
    _, _, page = village
    hands.press(Qt.Key.Key_G, CTRL)
    view = page.over
    view.segments.pick("走访帮扶")
    view.table.setFocus()
    hands.press(Qt.Key.Key_Return)
    assert page.form is not None
    hands.press(Qt.Key.Key_Escape)
    assert page.over is view
    hands.press(Qt.Key.Key_Escape)
    assert page.over is None


def test_a_visit_is_begun_from_the_story(village: tuple[Workspace, Any, Any], hands: Hands) -> None:
    _, home, page = village
    hands.press(Qt.Key.Key_G, CTRL)
    hands.press(Qt.Key.Key_N, CTRL)
    assert page.form.body.editor("household").value() == Link(home.uid, "钱根生")


def test_the_file_is_printed(village: tuple[Workspace, Any, Any], hands: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    _, _, page = village
    hands.press(Qt.Key.Key_G, CTRL)
    view = page.over
    dialog = view.ask_print()
    dialog.handing.save_to(tmp_path / "一户一档.pdf")
    qtbot.waitUntil(lambda: bool(dialog.handing.good.sentence), timeout=30_000)
    dialog.reject()
    assert (tmp_path / "一户一档.pdf").read_bytes().startswith(b"%PDF")


def test_twins_are_merged_and_taken_apart(village: tuple[Workspace, Any, Any], hands: Hands, qtbot: QtBot) -> None:
    workspace, home, page = village
    other = _household(workspace, "钱根生", phone="13800000031")
    moved = _visit(workspace, other, dt.date(2026, 11, 10), "想要辅具。")
    page.refresh()
    hands.press(Qt.Key.Key_D, CTRL)
    dialog: Any = QApplication.activeModalWidget()
    assert isinstance(dialog, TwinsDialog)
    assert dialog._title.text() == "有 1 对像是同一户"
    qtbot.waitUntil(dialog.table.hasFocus)
    hands.press(Qt.Key.Key_Return)
    ledger = page.ledger
    assert workspace.get(ledger, home.uid).phone == "13800000031"
    assert workspace.get(ledger, other.uid).status == "binned"
    assert workspace.get(workspace.ledgers["visits"], moved.uid).household.uid == home.uid
    assert len([one for one in story_of(workspace, workspace.get(ledger, home.uid)) if one.ledger is not None]) == 3
    dialog.take_apart()
    assert workspace.get(ledger, home.uid).phone == ""
    assert workspace.get(ledger, other.uid).status == "final"
    assert workspace.get(workspace.ledgers["visits"], moved.uid).household.uid == other.uid


def test_namesakes_with_numbers_are_no_twins(village: tuple[Workspace, Any, Any]) -> None:
    workspace, _, _ = village
    number = national_id.make("321199", dt.date(1951, 2, 3), 9)
    _household(workspace, "钱根生", id_no=number, id_missing_reason="")
    assert twins.find(workspace) == []


def test_every_control_says_its_name(village: tuple[Workspace, Any, Any], hands: Hands) -> None:
    _, _, page = village
    hands.press(Qt.Key.Key_G, CTRL)
    silent = [
        one.objectName()
        for one in page.over.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.accessibleName() and one.isVisible()
    ]
    assert silent == []
