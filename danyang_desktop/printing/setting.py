"""Setting texts: from a value to lines of PDF operators with their widths, each distinct value once.

A `Slot` is a place across the sheet (a column) with a style. It remembers what it set, because a ledger repeats its
values: categories, dates, the same three visitors. A page is then put together from ready pieces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.printing.embed import register
from danyang_desktop.printing.fonts import BOX, NOWHERE, clean
from danyang_desktop.printing.kinsoku import widest_word, wrap

if TYPE_CHECKING:
    from danyang_desktop.printing.fonts import Chain, Types
    from danyang_desktop.printing.jpeg import Jpeg
    from danyang_desktop.printing.sheets import Align

MM = 72 / 25.4
"""Points to the millimetre."""

MIDDLE = 0.38
"""Height of the middle of a Chinese character over the baseline, in ems: ascent .88, descent .12."""

_SMALLEST, _SMALLER = 0.72, 0.85
"""How far a type may shrink before a word, or a short value of several words, is broken."""

_MOST_STRETCHED, _LEAST_STRETCHED = 2.5, 10
"""Ems that a line may be stretched by, and characters from which on: else its words would fall apart."""

_SHORT = 12
"""Characters up to which a centred value is one word."""

_REMEMBERED = 20_000

PAD = 0.6
"""Least white above and below the text of a row, in points."""


class Style(NamedTuple):
    """How a text looks.

    size, stroke (a bolder face) and pad (white above and below) in points; leading and indent of a paragraph in ems
    fall    where it stands in a row that is higher than it: 0 at the top, 1 at the bottom
    justify both edges flush, but for the last line of a paragraph
    title   in the type for titles; where there is none, in the text's, bolder by the stroke
    """

    size: float
    hei: bool = False
    align: Align = "left"
    leading: float = 1.25
    fall: float = 0.5
    pad: float = PAD
    indent: int = 0
    stroke: float = 0.0
    grey: float = 0.0
    justify: bool = False
    title: bool = False

    @property
    def face(self) -> int:
        """The place of its type among those of a Setter."""
        return 2 if self.title else int(self.hei)


class Box(NamedTuple):
    """A square in the `line`-th line of a text, from `left`, `side` points long."""

    line: int
    left: float
    side: float
    ticked: bool = False


class Laid(NamedTuple):
    """A text set in its place: across it is final, up and down it is free.

    lines   (operators before the height, operators behind it), one a line
    height  of all lines;  first  from their top to the first baseline;  leading  from line to line;
    middle  height of the middle of a character over the baseline;  all in points
    font    operators that choose font and size
    spans   (left, right) of each line, to strike it through
    boxes   each square: around a code point (缺字), or to tick
    """

    lines: tuple[tuple[str, str], ...] = ()
    height: float = 0.0
    first: float = 0.0
    leading: float = 0.0
    middle: float = 0.0
    font: str = ""
    fall: float = 0.5
    pad: float = PAD
    spans: tuple[tuple[float, float], ...] = ()
    boxes: tuple[Box, ...] = ()

    def part(self, start: int, stop: int) -> Laid:
        """Return some of the lines, for a row longer than a page."""
        lines = self.lines[start:stop]
        return self._replace(
            lines=lines,
            height=len(lines) * self.leading,
            spans=self.spans[start:stop],
            boxes=tuple(box._replace(line=box.line - start) for box in self.boxes if start <= box.line < stop),
        )


NOTHING = Laid()


class Setter:
    """Sets texts for one document; knows its fonts."""

    def __init__(self, types: Types, doc: Any) -> None:
        self._doc = doc
        self.has_title = types.title is not None
        self._fonts = (register(types.song), register(types.hei), register(types.title or types.song))
        self._main = [font.embedding(0, doc) for font in self._fonts]
        self._homes = [font.chain.homes for font in self._fonts]
        self.slots: dict[tuple[Style, float, float, float], Slot] = {}
        self._images: dict[str, tuple[str, Any]] = {}
        self._shown: dict[str, Any] = {}
        self.unknown: set[str] = set()
        """缺字: the characters that stand in this document as their code in a box."""

    def image(self, digest: str, jpeg: Jpeg) -> str:
        """Return the name by which the page shows a photo; its bytes go into the document once, as they are."""
        from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream  # late: 60 ms at start-up

        if digest not in self._images:
            name = f"P{len(self._images) + 1}"
            facts = {
                "Type": "/XObject",
                "Subtype": "/Image",
                "Width": jpeg.width,
                "Height": jpeg.height,
                "ColorSpace": jpeg.space,
                "BitsPerComponent": 8,
                "Filter": "/DCTDecode",
            }
            stream = PDFStream(PDFDictionary(facts), jpeg.data + b"\n")
            self._images[digest] = (name, self._doc.Reference(stream, f"Photo.{name}"))
        name, reference = self._images[digest]
        self._shown[name] = reference
        return name

    def take_images(self) -> dict[str, Any]:
        """Return name -> reference of the photos shown since this was last asked: those of one page."""
        shown, self._shown = self._shown, {}
        return shown

    def chain(self, style: Style) -> Chain:
        """Return the fonts of a style."""
        return self._fonts[style.face].chain

    def slot(self, style: Style, left: float, width: float, pad: float) -> Slot:
        """Return the place from `left`, `width` wide, with `pad` kept free on both sides, in points."""
        key = (style, round(left, 3), round(width, 3), pad)
        if key not in self.slots:
            self.slots[key] = Slot(self, *key)
        return self.slots[key]

    def choose(self, style: Style, size: float, place: int = 0) -> str:
        """Return the operators that choose a font of the style's chain."""
        embedding = self._fonts[style.face].embedding(place, self._doc) if place else self._main[style.face]
        return f"/{embedding.name} {size:g} Tf"

    def show(self, text: str, style: Style, size: float) -> tuple[str, list[float]]:
        """Return the operators that show one line, and where its 缺字 boxes begin (points from its start)."""
        if not any(map(self._homes[style.face].__getitem__, text)):
            return f"<{self._main[style.face].encode(text).hex()}>Tj", []
        font = self._fonts[style.face]
        parts: list[str] = []
        boxes: list[float] = []
        at = 0.0
        for place, run in font.runs(text):
            if place == NOWHERE:
                self.unknown.update(run)
                for char in run:
                    parts.append(self._boxed(char, style, size))
                    boxes.append(at)
                    at += BOX * size / 1000
                continue
            codes = font.embedding(place, self._doc).encode(run).hex()
            parts.append(f"{self.choose(style, size, place)} <{codes}>Tj" if place else f"<{codes}>Tj")
            if place:
                parts.append(self.choose(style, size))
            at += font.chain.width(run, size)
        return " ".join(parts), boxes

    def _boxed(self, char: str, style: Style, size: float) -> str:
        """Return the code point of a character in two rows, marked as that character for whoever copies the text."""
        code = f"{ord(char):04X}" if char <= "\uffff" else f"{ord(char):06X}"
        chain, small = self.chain(style), size * 0.42
        parts = [f"/Span<</ActualText<FEFF{char.encode('utf-16-be').hex().upper()}>>>BDC", self.choose(style, small)]
        at = 0.0
        for half, rise in ((code[: len(code) // 2], 0.44), (code[len(code) // 2 :], 0.04)):
            width = chain.width(half, small)
            start = (BOX * size / 1000 - width) / 2
            shown = self._fonts[style.face].embedding(0, self._doc).encode(half).hex()
            parts.append(f"{rise * size:.2f} Ts [{(at - start) * 1000 / small:.0f}<{shown}>]TJ")
            at = start + width
        left = (at - BOX * size / 1000) * 1000 / small
        parts.append(f"[{left:.0f}]TJ 0 Ts {self.choose(style, size)} EMC")
        return " ".join(parts)


def place_lines(
    lines: list[tuple[str, str]],
    style: Style,
    size: float,
    font: str,
    spans: list[tuple[float, float]],
    boxes: list[Box],
) -> Laid:
    """Return ready lines as a text of this style."""
    leading = size * style.leading
    return Laid(
        lines=tuple(lines),
        height=leading * len(lines),
        first=leading / 2 + MIDDLE * size,
        leading=leading,
        middle=MIDDLE * size,
        font=font,
        fall=style.fall,
        pad=style.pad,
        spans=tuple(spans),
        boxes=tuple(boxes),
    )


class Slot(dict[str, Laid]):
    """A place across the sheet, as a dictionary: `slot[text]` is the text set there."""

    def __init__(self, setter: Setter, style: Style, left: float, width: float, pad: float) -> None:
        super().__init__()
        self._setter = setter
        self._style = style
        self._left = left + pad
        self._room = width - 2 * pad
        self._widths = setter.chain(style).widths
        self._simple = not style.indent and not style.justify
        self._font = setter.choose(style, style.size)

    def __missing__(self, text: str) -> Laid:
        if len(self) >= _REMEMBERED:
            self.clear()
        laid = self[text] = self._set(clean(text))
        return laid

    def _set(self, text: str) -> Laid:
        if not text:
            return NOTHING
        if self._simple and "\n" not in text and (laid := self._one_line(text)) is not None:
            return laid
        style = self._style
        chain = self._setter.chain(style)
        size = style.size
        room = self._room * 1000
        indent = "\u3000" * style.indent
        if indent:
            text = indent + text.replace("\n", "\n" + indent)
        wrapped = wrap(text, room / size, chain.widths)
        if len(wrapped) > 1:
            whole, smallest = self._kept_whole(text)
            if room < whole * size <= room / smallest:
                size = int(room / whole * 10) / 10
                wrapped = wrap(text, room / size, chain.widths)
        flush = self._flush(text, wrapped, room / size) if style.justify else frozenset()
        lines: list[tuple[str, str]] = []
        spans: list[tuple[float, float]] = []
        boxes: list[Box] = []
        for number, (line, thousandths) in enumerate(wrapped):
            shown = line.removeprefix(indent)
            width = thousandths * size / 1000
            left = self._across(width) + (len(line) - len(shown)) * size
            operators, starts = self._setter.show(shown, style, size)
            if number in flush and not starts and 0 < (gap := self._room - width) <= _MOST_STRETCHED * size:
                operators = f"{gap / (len(shown) - 1):.4f} Tc {operators} 0 Tc"
                width = self._room
            lines.append((f"1 0 0 1 {left:.2f} ", f" Tm {self._dressed(operators)}"))
            spans.append((left, self._across(width) + width))
            if starts:
                boxes.extend(Box(number, left + start, BOX * size / 1000) for start in starts)
        return place_lines(lines, style, size, self._setter.choose(style, size), spans, boxes)

    def _one_line(self, text: str) -> Laid | None:
        """Return a text that fits as it is, as most do; None for one that must be broken or has a 缺字."""
        style = self._style
        size, leading = style.size, style.size * style.leading
        width = sum([self._widths[char] for char in text]) * size / 1000
        if width > self._room:
            return None
        operators, starts = self._setter.show(text, style, size)
        if starts:
            return None
        left = self._across(width)
        line = (f"1 0 0 1 {left:.2f} ", f" Tm {self._dressed(operators)}")
        first, middle = leading / 2 + MIDDLE * size, MIDDLE * size
        return Laid(
            (line,), leading, first, leading, middle, self._font, style.fall, style.pad, ((left, left + width),)
        )

    def _flush(self, text: str, wrapped: list[tuple[str, float]], room: float) -> frozenset[int]:
        """Return the places of the lines that another line of the same paragraph follows."""
        places: set[int] = set()
        number = 0
        for paragraph in text.split("\n"):
            count = len(wrap(paragraph, room, self._setter.chain(self._style).widths))
            places.update(range(number, number + count - 1))
            number += count
        return frozenset(place for place in places if len(wrapped[place][0]) > _LEAST_STRETCHED)

    def _kept_whole(self, text: str) -> tuple[float, float]:
        """Return the width, in 1/1000 of the type size, of what should rather be set smaller than broken, and how far.

        A short value in the middle of its cell (a name, a category, a label) whole; of a sentence its widest word.
        """
        chain = self._setter.chain(self._style)
        word = widest_word(text, chain.widths)
        if self._style.align == "center" and len(text) <= _SHORT:
            value = max(sum([chain.widths[char] for char in line]) for line in text.split("\n"))
            if value > word:
                return value, _SMALLER
        return word, _SMALLEST

    def _across(self, width: float) -> float:
        free = self._room - width
        return self._left + {"left": 0.0, "center": free / 2, "right": free}[self._style.align]

    def _dressed(self, operators: str) -> str:
        if self._style.stroke and not (self._style.title and self._setter.has_title):
            operators = f"2 Tr {self._style.stroke:g} w {operators} 0 Tr"
        if self._style.grey:
            operators = f"{self._style.grey:g} g {operators} 0 g"
        return operators
