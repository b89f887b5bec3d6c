"""What goes on beside the encrypting of a bundle: photos are fetched before it, the stick is written behind it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from itertools import islice
from queue import Queue, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, BinaryIO, Self, TypeVar

from danyang_desktop.exchange.bundle_file import start_sending

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from cryptography.hazmat.primitives.poly1305 import Poly1305

T = TypeVar("T")

_BLOCK = 2 * 1024 * 1024
"""Bytes that go together: each block costs two waits for the interpreter, which encrypting holds on to."""
_BLOCKS = 4
"""One is filled, one is written, two are between them."""
_AHEAD = 2
_SEND_BYTES = 8 * 1024 * 1024
_KEY_BYTES = 32


@dataclass(frozen=True)
class Written:
    """What was given to a file: its SHA-256, and its mark, by which the same bytes are known when they are read back.

    The mark is Poly1305 (RFC 8439) under a key that is made for this one writing and never leaves the memory: of a GiB,
    other bytes bear it once in 2**77 times, whatever the stick does. It takes a seventh of the time of SHA-256.
    """

    size: int
    sha256: bytes
    key: bytes = field(repr=False)
    mark: bytes

    def reading(self) -> Poly1305:
        """Return what is to be given all the bytes as they are read back."""
        return _marker(self.key)

    def is_what(self, read: Poly1305) -> bool:
        """Tell whether `read` was given the bytes that were written."""
        from cryptography.exceptions import InvalidSignature

        try:
            read.verify(self.mark)
        except InvalidSignature:
            return False
        return True


def _marker(key: bytes) -> Poly1305:
    from cryptography.hazmat.primitives.poly1305 import Poly1305

    return Poly1305(key)


class Stream:
    """Takes bytes to the end of a file, a block at a time; use it in a `with` statement.

    The blocks are a few pieces of memory that go round: to ask the system for 2 MB each time costs more than to fill
    them. A bundle of one block needs no thread.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._sha256 = hashlib.sha256()
        self._key = secrets.token_bytes(_KEY_BYTES)
        self._mark = _marker(self._key)
        self._size = 0
        self._out = out
        self._block = bytearray(_BLOCK)
        self._held = 0
        self._sent = 0
        self._made = 1
        self._spare: SimpleQueue[bytearray] = SimpleQueue()
        self._line: SimpleQueue[bytearray | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until nobody writes any more, whatever happened."""
        if self._thread is not None:
            self._line.put(None)
            self._thread.join()
            self._thread = None

    def write(self, data: bytes) -> None:
        """Take bytes; raises what the file raised, perhaps for bytes before."""
        at = 0
        while at < len(data):
            if self._held == _BLOCK:
                self._pass_on()
            more = min(len(data) - at, _BLOCK - self._held)
            self._block[self._held : self._held + more] = memoryview(data)[at : at + more]
            self._held += more
            at += more

    def finish(self) -> Written:
        """Wait until all is hashed and given to the file, say what it was; raises what the file raised."""
        self.__exit__()
        self._must_be_well()
        self._take(memoryview(self._block)[: self._held])
        return Written(self._size, self._sha256.digest(), self._key, self._mark.finalize())

    def _pass_on(self) -> None:
        """Let the thread have the full block, and wait for an empty one."""
        if self._thread is None:
            self._thread = Thread(target=self._work, name="stick", daemon=True)
            self._thread.start()
        self._line.put(self._block)
        if self._made < _BLOCKS:
            self._made += 1
            self._block = bytearray(_BLOCK)
        else:
            self._block = self._spare.get()
        self._held = 0
        self._must_be_well()

    def _must_be_well(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        while (block := self._line.get()) is not None:
            if self._failure is None:  # else only give it back: whoever writes must not wait for ever
                try:
                    self._take(memoryview(block))
                except BaseException as error:  # noqa: BLE001 - raised where the bytes come from
                    self._failure = error
            self._spare.put(block)

    def _take(self, block: memoryview) -> None:
        self._sha256.update(block)
        self._mark.update(block)
        self._out.write(block)
        self._size += len(block)
        self._sent += len(block)
        if self._sent > _SEND_BYTES:
            self._sent = 0
            start_sending(self._out)


def beside(source: Iterable[T], ahead: int = _AHEAD) -> Generator[T, None, None]:
    """Yield what `source` yields, while a thread fetches the next ones, `ahead` of them; raises what it raises.

    Close it when you break off: then nobody asks `source` any more.
    """
    rest = iter(source)
    yield from islice(rest, 1)  # for one alone no thread is needed
    line: Queue[tuple[T, ...] | BaseException] = Queue(ahead)
    gone = Event()

    def fetch() -> None:
        end: tuple[T, ...] | BaseException = ()
        try:
            for one in rest:
                if gone.is_set():
                    break
                line.put((one,))
        except BaseException as error:  # noqa: BLE001 - raised where they are asked for
            end = error
        line.put(end)

    thread = Thread(target=fetch, name="beside", daemon=True)
    thread.start()
    told: tuple[T, ...] | BaseException = ()
    try:
        while isinstance(told := line.get(), tuple) and told:
            yield told[0]
        if isinstance(told, BaseException):
            raise told
    finally:
        gone.set()
        while isinstance(told, tuple) and told:
            told = line.get()
        thread.join()
