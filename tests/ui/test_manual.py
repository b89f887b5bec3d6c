"""The manual: at the right page with F1, found by a word, complete, and as one PDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget

from danyang_desktop.commands import run
from danyang_desktop.handbook import MANUAL, page_about, pages
from tests.helpers.sources import files
from ui.help.manual_window import ManualWindow
from ui.pages.importing.wizard import ImportWizard

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

KEY = Qt.Key
_CODE = re.compile(r"U-\d{3}")
_RANGES = {"U-100"}
"""U-100 is what a Trouble has that was given no number."""


def _manual(rooms: Rooms) -> ManualWindow:
    return [one for one in rooms.window.findChildren(ManualWindow) if one.isVisible()][-1]


def test_f1_tells_about_the_page_in_front(rooms: Rooms, hands: Hands) -> None:
    hands.press(KEY.Key_F1)
    assert _manual(rooms).page == "13-lock"
    rooms.enter()
    for key, page in (("home", "01-home"), ("visits", "04-visits"), ("people", "03-list"), ("print", "10-print")):
        rooms.shell.show_entry(key)
        rooms.window.help_key.open()
        assert _manual(rooms).page == page
    rooms.shell.start_new("visits")
    rooms.window.help_key.open()
    assert _manual(rooms).page == "02-form"
    assert "草稿" in _manual(rooms).text.toPlainText()


def test_f1_works_in_a_dialog_and_the_manual_can_be_used_over_it(
    rooms: Rooms, hands: Hands, qapp: QApplication, qtbot: QtBot
) -> None:
    qapp.focusWindowChanged.connect(rooms.window.help_key.attend)
    rooms.enter()
    page = rooms.page("people")
    rooms.shell.show_entry("people")
    page.ask_import()
    wizard = rooms.window.findChild(ImportWizard)
    assert wizard is not None
    qtbot.waitUntil(wizard.isActiveWindow)
    hands.press(KEY.Key_F1)
    manual = wizard.findChild(ManualWindow)
    assert manual is not None
    assert manual.isVisible()
    assert manual.page == "09-import"
    qtbot.waitUntil(manual.isActiveWindow)
    hands.press(KEY.Key_Down)
    assert manual.page == "10-print"
    hands.press(KEY.Key_Escape)
    assert not shiboken6.isValid(manual) or not manual.isVisible()
    assert wizard.isVisible()
    wizard.reject()


def test_a_word_finds_its_pages(rooms: Rooms) -> None:
    rooms.enter()
    rooms.window.help_key.open()
    manual = _manual(rooms)
    listed = manual.findChild(QListWidget, "manualPages")
    whole = listed.count()
    manual.findChild(QLineEdit, "manualSearch").setText("开锁纸")
    assert 0 < listed.count() < whole
    assert manual.text.textCursor().selectedText() == "开锁纸"
    manual.findChild(QLineEdit, "manualSearch").setText("没有的词")
    assert "手册里没有“没有的词”" in manual.findChild(QLabel, "manualNone").text()
    assert manual.text.toPlainText() == ""


def test_the_status_bar_opens_it_too(rooms: Rooms) -> None:
    rooms.enter()
    rooms.shell.status.findChild(QLabel, "statusHelp").linkActivated.emit("manual")
    assert _manual(rooms).page == "01-home"


def test_every_entry_has_a_page(rooms: Rooms) -> None:
    workspace = rooms.enter()
    about = {key: page_about(key, "list").name for key in ("home", "print", "stick", "settings", *workspace.ledgers)}
    own = {"visits", "talks", "volunteering", "subsidies", "home", "print", "stick", "settings"}
    assert {key for key, name in about.items() if name != "03-list"} == own


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_is_short_and_its_pictures_are_there(page: Any) -> None:
    assert page.title
    if page.name != "90-errors":
        assert len(page.text) < 1200
    for name in re.findall(r"\]\((.*?)\)", page.text):
        assert (MANUAL / name).stat().st_size < 200_000


def test_the_pictures_are_small_together() -> None:
    assert sum(path.stat().st_size for path in (MANUAL / "pictures").iterdir()) < 2_000_000


def test_every_error_number_is_in_the_list() -> None:
    used = {code for path in files("danyang_desktop", "ui") for code in _CODE.findall(path.read_text("utf-8"))}
    told = set(_CODE.findall(page_about("errors").text))
    assert told == used | _RANGES


def test_the_manual_is_one_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "手册.pdf"
    assert run(["manual", str(out)]) == 0
    assert "使用手册存好了" in capsys.readouterr().out
    text = "".join(one.extract_text() for one in pypdf.PdfReader(out).pages)
    assert "U-303" in text
    assert all(page.title in text for page in pages())


def test_the_manual_calls_things_what_the_program_calls_them() -> None:
    """Words in “ ” are read off the screen by somebody who looks for them there."""
    program = "".join(path.read_text("utf-8") for path in files("danyang_desktop", "ui"))
    known = {page.title for page in pages()} | {path.stem for path in MANUAL.glob("*.md")}
    for path in sorted(MANUAL.glob("[0-9]*.md")):
        for word in re.findall("“([^”]+)”", path.read_text("utf-8")):
            plain = word.removesuffix("…")
            assert plain in program or plain in known, f"{path.name}: {word}"


def test_no_picture_is_wider_than_the_page(rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    rooms.enter()
    rooms.shell.show_entry("subsidies")
    hands.press(Qt.Key.Key_F1)
    manual = _manual(rooms)
    for width in (980, 640, 900):
        manual.resize(width, 500)
        qtbot.waitUntil(lambda: manual.text.document().idealWidth() <= manual.text.viewport().width())
        assert manual.text.horizontalScrollBar().maximum() == 0
        assert "补助发放" in manual.text.toPlainText()
