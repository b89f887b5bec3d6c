"""Whatever somebody hands us as a workbook is read, or answered with a sentence."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
import pytest

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.exchange.workbook_grid import read_grid, read_grids
from tests.helpers.workbooks import SAMPLES, ods_of, ods_row, save_xlsx

if TYPE_CHECKING:
    from pathlib import Path


def test_xlsx_and_xls_give_the_same_cells() -> None:
    new, old = read_grid(SAMPLES / "roster.xlsx"), read_grid(SAMPLES / "roster.xls")
    assert (new.sheet, new.sheets, new.merged) == (old.sheet, old.sheets, old.merged)
    assert len(new.rows) == len(old.rows) == 66
    for row, (ours, theirs) in enumerate(zip(new.rows, old.rows, strict=True)):
        same = [a == b for a, b in zip(ours, theirs, strict=True)]
        # An xls keeps more figures of a damaged number than the xlsx, which was saved by another program.
        assert all(same) or row in (17, 21), row


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    for source, name in (("roster.xls", "名册.xlsx"), ("roster.xlsx", "名册.xls"), ("roster.xlsx", "名册.dat")):
        path = tmp_path / name
        path.write_bytes((SAMPLES / source).read_bytes())
        assert len(read_grid(path).rows) == 66


def test_cells_keep_their_places_and_types(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["C3"] = "头"
    page["D4"], page["E4"] = dt.datetime(2026, 3, 5, 9, 30), dt.time(9, 30)
    page["F4"], page["G4"], page["H4"] = True, 12, " x "
    page["I4"] = dt.date(2026, 3, 5)
    book.save(tmp_path / "a.xlsx")
    grid = read_grid(tmp_path / "a.xlsx")
    assert grid.rows[:3] == [[], [], ["", "", "头"]]
    assert grid.rows[3] == [
        "", "", "", dt.datetime(2026, 3, 5, 9, 30), dt.time(9, 30), True, 12.0, " x ", dt.date(2026, 3, 5),
    ]  # fmt: skip


def test_errors_of_formulas_are_not_blanks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["B1"] = "姓名", "电话"
    page["A2"] = "#N/A"
    page["A2"].data_type = "e"
    page["C5"] = "#DIV/0!"
    page["C5"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    grid = read_grid(tmp_path / "a.xlsx")
    assert grid.rows[1] == ["#N/A"]
    assert grid.rows[4] == ["", "", "#DIV/0!"]


def test_hidden_rows_are_read_and_counted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in range(1, 6):
        page.cell(row, 1, f"第{row}行")
    page.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    grid = read_grid(tmp_path / "a.xlsx")
    assert len(grid.rows) == 5
    assert grid.hidden == {2}


def test_formulas_that_nobody_worked_out_are_counted(tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", ["甲", "乙"], [1, "=A2*2"], [2, "=A3*2"])
    assert read_grid(path).unworked == 2


def test_a_sheet_can_be_chosen_by_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("空表", "一组", "二组"):
        book.create_sheet(name)["A1"] = "" if name == "空表" else name
    del book["Sheet"]
    hidden = book.create_sheet("藏起来")
    hidden["A1"], hidden.sheet_state = "x", "hidden"
    book.save(tmp_path / "a.xlsx")
    path = tmp_path / "a.xlsx"
    assert read_grid(path).sheet == "一组"
    assert read_grid(path, "二组").rows == [["二组"]]
    assert read_grid(path, "藏起来").rows == [["x"]]
    assert [grid.sheet for grid in read_grids(path)] == ["空表", "一组", "二组"]
    with pytest.raises(UserError, match="没有叫“三组”的工作表。里面有：空表、一组、二组、藏起来"):
        read_grid(path, "三组")


def test_ods_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    tail = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    path.write_bytes(ods_of(ods_row("姓名", "", "电话") + ods_row("王桂兰", "", "13800000021", repeated=2) + tail))
    assert read_grid(path).rows == [["姓名", "", "电话"], *[["王桂兰", "", "13800000021"]] * 2]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables_are_read_in_every_coding(tmp_path: Path, codec: str, separator: str) -> None:
    path = tmp_path / "a.csv"
    rows = (("姓名", "身份证号", "备注"), ("马国𠅤", '="321199194904114356"', '"两行\n的话"'))
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(codec))
    grid = read_grid(path)
    assert grid.rows == [["姓名", "身份证号", "备注"], ["马国𠅤", "321199194904114356", "两行\n的话"]]
    assert grid.sheet == "a"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "是空的"),
        (b"\0" * 4096, "是空的"),
        ("今天天气很好\n明天也好".encode(), "其实是文字文件"),
        (b"MZ\x90\0" + bytes(200), "其实是程序"),
        (b"\x7fELF" + bytes(200), "其实是程序"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "其实是图片"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "其实是图片"),
        (b"%PDF-1.7\n" + bytes(200), "其实是PDF文件"),
        (b"Rar!\x1a\x07" + bytes(200), "其实是压缩包"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "其实是网页"),
        (b'<?xml version="1.0"?><Workbook/>', "其实是网页"),
        (b"a\x01b,c", "其实是别的文件"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(data)
    with pytest.raises(UserError, match=said) as caught:
        read_grid(path)
    assert "名册.xlsx" in caught.value.sentence


def test_missing_files_folders_and_held_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="找不到“没有"):
        read_grid(tmp_path / "没有.xlsx")
    with pytest.raises(UserError, match="是一个文件夹"):
        read_grid(tmp_path)
    path = save_xlsx(tmp_path / "a.xlsx", ["甲"])

    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "held")

    monkeypatch.setattr("pathlib.Path.open", held)
    with pytest.raises(Trouble, match="正被WPS占用"):
        read_grid(path)
