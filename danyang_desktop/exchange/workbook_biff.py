"""A look into an old workbook (xls, [MS-XLS]: records of BIFF8) before it is read.

It says whether the workbook is locked, how far its sheets reach and which cells hold errors, and gives back a clean
copy: in a container written anew, without the records that calamine takes at their word (a claimed size of the sheet
alone can end the process) and without formulas, of which only the last results are wanted.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from danyang_desktop.exchange import workbook_cfb as cfb
from danyang_desktop.exchange.workbook_reach import ERRORS, Reach

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_DIMENSIONS, _NAME = 0x0200, 0x0018
_NOTHING = 0x7FFF  # no record bears this number: readers pass it by
_CELLS = {_FORMULA, _BOOLERR, _LABELSST, 0x0203, 0x027E, 0x0204, 0x00D6}  # and MULRK, which holds several
_HIDDEN_ROW = 0x20
_LAST_COLUMN = 255  # IV


@dataclass
class OldBook:
    """What the records of a workbook say: `locked` by a password; `reaches` of its sheets, in order; a `clean` copy."""

    locked: bool = False
    reaches: list[Reach] = field(default_factory=list)
    clean: bytes = b""


def survey(data: bytes) -> OldBook:
    """Walk the records of the workbook stream. Raises cfb.BrokenOle."""
    entries = cfb.names(data)
    name = "Workbook" if "Workbook" in entries else "Book"
    stream = bytearray(cfb.read(data, entries, name))
    try:
        book = _walk(stream)
    except (struct.error, IndexError) as error:
        raise cfb.BrokenOle from error
    if not book.locked:
        book.clean = cfb.wrap(name, bytes(stream))
    return book


def _records(stream: bytearray, at: int = 0) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, start of its body, length) of the records from `at` on."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, length
        at += 4 + length


def _walk(stream: bytearray) -> OldBook:
    book = OldBook()
    starts: list[int] = []
    lengths: list[int] = []
    for kind, at, length in _records(stream):
        if kind == _FILEPASS:
            book.locked = True
            return book
        if kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", stream, at)[0])
        elif kind == _SST:
            lengths = _string_lengths(stream, at, length)
        elif kind == _NAME:
            struct.pack_into("<H", stream, at - 4, _NOTHING)
        elif kind == _EOF:
            break
    if any(start >= len(stream) for start in starts):
        raise cfb.BrokenOle
    book.reaches = [_reach(stream, start, lengths) for start in starts]
    return book


def _reach(stream: bytearray, start: int, lengths: list[int]) -> Reach:
    """Go through the records of one sheet, charts in it included, and make them harmless."""
    reach = Reach()
    depth = 0
    for kind, at, length in _records(stream, start):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif kind == _DIMENSIONS:
            struct.pack_into("<H", stream, at - 4, _NOTHING)
        elif kind == _ROW and length >= 16 and struct.unpack_from("<I", stream, at + 12)[0] & _HIDDEN_ROW:
            reach.hidden.add(struct.unpack_from("<H", stream, at)[0])
        elif kind in _CELLS or kind == _MULRK:
            _cell(stream, (kind, at, length), reach, lengths)
    if reach.last_column > _LAST_COLUMN:
        raise cfb.BrokenOle
    return reach


def _cell(stream: bytearray, record: tuple[int, int, int], reach: Reach, lengths: list[int]) -> None:
    kind, at, length = record
    row, column = struct.unpack_from("<HH", stream, at)
    reach.see(row, column)
    if kind == _MULRK:
        last = struct.unpack_from("<H", stream, at + length - 2)[0]
        reach.see(row, max(last, column), across=max(1, last - column))
    elif kind == _LABELSST:
        place = struct.unpack_from("<I", stream, at + 6)[0]
        reach.characters += lengths[place] if place < len(lengths) else 0
    elif kind == _BOOLERR and stream[at + 7]:
        reach.errors[row, column] = _ERROR_OF.get(stream[at + 6], ERRORS[0])
    elif kind == _FORMULA:
        if stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
            reach.errors[row, column] = _ERROR_OF.get(stream[at + 8], ERRORS[0])
        if length >= 22:
            struct.pack_into("<H", stream, at + 20, 0)  # length of the formula itself


def _string_lengths(stream: bytearray, at: int, length: int) -> list[int]:
    """Return the length in characters of each shared string; its table runs on through CONTINUE records.

    A string that is cut by the end of a record goes on in the next behind one byte of flags ([MS-XLS] 2.5.293).
    """
    lengths: list[int] = []
    place, end = at + 8, at + length
    while True:
        if place + 3 > end:
            place, end = _next_part(stream, end)
            if place < 0:
                return lengths
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
            return lengths


def _behind(stream: bytearray, part: tuple[int, int], characters: int, wide: int, trailer: int) -> tuple[int, int]:
    """Return the place behind a string's characters and trailer, and the end of the record it stands in."""
    place, end = part
    while characters * (1 + wide) > end - place:
        characters -= max(0, end - place) // (1 + wide)
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


def _next_part(stream: bytearray, end: int) -> tuple[int, int]:
    """Return where the CONTINUE record behind `end` begins and ends, or (-1, -1)."""
    if end + 4 > len(stream):
        return -1, -1
    kind, length = struct.unpack_from("<HH", stream, end)
    return (end + 4, end + 4 + length) if kind == _CONTINUE else (-1, -1)
