"""What the office's window says of files, months and desks, and for how long: one truth in every place."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from danyang_desktop.county.aside import dismiss, refused
from danyang_desktop.county.board import month_in_hand
from danyang_desktop.county.conflicts import conflicts, settle
from danyang_desktop.county.office import Office
from danyang_desktop.declare.look import Link
from danyang_desktop.handbook import page_about
from danyang_desktop.ledgers.payouts.lines import NORMAL, PAID, PaymentLine
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.workspace import Workspace
from tests.helpers.books import PASSWORD
from tests.helpers.county_book import THORN, WILLOW, CountyBook
from tests.ui.county_seat import said, saved, take
from ui.messages import Strip
from ui.roomy import Roomy
from ui.window.nav import BADGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.county_seat import County
    from tests.ui.hands import Hands


def _badge(county: County, key: str) -> str:
    _, item = county.shell.nav._where[key]
    return str(item.data(BADGE) or "")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _receive(county: County, page: Any, qtbot: QtBot) -> None:
    page.receiving.receive(county.stick)
    qtbot.waitUntil(lambda: not county.background.busy, timeout=20_000)


# -- files that were not taken ----------------------------------------------------------------------------------


def test_a_refused_file_is_counted_listed_and_printed_in_one_month(county: County, hands: Hands, qtbot: QtBot) -> None:
    _cut(county.hand_in())
    shutil.copy(next(iter(county.stick.glob("*.dyb"))), county.stick / "家里的.dyb")
    (county.stick / "家里的.dyb").write_bytes(b"PK no bundle")
    page = take(county, hands, qtbot)
    assert page.findChild(QLabel, "figure_returned").text() == "2"
    assert "退回 2 个文件" in page.refused.sentence
    assert said(page, "homeGood") == "", "nothing went well, so nothing is said in green"
    assert [(one.name, one.files) for one in page.towns.towns.towns][-1] == ("认不出的", 1)
    qtbot.waitUntil(lambda: _badge(county, "home") == "2")
    page.towns.selectRow(1)
    assert [row.title for row in page.branches.rows.rows] == ["家里的.dyb"]
    page.receiving.print_returned()
    text = saved(county.folder / "退回单.pdf", qtbot)
    assert text.count("家里的.dyb") == 1
    log = county.show("log", qtbot)
    assert [line.texts["month"] for line in log.sheet.lines] == ["2026-11", "2026-11"]
    log.ask_print()
    assert "拷贝不完整" in saved(county.folder / "都退.pdf", qtbot)
    page = county.show("home", qtbot)
    page.months.back()
    assert page.findChild(QLabel, "figure_returned").text() == "0"
    page.receiving.print_returned()
    assert "2026年10月没有退回的文件，不用打印。2026年11月有" in said(page, "homeGood")
    assert QApplication.activeModalWidget() is None


def test_a_file_that_was_given_back_is_taken_off_the_list(county: County, hands: Hands, qtbot: QtBot) -> None:
    (county.stick / "别县的.dyb").write_bytes(b"PK no bundle")
    take(county, hands, qtbot)
    log = county.show("log", qtbot)
    assert log.findChild(QPushButton, "logUndo").text().strip() == "不再等它"
    hands.press(Qt.Key.Key_Delete)
    ask: Any = QApplication.activeModalWidget()
    away = ask.findChild(QPushButton, "ask_away")
    assert not away.isEnabled(), "it wants a reason"
    ask.line.setText("是别县的，还给他们了")
    away.click()
    (line,) = log.sheet.lines
    assert line.marks["state"][1] == "不再等"
    assert line.texts["why"].startswith("是别县的，还给他们了（县里经办人）")
    assert "不再等了" in said(log, "logGood")
    qtbot.waitUntil(lambda: _badge(county, "home") == "")
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [line.marks["state"][1] for line in log.sheet.lines] == ["退回"]
    qtbot.waitUntil(lambda: _badge(county, "home") == "1")


def test_what_was_let_go_days_ago_is_put_back_from_the_list(county: County, hands: Hands, qtbot: QtBot) -> None:
    (county.stick / "别县的.dyb").write_bytes(b"PK no bundle")
    take(county, hands, qtbot)
    desk = county.office.desk
    dismiss(desk, refused(desk)[0], "是别县的", "别的经办人")
    log = county.show("log", qtbot)
    log.view.choose(next(iter(log._files)))
    assert log.findChild(QPushButton, "logUndo").text().strip() == "放回退回的"
    hands.press(Qt.Key.Key_Delete)
    assert [line.marks["state"][1] for line in log.sheet.lines] == ["退回"]


def test_a_bundle_of_a_computer_that_is_enrolled_by_now_is_taken_in_by_one_press(
    county: County, hands: Hands, qtbot: QtBot
) -> None:
    county.hand_in()
    device = county.branch.desk.signer.device
    county.office.revoke(device)
    take(county, hands, qtbot)
    log = county.show("log", qtbot)
    assert "留了一份" in next(iter(log._files.values())).why
    again = log.findChild(QPushButton, "logAgain")
    for path in county.stick.glob("*.dyb"):
        path.unlink()
    with county.office.desk.book.transaction():
        county.office.desk.book.connection.execute("UPDATE devices SET revoked_at = NULL")
    again.click()
    qtbot.waitUntil(lambda: "收下 1 个包" in said(log, "logGood"), timeout=20_000)
    assert [line.marks["state"][1] for line in log.sheet.lines] == ["收下"]
    assert again.isHidden()


def test_what_is_said_comes_into_view_in_huge_type(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.window.change_size(1)
    county.window.change_size(1)
    county.hand_in(full=True) if county.visit() else None
    page = county.show("home", qtbot)
    page.branches.setFocus()
    _receive(county, page, qtbot)
    strip = page.findChild(Strip, "homeGood")
    around = strip
    while not isinstance(around, Roomy):
        around = around.parentWidget()
    assert around.verticalScrollBar().maximum() > 0, "there is something to scroll, or nothing is proven"
    qtbot.waitUntil(lambda: strip.visibleRegion().boundingRect().height() == strip.height())


def test_an_empty_preview_shows_no_lock(county: County, qtbot: QtBot) -> None:
    page = county.show("paper", qtbot)
    page.boxes["town"].setChecked(False)
    page.boxes["returned"].setChecked(True)
    page.ask_print()
    dialog: Any = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: "不用打印" in dialog.preview.view.sentence, timeout=20_000)
    assert not dialog.preview._lock.isVisible()
    dialog.reject()


# -- months -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["home", "odd", "rollup", "paper"])
def test_a_month_to_come_cannot_be_chosen(county: County, hands: Hands, qtbot: QtBot, key: str) -> None:
    page = county.show(key, qtbot)
    forward = page.months.findChild(QPushButton, f"{key}MonthForward")
    assert not forward.isEnabled()
    assert forward.accessibleDescription() == "下一个月还没有开始"
    page.months.forward()
    assert page.months.month == "2026-11"
    page.months.back()
    qtbot.waitUntil(lambda: not county.background.busy, timeout=20_000)
    assert forward.isEnabled()
    page.months._fill_menu()
    assert {action.data()[:5] for action in page.months._menu.actions()} == {"2026-", "2025-"}, "no whole years"


def test_nobody_late_and_nobody_at_all_are_said_without_paper(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.hand_in(full=True) if county.visit() else None
    page = take(county, hands, qtbot)
    page.receiving.print_late()
    assert "都收齐了" in said(page, "homeGood")
    assert QApplication.activeModalWidget() is None


# -- strips -----------------------------------------------------------------------------------------------------


def test_what_is_said_goes_with_another_month_another_page_and_its_cross(
    county: County, hands: Hands, qtbot: QtBot
) -> None:
    county.visit()
    county.hand_in()
    (county.stick / "坏的.dyb").write_bytes(b"PK no bundle")
    page = take(county, hands, qtbot)
    strips = [page.findChild(Strip, name) for name in ("homeGood", "boardRefused")]
    assert all(one.sentence for one in strips)
    strips[1].findChild(QPushButton, "boardRefusedClose").click()
    assert [bool(one.sentence) for one in strips] == [True, False]
    page.months.back()
    assert not any(one.sentence for one in strips)
    page.months.forward()
    _receive(county, page, qtbot)
    assert all(one.sentence for one in strips)
    county.show("merge", qtbot)
    county.show("home", qtbot)
    assert not any(one.sentence for one in strips)
    _receive(county, page, qtbot)
    page.receiving.print_late()
    QApplication.activeModalWidget().reject() if QApplication.activeModalWidget() else None
    assert strips[1].sentence == ""


def test_an_empty_folder_wears_no_green_tick(county: County, hands: Hands, qtbot: QtBot) -> None:
    page = take(county, hands, qtbot)
    strip = page.findChild(Strip, "homeGood")
    assert (strip.sentence[:8], strip.property("level")) == ("这里没有数据包。", "warn")
    county.visit()
    county.hand_in()
    _receive(county, page, qtbot)
    assert strip.property("level") == "ok"


# -- badges -----------------------------------------------------------------------------------------------------


def test_the_badges_follow_what_is_received_settled_and_undone(county: County, hands: Hands, qtbot: QtBot) -> None:
    """No page but the board is opened before the figures stand beside its name."""
    uid = county.disagree()
    take(county, hands, qtbot)
    qtbot.waitUntil(lambda: _badge(county, "merge") == "1", timeout=5000)
    page = county.show("merge", qtbot)
    page._settle(0, "已电话核实")
    assert _badge(county, "merge") == ""
    assert page.undo_here()
    assert _badge(county, "merge") == "1"
    log = county.show("log", qtbot)
    log.view.choose(next(iter(log._files)))
    log._answered("undo")
    qtbot.waitUntil(lambda: _badge(county, "merge") == "" and not county.background.busy, timeout=20_000)
    assert county._opened.ledgers["visits"] is not None
    assert uid


def test_what_is_to_be_asked_is_counted_before_its_page_is_opened(county: County, qtbot: QtBot) -> None:
    book = CountyBook(county._opened)
    for branch in (WILLOW, THORN):
        person = book.person(branch)
        book.put(
            branch, SUBSIDIES, title="定补", kind="困难老党员定补", month="2026-11", state="已发", nature=NORMAL,
            lines=[PaymentLine(person=Link(person.uid, "王桂兰"), amount_fen=48_000, result=PAID)],
        )  # fmt: skip
    county.shell._desk.bridge.changed.emit(None)
    qtbot.waitUntil(lambda: _badge(county, "odd") not in ("", "0"), timeout=20_000)
    counted = _badge(county, "odd")
    page = county.show("odd", qtbot)
    qtbot.waitUntil(lambda: len(page.list.rows.rows) > 0, timeout=20_000)
    assert counted == _badge(county, "odd") == str(sum(not row.section for row in page.list.rows.rows))


@contextmanager
def _elsewhere(county: County) -> Iterator[Office]:
    """Give the book as another clerk has it: on a server on a connection of his own, in files past the window."""
    if not county._opened.book.engine.shared:
        yield county.office
        return
    how = {"clock": county._opened.clock, "device_folder": county.folder / "second_clerk"}
    shutil.copytree(county.folder / "office", county.folder / "office2", ignore=shutil.ignore_patterns("*.lock"))
    with Workspace.open(county.folder / "office2", password=PASSWORD, operator="第二个人", **how) as other:
        yield Office.of(other.desk)[0]


def test_what_another_clerk_settles_is_seen(county: County, hands: Hands, qtbot: QtBot) -> None:
    uid = county.disagree()
    page = take(county, hands, qtbot)
    qtbot.waitUntil(lambda: _badge(county, "merge") == "1", timeout=5000)
    watch = county.shell.watch
    watch._look_at_others()
    with _elsewhere(county) as office:
        (one,) = conflicts(office.desk.book)
        settle(office.desk, uid, one.sides[0].digest, "问过了", "第二个人")
    with qtbot.waitSignal(watch.others_wrote, timeout=5000):
        watch._look_at_others()
    assert _badge(county, "merge") == ""
    assert "没有不一致" in page.figures._odd.text()


# -- keys -------------------------------------------------------------------------------------------------------


def test_enter_does_what_the_foot_says_after_the_mouse(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.visit()
    county.hand_in()
    take(county, hands, qtbot)
    nav = county.shell.nav
    where, item = nav._where["rollup"]
    place = where.visualRect(item.index()).center()
    qtbot.mouseClick(where.viewport(), Qt.MouseButton.LeftButton, pos=place)
    page = county.page("rollup")
    qtbot.waitUntil(lambda: page.table is not None and not county.background.busy, timeout=20_000)
    assert hands.at == "rollupTable"
    back = page.months.findChild(QPushButton, "rollupMonthBack")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.table.month == "2026-10" and not county.background.busy, timeout=20_000)
    assert hands.at == "rollupTable"
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.kind == "branch" and not county.background.busy, timeout=20_000)
    log = county.show("log", qtbot)
    (county.stick / "坏的.dyb").write_bytes(b"PK no bundle")
    _receive(county, county.page("home"), qtbot)
    log = county.show("log", qtbot)
    qtbot.mouseClick(log.states.button_of("退回"), Qt.MouseButton.LeftButton)
    assert hands.at == "logTable"
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    QApplication.activeModalWidget().reject()


def test_enter_in_the_search_opens_what_was_found(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.show("branches", qtbot)
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.type("ltc")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.at == "computersList")
    QApplication.activeModalWidget().accept()


def test_a_file_is_found_among_those_of_a_county(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.visit()
    county.hand_in()
    (county.stick / "坏的.dyb").write_bytes(b"PK no bundle")
    take(county, hands, qtbot)
    log = county.show("log", qtbot)
    assert len(log.sheet.lines) == 2
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    for typed, count in (("ltc", 1), ("坏的", 1), ("2026-11", 2), ("zz", 0)):
        log.search.clear()
        hands.type(typed)
        qtbot.waitUntil(lambda: len(log.sheet.lines) == count)  # noqa: B023 - it is asked within the turn
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(log.sheet.lines) == 2)


def test_all_pages_show_the_month_that_was_chosen_on_one(county: County, qtbot: QtBot) -> None:
    county.show("home", qtbot).months.back()
    assert county.show("rollup", qtbot).table.month == "2026-10"
    assert county.show("paper", qtbot).months.month == "2026-10"
    county.page("paper").months.forward()
    assert county.show("home", qtbot).months.month == "2026-11"


def test_the_board_opens_on_the_month_that_is_being_handed_in(county: County, qtbot: QtBot) -> None:
    clock: Any = county._opened.clock
    clock.at = clock.at.replace(month=12, day=10)
    county.shell._desk.bridge.month = ""
    county.shell._pages.pop("home")
    assert county.show("home", qtbot).months.month == "2026-11"
    for day, month in ((1, "2026-11"), (10, "2026-11"), (11, "2026-12")):
        clock.at = clock.at.replace(day=day)
        assert month_in_hand(county.office.desk, 10) == month


def test_the_county_table_is_seen_whole_in_huge_type(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.visit()
    county.hand_in()
    take(county, hands, qtbot)
    for _ in range(2):
        county.window.change_size(1)
        for kind in ("town", "branch"):
            page = county.show("rollup", qtbot)
            page.kinds.pick(kind)
            qtbot.waitUntil(lambda: not county.background.busy, timeout=20_000)
            assert page.table.kind == kind
            assert page.view.horizontalScrollBar().maximum() == 0, f"{kind} at {county.window.theme.factor}"
            heads = page.view.horizontalHeader()
            assert heads.sectionSize(heads.count() - 1) >= county.window.theme.px(110), "its figure and its mark"


def test_help_on_the_board_is_about_the_county(county: County, qtbot: QtBot) -> None:
    county.show("home", qtbot)
    assert [page_about(*county.window.help_key._topics()).name] == ["15-county"]
    county.show("settings", qtbot)
    assert page_about(*county.window.help_key._topics()).name == "12-settings"
