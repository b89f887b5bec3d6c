"""One spelling of a JSON value, so that a digest or a signature means the same on every machine.

Keys sorted by code point, no spaces, UTF-8 without escapes, no NaN or Infinity.
"""

from __future__ import annotations

import hashlib
import json

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def canonical(obj: object) -> bytes:
    """Spell a value of dicts (keys are strings), lists, strings, integers, floats, booleans and None.

    Raises ValueError for NaN, Infinity, circles and half surrogates, TypeError for anything that JSON has not.
    """
    return _ENCODER.encode(obj).encode("utf-8")


def digest(obj: object) -> str:
    """SHA-256 of `canonical(obj)`: 64 hexadecimal digits."""
    return hashlib.sha256(canonical(obj)).hexdigest()
