"""Drawings, photos and the line to tear along, as bands of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.printing.bands import Band
from danyang_desktop.printing.drawing import Label, Rect, Stroke, hatch
from danyang_desktop.printing.jpeg import Jpeg, read_jpeg
from danyang_desktop.printing.setting import MM, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from danyang_desktop.printing.bands import Paper
    from danyang_desktop.printing.drawing import Drawing
    from danyang_desktop.printing.setting import Laid, Setter
    from danyang_desktop.printing.sheets import Charts, Cut, Photos, Picture

_THIN = 0.5
_CAPTION = Style(9.0, align="center")
_CAPTION_HEIGHT, _GAP = 6 * MM, 3 * MM
_NOT_HERE, _BROKEN = "照片不在这台电脑上", "照片读不出来"


def chart_band(charts: Charts, setter: Setter, page: Paper) -> Band:
    """Return drawings side by side, spread over the width of the page."""
    used = sum(drawing.width for drawing in charts.drawings) * MM
    free = (page.measure - used) / max(1, len(charts.drawings) - 1)
    cells: list[Laid] = []
    painters: list[Callable[[float], str]] = []
    left = page.left
    for drawing in charts.drawings:
        cells += _labels(drawing, setter, left)
        painters.append(_painter(drawing, left))
        left += drawing.width * MM + free
    height = max((drawing.height for drawing in charts.drawings), default=0.0) * MM
    return Band(height, cells, art=lambda top: "\n".join(paint(top) for paint in painters))


def _labels(drawing: Drawing, setter: Setter, left: float) -> Iterator[Laid]:
    for shape in drawing.shapes:
        if isinstance(shape, Label) and shape.text:
            style = Style(shape.size, hei=shape.hei, align=shape.align)
            room = drawing.width * MM
            start = {"left": 0.0, "center": room / 2, "right": room}[shape.align]
            laid = setter.slot(style, left + shape.at * MM - start, room, 0)[shape.text]
            yield laid._replace(fall=0.0, pad=0.0, first=shape.base * MM)


def _painter(drawing: Drawing, left: float) -> Callable[[float], str]:
    def paint(top: float) -> str:
        lines: list[str] = []
        for shape in drawing.shapes:
            if isinstance(shape, Stroke):
                lines.append(_stroke(shape, left, top))
            elif isinstance(shape, Rect) and shape.width > 0 and shape.height > 0:
                lines += [_stroke(line, left, top) for line in hatch(shape)] if shape.fill == "hatch" else []
                lines.append(_rect(shape, left, top))
        return "\n".join(lines)

    return paint


def _stroke(shape: Stroke, left: float, top: float) -> str:
    dash = " ".join(f"{length:g}" for length in shape.dash)
    ends = (left + shape.left * MM, top - shape.top * MM, left + shape.right * MM, top - shape.bottom * MM)
    line = "{:.2f} {:.2f} m {:.2f} {:.2f} l S".format(*ends)
    return f"[{dash}] 0 d {shape.width:g} w {line} [] 0 d" if dash else f"{shape.width:g} w {line}"


def _rect(shape: Rect, left: float, top: float) -> str:
    bottom = top - (shape.top + shape.height) * MM
    box = f"{left + shape.left * MM:.2f} {bottom:.2f} {shape.width * MM:.2f} {shape.height * MM:.2f} re"
    return f"{_THIN} w {box} B" if shape.fill == "solid" else f"{_THIN} w {box} S"


def photo_bands(photos: Photos, setter: Setter, page: Paper) -> list[Band]:
    """Return rows of framed photos with their captions; a photo that cannot be shown says why in its frame."""
    width, height = photos.width * MM, photos.height * MM
    per_row = max(1, int((page.measure + _GAP) / (width + _GAP)))
    bands: list[Band] = []
    for start in range(0, len(photos.pictures), per_row):
        row = photos.pictures[start : start + per_row]
        gap = (page.measure - per_row * width) / max(1, per_row - 1)
        cells: list[Laid] = []
        painters: list[Callable[[float], str]] = []
        for place, picture in enumerate(row):
            left = page.left + place * (width + gap)
            words = _photo(picture, setter, left, width, height, painters)
            if words:
                middle = setter.slot(_CAPTION, left, width, 0)[words]
                cells.append(middle._replace(fall=0.0, pad=0.0, first=height / 2 + _CAPTION.size / 2))
            if picture.caption:
                caption = setter.slot(_CAPTION, left, width, 0)[picture.caption]
                cells.append(caption._replace(fall=0.0, pad=0.0, first=height + 4.4 * MM))
        bands.append(Band(height + _CAPTION_HEIGHT + _GAP, cells, art=_all(painters)))
    return bands


def _all(painters: list[Callable[[float], str]]) -> Callable[[float], str]:
    return lambda top: "\n".join(paint(top) for paint in painters)


def _photo(
    picture: Picture,
    setter: Setter,
    left: float,
    width: float,
    height: float,
    painters: list[Callable[[float], str]],
) -> str:
    """Add what paints one photo and its frame; returns the words that stand there instead, if it cannot be shown."""

    def frame(top: float) -> str:
        return f"{_THIN} w {left:.2f} {top - height:.2f} {width:.2f} {height:.2f} re S"

    data = picture.load(picture.digest)
    jpeg = read_jpeg(data) if data is not None else None
    if jpeg is not None:
        painters.append(_placed(setter, picture.digest, jpeg, (left, width, height)))
    painters.append(frame)  # over the photo's edge
    if data is None:
        return _NOT_HERE
    return "" if jpeg is not None else _BROKEN


def _placed(setter: Setter, digest: str, jpeg: Jpeg, frame: tuple[float, float, float]) -> Callable[[float], str]:
    left, width, height = frame
    scale = min(width / jpeg.width, height / jpeg.height)
    wide, high = jpeg.width * scale, jpeg.height * scale

    def paint(top: float) -> str:
        name = setter.image(digest, jpeg)
        x, y = left + (width - wide) / 2, top - height + (height - high) / 2
        return f"q {wide:.2f} 0 0 {high:.2f} {x:.2f} {y:.2f} cm /{name} Do Q"

    return paint


def cut_band(cut: Cut, setter: Setter, page: Paper) -> Band:
    """Return a dashed line across the whole paper, its words in the middle."""
    words = setter.slot(_CAPTION, page.left, page.measure, 0)[cut.text]
    left, right = words.spans[0] if words.spans else (page.width / 2, page.width / 2)
    height = 12 * MM

    def paint(top: float) -> str:
        y = top - height / 2
        ends = f"10 {y:.2f} m {left - 6:.2f} {y:.2f} l {right + 6:.2f} {y:.2f} m {page.width - 10:.2f} {y:.2f} l"
        return f"[4 3] 0 d 0.5 w {ends} S [] 0 d"

    return Band(height, (words,), art=paint)
