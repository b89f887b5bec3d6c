"""Record identifiers: UUID version 7 (RFC 9562, section 5.7) as 32 lower-case hexadecimal characters.

A version 7 identifier begins with its millisecond, so records made later sort later and an index grows at one end.
"""

from __future__ import annotations

import hashlib
import secrets
import struct
import threading
import time

_RANDOM_BITS = 74
_LOW_BITS = 62
_MS_LIMIT = 1 << 48
_STEP_BITS = 32
_LETTERS = "ACDEFGHJKLMNPQRTUVWXY3479"


def _lay_out(stamp: int) -> str:
    """Spread a 122-bit stamp (48 bits of milliseconds, 74 random) around the version and variant bits."""
    ms = stamp >> _RANDOM_BITS
    high = (stamp >> _LOW_BITS) & 0xFFF
    low = stamp & ((1 << _LOW_BITS) - 1)
    return f"{ms << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low:032x}"


class _Sequence:
    """Stamps that only ever grow, also when the computer's clock is set back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next_stamp(self) -> int:
        fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            if fresh <= self._last:
                # Same millisecond or a clock gone back: step on by a random amount (RFC 9562, section 6.2, method 2).
                fresh = self._last + 1 + secrets.randbits(_STEP_BITS)
            self._last = fresh
            return fresh

    def next_stamps(self, count: int) -> list[int]:
        """Step on from one fresh stamp to the next, each time by a random amount."""
        steps = struct.unpack(f"{count}I", secrets.token_bytes(count * _STEP_BITS // 8))
        stamp = self.next_stamp() - 1
        with self._lock:
            stamps = [stamp := stamp + 1 + step for step in steps]
            self._last = max(self._last, stamp)
        return stamps


_SEQUENCE = _Sequence()


def new_uid() -> str:
    """Return a new UUIDv7; within one process each is greater than the one before, whatever the clock does.

    Safe to call from several threads.
    """
    return _lay_out(_SEQUENCE.next_stamp())


def new_uids(count: int) -> list[str]:
    """Return so many new UUIDv7, each greater than the one before: made at one moment, and much faster so."""
    return [_lay_out(stamp) for stamp in _SEQUENCE.next_stamps(count)]


def uid_from(seed_bytes: bytes, ms: int) -> str:
    """Return the identifier that `seed_bytes` always gives at `ms` (milliseconds since 1970, UTC), for demo data.

    It has the shape of a UUIDv7, with a digest of the seed in place of the random bits.
    Raises ValueError if `ms` does not fit in 48 bits.
    """
    if not 0 <= ms < _MS_LIMIT:
        raise ValueError(f"{ms} milliseconds do not fit in 48 bits")
    digest = int.from_bytes(hashlib.sha256(seed_bytes).digest(), "big")
    return _lay_out(ms << _RANDOM_BITS | digest >> (256 - _RANDOM_BITS))


def short_code(device: str, epoch: int) -> str:
    """Return four letters and digits that stand for a computer, and for each life of its book since a restore.

    Read out and copied by hand, so without 0 O 1 I 2 Z 5 S 6 8 B; 390,625 codes keep the few computers of a branch
    apart.
    """
    number = int.from_bytes(hashlib.sha256(f"{device}:{epoch}".encode()).digest()[:8], "big")
    letters = ""
    for _ in range(4):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return letters
