"""The office's window by keyboard: add up, ask about doubts, enrol, strike off, take an import back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QScrollBar, QWidget

from danyang_desktop.county.annotations import of_branch, of_record
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.payouts.lines import NORMAL, PAID, RETURNED, PaymentLine
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from tests.helpers.county_book import THORN, WILLOW, CountyBook
from tests.ui.county_seat import said, saved, take
from ui.county.record_dialog import RecordDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.county_seat import County
    from tests.ui.hands import Hands


def go_down(page: Any, county: County, hands: Hands, qtbot: QtBot) -> None:
    """Press Enter on a figure and wait for its rows."""
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._panes.currentWidget() is page.records and not county.background.busy, timeout=20_000)


def words(dialog: QDialog) -> set[str]:
    """Return all that a dialog says."""
    return {label.text() for label in dialog.findChildren(QLabel)}


# -- figures --------------------------------------------------------------------------------------------------


def test_void_records_stand_apart_and_are_not_counted(county: County, hands: Hands, qtbot: QtBot) -> None:
    """The list has the rows that the table counted; a void one is struck out, with why, and cannot be called back."""
    kept, gone = county.visit(), county.visit(situation="前一天记过了，这一条是重的。")
    visits = county.branch.ledgers["visits"]
    county.branch.void(county.branch.get(visits, gone), "和前一天记重了")
    county.hand_in()
    take(county, hands, qtbot)
    page = county.show("rollup", qtbot)
    assert page.sheet.lines[0].texts["visits"] == "1"
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.kind == "branch" and not county.background.busy, timeout=20_000)
    go_down(page, county, hands, qtbot)
    labels = [page.records.ledgers.button_of(one).text() for one in ("visits", "apart")]
    assert labels == ["走访帮扶 1", "没算的 1"]
    assert (hands.at, page.records.current.uid) == ("records_visits", kept)
    assert "1 户次" in page.records.said.text()
    page.records.ledgers.pick("apart")
    (line,) = page.records.apart.sheet.lines
    assert (line.key, line.struck, line.marks["why"][1]) == (gone, True, "已作废")
    page.records.start()
    hands.press(Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RecordDialog)
    assert "已作废：和前一天记重了。不算在汇总里。" in words(dialog)
    dialog.accept()
    hands.press(Qt.Key.Key_F2)
    ask = QApplication.activeModalWidget()
    assert [one.objectName() for one in ask.findChildren(QPushButton)] == ["ask_later", "ask_note"]
    ask.reject()
    assert of_record(county.office.desk, gone) == []


def test_a_figure_goes_down_to_its_rows_and_to_paper(county: County, hands: Hands, qtbot: QtBot) -> None:
    uid = county.visit()
    county.hand_in()
    take(county, hands, qtbot)
    page = county.show("rollup", qtbot)
    assert [line.texts["visits"] for line in page.sheet.lines] == ["1", "1"]
    assert "这个月还没有过完。现在打印会注明“截至 11月23日”" in page._late.sentence
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.kind == "branch" and not county.background.busy, timeout=20_000)
    go_down(page, county, hands, qtbot)
    assert page.records.current.uid == uid
    assert hands.at == "records_visits"
    hands.press(Qt.Key.Key_Escape)
    assert hands.at == "rollupTable"
    page.go_up()
    qtbot.waitUntil(lambda: page.table.kind == "town" and not county.background.busy, timeout=20_000)
    title = page.header.title  # as wide as its own words again, not as those of the branch
    qtbot.waitUntil(lambda: title.width() <= title.fontMetrics().horizontalAdvance("全县汇总") + 2)
    pdf, book = county.folder / "汇总.pdf", county.folder / "汇总.xlsx"
    page.ask_print()
    assert "全县汇总表" in saved(pdf, qtbot)
    page.export_to(book)
    qtbot.waitUntil(lambda: "共 2 行" in said(page, "rollupGood"), timeout=20_000)
    sheet = openpyxl.load_workbook(book).active
    assert [cell.value for cell in sheet[4]][:3] == [page.table.rows[0].name, 1, 1]


def test_what_is_not_whole_says_so_on_screen_and_paper(county: County, qtbot: QtBot) -> None:
    page = county.show("rollup", qtbot)
    assert "数据还不全" in page._late.sentence
    out = county.folder / "汇总.pdf"
    page.ask_print()
    assert "截至2026-11-23" in saved(out, qtbot).replace(" ", "")


def test_a_programme_adds_up_what_was_paid(county: County, hands: Hands, qtbot: QtBot) -> None:
    book = CountyBook(county._opened)
    for branch in (WILLOW, THORN):
        person = book.person(branch)
        book.put(
            branch, SUBSIDIES, title="定补", kind="困难老党员定补", month="2026-11", state="已发", nature=NORMAL,
            lines=[
                PaymentLine(person=Link(person.uid, "王桂兰"), amount_fen=48_000, result=PAID),
                PaymentLine(person=Link(person.uid, "王桂兰"), amount_fen=9_900, result=RETURNED),
            ],
        )  # fmt: skip
    page = county.show("rollup", qtbot)
    page.kinds.pick("program")
    qtbot.waitUntil(lambda: page.table.kind == "program" and not county.background.busy, timeout=20_000)
    assert [line.texts["name"] for line in page.sheet.lines] == ["困难老党员定补", "全县"]
    assert [page.sheet.lines[0].texts[name] for name in ("branches", "batches", "heads", "fen")] == [
        "2", "2", "2", "960",
    ]  # fmt: skip
    page.view.choose("困难老党员定补")
    go_down(page, county, hands, qtbot)
    assert page.records.ledgers.button_of("subsidies").text() == "补助发放 2"
    assert "2 个支部，2 批，2 人次，960.00 元" in page.records.said.text()
    assert [line.texts["fen"] for line in page.records.lists.sheet.lines] == ["480.00", "480.00"]
    assert {line.texts["branch"] for line in page.records.lists.sheet.lines} == {"柳塘村党支部", THORN}
    assert page.records.current is not None


def test_a_year_goes_down_to_a_month(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.visit(visited_on=dt.date(2026, 10, 20))
    county.hand_in()
    take(county, hands, qtbot)
    page = county.show("rollup", qtbot)
    page.kinds.pick("month")
    qtbot.waitUntil(lambda: page.table.kind == "month" and not county.background.busy, timeout=20_000)
    assert {line.texts["name"]: line.texts["visits"] for line in page.sheet.lines}["10月"] == "1"
    assert page.sheet.lines[-1].texts["late"] == ""
    assert "补助（人次）" in [column.head for column in page.sheet.columns]
    page.view.choose("2026-10")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.kind == "town" and not county.background.busy, timeout=20_000)
    assert (page.months.month, page.table.month) == ("2026-10", "2026-10")


def test_large_type_shows_every_column_without_scrolling(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.visit()
    county.hand_in()
    take(county, hands, qtbot)
    for _ in range(2):
        county.window.change_size(1)
    page = county.show("rollup", qtbot)
    for kind in ("town", "branch", "program", "month"):
        page.kinds.pick(kind)
        qtbot.waitUntil(lambda kind=kind: page.table.kind == kind and not county.background.busy, timeout=20_000)
        bar = page.view.horizontalScrollBar()
        qtbot.waitUntil(lambda bar=bar: bar.maximum() == 0)


def test_a_row_is_read_whole_and_annotated_from_the_figures(county: County, hands: Hands, qtbot: QtBot) -> None:
    """Enter only looks; to write to the branch is a key and a question of its own."""
    uid = county.visit()
    county.hand_in()
    take(county, hands, qtbot)
    page = county.show("rollup", qtbot)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.kind == "branch" and not county.background.busy, timeout=20_000)
    go_down(page, county, hands, qtbot)
    hands.press(Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RecordDialog)
    read = words(dialog)
    assert {"身体还好，屋顶漏雨，要修。", "联系镇里修", "改动经过", "柳塘村党支部"} <= read
    assert any("第 1 版" in text for text in read)
    dialog.accept()
    assert of_record(county.office.desk, uid) == []
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: hands.at == "askLine")
    hands.type("请核对日期")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "退回修改" in said(page, "rollupGood"))
    (note,) = of_record(county.office.desk, uid)
    assert (note.kind, note.words, note.open) == ("退回修改", "请核对日期", True)


# -- doubts ---------------------------------------------------------------------------------------------------


def test_visits_of_one_day_are_asked_about_and_answered(county: County, hands: Hands, qtbot: QtBot) -> None:
    for number in range(8):
        county.visit(situation=f"第{number}次去看，身体还好，屋顶漏雨要修。", starts=None)
    county.hand_in()
    take(county, hands, qtbot)
    page = county.show("odd", qtbot)
    assert [row.title for row in page.list.rows.rows] == ["集中补记　1 处", "集中补记：柳塘村党支部"]
    assert page.rows.ticked == set()
    assert not page._write.isEnabled()
    hands.press(Qt.Key.Key_Return)
    assert hands.at == "oddTable"
    hands.press(Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RecordDialog)
    dialog.accept()
    page.rows._tick_all()
    hands.press(Qt.Key.Key_Space)
    assert len(page.rows.ticked) == 7
    assert "7 条" in page._write.text()
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: hands.at == "askLine")
    hands.type("是不是后来补记的")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "7 条" in said(page, "oddGood"))
    assert sorted(line.marks["state"][1] for line in page.rows.sheet.lines) == ["还没写", *["退回修改"] * 7]
    assert page.list.rows.rows[0].title == "集中补记　1 处，办了 1 处"
    assert page.rows.ticked == set()


def test_one_of_two_payments_is_kept_and_the_other_returned(county: County, hands: Hands, qtbot: QtBot) -> None:
    book = CountyBook(county._opened)
    here, there = book.person(WILLOW), book.person(THORN)
    lists = [
        book.paid(one, ("2026-11", "2026-11"), id_no=one.id_no, account_no=account)
        for one, account in ((here, "6228480012345678"), (there, "6228480087654321"))
    ]
    page = county.show("odd", qtbot)
    assert [row.title for row in page.list.rows.rows] == [
        "重复领取　1 处", "重复领取：王桂兰", "两处在册　1 处", "两处在册：王桂兰",
    ]  # fmt: skip
    assert page.list.key == "0"
    assert page._panes.currentWidget() is page.pair
    left, right = ({label: text for label, text, _ in card.facts} for card in page.pair.cards)
    assert left["身份证号"] == right["身份证号"] == f"{here.id_no[:6]}********{here.id_no[-4:]}"
    assert {left["账号"], right["账号"]} == {"**** 5678", "**** 4321"}
    assert [label for label, _, differs in page.pair.cards[0].facts if differs] == ["账号"]
    kept, other = page._doubt.sides[1].row.uid, page._doubt.sides[0].row.uid
    hands.press(Qt.Key.Key_F3)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RecordDialog)
    assert any(f"{here.id_no[:6]}********{here.id_no[-4:]}" in text for text in words(dialog))
    assert not any(here.id_no in text for text in words(dialog))
    dialog.accept()
    page.ask()
    assert hands.at == "conflictReason"
    hands.press(Qt.Key.Key_Right)
    hands.type("人在荆村，已电话核实")
    hands.press(Qt.Key.Key_Return)
    assert {kept, other} == {one.uid for one in lists}
    assert [note.kind for note in of_record(county.office.desk, other)] == ["退回修改"]
    assert [note.kind for note in of_record(county.office.desk, kept)] == ["备注"]
    assert page.list.rows.rows[1].lead == ("ok", "ok")


def test_doubts_are_looked_for_anew_when_records_came(county: County, qtbot: QtBot) -> None:
    page = county.show("odd", qtbot)
    assert page.list.rows.rows == []
    book = CountyBook(county._opened)
    for branch in (WILLOW, THORN):
        book.person(branch)
    county.show("home", qtbot)
    page = county.show("odd", qtbot)
    assert [row.title for row in page.list.rows.rows] == ["两处在册　1 处", "两处在册：王桂兰"]


def test_no_doubt_is_said(county: County, qtbot: QtBot) -> None:
    page = county.show("odd", qtbot)
    assert page._panes.currentIndex() == 1


# -- who is known, what came ----------------------------------------------------------------------------------


def test_a_computer_is_struck_off(county: County, hands: Hands, qtbot: QtBot) -> None:
    page = county.show("branches", qtbot)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.at == "computersList")
    dialog = QApplication.activeModalWidget()
    assert county.branch.desk.signer.fingerprint == dialog.list.rows.rows[0].title
    dialog.ask_revoke()
    dialog._answered("revoke")
    assert dialog.list.rows.rows[0].mark[2] == "已撤销"
    QApplication.activeModalWidget().reject()
    dialog.accept()
    assert page.sheet.lines == [] or page.sheet.lines[0].marks["state"][1] == "没登记"
    county.hand_in()
    told = take(county, hands, qtbot)
    assert "已撤销的电脑" in said(told, "boardRefused")


def test_a_branch_is_found_by_pinyin(county: County, hands: Hands, qtbot: QtBot) -> None:
    page = county.show("branches", qtbot)
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.type("ltc")
    qtbot.waitUntil(lambda: len(page.sheet.lines) == 1)
    hands.type("xx")
    qtbot.waitUntil(lambda: page.sheet.lines == [])
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(page.sheet.lines) == 1)


def test_an_import_is_taken_back_and_received_again(county: County, hands: Hands, qtbot: QtBot) -> None:
    uid = county.visit()
    county.hand_in()
    take(county, hands, qtbot)
    page = county.show("log", qtbot)
    visits = county._opened.ledgers["visits"]
    assert county._opened.get(visits, uid) is not None
    hands.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    ask = QApplication.activeModalWidget()
    ask.findChild(QPushButton, "ask_undo").click()
    qtbot.waitUntil(lambda: "撤销了 1 个包" in said(page, "logGood"), timeout=20_000)
    assert county._opened.get(visits, uid) is None
    assert [line.marks["state"][1] for line in page.sheet.lines] == ["已撤销"]
    take(county, hands, qtbot)
    assert county._opened.get(visits, uid) is not None


def test_the_towns_sheets_go_into_one_file(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.show("paper", qtbot)
    while hands.at != "paper_late":
        hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    out = county.folder / "都在.pdf"
    hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    text = saved(out, qtbot)
    assert "全县汇总表" in text
    assert "催交名单" in text


def test_the_office_keeps_its_own_rates_and_not_the_branches(county: County, hands: Hands, qtbot: QtBot) -> None:
    county.hand_in()
    take(county, hands, qtbot)
    assert county._opened.query(county._opened.ledgers["programs"]).count() == 1
    page = county.show("rules", qtbot)
    assert page.current.list.query.count() == 0


def test_the_month_keys_and_large_type_hold(county: County, hands: Hands, qtbot: QtBot) -> None:
    page = county.show("home", qtbot)
    hands.press(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert page.months.month == "2026-10"
    county.window.change_size(1)
    for key in ("home", "merge", "odd", "rollup", "paper", "branches", "rules", "log"):
        assert county.show(key, qtbot).isVisible()


def test_a_notice_goes_home_to_the_branches_that_are_listed(county: County, hands: Hands, qtbot: QtBot) -> None:
    """Also to one that has handed in nothing yet."""
    page = county.show("branches", qtbot)
    page.ask_notice()
    qtbot.waitUntil(lambda: hands.at == "askLine")
    hands.type("12月5日前补齐台账")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "发给 1 个支部" in said(page, "branchesGood"), timeout=20_000)
    write_return(county.office, county.branch.branch.code, county.stick)
    read_return(county.branch.desk, county.stick)
    (note,) = of_branch(county.branch.desk, county.branch.branch.code)
    assert (note.kind, note.words, note.open) == ("备注", "12月5日前补齐台账", False)


def test_every_control_of_the_office_has_a_name(county: County, qtbot: QtBot) -> None:
    nameless = []
    for key in ("home", "merge", "odd", "rollup", "paper", "branches", "log"):
        page = county.show(key, qtbot)
        for widget in page.findChildren(QWidget):
            focusable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
            inner = widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar)
            if focusable and not inner and not widget.accessibleName() and not getattr(widget, "text", str)():
                nameless.append(f"{key}: {type(widget).__name__} {widget.objectName()}")
    assert nameless == []
