"""The code on the 开锁纸: 24 letters and figures that are not mistaken for one another, four by four."""

from __future__ import annotations

import secrets

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 1 I O: it is copied by hand from paper
_GROUPS, _LETTERS = 6, 4


def new_code() -> str:
    """Return a new code, 120 bits of chance."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS)) for _ in range(_GROUPS))
    return "-".join(groups)


def tidy_code(code: str) -> str:
    """Return a recovery code as it was made, however it was typed."""
    return "".join(c for c in code.upper() if c in _ALPHABET)
