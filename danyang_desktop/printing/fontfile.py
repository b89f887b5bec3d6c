"""One TrueType file, read only as far as paper needs it: which characters it has, how wide, and their outlines.

Own reader, because both reportlab's and fontTools' read every name, glyph and layout table of a Chinese font (100 ms
and more) where a sheet needs four tables. Tables as in ISO/IEC 14496-22 (OpenType).
"""

from __future__ import annotations

import struct
import sys
from array import array
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COLLECTION = b"ttcf"
_OUTLINES = (b"\0\1\0\0", b"true")
_LENGTH_WITH_TYPO_METRICS = 78
_POSTSCRIPT_NAME = 6
_RESTRICTED, _WHOLE_ONLY = 0x0002, 0x0100
_FORMATS = (4, 12)
_UNICODE_ON_WINDOWS = ((3, 1), (3, 10))


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what goes wrong while a font is read into a sentence."""
    try:
        yield
    except OSError as error:
        raise Trouble(
            f"字体文件“{path.name}”读不出来，还没有打印。台账没有受影响。请重新安装丹阳台账，再试一次。", code="U-401"
        ) from error
    except (struct.error, KeyError, IndexError, ValueError, ZeroDivisionError, OverflowError) as error:
        raise Trouble(
            f"字体文件“{path.name}”坏了，或者不是能打印的 TrueType 字体。台账没有受影响。请换一个字体文件，再试一次。",
            code="U-402",
        ) from error


class FontFile:
    """A font file on disk. Lengths are in 1/1000 of the type size, as PDF counts them.

    Raises Trouble when the file is missing, broken, or holds no TrueType outlines (CFF cannot be embedded).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with readable(path):
            self._data = path.read_bytes()
            self._tables = self._directory()
            self.units = self._number("head", 18, "H")
            self.box = tuple(self._scaled(edge) for edge in self._numbers("head", 36, "4h"))
            self.ascent, self.descent = self._extent()
            self.embeddable = self._may_be_embedded()
            self.name = self._postscript_name()
            self._long_metrics = self._number("hhea", 34, "H")
            self._widths = self._advances()

    def _directory(self) -> dict[str, tuple[int, int]]:
        start = 0
        if self._data[:4] == _COLLECTION:
            start = int(struct.unpack_from(">L", self._data, 12)[0])
        if self._data[start : start + 4] not in _OUTLINES:
            raise ValueError("no TrueType outlines")
        tables: dict[str, tuple[int, int]] = {}
        for index in range(struct.unpack_from(">H", self._data, start + 4)[0]):
            tag, _check, offset, length = struct.unpack_from(">4sLLL", self._data, start + 12 + index * 16)
            if offset + length > len(self._data):
                raise ValueError("a table runs past the end of the file")
            tables[tag.decode("latin-1")] = (offset, length)
        for tag in ("head", "hhea", "hmtx", "maxp", "loca", "glyf"):
            if tag not in tables:
                raise KeyError(tag)
        return tables

    def _numbers(self, tag: str, offset: int, form: str) -> tuple[int, ...]:
        return struct.unpack_from(">" + form, self._data, self._tables[tag][0] + offset)

    def _number(self, tag: str, offset: int, form: str) -> int:
        return self._numbers(tag, offset, form)[0]

    def _scaled(self, length: int) -> int:
        return round(length * 1000 / self.units)

    def _extent(self) -> tuple[int, int]:
        """Take the em box's ascent and descent where the font states them: hhea's are line spacing in Noto."""
        if "OS/2" in self._tables and self._tables["OS/2"][1] >= _LENGTH_WITH_TYPO_METRICS:
            return self._scaled(self._number("OS/2", 68, "h")), self._scaled(self._number("OS/2", 70, "h"))
        return self._scaled(self._number("hhea", 4, "h")), self._scaled(self._number("hhea", 6, "h"))

    def _may_be_embedded(self) -> bool:
        """Tell whether the font's licence lets a part of it stand in a document (OS/2 fsType, bits 1 and 8)."""
        licence = self._number("OS/2", 8, "H") if "OS/2" in self._tables else 0
        return licence & 0x000F != _RESTRICTED and not licence & _WHOLE_ONLY

    def _postscript_name(self) -> str:
        if "name" not in self._tables:
            return self.path.stem
        start = self._tables["name"][0]
        count, strings = struct.unpack_from(">HH", self._data, start + 2)
        for index in range(count):
            platform, _enc, _lang, number, length, offset = struct.unpack_from(
                ">6H", self._data, start + 6 + index * 12
            )
            if number == _POSTSCRIPT_NAME:
                raw = self._data[start + strings + offset : start + strings + offset + length]
                text = raw.decode("latin-1" if platform == 1 else "utf-16-be")
                return "".join(char for char in text if char.isascii() and (char.isalnum() or char == "-"))
        return self.path.stem

    def _advances(self) -> array[int]:
        start = self._tables["hmtx"][0]
        pairs = array("H", self._data[start : start + 4 * self._long_metrics])
        if sys.byteorder == "little":
            pairs.byteswap()
        if not pairs:
            raise ValueError("no advance widths")
        return pairs[::2]

    @cached_property
    def glyphs(self) -> dict[int, int]:
        """Map code point to glyph number, without those that only lead to the empty glyph 0."""
        with readable(self.path):
            return self._characters()

    def _characters(self) -> dict[int, int]:
        if "cmap" not in self._tables:
            return {}
        start = self._tables["cmap"][0]
        best: tuple[int, int] = (0, 0)
        for index in range(struct.unpack_from(">H", self._data, start + 2)[0]):
            platform, encoding, offset = struct.unpack_from(">HHL", self._data, start + 4 + index * 8)
            form = self._number("cmap", offset, "H")
            if form in _FORMATS and (platform == 0 or (platform, encoding) in _UNICODE_ON_WINDOWS):
                best = max(best, (form, start + offset))
        form, offset = best
        if form == _FORMATS[1]:
            return self._segments_of_twelve(offset)
        return self._segments_of_four(offset) if form else {}

    def _segments_of_twelve(self, start: int) -> dict[int, int]:
        count = struct.unpack_from(">L", self._data, start + 12)[0]
        found: dict[int, int] = {}
        for first, last, glyph in struct.iter_unpack(">LLL", self._data[start + 16 : start + 16 + 12 * count]):
            found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
        return found

    def _segments_of_four(self, start: int) -> dict[int, int]:
        count = struct.unpack_from(">H", self._data, start + 6)[0] // 2
        ends = struct.unpack_from(f">{count}H", self._data, start + 14)
        starts = struct.unpack_from(f">{count}H", self._data, start + 16 + 2 * count)
        deltas = struct.unpack_from(f">{count}H", self._data, start + 16 + 4 * count)
        ranges_at = start + 16 + 6 * count
        ranges = struct.unpack_from(f">{count}H", self._data, ranges_at)
        found: dict[int, int] = {}
        for index in range(count):
            for code in range(starts[index], min(ends[index], 0xFFFE) + 1):
                glyph = code
                if ranges[index]:
                    place = ranges_at + 2 * index + ranges[index] + 2 * (code - starts[index])
                    glyph = struct.unpack_from(">H", self._data, place)[0]
                    if not glyph:
                        continue
                glyph = (glyph + deltas[index]) & 0xFFFF
                if glyph:
                    found[code] = glyph
        return found

    def has(self, char: str) -> bool:
        """Tell whether the font can draw this character."""
        return ord(char) in self.glyphs

    def width(self, glyph: int) -> int:
        """Return the advance of a glyph in 1/1000 of the type size."""
        return self._scaled(self._widths[min(glyph, len(self._widths) - 1)])

    def advance(self, glyph: int) -> int:
        """Return the advance of a glyph in the font's own units."""
        return self._widths[min(glyph, len(self._widths) - 1)]

    def bearing(self, glyph: int) -> int:
        """Return the left side bearing of a glyph in the font's own units."""
        if glyph < self._long_metrics:
            return self._number("hmtx", 4 * glyph + 2, "h")
        return self._number("hmtx", 2 * (self._long_metrics + glyph), "h")

    def outline(self, glyph: int) -> bytes:
        """Return the glyf record of a glyph, b"" for a blank one."""
        if self._number("head", 50, "h"):
            first, last = self._numbers("loca", 4 * glyph, "2L")
        else:
            first, last = (2 * place for place in self._numbers("loca", 2 * glyph, "2H"))
        base = self._tables["glyf"][0]
        return self._data[base + first : base + last]

    def table(self, tag: str) -> bytes:
        """Return a whole table, b"" when the font has none of that name."""
        offset, length = self._tables.get(tag, (0, 0))
        return self._data[offset : offset + length]


@lru_cache(maxsize=16)
def _opened(path: Path, stamp: tuple[int, int]) -> FontFile:
    del stamp
    return FontFile(path)


def open_font(path: Path) -> FontFile:
    """Return the font at `path`, read once as long as the file stays the same; raises Trouble."""
    try:
        state = path.stat()
    except OSError:
        return FontFile(path)  # raises the sentence
    return _opened(path, (state.st_mtime_ns, state.st_size))
