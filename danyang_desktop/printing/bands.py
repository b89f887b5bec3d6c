"""A page as bands stacked from the top, written as one path for all rules and one text object for all words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.printing.setting import MM, NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from danyang_desktop.printing.setting import Laid

RULE, FRAME, STRIKE, THIN = 0.5, 1.2, 0.7, 0.6
"""Thickness of inner rules, of the frame, of the line through voided rows, and of boxes, in points."""

_TICK = ((0.18, 0.52), (0.42, 0.22), (0.86, 0.82))
"""A tick drawn in a square of side 1: glyphs of ticks differ from font to font."""


class Paper(NamedTuple):
    """An A4 page and its margins, in points from the left and the bottom."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return self.right - self.left


def paper(width: float, height: float, margins: tuple[float, float, float, float]) -> Paper:
    """Return a page from its size and its margins (top, right, bottom, left) in mm."""
    top, right, bottom, left = margins
    return Paper(width * MM, height * MM, left * MM, (width - right) * MM, (height - top) * MM, bottom * MM)


@dataclass(slots=True)
class Band:
    """A strip across the page.

    edges   inner vertical rules; None = no rules and no frame (title, signatures)
    row     number of the table's row, or -1; the second part of a long row has -1 too
    art     draws what is neither text nor rule, given the top of the band
    spare   points by which it may grow where the only page of a sheet stays partly empty
    """

    height: float
    cells: Sequence[Laid] = ()
    edges: tuple[float, ...] | None = None
    row: int = -1
    struck: bool = False
    art: Callable[[float], str] | None = None
    mark: Laid = field(default=NOTHING)
    spare: float = 0.0


def grow(least: float, cells: Iterable[Laid]) -> float:
    """Return the height of a band that holds these cells, not lower than `least`."""
    return max(least, max([cell.height + 2 * cell.pad for cell in cells], default=0.0))


def split(band: Band, room: float, least: float) -> tuple[Band, Band]:
    """Cut a band that is longer than a page into what fits into `room` and the rest, which bears the mark 续."""
    kept, rest = [], []
    for cell in band.cells:
        count = len(cell.lines)
        stop = min(count, max(1, int((room - 2 * cell.pad) / cell.leading))) if cell.leading else 0
        kept.append(cell.part(0, stop)._replace(fall=0.0))
        rest.append(cell.part(stop, count)._replace(fall=0.0) if stop < count else NOTHING)
    if not rest[0].lines:
        rest[0] = band.mark._replace(fall=0.0)
    first = Band(grow(least, kept), kept, band.edges, band.row, band.struck)
    return first, Band(grow(least, rest), rest, band.edges, -1, band.struck, mark=band.mark)


class _Rules:
    """Gathers the rules of a page; neighbouring rows with the same columns share their verticals."""

    def __init__(self, left: float, right: float) -> None:
        self._left, self._right = left, right
        self.path: list[str] = []
        self.frames: list[str] = []
        self._edges: tuple[float, ...] | None = None
        self._top = self._group = 0.0

    def band(self, top: float, edges: tuple[float, ...] | None) -> None:
        """Take note that a band with these edges begins at `top`."""
        if edges is self._edges:
            if edges is not None:
                self.path.append(f"{self._left:.2f} {top:.2f} m {self._right:.2f} {top:.2f} l")
            return
        if self._edges is not None:
            self.path.extend(f"{x:.2f} {self._top:.2f} m {x:.2f} {top:.2f} l" for x in self._edges)
            if edges is None:
                width = self._right - self._left
                self.frames.append(f"{self._left:.2f} {top:.2f} {width:.2f} {self._group - top:.2f} re")
            else:
                self.path.append(f"{self._left:.2f} {top:.2f} m {self._right:.2f} {top:.2f} l")
        else:
            self._group = top
        self._edges, self._top = edges, top


def compose(page: Paper, bands: Iterable[Band], footer: Band) -> str:
    """Return the operators of a page: one path with all rules, then one text object with all words."""
    rules = _Rules(page.left, page.right)
    text: list[str] = []
    strokes: list[str] = []
    art: list[str] = []
    top = page.top
    font = ""
    for band in bands:
        rules.band(top, band.edges)
        if band.art is not None:
            art.append(band.art(top))
        height = band.height
        for cell in band.cells:
            if not cell.lines:
                continue
            if cell.font != font:
                font = cell.font
                text.append(font)
            if cell.boxes or band.struck:
                _write(cell, top, band, text, strokes)
                continue
            # What most cells are, without a call: a page has a hundred of them.
            y = top - cell.pad - (height - cell.height - 2 * cell.pad) * cell.fall - cell.first
            for before, after in cell.lines:
                text.append(f"{before}{y:.2f}{after}")
                y -= cell.leading
        top -= height
    rules.band(top, None)
    for cell in footer.cells:
        text.append(cell.font)
        _write(cell, page.bottom + footer.height, footer, text, strokes)
    lines = [f"{RULE} w", *rules.path, "S", *strokes]
    if rules.frames:
        lines += [f"{FRAME} w", *rules.frames, "S"]
    return "\n".join([*lines, *art, "BT", *text, "ET"])


def _write(cell: Laid, top: float, band: Band, text: list[str], strokes: list[str]) -> None:
    y = top - cell.pad - (band.height - cell.height - 2 * cell.pad) * cell.fall - cell.first
    for number, (before, after) in enumerate(cell.lines):
        at = y - number * cell.leading
        text.append(f"{before}{at:.2f}{after}")
        if band.struck:
            left, right = cell.spans[number]
            height = at + cell.middle
            strokes.append(f"{STRIKE} w {left:.2f} {height:.2f} m {right:.2f} {height:.2f} l S")
    for box in cell.boxes:
        side = box.side - 0.8
        left, bottom = box.left + 0.4, y - box.line * cell.leading + cell.middle - side / 2
        strokes.append(f"{THIN} w {left:.2f} {bottom:.2f} {side:.2f} {side:.2f} re S")
        if box.ticked:
            points = [(left + across * side, bottom + up * side) for across, up in _TICK]
            path = " ".join(f"{x:.2f} {y:.2f} {'l' if place else 'm'}" for place, (x, y) in enumerate(points))
            strokes.append(f"{FRAME} w {path} S")
