"""One spelling of a JSON value, so that a digest or a signature means the same on every machine.

Keys sorted by code point, no spaces, UTF-8 without escapes, no NaN or Infinity. Reading is stricter than the
standard asks: what two readers could understand in two ways is refused (RFC 8259, sections 4, 6 and 8.1).
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from json import encoder as _json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 32
MAX_DIGITS = 19  # of a whole number: SQLite and every other reader hold 64 bits

# A string (perhaps unfinished: the match must stay linear on hostile text) or a bracket.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)
_OPENING, _CLOSING = b"[{", b"]}"


def spelling(*, sort_keys: bool, separators: tuple[str, str], allow_nan: bool) -> Callable[[object], str]:
    """Return what spells values as JSON without escapes, made once: JSONEncoder makes its machine anew for each value.

    It raises ValueError for a circle, as that does.
    """
    between, behind = separators
    plain = json.JSONEncoder()
    machine: Any = getattr(_json, "c_make_encoder", None)
    if machine is None:  # a Python without the machine written in C
        return json.JSONEncoder(
            ensure_ascii=False, allow_nan=allow_nan, sort_keys=sort_keys, separators=separators
        ).encode
    spell = machine(None, plain.default, _json.encode_basestring, None, behind, between, sort_keys, False, allow_nan)
    join = "".join

    def encode(obj: object) -> str:
        try:
            return join(spell(obj, 0))
        except RecursionError as error:
            raise ValueError("Circular reference detected") from error

    return encode


spell = spelling(sort_keys=True, separators=(",", ":"), allow_nan=False)
"""How `canonical` spells, as text."""

quoted: Callable[[str], str] = _json.encode_basestring
"""How it spells a string."""


def canonical(obj: object) -> bytes:
    """Spell a value of dicts (keys are strings), lists, strings, integers, floats, booleans and None.

    Raises ValueError for NaN, Infinity, circles and half surrogates, TypeError for anything that JSON has not.
    """
    return spell(obj).encode("utf-8")


def digest(obj: object) -> str:
    """SHA-256 of `canonical(obj)`: 64 hexadecimal digits."""
    return hashlib.sha256(canonical(obj)).hexdigest()


def parse(data: bytes, *, max_depth: int = MAX_DEPTH) -> object:
    """Read JSON that came from outside, whatever it holds.

    Raises ValueError, and nothing else, for: text that is not JSON or not UTF-8, a key twice in one object, NaN and
    Infinity (also as 1e999), whole numbers beyond 64 bits, half surrogates, U+0000, more than `max_depth` levels.
    """
    if _deeper_than(data, max_depth):
        raise ValueError(f"more than {max_depth} levels")
    text = data.decode("utf-8")
    value: object = _DECODER.decode(text)
    if "\\u" in text:  # only an escape can smuggle these in
        _refuse_odd_characters(value)
    return value


def _deeper_than(data: bytes, limit: int) -> bool:
    if data.count(b"[") + data.count(b"{") <= limit:
        return False
    level = 0
    for token in _TOKEN.finditer(data):
        first = data[token.start()]
        if first in _OPENING:
            level += 1
            if level > limit:
                return True
        elif first in _CLOSING:
            level -= 1
    return False


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return made


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS + 1:
        raise ValueError("a number too long")
    value = int(digits)
    if not -(1 << 63) <= value < 1 << 63:
        raise ValueError("a number beyond 64 bits")
    return value


def _fraction(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number too large")
    return value


def _constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def _refuse_odd_characters(value: object) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("U+0000 in a text")
        value.encode("utf-8")
    elif isinstance(value, list):
        for item in value:
            _refuse_odd_characters(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_odd_characters(key)
            _refuse_odd_characters(item)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_fraction, parse_constant=_constant
)
