"""Workbooks that we write: typed cells, disarmed text, whole or not there, nothing of it left in other places."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import os
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from danyang_desktop.base import national_id
from danyang_desktop.base.errors import Cancelled, Trouble
from danyang_desktop.exchange import workbook_out
from danyang_desktop.exchange.plan import apply, make_plan, plan_file
from danyang_desktop.exchange.workbook_cells import KEPT_BACK
from danyang_desktop.exchange.workbook_columns import disarm, height_of, sheet_name
from danyang_desktop.exchange.workbook_save import free_name
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.registers.people import PEOPLE
from tests.helpers.workbooks import grid_of, read_xlsx, sample_records

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

ID = national_id.make("321199", dt.date(1949, 4, 11), 435)
ARMED = [
    "=1+1",
    "+86 138",
    "-5",
    "@某人",
    "\t=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠1",
    '=HYPERLINK("http://x","点我")',
    "=cmd|'/c calc'!A0",
]


def column(rows: list[list[Any]], heading: str) -> list[Any]:
    place = rows[0].index(heading)
    return [row[place] for row in rows[1:]]


def one_person(book: Workspace, **values: Any) -> Any:
    record = book.new(PEOPLE, name="王桂兰", id_no=ID, **values)
    book.save(record)
    return record


def test_cells_are_typed(book: Workspace, tmp_path: Path) -> None:
    record = one_person(
        book, phone="13800000021", account_no="6222021104001234567", bank_name="农商行", joined_on=dt.date(1985, 7, 1)
    )
    path = tmp_path / "out.xlsx"
    assert workbook_out.write_rows(path, PEOPLE, [record]) == 1
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = {head.value: sheet.cell(2, head.column) for head in sheet[1]}
    for heading in ("身份证号", "电话", "账号"):
        assert (cells[heading].data_type, cells[heading].number_format) == ("s", "@")
    assert cells["身份证号"].value == ID
    assert (cells["入党时间"].value, cells["入党时间"].number_format) == (dt.datetime(1985, 7, 1), "yyyy-mm-dd")
    assert sheet.freeze_panes == "A2"
    assert sheet.title == "人员名册"
    assert sheet.column_dimensions["B"].width >= 20


def test_amounts_are_numbers_and_the_number_of_the_record_comes_first(book: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    records = sample_records(VISITS, 3)
    book.save_many(VISITS, records)
    workbook_out.write_rows(path, VISITS, book.query(VISITS).records())
    rows = read_xlsx(path)
    there = list(book.query(VISITS).records())
    assert column(rows, "编号") == [record.serial_no for record in there]
    assert column(rows, "慰问金（元）") == [record.cash / 100 for record in there]


@pytest.mark.parametrize("text", ARMED)
def test_text_is_disarmed_and_comes_back(book: Workspace, tmp_path: Path, text: str) -> None:
    record = one_person(book, remark="x", address="x")
    record.remark, record.address = f"{text}。", text.strip()
    book.save_many(PEOPLE, [record])
    path = tmp_path / "out.xlsx"
    workbook_out.write_rows(path, PEOPLE, [record])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n", "d"}
    saved = tmp_path / "saved.csv"
    with saved.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([["" if value is None else value for value in row] for row in read_xlsx(path)])
    with saved.open(encoding="utf-8-sig", newline="") as stream:
        assert not [cell for row in csv.reader(stream) for cell in row if cell[:1] in "=+-@\t\r＝＋－＠" and cell]
    assert len(plan_file(book, PEOPLE, path).same) == 1
    with zipfile.ZipFile(path) as archive:
        assert not any(
            b"<f>" in archive.read(part) or b"hyperlink" in archive.read(part) for part in archive.namelist()
        )


def test_harmless_text_is_left_alone() -> None:
    assert [disarm(text) for text in ("王桂兰", "3组", "'引", "", "a=b")] == ["王桂兰", "3组", "'引", "", "a=b"]


def test_confidential_text_stays_in_the_book(book: Workspace, tmp_path: Path) -> None:
    records = sample_records(TALKS, 8)
    book.save_many(TALKS, records)
    there = list(book.query(TALKS).records())
    path = tmp_path / "out.xlsx"
    workbook_out.write_rows(path, TALKS, there)
    secret = [record for record in there if TALKS.is_secret(record)]
    assert 0 < len(secret) < 8
    private = [name for name, kind in TALKS.kinds.items() if kind.privacy == 4 and kind.name_of_kind == "long_text"]
    written = str(read_xlsx(path))
    for record in secret:
        for name in private:
            kept = column(read_xlsx(path), TALKS.kinds[name].label)[there.index(record)]
            assert kept == KEPT_BACK
    assert KEPT_BACK in written
    assert len(plan_file(book, TALKS, path).same) == 8


def refused_plan(book: Workspace) -> Any:
    return make_plan(
        book,
        PEOPLE,
        grid_of(
            ["名单"],
            ["序号", "姓名", "身份证号", "出生年月", "电话", "血型"],
            [1, "王桂兰", 3.21199198907246e17, dt.date(1989, 7, 24), 13800000021.0, "A"],
            [2, None, ID, "1949.4", None, "=1+1"],
            [3, "陈国富", "321199195803041250", dt.time(9, 30), dt.timedelta(hours=30), True],
        ),
    )


def test_refused_rows_stand_as_they_came(book: Workspace, tmp_path: Path) -> None:
    plan = refused_plan(book)
    path = tmp_path / "refused.xlsx"
    assert workbook_out.write_refused(path, plan) == 3
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = read_xlsx(path)
    assert rows[0] == ["原因", "原行号", "序号", "姓名", "身份证号", "出生年月", "电话", "血型"]
    assert rows[1][:4] == [plan.refused[0].reason, 3, 1, "王桂兰"]
    assert rows[1][4] == "3.21199198907246e+17"
    assert (rows[1][5], rows[1][6]) == (dt.datetime(1989, 7, 24), "13800000021")
    assert rows[2][7] == "'=1+1"
    assert sheet["A2"].font.color.rgb == "FFC00000"
    assert (sheet["E2"].number_format, sheet.column_dimensions["E"].width > 20) == ("@", True)


def test_a_mended_row_goes_in(book: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "refused.xlsx"
    workbook_out.write_refused(path, refused_plan(book))
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet["E2"] = national_id.make("321199", dt.date(1989, 7, 24), 15)
    sheet["D3"] = "孙玉珍"
    sheet.delete_rows(4)
    workbook.save(path)
    plan = plan_file(book, PEOPLE, path)
    assert [entry.record.name for entry in plan.new] == ["王桂兰", "孙玉珍"]
    assert plan.unknown_columns == ("血型",)
    apply(plan, book)
    assert book.query(PEOPLE).count() == 2


def test_a_file_that_is_being_mended_is_not_written_over(tmp_path: Path) -> None:
    source = tmp_path / "花名册.xls"
    first = workbook_out.refused_path(source)
    assert first.name == "花名册-没收下的.xlsx"
    first.write_bytes(b"x")
    assert workbook_out.refused_path(source).name == "花名册-没收下的-2.xlsx"
    assert free_name(tmp_path / "a.xlsx") == tmp_path / "a.xlsx"


def nothing_left(folder: Path, *but: str) -> bool:
    return sorted(path.name for path in folder.iterdir()) == sorted(but)


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "磁盘写满了"), (errno.EACCES, "存不到那个文件夹"), (errno.EIO, "存不到那个文件夹")],
)
def test_a_disk_that_says_no(
    book: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Trouble, match=said) as caught:
        workbook_out.write_rows(folder / "a.xlsx", PEOPLE, [])
    assert "台账没有动" in caught.value.sentence
    assert nothing_left(folder)


def test_a_file_that_another_program_holds(book: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(b"old")

    def held(*_: object) -> None:
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Trouble, match="正被WPS打开"):
        workbook_out.write_rows(folder / "a.xlsx", PEOPLE, [])
    assert nothing_left(folder, "a.xlsx")
    assert (folder / "a.xlsx").read_bytes() == b"old"


def test_cancelling_leaves_no_file(book: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    def stop(done: int, total: int, sentence: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        workbook_out.write_rows(folder / "a.xlsx", PEOPLE, sample_records(PEOPLE, 3), stop)
    assert nothing_left(folder)


def test_no_temporary_file_holds_a_name(book: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing goes through memory; reading takes the file as it is."""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    opened: list[str] = []
    monkeypatch.setattr(tempfile, "mkstemp", lambda *_, **__: opened.append("mkstemp"))
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *_, **__: opened.append("named"))
    path = tmp_path / "out.xlsx"
    workbook_out.write_rows(path, PEOPLE, [one_person(book)])
    plan_file(book, PEOPLE, path)
    assert opened == []
    assert nothing_left(scratch)


def test_rows_are_as_high_as_their_text() -> None:
    assert height_of([("短", 10), (3.0, 5), (None, 5)]) is None
    assert height_of([("一二三四五六", 10)]) == 30.0
    assert height_of([("a" * 10, 10), ("一\n二\n三", 10)]) == 45.0
    assert height_of([("长" * 5000, 10)]) == 300.0


def test_hours_show_their_decimals(book: Workspace, tmp_path: Path) -> None:
    (record,) = sample_records(VOLUNTEERING, 1)
    record.total_hours = 90
    path = tmp_path / "out.xlsx"
    workbook_out.write_rows(path, VOLUNTEERING, [record])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cell = next(sheet.cell(2, head.column) for head in sheet[1] if head.value == "服务时长（小时）")
    assert (cell.value, cell.number_format) == (1.5, "0.00")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("走访帮扶台账", "走访帮扶台账"),
        ("a/b:c*[d]?\\e", "abcde"),
        ("长" * 40, "长" * 31),
        ("'引'", "引"),
        ("", "台账"),
    ],
)
def test_names_of_sheets(text: str, name: str) -> None:
    assert sheet_name(text) == name
