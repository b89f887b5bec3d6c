"""Streams through age (age-encryption.org/v1) and hashes the encrypted bytes on the way.

pyrage swallows whatever our side of the stream raises, Cancelled and a full disk among them: it is kept and raised
again here.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO, Protocol

from danyang_desktop.base.errors import Trouble
from danyang_desktop.exchange.bundle_file import writing
from danyang_desktop.exchange.bundle_format import PAYLOAD_LIMIT
from danyang_desktop.exchange.bundle_pack import TOO_LARGE
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.exchange.bundle_stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pyrage.x25519 import Identity

    from danyang_desktop.exchange.bundle_stream import Written

_TEMPORARY = "本机的临时文件夹"
_HEAD_LIMIT = 65_536  # an age header for 32 recipients has about 4 KB; the library would read one without end
_HEAD_END = b"\n--- "


class _Writable(Protocol):
    def write(self, data: bytes, /) -> int: ...


class _Stream:
    """One side of a stream: keeps what was raised in it."""

    failure: BaseException | None = None

    def fail(self, error: BaseException) -> None:
        self.failure = self.failure or error


class _Chunks(_Stream):
    """A reader over an iterator of bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._chunk = b""
        self._at = 0

    def read(self, size: int) -> bytes:
        try:
            while self._at >= len(self._chunk):
                self._chunk = next(self._chunks)
                self._at = 0
        except StopIteration:
            return b""
        except BaseException as error:
            self.fail(error)
            raise
        part = self._chunk[self._at : self._at + size]
        self._at += len(part)
        return part


class _Sealed(_Stream):
    """Takes the encrypted bytes to their file."""

    def __init__(self, out: Stream, tell: Callable[[int], None]) -> None:
        self._out = out
        self._tell = tell
        self._size = 0

    def write(self, data: bytes) -> int:
        try:
            self._take(data)
        except BaseException as error:
            self.fail(error)
            raise
        return len(data)

    def _take(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > PAYLOAD_LIMIT:
            raise Trouble(TOO_LARGE, "U-106")
        self._out.write(data)
        self._tell(self._size)

    def flush(self) -> None:
        """Flushed by whoever opened the file."""


class _Encrypted(_Stream):
    """Reads the encrypted bytes from their file."""

    def __init__(self, file: BinaryIO) -> None:
        self.sha256 = hashlib.sha256()
        self._file = file

    def read(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except BaseException as error:
            self.fail(error)
            raise
        self.sha256.update(data)
        return data


class _Clear(_Stream):
    """Takes the decrypted bytes to the scratch file."""

    def __init__(self, scratch: _Writable) -> None:
        self._scratch = scratch

    def write(self, data: bytes) -> int:
        try:
            with writing(_TEMPORARY):
                return self._scratch.write(data)
        except BaseException as error:
            self.fail(error)
            raise

    def flush(self) -> None:
        """Nothing is held back."""


def encrypt(chunks: Iterator[bytes], out: BinaryIO, recipients: Sequence[str], tell: Callable[[int], None]) -> Written:
    """Encrypt `chunks` to `out`; answers what was written.

    `tell` hears how many bytes are done. Raises what `chunks`, `out` or `tell` raise, ValueError for a recipient that
    is none, Trouble U-106 beyond `PAYLOAD_LIMIT`.
    """
    import pyrage

    try:
        keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    except pyrage.RecipientError as error:
        raise ValueError("not an age recipient") from error
    with Stream(out) as stream:
        source, target = _Chunks(chunks), _Sealed(stream, tell)
        try:
            pyrage.encrypt_io(source, target, keys)
        except (pyrage.EncryptError, OSError) as error:
            raise source.failure or target.failure or error from None
        return stream.finish()


def decrypt(file: BinaryIO, scratch: _Writable, identity: Identity) -> bytes:
    """Decrypt from where `file` stands to its end; answers the SHA-256 of the encrypted bytes.

    Raises BadContent if this is not whole, sound age for `identity`, OSError of `file`, Trouble of `scratch`.
    """
    import pyrage

    start = file.tell()
    if _HEAD_END not in file.read(_HEAD_LIMIT):
        raise BadContent("加密部分读不懂")
    file.seek(start)
    source, target = _Encrypted(file), _Clear(scratch)
    try:
        pyrage.decrypt_io(source, target, [identity])
    except (pyrage.DecryptError, OSError) as error:  # OSError is also its word for a broken chunk
        raise source.failure or target.failure or BadContent("加密部分打不开") from error
    return source.sha256.digest()
