"""The import of a workbook on a real book: columns, cells mended by keyboard, the good ones imported, and back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from danyang_desktop.base import national_id
from danyang_desktop.base.clock import SetClock
from danyang_desktop.import_log import recent
from tests.helpers.workbooks import read_xlsx, save_xlsx
from tests.ui.hands import CTRL
from ui.dialogs.ask import Ask
from ui.pages.importing.wizard import COLUMNS, DONE, FILES, ROWS, ImportWizard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

HEAD = ["序号", "姓名", "证件号码", "组别", "联系方式", "政治面貌", "家里情况"]


def _id(number: int) -> str:
    return national_id.make("321199", dt.date(1950, 1, number), number)


def _row(number: int, name: str, **other: str) -> list[Any]:
    return [
        number, name, other.get("id", _id(number)), "三组", other.get("phone", f"1380000{number:04}"),
        other.get("status", "群众"), "",
    ]  # fmt: skip


GOOD = [_row(1, "王桂兰"), _row(2, "陈国富"), _row(3, "孙玉珍")]
SHORT = _row(4, "徐招娣", id="32119919500104000")


@pytest.fixture
def people(rooms: Rooms) -> tuple[Workspace, Any]:
    """Sit before the register of people."""
    workspace = rooms.enter()
    shell = rooms.window.shell
    assert shell is not None
    shell.show_entry("people")
    page: Any = shell.page("people")
    page.list.table.setFocus()
    return workspace, page


@pytest.fixture
def opened(people: tuple[Workspace, Any], hands: Hands, qtbot: QtBot, tmp_path: Path) -> Callable[..., ImportWizard]:
    """Return what opens the wizard and reads a workbook of these rows."""

    def read(*rows: list[Any], until: int = ROWS) -> ImportWizard:
        hands.press(Qt.Key.Key_I, CTRL)
        wizard = QApplication.activeModalWidget()
        assert isinstance(wizard, ImportWizard)
        assert wizard.step == FILES
        wizard.read(save_xlsx(tmp_path / "花名册.xlsx", ["2026年花名册"], HEAD, *rows))
        qtbot.waitUntil(lambda: wizard.step == COLUMNS, timeout=20_000)
        if until == ROWS:
            wizard.go_on()
            qtbot.waitUntil(lambda: wizard.step == ROWS, timeout=20_000)
        _at_the_keys(wizard, qtbot)
        return wizard

    return read


def _at_the_keys(wizard: QWidget, qtbot: QtBot) -> None:
    wizard.activateWindow()
    qtbot.waitUntil(lambda: (focus := QApplication.focusWidget()) is not None and wizard.isAncestorOf(focus))


def _end(wizard: ImportWizard, qtbot: QtBot) -> None:
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.step == DONE, timeout=20_000)


def test_columns_are_recognised_and_chosen_by_keyboard(opened: Callable[..., ImportWizard], hands: Hands) -> None:
    wizard = opened(*GOOD, until=COLUMNS)
    boxes = {wizard.coming.title(column): box for column, box in wizard.columns.boxes.items()}
    assert boxes["证件号码"].currentText() == "身份证号"
    assert boxes["组别"].currentText() == "村民小组"
    assert boxes["家里情况"].currentText() == "不导入"
    boxes["家里情况"].setFocus()
    hands.press(Qt.Key.Key_End)
    assert boxes["家里情况"].currentText() == wizard.coming.ledger.kinds["remark"].label
    wizard.coming.put(wizard.coming.column_of("name"), "remark")
    assert "“姓名”" in "".join(f"“{one}”" for one in wizard.coming.missing)


def test_a_column_put_elsewhere_gives_its_place_up(opened: Callable[..., ImportWizard]) -> None:
    wizard = opened(*GOOD, until=COLUMNS)
    coming = wizard.coming
    first, last = coming.column_of("group_no"), coming.columns[-1]
    coming.put(last, "group_no")
    assert (coming.field_of(first), coming.field_of(last)) == ("", "group_no")


def test_the_good_rows_are_imported_and_taken_back(
    people: tuple[Workspace, Any], opened: Callable[..., ImportWizard], qtbot: QtBot
) -> None:
    workspace, page = people
    wizard = opened(*GOOD, SHORT)
    assert wizard.go_button.text() == "导入可以的 3 行"
    _end(wizard, qtbot)
    assert page.list.model.rowCount() == 3
    assert "1 行有问题" in wizard.end.text.text()
    wizard.end.back.click()
    qtbot.waitUntil(lambda: "撤回 3" in wizard.end.title.text(), timeout=20_000)
    assert workspace.query(page.ledger, status=("final",)).count() == 0


def test_a_bad_cell_is_mended_in_its_place(
    people: tuple[Workspace, Any], opened: Callable[..., ImportWizard], hands: Hands, qtbot: QtBot
) -> None:
    workspace, page = people
    wizard = opened(*GOOD, SHORT)
    assert wizard.rows.segments.value == "有问题"
    assert wizard.rows.table.column == str(wizard.coming.column_of("id_no"))
    hands.press(Qt.Key.Key_F2)
    hands.clear()
    hands.type(_id(4))
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.rows.good == 4)
    assert wizard.go_button.text() == "导入可以的 4 行"
    _end(wizard, qtbot)
    assert workspace.query(page.ledger).count() == 4


def test_f4_goes_to_the_cell_of_each_problem(opened: Callable[..., ImportWizard], hands: Hands) -> None:
    wizard = opened(*GOOD, SHORT, _row(5, ""), _row(6, "周大宝", phone="138"))
    seen = []
    for _ in range(3):
        seen.append((wizard.rows.table.key, wizard.rows.table.column))
        hands.press(Qt.Key.Key_F4)
    coming = wizard.coming
    assert seen == [
        ("6", str(coming.column_of("id_no"))), ("7", str(coming.column_of("name"))),
        ("8", str(coming.column_of("phone"))),
    ]  # fmt: skip


def test_del_leaves_a_row_out_and_takes_it_in_again(opened: Callable[..., ImportWizard], hands: Hands) -> None:
    wizard = opened(*GOOD)
    hands.press(Qt.Key.Key_Delete)
    assert wizard.rows.good == 2
    wizard.rows.table.choose("3")
    hands.press(Qt.Key.Key_Delete)
    assert wizard.rows.good == 3


def test_a_repeated_row_is_merged_with_the_first(
    people: tuple[Workspace, Any], opened: Callable[..., ImportWizard], hands: Hands, qtbot: QtBot
) -> None:
    workspace, page = people
    first = _row(1, "王桂兰")
    first[4] = ""
    wizard = opened(first, _row(1, "王桂兰", phone="13800000099"))
    assert wizard.rows.table.key == "4"
    assert wizard.rows.model.lines[0].marks["do"][1] == "合并"
    hands.press(Qt.Key.Key_Delete)
    _end(wizard, qtbot)
    (person,) = workspace.query(page.ledger).page().rows
    assert person.phone == "13800000099"


def test_the_bad_rows_become_a_workbook(opened: Callable[..., ImportWizard], qtbot: QtBot, tmp_path: Path) -> None:
    wizard = opened(*GOOD, SHORT)
    wizard.write_refused(tmp_path / "没收.xlsx")
    qtbot.waitUntil(lambda: bool(wizard.good._text.text()), timeout=20_000)
    rows = read_xlsx(tmp_path / "没收.xlsx")
    assert len(rows) == 2
    assert "徐招娣" in rows[1]


def test_a_file_that_is_no_workbook_is_said_calmly(
    people: tuple[Workspace, Any], hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "花名册.xlsx"
    file.write_bytes(b"GIF89a nothing of the kind")
    hands.press(Qt.Key.Key_I, CTRL)
    wizard = QApplication.activeModalWidget()
    assert isinstance(wizard, ImportWizard)
    wizard.read(file)
    qtbot.waitUntil(lambda: bool(wizard.strip._text.text()), timeout=20_000)
    assert wizard.step == FILES


def test_an_empty_workbook_is_written_and_comes_back(
    people: tuple[Workspace, Any], hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    hands.press(Qt.Key.Key_I, CTRL)
    wizard = QApplication.activeModalWidget()
    assert isinstance(wizard, ImportWizard)
    wizard.write_template(tmp_path / "空表.xlsx")
    qtbot.waitUntil(lambda: bool(wizard.good._text.text()), timeout=20_000)
    assert read_xlsx(tmp_path / "空表.xlsx")[0]


def test_every_control_says_its_name(opened: Callable[..., ImportWizard]) -> None:
    wizard = opened(*GOOD, SHORT)
    silent = [
        one.objectName()
        for one in wizard.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.accessibleName() and one.isVisible()
    ]
    assert silent == []


def test_enter_presses_the_button_that_has_the_focus(
    opened: Callable[..., ImportWizard], hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = opened(*GOOD)
    asked: list[str] = []

    def ask(*words: object) -> tuple[str, str]:
        asked.append(str(words[1]))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    for step in (COLUMNS, FILES):
        wizard.back_button.setFocus()
        hands.press(Qt.Key.Key_Return)
        assert wizard.step == step
    wizard.files.choose.setFocus()
    hands.press(Qt.Key.Key_Return)
    assert asked == ["选表格文件"]
    wizard.leave_button.setFocus()
    hands.press(Qt.Key.Key_Return)
    assert not wizard.isVisible()


def test_an_import_can_be_taken_back_for_seven_days(
    people: tuple[Workspace, Any], opened: Callable[..., ImportWizard], hands: Hands, qtbot: QtBot
) -> None:
    workspace, page = people
    wizard = opened(*GOOD)
    _end(wizard, qtbot)
    wizard.accept()
    one = next(record for record in workspace.query(page.ledger).records() if record.name == "孙玉珍")
    one.phone = "13800009999"
    workspace.save(one)
    page.list.table.setFocus()
    _at_the_keys(page.window(), qtbot)
    hands.press(Qt.Key.Key_I, CTRL)
    again = QApplication.activeModalWidget()
    assert isinstance(again, ImportWizard)
    back = again.findChild(QPushButton, "importTakeBackLast")
    assert back.text().endswith("花名册.xlsx，3 名…")
    back.click()
    ask = QApplication.activeModalWidget()
    assert isinstance(ask, Ask)
    ask.findChild(QPushButton, "ask_back").click()
    qtbot.waitUntil(lambda: again.step == DONE, timeout=20_000)
    assert again.end.title.text() == "已经撤回 2 名"
    assert [record.name for record in workspace.query(page.ledger).records()] == ["孙玉珍"]
    assert recent(workspace, "people") == []


def test_an_older_import_stays(
    people: tuple[Workspace, Any], opened: Callable[..., ImportWizard], qtbot: QtBot
) -> None:
    workspace, _page = people
    wizard = opened(*GOOD)
    _end(wizard, qtbot)
    wizard.accept()
    assert recent(workspace, "households") == []
    clock = workspace.clock
    assert isinstance(clock, SetClock)
    clock.at += dt.timedelta(days=7)
    assert [(one.file, len(one.rows)) for one in recent(workspace, "people")] == [("花名册.xlsx", 3)]
    clock.at += dt.timedelta(days=1)
    assert recent(workspace, "people") == []
