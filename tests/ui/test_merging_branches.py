"""并村 in the window, by keys: into which branch, from which day; back again, and the ledgers for whoever goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QPushButton

from danyang_desktop.county.endings import endings
from danyang_desktop.registers.branches import BRANCHES
from tests.ui.county_seat import said, take
from ui.county.ending_dialog import MergedDialog, MergeDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import County
    from tests.ui.hands import Hands

OTHER = "32118110120401"
KEY = Qt.Key


@pytest.fixture
def page(county: County, hands: Hands, qtbot: QtBot) -> Any:
    """Receive a month, put another branch on the list, and go to the branches."""
    county.visit()
    county.hand_in()
    take(county, hands, qtbot)
    book = county._opened
    book.save(book.new(BRANCHES, name="李村党支部", code=OTHER, town="延陵镇"))
    return county.show("branches", qtbot)


def ask(page: Any, qtbot: QtBot, kind: type) -> Any:
    """Press 并村 on the branch that handed in."""
    page.view.choose(next(line.key for line in page.sheet.lines if line.key != OTHER))
    page.findChild(QPushButton, "branchesMerge").click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    dialog = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget()))
    return dialog


def test_a_branch_is_merged_by_keys_and_back(page: Any, county: County, hands: Hands, qtbot: QtBot) -> None:
    dialog = ask(page, qtbot, MergeDialog)
    assert hands.at == "mergeInto"
    hands.type("cdz")  # in the middle of lcdzb
    hands.press(KEY.Key_Return)
    assert dialog.into.text() == f"李村党支部　{OTHER}"
    hands.press(KEY.Key_Return)
    assert hands.at == "mergeSince"
    hands.clear()
    hands.type("2026-12-01")
    assert dialog.findChild(QLabel, "mergeSaid").text() == "最后要交的是 2026年11月，已经收到。"
    assert dialog.findChild(QCheckBox, "mergeStrike").isChecked()
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_Return)
    (one,) = endings(county.office.desk.book).values()
    assert (one.into, one.ended_on, len(one.struck)) == (OTHER, "2026-12-01", 1)
    assert "并入李村党支部，撤销了 1 台电脑" in said(page, "branchesGood")
    assert [line.key for line in page.sheet.lines] == [OTHER]
    page.states.pick("merged")
    assert [line.marks["state"][1] for line in page.sheet.lines] == ["并入李村党支部"]
    ask(page, qtbot, MergedDialog).findChild(QPushButton, "mergedBack").click()
    assert "1 台电脑恢复登记" in said(page, "branchesGood")
    assert endings(county.office.desk.book) == {}


def test_the_arrow_keys_let_go_of_no_name(page: Any, hands: Hands, qtbot: QtBot) -> None:
    dialog = ask(page, qtbot, MergeDialog)
    hands.type("cdz")
    hands.press(KEY.Key_Down)
    hands.press(KEY.Key_Return)
    assert dialog.into.text() == f"李村党支部　{OTHER}"
    hands.clear()
    hands.type("cdz")
    hands.press(KEY.Key_Up)
    hands.press(KEY.Key_Return)
    assert dialog.into.text() == f"李村党支部　{OTHER}"


def test_what_is_wrong_is_said_in_the_dialog(page: Any, county: County, hands: Hands, qtbot: QtBot) -> None:
    dialog = ask(page, qtbot, MergeDialog)
    dialog.findChild(QPushButton, "mergeDo").click()
    assert "请从名单里选" in dialog.bad.sentence
    assert hands.at == "mergeInto"
    dialog.since.setText("2026-13-40")
    assert "没有13月" in dialog.findChild(QLabel, "mergeSaid").text()
    dialog.since.setText("2027-01-01")
    assert "还没有收到。先收齐" in dialog.findChild(QLabel, "mergeSaid").text()
    assert not dialog.findChild(QCheckBox, "mergeStrike").isChecked(), "what is still to come must be able to come"
    hands.press(KEY.Key_Escape)
    assert endings(county.office.desk.book) == {}


def test_its_ledgers_are_written_for_whoever_goes_on(
    page: Any, county: County, hands: Hands, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = ask(page, qtbot, MergeDialog)
    dialog.into.setText(OTHER)
    dialog.merge()
    page.states.pick("merged")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    ask(page, qtbot, MergedDialog).findChild(QPushButton, "mergedLedgers").click()
    qtbot.waitUntil(lambda: "个表格" in said(page, "branchesGood"), timeout=20_000)
    (folder,) = tmp_path.glob("*_台账")
    assert (folder / "走访帮扶台账.xlsx").exists()
