"""Hostile and damaged workbooks (reliability.md row 16): refused with a sentence or read, in bounded memory."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.exchange import workbook_biff, workbook_cfb
from danyang_desktop.exchange.workbook_grid import read_grid, read_grids
from tests.helpers.workbooks import SAMPLES, ods_of, ods_row, save_xlsx, with_part

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROOT = Path(__file__).parents[3]


def sheet_xml(rows: str, before: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{MAIN}"><sheetData>'
    return f"{head}{rows}</sheetData></worksheet>".encode()


def book_with(tmp_path: Path, part: bytes, name: str = SHEET) -> Path:
    plain = save_xlsx(tmp_path / "plain.xlsx", ["姓名", "电话"], ["王桂兰", "13800000021"]).read_bytes()
    path = tmp_path / "名册.xlsx"
    path.write_bytes(with_part(plain, name, part))
    return path


FAR = {
    "corner": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    # calamine believes the cell, whatever its row says
    "cell beyond its row": '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
    "rows in no order": '<row r="9"><c r="A900000"><v>1</v></c></row><row r="1"><c r="ZZ1"><v>1</v></c></row>',
    "error cell": '<row r="1"><c r="ZZ500000" t="e"><v>#N/A</v></c></row>',
}


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR)
def test_a_far_cell_is_refused_before_memory_is_taken(tmp_path: Path, rows: str) -> None:
    path = book_with(tmp_path, sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + rows))
    with pytest.raises(UserError, match="很远的地方"):
        read_grid(path)


SAYS_TWO_THINGS = {
    "document type": sheet_xml("", '<!DOCTYPE worksheet [<!ENTITY a "b">]>'),
    "another coding": sheet_xml("").decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "no xml": b"PK",
    "cut": sheet_xml("<row>")[:-30],
    "column of four letters": sheet_xml('<row r="1"><c r="AAAA1"><v>1</v></c></row>'),
}


@pytest.mark.parametrize("part", SAYS_TWO_THINGS.values(), ids=SAYS_TWO_THINGS)
def test_parts_that_two_programs_might_read_differently_are_damage(tmp_path: Path, part: bytes) -> None:
    with pytest.raises(Trouble, match="损坏了"):
        read_grid(book_with(tmp_path, part))


def test_a_sheet_behind_the_back_of_the_list_is_looked_at_too(tmp_path: Path) -> None:
    path = book_with(tmp_path, sheet_xml(FAR["corner"]), "xl/worksheets/sheet9.xml")
    with pytest.raises(UserError, match="很远的地方"):
        read_grid(path)


def test_a_table_of_strings_that_claims_too_many_is_damage(tmp_path: Path) -> None:
    part = f'<sst xmlns="{MAIN}" uniqueCount="99999999999"><si><t>a</t></si></sst>'.encode()
    with pytest.raises(Trouble, match="损坏了"):
        read_grid(book_with(tmp_path, part, "xl/sharedStrings.xml"))


def test_one_long_string_shared_by_many_cells_is_refused(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>{"长" * 30_000}</t></si></sst>'.encode()
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 4000))
    path = book_with(tmp_path, strings, "xl/sharedStrings.xml")
    path.write_bytes(with_part(path.read_bytes(), SHEET, sheet_xml(rows)))
    with pytest.raises(UserError, match="内容太多"):
        read_grid(path)


def test_parts_twice_are_damage(tmp_path: Path) -> None:
    path = book_with(tmp_path, sheet_xml(""))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.upper(), b"<worksheet/>")
    with pytest.raises(Trouble, match="损坏了"):
        read_grid(path)


def test_a_zip_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            archive.writestr(name, "<a/>")
        with archive.open("xl/theme.xml", "w", force_zip64=True) as part:
            part.write(b"<a>")
            for _ in range(300):
                part.write(b" " * (1 << 20))
            part.write(b"</a>")
    assert path.stat().st_size < 4 << 20
    with pytest.raises(UserError, match="解开后有256兆以上"):
        read_grid(path)


def test_a_part_that_lies_about_its_size_is_damage(tmp_path: Path) -> None:
    data = bytearray(book_with(tmp_path, sheet_xml("<row/>" * 1000)).read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo(SHEET)
    place = data.rfind(SHEET.encode()) - 46 + 24  # the size in the central directory
    assert struct.unpack_from("<I", data, place)[0] == entry.file_size
    struct.pack_into("<I", data, place, 100)
    path = tmp_path / "lies.xlsx"
    path.write_bytes(data)
    with pytest.raises(Trouble, match="损坏了"):
        read_grid(path)


def test_ods_that_repeats_a_row_a_million_times(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    path.write_bytes(ods_of(ods_row("姓名") + ods_row("王桂兰", repeated=1_000_000)))
    with pytest.raises(UserError, match="超过了65536行"):
        read_grid(path)
    far = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    path.write_bytes(ods_of(ods_row(*"一二三四") + far + ods_row("王桂兰")))
    with pytest.raises(UserError, match="很远的地方"):
        read_grid(path)


def test_passwords_are_named(tmp_path: Path) -> None:
    path = tmp_path / "锁.xlsx"
    path.write_bytes(workbook_cfb.wrap("EncryptedPackage", bytes(5000)))
    with pytest.raises(UserError, match="设了打开密码"):
        read_grid(path)
    stream = workbook_cfb.read(old := (SAMPLES / "roster.xls").read_bytes(), workbook_cfb.names(old), "Workbook")
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    locked = stream[:first] + struct.pack("<HH6x", 0x002F, 6) + stream[first:]
    path.write_bytes(workbook_cfb.wrap("Workbook", locked))
    with pytest.raises(UserError, match="设了打开密码"):
        read_grid(path)
    path.write_bytes(workbook_cfb.wrap("WordDocument", bytes(5000)))
    with pytest.raises(UserError, match="其实是Word文档"):
        read_grid(path)


def test_an_old_workbook_survives_a_new_container() -> None:
    data = (SAMPLES / "roster.xls").read_bytes()
    book = workbook_biff.survey(data)
    assert [(reach.rows, reach.last_row, reach.last_column) for reach in book.reaches] == [(65, 65, 9)]
    assert workbook_cfb.names(book.clean)["Workbook"][1] == workbook_cfb.names(data)["Workbook"][1]
    again = workbook_biff.survey(book.clean)
    assert again.reaches == book.reaches


@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 3 << 20, 9 << 20])
def test_containers_hold_streams_of_any_size(size: int) -> None:
    stream = random.Random(size).randbytes(size)
    box = workbook_cfb.wrap("Workbook", stream)
    assert workbook_cfb.read(box, workbook_cfb.names(box), "Workbook")[:size] == stream


def test_a_claimed_size_of_an_old_sheet_is_not_believed(tmp_path: Path) -> None:
    data = bytearray((SAMPLES / "roster.xls").read_bytes())
    place = data.find(struct.pack("<HH", 0x0200, 14))
    assert place > 0
    struct.pack_into("<IIHH", data, place + 4, 0, 0xFFFFFFFF, 0, 0xFFFF)
    path = tmp_path / "claims.xls"
    path.write_bytes(data)
    assert len(read_grid(path).rows) == 66


@pytest.mark.parametrize("name", ["roster.xlsx", "roster.xls", "visits.xlsx"])
def test_damage_of_any_kind_is_answered(tmp_path: Path, name: str) -> None:
    """Cut, flipped, emptied and shifted files: read or refused, never anything else."""
    data = (SAMPLES / name).read_bytes()
    dice = random.Random(name)
    path = tmp_path / "名册.xlsx"
    answers = {"read": 0, "refused": 0}
    for _ in range(400):
        made = bytearray(data)
        at, length = dice.randrange(len(made)), dice.randrange(1, 600)
        match dice.randrange(4):
            case 0:
                del made[at:]
            case 1:
                for _ in range(dice.choice((1, 2, 50))):
                    made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
            case 2:
                del made[at : at + length]
            case _:
                made[at : at + length] = dice.choice((b"\0", b"\xff")) * length
        path.write_bytes(made)
        try:
            for grid in read_grids(path):
                assert len(grid.rows) < 70_000
            answers["read"] += 1
        except (UserError, Trouble) as error:
            answers["refused"] += error.sentence.endswith("。")
    assert sum(answers.values()) == 400
    assert answers["refused"] > 100


MEASURE = """
import sys
from pathlib import Path
from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange.workbook_grid import read_grid
try:
    print(len(read_grid(Path(sys.argv[1])).rows))
except UserError as error:
    print(error.sentence)
# Not getrusage: Linux lets a child begin with its parent's peak.
print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def many_rows(path: Path, rows: int) -> Path:
    """Write a workbook of so many rows of ten columns, as a stream."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
        sheet = book.add_worksheet("很多")
        for row in range(rows):
            sheet.write_row(
                row, 0, [row, f"王桂兰{row}", f"32119919{row:010}", "3组", "柳塘村", "低保户", "", 300, "汉族", "无"]
            )
    return path


@pytest.mark.parametrize(("rows", "said"), [(50_000, "50000"), (200_000, "超过了65536行")])
def test_memory_stays_bounded(tmp_path: Path, rows: int, said: str) -> None:
    path = many_rows(tmp_path / "a.xlsx", rows)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    answer, megabytes = done.stdout.split("\n")[:2]
    assert said in answer
    assert int(megabytes) < 300
