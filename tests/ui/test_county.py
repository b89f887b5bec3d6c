"""The office's window by keyboard: receive, answer, return what is broken, choose between two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from danyang_desktop.county.conflicts import conflicts, count_open, settle
from danyang_desktop.exchange.receipt_in import read_receipts
from tests.helpers.books import cheap_keys
from tests.ui.county_seat import said, saved, take

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.county_seat import County
    from tests.ui.hands import Hands


# -- the board ------------------------------------------------------------------------------------------------


def test_the_office_has_a_side_list_of_its_own(county: County) -> None:
    keys = list(county.shell._entries)
    assert keys == ["home", "merge", "odd", "rollup", "paper", "branches", "rules", "log", "settings", "lock"]
    assert "县" in county.shell.nav.findChild(QLabel, "branchName").text()


def test_a_stick_is_received_and_answered_by_one_key(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.visit()
    county.hand_in()
    page = county.show("home", qtbot)
    assert page.towns.towns.towns[0].states == ("未交",)
    assert page.branches.rows.rows[0].mark[2] == "未交"
    take(county, hands, qtbot)
    assert "收下 1 个包" in said(page, "homeGood")
    assert page.towns.towns.towns[0].states == ("已收",)
    assert page.findChild(QLabel, "figure_taken").text() == "1"
    told = read_receipts(county.branch.desk, county.stick)
    assert [one.upto for one in told.taken] == [1]


def test_a_broken_file_is_said_and_stands_on_the_sheet_of_returned_ones(
    county: County, hands: Hands, qtbot: QtBot
) -> None:
    bundle = county.hand_in()
    bundle.write_bytes(bundle.read_bytes()[:-1])
    page = take(county, hands, qtbot)
    assert "拷贝不完整" in said(page, "boardRefused")
    assert page.towns.towns.towns[0].states == ("退回",)
    assert "1 个退回" in page.towns.towns.towns[0].spoken.replace("退回 1 个", "1 个退回")
    out = county.folder / "退回单.pdf"
    page.receiving.print_returned()
    assert "拷贝不完整" in saved(out, qtbot)
    log = county.show("log", qtbot)
    assert [line.marks["state"][1] for line in log.sheet.lines] == ["退回"]


def test_an_empty_stick_is_said(county: County, hands: Hands, qtbot: QtBot) -> None:
    page = take(county, hands, qtbot)
    assert "这里没有数据包" in said(page, "homeGood")


def test_receiving_can_be_stopped(county: County, qtbot: QtBot) -> None:
    county.hand_in()
    page = county.show("home", qtbot)
    page.receiving.receive(county.stick)
    county.shell._progress._cancel()
    qtbot.waitUntil(lambda: "停下来了" in said(page, "homeGood"), timeout=20_000)
    assert page.towns.towns.towns[0].states == ("未交",)


def test_the_answer_goes_to_those_whose_stick_it_is(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.hand_in()
    page = take(county, hands, qtbot)
    for path in (*county.stick.glob("*.dyr"), *county.stick.glob("*0001_2.dyb")):
        path.unlink()
    page.receiving.answer_to(county.stick)
    qtbot.waitUntil(lambda: "回执 1 张" in said(page, "homeGood"), timeout=20_000)
    assert len(list(county.stick.glob("*.dyr"))) == 1


# -- what does not agree --------------------------------------------------------------------------------------


@pytest.fixture
def torn(county: County, hands: Hands, qtbot: QtBot) -> str:
    """Let two computers of the branch write different things into the same visit, and receive both."""
    uid = county.disagree()
    take(county, hands, qtbot)
    return uid


def test_a_choice_needs_its_reason_and_can_be_taken_back(torn: str, county: County, hands: Hands, qtbot: QtBot) -> None:
    page = county.show("merge", qtbot)
    noted: list[str] = []
    page.noted.connect(noted.append)
    where = page.places.rows.rows[0].sub
    assert "用哪个" in page.pair.said.sentence
    assert hands.at == "conflictReason"
    hands.press(Qt.Key.Key_Return)
    assert page.findChild(QLabel, "conflictComplaint").isVisible()
    assert count_open(county.office.desk.book) == 1
    hands.press(Qt.Key.Key_Left)
    assert page.pair.chosen == 0
    hands.type("已电话核实")
    hands.press(Qt.Key.Key_Return)
    assert count_open(county.office.desk.book) == 0
    visits = county._opened.ledgers["visits"]
    assert county._opened.get(visits, torn).measures == "联系了镇里，等人来看"
    settled = page.places.rows.rows[0]
    assert "柳塘村" in settled.sub
    assert settled.sub == where
    assert "已核对 1 处" in noted[-1]
    assert county.shell.findChild(QLabel, "statusNote").text() == noted[-1]
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert count_open(county.office.desk.book) == 1
    assert hands.at == "conflictReason"
    assert noted[-1] == ""
    assert "说的是“已电话核实”" in page.pair.said.sentence


def test_what_differs_stands_after_what_tells_the_record(torn: str, county: County, qtbot: QtBot) -> None:
    page = county.show("merge", qtbot)
    (one,) = page._open.values()
    left, right = page._versions(one)
    assert [fact[0] for fact in left[2] if fact[2]] == ["帮扶措施"]
    assert {fact[1] for side in (left, right) for fact in side[2] if fact[2]} == {
        "联系了镇里，等人来看",
        "屋顶已经修好",
    }
    assert [fact[0] for fact in left[2]].index("帮扶措施") == 4


def test_three_versions_stand_side_by_side(torn: str, county: County, hands: Hands, qtbot: QtBot) -> None:
    """← → go through all of them; a shorter record after it shows its two again."""
    page = county.show("merge", qtbot)
    (one,) = page._open.values()
    two = page._versions(one)
    three = [*two, ("许敏", "第三台", two[0][2])]
    page.pair.show_pair("三份", three, 1, "")
    assert [card.isHidden() for card in page.pair.cards] == [False] * 3
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Right)
    assert page.pair.chosen == 2
    assert page.pair.said.isVisible()
    assert page.pair.reason.visibleRegion().boundingRect().height() == page.pair.reason.height()
    bars = [card._scroll.verticalScrollBar() for card in page.pair.cards]
    hands.press(Qt.Key.Key_PageDown)
    assert all(bar.value() > 0 for bar in bars)
    hands.press(Qt.Key.Key_PageUp)
    assert not any(bar.value() for bar in bars)
    page.pair.show_pair("两份", two, 0, "")
    assert [card.isHidden() for card in page.pair.cards] == [False, False, True]
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Right)
    assert page.pair.chosen == 1


def test_who_only_looks_receives_and_decides_nothing(torn: str, county: County, hands: Hands, qtbot: QtBot) -> None:
    with cheap_keys():
        county._opened.seat_person("小李", "查看", "只看不改88")
    county._opened.operator = "小李"
    page = county.show("merge", qtbot)
    page._settle(0, "试试")
    refused = said(page, "mergeBad")
    assert "看" in refused
    assert count_open(county.office.desk.book) == 1
    board = county.show("home", qtbot)
    board.receiving.receive(county.stick)
    assert said(board, "homeBad") == refused
    assert not county.background.busy


def test_who_chooses_after_a_colleague_is_told_by_whom_it_was_done(
    torn: str, county: County, hands: Hands, qtbot: QtBot
) -> None:
    page = county.show("merge", qtbot)
    (pair,) = conflicts(county.office.desk.book)
    settle(county.office.desk, torn, pair.sides[0].digest, "问过了", "李主任")  # at another desk, on the same book
    hands.type("wo ye wenle")
    hands.press(Qt.Key.Key_Return)
    assert "李主任已经处理过，这一次没有改动" in said(page, "mergeGood")
    assert said(page, "mergeBad") == "", "nothing is wrong"
    assert count_open(county.office.desk.book) == 0
    assert "问过了" in page.pair.said.sentence, "what was chosen, and why, is shown"
