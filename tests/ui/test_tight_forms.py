"""A form in the largest type on a screen at 200 %: what is chosen stays in its field, what is read is read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from ui.form.editors.options import Options
from ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Rooms

SMALL = (683, 348)
"""A screen of 1366 x 768 at 200 %, without the bars of the system."""


@pytest.fixture
def tight(rooms: Rooms) -> Iterator[Rooms]:
    """Go in, in the largest type, on the smallest screen."""
    rooms.enter()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    rooms.window.theme_wanted.connect(rooms.window.show)
    rooms.window.set_size(1.5)
    Theme(1.5).apply(app)
    rooms.window.resize(*SMALL)
    return rooms


def test_an_option_that_is_taken_pushes_none_out_of_its_field(tight: Rooms, qtbot: QtBot) -> None:
    tight.shell.show_entry("visits")
    page: Any = tight.page("visits")
    page.start_new()
    body = page.form.body
    field = body.editor("satisfaction")
    options = field.findChild(Options)
    for width in (1366, SMALL[0]):  # laid out more than once
        tight.window.resize(width, SMALL[1])
        qtbot.waitUntil(lambda width=width: width / 2 < field.width() < width)
    for width in range(SMALL[0] - 20, SMALL[0] + 5, 4):  # at some of these the four just fit, and a tick is too much
        tight.window.resize(width, SMALL[1])
        for button in options.buttons:
            button.click()
            qtbot.waitUntil(lambda field=field: field.height() >= field.heightForWidth(field.width()))
            for one in options.buttons:
                corner = one.mapTo(field, one.rect().bottomRight())
                assert field.rect().contains(corner), f"{one.text()} stands outside after {button.text()}"


def test_the_number_of_a_blank_form_is_read_whole_below_the_head(tight: Rooms, qtbot: QtBot) -> None:
    workspace = tight.window.workspace
    assert workspace is not None
    workspace.reserve_serials(workspace.ledgers["visits"], 2)
    tight.shell.show_entry("visits")
    page: Any = tight.page("visits")
    page.start_new()
    number = page.form.findChild(QComboBox, "formNumber")
    room = number.width() - number.height()  # without the arrow
    assert number.fontMetrics().horizontalAdvance(number.currentText()) < room
    tight.window.resize(1366, 696)
    qtbot.waitUntil(lambda: not number.line.isVisible())
    assert number.isVisible()
    number.setCurrentIndex(1)
    assert page.form._draft()["serial_no"] == number.currentData()
