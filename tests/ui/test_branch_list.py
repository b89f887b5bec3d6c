"""The list of branches from a workbook: double codes, towns that do not fit, blank rows; again; and with some gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from danyang_desktop.import_log import recent
from danyang_desktop.registers.branches import BRANCHES
from tests.helpers.workbooks import save_xlsx
from tests.ui.county_seat import said
from ui.pages.importing.wizard import COLUMNS, DONE, ROWS, ImportWizard

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import County

HEAD = ["序号", "乡镇", "党支部名称", "支部编码", "支部书记", "联系电话"]
TOWNS = (("云阳街道", "321181001"), ("司徒镇", "321181100"), ("丹北镇", "321181113"))


def _rows(count: int) -> list[list[Any]]:
    """Return a county: codes as a spreadsheet keeps them, as numbers."""
    towns = [TOWNS[number % len(TOWNS)] for number in range(count)]
    return [
        [number, town, f"{town}第{number}村党支部", int(f"{code}{number:03}01"), "", f"0511-8600{number:04}"]
        for number, (town, code) in enumerate(towns, 1)
    ]


@pytest.fixture
def bring(county: County, qtbot: QtBot, tmp_path: Path) -> Any:
    """Return what goes through the wizard with these rows, up to the check of every row."""

    def go(rows: list[list[Any]]) -> ImportWizard:
        save_xlsx(tmp_path / "名单.xlsx", ["全县支部名单"], HEAD, *rows)
        county.show("branches", qtbot).import_list()
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ImportWizard))
        wizard = QApplication.activeModalWidget()
        assert isinstance(wizard, ImportWizard)
        wizard.read(tmp_path / "名单.xlsx")
        for step in (COLUMNS, ROWS):
            qtbot.waitUntil(lambda step=step: wizard.step == step, timeout=20_000)
            if step == COLUMNS:
                wizard.go_on()
        return wizard

    return go


def _import(wizard: ImportWizard, qtbot: QtBot) -> str:
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.step == DONE, timeout=20_000)
    return f"{wizard.end.title.text()}。{wizard.end.text.text()}"


def test_what_is_odd_in_the_list_is_said_row_by_row(bring: Any, county: County, qtbot: QtBot) -> None:
    rows = _rows(30)
    double, elsewhere, nowhere = [rows[2][:], rows[3][:], rows[4][:]]
    elsewhere[1], elsewhere[3] = "司徒镇", int("32118100199001")
    nowhere[1], nowhere[3] = "火星镇", int("32118199900101")
    wizard = bring([*rows[:10], [None] * 6, *rows[10:], double, elsewhere, nowhere, ["合计", None, "30 个"]])
    told = {row: (fate.tone, fate.reason) for row, fate in wizard.rows.fates.items() if fate.tone}
    assert told[34][0] == "error"
    assert "和第 5 行重复了" in told[34][1]
    assert told[35] == ("warn", "按编码是云阳街道的，写的镇街是“司徒镇”。请看看哪个写错了。")
    assert told[36][0] == "warn"
    assert "321181999 不是本县哪个镇街的" in told[36][1]
    assert set(told) == {34, 35, 36}, "a blank row and the sum are no branches"
    code = next(column for column in wizard.rows.model.columns if column.head == "支部编码")
    assert code.width >= 150, "fourteen digits are read, not guessed"
    assert _import(wizard, qtbot).startswith("导入好了：新增 32 个，修改 0 个。1 行有问题")
    saved = county._opened.query(BRANCHES).records()
    assert {one.phone for one in saved if one.code == str(rows[0][3])} == {rows[0][5]}


def test_the_same_list_again_changes_nothing_and_takes_nothing_back(bring: Any, county: County, qtbot: QtBot) -> None:
    _import(first := bring(_rows(30)), qtbot)
    first.accept()
    again = bring(_rows(30))
    assert _import(again, qtbot) == "没有要导入的，台账没有变。30 行台账里已经有，没有变化。"
    assert not again.findChild(QPushButton, "importTakeBack").isVisible(), "it would take back the first import"
    assert len(recent(county._opened, BRANCHES.slug)) == 1


def test_who_is_gone_from_the_list_is_named_and_stays(bring: Any, county: County, qtbot: QtBot) -> None:
    _import(first := bring(_rows(30)), qtbot)
    first.accept()
    page = county.show("branches", qtbot)
    before = len(page.sheet.lines)
    _import(second := bring(_rows(30)[10:]), qtbot)
    second.accept()
    assert "刚才那张表里没有" in said(page, "branchesGood")
    assert _rows(1)[0][2] in said(page, "branchesGood")
    assert "并掉的，选中它点“并村”" in said(page, "branchesGood")
    assert len(page.sheet.lines) == before
    _import(third := bring(_rows(30)[:3]), qtbot)
    third.accept()
    assert "刚才那张表里没有" not in said(page, "branchesGood"), "a town's part of the list is no list of the county"


def test_where_there_is_little_room_the_name_is_read_and_not_the_town_twice(county: County, qtbot: QtBot) -> None:
    page = county.show("branches", qtbot)
    town = next(number for number, one in enumerate(page.sheet.columns) if one.name == "town")
    assert not page.view.isColumnHidden(town)
    county.window.resize(683, 384)
    qtbot.waitUntil(lambda: page.view.isColumnHidden(town))
    county.window.resize(1366, 696)
    qtbot.waitUntil(lambda: not page.view.isColumnHidden(town))


def test_the_tools_stand_in_one_line_where_there_is_room(county: County, qtbot: QtBot) -> None:
    page = county.show("branches", qtbot)
    merge = page.findChild(QPushButton, "branchesMerge")
    qtbot.waitUntil(lambda: page.search.width() > 0)
    assert page.search.y() == page.states.y() == merge.y(), "a line of fixed width takes no whole line"
