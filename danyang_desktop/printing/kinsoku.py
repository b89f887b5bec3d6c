"""Where a line of Chinese may end (避头尾), after GB/T 15834-2011, 5.1 and common typesetting.

No closing mark at the head of a line, no opening mark at its end; Western words and numbers stay whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOT_FIRST = frozenset("，。、：；？！）”’》〉」』】〕〗］｝…—～·‰％℃°%,.:;?!)]}’”")
NOT_LAST = frozenset("（“‘《〈「『【〔〖［｛￥¥$([{")

_WORD = r"[0-9A-Za-z\u00c0-\u024f]+(?:[.,:/@_+*~=#&'’%-]+[0-9A-Za-z\u00c0-\u024f]+)*"
_UNIT = re.compile(
    rf"[{re.escape(''.join(sorted(NOT_LAST)))}]*"
    rf"(?:{_WORD}|[^\n])"
    rf"[{re.escape(''.join(sorted(NOT_FIRST)))}]*"
)
_HAS_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f]{2}")

Measured = tuple[str, float]
"""A line and its width in 1/1000 of the type size."""


def _pieces(unit: str, room: float, widths: Mapping[str, float]) -> Iterator[str]:
    """Cut a unit that is wider than the line wherever the line is full."""
    start, filled = 0, 0.0
    for place, char in enumerate(unit):
        filled += widths[char]
        if filled > room and place > start:
            yield unit[start:place]
            start, filled = place, widths[char]
    yield unit[start:]


def _wrapped(text: str, room: float, widths: Mapping[str, float]) -> Iterator[Measured]:
    line, filled = "", 0.0
    for unit in _UNIT.findall(text):
        width = sum([widths[char] for char in unit])
        if filled + width <= room:
            line += unit
            filled += width
            continue
        if unit == " ":
            continue  # a space at the end of a line takes no room
        if line:
            yield _trimmed(line, filled, widths)
        *full, line = _pieces(unit, room, widths) if width > room else (unit,)
        for piece in full:
            yield piece, sum([widths[char] for char in piece])
        filled = sum([widths[char] for char in line])
    yield _trimmed(line, filled, widths)


def _trimmed(line: str, width: float, widths: Mapping[str, float]) -> Measured:
    bare = line.rstrip(" ")
    return bare, width - (len(line) - len(bare)) * widths[" "]


def _sliced(text: str, count: int) -> Iterator[Measured]:
    """Wrap a text of nothing but full-width characters, `count` to the line."""
    start, end = 0, len(text)
    while end - start > count:
        stop = start + count
        while stop > start + 1 and _may_not_part(text, stop):
            stop -= 1
        if _may_not_part(text, stop):
            stop = start + count
        yield text[start:stop], (stop - start) * 1000.0
        start = stop
    yield text[start:], (end - start) * 1000.0


def _may_not_part(text: str, place: int) -> bool:
    return text[place] in NOT_FIRST or text[place - 1] in NOT_LAST


def wrap(text: str, room: float, widths: Mapping[str, float]) -> list[Measured]:
    """Break `text` into lines no wider than `room`, both in 1/1000 of the type size; a line feed always breaks.

    Returns each line with its width. No character is lost but spaces at the end of a line. A word wider than the line
    is cut where the line is full.
    """
    lines: list[Measured] = []
    for paragraph in text.split("\n"):
        width = sum([widths[char] for char in paragraph])
        if width <= room:
            lines.append((paragraph, width))
        elif width == 1000 * len(paragraph) and room >= 1000 and not _HAS_WORD.search(paragraph):
            lines.extend(_sliced(paragraph, int(room // 1000)))
        else:
            lines.extend(_wrapped(paragraph, room, widths))
    return lines


def widest_word(text: str, widths: Mapping[str, float]) -> float:
    """Return the width of the widest part that may not be cut, in 1/1000 of the type size."""
    if not _HAS_WORD.search(text):
        return 0.0
    return max((sum([widths[char] for char in unit]) for unit in _UNIT.findall(text)), default=0.0)
