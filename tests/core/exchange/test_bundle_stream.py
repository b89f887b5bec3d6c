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
        stream.finish()
    assert (tmp_path / "stick").read_bytes() == whole
    assert stream.sha256.digest() == hashlib.sha256(whole).digest()
    assert _ours() == set()


@pytest.mark.parametrize("good", [0, 1, 3])
def test_a_file_that_fails_is_told_to_who_writes(good: int) -> None:
    out = _File(good)

    def write_all() -> None:
        with Stream(out) as stream:
            for _ in range(20):
                stream.write(bytes(MEGABYTE))
            stream.finish()

    with pytest.raises(OSError, match="full"):
        write_all()
    assert len(out.getvalue()) == good * 2 * MEGABYTE
    assert _ours() == set()


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
