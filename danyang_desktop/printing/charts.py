"""The charts of the cover and of the home page: bars by month, and how far the year's duties have come.

They must be read on an old black and white printer: past months are hatched, the present one is solid, every value is
printed at its bar, the target is a dashed line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.printing.drawing import Drawing, Label, Rect, Shape, Stroke

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.printing.drawing import Role

_HEAD, _FOOT = 9.0, 7.0
"""Heights in mm of the heading above and of the words below a chart."""
_TITLE, _SMALL = 11.0, 9.0
_SIDE = 2.0
_BAR_SHARE = 0.58
_ROOM_FOR_VALUE = 5.0
_STEP, _STRIP = 10.5, 3.0
_BASELINE = 1.0


class Progress(NamedTuple):
    """How far one duty has come: `done` of `wanted`, counted in `unit`."""

    label: str
    done: int
    wanted: int
    unit: str


def bars(
    title: str,
    values: Sequence[tuple[str, int]],
    *,
    target: int = 0,
    note: str = "",
    width: float = 76.0,
    height: float = 46.0,
) -> Drawing:
    """Return bars for (label, value), the last one as the present; `target` draws a dashed line, 0 = none.

    Sizes in mm. Values below the target have the role "below", for a screen with colours. Negative values count as 0.
    """
    ground = height - _FOOT
    highest = max(1, target, *(value for _label, value in values)) if values else 1
    scale = (ground - _HEAD - _ROOM_FOR_VALUE) / highest
    share = (width - 2 * _SIDE) / max(1, len(values))
    shapes: list[Shape] = [Label(0.0, 4.0, title, _TITLE, hei=True)]
    if note:
        shapes.append(Label(width, 4.0, note, _SMALL, "right"))
    labels: list[Shape] = []
    for place, (label, value) in enumerate(values):
        tall = max(0, value) * scale
        middle = _SIDE + (place + 0.5) * share
        last = place == len(values) - 1
        role: Role = "now" if last else "past"
        shapes.append(
            Rect(
                middle - share * _BAR_SHARE / 2,
                ground - tall,
                share * _BAR_SHARE,
                tall,
                "solid" if last else "hatch",
                "below" if value < target else role,
            )
        )
        labels.append(Label(middle, ground - tall - _BASELINE, str(value), _SMALL, "center"))
        labels.append(Label(middle, ground + 5.0, label, _SMALL, "center"))
    if target:
        at = ground - target * scale
        shapes.append(Stroke(0.0, at, width, at, 0.8, (4, 3)))
    shapes.append(Stroke(0.0, ground, width, ground, 0.8))
    return Drawing(width, height, (*shapes, *labels))


def progress(title: str, lines: Sequence[Progress], *, width: float = 80.0, height: float = 46.0) -> Drawing:
    """Return a strip for each duty, with done, wanted and the share in per cent, rounded down. Sizes in mm."""
    shapes: list[Shape] = [Label(0.0, 4.0, title, _TITLE, hei=True)]
    step = min(_STEP, (height - _HEAD) / max(1, len(lines)))
    for place, line in enumerate(lines):
        base = _HEAD + place * step + 3.2
        top = base + 1.2
        share = min(1.0, line.done / line.wanted) if line.wanted > 0 else 0.0
        percent = f"{100 * line.done // line.wanted}%" if line.wanted > 0 else "—"
        shapes += [
            Label(0.0, base, line.label, _SMALL),
            Label(width - 11.0, base, f"{line.done} / {line.wanted} {line.unit}", _SMALL, "right"),
            Label(width, base, percent, _SMALL, "right"),
            Rect(0.0, top, width, _STRIP),
            Rect(0.0, top, width * share, _STRIP, "solid", "now"),
        ]
    return Drawing(width, height, tuple(shapes))
