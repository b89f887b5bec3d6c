"""The shipped fonts, the reader of font files, and what happens without a glyph."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from paper_samples import RARE_NAMES, second_reading, sheet, squeezed, texts, visit_row, visits

from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.paths import resources
from danyang_desktop.printing import fonts
from danyang_desktop.printing.embed import register
from danyang_desktop.printing.fontfile import open_font
from danyang_desktop.printing.paper import draw
from danyang_desktop.printing.sheets import Words
from danyang_desktop.printing.subset import subset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERIF = resources() / "fonts" / "NotoSerifSC-Regular.ttf"
UNKNOWN = "𰻝\ue000"  # a character of extension G, and one of the private use area


def test_shipped_fonts_have_the_standard_sets(types: fonts.Types) -> None:
    gb2312 = "".join(
        bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)
    )
    assert len(gb2312) == 7445
    for chain in (types.song, types.hei):
        assert chain.missing([gb2312, RARE_NAMES, "".join(map(chr, range(0x9FA6, 0x9FB4)))]) == ()


def test_missing_lists_each_character_once_in_order(types: fonts.Types) -> None:
    assert types.missing(["王桂兰", f"{UNKNOWN}王", UNKNOWN]) == ("\ue000", "𰻝")
    assert types.missing(["有\n换行，有 空格，有\ufe00隐形"]) == ()


def test_rare_names_are_read_back_by_two_readers(types: fonts.Types) -> None:
    data = draw([visits(rows=[visit_row(1, name=RARE_NAMES)])], title="台账", types=types).data
    assert RARE_NAMES in texts(data)[0]
    assert RARE_NAMES in second_reading(data)[0]


def test_rare_names_in_heads_fall_back_too(types: fonts.Types) -> None:
    data = draw([sheet(Words(RARE_NAMES, heading=True))], title="台账", types=types).data
    assert RARE_NAMES in texts(data)[0]


def test_missing_glyph_is_its_code_point_in_a_box(types: fonts.Types) -> None:
    data = draw([visits(rows=[visit_row(1, name=f"王{UNKNOWN}")])], title="台账", types=types).data
    plain = draw([visits(rows=[visit_row(1, name="王")])], title="台账", types=types).data
    read = second_reading(data)[0]
    assert "030EDD" in read
    assert "E000" in read
    assert "030EDD" not in second_reading(plain)[0]


def test_control_and_invisible_characters_do_no_harm() -> None:
    assert fonts.clean("a\tb\r\nc\x00d") == "a b\nc d"
    assert fonts.clean("葛\U000e0100\u200b城\ufeff") == "葛城"
    assert fonts.clean("断\ud842") == "断\ufffd"
    assert fonts.clean("𠅤·\u3000王") == "𠅤·\u3000王"


def test_subset_keeps_outlines_and_widths(tmp_path: Path) -> None:
    font = open_font(SERIF)
    wanted = [font.glyphs[ord(char)] for char in "走访A1𬭎"]
    path = tmp_path / "small.ttf"
    path.write_bytes(subset(font, wanted))
    small = open_font(path)
    for number, glyph in enumerate(wanted, 1):
        assert small.width(number) == font.width(glyph)
        assert small.outline(number).rstrip(b"\0") == font.outline(glyph).rstrip(b"\0")


def test_width_of_a_text(types: fonts.Types) -> None:
    assert types.song.width("走访帮扶", 10) == 40
    assert register(types.song).stringWidth("走访帮扶", 10) == 40


@pytest.mark.parametrize("harm", ["missing", "empty", "cut", "text", "cff", "directory"])
def test_broken_font_is_a_sentence(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / harm
    shutil.copytree(resources() / "fonts", folder)
    path = folder / SERIF.name
    whole = path.read_bytes()
    if harm == "missing":
        path.unlink()
    else:
        bad = {
            "empty": b"",
            "cut": whole[:5000],
            "text": b"not a font at all " * 50,
            "cff": b"OTTO" + whole[4:],
            "directory": whole[:12] + bytes(400),
        }
        path.write_bytes(bad[harm])
    with pytest.raises(Trouble) as caught:
        fonts.types(system=False, folder=folder)
    assert SERIF.name in caught.value.sentence
    assert "台账没有受影响" in caught.value.sentence


def test_font_damaged_inside_is_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    shutil.copytree(resources() / "fonts", folder)
    path = folder / SERIF.name
    whole = bytearray(path.read_bytes())
    entry = whole.index(b"loca")
    start, length = (int.from_bytes(whole[entry + 8 + at : entry + 12 + at], "big") for at in (0, 4))
    whole[start : start + length] = b"\xff" * length
    whole[entry + 12 : entry + 16] = (8).to_bytes(4, "big")
    whole[entry + 8 : entry + 12] = (len(whole) - 8).to_bytes(4, "big")
    path.write_bytes(whole)
    with pytest.raises(Trouble):
        draw([visits()], title="台账", types=fonts.types(system=False, folder=folder))


def test_a_font_of_the_reader_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    shutil.copytree(resources() / "fonts", folder)
    own = tmp_path / "own.ttf"
    shutil.move(folder / "DanyangRareNames.ttf", own)
    shutil.copy(folder / "NotoSansSC-Regular.ttf", folder / "DanyangRareNames.ttf")
    assert fonts.types(system=False, folder=folder).missing("𮧵") == ("𮧵",)
    assert fonts.types((own,), system=False, folder=folder).missing("𮧵") == ()


SANS = resources() / "fonts" / "NotoSansSC-Regular.ttf"


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the font folder of a computer that has no font yet, and its own data folder."""
    folder = tmp_path / "system fonts"
    folder.mkdir()
    monkeypatch.setattr(fonts, "_font_folders", lambda: (folder,))
    monkeypatch.setenv("DANYANG_DEVICE", str(tmp_path / "device"))
    fonts._system_files.cache_clear()
    fonts._types.cache_clear()
    yield folder
    fonts._system_files.cache_clear()
    fonts._types.cache_clear()


def test_types_of_documents_come_first_where_the_computer_has_them(computer: Path) -> None:
    for name in ("simfang.ttf", "FZXBSJW.TTF", "SimHei.ttf"):
        shutil.copy(SANS, computer / name)
    found = fonts.types()
    assert found.title is not None
    assert [chain[0].path.name for chain in (found.song, found.hei, found.title)] == [
        "simfang.ttf", "SimHei.ttf", "FZXBSJW.TTF",
    ]  # fmt: skip
    assert found.missing([RARE_NAMES]) == ()
    long = "老伴住院，药费负担重；" * 40
    drawing = draw([visits(rows=[visit_row(1, name=RARE_NAMES, text=long)])], title="台账", types=found)
    page = "".join(texts(drawing.data))
    assert squeezed(long) in page
    assert RARE_NAMES in page


def test_the_shipped_types_serve_where_the_computer_has_none(computer: Path) -> None:
    found = fonts.types()
    assert found.song[0].path == SERIF
    assert found.title is None


@pytest.mark.parametrize("harm", ["empty", "cut", "text", "restricted", "traditional"])
def test_a_font_of_the_computer_that_will_not_do_is_passed_over(computer: Path, harm: str) -> None:
    whole = bytearray(SANS.read_bytes())
    if harm == "restricted":
        entry = whole.index(b"OS/2")
        start = int.from_bytes(whole[entry + 8 : entry + 12], "big")
        whole[start + 8 : start + 10] = b"\0\2"
    bad = {"empty": b"", "cut": bytes(whole[:4000]), "text": b"no font " * 99, "restricted": bytes(whole)}
    data = bad.get(harm) or (resources() / "fonts" / "DanyangRareNames.ttf").read_bytes()
    (computer / "simfang.ttf").write_bytes(data if harm != "empty" else b"")
    assert fonts.types().song[0].path == SERIF
    assert squeezed("走访帮扶") in "".join(texts(draw([visits()], title="台账", types=fonts.types()).data))


def test_a_font_in_the_own_folder_draws_what_no_other_has(computer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rare = "𮧵"
    shipped = computer.parent / "shipped"
    shutil.copytree(resources() / "fonts", shipped)
    shutil.copy(SANS, shipped / "DanyangRareNames.ttf")
    assert fonts.types(folder=shipped).missing(rare) == (rare,)
    fonts.own_folder().mkdir(parents=True)
    (fonts.own_folder() / "broken.ttf").write_bytes(b"no font")
    shutil.copy(resources() / "fonts" / "DanyangRareNames.ttf", fonts.own_folder() / "mine.TTF")
    assert fonts.types(folder=shipped).missing(rare) == ()


def test_reportlab_canvas_draws_with_the_same_font(types: fonts.Types, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    font = register(types.song)
    path = tmp_path / "chart.pdf"
    canvas = Canvas(str(path), invariant=1, initialFontName=font.fontName)
    canvas.setFont(font.fontName, 12)
    canvas.drawString(72, 700, f"近 6 个月走访户次 {RARE_NAMES} (\\)")
    canvas.save()
    assert texts(path.read_bytes()) == [squeezed(f"近 6 个月走访户次 {RARE_NAMES} (\\)")]
