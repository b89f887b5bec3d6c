"""What was printed: one entry a sheet, with its 核对码, how far the book had come, and how the sheet was made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COLUMNS = ("job", "number", "at", "author", "title", "period", "version", "pages", "code", "upto", "recipe")
_PUT = f"INSERT INTO print_log ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_GET = f"SELECT seq, {', '.join(_COLUMNS)} FROM print_log"


class Entry(NamedTuple):
    """One printed sheet.

    job      the file that it was part of (the same for all its sheets);  number  its place there, from 0
    at       moment;  author  who printed
    title, period, version   the sheet's name: the same three name its next printing
    upto     place of the newest version in the book's log at that moment
    recipe   how the file was made, as JSON: what was asked for
    """

    seq: int
    job: int
    number: int
    at: str
    author: str
    title: str
    period: str
    version: str
    pages: int
    code: str
    upto: int
    recipe: dict[str, Any]


class Line(NamedTuple):
    """What a sheet adds to the log; the rest is the same for the whole file."""

    title: str
    period: str
    pages: int
    code: str


def put(
    connection: Any, lines: Sequence[Line], *, at: str, author: str, version: str, upto: int, recipe: dict[str, Any]
) -> int:
    """Log the sheets of one file; returns the number of the job. Call it inside a transaction."""
    job = int(connection.execute("SELECT coalesce(max(job), 0) + 1 FROM print_log").fetchone()[0])
    made = json.dumps(recipe, ensure_ascii=False, sort_keys=True)
    rows = [
        (job, number, at, author, line.title, line.period, version, line.pages, line.code, upto, made)
        for number, line in enumerate(lines)
    ]
    connection.executemany(_PUT, rows)
    return job


def by_code(connection: Any, code: str) -> list[Entry]:
    """Return the printings that bore a 核对码, newest first."""
    return _read(connection.execute(f"{_GET} WHERE code = ? ORDER BY seq DESC", (code,)))


def entries(connection: Any, limit: int = 200) -> list[Entry]:
    """Return the newest entries, newest first."""
    return _read(connection.execute(f"{_GET} ORDER BY seq DESC LIMIT ?", (limit,)))


def titled(connection: Any, title: str) -> list[Entry]:
    """Return all printings of sheets with this title, newest first."""
    return _read(connection.execute(f"{_GET} WHERE title = ? ORDER BY seq DESC", (title,)))


def codes(connection: Any, title: str, period: str, version: str) -> list[str]:
    """Return the 核对码 with which a sheet of this name was printed, the newest first."""
    rows = connection.execute(
        "SELECT code FROM print_log WHERE title = ? AND period = ? AND version = ? ORDER BY seq DESC",
        (title, period, version),
    )
    return [str(code) for (code,) in rows]


def _read(rows: Iterable[Any]) -> list[Entry]:
    return [Entry._make((*row[:-1], json.loads(row[-1]))) for row in rows]
