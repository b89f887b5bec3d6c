"""A drawing as plain shapes, the same for paper and for the screen.

Lengths are in mm from the upper left corner, down is positive; type sizes in points. Whoever paints it needs three
things: a line, a rectangle, a text. On paper everything is black; a screen may colour rectangles by their `role`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.printing.sheets import Align

Fill = Literal["none", "solid", "hatch"]
Role = Literal["", "past", "now", "below"]

_HATCH = 1.6
"""Distance in mm between the strokes of a hatch, measured along the edge."""


@dataclass(frozen=True)
class Stroke:
    """A straight line, `width` points thick; `dash` = lengths in points of ink and gap, () = unbroken."""

    left: float
    top: float
    right: float
    bottom: float
    width: float = 0.5
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Rect:
    """A rectangle with its outline. `fill` tells it from others without colour."""

    left: float
    top: float
    width: float
    height: float
    fill: Fill = "none"
    role: Role = ""


@dataclass(frozen=True)
class Label:
    """A text whose baseline is at `base`, and which stands left of, on, or right of `at`."""

    at: float
    base: float
    text: str
    size: float = 9.0
    align: Align = "left"
    hei: bool = False


Shape = Stroke | Rect | Label


@dataclass(frozen=True)
class Drawing:
    """Shapes on a field of `width` x `height` mm, painted in order."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def texts(self) -> Iterator[str]:
        """Give every text, in order."""
        for shape in self.shapes:
            if isinstance(shape, Label):
                yield shape.text


def hatch(rect: Rect, gap: float = _HATCH) -> list[Stroke]:
    """Return the strokes that fill a rectangle slantwise (from lower left to upper right), cut at its edges."""
    strokes: list[Stroke] = []
    along = gap / 2
    while along < rect.width + rect.height:
        # the stroke through the points whose distance from the upper left corner, across and down, adds up to `along`
        right, left = min(along, rect.width), max(0.0, along - rect.height)
        strokes.append(
            Stroke(rect.left + left, rect.top + along - left, rect.left + right, rect.top + along - right, 1.0)
        )
        along += gap
    return strokes
