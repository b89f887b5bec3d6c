"""Whatever stands in the book, every sheet is right: read back by two readers, within its margins, sound to qpdf."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from every_sheet import SHEETS, Filling, not_read, outside, pdftotext
from paper_samples import RARE_NAMES, sheet, texts
from reportlab.pdfbase.pdfdoc import PDFDocument

from danyang_desktop.base.errors import Trouble
from danyang_desktop.printing.paper import draw, lay_out, render
from danyang_desktop.printing.setting import Setter
from danyang_desktop.printing.sheets import Column, Table, Words
from tests.helpers.permissions import read_only

if TYPE_CHECKING:
    from danyang_desktop.printing import fonts

MOST_FEN = 9_999_999_999
LONG_NAME = "阿卜杜热合曼·买买提艾力江·托合提尼亚孜"
FILLINGS = {
    "plain": Filling(),
    "nothing": Filling(count=0, rows=0),
    "one letter": Filling(text="无", name="王", fen=0, count=1, rows=1),
    "5000 letters": Filling(text="老伴住院，药费负担重；" * 454 + "完。还有", count=1, rows=1),
    "5000 without a stop": Filling(text="田" * 5000, count=1, rows=1),
    "one western word": Filling(text="https://example.org/" + "a" * 4980, count=1, rows=1),
    "the greatest amount": Filling(fen=MOST_FEN, count=1, rows=3),
    "a name of 20": Filling(name=LONG_NAME, count=2, rows=2),
    "rare names": Filling(name=RARE_NAMES, text=f"{RARE_NAMES}家中平安。"),
    "31 of each": Filling(count=31, rows=20),
}
assert len(LONG_NAME) == 20
EVERY = pytest.mark.parametrize("kind", SHEETS)


@EVERY
@pytest.mark.parametrize("filling", FILLINGS)
def test_every_sheet_bears_what_offices_bring(types: fonts.Types, tmp_path: Path, kind: str, filling: str) -> None:
    sheets = SHEETS[kind](FILLINGS[filling])
    drawing = draw(sheets, title="台账", types=types)
    for pages in (texts(drawing.data), pdftotext(drawing.data)):
        assert not pages or len(pages) == drawing.pages
        if pages:
            own = [pages[done.first - 1 : done.first - 1 + done.pages] for done in drawing.sheets]
            assert not_read(sheets, own) == []
    layouts = [sheet.layout for sheet, done in zip(sheets, drawing.sheets, strict=True) for _page in range(done.pages)]
    assert outside(drawing.data, layouts) == []
    assert draw(SHEETS[kind](FILLINGS[filling]), title="台账", types=types).data == drawing.data
    tool = shutil.which("qpdf")
    if tool is not None:
        (tmp_path / "a.pdf").write_bytes(drawing.data)
        told = subprocess.run([tool, "--check", tmp_path / "a.pdf"], capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout + told.stderr


def test_the_checks_themselves_find_what_is_wrong(types: fonts.Types) -> None:
    sheets = SHEETS["members"](Filling())
    drawing = draw(sheets, title="台账", types=types)
    other = SHEETS["members"](Filling(name="孙玉珍"))
    assert "孙玉珍" in not_read(other, [texts(drawing.data)])
    assert outside(drawing.data, ["notice"])
    crowded = replace(sheets[0], blocks=(Words("走访"), Words("谈话", gap=-3.0 * 11 * 0.3528 / 2)))
    assert any("stands on" in one for one in outside(draw([crowded], title="", types=types).data, ["landscape"]))


@EVERY
def test_a_missing_glyph_is_told_and_harms_no_sheet(types: fonts.Types, kind: str) -> None:
    rare = "王\U000323af"
    sheets = SHEETS[kind](Filling(name=rare, text=f"{rare}家中平安。"))
    told = types.missing(value for sheet in sheets for value in sheet.values())
    assert told == (() if kind == "blank" else ("\U000323af",))
    drawing = draw(sheets, title="台账", types=types)
    assert drawing.pages == len(texts(drawing.data))


@pytest.mark.parametrize("kind", ["visits", "subsidies", "household", "coverage", "hours", "members", "numbers"])
def test_no_page_has_heads_and_no_rows(types: fonts.Types, kind: str) -> None:
    setter = Setter(types, PDFDocument())
    for count in range(1, 45):
        for one in SHEETS[kind](Filling(count=count, rows=count if kind == "subsidies" else 2)):
            if all(isinstance(block, (Table, Words)) for block in one.blocks):
                rows = [sum(band.row >= 0 for band in page) for page in lay_out(one, setter)]
                assert all(rows), (one.title, count, rows)


def test_a_correction_goes_over_with_its_head_and_the_signatures(types: fonts.Types) -> None:
    """Between a table that fills the page and signatures that do not fit, one row of 更正 keeps its head."""
    setter = Setter(types, PDFDocument())
    columns = (Column("日期", 40), Column("改为", 120))
    for count in range(1, 40):
        rows = [[str(number), "走访"] for number in range(count)]
        table = Table(columns=columns, rows=rows, row_height=4.0)
        change = Table(columns=columns, rows=[["2026-11-24", "已办妥"]], total_label=None)
        one = sheet(table, Words("更正", heading=True), change)
        pages = lay_out(one, setter)
        assert [sum(band.row >= 0 for band in page) for page in pages][-1] > 0
        last = texts(draw([one], title="", types=types).data)[-1]
        assert last.index("日期改为2026-11-24已办妥") > last.index("更正"), count


def test_a_disk_that_is_full_in_the_middle_leaves_the_old_file(types: fonts.Types, tmp_path: Path) -> None:
    """The limit is a real one: the system refuses the rest of the file while it is being written."""
    code = (
        "import resource, sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from paper_samples import visits\n"
        "from danyang_desktop.base.errors import Trouble\n"
        "from danyang_desktop.printing import fonts\n"
        "from danyang_desktop.printing.paper import render\n"
        "types = fonts.types(system=False)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try:\n"
        "    render([visits(400)], Path(sys.argv[2]), title='台账', types=types)\n"
        "except Trouble as trouble:\n"
        "    sys.stdout.buffer.write(trouble.sentence.encode())\n"
    )
    here = Path(__file__).parent
    path = tmp_path / "台账.pdf"
    path.write_bytes(b"what was there before")
    root = str(here.parents[2])
    ran = subprocess.run(
        [sys.executable, "-c", code, str(here), str(path)],
        capture_output=True, check=True, cwd=root, env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert "没有写成" in ran.stdout.decode()
    assert path.read_bytes() == b"what was there before"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_pdf_that_another_program_holds_stays_as_it_was(
    types: fonts.Types, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to rename over a file that WPS has open: PermissionError, winerror 32."""
    path = tmp_path / "台账.pdf"
    path.write_bytes(b"what WPS shows")

    def held(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "used by another process")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Trouble, match="正被别的程序打开"):
        render(SHEETS["members"](Filling()), path, title="台账", types=types)
    assert path.read_bytes() == b"what WPS shows"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_folder_that_may_not_be_written_is_a_sentence(types: fonts.Types) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with read_only(folder), pytest.raises(Trouble, match="不让写"):
            render(SHEETS["members"](Filling()), folder / "台账.pdf", title="台账", types=types)
        assert list(folder.iterdir()) == []
