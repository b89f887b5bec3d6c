"""A small font file holding only the glyphs that a document prints.

Glyphs are numbered anew, 1, 2, 3 ... in the order given; 0 stays the empty box. The file has just the tables that a PDF
reader uses (ISO 32000-1, 9.9: glyf, head, hhea, hmtx, loca, maxp and the programs of the hinting, if any).
"""

from __future__ import annotations

import struct
from itertools import accumulate
from typing import TYPE_CHECKING

from danyang_desktop.printing.fontfile import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.printing.fontfile import FontFile

_WORDS, _MORE, _SCALE, _XY_SCALE, _TWO_BY_TWO = 0x0001, 0x0020, 0x0008, 0x0040, 0x0080
_MAGIC = 0xB1B0AFBA


def _parts(outline: bytes) -> list[tuple[int, int]]:
    """Return (place of the glyph number, glyph number) for each part of a composite glyph."""
    parts: list[tuple[int, int]] = []
    place = 10
    flags = _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline, place)
        parts.append((place + 2, glyph))
        place += 8 if flags & _WORDS else 6
        if flags & _SCALE:
            place += 2
        elif flags & _XY_SCALE:
            place += 4
        elif flags & _TWO_BY_TWO:
            place += 8
    return parts


def _is_composite(outline: bytes) -> bool:
    return len(outline) > 1 and outline[0] >= 0x80  # the sign bit of the number of contours


def _closure(font: FontFile, wanted: Sequence[int]) -> tuple[list[int], list[bytes]]:
    """Return all glyphs to keep, parts of composite ones at the end, with their outlines renumbered."""
    order = [0, *wanted]
    new = {glyph: number for number, glyph in enumerate(order)}
    outlines: list[bytes] = []
    for glyph in order:  # grows while it is walked: parts may have parts
        outline = font.outline(glyph)
        if _is_composite(outline):
            mended = bytearray(outline)
            for place, part in _parts(outline):
                if part not in new:
                    new[part] = len(order)
                    order.append(part)
                struct.pack_into(">H", mended, place, new[part])
            outline = bytes(mended)
        outlines.append(outline + b"\0" * (-len(outline) % 4))
    return order, outlines


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF


def _file(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">LHHHH", 0x00010000, count, 16 << power, power, 16 * (count - (1 << power)))
    offset = 12 + 16 * count
    entries: list[bytes] = []
    bodies: list[bytes] = []
    for tag in sorted(tables):
        data = tables[tag]
        entries.append(struct.pack(">4sLLL", tag.encode("latin-1"), _checksum(data), offset, len(data)))
        bodies.append(data + b"\0" * (-len(data) % 4))
        offset += len(bodies[-1])
    return head + b"".join(entries) + b"".join(bodies)


def subset(font: FontFile, wanted: Sequence[int]) -> bytes:
    """Return a TrueType file in which glyph n+1 is `wanted[n]` of `font`; the same input gives the same bytes."""
    with readable(font.path):
        return _subset(font, wanted)


def _subset(font: FontFile, wanted: Sequence[int]) -> bytes:
    order, outlines = _closure(font, wanted)
    ends = list(accumulate(map(len, outlines)))
    head = bytearray(font.table("head"))
    struct.pack_into(">L", head, 8, 0)
    struct.pack_into(">h", head, 50, 1)
    hhea = bytearray(font.table("hhea"))
    struct.pack_into(">H", hhea, 34, len(order))
    maxp = bytearray(font.table("maxp"))
    struct.pack_into(">H", maxp, 4, len(order))
    metrics = b"".join(struct.pack(">Hh", font.advance(glyph), font.bearing(glyph)) for glyph in order)
    tables = {
        "glyf": b"".join(outlines),
        "head": bytes(head),
        "hhea": bytes(hhea),
        "hmtx": metrics,
        "loca": struct.pack(f">{len(ends) + 1}L", 0, *ends),
        "maxp": bytes(maxp),
    }
    tables |= {tag: font.table(tag) for tag in ("cvt ", "fpgm", "prep") if font.table(tag)}
    data = bytearray(_file(tables))
    entry = 12 + 16 * sorted(tables).index("head")
    (start,) = struct.unpack_from(">L", data, entry + 8)
    struct.pack_into(">L", data, start + 8, (_MAGIC - _checksum(bytes(data))) & 0xFFFFFFFF)
    return bytes(data)
