"""The types that paper is set in: which files, in which order, and what no file can draw.

A type is a chain of fonts. A character is drawn by the first font of the chain that has it, so a rare name falls back
run by run: the shipped subset, fonts dropped into the data folder, then those of the system. Only TrueType outlines can
be embedded. A character that no font has is printed as its code point in a box and reported beforehand by `missing`.
"""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.paths import resources
from danyang_desktop.printing.fontfile import FontFile, open_font

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NOWHERE = -1
"""Place in the chain of a character that no font has."""

BOX = 1000
"""Width of the box that stands for a missing glyph, in 1/1000 of the type size."""

_RARE_OF_SYSTEM = ("simsunb.ttf", "simsunextg.ttf", "simsun.ttc", "HanaMinA.ttf", "HanaMinB.ttf")
"""Fonts with rare characters, on Windows and on Linux, in the order of preference."""

_AS_SPACE = ((0x00, 0x09), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0xA0))
_AS_LINE_FEED = ((0x85, 0x85), (0x2028, 0x2029))
_AS_UNKNOWN = ((0xD800, 0xDFFF),)
_DROPPED = (
    *((0x0D, 0x0D), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0xFEFF, 0xFEFF)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xE0000, 0xE0FFF)),
)
_CLEAN: dict[int, str | None] = {
    code: becomes
    for ranges, becomes in ((_AS_SPACE, " "), (_AS_LINE_FEED, "\n"), (_AS_UNKNOWN, "\ufffd"), (_DROPPED, None))
    for first, last in ranges
    for code in range(first, last + 1)
}
_RANGES = (*_AS_SPACE, *_AS_LINE_FEED, *_AS_UNKNOWN, *_DROPPED)
_DIRTY = re.compile(f"[{''.join(f'{chr(92)}U{first:08x}-{chr(92)}U{last:08x}' for first, last in _RANGES)}]")
"""Ranges, not a list: the regular expression engine tests a few of them fast and thousands of characters slowly."""


def clean(text: str) -> str:
    """Return `text` as it can stand on paper: control characters become spaces, invisible marks go, line feeds stay.

    Variation selectors go too: the base character is the name, its printed form belongs to the font. Half a surrogate
    pair, which no file can hold, becomes U+FFFD.
    """
    return text.translate(_CLEAN) if _DIRTY.search(text) else text


class _Homes(dict[str, int]):
    """Character -> place of its font in the chain, found when first asked for."""

    def __init__(self, chain: Chain) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, char: str) -> int:
        place = self[char] = self._chain.find(char)
        return place


class _Widths(dict[str, float]):
    """Character -> advance in 1/1000 of the type size, found when first asked for."""

    def __init__(self, chain: Chain) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, char: str) -> float:
        place = self._chain.homes[char]
        font = self._chain[place]
        width = self[char] = float(BOX if place == NOWHERE else font.width(font.glyphs[ord(char)]))
        return width


class Chain:
    """Fonts in order of preference; all but the first are read only when a character asks for them.

    Raises Trouble when a file of ours is missing or broken; a broken font of the system is passed over.
    """

    def __init__(self, name: str, files: Sequence[Path], *, system: bool = True) -> None:
        self.name = name
        self._files = tuple(files)
        self._system = system
        self._fonts: list[FontFile] = [open_font(self._files[0])]
        self._rest = self._later()
        self.homes = _Homes(self)
        self.widths = _Widths(self)

    def _later(self) -> Iterator[FontFile]:
        for path in self._files[1:]:
            yield open_font(path)
        for path in system_fonts() if self._system else ():
            try:
                font = open_font(path)
                font.has(" ")  # reads its characters, so that what is broken shows now
            except Trouble:
                continue
            yield font

    def __getitem__(self, place: int) -> FontFile:
        return self._fonts[max(place, 0)]

    def find(self, char: str) -> int:
        """Return the place of the first font that has `char`, or NOWHERE."""
        for place, font in enumerate(self._fonts):
            if font.has(char):
                return place
        for font in self._rest:
            self._fonts.append(font)
            if font.has(char):
                return len(self._fonts) - 1
        return NOWHERE

    def width(self, text: str, size: float) -> float:
        """Return the width of one line of text in points."""
        return sum([self.widths[char] for char in text]) * size / 1000

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return 缺字: each character of the texts that no font has, once, in the order of code points."""
        alphabet: set[str] = set()
        for text in texts:
            alphabet.update(clean(text))
        alphabet.discard("\n")
        return tuple(sorted(char for char in alphabet if self.homes[char] == NOWHERE))


class Types(NamedTuple):
    """The two types of a sheet: 宋 for text and titles, 黑 for heads and labels."""

    song: Chain
    hei: Chain

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return 缺字 before printing; every value is set in song, so that its chain decides."""
        return self.song.missing(texts)


def _font_folders() -> tuple[Path, ...]:
    if sys.platform == "win32":
        mine = os.environ.get("LOCALAPPDATA", "")
        return (Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"), Path(mine, "Microsoft/Windows/Fonts"))
    if sys.platform == "darwin":
        return (Path("/Library/Fonts"), Path.home() / "Library/Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


@lru_cache(maxsize=1)
def system_fonts() -> tuple[Path, ...]:
    """Return the fonts of this computer that are known for rare characters, best first. Looks once."""
    wanted = {name.lower(): rank for rank, name in enumerate(_RARE_OF_SYSTEM)}
    found: dict[int, Path] = {}
    for folder in _font_folders():
        for parent, _folders, names in os.walk(folder):
            for name in names:
                if name.lower() in wanted:
                    found.setdefault(wanted[name.lower()], Path(parent, name))
    return tuple(path for _rank, path in sorted(found.items()))


@lru_cache(maxsize=8)
def types(extra: tuple[Path, ...] = (), *, system: bool = True, folder: Path | None = None) -> Types:
    """Return the types for printing; raises Trouble when a shipped font is gone or broken.

    extra    TrueType files that the reader dropped into the data folder
    system   fall back to the fonts of this computer (their glyphs are embedded, so the sheet looks alike elsewhere)
    folder   where the shipped fonts are, for tests
    """
    folder = folder or resources() / "fonts"
    song = folder / "NotoSerifSC-Regular.ttf"
    rare = (folder / "DanyangRareNames.ttf", *extra)
    return Types(
        Chain("Song", (song, *rare), system=system),
        Chain("Hei", (folder / "NotoSansSC-Bold.ttf", song, *rare), system=system),
    )
