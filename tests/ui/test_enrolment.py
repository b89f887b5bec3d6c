"""Enrolment at the office by keyboard: nothing is enrolled before somebody typed what was read over the telephone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from danyang_desktop.exchange import bundle_out
from tests.ui.county_seat import asked_for, heard, said

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.county_seat import County
    from tests.ui.hands import Hands


def test_a_computer_is_enrolled_when_its_number_was_heard(
    county: County, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    other = county.pattern.open(county.pattern.copy(tmp_path / "third"), device=tmp_path / "third_device")
    bundle_out.ask_to_enrol(other.desk, county.stick / "登记.dyq")
    page = county.show("branches", qtbot)
    assert page.sheet.lines[0].texts["computers"] == "1 台"
    hands.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = asked_for(qtbot)
    hands.press(Qt.Key.Key_Return)  # nobody has telephoned
    assert "还没有填" in dialog.findChild(QLabel, "compareComplaint").text()
    right = heard(other.desk.signer.fingerprint)
    hands.type(f"{(int(right) + 1) % 10_000:04}")
    hands.press(Qt.Key.Key_Return)
    assert "和文件里的不一样，没有登记" in dialog.findChild(QLabel, "compareComplaint").text()
    assert page.office.public_key(other.desk.signer.device, other.desk.code) is None
    hands.type(right)  # over what was selected
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "登记好了 1 台" in said(page, "branchesGood"), timeout=20_000)
    assert page.sheet.lines[0].texts["computers"] == "2 台"
    card = bundle_out.take_card(other.desk, county.stick / "县里的登记文件.dyo")
    assert card.fingerprint == county.office.keys.fingerprint
    county.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    hands.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "以前登记过" in said(page, "branchesGood"), timeout=20_000)
    other.close()


def test_a_renewed_key_needs_no_telephone_and_one_that_is_left_is_said(
    county: County, hands: Hands, qtbot: QtBot
) -> None:
    county.branch.renew_device_key()
    bundle_out.ask_to_enrol(county.branch.desk, county.stick / "换钥匙.dyq")
    page = county.show("branches", qtbot)
    for key, said_then in ((Qt.Key.Key_Escape, "一台也没有登记"), (Qt.Key.Key_Return, "登记好了 1 台")):
        hands.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=20_000)
        text = QApplication.activeModalWidget().findChild(QLabel, "askText").text()
        assert "旧钥匙作了保，不用打电话" in text
        hands.press(key)
        county.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        qtbot.waitUntil(partial(_says, page, said_then), timeout=20_000)
    assert page.sheet.lines[0].texts["computers"] == "1 台"


def _says(page: Any, words: str) -> bool:
    return words in said(page, "branchesGood")
