"""The container of old office files ([MS-CFB]): a small file system of sectors in one file.

Read with a limit on every chain, and written anew around a single stream: what a damaged or hostile container claims of
its own lengths must not reach a reader that believes it.
"""

from __future__ import annotations

import struct

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ROOT = ""  # how `names` calls the stream that all small streams share
_FREE = 0xFFFFFFFA  # from here on a sector number is a mark: end of chain, free, table
_END, _TABLE_SECTOR, _UNUSED = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_SMALL, _SMALL_SECTOR = 4096, 64  # streams below 4,096 bytes lie in the shared one, in sectors of 64
_LARGE = 4096  # sectors of the containers we write: 109 of them address 457 MB


class BrokenOle(Exception):  # noqa: N818 - turned into Trouble by who opened the file
    """The container's chains lead nowhere."""


def names(data: bytes) -> dict[str, tuple[int, int]]:
    """Return the container's streams: name -> (first sector, size in bytes). Raises BrokenOle."""
    try:
        directory = _follow(data, _table(data), struct.unpack_from("<I", data, 48)[0])
    except (struct.error, IndexError) as error:
        raise BrokenOle from error
    found: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if directory[at + 66] in (_STREAM, _ROOT) and 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            name = ROOT if directory[at + 66] == _ROOT else name
            found.setdefault(name, struct.unpack_from("<II", directory, at + 116))
    return found


def read(data: bytes, entries: dict[str, tuple[int, int]], name: str) -> bytes:
    """Return the bytes of a stream. Raises BrokenOle."""
    try:
        first, size = entries[name]
        table = _table(data)
        if size >= _SMALL:
            return _follow(data, table, first)[:size]
        shared = _follow(data, table, entries[ROOT][0])
        links = _follow(data, table, struct.unpack_from("<I", data, 60)[0])
        return _follow_small(shared, links, first)[:size]
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
    for number in sectors[: len(data) // size // (size // 4) + 2]:
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


def _follow_small(shared: bytes, links: bytes, first: int) -> bytes:
    """Return the bytes of a chain of small sectors in the shared stream."""
    parts: list[bytes] = []
    sector = first
    for _ in range(len(shared) // _SMALL_SECTOR + 1):
        if sector >= _FREE:
            return b"".join(parts)
        parts.append(shared[sector * _SMALL_SECTOR : (sector + 1) * _SMALL_SECTOR])
        sector = struct.unpack_from("<I", links, sector * 4)[0]
    raise BrokenOle


def wrap(name: str, stream: bytes) -> bytes:
    """Return a container (version 4) that holds this one stream and nothing else."""
    size = max(len(stream), _SMALL)
    used = -(-size // _LARGE)
    per_table = _LARGE // 4
    tables = -(-(used + 1) // (per_table - 1))  # the table lists its own sectors, the directory and the stream
    first = tables + 1
    links = [_TABLE_SECTOR] * tables + [_END] + list(range(first + 1, first + used)) + [_END]
    links += [_UNUSED] * (tables * per_table - len(links))
    head = MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<9I", 1, tables, tables, 0, _SMALL, _END, 0, _END, 0)
    head += b"".join(struct.pack("<I", number if number < tables else _UNUSED) for number in range(109))
    directory = _entry("Root Entry", _ROOT, first, 0, child=1) + _entry(name, _STREAM, first, size)
    return b"".join(
        (
            head.ljust(_LARGE, b"\0"),
            struct.pack(f"<{len(links)}I", *links),
            directory.ljust(_LARGE, b"\0"),
            stream.ljust(used * _LARGE, b"\0"),
        )
    )


def _entry(name: str, kind: int, first: int, size: int, child: int = _UNUSED) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    shape = struct.pack("<HBBIII", len(text), kind, 1, _UNUSED, _UNUSED, child)
    return text.ljust(64, b"\0") + shape + bytes(36) + struct.pack("<IQ", first, size)
