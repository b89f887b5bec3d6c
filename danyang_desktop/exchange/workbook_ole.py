"""A look into an old workbook (xls) before it is read: locked, how far it reaches, which cells hold errors.

The container is [MS-CFB] (a small file system of sectors), the workbook inside is [MS-XLS] (BIFF8 records). Nothing is
read into cells here: that is calamine's work, which makes a full rectangle out of two far cells, and reads a formula's
error as a blank.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from danyang_desktop.exchange.workbook_reach import ERRORS, Reach

if TYPE_CHECKING:
    from collections.abc import Iterator

_FREE = 0xFFFFFFFA  # from here on a sector number is a mark: end of chain, free, table
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_SMALL, _SMALL_SECTOR = 4096, 64  # streams below 4,096 bytes share one stream of 64-byte sectors
ROOT = ""  # how `names` calls that shared stream
_ERROR_OF = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _ROW = 0x0809, 0x000A, 0x0085, 0x002F, 0x0208
_FORMULA, _BOOLERR, _LABELSST, _MULRK, _SST, _CONTINUE = 0x0006, 0x0205, 0x00FD, 0x00BD, 0x00FC, 0x003C
_CELLS = {_FORMULA, _BOOLERR, _LABELSST, 0x0203, 0x027E, 0x0204, 0x00D6}  # and MULRK, which holds several
_HIDDEN_ROW = 0x20


class BrokenOle(Exception):  # noqa: N818 - turned into Trouble by who opened the file
    """The container's chains lead nowhere."""


@dataclass
class OldBook:
    """What the records of a workbook say: `locked` by a password; `reaches` of its sheets, in order."""

    locked: bool = False
    reaches: list[Reach] = field(default_factory=list)


def names(data: bytes) -> dict[str, tuple[int, int]]:
    """Return the container's streams: name -> (first sector, size in bytes). Raises BrokenOle."""
    try:
        directory = _follow(data, _table(data), struct.unpack_from("<I", data, 48)[0])
    except (struct.error, IndexError) as error:
        raise BrokenOle from error
    found = {}
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if directory[at + 66] in (_STREAM, _ROOT) and 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            name = ROOT if directory[at + 66] == _ROOT else name
            first, size = struct.unpack_from("<II", directory, at + 116)
            found[name] = (first, size)
    return found


def survey(data: bytes) -> OldBook:
    """Walk the records of the workbook stream. Raises BrokenOle."""
    entries = names(data)
    first, size = entries.get("Workbook") or entries["Book"]
    try:
        table = _table(data)
        stream = _follow(data, table, first) if size >= _SMALL else _follow_small(data, table, first, entries[ROOT][0])
        return _walk(stream[:size])
    except (struct.error, IndexError, KeyError) as error:
        raise BrokenOle from error


def _table(data: bytes) -> list[int]:
    """Return the allocation table: sector -> the next one of its chain."""
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise BrokenOle
    size = 1 << shift
    sectors = [number for number in struct.unpack_from("<109I", data, 76) if number < _FREE]
    more = struct.unpack_from("<I", data, 68)[0]
    seen: set[int] = set()
    while more < _FREE:
        if more in seen:
            raise BrokenOle
        seen.add(more)
        block = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        sectors += [number for number in block[:-1] if number < _FREE]
        more = block[-1]
    table: list[int] = []
    for number in sectors[: len(data) // size + 1]:
        table += struct.unpack_from(f"<{size // 4}I", data, (number + 1) * size)
    return table


def _follow(data: bytes, table: list[int], first: int) -> bytes:
    """Return the bytes of a chain of sectors."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    parts: list[bytes] = []
    sector = first
    for _ in range(len(data) // size + 1):
        if sector >= _FREE:
            return b"".join(parts)
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    raise BrokenOle


def _follow_small(data: bytes, table: list[int], first: int, root: int) -> bytes:
    """Return the bytes of a small stream, which lies in the shared one."""
    shared = _follow(data, table, root)
    links = _follow(data, table, struct.unpack_from("<I", data, 60)[0])
    parts: list[bytes] = []
    sector = first
    for _ in range(len(shared) // _SMALL_SECTOR + 1):
        if sector >= _FREE:
            return b"".join(parts)
        parts.append(shared[sector * _SMALL_SECTOR : (sector + 1) * _SMALL_SECTOR])
        sector = struct.unpack_from("<I", links, sector * 4)[0]
    raise BrokenOle


def _records(stream: bytes, at: int = 0) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, start of its body, length) of the records from `at` on."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, length
        at += 4 + length


def _walk(stream: bytes) -> OldBook:
    book = OldBook()
    starts, lengths = [], []
    for kind, at, length in _records(stream):
        if kind == _FILEPASS:
            book.locked = True
            return book
        if kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", stream, at)[0])
        elif kind == _SST:
            lengths = _string_lengths(stream, at, length)
        elif kind == _EOF:
            break
    book.reaches = [_reach(stream, start, lengths) for start in starts]
    return book


def _reach(stream: bytes, start: int, lengths: list[int]) -> Reach:
    """Go through the records of one sheet."""
    reach = Reach()
    for kind, at, length in _records(stream, start):
        if kind == _EOF:
            break
        if kind == _ROW and length >= 16 and struct.unpack_from("<I", stream, at + 12)[0] & _HIDDEN_ROW:
            reach.hidden.add(struct.unpack_from("<H", stream, at)[0])
        if kind not in _CELLS and kind != _MULRK:
            continue
        row, column = struct.unpack_from("<HH", stream, at)
        reach.see(row, column)
        if kind == _MULRK:
            reach.see(row, struct.unpack_from("<H", stream, at + length - 2)[0])
        elif kind == _LABELSST:
            place = struct.unpack_from("<I", stream, at + 6)[0]
            reach.characters += lengths[place] if place < len(lengths) else 0
        elif kind == _BOOLERR and stream[at + 7]:
            reach.errors[row, column] = _ERROR_OF.get(stream[at + 6], ERRORS[0])
        elif kind == _FORMULA and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
            reach.errors[row, column] = _ERROR_OF.get(stream[at + 8], ERRORS[0])
    return reach


def _string_lengths(stream: bytes, at: int, length: int) -> list[int]:
    """Return the length in characters of each shared string; its table runs on through CONTINUE records.

    A string that is cut by the end of a record goes on in the next behind one byte of flags ([MS-XLS] 2.5.293).
    """
    count = struct.unpack_from("<I", stream, at + 4)[0]
    lengths: list[int] = []
    place, end = at + 8, at + length
    while len(lengths) < count:
        if place + 3 > end:
            place, end = _next_part(stream, end)
            if place < 0:
                break
            continue
        characters, flags = struct.unpack_from("<HB", stream, place)
        place += 3
        trailer = 0
        if flags & 8:
            trailer += 4 * int(struct.unpack_from("<H", stream, place)[0])
            place += 2
        if flags & 4:
            trailer += int(struct.unpack_from("<I", stream, place)[0])
            place += 4
        lengths.append(characters)
        place, end = _behind(stream, (place, end), characters, flags & 1, trailer)
        if place < 0:
            break
    return lengths


def _behind(stream: bytes, part: tuple[int, int], characters: int, wide: int, trailer: int) -> tuple[int, int]:
    """Return the place behind a string's characters and trailer, and the end of the record it stands in."""
    place, end = part
    while characters * (1 + wide) > end - place:
        characters -= (end - place) // (1 + wide)
        place, end = _next_part(stream, end)
        if place < 0:
            return -1, -1
        wide = stream[place] & 1
        place += 1
    place += characters * (1 + wide)
    while trailer > end - place:
        trailer -= end - place
        place, end = _next_part(stream, end)
        if place < 0:
            return -1, -1
    return place + trailer, end


def _next_part(stream: bytes, end: int) -> tuple[int, int]:
    """Return where the CONTINUE record behind `end` begins and ends, or (-1, -1)."""
    if end + 4 > len(stream):
        return -1, -1
    kind, length = struct.unpack_from("<HH", stream, end)
    return (end + 4, end + 4 + length) if kind == _CONTINUE else (-1, -1)
