"""核对码: eight digits on paper by which a sheet is recognised as the one the book would print."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_END = "\x1f"
"""Behind each value: no text on paper has it, so that no two lists of values read alike."""


def check_code(values: Iterable[str]) -> str:
    """Return the first 8 hex digits of SHA-256 over the printed values, as `XXXX-XXXX`."""
    listed = list(values)
    text = _END.join([*listed, ""])
    if text.count(_END) != len(listed):
        text = _END.join([*(value.replace(_END, " ") for value in listed), ""])
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8].upper()
    return f"{digest[:4]}-{digest[4:]}"
