"""What stands around the blocks of every sheet: title, unit and period, signatures and seal, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.printing.bands import RULE, Band, Paper, paper
from danyang_desktop.printing.fonts import clean
from danyang_desktop.printing.qr import SIDE, qr_art
from danyang_desktop.printing.setting import MM, Setter, Style
from danyang_desktop.printing.sheets import CARE

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.printing.setting import Laid
    from danyang_desktop.printing.sheets import Layout, Sheet

PAPERS: dict[Layout, Paper] = {
    "landscape": paper(297, 210, (14, 15, 8, 20)),
    "portrait": paper(210, 297, (18, 15, 8, 20)),
    "form": paper(210, 297, (20, 20, 10, 25)),
    "record": paper(210, 297, (24, 20, 12, 25)),
    "cover": paper(210, 297, (30, 20, 12, 25)),
    "notice": paper(210, 297, (37, 26, 15, 28)),
}
"""Pages by layout; the left margin of 20 mm and more is the binding edge. A notice has the type area of GB/T 9704."""

FOOT = 7 * MM
"""What the footer and the white above it take, over the bottom margin."""

TITLE = Style(20, align="center", leading=1.2, stroke=0.6, title=True)
NOTICE_TITLE = Style(22, align="center", leading=1.5, stroke=0.6, title=True)
SUBTITLE = Style(16, align="center")
META = Style(11)
SMALL = Style(9)
SEAL = (62 * MM, 33 * MM)
_UNDER_TITLE = 8 * MM
_QR_RISE = 13 * MM
"""How far the QR reaches into the margin above the title."""
_SIGN_LINE, _SHORTEST_LINE = 30 * MM, 20 * MM
_SHORT_NAME = 2
_DATE = "填报日期：　　　年　　月　　日　（盖章）"
_SEAL_DATE = "年　　月　　日"


def opening(sheet: Sheet, setter: Setter, page: Paper, *, first: bool) -> list[Band]:
    """Return the head of a page: title, unit on the left, period on the right."""
    title = sheet.title if first or sheet.layout in ("landscape", "portrait") else f"{sheet.title}（续）"
    if sheet.layout == "notice":
        laid = setter.slot(NOTICE_TITLE, page.left, page.measure, 0)[title]
        return [Band(laid.height + 6 * MM, (laid._replace(fall=0.0),))]
    laid = setter.slot(TITLE, page.left, page.measure, 0)[title]
    art = qr_art(sheet.qr, page.right - SIDE * MM, _QR_RISE) if sheet.qr else None
    bands = [Band(laid.height + 1.4 * MM, (laid,), art=art)]
    if sheet.subtitle:
        bands.append(Band(12 * MM, (setter.slot(SUBTITLE, page.left, page.measure, 0)[sheet.subtitle],)))
    if sheet.layout == "cover":
        bands.append(Band(0.0, spare=_UNDER_TITLE))
    return [*bands, _meta(sheet, setter, page)]


def _meta(sheet: Sheet, setter: Setter, page: Paper) -> Band:
    """Return unit and period on one line, each as wide as it needs; when they do not fit, each wraps in its share."""
    width = setter.chain(META).width
    left, right = (width(clean(text), META.size) for text in (sheet.unit, sheet.period))
    share = page.measure / 2
    if left + right < page.measure and max(left, right) > share:
        share = page.measure - right - 1 if right > share else left + 1
    unit = setter.slot(META, page.left, share, 0)[sheet.unit]
    period = setter.slot(META._replace(align="right"), page.left + share, page.measure - share, 0)[sheet.period]
    return Band(max(8 * MM, unit.height + 2 * MM, period.height + 2 * MM), (unit, period))


def footer(sheet: Sheet, setter: Setter, page: Paper, count: tuple[int, int], code: str) -> Band:
    """Return the footer: version and care, page n of m, moment of printing and 核对码."""
    printed = f"打印时间 {sheet.printed_at}　" if sheet.printed_at and sheet.layout == "landscape" else ""
    alone = sheet.layout == "notice" and count[1] == 1  # a notice of one page has no page number (design.md 9, p6)
    side = page.measure * 0.4
    left = setter.slot(SMALL, page.left, page.measure - side if alone else side, 0)[sheet.care or CARE[sheet.version]]
    middle = setter.slot(SMALL._replace(align="center"), page.left + side, page.measure - 2 * side, 0)
    right = setter.slot(SMALL._replace(align="right"), page.right - side, side, 0)[f"{printed}核对码 {code}"]
    number = "" if alone else f"第 {count[0]} 页　共 {count[1]} 页"
    return Band(SMALL.size, (left, middle[number], right))


def signatures(sheet: Sheet, setter: Setter, page: Paper) -> list[Band]:
    """Return the foot of the last page: who signs, the date, room for the seal."""
    if sheet.seal:
        return _beside_seal(sheet, setter, page)
    return _in_a_row(sheet, setter, page) if sheet.signatures or sheet.dated else []


def _label(name: str) -> str:
    return f"{name}（签字）："


def _spaced(name: str) -> str:
    """Space a name of two or three characters out to the width of four, as where names stand one below the other."""
    between = {_SHORT_NAME: "\u3000\u3000", _SHORT_NAME + 1: "  "}.get(len(name), "")
    return _label(between.join(name))


def _lines_to_sign(height: float, lines: list[tuple[float, float]]) -> Callable[[float], str]:
    """Return the art that draws lines to write on, (left, right) each, in a band of this height."""

    def draw(top: float) -> str:
        y = top - height / 2 - 0.5 * META.size
        return " ".join([f"{RULE} w", *(f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l" for left, right in lines), "S"])

    return draw


def _in_a_row(sheet: Sheet, setter: Setter, page: Paper) -> list[Band]:
    """Return names side by side, the first at the left and the last (or the date) at the right edge, as on p1 and p4.

    Where the sheet is too narrow for the date too, it stands under the names.
    """
    width = setter.chain(META).width
    labels = [_label(name) for name in sheet.signatures]
    texts = [width(label, META.size) for label in labels]
    date = width(_DATE, META.size)
    needed = sum(texts) + _SHORTEST_LINE * len(labels)
    below = sheet.dated and bool(labels) and needed + date + 3 * MM * len(labels) > page.measure
    beside = date if sheet.dated and not below else 0.0
    line = min(_SIGN_LINE, (page.measure - beside - sum(texts)) / max(1, len(labels)) - 3 * MM)
    parts = len(labels) + bool(beside)
    gap = (page.measure - beside - sum(texts) - line * len(labels)) / max(1, parts - 1)
    cells: list[Laid] = []
    lines: list[tuple[float, float]] = []
    left = page.left
    for label, wide in zip(labels, texts, strict=True):
        cells.append(setter.slot(META, left, wide + 1, 0)[label])
        start = left + wide - 0.5 * MM
        lines.append((start, max(start, left + wide + line)))
        left += wide + line + gap
    height = 8 * MM
    band = Band(height, cells, art=_lines_to_sign(height, lines))
    if not sheet.dated:
        return [Band(4.5 * MM), band]
    dated = setter.slot(META._replace(align="right"), page.left, page.measure, 0)[_DATE]
    if below:
        return [Band(4.5 * MM), band, Band(height, (dated,))]
    band.cells = (*cells, dated)
    return [Band(4.5 * MM), band]


def _beside_seal(sheet: Sheet, setter: Setter, page: Paper) -> list[Band]:
    """Return names one below the other, and a dashed frame for the seal at the right."""
    width, height = SEAL
    left, step = page.right - width, 11 * MM

    def frame(top: float) -> str:
        if sheet.layout == "cover":
            return ""
        return (
            f"0.5 G [3 2] 0 d 0.5 w {left:.2f} {top - height - 7.4 * MM:.2f} {width:.2f} {height:.2f} re S [] 0 d 0 G"
        )

    label = setter.slot(META, page.left, left - page.left - _SIGN_LINE, 0)
    start = max((label[_spaced(name)].spans[0][1] for name in sheet.signatures), default=page.left) - 0.5 * MM
    line = [(start, start + _SIGN_LINE)]
    middle = META._replace(align="center")
    bands = [Band(6 * MM, art=frame)]
    steps = 2 if sheet.layout == "cover" else 3
    for place in range(max(steps, len(sheet.signatures))):
        cells: list[Laid] = []
        art = None
        if place < len(sheet.signatures):
            cells.append(setter.slot(META, page.left, left - page.left, 0)[_spaced(sheet.signatures[place])])
            art = _lines_to_sign(step, line)
        if place == 0:
            words, grey = ("（盖章）", 0.0) if sheet.layout == "cover" else ("（盖章处）", 0.5)
            cells.append(setter.slot(middle._replace(grey=grey), left, width, 0)[words])
        if place == steps - 1:
            cells.append(setter.slot(middle, left, width, 0)[_SEAL_DATE])
        bands.append(Band(step, cells, art=art))
    return [*bands, Band(2 * MM)]
