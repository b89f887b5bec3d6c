"""What a PDF must know of a JPEG to hold it as it is (ISO 32000-1, 7.4.8 DCTDecode; ITU-T T.81, annex B)."""

from __future__ import annotations

from typing import NamedTuple

_START, _END_OF_IMAGE = b"\xff\xd8", b"\xff\xd9"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Frames that every PDF reader decodes: baseline, extended sequential and progressive, Huffman-coded."""
_OTHER_FRAMES = frozenset({0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SPACES = {1: "/DeviceGray", 3: "/DeviceRGB"}
_LEAST_FRAME = 6


class Jpeg(NamedTuple):
    """A JPEG: its bytes, its size in pixels, its colour space as PDF names it."""

    data: bytes
    width: int
    height: int
    space: str


def read_jpeg(data: bytes) -> Jpeg | None:
    """Return a JPEG that can be embedded as it is, or None: no JPEG, cut short, or with four colours."""
    if not data.startswith(_START) or _END_OF_IMAGE not in data[-64:]:
        return None
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            return None
        marker = data[place + 1]
        if marker == 0xFF or marker in _ALONE:  # a fill byte, or a marker without a segment
            place += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        if marker in _FRAMES:
            return _frame(data, data[place + 4 : place + 2 + length])
        if marker in _OTHER_FRAMES or length < 2:
            return None
        place += 2 + length
    return None


def _frame(data: bytes, segment: bytes) -> Jpeg | None:
    if len(segment) < _LEAST_FRAME or segment[0] != 8:
        return None
    height, width = (int.from_bytes(segment[start : start + 2], "big") for start in (1, 3))
    space = _SPACES.get(segment[5])
    return Jpeg(data, width, height, space) if width and height and space else None
