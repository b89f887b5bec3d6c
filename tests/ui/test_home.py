"""今日 by keyboard: what is due, the button that does it, figures, the state of nothing and the state of trouble."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from danyang_desktop.agenda.said import Duty, Line
from danyang_desktop.base.errors import Trouble
from tests.ui.test_habits import visit
from tests.ui.village import settle
from ui.pages.home.duty_list import DutyButton
from ui.window.nav import BADGE

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands


def make_late(workspace: Workspace, days: int = 100) -> Any:
    """Say that the household's file was opened so long ago that its visit is late."""
    settle(workspace)
    home = next(iter(workspace.query(workspace.ledgers["households"]).records()))
    home.opened_on = workspace.today - dt.timedelta(days=days)
    return workspace.save(home).record


def titles(rooms: Rooms) -> list[str]:
    """Return what the rows are called to a screen reader."""
    return [button.accessibleName() for button in rooms.page("home").findChildren(DutyButton)]


def come_home(rooms: Rooms) -> None:
    """Go somewhere else and back, as a person does who wants to see what is left."""
    rooms.shell.show_entry("settings")
    rooms.shell.show_entry("home")


def test_the_first_thing_to_do_has_the_focus_and_enter_begins_it(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    home = make_late(workspace)
    come_home(rooms)
    assert hands.at == "dutyButton"
    assert hands.place().accessibleName() == "钱根生，超期 10 天，记走访"
    hands.press(Qt.Key.Key_Return)
    assert rooms.shell.key == "visits"
    form = rooms.page("visits").form
    assert form is not None
    assert form._record.household.uid == home.uid


def test_the_arrows_go_from_thing_to_thing(rooms: Rooms, hands: Hands) -> None:
    make_late(rooms.enter())
    come_home(rooms)
    names = titles(rooms)
    assert len(names) > 2
    hands.press(Qt.Key.Key_Down)
    assert hands.place().accessibleName() == names[1]
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_Up)
    assert hands.place().accessibleName() == names[0]


def test_a_figure_beside_the_list_says_what_it_means(rooms: Rooms) -> None:
    make_late(rooms.enter())
    come_home(rooms)
    _, item = rooms.shell.nav._where["visits"]
    assert item.data(BADGE) == "1"
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "走访帮扶，1 户超期"


def test_the_figures_beside_the_list_follow_work_done_elsewhere(rooms: Rooms, qtbot: QtBot) -> None:
    home = make_late(rooms.enter())
    come_home(rooms)
    rooms.shell.show_entry("visits")
    workspace = rooms.window.workspace
    assert workspace is not None
    home.closed_on, home.close_reason = workspace.today, "脱困"
    workspace.save(home)
    _, item = rooms.shell.nav._where["visits"]
    qtbot.waitUntil(lambda: item.data(BADGE) == "")


def test_who_was_not_talked_to_is_a_list_away(rooms: Rooms, hands: Hands) -> None:
    settle(rooms.enter())
    come_home(rooms)
    button = next(one for one in rooms.page("home").findChildren(DutyButton) if "没谈心" in one.accessibleName())
    button.setFocus()
    hands.press(Qt.Key.Key_Return)
    assert rooms.page("talks").over is not None


def test_a_long_group_opens_whole(rooms: Rooms) -> None:
    workspace = rooms.enter()
    home = make_late(workspace)
    for number in range(5):
        again = workspace.new(workspace.ledgers["households"], **{
            name: getattr(home, name) for name in ("hardship", "address", "id_missing_reason", "opened_on")
        }, head_name=f"钱{'甲乙丙丁戊'[number]}生")  # fmt: skip
        workspace.save(again)
    come_home(rooms)
    page = rooms.page("home")
    assert sum("超期" in name for name in titles(rooms)) == 3
    more = page.findChild(QPushButton, "dutyAll_overdue")
    assert more.text() == "看全部 6 →"
    more.click()
    assert sum("超期" in one.accessibleName() for one in page._list._buttons) == 6


def test_of_a_very_long_group_the_most_pressing_are_shown_and_the_rest_is_said(rooms: Rooms) -> None:
    rooms.enter()
    page = rooms.page("home")
    lines = tuple(Line(f"户主{n}", "", "修屋顶", f"过期 {n} 天", "去办", f"visits:open:{n}") for n in range(40, 0, -1))
    page._list.show_duties([Duty("action", "late", "答应的事有 4,446 件过期", lines=lines, more=4406)])
    more = page.findChild(QPushButton, "dutyAll_action")
    assert more.text() == "看最急的 40 →"
    assert page.findChild(QLabel, "dutyRest_action") is None
    more.click()
    assert len(page.findChildren(DutyButton)) == 40
    assert page.findChild(QLabel, "dutyRest_action").text() == "还有 4,406 件，办好前面的就排上来。"


def test_a_number_that_two_computers_gave_is_changed_from_here(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    settle(workspace)
    first, second = visit(workspace, 3), visit(workspace, 4)
    with workspace.book.transaction():  # as if the second had come from the other computer
        connection = workspace.book.connection
        connection.execute("UPDATE visits SET serial_no = ? WHERE uid = ?", (first.serial_no, second.uid))
        connection.execute(
            "INSERT INTO devices (device, branch, branch_name, public_key, enrolled_at) VALUES (?, ?, '', '', '')",
            ("0" * 16, workspace.branch.code),
        )
    come_home(rooms)
    button = next(one for one in rooms.page("home").findChildren(DutyButton) if "改编号" in one.accessibleName())
    button.setFocus()
    hands.press(Qt.Key.Key_Return)
    assert rooms.shell.key == "visits"
    numbers = {one.serial_no for one in workspace.query(workspace.ledgers["visits"]).records()}
    assert (len(numbers), first.serial_no in numbers) == (2, True)
    come_home(rooms)
    assert not [one for one in titles(rooms) if "改编号" in one]


def test_nothing_to_do_says_so_and_what_comes_next(toy_rooms: Rooms, hands: Hands) -> None:
    toy_rooms.enter()
    page = toy_rooms.page("home")
    assert page.findChild(QLabel, "homeEmpty").isVisible()
    assert hands.at.startswith("record_")


def test_figures_that_cannot_be_counted_do_not_stop_the_work(
    rooms: Rooms, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Any:
        raise Trouble("台账文件有损坏。", "U-302")

    workspace = rooms.enter()
    with monkeypatch.context() as patch:
        patch.setattr("danyang_desktop.agenda.today.agenda", broken)
        settle(workspace)
        come_home(rooms)
        strip = rooms.page("home").findChild(QLabel, "homeStripText")
        assert strip.text() == "统计没算出来，记台账不受影响。"
        assert "—" in rooms.page("home")._buttons[0].accessibleName()
    rooms.page("home").findChild(QPushButton, "homeStripButton").click()
    assert "本月 0 户次" in rooms.page("home")._buttons[0].accessibleName()
    hands.press(Qt.Key.Key_F5)
    assert rooms.page("visits").form is not None


def test_a_large_book_is_counted_by_the_worker(rooms: Rooms, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.pages.home.home_page._LARGE", -1)
    workspace = rooms.enter()
    make_late(workspace)
    come_home(rooms)
    qtbot.waitUntil(lambda: any("钱根生" in name for name in titles(rooms)), timeout=10_000)


def test_very_many_things_are_built_as_somebody_comes_to_them(rooms: Rooms, hands: Hands) -> None:
    rooms.enter()
    page = rooms.page("home")
    duties = [Duty("birthday", "ahead", f"第 {n} 位", "生日", "去看", f"people:open:{n}") for n in range(1200)]
    page._list.show_duties(duties)
    assert len(page.findChildren(DutyButton)) < 60
    first = page._list.first
    assert first is not None
    first.setFocus()
    for _ in range(100):
        hands.press(Qt.Key.Key_Down)
    assert hands.place().accessibleName() == "第 100 位，去看"
    built = len(page.findChildren(DutyButton))
    bar = page._list.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert len(page.findChildren(DutyButton)) > built
    page._list.show_duties(duties[:-1])
    assert hands.place().accessibleName() == "第 100 位，去看", "whoever stands there stays there"
