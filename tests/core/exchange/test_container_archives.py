"""Archives that a ZIP reader might be fooled by, correctly signed and encrypted (reliability.md, row 6)."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.exchange.bundle_refusals import BadContent
from tests.helpers.bundles import Desk, zip_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.make()


def patched(archive: bytes, offset: int, layout: str, value: int) -> bytes:
    """Change a field of the end record (counted from the end) of a ZIP."""
    made = bytearray(archive)
    struct.pack_into(layout, made, len(made) + offset, value)
    return bytes(made)


def overlapping() -> bytes:
    """Make a ZIP in which the table of contents names the same bytes twice."""
    archive = zip_of(more=[("photos/" + "0" * 64 + ".jpg", b"x"), ("photos/" + "1" * 64 + ".jpg", b"x")])
    names = archive.index(b"PK\1\2")
    first = archive.index(b"PK\1\2", archive.index(b"photos/" + b"0" * 64, names) - 46)
    second = archive.index(b"PK\1\2", first + 4)
    return archive[: second + 42] + archive[first + 42 : first + 46] + archive[second + 46 :]


def with_flag(flag: int) -> bytes:
    archive = bytearray(zip_of())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        struct.pack_into("<H", archive, archive.index(mark) + at, flag)
    return bytes(archive)


def with_comment() -> bytes:
    out = io.BytesIO(zip_of())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"PK\5\6 a second end"
    return out.getvalue()


def with_zip64_locator() -> bytes:
    archive = zip_of()
    return archive[:-22] + b"PK\6\7" + bytes(16) + archive[-22:]


ARCHIVES = {
    "nothing": b"",
    "not a zip": b"records" * 99,
    "an end record only": b"PK\5\6" + bytes(18),
    "bytes before": b"MZ program" + zip_of(),
    "bytes after": zip_of() + b"x",
    "a comment": with_comment(),
    "cut off": zip_of()[:-30] + zip_of()[-22:],
    "a zip64 locator": with_zip64_locator(),
    "60,000 entries promised": patched(patched(zip_of(), -12, "<H", 60_000), -14, "<H", 60_000),
    "a table of 4 GiB": patched(zip_of(), -10, "<I", 0xFFFFFFFF),
    "a table at 4 GiB": patched(zip_of(), -6, "<I", 0xFFFFFFFF),
    "another disk": patched(zip_of(), -18, "<H", 1),
    "overlapping entries": overlapping(),
    "encrypted": with_flag(0x1),
    "strongly encrypted": with_flag(0x41),
    "patched data": with_flag(0x20),
    "bzip2": zip_of(method=zipfile.ZIP_BZIP2),
    "lzma": zip_of(method=zipfile.ZIP_LZMA),
}


@pytest.mark.parametrize("archive", ARCHIVES.values(), ids=ARCHIVES.keys())
def test_archives(desk: Desk, tmp_path: Path, archive: bytes) -> None:
    desk.forge_zip(tmp_path / "a.dyb", archive)
    desk.verify(tmp_path / "a.dyb")
    with pytest.raises(BadContent, match="文件里的内容不对"):
        desk.read(tmp_path / "a.dyb")
