"""Photos: upright, small, and silent about where they were taken; what is no photo is refused whatever it is called."""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.store.attachments import MOST_BYTES, shrink
from tests.helpers.pictures import BLUE, RED, SECRET, photo

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

# EXIF word -> where the red half lies once the picture is upright (CIPA DC-008, table of Orientation)
RED_SIDE = {1: "top", 2: "top", 3: "bottom", 4: "bottom", 5: "left", 6: "right", 7: "right", 8: "left"}


def opened(data: bytes) -> Any:
    return Image.open(io.BytesIO(data))


def near(one: Any, other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


def noise(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3)).save(
        out, "JPEG", quality=95
    )
    return out.getvalue()


@pytest.mark.parametrize("turned", RED_SIDE)
def test_a_photo_stands_upright(turned: int) -> None:
    picture = opened(shrink(photo(turned=turned)))
    width, height = picture.size
    assert (width, height) == ((400, 300) if turned < 5 else (300, 400))
    places = {
        "top": (width // 2, 10),
        "bottom": (width // 2, height - 10),
        "left": (10, height // 2),
        "right": (width - 10, height // 2),
    }
    opposite = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
    side = RED_SIDE[turned]
    assert near(picture.getpixel(places[side]), RED)
    assert near(picture.getpixel(places[opposite[side]]), BLUE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_nothing_is_left_of_where_and_by_whom(kind: str) -> None:
    before = photo(kind=kind)
    assert SECRET.encode() in before, "the test's own photo tells it"
    after = shrink(before)
    picture = opened(after)
    assert picture.format == "JPEG"
    assert not dict(picture.getexif())
    assert SECRET.encode() not in after
    assert b"Exif" not in after
    assert not {"exif", "xmp", "comment", "icc_profile"} & set(picture.info)


def test_a_large_photo_becomes_small() -> None:
    before = noise(2400, 1800)
    assert len(before) > 5_000_000
    after = shrink(before)
    assert max(opened(after).size) == 1600
    assert len(after) <= 1_000_000


def test_a_usual_photo_is_within_300_kb() -> None:
    after = shrink(photo(4000, 3000))
    assert len(after) <= 300_000
    assert opened(after).size == (1600, 1200)


def test_a_small_photo_is_not_blown_up() -> None:
    assert opened(shrink(photo(120, 80))).size == (120, 80)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "1", "I;16"])
def test_every_way_to_hold_colours_is_read(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, "TIFF" if mode == "CMYK" else "PNG")
    assert opened(shrink(out.getvalue())).mode == "RGB"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "x" * 1000)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        zipped(),
        b"%PDF-1.7\n" + b"x" * 500,
        b"GIF89a",
        b"\xff\xd8\xff\xe0" + b"x" * 500,
        b"<svg/>",
        photo()[:2000],
    ],
    ids=["empty", "a letter", "renamed zip", "renamed pdf", "head of a gif", "head of a jpeg", "svg", "cut short"],
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(UserError, match="不是照片") as told:
        shrink(data)
    assert told.value.field == "photos"


def test_200_mb_are_refused_at_once() -> None:
    with pytest.raises(UserError, match="太大"):
        shrink(bytes(200 * 1024 * 1024))
    assert MOST_BYTES < 200 * 1024 * 1024


@pytest.mark.parametrize("side", [11_500, 16_000, 50_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(side: int) -> None:
    """A PNG of a few hundred bytes may say that it is 2.5 thousand million pixels large."""
    out = io.BytesIO()
    Image.new("1", (8, 8)).save(out, "PNG")
    bomb = bytearray(out.getvalue())
    bomb[16:24] = side.to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    with pytest.raises(UserError, match="尺寸太大"):
        shrink(bytes(bomb))


def test_the_same_photo_is_kept_once(toys: Workspace) -> None:
    digest = toys.attach(photo())
    assert toys.attach(photo()) == digest
    kept = toys.photo(digest)
    assert kept is not None
    assert hashlib.sha256(kept).hexdigest() == digest
    assert list(toys.attachments.digests()) == [digest]
    assert toys.attachments.has(digest)
    assert toys.photo("0" * 64) is None
    assert not toys.attachments.has("0" * 64)


def test_a_refused_photo_leaves_nothing(toys: Workspace) -> None:
    with pytest.raises(UserError):
        toys.attach(zipped())
    assert list(toys.attachments.digests()) == []


def test_a_full_disk_refuses_a_photo_in_a_sentence(toys: Workspace) -> None:
    pages = toys.attachments.connection.execute("PRAGMA page_count").fetchone()[0]
    toys.attachments.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Trouble) as told:
        toys.attach(noise(400, 300))
    assert told.value.code == "U-303"
    assert toys.check() == []
