"""A bundle too large for one file goes in parts of at most 1 GiB, so that every stick (FAT32) and reader takes it.

Each part is a whole bundle of the same number: signed, sealed and read back by itself. All records are in the first,
photos in all; so parts are taken in any order, and a lost one lacks nothing but its photos. The office answers when it
has them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.exchange.key_statement import count_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from danyang_desktop.exchange.bundle_format import Header

PART_BYTES = 1024**3 - 16 * 1024**2
"""The most that is put into one part: what the ZIP, age and the header add is far below the rest."""
_MOST_PHOTOS = 15_000
_PHOTO_MORE = 300
"""What a photo adds to the file besides its bytes."""
_MOST_PARTS = 999


def shares(sizes: Mapping[str, int], records_bytes: int, most: int = PART_BYTES) -> list[list[str]]:
    """Share out photos (hash -> bytes) over parts, in their order; the first one also holds the records."""
    parts: list[list[str]] = [[]]
    room = most - records_bytes
    for digest, size in sizes.items():
        if parts != [[]] and (size + _PHOTO_MORE > room or len(parts[-1]) == _MOST_PHOTOS):
            parts.append([])
            room = most
        parts[-1].append(digest)
        room -= size + _PHOTO_MORE
    return parts


def fields(number: int, of: int) -> dict[str, object]:
    """Return what the header of part `number` says of it; nothing if it is the only one."""
    return {"part": number, "parts": of} if of > 1 else {}


def part_of(header: Header) -> tuple[int, int]:
    """Return which part a bundle is, and of how many; raises BadContent."""
    said = {"part": 1, "parts": 1, **header.extra}
    number, of = count_of(said, "part"), count_of(said, "parts")
    if not 1 <= number <= of <= _MOST_PARTS:
        raise BadContent("part 不对")
    return number, of


def name_of(name: str, number: int, of: int) -> str:
    """Return the name of a part's file."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}-{number}of{of}.{suffix}" if of > 1 else name
