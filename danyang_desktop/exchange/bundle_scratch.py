"""Room for what was decrypted and must be read here and there: memory, or a temporary file that is never in clear.

The temporary file is AES-256-CTR under a key that exists only in this object; it has no name on Linux, and what a
power cut leaves of it elsewhere cannot be read by anyone.
"""

from __future__ import annotations

import io
import secrets
import tempfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import ReadableBuffer, WriteableBuffer

MEMORY = 16 * 1024 * 1024
_BLOCK = 16
_COUNTER_LIMIT = 1 << 128


class Scratch(io.RawIOBase):
    """A file that is written from start to end and then read anywhere."""

    def __init__(self, size: int, folder: Path | None = None) -> None:
        """Expect `size` bytes; more than 16 MiB go to a temporary file in `folder` (default: the system's)."""
        super().__init__()
        self._sealed = size > MEMORY
        # SIM115: the file lives as long as this object and is closed by `close`.
        self._store: Any = tempfile.TemporaryFile(dir=folder) if self._sealed else io.BytesIO()  # noqa: SIM115 - closed by close
        self._key = secrets.token_bytes(32)
        self._start = secrets.randbits(128)
        self._writer: Any = self._stream(0) if self._sealed else None
        self._at = 0
        self._size = 0

    def _stream(self, at: int) -> Any:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        counter = (self._start + at // _BLOCK) % _COUNTER_LIMIT
        stream = Cipher(algorithms.AES(self._key), modes.CTR(counter.to_bytes(_BLOCK, "big"))).encryptor()
        stream.update(bytes(at % _BLOCK))
        return stream

    def readable(self) -> bool:
        """Yes."""
        return True

    def writable(self) -> bool:
        """Yes, at its end."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Append; writing anywhere else raises ValueError."""
        if self._at != self._size:
            raise ValueError("a scratch file is only appended to")
        plain = bytes(data)
        self._store.seek(self._at)
        self._store.write(self._writer.update(plain) if self._sealed else plain)
        self._at += len(plain)
        self._size = self._at
        return len(plain)

    def readinto(self, room: WriteableBuffer, /) -> int:
        """Read into `room`; answers how many bytes, 0 at the end."""
        view = memoryview(room).cast("B")
        self._store.seek(self._at)
        data = self._store.read(len(view))
        if self._sealed:
            data = self._stream(self._at).update(data)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move to a place, also beyond the end; raises ValueError before the beginning."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        """Answer the place."""
        return self._at

    def close(self) -> None:
        """Forget the key and drop the file."""
        self._key = b""
        self._store.close()
        super().close()
