"""The window on a real book: opening, recording by keyboard, complaints, drafts, undo, start."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from danyang_desktop.declare.look import Link
from tests.helpers.books import PASSWORD
from tests.ui.hands import CTRL
from ui.crash import CrashWatch
from ui.dialogs.lock_page import LockPage
from ui.messages import Strip, TroublePage

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands
    from ui.window.shell import Shell

HEAVY = {"pypinyin", "openpyxl", "reportlab", "xlsxwriter", "pypdfium2", "python_calamine", "PIL", "segno"}


def _shell(rooms: Rooms) -> Shell:
    shell = rooms.window.shell
    assert shell is not None
    return shell


def _page(rooms: Rooms, slug: str) -> Any:
    return _shell(rooms).page(slug)


def _lock_page(rooms: Rooms) -> LockPage:
    page = rooms.window.centralWidget().currentWidget()  # type: ignore[attr-defined]
    assert isinstance(page, LockPage)
    return page


def test_the_password_opens_the_book(rooms: Rooms, qtbot: QtBot, hands: Hands) -> None:
    hands.type(PASSWORD)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rooms.window.shell is not None, timeout=10_000)
    assert "柳塘村党支部" in rooms.window.windowTitle()
    assert _shell(rooms).key == "home"


def test_a_wrong_password_is_said_and_counted(rooms: Rooms, qtbot: QtBot, hands: Hands) -> None:
    page = _lock_page(rooms)
    for left in (4, 3):
        hands.type("not it")
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(page.password.isEnabled, timeout=10_000)
        said = f"密码不对。还可以试 {left} 次，请看看大写锁定键是不是开着。"
        qtbot.waitUntil(lambda said=said: page.password.accessibleDescription() == said)
    assert rooms.window.shell is None


def test_after_five_wrong_passwords_it_waits(rooms: Rooms, qtbot: QtBot, hands: Hands) -> None:
    page = _lock_page(rooms)
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
    page = _lock_page(rooms)
    qtbot.waitUntil(lambda: "不见了" in page.password.accessibleDescription(), timeout=10_000)
    assert "U-310" in page.password.accessibleDescription()


# -- recording by keyboard ------------------------------------------------------------------------------------


def _settle(workspace: Workspace) -> None:
    """Fill the registers that the ledgers point to."""
    ledgers = workspace.ledgers
    people = []
    for name, role in (("周建民", "书记"), ("徐福根", "党员")):
        person = workspace.new(
            ledgers["people"], name=name, role=role, political_status="中共党员", id_missing_reason="证件补办中"
        )
        people.append(workspace.save(person).record)
    member = ledgers["households"].kinds["members"].row  # type: ignore[attr-defined]
    household = workspace.new(
        ledgers["households"], head_name="钱根生", id_missing_reason="证件补办中", group_no="三组",
        address="柳塘村三组12号",
        hardship=["低保户"], causes=["因病"], health_note="腿脚不便", needs="修屋顶", measures="联系镇民政办",
        members=[member(member=Link("", "钱根生"), relation="户主")], population=1, labour=0, income_year=900_000,
    )  # fmt: skip
    workspace.save(household)
    lead = Link(people[0].uid, "周建民")
    team = workspace.save(workspace.new(ledgers["teams"], name="红马甲便民队", leader=lead)).record
    teams = [Link(team.uid, team.name)]
    workspace.save(workspace.new(ledgers["volunteers"], person=lead, teams=teams, registered_on=dt.date(2026, 1, 5)))
    rate = ledgers["programs"].kinds["rates"].row  # type: ignore[attr-defined]
    workspace.save(
        workspace.new(
            ledgers["programs"], name="困难老党员定期补助", kind="困难老党员定补", basis="市组〔2020〕12号（样例）",
            fund_source="财政拨款", pay_mode="现金",
            rates=[rate(category="一档", rate_fen=50_000, valid_from=dt.date(2026, 1, 1))],
        )
    )  # fmt: skip


RECORDS: dict[str, dict[str, Any]] = {
    "visits": {
        "household": "钱根生", "situation": "屋顶漏雨，东屋地面积水。", "request": "想修屋顶。",
        "measures": "已联系镇民政办。", "cash": "500", "cash_source": "czbk", "goods": [("大米", "1", "袋", "60")],
    },
    "talks": {
        "targets": "徐福根", "mood": True, "content": "谈了工作和家里的情况，他表示一切都好，愿意多参加活动。",
    },
    "volunteering": {
        "title": "冬季上门检查电路", "field": "bm", "starts": "1330", "ends": "1630", "place": "一组、三组",
        "team": "红马甲便民队", "participants": [("", "周建民")],
        "content": "给独居老人检查电路和灶具，换了两个开关，讲了用电安全。",
    },
}  # fmt: skip


@pytest.mark.parametrize("slug", list(RECORDS))
def test_a_record_is_made_by_keyboard_in_the_derived_form(
    slug: str, rooms: Rooms, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.pages.PAGES", {})  # every ledger has a derived page, also one whose own page is special
    workspace = rooms.enter()
    _settle(workspace)
    ledgers = [ledger.slug for ledger in workspace.ledgers.values() if not ledger.is_register]
    hands.press((Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8)[ledgers.index(slug)])
    page = _page(rooms, slug)
    form = page.form
    assert form is not None
    hands.fill(RECORDS[slug])
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.form is None, {name: cell.sentence for name, cell in form.body.cells.items() if cell.sentence}
    assert page.list.model.rowCount() == 1
    saved = page.list.model.record(0)
    assert saved.serial_no.endswith("2026-0001")
    assert workspace.query(workspace.ledgers[slug]).count() == 1
    assert page.list.table.hasFocus()


def test_a_register_gets_a_record_by_keyboard(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    _shell(rooms).show_entry("people")
    page = _page(rooms, "people")
    page.list.table.setFocus()
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill({"name": "顾龙生", "id_missing_reason": "证件补办中", "phone": "13800000021"})
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.form is None
    saved = workspace.query(workspace.ledgers["people"]).page().rows[0]
    assert (saved.name, saved.phone) == ("顾龙生", "13800000021")
    shown = page.list.model.index(0, 6).data()
    assert shown == "138****0021"


# -- forms, on the toy ledger ---------------------------------------------------------------------------------

ERRAND: dict[str, Any] = {"neighbour": "王桂兰", "helpers": "许敏", "kind": True}


def _errand(rooms: Rooms, hands: Hands) -> Any:
    """Open an empty errand."""
    rooms.enter()
    hands.press(Qt.Key.Key_F5)
    return _page(rooms, "toy_errands")


def test_a_complaint_stands_under_its_field(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("2月30日")
    hands.press(Qt.Key.Key_S, CTRL)
    form = page.form
    assert form is not None
    assert "2月没有30日" in form.body.cells["done_on"].sentence
    assert "“帮了谁”没有填" in form.body.cells["neighbour"].sentence
    assert hands.at == "done_on"
    assert hands.place().property("state") == "error"
    assert "2月没有30日" in hands.place().accessibleDescription()


def test_only_what_was_touched_is_judged_on_leaving(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("2026.11.28")
    hands.press(Qt.Key.Key_Return)
    cells = page.form.body.cells
    assert "今天之后" in cells["done_on"].sentence
    assert not cells["neighbour"].sentence
    assert hands.at == "starts"


def test_fields_come_and_go_with_what_is_chosen(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    body = page.form.body
    assert body.editor("thanked").isVisible()
    body.goto("kind")
    hands.press(Qt.Key.Key_Space)
    assert not body.editor("thanked").isVisible()
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Right)
    assert body.editor("thanked").isVisible()
    assert body.cells["place"].required


def test_esc_offers_to_keep_the_draft_and_the_list_offers_it_again(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("1121")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Escape)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.findChild(QPushButton, "ask_keep").click()
    assert page.form is None
    offer = page.list.findChild(Strip, "draftOffer")
    assert "有 1 条没写完的" in offer.sentence
    offer.button.click()
    assert page.form.body.editor("done_on").draft() == "2026-11-21"


def test_a_draft_survives_the_lock(toy_rooms: Rooms, hands: Hands) -> None:
    _errand(toy_rooms, hands)
    hands.type("1121")
    toy_rooms.window.lock()
    assert toy_rooms.window.shell is None
    workspace = toy_rooms.enter()
    drafts = workspace.drafts(workspace.ledgers["toy_errands"])
    assert [draft.texts["done_on"] for draft in drafts] == ["1121"]


def test_a_draft_is_kept_two_seconds_after_the_last_key(toy_rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("11")
    workspace = toy_rooms.window.workspace
    assert workspace is not None
    ledger = workspace.ledgers["toy_errands"]
    qtbot.waitUntil(lambda: bool(workspace.drafts(ledger)), timeout=10_000)
    assert "草稿已自动保存 9:12" in page.form.findChild(QLabel, "draftNote").text()


def test_saving_drops_the_draft_and_undo_takes_the_record_back(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("1121")
    page.form.keep()
    hands.fill(ERRAND)
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.form is None
    workspace = toy_rooms.window.workspace
    assert workspace is not None
    ledger = workspace.ledgers["toy_errands"]
    assert workspace.drafts(ledger) == []
    assert workspace.query(ledger, status=("final",)).count() == 1
    hands.press(Qt.Key.Key_Z, CTRL)
    assert workspace.query(ledger, status=("final",)).count() == 0
    assert page.list.model.record(0).status == "void"


def test_save_and_next_opens_an_empty_form(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    hands.type("1121")
    hands.fill(ERRAND)
    hands.press(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert page.form is not None
    assert page.form.body.editor("done_on").draft() == ""
    assert not page.half_written


def test_somebody_new_is_registered_from_within_the_form(toy_rooms: Rooms, hands: Hands) -> None:
    page = _errand(toy_rooms, hands)
    outer = page.form
    outer.body.goto("neighbour")
    hands.type("丁小宝")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    assert page.form is not outer
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.form is outer
    link = outer.body.editor("neighbour").value()
    assert link.name == "丁小宝"
    assert link.uid
    assert hands.at == "neighbour"


def test_searching_narrows_the_table(toy_rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    workspace = toy_rooms.enter()
    for name in ("张三宝", "张淑珍", "李秀英"):
        workspace.save(workspace.new(workspace.ledgers["toy_neighbours"], name=name))
    _shell(toy_rooms).show_entry("toy_neighbours")
    page = _page(toy_rooms, "toy_neighbours")
    page.list.table.setFocus()
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("zs")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 2)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3)


def test_the_table_asks_for_more_as_one_goes_down(toy_rooms: Rooms) -> None:
    workspace = toy_rooms.enter()
    ledger = workspace.ledgers["toy_neighbours"]
    records = [workspace.new(ledger, name=f"第{number:04}号") for number in range(450)]
    workspace.save_many(ledger, records)
    _shell(toy_rooms).show_entry("toy_neighbours")
    pane = _page(toy_rooms, "toy_neighbours").list
    assert pane.model.rowCount() == 200
    pane.table.scrollToBottom()
    QApplication.processEvents()
    assert pane.model.rowCount() == 400
    pane.table.scrollToBottom()
    QApplication.processEvents()
    assert pane.model.rowCount() == 450
    assert len({pane.model.record(row).uid for row in range(450)}) == 450


def test_a_program_error_becomes_a_calm_page(toy_rooms: Rooms, tmp_path: Path) -> None:
    toy_rooms.enter()
    watch = CrashWatch(tmp_path)
    watch.struck.connect(toy_rooms.window.show_crash)
    secret = "王桂兰 321199195301130026"
    try:
        int(secret)
    except ValueError as error:
        watch._caught(type(error), error, error.__traceback__)
    page = _shell(toy_rooms).findChild(TroublePage)
    assert page.isVisible()
    assert "U-900" in page.findChild(QLabel, "troubleCode").text()
    (report,) = (tmp_path / "reports").iterdir()
    assert "ValueError" in report.read_text("utf-8")
    assert secret not in report.read_text("utf-8")


def test_the_type_size_goes_up_and_down_and_is_remembered(toy_rooms: Rooms, hands: Hands) -> None:
    _errand(toy_rooms, hands)
    hands.type("1121")
    dressed: list[float] = []
    toy_rooms.window.theme_wanted.connect(lambda theme: dressed.append(theme.factor))
    hands.press(Qt.Key.Key_Plus, CTRL)
    hands.press(Qt.Key.Key_Plus, CTRL)
    hands.press(Qt.Key.Key_Plus, CTRL)
    assert dressed == [1.25, 1.5]
    assert toy_rooms.remembered.factor == 1.5
    workspace = toy_rooms.window.workspace
    assert workspace is not None
    assert [one.texts["done_on"] for one in workspace.drafts(workspace.ledgers["toy_errands"])] == ["1121"]
    hands.press(Qt.Key.Key_0, CTRL)
    assert dressed == [1.25, 1.5, 1.0]


def test_the_window_locks_when_nobody_is_there(toy_rooms: Rooms, qtbot: QtBot) -> None:
    toy_rooms.enter()
    toy_rooms.window._idle.start(1)
    qtbot.waitUntil(lambda: toy_rooms.window.workspace is None)
    assert isinstance(_lock_page(toy_rooms), LockPage)


def test_every_control_has_a_name(rooms: Rooms) -> None:
    workspace = rooms.enter()
    shell = _shell(rooms)
    keys = ["home", *workspace.ledgers, "print", "stick", "settings"]
    for key in keys:
        shell.go(key)
        if key in workspace.ledgers:
            shell.go(f"{key}:new")
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView, QListView)
    nameless = {
        f"{type(one).__name__} {one.objectName()} in {one.parent()!r}"
        for kind in kinds
        for one in shell.findChildren(kind)
        if not one.accessibleName() and not one.objectName().startswith("qt_") and "qt_" not in _inside(one)
    }
    assert not nameless


class _Windows(QObject):
    """Notes every widget that comes up as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's virtual method
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_part_of_a_page_flashes_up_as_a_window(rooms: Rooms, qapp: QApplication) -> None:
    windows = _Windows()
    qapp.installEventFilter(windows)
    workspace = rooms.enter()
    _settle(workspace)
    shell = _shell(rooms)
    for key in ("home", *workspace.ledgers, "print", "stick", "settings", "people"):
        shell.go(key)
        if key in workspace.ledgers:
            shell.go(f"{key}:new")
        qapp.processEvents()
        shell.go("home")
    qapp.processEvents()
    qapp.removeEventFilter(windows)
    assert windows.seen == []


def _inside(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return "qt_" if isinstance(parent, QComboBox | QTableView | QLineEdit) else ""


def test_the_start_loads_no_late_library(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from ui.app import Program\n"
        "from ui.remember import Remembered\n"
        "app = QApplication([])\n"
        f"program = Program(app, Path({str(tmp_path / 'book')!r}), Remembered(Path({str(tmp_path)!r})), {{}})\n"
        "program.window.show(); app.processEvents()\n"
        "program.window.close(); program.close()\n"
        "print(' '.join(sorted(name.split('.')[0] for name in sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert loaded & HEAVY == set()
    assert not loaded & {"cryptography", "peewee"}
