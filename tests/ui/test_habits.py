"""What saves typing: 照上一条, 常用语; what heavy hands do: double clicks, closing in the middle, a second start."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton

from danyang_desktop import phrases
from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.again import carried
from danyang_desktop.declare.look import Link
from tests.helpers.sources import ROOT
from tests.ui.hands import CTRL
from tests.ui.test_safety import secret_talk
from tests.ui.village import settle
from ui import shown
from ui.form.phrases import PhraseDialog
from ui.messages import Strip
from ui.single import Doorbell

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

KEY = Qt.Key
DONE = "已联系镇民政办，等回复。"


def visit(workspace: Workspace, day: int, **values: Any) -> Any:
    """Save a visit to 钱根生."""
    ledgers = workspace.ledgers
    (home,) = workspace.query(ledgers["households"]).records()
    people = [Link(one.uid, one.name) for one in workspace.query(ledgers["people"]).records()]
    given = {"measures": DONE, "situation": f"老人第{day}次说腿脚比上次好一些了。", **values}
    record = workspace.new(
        ledgers["visits"], household=Link(home.uid, home.head_name), visited_on=dt.date(2026, 11, day), visitors=people,
        **given,
    )  # fmt: skip
    return workspace.save(record).record


# -- 照上一条 --------------------------------------------------------------------------------------------------


def test_what_makes_a_visit_this_visit_is_not_taken_over(book: Workspace) -> None:
    settle(book)
    gift = book.ledgers["visits"].kinds["goods"].row  # type: ignore[attr-defined]
    last = visit(book, 20, cash=30_000, cash_source="财政拨款", goods=[gift(name="大米", quantity=1, unit="袋")])
    taken = carried(book.ledgers["visits"], last)
    assert taken["cash"] == 30_000
    assert [one.name for one in taken["visitors"]] == [one.name for one in last.visitors]
    assert taken["goods"][0].name == "大米"
    untouched = {"household", "visited_on", "situation", "measures", "photos", "progress", "follow_up_on", "actions"}
    assert not untouched & set(taken)


def test_who_may_read_a_talk_is_never_taken_over(book: Workspace) -> None:
    taken = carried(book.ledgers["talks"], secret_talk(book))
    assert not {"secrecy", "content", "mood", "targets", "talk_on"} & set(taken)
    assert taken["place"] == "村委会"


def test_the_last_is_the_one_that_was_written_last(book: Workspace) -> None:
    settle(book)
    assert book.last_written(book.ledgers["visits"]) is None
    visit(book, 20)
    late = visit(book, 3)
    assert book.last_written(book.ledgers["visits"]).uid == late.uid


def test_ctrl_r_fills_what_was_not_typed_and_takes_it_back(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    settle(workspace)
    visit(workspace, 20, cash=30_000, cash_source="财政拨款", place="村卫生室")
    hands.press(KEY.Key_F5)
    form = rooms.page("visits").form
    assert form is not None
    form.body.goto("place")
    hands.type("大队部")
    hands.press(KEY.Key_R, CTRL)
    assert form.body.editor("cash").value() == 30_000
    assert form.body.editor("place").value() == "大队部"
    assert form.body.editor("cash_source").isVisible()
    assert form.half_written
    hands.press(KEY.Key_R, CTRL)
    assert form.body.editor("cash").value() is None
    assert form.body.editor("place").value() == "大队部"


def test_there_is_no_last_one_in_an_empty_ledger(rooms: Rooms, hands: Hands) -> None:
    rooms.enter()
    hands.press(KEY.Key_F5)
    button = rooms.shell.findChild(QPushButton, "formAgain")
    assert button.isHidden()
    assert not button.isEnabled()


# -- 常用语 ----------------------------------------------------------------------------------------------------


def test_what_was_written_twice_is_a_phrase(book: Workspace) -> None:
    settle(book)
    visits = book.ledgers["visits"]
    visit(book, 18)
    assert phrases.stock(book, visits, "measures") == []
    visit(book, 19, measures=f"{DONE}下个月再去看看他家。")
    visit(book, 20, measures=f"{DONE}{DONE}他家的电话是13812345678。")
    assert phrases.stock(book, visits, "measures") == [DONE]
    phrases.keep(book, visits, "measures", "村里派人送去了药。")
    assert phrases.stock(book, visits, "measures") == ["村里派人送去了药。", DONE]
    phrases.drop(book, visits, "measures", DONE)
    assert phrases.stock(book, visits, "measures") == ["村里派人送去了药。"]
    with pytest.raises(UserError, match="4 到 80 个字"):
        phrases.keep(book, visits, "measures", "好")


def test_a_confidential_talk_teaches_nobody(book: Workspace) -> None:
    said = "谈了家里最近的变化，情绪还好，以后多联系，多去看看他。"
    first = secret_talk(book)
    again = book.new(book.ledgers["talks"], **{name: getattr(first, name) for name in book.ledgers["talks"].kinds})
    book.save(again)
    assert phrases.stock(book, book.ledgers["talks"], "content") == []
    for one in (first, again):
        talk = book.get(book.ledgers["talks"], one.uid)
        talk.secrecy = "一般"
        book.save(talk)
    assert said in phrases.stock(book, book.ledgers["talks"], "content")


def _phrases(rooms: Rooms, hands: Hands, qtbot: QtBot, text: str = "") -> PhraseDialog:
    """Open the phrases of 帮扶措施 from the keyboard."""
    workspace = rooms.enter()
    settle(workspace)
    for day in (18, 19, 20):
        visit(workspace, day, measures=f"{DONE}下个月再去看看他家。" if day > 18 else DONE)
    hands.press(KEY.Key_F5)
    form = rooms.page("visits").form
    assert form is not None
    form.body.goto("measures")
    hands.type(text)
    hands.press(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: hands.at == "phraseSearch")
    return form.findChild(PhraseDialog)  # type: ignore[no-any-return]


def test_a_digit_takes_a_phrase(rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    _phrases(rooms, hands, qtbot)
    hands.type("2")
    form = rooms.page("visits").form
    assert form.body.editor("measures").value() == "下个月再去看看他家。"
    hands.sit_at(rooms.window)  # no window manager here gives the keyboard back
    assert hands.at == "measures"
    assert form.half_written


def test_pinyin_letters_find_a_phrase(rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    dialog = _phrases(rooms, hands, qtbot, "今天去了。")
    hands.type("kktj")
    assert dialog.findChild(QListWidget).count() == 1
    hands.press(KEY.Key_Return)
    assert rooms.page("visits").form.body.editor("measures").value() == "今天去了。下个月再去看看他家。"


def test_the_sentence_being_written_is_kept_and_another_forgotten(rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    dialog = _phrases(rooms, hands, qtbot, "先看了。请医生上门看一次。")
    hands.press(KEY.Key_Delete)
    dialog.findChild(QPushButton, "phraseKeep").click()
    found = dialog.findChild(QListWidget)
    texts = [found.item(row).data(Qt.ItemDataRole.UserRole) for row in range(found.count())]
    assert texts == ["请医生上门看一次。", "下个月再去看看他家。"]


# -- heavy hands ------------------------------------------------------------------------------------------------


def test_a_double_click_on_save_saves_once_and_opens_nothing(toy_rooms: Rooms, hands: Hands) -> None:
    toy_rooms.enter()
    hands.press(KEY.Key_F5)
    hands.type("1121")
    hands.fill({"neighbour": "王桂兰", "helpers": "许敏", "kind": True})
    page = toy_rooms.page("toy_errands")
    save = page.form.findChild(QPushButton, "formSave")
    spot = save.mapTo(toy_rooms.window, save.rect().center())
    for _ in range(2):
        target = toy_rooms.window.childAt(spot)
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(toy_rooms.window, QPoint(spot)))
        QApplication.processEvents()
    assert page.form is None
    assert page.desk.workspace.query(page.ledger).count() == 1


def test_closing_in_the_middle_of_work_asks_and_stops_it(rooms: Rooms, qtbot: QtBot) -> None:
    rooms.enter()

    begun = threading.Event()

    def forever(progress: Progress) -> None:
        while True:
            progress(0, 0, "还在写")
            begun.set()

    rooms.shell._desk.background.run("正在备份", forever)
    qtbot.waitUntil(begun.is_set)
    rooms.window.close()
    assert rooms.window.isVisible()
    ask = QApplication.activeModalWidget()
    assert ask is not None
    assert ask.windowTitle() == "正在备份，还没有做完"
    ask.findChild(QPushButton, "ask_stop").click()
    qtbot.waitUntil(lambda: not rooms.window.isVisible())
    assert rooms.window.workspace is None


def test_a_second_start_brings_the_first_window_forward(rooms: Rooms, qtbot: QtBot) -> None:
    bell = Doorbell(rooms.folder)
    bell.listen()
    rooms.window.showMinimized()
    bell.rung.connect(rooms.window.come_forward)
    command = [sys.executable, "main.py", "--book", str(rooms.folder)]
    with qtbot.waitSignal(bell.rung, timeout=20_000):
        second = subprocess.Popen(command, cwd=ROOT)
    assert second.wait(20) == 0
    assert not rooms.window.isMinimized()
    bell.close()


def test_a_crashed_window_keeps_nobody_out(tmp_path: Path) -> None:
    first, second = Doorbell(tmp_path), Doorbell(tmp_path)
    assert not second.somebody_is_in()
    first.listen()
    second.listen()
    second.close()
    assert not Doorbell(tmp_path).somebody_is_in()


# -- the way through a form ---------------------------------------------------------------------------------------


def test_ctrl_tab_goes_from_group_to_group(rooms: Rooms, hands: Hands) -> None:
    rooms.enter()
    hands.press(KEY.Key_F5)
    went = [hands.at]
    for modifier in (CTRL, CTRL, CTRL, CTRL | Qt.KeyboardModifier.ShiftModifier):
        hands.press(KEY.Key_Tab if modifier == CTRL else KEY.Key_Backtab, modifier)
        went.append(hands.at)
    assert went == ["household", "cash", "situation", "follow_up_on", "situation"]


def test_a_warning_is_said_before_the_form_is_complete(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    settle(workspace)
    visit(workspace, 20, cash=30_000, cash_source="财政拨款")
    hands.press(KEY.Key_F5)
    form = rooms.page("visits").form
    assert form is not None
    hands.type("qgs")
    hands.press(KEY.Key_Return)
    form.body.goto("cash")
    hands.type("9000")
    hands.press(KEY.Key_Return)
    assert "多打了一个 0" in form.body.cells["cash"].sentence


def test_the_card_says_that_a_visit_is_late(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    settle(workspace)
    (home,) = workspace.query(workspace.ledgers["households"]).records()
    home.tier = "高"
    workspace.save(home)
    visit(workspace, 2)
    hands.press(KEY.Key_F5)
    hands.type("qgs")
    hands.press(KEY.Key_Return)
    strip = rooms.page("visits").form.findChild(Strip, "contextLate")
    assert strip.sentence == "上次 11月2日，已超期 14 天"


@pytest.mark.parametrize(
    ("slug", "said", "first"),
    [
        ("visits", "这次走访", "第一次走访"), ("talks", "这次谈话", "第一次谈话"),
        ("volunteering", "这场活动", "第一场活动"),
        ("subsidies", "这一批", "第一批"), ("households", "这一户", "第一户"), ("people", "这个人", "第一名"),
    ],
)  # fmt: skip
def test_one_record_is_spoken_of_as_people_do(book: Workspace, slug: str, said: str, first: str) -> None:
    assert shown.one(book.ledgers[slug]) == said
    assert shown.one(book.ledgers[slug], "第一") == first
