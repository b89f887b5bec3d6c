"""An office's pages with nothing on them: what that means and what comes first; and sticks with nothing new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from danyang_desktop.county.office import Office
from danyang_desktop.workspace import Workspace
from tests.helpers.books import NOW, PASSWORD, SetClock
from tests.ui.county_seat import make_office, plug_in, said, take
from ui.form.scroll import FormScroll
from ui.pages.importing.wizard import ImportWizard
from ui.remember import Remembered
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import County
    from tests.ui.hands import Hands
    from ui.background import Background


@pytest.fixture
def empty(
    tmp_path: Path, background: Background, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """Show the window of an office that knows nobody yet, with an empty stick plugged in."""
    made = make_office(tmp_path)
    Office.of(made.desk)
    made.close()
    (tmp_path / "stick").mkdir()
    plug_in(monkeypatch, tmp_path / "stick")
    how: dict[str, Any] = {"clock": SetClock(NOW), "device_folder": tmp_path / "office_device"}
    window = MainWindow(tmp_path / "office", background, Remembered(tmp_path), how)
    hands.sit_at(window)
    window.enter(Workspace.open(tmp_path / "office", password=PASSWORD, operator="王经办", **how))
    yield window
    window.close()
    shiboken6.delete(window)
    QCoreApplication.processEvents()


def title(window: MainWindow, name: str) -> str:
    label = window.findChild(QLabel, f"{name}Title")
    return str(label.text()) if label.isVisible() else ""


def test_an_office_without_branches_is_told_what_comes_first(empty: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    assert title(empty, "boardNobody") == "还没有支部"
    qtbot.waitUntil(lambda: hands.at == "boardNobodyButton")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ImportWizard))
    QApplication.activeModalWidget().close()
    assert empty.shell is not None
    assert empty.shell.key == "branches"
    assert title(empty, "branchesEmpty") == "还没有支部"
    empty.shell.show_entry("log")
    assert title(empty, "logEmpty") == "还没有收过包"


def test_what_the_office_keeps_for_everybody_says_what_it_is_and_how_it_is_found(empty: MainWindow) -> None:
    assert empty.shell is not None
    page: Any = empty.shell.page("rules")
    empty.shell.show_entry("rules")
    told = {}
    for slug in ("programs", "branches", "codes", "towns", "holidays"):
        page.show_part(slug)
        at = page.current.list
        told[slug] = (at.findChild(QLabel, "emptyPageTitle").text(), at.search.placeholderText())
        assert "记台账" not in at.findChild(QLabel, "emptyPageHint").text(), "an office keeps no ledgers"
    assert told == {
        "programs": ("补助标准里还没有项目", "项目名称或拼音首字母"),
        "branches": ("支部名单里还没有支部", "支部名称、拼音首字母或编码"),
        "codes": ("代码表里还没有代码", "名称、拼音首字母或编码"),
        "towns": ("镇街里还没有镇街", "镇街、拼音首字母或编码"),
        "holidays": ("放假安排里还没有日子", "名称或拼音首字母"),
    }


def test_a_row_more_is_in_sight_and_so_are_those_before_it(empty: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    assert empty.shell is not None
    empty.resize(1366, 640)
    page: Any = empty.shell.page("rules")
    empty.shell.show_entry("rules")
    page.start_new()
    form = page.current.form
    add, table = form.findChild(QPushButton, "ratesAdd"), form.body.editor("rates").table
    for count in (1, 2, 3):
        add.click()
        qtbot.waitUntil(lambda count=count: table.height() >= 38 * (count + 1))
        cell, view = QApplication.focusWidget(), form.findChild(FormScroll).viewport()
        assert table.isAncestorOf(cell)
        qtbot.waitUntil(lambda: table.rowViewportPosition(0) >= 0)
        qtbot.waitUntil(lambda cell=cell, view=view: cell.mapTo(view, cell.rect().bottomLeft()).y() <= view.height())


def test_with_nobody_to_answer_nothing_is_said_to_be_written(
    empty: MainWindow, background: Background, qtbot: QtBot
) -> None:
    assert empty.shell is not None
    page: Any = empty.shell.page("home")
    page.receiving.answer()
    qtbot.waitUntil(lambda: not background.busy and said(page, "homeGood") != "", timeout=20_000)
    assert said(page, "homeGood").startswith("没有要写的")


def test_a_branch_that_is_not_found_is_said(county: County, hands: Hands, qtbot: QtBot) -> None:
    page = county.show("branches", qtbot)
    assert title(county.window, "branchesEmpty") == ""
    page.search.setText("zzz")
    qtbot.waitUntil(lambda: title(county.window, "branchesEmpty") == "没有找到“zzz”")
    page.card.empty.button.click()
    assert page.search.text() == ""
    assert page.sheet.lines


def test_the_same_stick_again_and_one_with_bad_files_only(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.visit()
    bundle = county.hand_in()
    page = take(county, hands, qtbot)
    assert said(page, "homeGood").startswith("收下 1 个包，交的是 2026年11月，合并")
    page.receiving.receive(county.stick)
    qtbot.waitUntil(lambda: "以前都收过，没有新的" in said(page, "homeGood"), timeout=20_000)
    whole = bundle.read_bytes()
    for path in county.stick.iterdir():
        path.unlink()
    bundle.write_bytes(whole[: len(whole) // 2])
    page.receiving.receive(county.stick)
    qtbot.waitUntil(lambda: "一个都没有收下" in page.refused.sentence, timeout=20_000)
    assert said(page, "homeGood") == "", "nothing went well"


def test_the_offices_file_goes_onto_the_stick_that_is_there(county: County, qtbot: QtBot) -> None:
    page = county.show("branches", qtbot)
    page.enrolling.ask_card()
    assert (county.stick / "县里的登记文件.dyo").exists()
    assert "在“党办专用”里" in said(page, "branchesGood")
    assert county.office.keys.fingerprint in said(page, "branchesGood")
