"""The empty workbook: what the spreadsheet itself lets in, and that a filled one goes in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from danyang_desktop.base import national_id
from danyang_desktop.declare.kinds import Hours
from danyang_desktop.exchange.plan import apply, plan_file
from danyang_desktop.exchange.template import ROWS, how_to_fill, write_template
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.opening import ALL
from danyang_desktop.registers.codes import CODES
from danyang_desktop.registers.people import PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from danyang_desktop.workspace import Workspace

ID = national_id.make("321199", dt.date(1949, 4, 11), 435)


def made(path: Path, book: Workspace, ledger: Any) -> openpyxl.Workbook:
    write_template(path, ledger, book.look.choices)
    return openpyxl.load_workbook(path)


def place(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if str(cell.value).strip("*").startswith(heading))


def rule_of(sheet: Worksheet, heading: str) -> Any:
    cell = sheet.cell(2, place(sheet, heading)).coordinate
    return next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)


def test_required_columns_are_marked(book: Workspace, tmp_path: Path) -> None:
    sheet = made(tmp_path / "t.xlsx", book, VISITS).worksheets[0]
    marked = {str(cell.value).strip("*") for cell in sheet[1] if str(cell.value).startswith("*")}
    assert marked == {kind.label for kind in VISITS.kinds.values() if kind.required}
    assert "状态" not in [cell.value for cell in sheet[1]]


def test_choices_are_lists_of_the_book(book: Workspace, tmp_path: Path) -> None:
    code = book.new(CODES, title="民族", label="高山族")
    book.save(code)
    workbook = made(tmp_path / "t.xlsx", book, PEOPLE)
    sheet = workbook.worksheets[0]
    assert rule_of(sheet, "性别").formula1 == '"男,女"'
    assert "高山族" in rule_of(sheet, "民族").formula1
    assert max(cells.max_row for cells in rule_of(sheet, "民族").sqref.ranges) == ROWS + 1


def test_a_long_list_stands_in_a_hidden_sheet(book: Workspace, tmp_path: Path) -> None:
    for at in range(40):
        book.save(book.new(CODES, title="民族", label=f"第{at}个很长的民族名"))
    workbook = made(tmp_path / "t.xlsx", book, PEOPLE)
    sheet, lists = workbook.worksheets[0], workbook["选项"]
    letter = openpyxl.utils.get_column_letter(place(sheet, "民族"))
    last = len(book.look.choices("ethnicity"))
    assert rule_of(sheet, "民族").formula1 == f"选项!${letter}$1:${letter}${last}"
    assert [cell.value for cell in lists[letter]] == list(book.look.choices("ethnicity"))
    assert lists.sheet_state == "hidden"


def test_columns_keep_what_is_typed(book: Workspace, tmp_path: Path) -> None:
    sheet = made(tmp_path / "t.xlsx", book, PEOPLE).worksheets[0]

    def form(heading: str) -> str:
        letter = openpyxl.utils.get_column_letter(place(sheet, heading))
        return str(sheet.column_dimensions[letter].number_format)

    assert [form(heading) for heading in ("身份证号", "电话", "账号", "村民小组")] == ["@"] * 4
    assert form("入党时间") == "yyyy-mm-dd"
    assert rule_of(sheet, "身份证号").type == "textLength"
    assert rule_of(sheet, "身份证号").errorStyle == "warning"


def test_amounts_are_bounded_in_yuan(book: Workspace, tmp_path: Path) -> None:
    rule = rule_of(made(tmp_path / "t.xlsx", book, VISITS).worksheets[0], "慰问金")
    assert (rule.type, float(rule.formula1), float(rule.formula2)) == ("decimal", 0.0, 99_999_999.99)


def test_hours_are_bounded_in_hours(book: Workspace, tmp_path: Path) -> None:
    sheet = made(tmp_path / "t.xlsx", book, VOLUNTEERING).worksheets[0]
    hours = [kind for kind in VOLUNTEERING.kinds.values() if isinstance(kind, Hours)]
    assert all("小时" in how_to_fill(kind) for kind in hours)
    shown = [kind for kind in hours if kind.name in {name for names in VOLUNTEERING.form.values() for name in names}]
    for kind in shown:
        rule = rule_of(sheet, kind.label)
        assert (rule.type, float(rule.formula2)) == ("decimal", kind.high / 60)


def test_the_guide_explains_each_column(book: Workspace, tmp_path: Path) -> None:
    workbook = made(tmp_path / "t.xlsx", book, PEOPLE)
    said = {row[0].value: [cell.value for cell in row] for row in workbook["填写说明"].iter_rows()}
    assert said["姓名"][1:3] == ["必填", "照户口簿填。"]
    assert "18位" in said["身份证号"][2]
    assert said["性别"][3] == "男、女"


@pytest.mark.parametrize("ledger", ALL, ids=lambda ledger: ledger.slug)
def test_every_column_says_how_it_is_filled(ledger: Any) -> None:
    said = [how_to_fill(kind) for kind in ledger.kinds.values() if kind.name_of_kind not in ("text", "photos")]
    assert all(sentence.endswith("。") for sentence in said)


def test_a_filled_template_goes_in(book: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    workbook = made(path, book, PEOPLE)
    sheet = workbook.worksheets[0]
    for heading, value in (
        ("姓名", "王桂兰"),
        ("身份证号", ID),
        ("入党时间", dt.date(1985, 7, 1)),
        ("政治面貌", "中共党员"),
    ):
        sheet.cell(2, place(sheet, heading)).value = value
    workbook.save(path)
    plan = plan_file(book, PEOPLE, path)
    assert apply(plan, book).new
    record = book.query(PEOPLE).page().rows[0]
    assert (record.name, record.id_no, record.joined_on) == ("王桂兰", ID, dt.date(1985, 7, 1))
