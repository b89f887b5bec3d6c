"""What goes into a bundle, turned into ZIP bytes as they are asked for: never more than one photo in memory.

schema.json, records.jsonl (deflated), photos/<sha256>.jpg (stored), counts.json; fixed dates, no extra fields, so
equal contents give equal bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from danyang_desktop.base.canonical import canonical, parse
from danyang_desktop.base.errors import Trouble
from danyang_desktop.exchange.bundle_format import is_kind
from danyang_desktop.exchange.payload import COUNTS, LIMITS, RECORDS, SCHEMA, photo_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from danyang_desktop.exchange.payload import Limits

_CHUNK = 256 * 1024
_LONG_NUMBER = re.compile(rb"[0-9]{19}")
TOO_LARGE = "这一次要交的照片太多，一个数据包装不下。电脑里的台账没有受影响。请分几次上报。"


@dataclass
class Contents:
    """What a bundle carries.

    `records`: dicts of JSON values, each with a "kind" (`bundle_format.is_kind`) by which they are counted.
    `photos`: (SHA-256 in hexadecimal, bytes), read one at a time; the office refuses bytes that do not fit the hash.
    `schema`: the declarations that the records follow. `receipt_key`: `DeviceKey.receipt_key`, or nothing.
    `expected_bytes`: about how large it will be, for the room on the stick and for the progress bar.
    """

    records: Iterable[Mapping[str, object]]
    photos: Iterable[tuple[str, bytes]] = ()
    schema: Mapping[str, object] = field(default_factory=dict)
    receipt_key: bytes = b""
    expected_bytes: int = 0


class Packer:
    """Turns contents into ZIP bytes; afterwards knows how many of each kind there were."""

    def __init__(self, contents: Contents, limits: Limits = LIMITS) -> None:
        self._contents = contents
        self._limits = limits
        self.counts: Counter[str] = Counter()
        self.photos = 0
        self._photo_bytes = 0

    def chunks(self) -> Generator[bytes, None, None]:
        """Yield the bytes of the ZIP.

        Raises ValueError for a record or photo that no office would take, Trouble U-106 if it grows too large.
        """
        sink = _Sink()
        photos = iter(self._contents.photos)
        try:
            with zipfile.ZipFile(sink, "w", allowZip64=False) as archive:
                yield from _entry(archive, sink, SCHEMA, iter([canonical(self._contents.schema)]))
                yield from _entry(archive, sink, RECORDS, self._lines())
                for sha256, data in photos:
                    self._count_photo(data)
                    archive.writestr(_info(photo_name(sha256), zipfile.ZIP_STORED), data)
                    yield from sink.take()
                yield from _entry(archive, sink, COUNTS, iter([self._tally()]))
        except (zipfile.LargeZipFile, OverflowError) as error:
            raise Trouble(TOO_LARGE, "U-106") from error
        finally:
            if isinstance(photos, Generator):
                photos.close()  # somebody may be reading the next ones
        yield from sink.take()

    def _lines(self) -> Iterator[bytes]:
        heap: list[bytes] = []
        size = 0
        for record in self._contents.records:
            line = self._line(record)
            heap += (line, b"\n")
            size += len(line)
            if size >= _CHUNK:
                yield b"".join(heap)
                heap.clear()
                size = 0
        yield b"".join(heap)

    def _line(self, record: Mapping[str, object]) -> bytes:
        line = canonical(record)
        kind = record.get("kind")
        if not isinstance(kind, str) or not is_kind(kind):
            raise ValueError(f"{kind!r} is no kind of record")
        if len(line) > self._limits.line_bytes:
            raise ValueError(f"a record of {len(line)} bytes")
        # `canonical` refuses most of what the reader refuses; read back the few lines where it might not.
        depth = self._limits.depth
        if line.count(b"[") + line.count(b"{") > depth or b"\\u0000" in line or _LONG_NUMBER.search(line):
            parse(line, max_depth=depth)
        self.counts[kind] += 1
        return line

    def _count_photo(self, data: bytes) -> None:
        if len(data) > self._limits.photo_bytes:
            raise ValueError(f"a photo of {len(data)} bytes")
        self.photos += 1
        self._photo_bytes += len(data)
        if self.photos > self._limits.entries - 3:
            raise Trouble(TOO_LARGE, "U-106")

    def _tally(self) -> bytes:
        return canonical(
            {
                "records": dict(self.counts),
                "photos": self.photos,
                "photo_bytes": self._photo_bytes,
                "receipt_key": self._contents.receipt_key.hex(),
            }
        )


class _Sink:
    """Holds what the ZIP writer wrote until it is fetched."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> list[bytes]:
        parts, self._parts = self._parts, []
        return parts


def _info(name: str, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # its date stays 1980-01-01
    info.compress_type = method
    info.external_attr = 0o600 << 16
    info.create_system = 3
    return info


def _entry(archive: zipfile.ZipFile, sink: _Sink, name: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    with archive.open(_info(name, zipfile.ZIP_DEFLATED), "w") as file:
        for part in parts:
            file.write(part)
            yield from sink.take()
    yield from sink.take()
