"""核对码 at the office: the note on a stick sends the clerk to 收包记录, and it stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from danyang_desktop.exchange import container
from danyang_desktop.exchange.stick import NOTE
from tests.ui.county_seat import take

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.county_seat import County
    from tests.ui.hands import Hands


def test_the_code_of_the_note_stands_where_the_note_says(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.visit()
    bundle = county.hand_in()
    take(county, hands, qtbot)
    log = county.show("log", qtbot)
    log.view.setFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    asked = QApplication.activeModalWidget()
    code = container.code_of(container.read_hash(bundle))
    note = (bundle.parent / NOTE).read_text("utf-8-sig")
    assert f"核对码：{code}" in note
    assert "收包记录" in note
    assert f"核对码：{code}" in asked.findChild(QLabel, "askText").text()
    asked.reject()
