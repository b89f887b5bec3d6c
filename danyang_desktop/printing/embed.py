"""Our font for reportlab: one Type0 font with Identity-H, in which a character's code is its UTF-16 code unit.

reportlab's own TTFont cuts a Chinese font into 8-bit fonts of 256 glyphs and switches between them several times a
line, and writes a wrong ToUnicode above U+FFFF, so that rare names print right and copy as garbage. Here encoding a
text is `text.encode("utf-16-be")`; a CIDToGIDMap leads from the code to the glyph (ISO 32000-1, 9.7.4), ToUnicode back
to the text. Characters beyond U+FFFF get the codes of surrogates, which no character uses alone, in order of use.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from danyang_desktop.printing.subset import subset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.printing.fontfile import FontFile
    from danyang_desktop.printing.fonts import Chain

_FIRST_SLOT, _LAST_SLOT = 0xD800, 0xF8FF
_BLOCK = 100
"""Most entries that a block of a CMap may have (Adobe Technical Note 5014)."""


class Embedding:
    """One font file within one document: gathers the characters used and writes them into it at the end."""

    def __init__(self, font: FontFile, name: str) -> None:
        self.font = font
        self.name = name
        self._chars: set[str] = set()
        self._slots: dict[int, int] = {}

    def encode(self, text: str) -> bytes:
        """Return the codes by which this font shows `text`, two bytes a character."""
        self._chars.update(text)
        codes = text.encode("utf-16-be")
        if len(codes) == 2 * len(text):
            return codes
        return text.translate(self._with_slots(text)).encode("utf-16-be", "surrogatepass")

    def _with_slots(self, text: str) -> dict[int, int]:
        for char in text:
            if char > "\uffff" and ord(char) not in self._slots:
                self._slots[ord(char)] = min(_FIRST_SLOT + len(self._slots), _LAST_SLOT)
        return self._slots

    def _codes(self) -> list[tuple[int, int]]:
        """Return (code, glyph) for every character used, in the order of the codes."""
        glyphs = self.font.glyphs
        points = map(ord, self._chars)
        return sorted((self._slots.get(point, point), glyphs.get(point, 0)) for point in points)

    def add_objects(self, doc: Any) -> None:
        """Write the font into a reportlab document; the same characters give the same bytes."""
        from reportlab.pdfbase import pdfdoc  # late: 60 ms at start-up

        codes = self._codes()
        order = sorted({glyph for _code, glyph in codes if glyph})
        data = subset(self.font, order)
        name = f"/{_tag(data)}+{self.font.name}"

        def refer(part: str, content: dict[str, Any]) -> Any:
            return doc.Reference(pdfdoc.PDFDictionary(content), f"{self.name}.{part}")

        def stream(part: str, content: bytes, **keys: Any) -> Any:
            facts = pdfdoc.PDFDictionary({**keys, "Filter": "/FlateDecode"})
            return doc.Reference(pdfdoc.PDFStream(facts, zlib.compress(content)), f"{self.name}.{part}")

        descriptor = {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray(self.font.box),
            "ItalicAngle": 0,
            "Ascent": self.font.ascent,
            "Descent": self.font.descent,
            "CapHeight": self.font.ascent,
            "StemV": 80,
            "FontFile2": stream("File", data, Length1=len(data)),
        }
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": "<< /Ordering (Identity) /Registry (Adobe) /Supplement 0 >>",
            "FontDescriptor": refer("Descriptor", descriptor),
            "DW": 1000,
            "W": _width_table([(code, self.font.width(glyph)) for code, glyph in codes]),
            "CIDToGIDMap": stream("Glyphs", _glyph_map(codes, order)),
        }
        whole = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([refer("Descendant", descendant)]),
            "ToUnicode": stream("ToUnicode", _to_unicode(codes, self._slots)),
        }
        doc.idToObject["BasicFonts"].dict[self.name] = refer("Font", whole)


def _tag(data: bytes) -> str:
    """Return the six letters that mark a subset (ISO 32000-1, 9.6.4)."""
    return "".join(chr(ord("A") + byte % 26) for byte in sha256(data).digest()[:6])


def _glyph_map(codes: list[tuple[int, int]], order: list[int]) -> bytes:
    """Return the CIDToGIDMap: two bytes for every code up to the last one used."""
    new = {glyph: number for number, glyph in enumerate(order, 1)}
    table = bytearray(2 * (codes[-1][0] + 1) if codes else 2)
    for code, glyph in codes:
        table[2 * code : 2 * code + 2] = new.get(glyph, 0).to_bytes(2, "big")
    return bytes(table)


def _width_table(widths: list[tuple[int, int]]) -> str:
    """Return the W array: only codes whose glyph is not 1000 wide, neighbours together."""
    odd = [(code, width) for code, width in widths if width != 1000]
    runs = groupby(enumerate(odd), key=lambda item: item[1][0] - item[0])
    parts: list[str] = []
    for _key, run in runs:
        members = [pair for _index, pair in run]
        parts.append(f"{members[0][0]} [{' '.join(str(width) for _code, width in members)}]")
    return f"[{' '.join(parts)}]"


def _blocks(kind: str, lines: list[str]) -> Iterator[str]:
    for start in range(0, len(lines), _BLOCK):
        part = lines[start : start + _BLOCK]
        yield f"{len(part)} begin{kind}"
        yield from part
        yield f"end{kind}"


def _to_unicode(codes: list[tuple[int, int]], slots: dict[int, int]) -> bytes:
    """Return the CMap from code to text: a code is its own text, but for the slots of surrogate pairs."""
    rows = sorted({code >> 8 for code, _glyph in codes if not _FIRST_SLOT <= code <= _LAST_SLOT})
    ranges = [f"<{row:02X}00> <{row:02X}FF> <{row:02X}00>" for row in rows]
    pairs = [f"<{slot:04X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for point, slot in slots.items()]
    lines = (
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
        *_blocks("bfrange", ranges),
        *_blocks("bfchar", pairs),
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    )
    return "\n".join(lines).encode("ascii")


class PaperFont:
    """A chain of fonts as reportlab's Canvas and graphics know a font: "subset n" is the n-th font of the chain.

    Made for the methods of a dynamic font that reportlab calls; not a subclass of TTFont, whose constructor reads the
    whole file. Use `register` to get one.
    """

    _dynamicFont = 1  # noqa: N815 - reportlab's name
    _multiByte = 1  # noqa: N815 - reportlab's name
    shapable = False

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.fontName = f"Danyang-{chain.name}-{id(chain):x}"  # the name within reportlab: it never gets into the file
        self.ascent, self.descent = chain[0].ascent, chain[0].descent
        self.face = SimpleNamespace(name=self.fontName, ascent=self.ascent, descent=self.descent, builtIn=False)
        self.encoding = SimpleNamespace(name="Identity-H")
        self._documents: WeakKeyDictionary[Any, dict[int, Embedding]] = WeakKeyDictionary()

    def embedding(self, place: int, doc: Any) -> Embedding:
        """Return the font at `place` of the chain as it stands in this document."""
        mine = self._documents.setdefault(doc, {})
        place = max(place, 0)
        if place not in mine:
            if not mine:
                doc.delayedFonts.append(self)
            mine[place] = Embedding(self.chain[place], f"F{len(doc.fontMapping) + 1}")
            doc.fontMapping[f"{self.fontName}+{place}"] = f"/{mine[place].name}"
        return mine[place]

    def runs(self, text: str) -> Iterator[tuple[int, str]]:
        """Cut `text` where the font changes; the place is NOWHERE for characters that no font has."""
        for place, chars in groupby(text, key=self.chain.homes.__getitem__):
            yield place, "".join(chars)

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802 - reportlab's name
        """Return the width of `text` in points, for reportlab."""
        del encoding
        return self.chain.width(text, size)

    def splitString(self, text: str, doc: Any, encoding: str = "utf8") -> list[tuple[int, bytes]]:  # noqa: N802 - same
        """Return (place, codes) for each run of `text`, for reportlab."""
        del encoding
        return [(max(place, 0), self.embedding(place, doc).encode(run)) for place, run in self.runs(text)]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: N802 - reportlab's name
        """Return the name by which the page calls the font at this place, for reportlab."""
        return f"/{self.embedding(subset, doc).name}"

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Write the fonts used into the document, for reportlab."""
        for _place, embedding in sorted(self._documents.pop(doc, {}).items()):
            embedding.add_objects(doc)


@lru_cache(maxsize=32)
def register(chain: Chain) -> PaperFont:
    """Make a chain known to reportlab and return its font; `font.fontName` serves any Canvas or drawing."""
    from reportlab.pdfbase import pdfmetrics  # late: 60 ms at start-up

    font = PaperFont(chain)
    pdfmetrics.registerFont(font)
    return font
