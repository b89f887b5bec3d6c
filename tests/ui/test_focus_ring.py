"""The ring on a filled button that has the focus: it runs inside the edge and cuts no word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from ui import pieces
from ui.theme import SIZES, Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("size", SIZES)
def test_the_ring_keeps_clear_of_the_words(size: str, qtbot: QtBot) -> None:
    theme = Theme(SIZES[size])
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    over = QWidget()
    button = pieces.button(theme, "登记新钥匙", "someButton", kind="primary")
    pieces.column(over).addWidget(button)
    qtbot.addWidget(over)
    over.show()
    over.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    seen = button.grab().toImage()
    middle = seen.height() // 2
    white = [x for x in range(seen.width()) if seen.pixelColor(x, middle).lightness() > QColor("#C0C0C0").lightness()]
    left, right = [x for x in white if x < 8], [x for x in white if x >= seen.width() - 8]
    words = [x for x in white if x not in (*left, *right)]
    assert left, "no ring on the left"
    assert right, "no ring on the right"
    assert words[0] - left[-1] > 4
    assert right[0] - words[-1] > 4
