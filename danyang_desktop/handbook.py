"""The manual: short pages about tasks, in resources/manual; found by what is in front of the reader, or by a word.

A page is a file NN-name.md: its title, the keys of what it is about, then plain Markdown. Pictures of the real window
are made by `python -m tests.tour --manual`, so that they never show a window that is no more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.printing.sheets import Column, Photos, Picture, Sheet, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.printing.paper import Printed
    from danyang_desktop.printing.sheets import Block

MANUAL = Path(__file__).resolve().parent.parent / "resources" / "manual"
_NAME = re.compile(r"\d\d-(\w+)\.md")
_KEYS = re.compile(r"<!--(.*?)-->\n?")
_MARKS = re.compile(r"\*\*(.+?)\*\*")
_PICTURE = re.compile(r"!\[(.*?)\]\((.*?)\)")
_ROW = re.compile(r"^\|(.*)\|$")
_WIDTH, _HEIGHT = 150.0, 77.0
"""Millimetres of a picture: the window is twice as wide as it is high."""


@dataclass(frozen=True)
class ManualPage:
    """One page: its title, what it is about, and its Markdown without the title's line."""

    name: str
    title: str
    keys: tuple[str, ...]
    text: str

    def says(self, word: str) -> bool:
        """Tell whether the page has a word, in whatever case."""
        return word.lower() in f"{self.title}\n{self.text}".lower()


@cache
def pages() -> tuple[ManualPage, ...]:
    """Return the pages in their order."""
    return tuple(_read(path) for path in sorted(MANUAL.glob("*.md")) if _NAME.fullmatch(path.name))


def _read(path: Path) -> ManualPage:
    title, _, text = path.read_text("utf-8").partition("\n")
    found = _KEYS.search(text)
    keys = tuple(found[1].split()) if found else ()
    return ManualPage(path.stem, title.removeprefix("# ").strip(), keys, _KEYS.sub("", text).strip())


def page_about(*keys: str) -> ManualPage:
    """Return the page about the first of these keys that has one; the first page of all if none has."""
    known = {key: page for page in pages() for key in page.keys}
    return next((known[key] for key in keys if key in known), pages()[0])


def print_manual(out: Path, progress: Progress = silent) -> Printed:
    """Print the whole manual into a PDF, a sheet a page of it. Raises Trouble and what `progress` raises."""
    from danyang_desktop.printing.paper import render

    sheets = [
        Sheet(
            title=page.title, unit="丹阳台账使用手册", period=f"{number}", blocks=tuple(_blocks(page.text)),
            layout="portrait", care="丹阳台账使用手册",
        )
        for number, page in enumerate(pages(), 1)
    ]  # fmt: skip
    return render(sheets, out, title="丹阳台账使用手册", progress=progress)


def _blocks(text: str) -> Iterator[Block]:
    """Yield what a page is made of on paper: paragraphs and lists, pictures, tables."""
    rows: list[tuple[str, ...]] = []
    for line in text.splitlines():
        row = _ROW.match(line)
        if row:
            rows.append(tuple(_plain(cell) for cell in row[1].split("|")))
            continue
        if rows:
            yield _table(rows)
            rows = []
        picture = _PICTURE.fullmatch(line)
        if picture:
            yield Photos((Picture(picture[2], _jpeg, picture[1]),), _WIDTH, _HEIGHT)
        elif line.strip():
            yield Words(_plain(line.replace("- ", "· ", 1) if line.startswith("- ") else line), size=12.0)
    if rows:
        yield _table(rows)


def _plain(text: str) -> str:
    return _MARKS.sub(r"\1", text).strip()


def _table(rows: list[tuple[str, ...]]) -> Table:
    """Return a table; its second row is the line under the heads."""
    heads, body = rows[0], rows[2:]
    widths = (60.0, 105.0) if len(heads) == 2 else (20.0, 70.0, 75.0)
    columns = tuple(Column(head, width) for head, width in zip(heads, widths, strict=True))
    return Table(columns=columns, rows=body, total_label=None)


def _jpeg(name: str) -> bytes | None:
    """Return a picture of the manual as paper takes it, or None if it was not made."""
    from io import BytesIO

    from PIL import Image  # late: 30 ms at start-up

    path = MANUAL / name
    if not path.exists():
        return None
    out = BytesIO()
    with Image.open(path) as picture:
        picture.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()
