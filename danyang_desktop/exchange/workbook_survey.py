"""A look into a zipped workbook (xlsx, ods) before it is read: how much it unpacks to and how far its sheets reach.

calamine lays a sheet out as one rectangle from its first to its last cell and trusts the counts that a file claims: one
cell in the far corner, and the program is gone, for memory that cannot be had ends a process without a word. So every
XML part is parsed here first, as a stream that holds nothing, and a workbook that two programs might understand
differently (parts or names twice, document types, other encodings) is not handed on.
Layouts: ECMA-376 part 1, 18.3 and OpenDocument 1.2, 9.1.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from array import array
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange.workbook_reach import CELLS_MOST, TEXT_MOST, UNPACKED_MOST, UNTOUCHED, Reach

if TYPE_CHECKING:
    from collections.abc import Callable

STRINGS = "xl/sharedStrings.xml"
_BLOCK = 1 << 16
_PARTS_MOST = 5_000
_LEAST_CELL = 25  # bytes of the shortest cell that points to a shared string
_END_RECORD = b"PK\x05\x06"
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip


class BrokenPart(Exception):  # noqa: N818 - turned into Trouble by who opened the file
    """A part of the workbook cannot be unpacked, is no XML, or says two things at once."""


class Enough(Exception):  # noqa: N818 - leaves the parser, nothing more
    """No sense in parsing on."""


class Archive(zipfile.ZipFile):
    """The zipped workbook, and how many bytes were unpacked of it so far."""

    def __init__(self, name: str, data: bytes) -> None:
        try:
            super().__init__(io.BytesIO(data))
        except _UNREADABLE as error:
            raise BrokenPart from error
        self._name = name
        self._unpacked = 0
        parts = [part.replace("\\", "/").lower() for part in self.namelist()]
        if len(parts) > _PARTS_MOST:
            raise self._too_large()
        if len(set(parts)) < len(parts) or _END_RECORD in self.comment:
            raise BrokenPart

    def parse(self, part: str, start: Any, end: Any = None, text: Any = None) -> None:
        """Parse a part as a stream. Raises BrokenPart, and UserError when all parts unpack to too much."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            self._stream(part, lambda block: parser.Parse(block, False))
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise BrokenPart(part) from error
        except Enough:
            return

    def _stream(self, part: str, take: Callable[[bytes], object]) -> None:
        """Unpack a part block by block; what it claims of its size is not believed."""
        try:
            with self.open(part) as stream:
                while block := stream.read(_BLOCK):
                    self._unpacked += len(block)
                    if self._unpacked > UNPACKED_MOST:
                        raise self._too_large()
                    take(block)
        except _UNREADABLE as error:
            raise BrokenPart(part) from error

    def _too_large(self) -> UserError:
        return UserError(
            f"“{self._name}”解开后有{UNPACKED_MOST >> 20}兆以上，不像正常的表格，没有读。{UNTOUCHED}"
            "如果确实是台账，请用WPS打开，只留要导入的那张表，另存后再导入。"
        )


def survey_xlsx(name: str, data: bytes) -> dict[str, Reach]:
    """Return how far each worksheet reaches, by its name. Raises UserError (too large) and BrokenPart."""
    with Archive(name, data) as archive:
        sheets = {part: sheet for sheet, part in _sheet_parts(archive).items()}
        lengths = _string_lengths(archive)
        longest = max(lengths, default=0)
        reaches: dict[str, Reach] = {}
        for part in archive.namelist():
            if not part.lower().endswith((".xml", ".rels")) or part == STRINGS:
                continue
            likely = archive.getinfo(part).file_size // _LEAST_CELL * longest
            reach = _XlsxSheet(lengths if likely > TEXT_MOST else None).read(archive, part)
            if part in sheets:
                reaches[sheets[part]] = reach
            else:
                reach.must_be_near(name)
    return reaches


def _no_doctype(*_: object) -> None:
    raise BrokenPart


def bare(tag: str) -> str:
    """Return a tag without its prefix."""
    return tag.rpartition(":")[2]


def _sheet_parts(archive: Archive) -> dict[str, str]:
    """Return sheet name -> part, for the worksheets that are there."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, facts: dict[str, str]) -> None:
        if bare(tag) == "sheet":
            links = [value for key, value in facts.items() if key.endswith(":id")]
            if len(links) > 1:
                raise BrokenPart
            sheets.append((facts.get("name", ""), links[0] if links else ""))

    def relation(tag: str, facts: dict[str, str]) -> None:
        if bare(tag) == "Relationship":
            if facts.get("Id", "") in targets:
                raise BrokenPart
            known = facts.get("Type", "").endswith("/worksheet")
            targets[facts.get("Id", "")] = facts.get("Target", "") if known else ""

    archive.parse("xl/workbook.xml", sheet)
    archive.parse("xl/_rels/workbook.xml.rels", relation)
    there = set(archive.namelist())
    parts: dict[str, str] = {}
    for name, link in sheets:
        target = targets.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if name in parts:
            raise BrokenPart
        if target.lower().endswith(".xml") and part in there:
            parts[name] = part
    return parts


def _string_lengths(archive: Archive) -> array[int]:
    """Return the length in characters of each shared string; their count must be near what the table claims."""
    lengths = array("L")

    def start(tag: str, facts: dict[str, str]) -> None:
        if bare(tag) == "si":
            lengths.append(0)
        elif bare(tag) == "sst":
            claimed = facts.get("uniqueCount", "0")
            if len(claimed) > 9 or (claimed.isdigit() and int(claimed) > CELLS_MOST):
                raise BrokenPart

    def text(said: str) -> None:
        if lengths:
            lengths[-1] += len(said)

    if STRINGS in archive.namelist():
        archive.parse(STRINGS, start, None, text)
    return lengths


class _XlsxSheet:
    """Goes through one worksheet. With `lengths` it also adds up the characters of shared strings."""

    def __init__(self, lengths: array[int] | None) -> None:
        self._lengths = lengths
        self._reach = Reach()
        self._row = self._column = -1
        self._rows_begun = self._cells_begun = 0
        self._place = (0, 0)
        self._type = ""
        self._formula = self._value = False
        self._said = ""
        self._columns: dict[str, int] = {}

    def read(self, archive: Archive, part: str) -> Reach:
        """Return how far the sheet reaches."""
        archive.parse(part, self._start, self._end, self._text)
        return self._reach

    def _start(self, tag: str, facts: dict[str, str]) -> None:
        tag = bare(tag)
        if tag == "c":
            self._cell(facts)
        elif tag in ("v", "is"):
            row, column = self._place
            # A cell whose reference a reader overlooks stands where it is counted to.
            self._reach.see(max(row, self._rows_begun - 1), max(column, self._cells_begun - 1))
            self._value = True
            self._said = ""
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            number = facts.get("r", "")
            self._row = int(number) - 1 if number.isdigit() and len(number) < 10 else self._row + 1
            self._column = -1
            self._rows_begun += 1
            self._cells_begun = 0
            if facts.get("hidden") in ("1", "true"):
                self._reach.hidden.add(self._row)
            if self._reach.past_all_bounds:
                raise Enough

    def _cell(self, facts: dict[str, str]) -> None:
        reference = facts.get("r", "")
        letters = reference.rstrip("0123456789")
        number = reference[len(letters) :]
        self._column = self._number(letters) if letters else self._column + 1
        self._place = (int(number[:9]) - 1 if number else self._row, self._column)
        self._cells_begun += 1
        self._type = facts.get("t", "n")
        self._formula = False

    def _text(self, said: str) -> None:
        if self._value:
            self._formula = False
        if self._type in ("inlineStr", "str"):
            self._reach.characters += len(said)
        elif self._type == "e" or (self._lengths is not None and self._type == "s"):
            self._said += said

    def _end(self, tag: str) -> None:
        tag = bare(tag)
        if tag in ("v", "is"):
            self._value = False
        if tag == "c":
            self._reach.blank_formulas += self._formula
            self._type = ""
        elif tag == "v" and self._type == "e":
            self._reach.errors[self._place] = self._said.strip()
        elif tag == "v" and self._type == "s" and self._lengths is not None:
            place = int(self._said) if self._said.isdigit() else -1
            self._reach.characters += self._lengths[place] if 0 <= place < len(self._lengths) else 0

    def _number(self, letters: str) -> int:
        """Return the column of A as 0."""
        column = self._columns.get(letters)
        if column is None:
            if len(letters) > 3 or not letters.isascii() or not letters.isalpha():
                raise BrokenPart
            column = -1
            for letter in letters.upper():
                column = (column + 1) * 26 + ord(letter) - ord("A")
            self._columns[letters] = column
        return column
