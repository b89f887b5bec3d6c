"""The derived form: complaints, fields that come and go, drafts, undo, adding somebody on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton

from tests.ui.hands import CTRL
from ui.messages import Strip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

ERRAND: dict[str, Any] = {"neighbour": "王桂兰", "helpers": "许敏", "kind": True}


def _errand(rooms: Rooms, hands: Hands) -> Any:
    """Open an empty errand."""
    rooms.enter()
    hands.press(Qt.Key.Key_F5)
    return rooms.page("toy_errands")


def test_a_complaint_stands_under_its_field(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("2月30日")
    hands.press(Qt.Key.Key_S, CTRL)
    form = page.form
    assert form is not None
    assert "2月没有30日" in form.body.cells["done_on"].sentence
    assert "“帮了谁”没有填" in form.body.cells["neighbour"].sentence
    assert hands.at == "done_on"
    assert hands.place().property("state") == "error"
    assert "2月没有30日" in hands.place().accessibleDescription()


def test_only_what_was_touched_is_judged_on_leaving(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("2026.11.28")
    hands.press(Qt.Key.Key_Return)
    cells = page.form.body.cells
    assert "今天之后" in cells["done_on"].sentence
    assert not cells["neighbour"].sentence
    assert hands.at == "starts"


def test_fields_come_and_go_with_what_is_chosen(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    body = page.form.body
    assert body.editor("thanked").isVisible()
    body.goto("kind")
    hands.press(Qt.Key.Key_Space)
    assert not body.editor("thanked").isVisible()
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Right)
    assert body.editor("thanked").isVisible()
    assert body.cells["place"].required


def test_esc_offers_to_keep_the_draft_and_the_list_offers_it_again(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("1121")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Escape)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.findChild(QPushButton, "ask_keep").click()
    assert page.form is None
    offer = page.list.findChild(Strip, "draftOffer")
    assert "有 1 条没写完的" in offer.sentence
    offer.button.click()
    assert page.form.body.editor("done_on").draft() == "2026-11-21"


def test_a_draft_survives_the_lock(toy_rooms: Rooms, hands: Hands) -> None:
    _errand(toy_rooms, hands)
    hands.type("1121")
    toy_rooms.window.lock()
    assert toy_rooms.window.shell is None
    workspace = toy_rooms.enter()
    drafts = workspace.drafts(workspace.ledgers["toy_errands"])
    assert [draft.texts["done_on"] for draft in drafts] == ["1121"]


def test_a_draft_is_kept_two_seconds_after_the_last_key(toy_rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("11")
    workspace = toy_rooms.window.workspace
    assert workspace is not None
    ledger = workspace.ledgers["toy_errands"]
    qtbot.waitUntil(lambda: bool(workspace.drafts(ledger)), timeout=10_000)
    assert "草稿已自动保存 9:12" in page.form.findChild(QLabel, "draftNote").text()


def test_saving_drops_the_draft_and_undo_takes_the_record_back(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("1121")
    page.form.keep()
    hands.fill(ERRAND)
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.form is None
    workspace = toy_rooms.window.workspace
    assert workspace is not None
    ledger = workspace.ledgers["toy_errands"]
    assert workspace.drafts(ledger) == []
    assert workspace.query(ledger, status=("final",)).count() == 1
    hands.press(Qt.Key.Key_Z, CTRL)
    assert workspace.query(ledger, status=("final",)).count() == 0
    assert page.list.model.record(0).status == "void"


def test_save_and_next_opens_an_empty_form(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("1121")
    hands.fill(ERRAND)
    hands.press(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert page.form is not None
    assert page.form.body.editor("done_on").draft() == ""
    assert not page.half_written


def test_what_is_typed_from_a_blank_form_keeps_its_number(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    workspace = toy_rooms.window.workspace
    assert workspace is not None
    ledger = workspace.ledgers["toy_errands"]
    assert not page.form.findChild(QComboBox, "formNumber").isVisible()
    hands.press(Qt.Key.Key_Escape)
    first, second = workspace.reserve_serials(ledger, 2)
    hands.press(Qt.Key.Key_F5)
    hands.type("1121")
    hands.fill(ERRAND)
    number = page.form.findChild(QComboBox, "formNumber")
    assert number.isVisible()
    assert [number.itemText(place) for place in range(number.count())] == [
        "自动编号", "空白表 2026-0001", "空白表 2026-0002",
    ]  # fmt: skip
    number.setFocus()
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    page.form.keep()
    assert workspace.drafts(ledger)[0].texts["serial_no"] == second
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.form is None
    (saved,) = workspace.query(ledger, status=("final",)).page().rows
    assert saved.serial_no == second
    assert [one.state for one in workspace.reserved(ledger)] == ["未用", "已录入"]
    assert first in {one.serial_no for one in workspace.reserved(ledger)}


def test_somebody_new_is_registered_from_within_the_form(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    outer = page.form
    outer.body.goto("neighbour")
    hands.type("丁小宝")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    assert page.form is not outer
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.form is outer
    link = outer.body.editor("neighbour").value()
    assert link.name == "丁小宝"
    assert link.uid
    assert hands.at == "neighbour"
