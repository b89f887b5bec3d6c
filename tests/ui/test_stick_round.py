"""A round between a branch's window and the office: what goes on the stick, what comes back, what 今日 says of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from danyang_desktop.base.clock import SetClock
from danyang_desktop.county.annotations import RETURNED, annotate, unread
from danyang_desktop.county.announce import announce
from danyang_desktop.county.receive import receive, write_receipts
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.exchange.receipt_in import read_receipts
from tests.ui.stand import write_out
from ui.messages import Strip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.hands import Hands
    from tests.ui.stand import Stand


def test_a_real_round_brings_calls_and_notices_into_today(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    """Nothing of the branch's own changes when it takes the return stick in: 今日 looks anew all the same."""
    uid = stand.visit()
    write_out(stand, hands, qtbot)
    receive(stand.office, [stand.stick])
    stand.rooms.shell.show_entry("home")
    home = stand.rooms.page("home")
    annotate(stand.office.desk, uid, RETURNED, "慰问金和发放名册对不上，请核对以后改正。", "张主任")
    announce(stand.office, [stand.workspace.branch.code], "12 月起每季度抽查一次，照片至少一张。", "张主任")
    write_return(stand.office, stand.workspace.branch.code, stand.stick)
    stand.show()
    stand.page.card.read.setFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stand.page.card.notes.rows.rows) == 2, timeout=20_000)
    assert stand.page.findChild(Strip, "stickGood").sentence == "县里带回来批注和通知 2 条，在“今日”里看。"
    stand.rooms.shell.show_entry("home")
    call, notice = home._list._buttons[:2]
    assert (call.accessibleName(), notice.accessibleName()) == (
        "钱根生，11月23日 退回，去改", "县里通知，11月23日，知道了",
    )  # fmt: skip
    said = next(one for one in home.findChildren(QLabel) if one.text().startswith("慰问金和发放名册"))
    assert said.width() > 400, "what somebody wrote has a row of its own"
    assert hands.place() is call
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    assert not any("知道了" in one.accessibleName() for one in home._list._buttons)
    assert hands.at == "dutyButton", "the next thing to do has the focus"
    home._list.first.setFocus()
    hands.press(Qt.Key.Key_Return)
    form = stand.rooms.page("visits").form
    assert form._record.uid == uid
    words = form.findChild(Strip, "formCounty")
    assert words.sentence == "县里：慰问金和发放名册对不上，请核对以后改正。"
    assert words.isVisible()
    form.body.editor("measures").set_value("慰问金改成和名册一样")
    form.save()
    stand.rooms.page("visits").follow("open", uid)
    assert not stand.rooms.page("visits").form.findChild(Strip, "formCounty").sentence, "the new version answers it"


def test_a_computer_that_never_heard_from_the_county_is_told_what_to_take_along(
    stand: Stand, hands: Hands, qtbot: QtBot
) -> None:
    write_out(stand, hands, qtbot)
    hint = stand.page.findChild(Strip, "doneUnheard")
    assert "还没有收过县里的回执" in hint.sentence
    receive(stand.office, [stand.stick])
    write_receipts(stand.office, stand.stick)
    read_receipts(stand.workspace.desk, stand.stick)
    stand.visit()
    stand.page.done_pane.again.setFocus()
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: hands.at == "stickWrite", timeout=20_000)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stand.page.panes.currentWidget() is stand.page.done_pane, timeout=20_000)
    assert len(list(stand.stick.glob("*.dyb"))) == 2
    assert not hint.sentence


def test_a_notice_is_read_whole_on_the_stick_page_too(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    words = "12 月起每季度抽查一次，照片至少一张，书记签字以后报镇里，逾期的村镇里打电话。" * 3
    announce(stand.office, [stand.workspace.branch.code], words, "张主任")
    write_return(stand.office, stand.workspace.branch.code, stand.stick)
    read_return(stand.workspace.desk, stand.stick)
    stand.show()
    stand.page.card.notes.setFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.at == "ask_read")
    assert stand.rooms.window.findChild(QLabel, "askText").text() == words
    assert unread(stand.workspace.desk, stand.workspace.branch.code) == []
    hands.press(Qt.Key.Key_Return)


def test_a_bundle_that_went_is_no_longer_asked_for_today(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    clock = stand.workspace.clock
    assert isinstance(clock, SetClock)
    stand.visit()
    clock.at = dt.datetime(2026, 12, 8, 9, 0)
    stand.rooms.shell.show_entry("home")
    home = stand.rooms.page("home")
    assert any("没交县里" in one.accessibleName() for one in home._list._buttons)
    write_out(stand, hands, qtbot)
    stand.rooms.shell.show_entry("home")
    assert not any("没交县里" in one.accessibleName() for one in home._list._buttons)
