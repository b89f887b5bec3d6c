"""A look into a zipped workbook (xlsx, ods) before it is read: how much it unpacks to and how far its sheets reach.

Every XML part is unpacked once as a stream, so a part that lies about its size or fails its checksum is found here,
and nothing is held in memory. The layouts are ECMA-376 part 1 (18.3) and OpenDocument 1.2 (9.1).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from array import array
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange.workbook_reach import BOX_MOST, TEXT_MOST, UNPACKED_MOST, UNTOUCHED, Reach

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK = 1 << 16
_PARTS_MOST = 5_000
_LEAST_CELL = 25  # bytes of the shortest cell that points to a shared string


class BrokenPart(Exception):  # noqa: N818 - turned into Trouble by who opened the file
    """A part of the workbook cannot be unpacked or is no XML."""


class _Enough(Exception):  # noqa: N818 - leaves the parser, nothing more
    """No sense in parsing on."""


def survey_xlsx(name: str, data: bytes) -> dict[str, Reach]:
    """Return how far each worksheet reaches, by its name. Raises UserError (too large) and BrokenPart."""
    with _opened(name, data) as archive:
        parts = _sheet_parts(archive)
        lengths = _string_lengths(archive) if "xl/sharedStrings.xml" in archive.namelist() else array("L")
        longest = max(lengths, default=0)
        reaches = {}
        for sheet, part in parts.items():
            likely = archive.getinfo(part).file_size // _LEAST_CELL * longest
            reaches[sheet] = _XlsxSheet(lengths if likely > TEXT_MOST else None).read(archive, part)
        _drain(archive, {*parts.values(), "xl/sharedStrings.xml"})
    return reaches


def survey_ods(name: str, data: bytes) -> dict[str, Reach]:
    """Return how far each table of an OpenDocument spreadsheet reaches. Raises UserError and BrokenPart."""
    with _opened(name, data) as archive:
        tables = _OdsTables()
        tables.read(archive)
        _drain(archive, {"content.xml"})
    return tables.reaches


def _opened(name: str, data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BrokenPart from error
    parts = archive.infolist()
    if len(parts) > _PARTS_MOST or sum(part.file_size for part in parts if _is_text(part.filename)) > UNPACKED_MOST:
        raise UserError(
            f"“{name}”解开后有{UNPACKED_MOST >> 20}兆以上，不像正常的表格，没有读。{UNTOUCHED}"
            "如果确实是台账，请用WPS打开，只留要导入的那张表，另存后再导入。"
        )
    return archive


def _is_text(part: str) -> bool:
    return part.endswith((".xml", ".rels", ".vml"))


def _stream(archive: zipfile.ZipFile, part: str, take: Callable[[bytes], object]) -> None:
    """Unpack a part block by block."""
    try:
        with archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                take(block)
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError) as error:
        raise BrokenPart(part) from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise BrokenPart(part) from error
        raise


def _parse(archive: zipfile.ZipFile, part: str, start: Any, end: Any = None, text: Any = None) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        _stream(archive, part, lambda block: parser.Parse(block, False))
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BrokenPart(part) from error
    except _Enough:
        return


def _drain(archive: zipfile.ZipFile, but: set[str]) -> None:
    """Unpack the other XML parts to see that they can be."""
    for part in archive.namelist():
        if _is_text(part) and part not in but:
            _stream(archive, part, len)


def _bare(tag: str) -> str:
    return tag.rpartition(":")[2]


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet name -> part, for the worksheets that are there."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, facts: dict[str, str]) -> None:
        if _bare(tag) == "sheet":
            link = next((value for key, value in facts.items() if key.endswith(":id")), "")
            sheets.append((facts.get("name", ""), link))

    def relation(tag: str, facts: dict[str, str]) -> None:
        if _bare(tag) == "Relationship" and facts.get("Type", "").endswith("/worksheet"):
            targets[facts.get("Id", "")] = facts.get("Target", "")

    _parse(archive, "xl/workbook.xml", sheet)
    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    there = set(archive.namelist())
    parts = {}
    for name, link in sheets:
        target = targets.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if target and part in there:
            parts[name] = part
    return parts


def _string_lengths(archive: zipfile.ZipFile) -> array[int]:
    """Return the length in characters of each shared string."""
    lengths = array("L")

    def start(tag: str, facts: dict[str, str]) -> None:
        del facts
        if _bare(tag) == "si":
            lengths.append(0)

    def text(said: str) -> None:
        if lengths:
            lengths[-1] += len(said)

    _parse(archive, "xl/sharedStrings.xml", start, None, text)
    return lengths


class _XlsxSheet:
    """Goes through one worksheet. With `lengths` it also adds up the characters of shared strings."""

    def __init__(self, lengths: array[int] | None) -> None:
        self._lengths = lengths
        self._reach = Reach()
        self._row = self._column = -1
        self._type = ""
        self._formula = False
        self._said = ""
        self._columns: dict[str, int] = {}

    def read(self, archive: zipfile.ZipFile, part: str) -> Reach:
        """Return how far the sheet reaches."""
        _parse(archive, part, self._start, self._end, self._text)
        return self._reach

    def _start(self, tag: str, facts: dict[str, str]) -> None:
        tag = _bare(tag)
        if tag == "c":
            reference = facts.get("r")
            self._column = self._number(reference) if reference else self._column + 1
            self._type = facts.get("t", "n")
            self._formula = False
        elif tag in ("v", "is"):
            self._reach.see(self._row, self._column)
            self._formula = False
            self._said = ""
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            number = facts.get("r", "")
            self._row = int(number) - 1 if number.isdigit() else self._row + 1
            self._column = -1
            if facts.get("hidden") in ("1", "true"):
                self._reach.hidden.add(self._row)
            if self._reach.past_all_bounds:
                raise _Enough

    def _text(self, said: str) -> None:
        if self._type in ("inlineStr", "str"):
            self._reach.characters += len(said)
        elif self._type == "e" or (self._lengths is not None and self._type == "s"):
            self._said += said

    def _end(self, tag: str) -> None:
        tag = _bare(tag)
        if tag == "c":
            self._reach.blank_formulas += self._formula
            self._type = ""
        elif tag == "v" and self._type == "e":
            self._reach.errors[self._row, self._column] = self._said.strip()
        elif tag == "v" and self._type == "s" and self._lengths is not None:
            place = int(self._said) if self._said.isdigit() else -1
            self._reach.characters += self._lengths[place] if 0 <= place < len(self._lengths) else 0

    def _number(self, reference: str) -> int:
        """Return the column of A1 as 0."""
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters[:4]:
                column = column * 26 + ord(letter) % 32
            column -= 1
            self._columns[letters] = column
        return column


class _OdsTables:
    """Goes through content.xml: cells and rows may be written once and repeated."""

    def __init__(self) -> None:
        self.reaches: dict[str, Reach] = {}
        self._reach = Reach()
        self._row = self._next_row = 0
        self._column = 0
        self._times = self._cell_times = 1
        self._filled = False

    def read(self, archive: zipfile.ZipFile) -> None:
        """Fill `reaches`."""
        _parse(archive, "content.xml", self._start, None, self._text)

    def _start(self, tag: str, facts: dict[str, str]) -> None:
        tag = _bare(tag)
        if tag == "table":
            name = next((value for key, value in facts.items() if _bare(key) == "name"), "")
            self._reach = self.reaches[name] = Reach()
            self._next_row = 0
        elif tag == "table-row":
            self._row = self._next_row
            self._times = _times(facts, "number-rows-repeated")
            self._next_row += self._times
            self._column = 0
            if any(_bare(key) == "visibility" and value != "visible" for key, value in facts.items()):
                self._reach.hidden.update(range(self._row, self._row + min(self._times, 1000)))
        elif tag in ("table-cell", "covered-table-cell"):
            self._cell_times = _times(facts, "number-columns-repeated")
            self._column += self._cell_times
            self._filled = any(_bare(key) == "value-type" for key in facts)
            if self._filled:
                self._reach.see(self._row, self._column - 1, self._times)
                if self._reach.past_all_bounds or self._cell_times > BOX_MOST:
                    raise _Enough

    def _text(self, said: str) -> None:
        if self._filled:
            self._reach.characters += len(said) * self._times * self._cell_times


def _times(facts: dict[str, str], name: str) -> int:
    said = next((value for key, value in facts.items() if _bare(key) == name), "1")
    return min(int(said), 1 << 21) if said.isdigit() and len(said) < 10 else 1
