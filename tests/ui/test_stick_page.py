"""上报县里 by keyboard: plug in, write, read the answer back; sticks that fail; what the office returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from danyang_desktop.county import siblings
from danyang_desktop.county.annotations import RETURNED, annotate
from danyang_desktop.county.office import Office
from danyang_desktop.county.receipts import digits_to_read_out
from danyang_desktop.county.receive import receive, write_receipts
from danyang_desktop.county.returns import write_return
from danyang_desktop.exchange import bundle_out
from danyang_desktop.exchange.office_card import card_of_office
from tests.helpers.books import PASSWORD, cheap_keys
from tests.ui.county_seat import asked_for, heard, make_office, plug_in
from tests.ui.stand import write_out
from ui.messages import Strip

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands
    from tests.ui.stand import Stand


def test_enter_writes_and_the_code_is_the_bundles_own(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    stand.visit()
    stand.show()
    assert stand.months() == {"2026-11": "还在记"}
    assert stand.label("driveName") == "U盘(E:)党办专用"
    write_out(stand, hands, qtbot)
    (bundle,) = stand.stick.glob("*.dyb")
    assert stand.label("done_文件").replace("\u200b", "") == bundle.name
    told = receive(stand.office, [stand.stick])
    assert stand.label("done_核对码") == told.accepted[0]["code"]
    assert stand.months() == {"2026-11": "等县里回执"}
    assert hands.at == "donePull"


def test_the_answer_is_read_from_the_stick(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    write_out(stand, hands, qtbot)
    receive(stand.office, [stand.stick])
    write_receipts(stand.office, stand.stick)
    while hands.at != "stickReceipt":
        hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stand.months() == {"2026-11": "县里已收"}, timeout=20_000)
    assert "第 1 号包" in stand.page.findChild(Strip, "stickGood").sentence


def test_the_twelve_digits_do_the_same(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    write_out(stand, hands, qtbot)
    receive(stand.office, [stand.stick])
    (one,) = digits_to_read_out(stand.office)
    while hands.at != "stickDigits":
        hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.at == "askLine")
    hands.type(one.digits)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stand.months() == {"2026-11": "县里已收"}, timeout=20_000)


def test_wrong_digits_are_said_and_change_nothing(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    write_out(stand, hands, qtbot)
    stand.page.afterwards._digits_typed("take", "1234 5678 9012")
    qtbot.waitUntil(lambda: "输错" in stand.page.findChild(Strip, "stickBad").sentence, timeout=20_000)
    assert stand.months() == {"2026-11": "等县里回执"}


def test_a_stick_that_is_gone_gives_steps_and_a_number_and_enter_tries_again(
    stand: Stand, hands: Hands, qtbot: QtBot
) -> None:
    stand.show()
    stand.stick.rmdir()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stand.page.panes.currentWidget() is stand.page.failed_pane, timeout=20_000)
    assert "U-308" in stand.label("troubleCode")
    assert "电脑里的台账没有受影响" in stand.label("troubleSafe")
    assert "2. 点“重新写入”" in stand.label("troubleSteps")
    assert hands.at == "troubleRetry"
    stand.stick.mkdir()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stand.page.panes.currentWidget() is stand.page.done_pane, timeout=20_000)
    assert stand.months() == {"2026-11": "等县里回执"}


def test_a_stop_leaves_nothing_on_the_stick(stand: Stand, qtbot: QtBot) -> None:
    stand.show()
    stand.page.write()
    assert not stand.rooms.shell.nav.isEnabled()
    stand.rooms.shell.show_entry("home")
    assert stand.rooms.shell.key == "stick"
    stand.page.stop()
    qtbot.waitUntil(lambda: "停下来了" in stand.page.findChild(Strip, "stickGood").sentence, timeout=20_000)
    assert list(stand.stick.iterdir()) == []
    assert stand.page.findChild(QPushButton, "stickWrite").isEnabled()


def test_no_stick_asks_for_one_and_one_that_comes_is_seen(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    plug_in(monkeypatch)
    stand.show()
    assert stand.label("stepPlugTitle") == "请插上 U盘"
    assert not stand.page.findChild(QPushButton, "stickWrite").isEnabled()
    plug_in(monkeypatch, stand.stick)
    qtbot.waitUntil(lambda: stand.label("stepPlugTitle") == "U盘已插好", timeout=5000)


def test_what_the_office_returned_stands_beside_the_months(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    uid = stand.visit()
    write_out(stand, hands, qtbot)
    receive(stand.office, [stand.stick])
    annotate(stand.office.desk, uid, RETURNED, "走访日期和照片对不上，请核对", "县里经办人")
    write_receipts(stand.office, stand.stick)
    write_return(stand.office, stand.workspace.branch.code, stand.stick)
    stand.page.afterwards.read_receipts()
    qtbot.waitUntil(lambda: stand.months() == {"2026-11": "县里退回"}, timeout=20_000)
    (note,) = stand.page.card.notes.rows.rows
    assert (note.title, note.mark[2]) == ("走访日期和照片对不上，请核对", "退回修改")
    while hands.at != "notesList":
        hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Return)
    assert stand.rooms.shell.key == "visits"
    record = stand.workspace.get(stand.workspace.ledgers["visits"], uid)
    record.situation = "改过了：照片是二十一日补拍的。"
    stand.workspace.save(record)
    stand.show()
    assert stand.page.card.notes.rows.rows[0].mark[2] == "已改"
    assert stand.months() == {"2026-11": "还在记"}


def test_the_sheet_for_the_stick_carries_the_code(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    stand.visit()
    write_out(stand, hands, qtbot)
    out = stand.folder / "交接单.pdf"
    stand.page.afterwards.print_to(out)
    qtbot.waitUntil(lambda: "存好了" in stand.page.findChild(Strip, "stickGood").sentence, timeout=20_000)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages).replace("\n", "")
    assert stand.label("done_核对码") in text
    assert "走访帮扶台账" in text


def test_the_month_that_was_chosen_is_the_month_that_is_handed_in(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    stand.show()
    stand.page.month = "2026-10"
    stand.page.write()
    qtbot.waitUntil(lambda: stand.page.panes.currentWidget() is stand.page.done_pane, timeout=20_000)
    assert stand.months()["2026-11"] == "还在记"
    receive(stand.office, [stand.stick])
    row = stand.office.desk.book.connection.execute("SELECT period FROM received").fetchone()
    assert row[0] == "2026-10"


def test_the_first_time_the_two_files_are_asked_for(rooms: Rooms, hands: Hands, tmp_path: Path, qtbot: QtBot) -> None:
    workspace = rooms.enter()
    rooms.shell.show_entry("stick")
    page = rooms.page("stick")
    assert page.panes.currentWidget() is page.enrol
    assert hands.at == "stickEnrol"
    assert page.findChild(QLabel, "enrolFingerprint").text() == workspace.desk.signer.fingerprint
    with make_office(tmp_path) as office:
        seat = Office.of(office.desk)[0]
        page.acquaint._write(tmp_path / "me.dyq")
        qtbot.waitUntil(lambda: "写好了" in page.findChild(Strip, "stickGood").sentence, timeout=20_000)
        assert seat.enrol(tmp_path / "me.dyq").fingerprint == workspace.desk.signer.fingerprint
        seat.write_card(tmp_path / "office.dyo")
    page.acquaint.take_card(tmp_path / "office.dyo")
    asked_for(qtbot)
    hands.press(Qt.Key.Key_Return)
    assert page.panes.currentWidget() is page.enrol, "nobody has heard the office's number"
    hands.type(heard(seat.keys.fingerprint))
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panes.currentWidget() is page.steps, timeout=20_000)


def test_the_card_of_another_office_is_taken_when_it_was_compared_and_left_else(
    stand: Stand, hands: Hands, tmp_path: Path, qtbot: QtBot
) -> None:
    stand.show()
    (tmp_path / "other").mkdir()
    with make_office(tmp_path / "other") as office:
        seat = Office.of(office.desk)[0]
        seat.write_card(tmp_path / "other.dyo")
    before = card_of_office(stand.workspace.desk).public_hex
    for heard_it in (False, True):
        stand.page.acquaint.take_card(tmp_path / "other.dyo")
        assert "和以前登记的县里不一样" in asked_for(qtbot).findChild(QLabel, "compareFacts").text()
        if heard_it:
            hands.type(heard(seat.keys.fingerprint))
            hands.press(Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: "收好了" in stand.page.findChild(Strip, "stickGood").sentence, timeout=20_000)
        else:
            hands.press(Qt.Key.Key_Escape)
            assert card_of_office(stand.workspace.desk).public_hex == before
    assert card_of_office(stand.workspace.desk).public_hex == seat.keys.public_hex


def test_the_branchs_other_computer_is_known_when_its_number_was_compared(
    stand: Stand, hands: Hands, tmp_path: Path, qtbot: QtBot
) -> None:
    stand.show()
    rooms = stand.rooms
    other = rooms.pattern.open(rooms.pattern.copy(tmp_path / "other"), device=tmp_path / "other_device")
    bundle_out.ask_to_enrol(other.desk, tmp_path / "other.dyq")
    stand.page.acquaint._sibling("know", tmp_path / "other.dyq")
    asked_for(qtbot)
    assert siblings.known(stand.workspace.desk) == []
    hands.type(heard(other.desk.signer.fingerprint))
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "登记好了" in stand.page.findChild(Strip, "stickGood").sentence, timeout=20_000)
    assert [one.device for one in siblings.known(stand.workspace.desk)] == [other.desk.signer.device]
    other.close()


def test_the_book_passes_into_other_hands_with_a_new_key_and_a_new_paper(
    stand: Stand, hands: Hands, qtbot: QtBot
) -> None:
    stand.show()
    before = stand.workspace.desk.signer.fingerprint
    stand.page.acquaint.hand_over()
    qtbot.waitUntil(lambda: hands.at == "handoverTo")
    dialog = QApplication.activeModalWidget()
    dialog.use_folder(stand.folder)
    for text in ("丁慧", "不是这个密码", "新桐心88-柳塘", "新桐心88-柳塘"):
        hands.type(text)
        hands.press(Qt.Key.Key_Return)
        while hands.at.endswith("Show"):
            hands.press(Qt.Key.Key_Return)
    dialog.start()
    qtbot.waitUntil(lambda: "密码不对" in dialog.strip.sentence, timeout=20_000)
    assert stand.workspace.desk.signer.fingerprint == before
    dialog.old.setText(PASSWORD)
    with cheap_keys():
        dialog.start()
        qtbot.waitUntil(lambda: dialog._panes.currentIndex() == 1, timeout=60_000)
    assert stand.workspace.desk.signer.fingerprint != before
    assert stand.workspace.knows_password("新桐心88-柳塘")
    dialog.reject()
    assert dialog.isVisible()
    dialog.kept.setChecked(True)
    dialog.start()
    (folder,) = stand.folder.glob("换届交接_*")
    assert (folder / "交接清单.pdf").exists()


def test_a_new_key_is_said_and_written_for_the_office(stand: Stand, qtbot: QtBot) -> None:
    stand.show()
    before = stand.workspace.desk.signer.fingerprint
    out = stand.folder / "换钥匙.dyq"
    stand.page.acquaint.renew_to(out)
    qtbot.waitUntil(lambda: "钥匙换好了" in stand.page.findChild(Strip, "stickGood").sentence, timeout=20_000)
    assert stand.workspace.desk.signer.fingerprint != before
    assert stand.office.enrol(out).fingerprint == stand.workspace.desk.signer.fingerprint


def test_where_there_is_little_room_the_months_stand_behind_a_button(stand: Stand, hands: Hands) -> None:
    stand.rooms.window.resize(1024, 640)
    stand.show()
    page = stand.page
    assert not page.card.isVisible()
    page._aside.click()
    assert page.card.isVisible()
    assert hands.at == "stickReceipt"
    page._aside.click()
    assert page.panes.currentWidget() is page.steps
    stand.rooms.window.resize(1366, 696)
    assert page.card.isVisible()


def test_only_the_secretary_hands_in(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    with cheap_keys():
        stand.workspace.seat_person("小李", "记录", "记台账的88号")
    stand.workspace.operator = "小李"
    stand.show()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stand.page.panes.currentWidget() is stand.page.failed_pane, timeout=20_000)
    assert "只有支部书记能办" in stand.label("troubleTitle")
    assert list(stand.stick.iterdir()) == []
