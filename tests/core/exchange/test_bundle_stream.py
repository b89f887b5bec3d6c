"""What goes on beside the encrypting: in order, whole, and what fails there is said here."""

from __future__ import annotations

import hashlib
import io
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.exchange.bundle_stream import Stream, beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.exchange.bundle_stream import Written

MEGABYTE = 1024 * 1024


def _ours() -> set[str]:
    return {thread.name for thread in threading.enumerate()} & {"beside", "stick"}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_all_comes_in_its_order(count: int) -> None:
    assert list(beside(range(count))) == list(range(count))
    assert _ours() == set()


@pytest.mark.parametrize("at", [0, 1, 5])
def test_what_fails_in_the_source_is_said_after_what_came_before(at: int) -> None:
    def source() -> Iterator[int]:
        yield from range(at)
        raise OSError("gone")

    found: list[int] = []
    with pytest.raises(OSError, match="gone"):
        found.extend(one for one in beside(source()))
    assert _ours() == set()


def test_nobody_asks_the_source_any_more_once_it_is_closed() -> None:
    asked: list[int] = []

    def source() -> Iterator[int]:
        for number in range(1000):
            asked.append(number)
            yield number

    with closing(beside(source())) as found:
        for number in found:
            if number == 3:
                break
    assert len(asked) < 12
    assert _ours() == set()


@pytest.mark.parametrize("sizes", [[], [10], [MEGABYTE] * 9, [5 * MEGABYTE + 1, 3, 2 * MEGABYTE]])
def test_every_byte_is_hashed_and_written(sizes: list[int], tmp_path: Path) -> None:
    whole = b"".join(bytes([number % 251]) * size for number, size in enumerate(sizes))
    with (tmp_path / "stick").open("wb") as out, Stream(out) as stream:
        at = 0
        for size in sizes:
            stream.write(whole[at : at + size])
            at += size
        written = stream.finish()
    assert (tmp_path / "stick").read_bytes() == whole
    assert (written.size, written.sha256) == (len(whole), hashlib.sha256(whole).digest())
    assert _ours() == set()


def test_only_the_bytes_that_were_written_bear_the_mark(tmp_path: Path) -> None:
    whole = bytes(range(251)) * 20
    written = _written(whole, tmp_path)
    others = [whole[:-1], whole + b"\0", b"\0" + whole, whole[16:] + whole[:16], b""]
    others += [bytes([*whole[:at], whole[at] ^ 1 << at % 8, *whole[at + 1 :]]) for at in range(len(whole))]
    assert [other for other in others if _bears_mark(other, written)] == []
    assert _bears_mark(whole, written)


def test_no_two_writings_have_a_key_in_common(tmp_path: Path) -> None:
    one, other = (_written(b"the same bytes", tmp_path) for _ in range(2))
    assert one.sha256 == other.sha256
    assert one.key != other.key
    assert one.mark != other.mark


def _written(data: bytes, folder: Path) -> Written:
    with (folder / "stick").open("wb") as out, Stream(out) as stream:
        stream.write(data)
        return stream.finish()


def _bears_mark(data: bytes, written: Written) -> bool:
    read = written.reading()
    read.update(data)
    return written.is_what(read)


def _write_all(out: io.BytesIO) -> None:
    with Stream(out) as stream:
        for _ in range(20):
            stream.write(bytes(MEGABYTE))
        stream.finish()


@pytest.mark.parametrize("good", [0, 1, 3])
def test_a_file_that_fails_is_told_to_who_writes(good: int) -> None:
    out = _File(good)

    with pytest.raises(OSError, match="full"):
        _write_all(out)
    assert len(out.getvalue()) == good * 2 * MEGABYTE
    assert _ours() == set()


def test_after_it_failed_once_nothing_more_is_written() -> None:
    out = _Once(0)
    with pytest.raises(OSError, match="full"):
        _write_all(out)
    assert out.getvalue() == b"", "no file has a hole"


def test_what_fails_while_the_end_is_waited_for_is_told() -> None:
    out = _Slow(0)
    with Stream(out) as stream:
        stream.write(bytes(2 * MEGABYTE + 1))
        out.go_on.set()
        with pytest.raises(OSError, match="full"):
            stream.finish()


class _File(io.BytesIO):
    """A file that takes so many writes."""

    def __init__(self, good: int) -> None:
        super().__init__()
        self._good = good

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        if not self._good:
            raise OSError("full")
        self._good -= 1
        return super().write(data)


class _Once(_File):
    """Such a file that only fails once."""

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        try:
            return super().write(data)
        finally:
            self._good = 99


class _Slow(_File):
    """Such a file that is told when to go on."""

    def __init__(self, good: int) -> None:
        super().__init__(good)
        self.go_on = threading.Event()

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self.go_on.wait()
        self._good = max(self._good, len(data) == 1)  # the last byte would be taken
        return super().write(data)
