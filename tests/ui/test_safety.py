"""What must not happen by a slip of the hand: typing thrown away, a secret read by others, guessing without end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.look import Link
from danyang_desktop.store.tries import TRIES, WAIT_SECONDS, Tries
from tests.helpers.books import PASSWORD
from tests.ui.village import settle
from ui.dialogs.ask import Answer, Ask
from ui.dialogs.history import HistoryDialog
from ui.dialogs.lock_page import LockPage
from ui.pages.secret_door import PasswordDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

KEY = Qt.Key


def test_enter_in_the_unfinished_question_goes_on_writing(toy_rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    toy_rooms.enter()
    hands.press(KEY.Key_F5)
    hands.type("1121")
    hands.press(KEY.Key_Escape)
    ask = toy_rooms.window.findChild(Ask)
    qtbot.waitUntil(lambda: hands.at == "ask_stay")
    hands.press(KEY.Key_Return)
    assert not ask.isVisible()
    assert toy_rooms.page("toy_errands").half_written


@pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_Return])
def test_throwing_away_takes_a_step_of_its_own(toy_rooms: Rooms, hands: Hands, qtbot: QtBot, key: Qt.Key) -> None:
    toy_rooms.enter()
    hands.press(KEY.Key_F5)
    hands.type("1121")
    hands.press(KEY.Key_Escape)
    qtbot.waitUntil(lambda: hands.at == "ask_stay")
    while hands.at != "ask_drop":
        hands.press(KEY.Key_Tab)
    hands.press(key)
    assert toy_rooms.page("toy_errands").form is None


def void_question(rooms: Rooms) -> Ask:
    """Ask for the reason of a voiding."""
    answers = (Answer("stay", "不作废"), Answer("void", "作废", "danger"))
    ask = Ask(rooms.window.theme, rooms.shell, "作废？", "号码留着。", answers, line="作废的原因")
    ask.open()
    QApplication.processEvents()
    return ask


def test_voiding_by_keyboard_needs_reason_and_second_enter(toy_rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    toy_rooms.enter()
    ask = void_question(toy_rooms)
    qtbot.waitUntil(lambda: hands.at == "askLine")
    hands.press(KEY.Key_Return)
    assert ask.isVisible()
    hands.type("错了")
    hands.press(KEY.Key_Return)
    assert hands.at == "ask_void"
    assert ask.isVisible()


def secret_talk(workspace: Workspace) -> Any:
    """Save a confidential talk by 周建民."""
    settle(workspace)
    ledgers = workspace.ledgers
    people = {one.name: Link(one.uid, one.name) for one in workspace.query(ledgers["people"]).records()}
    workspace.operator = "周建民"
    talk = workspace.new(
        ledgers["talks"], targets=[people["徐福根"]], talkers=[people["周建民"]], secrecy="保密", mood="稳定",
        content="谈了家里最近的变化，情绪还好，以后多联系，多去看看他。",
    )  # fmt: skip
    return workspace.save(talk).record


def open_talk(rooms: Rooms, hands: Hands) -> Any:
    """Open the talk that stands in the table with F2."""
    rooms.shell.show_entry("talks")
    page = rooms.page("talks")
    page.list.table.selectRow(0)
    page.list.table.setFocus()
    hands.press(KEY.Key_F2)
    return page


def test_a_secret_talk_asks_others_for_the_password(rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    workspace = rooms.enter()
    secret_talk(workspace)
    workspace.set_setting("operators", [["周建民", "书记"], ["徐福根", "记录"]])
    workspace.operator = "徐福根"
    page = open_talk(rooms, hands)
    assert page.form is None
    qtbot.waitUntil(lambda: hands.at == "secretPassword")
    hands.type("wrong")
    hands.press(KEY.Key_Return)
    dialog = rooms.window.findChild(PasswordDialog)
    qtbot.waitUntil(lambda: "不对" in dialog._strip.sentence, timeout=10_000)
    assert page.form is None
    qtbot.waitUntil(lambda: hands.at == "secretPassword")
    hands.type(PASSWORD)
    hands.press(KEY.Key_Return)
    qtbot.waitUntil(lambda: page.form is not None, timeout=10_000)


def test_the_history_of_a_secret_talk_is_behind_the_same_door(rooms: Rooms) -> None:
    workspace = rooms.enter()
    talk = secret_talk(workspace)
    workspace.set_setting("operators", [["王书记", "书记"]])
    workspace.operator = "徐福根"
    rooms.shell.show_entry("talks")
    page = rooms.page("talks")
    page._do(talk, "history")
    assert page.findChild(HistoryDialog) is None
    assert rooms.window.findChild(PasswordDialog) is not None


@pytest.mark.parametrize(("who", "role"), [("周建民", "记录"), ("李书记", "书记")])
def test_author_and_secretary_walk_in(rooms: Rooms, hands: Hands, who: str, role: str) -> None:
    workspace = rooms.enter()
    secret_talk(workspace)
    workspace.set_setting("operators", [[who, role]])
    workspace.operator = who
    assert open_talk(rooms, hands).form is not None


def test_the_wait_is_kept_over_a_restart(rooms: Rooms) -> None:
    tries = Tries(rooms.how["device_folder"], str(rooms.folder.resolve()))
    for _ in range(TRIES):
        tries.wrong()
    rooms.window.show_gate()
    page = rooms.window._root.currentWidget()
    assert isinstance(page, LockPage)
    assert not page.password.isEnabled()
    assert "请等" in page.password.accessibleDescription()
    page._turn()
    assert page.password.isEnabled(), "the 开锁纸 need not wait"
    page._turn()
    assert not page.password.isEnabled()


def test_tries_are_counted_per_book_and_the_wait_ends(tmp_path: Path) -> None:
    now = [1000.0]
    tries = Tries(tmp_path, "a", lambda: now[0])
    for left in range(TRIES - 1, -1, -1):
        tries.wrong()
        assert tries.left == left
    assert tries.wait == WAIT_SECONDS
    assert Tries(tmp_path, "b", lambda: now[0]).wait == 0
    now[0] = 0.0  # a clock put back
    assert tries.wait == WAIT_SECONDS
    now[0] = 1000.0 + WAIT_SECONDS
    assert tries.wait == 0
    assert tries.left == TRIES


def test_a_torn_file_of_tries_locks_nobody_out(tmp_path: Path) -> None:
    (tmp_path / "tries.json").write_text("{", "utf-8")
    assert Tries(tmp_path, "a").left == TRIES


def test_a_new_password_opens_the_book_and_the_old_does_not(book: Workspace) -> None:
    with pytest.raises(UserError, match="原来的密码不对"):
        book.change_password("not it", "danyang-2027")
    with pytest.raises(UserError, match="密码太短"):
        book.change_password(PASSWORD, "x")
    assert book.knows_password(PASSWORD)
    book.change_password(PASSWORD, "danyang-2027")
    assert book.knows_password("danyang-2027")
    assert not book.knows_password(PASSWORD)
