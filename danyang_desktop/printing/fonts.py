"""The types that paper is set in: which files, in which order, and what no file can draw.

A type is a chain of fonts. First comes the one that documents are set in by GB/T 9704-2012 (仿宋, 小标宋, 黑体) if this
computer has it, then the shipped one. A character is drawn by the first font of the chain that has it, so a rare name
falls back run by run: the shipped subset, fonts dropped into the data folder, then those of the system. Only TrueType
outlines can be embedded. A character that no font has is printed as its code point in a box and reported beforehand by
`missing`. Lines are broken by the widths of the font that draws them, so every type obeys the same rules of layout.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.paths import device_folder, resources
from danyang_desktop.printing.fontfile import FontFile, open_font

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NOWHERE = -1
"""Place in the chain of a character that no font has."""

BOX = 1000
"""Width of the box that stands for a missing glyph, in 1/1000 of the type size."""

_RARE_OF_SYSTEM = ("simsunb.ttf", "simsunextg.ttf", "simsun.ttc", "HanaMinA.ttf", "HanaMinB.ttf")
"""Fonts with rare characters, on Windows and on Linux, in the order of preference."""

_PREFERRED: dict[str, tuple[str, ...]] = {
    "song": (
        "simfang.ttf", "FZFSK.TTF", "FZFSJW.TTF", "FZFSJW--GB1-0.ttf", "方正仿宋_GBK.ttf", "方正仿宋_GB18030.ttf",
        "方正仿宋简体.ttf", "仿宋_GB2312.ttf", "STFANGSO.TTF",
    ),
    "title": (
        "FZXBSJW.TTF", "FZXBSK.TTF", "FZXBSJW--GB1-0.ttf", "方正小标宋简体.ttf", "方正小标宋_GBK.ttf",
        "方正小标宋_GB18030.ttf",
    ),
    "hei": ("simhei.ttf", "FZHTK.TTF", "FZHTJW.TTF", "FZHTJW--GB1-0.ttf", "方正黑体_GBK.ttf", "方正黑体_GB18030.ttf"),
}  # fmt: skip
"""File names on Windows, 统信UOS and 麒麟 of the types that GB/T 9704 names, in the order of preference."""
_EVERYDAY = "台账单位：帮扶补助，元（签字）0123456789"
"""What a font must have to set sheets: some lack 账, being made for traditional characters."""

_TRUETYPE = (".ttf", ".ttc")
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

    Raises Trouble when a file of ours is missing or broken; a broken font of the system or the reader is passed over.
    """

    def __init__(
        self, name: str, files: Sequence[Path], *, first: Path | None = None, extra: Sequence[Path] = ()
    ) -> None:
        self.name = name
        self.preferred = first is not None
        self._files = (first, *files) if first is not None else tuple(files)
        self._extra = tuple(extra)
        self._fonts: list[FontFile] = [open_font(self._files[0])]
        self._rest = self._later()
        self.homes = _Homes(self)
        self.widths = _Widths(self)

    def _later(self) -> Iterator[FontFile]:
        for path in self._files[1:]:
            yield open_font(path)
        for path in self._extra:
            if is_usable(path):
                yield open_font(path)

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
        alphabet = set(clean("".join(set("".join(set(texts))))))  # each text and each character once
        alphabet.discard("\n")
        return tuple(sorted(char for char in alphabet if self.homes[char] == NOWHERE))


class Types(NamedTuple):
    """The types of a sheet: 仿宋 or 宋 for text, 黑 for heads, 小标宋 for titles (None: the text's, made bolder)."""

    song: Chain
    hei: Chain
    title: Chain | None = None

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return 缺字 before printing; every value is set in song, so that its chain decides."""
        return self.song.missing(texts)


def is_usable(path: Path, text: str = "") -> bool:
    """Tell whether a font file can be read, may be embedded, and has these characters."""
    try:
        font = open_font(path)
        return font.embeddable and bool(font.glyphs) and all(map(font.has, text))
    except Trouble:
        return False


def _font_folders() -> tuple[Path, ...]:
    if sys.platform == "win32":
        mine = os.environ.get("LOCALAPPDATA", "")
        return (Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"), Path(mine, "Microsoft/Windows/Fonts"))
    if sys.platform == "darwin":
        return (Path("/Library/Fonts"), Path.home() / "Library/Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


@lru_cache(maxsize=1)
def _system_files() -> dict[str, Path]:
    """Return the fonts of this computer that we know by name, in lower case. Looks once."""
    wanted = {name.lower() for name in (*_RARE_OF_SYSTEM, *(name for names in _PREFERRED.values() for name in names))}
    found: dict[str, Path] = {}
    for folder in _font_folders():
        for parent, _folders, names in os.walk(folder):
            for name in names:
                if name.lower() in wanted:
                    found.setdefault(name.lower(), Path(parent, name))
    return found


def system_fonts() -> tuple[Path, ...]:
    """Return the fonts of this computer that are known for rare characters, best first."""
    found = _system_files()
    return tuple(found[name.lower()] for name in _RARE_OF_SYSTEM if name.lower() in found)


def preferred(role: str) -> Path | None:
    """Return this computer's font for a role (song, title, hei), the first that is whole and has what sheets say."""
    found = _system_files()
    paths = (found[name.lower()] for name in _PREFERRED[role] if name.lower() in found)
    return next((path for path in paths if is_usable(path, _EVERYDAY)), None)


def own_folder() -> Path:
    """Return the folder into which the reader may drop TrueType files for names that no font has."""
    return device_folder() / "fonts"


def _own_fonts() -> tuple[Path, ...]:
    with suppress(OSError):
        return tuple(sorted(path for path in own_folder().iterdir() if path.suffix.lower() in _TRUETYPE))
    return ()


def types(extra: tuple[Path, ...] | None = None, *, system: bool = True, folder: Path | None = None) -> Types:
    """Return the types for printing; raises Trouble when a shipped font is gone or broken.

    extra    TrueType files of the reader; None = those in `own_folder`, if the system's are used too
    system   use the fonts of this computer (their glyphs are embedded, so the sheet looks alike elsewhere)
    folder   where the shipped fonts are, for tests
    """
    if extra is None:
        extra = _own_fonts() if system else ()
    return _types(extra, system=system, folder=folder or resources() / "fonts")


@lru_cache(maxsize=8)
def _types(extra: tuple[Path, ...], *, system: bool, folder: Path) -> Types:
    shipped, rare = folder / "NotoSerifSC-Regular.ttf", folder / "DanyangRareNames.ttf"
    later = (*extra, *(system_fonts() if system else ()))
    song, title, hei = (preferred(role) if system else None for role in ("song", "title", "hei"))
    return Types(
        Chain("Song", (shipped, rare), first=song, extra=later),
        Chain("Hei", (folder / "NotoSansSC-Bold.ttf", shipped, rare), first=hei, extra=later),
        Chain("Title", (shipped, rare), first=title, extra=later) if title else None,
    )
