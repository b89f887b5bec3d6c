"""设置与备份 by keyboard: applied at once, backups tried and brought back, passwords, people at the desk."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QPushButton, QRadioButton, QSpinBox

from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import UserError
from danyang_desktop.opening import open_book
from tests.helpers.books import NOW, PASSWORD, cheap_keys
from tests.ui.village import settle
from ui.dialogs.lock_page import LockPage
from ui.dialogs.secret_dialog import SecretDialog
from ui.marks import Mark
from ui.messages import Strip

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands


def settings_of(rooms: Rooms) -> Any:
    """Go to the settings."""
    rooms.shell.show_entry("settings")
    return rooms.page("settings")


def said(page: Any, name: str = "settingsGood") -> str:
    return str(page.findChild(Strip, name).sentence)


def pushed(page: Any, name: str) -> None:
    """Press a button by its name."""
    button = next(one for one in page.findChildren(QPushButton) if one.objectName().startswith(name))
    button.click()


def dialog(qtbot: QtBot) -> SecretDialog:
    """Wait for the question for passwords."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SecretDialog))
    found = QApplication.activeModalWidget()
    assert isinstance(found, SecretDialog)
    found.activateWindow()
    qtbot.waitUntil(lambda: found.isAncestorOf(QApplication.focusWidget()) if QApplication.focusWidget() else False)
    return found


def answer(qtbot: QtBot, hands: Hands, *lines: str) -> None:
    """Type what is asked for, line by line."""
    dialog(qtbot)
    for line in lines:
        hands.type(line)
        hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not isinstance(QApplication.activeModalWidget(), SecretDialog), timeout=20_000)


def with_backups(workspace: Workspace, place: Path) -> None:
    """Make three backups on three days."""
    clock = workspace.clock
    assert isinstance(clock, SetClock)
    workspace.set_setting("backup_daily", False)
    workspace.set_setting("backup_folders", [str(place)])
    for day in (7, 14, 21):
        clock.at = dt.datetime(2026, 10, day, 17, 2)
        workspace.backup(place)
    clock.at = NOW


def test_the_categories_are_chosen_with_the_arrows(rooms: Rooms, hands: Hands) -> None:
    rooms.enter()
    page = settings_of(rooms)
    assert hands.at == "settingsList"
    for number in range(1, len(page.panes)):
        hands.press(Qt.Key.Key_Down)
        assert page._stack.currentIndex() == number


def test_a_type_size_is_taken_at_once(rooms: Rooms) -> None:
    rooms.enter()
    page = settings_of(rooms)
    page.show_category("display")
    page.findChild(QRadioButton, "size_大").click()
    assert rooms.remembered.factor == 1.25
    assert rooms.page("settings").findChild(QRadioButton, "size_大").isChecked()


def test_a_rule_is_kept_at_once_and_the_day_follows(rooms: Rooms) -> None:
    workspace = rooms.enter()
    settle(workspace)
    home = next(iter(workspace.query(workspace.ledgers["households"]).records()))
    home.opened_on = workspace.today - dt.timedelta(days=40)
    workspace.save(home)
    page = settings_of(rooms)
    page.show_category("rules")
    page.findChild(QSpinBox, "visitDays_一般").setValue(30)
    assert workspace.setting("visit_days")["一般"] == 30
    rooms.shell.show_entry("home")
    assert any(duty.key == "overdue" for duty in rooms.page("home")._list._shown)


def test_holidays_and_lists_are_a_button_away(rooms: Rooms) -> None:
    rooms.enter()
    page = settings_of(rooms)
    pushed(page, "open_holidays")
    assert rooms.shell.key == "registers"
    assert rooms.page("registers").current.ledger.slug == "holidays"


def test_a_place_is_chosen_and_the_backup_goes_there(
    rooms: Rooms, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = rooms.enter()
    settle(workspace)
    page = settings_of(rooms)
    assert "还没有备份过" in said(page, "backupAge")
    place = tmp_path / "backups"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))
    pushed(page, "backupAgeNow")
    qtbot.waitUntil(lambda: "备份好了" in said(page), timeout=20_000)
    assert workspace.setting("backup_folders") == [str(place)]
    assert said(page, "backupAge") == ""
    assert len(workspace.backups()) == 1


def test_the_age_of_the_last_backup_is_said(rooms: Rooms, tmp_path: Path) -> None:
    workspace = rooms.enter()
    with_backups(workspace, tmp_path / "backups")
    page = settings_of(rooms)
    assert said(page, "backupAge").startswith("33 天没有备份了")
    days = [label.text() for label in page.backup.findChildren(QLabel) if label.text().startswith("10月")]
    assert days == ["10月21日 17:02", "10月14日 17:02", "10月7日 17:02"]


def test_a_drill_tells_a_good_backup_from_a_broken_one(rooms: Rooms, qtbot: QtBot, tmp_path: Path) -> None:
    workspace = rooms.enter()
    with_backups(workspace, tmp_path / "backups")
    page = settings_of(rooms)
    pushed(page, "backupDrill_")
    qtbot.waitUntil(lambda: "试开过，每一页都好" in said(page), timeout=20_000)
    newest = workspace.backups()[0].path
    data = bytearray(newest.read_bytes())
    data[len(data) // 2] ^= 255
    newest.write_bytes(data)
    pushed(page, "backupDrill_")
    qtbot.waitUntil(lambda: bool(said(page, "settingsBad")), timeout=20_000)
    qtbot.waitUntil(lambda: _marks(page)[:1] == ["打不开，不能用"])
    assert set(_marks(page)[1:]) == {"检查过，能用"}
    assert [one.works for one in workspace.backups()] == [False, True, True]
    data[len(data) // 2] ^= 255
    newest.write_bytes(data)
    pushed(page, "backupDrill_")
    qtbot.waitUntil(lambda: "试开过，每一页都好" in said(page), timeout=20_000)
    qtbot.waitUntil(lambda: set(_marks(page)) == {"检查过，能用"})


def _marks(page: Any) -> list[str]:
    """Return what stands beside each backup, newest first; the rows before are let go by and by."""
    return [one.accessibleName() for one in page.backup.findChildren(Mark, "backupMark") if one.isVisible()]


def test_a_day_comes_back_and_the_present_is_set_aside(
    rooms: Rooms, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace = rooms.enter()
    with_backups(workspace, tmp_path / "backups")
    settle(workspace)
    page = settings_of(rooms)
    pushed(page, "backupRestore_")
    answer(qtbot, hands, PASSWORD)
    window = rooms.window
    qtbot.waitUntil(lambda: window.workspace is None and not window._background.busy, timeout=20_000)

    def told() -> str:
        gate = window._root.currentWidget()
        return str(gate.findChild(Strip, "lockWaiting").sentence) if isinstance(gate, LockPage) else ""

    qtbot.waitUntil(lambda: told().startswith("恢复好了"), timeout=20_000)
    aside = [one for one in rooms.folder.parent.iterdir() if "恢复前" in one.name]
    with rooms.pattern.open(rooms.folder) as again:
        assert again.query(again.ledgers["people"]).count() == 0, "the people came after that day"
    with rooms.pattern.open(aside[0]) as before:
        assert before.query(before.ledgers["people"]).count() == 2


def test_without_the_password_nothing_comes_back(rooms: Rooms, hands: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    workspace = rooms.enter()
    with_backups(workspace, tmp_path / "backups")
    pushed(settings_of(rooms), "backupRestore_")
    asked = dialog(qtbot)
    hands.type("not it")
    hands.press(Qt.Key.Key_Return)
    strip = asked.findChild(Strip, "secretStrip")
    qtbot.waitUntil(lambda: "密码不对" in strip.sentence, timeout=20_000)
    hands.press(Qt.Key.Key_Escape)
    assert rooms.window.workspace is workspace


def test_the_password_is_changed(rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    workspace = rooms.enter()
    page = settings_of(rooms)
    page.show_category("password")
    pushed(page, "passwordChange")
    with cheap_keys():
        answer(qtbot, hands, PASSWORD, "新的-2027", "新的-2027")
    assert workspace.knows_password("新的-2027")


def test_a_new_paper_is_shown_once_and_works(rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    rooms.enter()
    page = settings_of(rooms)
    page.show_category("password")
    pushed(page, "paperNew")
    with cheap_keys():
        answer(qtbot, hands, PASSWORD)
    code = page.findChild(QLabel, "recoveryCode").text().replace(" · ", "-")
    rooms.window.lock()
    with pytest.raises(UserError, match="开锁纸"):
        open_book(rooms.folder, recovery=rooms.pattern.recovery, **rooms.how)
    with rooms.pattern.open(rooms.folder, recovery=code) as again:
        assert again.came_by_paper


def test_somebody_is_seated_gets_another_role_and_is_struck_off(rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    workspace = rooms.enter()
    page = settings_of(rooms)
    page.show_category("password")
    pushed(page, "personAdd")
    with cheap_keys():
        answer(qtbot, hands, "许敏", "柳叶-2026", "柳叶-2026")
    assert dict(workspace.operators)["许敏"] == "记录"
    choice = page.findChild(QComboBox, "role_许敏")
    choice.setCurrentIndex(choice.findData("查看"))
    choice.activated.emit(choice.currentIndex())
    assert dict(workspace.operators)["许敏"] == "查看"
    rooms.window.lock()
    gate = rooms.window.findChild(LockPage)
    assert [gate.person.itemText(row) for row in range(gate.person.count())] == ["周建民（支部书记）", "许敏（只查看）"]
    hands.sit_at(rooms.window)
    gate.person.setCurrentIndex(1)
    hands.type("柳叶-2026")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rooms.window.workspace is not None, timeout=20_000)
    assert rooms.window.workspace is not None
    assert rooms.window.workspace.seat == "查看"
    page = settings_of(rooms)
    pushed(page, "gone_许敏")
    assert "只有支部书记能办" in said(page, "settingsBad")


def test_who_came_by_the_paper_is_asked_for_a_new_password(rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    gate = rooms.window.findChild(LockPage)
    gate.findChild(QPushButton, "lockForgot").click()
    hands.type(rooms.pattern.recovery)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rooms.window.workspace is not None, timeout=20_000)
    with cheap_keys():
        answer(qtbot, hands, "新的-2027", "新的-2027")
    workspace = rooms.window.workspace
    assert workspace is not None
    assert workspace.knows_password("新的-2027")


def test_the_first_closing_of_a_day_makes_a_backup(rooms: Rooms, qtbot: QtBot, tmp_path: Path) -> None:
    workspace = rooms.enter()
    workspace.set_setting("backup_folders", [str(tmp_path / "backups")])
    window = rooms.window
    window.close()
    assert window.isVisible(), "it closes when the backup is made"
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert len(list((tmp_path / "backups").glob("*.dybak"))) == 1


def test_a_backup_that_cannot_be_made_does_not_hold_the_window(
    rooms: Rooms, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    rooms.enter().set_setting("backup_folders", [str(tmp_path / "file")])
    rooms.window.close()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=20_000)
    asked = QApplication.activeModalWidget()
    next(one for one in asked.findChildren(QPushButton) if one.text() == "仍然关掉").click()
    qtbot.waitUntil(lambda: not rooms.window.isVisible(), timeout=20_000)


def test_a_clock_that_went_back_is_said_on_every_page(rooms: Rooms) -> None:
    workspace = rooms.enter()
    settle(workspace)
    rooms.window.lock()
    rooms.how["clock"] = SetClock(NOW - dt.timedelta(days=400))
    opened = rooms.pattern.open(rooms.folder, clock=rooms.how["clock"])
    rooms.window.enter(opened)
    strip = rooms.shell.findChild(Strip, "clockDoubt")
    assert "请看看电脑的日期对不对" in strip.sentence
    strip.button.click()
    assert (strip.sentence, opened.clock_doubt) == ("", "")


def test_how_a_notice_masks_names_is_a_setting(rooms: Rooms) -> None:
    workspace = rooms.enter()
    page = settings_of(rooms)
    page.show_category("rules")
    choice = page.findChild(QComboBox, "noticeNames")
    assert choice.currentData() == "notice"
    choice.setCurrentIndex(choice.findData("surname"))
    choice.activated.emit(choice.currentIndex())
    assert workspace.setting("notice_names") == "surname"


def test_who_only_looks_is_told_before_anything_is_typed(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    settle(workspace)
    with cheap_keys():
        workspace.seat_person("徐福根", "查看", "看看-2026")
    rooms.window.lock()
    rooms.window.enter(rooms.pattern.open(rooms.folder, operator="徐福根", password="看看-2026"))
    rooms.shell.show_entry("visits")
    for key in (Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8):
        hands.sit_at(rooms.window)
        hands.press(key)
        slug = rooms.shell.key
        assert rooms.page(slug)._stack.currentIndex() == 0, slug
        assert "只能查看" in rooms.shell.status.findChild(QLabel, "statusNote").text()
    rooms.shell.show_entry("people")
    page = rooms.page("people")
    page._do(next(iter(workspace_of(rooms).query(page.ledger).records())), "edit")
    assert "只能查看" in page.findChild(Strip, "listStrip").sentence


def workspace_of(rooms: Rooms) -> Workspace:
    workspace = rooms.window.workspace
    assert workspace is not None
    return workspace


def test_the_foot_says_when_the_last_backup_was_made(rooms: Rooms, tmp_path: Path) -> None:
    workspace = rooms.enter()
    settle(workspace)
    with_backups(workspace, tmp_path / "backups")
    rooms.shell.show_entry("settings")
    rooms.shell.show_entry("home")
    foot = rooms.shell.status.findChild(QLabel, "statusBackup")
    assert foot.text() == "33 天没备份"
    assert foot.property("tone") == "warn"
    workspace.backup(tmp_path / "backups")
    rooms.shell.show_entry("settings")
    rooms.shell.show_entry("home")
    assert foot.text() == "上次备份 11月23日"


def test_trouble_can_be_copied_for_the_telephone(rooms: Rooms, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    rooms.enter()
    page = settings_of(rooms)
    page.back_up_to(tmp_path / "file" / "x")
    qtbot.waitUntil(lambda: "编号 U-" in said(page, "settingsBad"), timeout=20_000)
    pushed(page, "settingsBadButton")
    assert "编号 U-" in QApplication.clipboard().text()


def test_on_a_slow_computer_somebody_says_which_day_it_is(rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    workspace = rooms.enter()
    for entry in ("visits", "stick", "home", "settings"):
        rooms.shell.show_entry(entry)  # they are open before anything is said
    page = rooms.page("settings")
    strip = rooms.window.findChild(Strip, "clockDoubt")
    assert strip.sentence == ""
    for typed, said in (("2026-11-01", "比这一天晚"), ("2027-12-28", "")):
        page.findChild(QPushButton, "otherDay").click()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        qtbot.waitUntil(lambda: hands.at == "askLine")
        hands.type(typed)
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        assert said in " ".join(one.sentence for one in page.findChildren(Strip))
    assert page.findChild(QLabel, "settingsToday").text() == "2027年12月28日 星期二"
    assert workspace.today.isoformat() == "2027-12-28"
    assert "照您说的按 2027年12月28日记" in strip.sentence
    for day, month in (("2027年12月28日 星期二", "2027-12"), ("2026年11月23日 星期一", "2026-11")):
        rooms.shell.show_entry("home")
        assert rooms.page("home").findChild(QLabel, "headerHint").text().startswith(day)
        assert rooms.page("home").findChild(QLabel, "figuresTitle").text() == f"{int(month[5:])}月"
        rooms.shell.show_entry("visits")
        assert rooms.page("visits").list.months.month == month
        if strip.sentence:
            strip.button.click()
            assert rooms.shell.key == "visits"
            assert strip.sentence == ""
    assert workspace.today.isoformat() == "2026-11-23"
