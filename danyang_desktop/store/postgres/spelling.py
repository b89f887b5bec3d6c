"""Rows in the text format of COPY (PostgreSQL manual, COPY, "Text Format"); it needs no driver."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

NULL = "\x01"
"""What stands for no value. A text that is this and nothing else is written as an escape, which is another thing."""
OPTIONS = f"(NULL E'\\x{ord(NULL):02x}')"
"""What COPY must be told."""
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r"[\\\t\n\r]")
_SAID = re.compile(r"\\(?:x01|.)")
_MEANT = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r", "\\x01": NULL}


class CopyText:
    """Rows as COPY takes them: bytes of UTF-8, a tab between values, a line feed behind the last."""

    def row(self, values: Sequence[Any]) -> bytes:
        """Return a row, or its last part; raises ValueError for half surrogates, TypeError for what no column holds."""
        return f"{_line(values)}\n".encode()

    def head(self, *numbers: int) -> bytes:
        """Return the first values of a row."""
        return b"%d\t" * len(numbers) % numbers

    def values(self, row: bytes) -> list[str | None]:
        """Return what a row says; numbers as their digits."""
        return [
            None if one == NULL else _SAID.sub(lambda found: _MEANT[found[0]], one)
            for one in row.decode().removesuffix("\n").split("\t")
        ]

    def found(self, branch: str, words: str) -> bytes:
        """Return branch and words; these have a line feed and hardly anything else that is odd."""
        for odd, escaped in _ESCAPES.items():
            words = words.replace(odd, escaped)
        return self.row((branch, "")).removesuffix(b"\n") + words.encode() + b"\n"


def _line(values: Sequence[Any]) -> str:
    said = [one if type(one) is str else _plain(one) for one in values]
    line = "\t".join(said)
    # Hardly any text has what must be escaped: one look at them all, not one at each.
    plain = not ("\\" in line or "\n" in line or "\r" in line) and line.count("\t") == len(said) - 1
    return line if plain and line.count(NULL) == values.count(None) else "\t".join(map(_escaped, values))


def _plain(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return repr(value)
    raise TypeError(f"no column holds a {type(value).__name__}")


def _escaped(value: Any) -> str:
    if not isinstance(value, str):
        return _plain(value)
    return "\\x01" if value == NULL else _ESCAPED.sub(lambda found: _ESCAPES[found[0]], value)
