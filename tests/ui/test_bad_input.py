"""Whatever a hand can do wrong in a form: said calmly, and nothing that was typed is lost."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from tests.ui.hands import CTRL
from tests.ui.village import settle

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

KEY = Qt.Key
TEN_MEGABYTES = "病" * (10 * 1024 * 1024 // 3)


@pytest.fixture
def form(rooms: Rooms, hands: Hands) -> Any:
    """Open the form of a new visit, with the household chosen."""
    settle(rooms.enter())
    hands.press(KEY.Key_F5)
    hands.type("qgs")
    hands.press(KEY.Key_Return)
    hands.sit_at(rooms.window)  # the list of names had the keyboard, and there is no window manager to give it back
    return rooms.page("visits").form


@pytest.mark.parametrize(("name", "most"), [("situation", 20_000), ("remark", 2_000), ("household", 2_000)])
def test_a_paste_of_ten_megabytes_is_cut(form: Any, hands: Hands, name: str, most: int) -> None:
    QGuiApplication.clipboard().setText(TEN_MEGABYTES)
    form.body.goto(name)
    hands.press(KEY.Key_A, CTRL)
    hands.press(KEY.Key_V, CTRL)
    QGuiApplication.clipboard().clear()
    place = form.body.editor(name)
    text = place.box.toPlainText() if name == "situation" else place.line.text()
    assert 0 < len(text) <= most
    hands.press(KEY.Key_S, CTRL)
    assert form.body.cells[name].sentence


def test_a_paste_into_the_search_is_cut(rooms: Rooms, hands: Hands) -> None:
    rooms.enter()
    rooms.shell.show_entry("people")
    page = rooms.page("people")
    page.list.search.setFocus()
    page.list.search.setText(TEN_MEGABYTES)
    page.list.search._settle()
    assert len(page.list.search.text()) <= 200


def test_a_photo_of_200_megabytes_is_said(form: Any, tmp_path: Path) -> None:
    large = tmp_path / "大.jpg"
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    editor = form.body.editor("photos")
    editor.add_files([large])
    assert "太大了" in editor._said.text()
    assert editor.value() == []


def test_a_zip_that_is_called_a_photo_is_said(form: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "家.jpg", "w") as packed:
        packed.writestr("a.txt", "no photo")
    editor = form.body.editor("photos")
    editor.add_files([tmp_path / "家.jpg", tmp_path / "没有.jpg"])
    assert editor._said.text()
    assert editor._said.property("role") == "complaint"
    assert editor.value() == []
    editor.add_files([tmp_path / "没有.jpg"])
    assert "读不出来" in editor._said.text()


@pytest.mark.parametrize(
    ("typed", "fen"), [("1.5万", 1_500_000), ("３００", 30_000), ("五百", 50_000), ("1,200元", 120_000)]
)
def test_amounts_as_people_write_them(form: Any, hands: Hands, typed: str, fen: int) -> None:
    form.body.goto("cash")
    hands.type(typed)
    hands.press(KEY.Key_Return)
    assert form.body.editor("cash").value() == fen


@pytest.mark.parametrize("name", ["王😀兰", "\ue000国珍", "马国𠅤", "a\x00b", "\u202e王桂兰"])
def test_odd_names_are_kept_or_said(rooms: Rooms, hands: Hands, name: str) -> None:
    workspace = rooms.enter()
    rooms.shell.show_entry("people")
    page = rooms.page("people")
    page.start_new()
    form = page.form
    form.body.editor("name").line.setText(name)
    form.body.editor("id_missing_reason").line.setText("证件补办中")
    form._edited("name")
    hands.press(KEY.Key_S, CTRL)
    if page.form is None:
        (saved,) = workspace.query(workspace.ledgers["people"]).records()
        assert saved.name
        assert saved.name in name.replace("\x00", "").replace("\u202e", "")
    else:
        assert form.body.cells["name"].sentence
        assert form.body.editor("name").line.text() == name


def test_esc_everywhere_breaks_nothing(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    settle(workspace)
    for key in ("home", *workspace.ledgers, "print", "stick", "settings"):
        rooms.shell.go(key)
        for _ in range(3):
            QApplication.processEvents()
            hands.press(KEY.Key_Escape)
        if key in workspace.ledgers:
            rooms.shell.go(f"{key}:new")
            hands.press(KEY.Key_Escape)
            hands.press(KEY.Key_Escape)
    assert rooms.window.shell is not None


def test_a_full_disk_keeps_the_form(form: Any, rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.window.workspace
    assert workspace is not None
    form.body.goto("situation")
    hands.type("屋顶漏雨，东屋地面积水，正在找人修。")
    form.body.goto("measures")
    hands.type("已联系镇民政办。")
    connection = workspace.book.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    request = "药费负担重，想申请临时救助。"
    form.body.editor("request").box.setPlainText(request)
    draft = form.body.draft()
    page = rooms.page("visits")
    for _ in range(200):  # there is some room within the last pages
        hands.press(KEY.Key_S, CTRL)
        if page.form is not None:
            break
        page.start_new()
        page.form.body.restore(draft)
    assert "写满了" in page.form._strip.sentence
    assert "U-303" in page.form._strip.sentence
    assert page.form.body.editor("request").text() == request
    connection.execute("PRAGMA max_page_count = 1073741823")
    hands.press(KEY.Key_S, CTRL)
    assert page.form is None


def test_enter_while_the_input_method_composes_goes_nowhere(form: Any, hands: Hands, qtbot: QtBot) -> None:
    form.body.goto("place")
    box = hands.place()
    QApplication.sendEvent(box, QInputMethodEvent("wei'sheng", []))
    hands.press(KEY.Key_Return)
    assert hands.at == "place"
    done = QInputMethodEvent()
    done.setCommitString("卫生室")
    QApplication.sendEvent(box, done)
    hands.press(KEY.Key_Return)
    assert hands.at != "place"
    assert form.body.editor("place").value() == "卫生室"
