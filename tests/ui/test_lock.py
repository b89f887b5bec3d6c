"""Opening, wrong passwords, locking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel

from tests.helpers.books import PASSWORD
from tests.helpers.rows import errand
from ui.dialogs.lock_page import LockPage

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands


def lock_page(rooms: Rooms) -> LockPage:
    """Return the lock page that is shown."""
    page = rooms.window.findChild(LockPage)
    assert isinstance(page, LockPage)
    return page


def test_the_password_opens_the_book(rooms: Rooms, qtbot: QtBot, hands: Hands) -> None:
    hands.type(PASSWORD)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rooms.window.shell is not None, timeout=10_000)
    assert "柳塘村党支部" in rooms.window.windowTitle()
    assert rooms.shell.key == "home"


def test_a_wrong_password_is_said_and_counted(rooms: Rooms, qtbot: QtBot, hands: Hands) -> None:
    page = lock_page(rooms)
    for left in (4, 3):
        hands.type("not it")
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(page.password.isEnabled, timeout=10_000)
        said = f"密码不对。还可以试 {left} 次，请看看大写锁定键是不是开着。"
        qtbot.waitUntil(lambda said=said: page.password.accessibleDescription() == said)
    assert rooms.window.shell is None


def test_after_five_wrong_passwords_it_waits(rooms: Rooms, qtbot: QtBot, hands: Hands) -> None:
    page = lock_page(rooms)
    for _ in range(5):
        hands.type("x")
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "正在打开" not in page.open_button.text(), timeout=10_000)
    assert not page.password.isEnabled()
    assert "请等" in page.password.accessibleDescription()


def test_a_missing_book_is_no_new_one(rooms: Rooms, qtbot: QtBot, hands: Hands) -> None:
    (rooms.folder / "book.db").unlink()
    hands.type(PASSWORD)
    hands.press(Qt.Key.Key_Return)
    page = lock_page(rooms)
    qtbot.waitUntil(lambda: "不见了" in page.password.accessibleDescription(), timeout=10_000)
    assert "U-310" in page.password.accessibleDescription()


def test_the_window_locks_when_nobody_is_there(toy_rooms: Rooms, qtbot: QtBot) -> None:
    toy_rooms.enter()
    toy_rooms.window._idle.start(1)
    qtbot.waitUntil(lambda: toy_rooms.window.workspace is None)
    assert isinstance(lock_page(toy_rooms), LockPage)


def test_nothing_asks_a_book_that_was_locked_a_moment_after_a_save(toy_rooms: Rooms) -> None:
    workspace = toy_rooms.enter()
    shell = toy_rooms.shell
    shell.show_entry("toy_errands")
    workspace.save(errand(workspace))
    assert any(timer.isActive() for timer in shell.findChildren(QTimer)), "今日 is to count anew"
    toy_rooms.window.lock()
    assert not any(timer.isActive() for timer in shell.findChildren(QTimer))


def test_nobody_is_greeted_by_the_name_of_another_books_person(
    rooms: Rooms, qtbot: QtBot, hands: Hands, tmp_path: Path
) -> None:
    """On one computer lie a branch's book and an office's, or two branches': each knows its own people."""
    office = rooms.remembered.of(tmp_path / "office")
    office.keep_open("丹阳市委组织部", "")
    office.keep_people([("张主任", "书记")], "张主任")
    office.keep_waiting("3 条没写完的走访")
    rooms.window.show_gate()
    page = rooms.window.centralWidget().currentWidget()
    assert isinstance(page, LockPage)
    assert [page.person.itemText(at) for at in range(page.person.count())] == []
    shown = [label.text() for label in page.findChildren(QLabel)]
    assert not any("丹阳市委组织部" in text or "3 条" in text for text in shown)
    page.password.setFocus()
    hands.type(PASSWORD)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rooms.window.shell is not None, timeout=10_000)
    assert rooms.window.workspace is not None
    assert rooms.window.workspace.operator == rooms.window.workspace.setting("operator")
    greeting = rooms.page("home").findChild(QLabel, "greeting").text()
    assert "张主任" not in greeting
    assert office.people == [("张主任", "书记")], "and the office's are still known when it is opened again"
