"""What is inside a bundle once it is proven and decrypted: read with hard caps, whoever made it.

A correct signature says who made a file, not that it is harmless: names by whitelist, sizes and ratios capped,
every line and every photo checked, counts compared with the header and with counts.json (reliability.md, row 6).
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, BinaryIO, Self

from danyang_desktop.base.canonical import parse
from danyang_desktop.base.errors import Trouble
from danyang_desktop.exchange.bundle_file import SAFE
from danyang_desktop.exchange.bundle_format import is_kind
from danyang_desktop.exchange.bundle_refusals import BadContent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.exchange.bundle_format import Header

RECORDS, SCHEMA, COUNTS = "records.jsonl", "schema.json", "counts.json"

_PHOTO = re.compile(r"photos/([0-9a-f]{64})\.jpg")
_CHUNK = 256 * 1024
_ENTRY_BYTES = 46 + 75  # of a central directory entry: fixed part, longest name on the whitelist
_LOCAL_BYTES = 30
_END = struct.Struct("<4sHHHHIIH")
_ZIP64_LOCATOR_BYTES = 20
_FLAGS = 0x0808  # sizes after the data, names in UTF-8
_RECEIPT_KEY_BYTES = 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What the ZIP reader may raise on hostile bytes.
_READER_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much a payload may ask for."""

    entries: int = 20_000
    total_bytes: int = 2 * 1024**3
    records_bytes: int = 1024**3
    photo_bytes: int = 16 * 1024**2
    small_bytes: int = 1024**2  # schema.json, counts.json
    line_bytes: int = 4 * 1024**2
    ratio: int = 200  # bytes produced for a byte stored; JSON Lines of one kind reach about 20
    free_bytes: int = 1024**2  # that may be produced at any ratio
    depth: int = 16  # levels of JSON in a line


LIMITS = Limits()


def photo_name(sha256: str) -> str:
    """Return the name of a photo in the payload; raises ValueError if `sha256` is not 64 hexadecimal digits."""
    name = f"photos/{sha256}.jpg"
    if not _PHOTO.fullmatch(name):
        raise ValueError(f"{sha256!r} is no SHA-256")
    return name


class Payload:
    """An opened payload; use it in a `with` statement. Every method may raise BadContent.

    `header`: of the bundle. `schema`: as sent. `receipt_key`: for a receipt in twelve digits, perhaps empty.
    """

    def __init__(self, file: BinaryIO, size: int, header: Header, limits: Limits = LIMITS) -> None:
        """Check the table of contents of the ZIP in `file`, of `size` bytes; the payload owns `file` from now on."""
        self.header = header
        self._file = file
        self._limits = limits
        with _hostile():
            self._archive = zipfile.ZipFile(_checked_end(file, size, limits))
            self._entries = _checked_entries(self._archive, limits)
        self.photo_hashes = tuple(match[1] for match in map(_PHOTO.fullmatch, self._entries) if match is not None)
        self.schema = self._object(SCHEMA)
        self.receipt_key = self._check_counts()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Drop what was decrypted."""
        self._file.close()

    def records(self) -> Iterator[dict[str, object]]:
        """Yield the lines of records.jsonl one by one.

        The last thing it does is to compare the counts: take nothing for good before it has come to its end.
        """
        seen: Counter[str] = Counter()
        for number, line in enumerate(self._lines(), start=1):
            record = self._record(number, line)
            seen[str(record["kind"])] += 1
            yield record
        if seen != Counter(self.header.counts):
            raise BadContent("条数和包头写的对不上")

    def photos(self) -> Iterator[tuple[str, bytes]]:
        """Yield (SHA-256, bytes) of every photo, one in memory at a time."""
        for sha256 in self.photo_hashes:
            yield sha256, self.photo(sha256)

    def photo(self, sha256: str) -> bytes:
        """Return one photo of `photo_hashes`; raises KeyError for another."""
        info = self._entries[photo_name(sha256)]
        with _hostile():
            data = self._archive.read(info)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BadContent("照片和它的编号对不上")
        return data

    def _record(self, number: int, line: bytes) -> dict[str, object]:
        try:
            record = parse(line, max_depth=self._limits.depth)
        except ValueError as error:
            raise BadContent(f"第 {number} 行读不懂") from error
        if not isinstance(record, dict) or not is_kind(record.get("kind")):
            raise BadContent(f"第 {number} 行不是一条记录")
        if number > self.header.records:
            raise BadContent("条数和包头写的对不上")
        return record

    def _lines(self) -> Iterator[bytes]:
        with _hostile(), self._archive.open(self._entries[RECORDS]) as file:
            rest = b""
            while chunk := _more(file):
                *lines, rest = (rest + chunk).split(b"\n")
                if max(map(len, (rest, *lines[:1]))) > self._limits.line_bytes:
                    raise BadContent("有一行太长")
                yield from lines
            if rest:
                raise BadContent("最后一行不完整")

    def _object(self, name: str) -> dict[str, object]:
        with _hostile():
            value = parse(self._archive.read(self._entries[name]))
        if not isinstance(value, dict):
            raise BadContent(f"{name} 读不懂")
        return value

    def _check_counts(self) -> bytes:
        counts = self._object(COUNTS)
        sizes = sum(self._entries[photo_name(sha256)].file_size for sha256 in self.photo_hashes)
        if counts.get("records") != self.header.counts:
            raise BadContent("条数和包头写的对不上")
        if (
            not counts.get("photos") == self.header.photos == len(self.photo_hashes)
            or counts.get("photo_bytes") != sizes
        ):
            raise BadContent("照片张数和包头写的对不上")
        with _hostile():
            key = bytes.fromhex(str(counts.get("receipt_key", "")))
        if len(key) not in {0, _RECEIPT_KEY_BYTES}:
            raise BadContent("回执的钥匙不对")
        return key


def _more(file: IO[bytes]) -> bytes:
    return file.read(_CHUNK)


@contextmanager
def _hostile() -> Iterator[None]:
    try:
        yield
    except _READER_ERRORS as error:
        raise BadContent("压缩内容读不懂") from error
    except OSError as error:
        raise Trouble(f"本机的临时文件读不出来。{SAFE}请检查磁盘，再收一次。", "U-108") from error


def _checked_end(file: BinaryIO, size: int, limits: Limits) -> BinaryIO:
    """Look at the end record before the ZIP reader does: it would believe any sizes given there."""
    if size < _END.size:
        raise BadContent("压缩内容读不懂")
    file.seek(max(0, size - _END.size - _ZIP64_LOCATOR_BYTES))
    tail = file.read(_END.size + _ZIP64_LOCATOR_BYTES)
    magic, disk, first, here, entries, length, offset, comment = _END.unpack(tail[-_END.size :])
    plain = magic == b"PK\5\6" and not (disk or first or comment) and here == entries
    # ZIP64 would let a second record overrule the one that was just checked.
    if not plain or tail[: -_END.size].startswith(b"PK\6\7") or offset + length + _END.size != size:
        raise BadContent("压缩内容读不懂")
    if entries > limits.entries or length > entries * _ENTRY_BYTES:
        raise BadContent("文件个数太多")
    return file


def _checked_entries(archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    total = at = 0
    for info in archive.infolist():
        name = info.orig_filename  # `filename` is already beautified
        most = _most(name, limits)
        if name in entries:
            raise BadContent("有两个同名的文件")
        if info.flag_bits & ~_FLAGS or info.compress_type not in _METHODS or info.extra or info.comment:
            raise BadContent("压缩方式不对")
        if info.file_size > min(most, max(limits.free_bytes, info.compress_size * limits.ratio)):
            raise BadContent("解开以后太大")
        # Entries in order and side by side: overlapping ones let a small file unfold many times.
        if info.header_offset < at:
            raise BadContent("压缩内容读不懂")
        at = info.header_offset + _LOCAL_BYTES + len(name) + info.compress_size
        total += info.file_size
        entries[name] = info
    if total > limits.total_bytes or at > archive.start_dir:
        raise BadContent("解开以后太大")
    if not entries.keys() >= {RECORDS, SCHEMA, COUNTS}:
        raise BadContent("缺少文件")
    return entries


def _most(name: str, limits: Limits) -> int:
    if name == RECORDS:
        return limits.records_bytes
    if name in {SCHEMA, COUNTS}:
        return limits.small_bytes
    if _PHOTO.fullmatch(name):
        return limits.photo_bytes
    raise BadContent("有不认识的文件名")
