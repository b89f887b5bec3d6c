"""The project's own Python files, read and parsed once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("danyang_desktop", "ui", "tests")


def files(*rooms: str) -> list[Path]:
    """Return the Python files of some rooms (all packages and main.py if none is named)."""
    found = [ROOT / "main.py"] if not rooms else []
    for room in rooms or PACKAGES:
        found += sorted((ROOT / room).rglob("*.py"))
    return found


def name(path: Path) -> str:
    """Return a file's path within the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), str(path))
