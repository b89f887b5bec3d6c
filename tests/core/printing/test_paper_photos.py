"""Photos on paper: embedded as they are, in their frame, once, and never in the way of the sheet."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING

import pypdfium2
from hypothesis import given
from hypothesis import strategies as st
from paper_samples import sheet, texts
from PIL import Image

from danyang_desktop.printing.jpeg import read_jpeg
from danyang_desktop.printing.paper import draw, render
from danyang_desktop.printing.sheets import Photos, Picture, Words
from danyang_desktop.store.attachments import shrink
from tests.helpers.pictures import photo

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.printing import fonts

SHOT = shrink(photo(400, 300))
WIDE = shrink(photo(900, 100))
SHOTS = {sha256(data).hexdigest(): data for data in (SHOT, WIDE)}
FIRST, SECOND = SHOTS


def pictures(*digests: str) -> Photos:
    return Photos(tuple(Picture(one, SHOTS.get, f"照片 {number}") for number, one in enumerate(digests, 1)))


def images(data: bytes) -> list[tuple[float, float, float, float]]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [
            thing.get_bounds() for page in document for thing in page.get_objects() if thing.type == 3
        ]  # FPDF_PAGEOBJ_IMAGE
    finally:
        document.close()


def test_a_photo_is_embedded_as_it_is(types: fonts.Types) -> None:
    data = draw([sheet(pictures(FIRST, SECOND, FIRST), layout="form")], title="照片", types=types).data
    assert data.count(SHOT) == 1
    assert data.count(WIDE) == 1
    found = images(data)
    assert len(found) == 3
    points = 72 / 25.4
    for left, bottom, right, top in found:
        assert right - left <= 80 * points + 0.1
        assert top - bottom <= 36 * points + 0.1
    left, bottom, right, top = found[0]
    assert abs((right - left) / (top - bottom) - 4 / 3) < 0.01
    assert "照片1" in texts(data)[0]


def test_photos_go_over_pages_with_their_captions(types: fonts.Types) -> None:
    drawing = draw([sheet(pictures(*[FIRST] * 21), layout="form")], title="照片", types=types)
    pages = texts(drawing.data)
    assert drawing.pages == 3
    assert len(images(drawing.data)) == 21
    assert all(f"照片{number}" in "".join(pages) for number in range(1, 22))


def test_what_cannot_be_shown_says_so(types: fonts.Types) -> None:
    broken = {"a" * 64: b"\xff\xd8 no photo", "b" * 64: b"", "c" * 64: SHOT[: len(SHOT) // 2]}
    block = Photos((*(Picture(one, broken.get, "坏的") for one in broken), Picture("d" * 64, broken.get, "没有的")))
    page = texts(draw([sheet(block, Words("后面的话"), layout="form")], title="照片", types=types).data)[0]
    assert page.count("照片读不出来") == 3
    assert page.count("照片不在这台电脑上") == 1
    assert "后面的话" in page


def test_another_photo_is_another_sheet() -> None:
    assert list(sheet(pictures(FIRST)).values()) != list(sheet(pictures(SECOND)).values())


def test_same_photos_same_bytes(types: fonts.Types, tmp_path: Path) -> None:
    one, other = tmp_path / "1.pdf", tmp_path / "2.pdf"
    for path in (one, other):
        render([sheet(pictures(FIRST, SECOND), layout="form")], path, title="照片", types=types)
    assert one.read_bytes() == other.read_bytes()


def test_sizes_and_colours_are_read() -> None:
    for mode, space in (("L", "/DeviceGray"), ("RGB", "/DeviceRGB")):
        for progressive in (False, True):
            out = io.BytesIO()
            Image.new(mode, (31, 17)).save(out, "JPEG", progressive=progressive)
            found = read_jpeg(out.getvalue())
            assert found is not None
            assert (found.width, found.height, found.space) == (31, 17, space)
    out = io.BytesIO()
    Image.new("CMYK", (31, 17)).save(out, "JPEG")
    assert read_jpeg(out.getvalue()) is None


@given(st.integers(0, len(SHOT) - 1), st.integers(0, 255))
def test_a_damaged_photo_is_read_or_refused(place: int, byte: int) -> None:
    found = read_jpeg(SHOT[:place] + bytes([byte]) + SHOT[place + 1 :])
    assert found is None or (found.width > 0 and found.height > 0)
