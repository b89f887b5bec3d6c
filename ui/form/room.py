"""How much room a field needs, and how fields share lines: two of them where both are short, as on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from danyang_desktop.declare.kinds import (
    Choice,
    Choices,
    Date,
    LongText,
    Number,
    People,
    Period,
    Photos,
    Ref,
    Rows,
    Text,
    Time,
    YesNo,
)
from danyang_desktop.declare.kinds.texts import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from danyang_desktop.declare.kind import Kind

Room = Literal["narrow", "half", "full"]
_NARROW_TEXT = 20
_HALF_TEXT = 60
_NARROW_OPTION = 10


def room_of(kind: Kind[Any], options: Sequence[str] = ()) -> Room:
    """Return the room of a kind; `options` are those of a Choice, as the book has them."""
    if isinstance(kind, LongText | People | Rows | Photos | Choices):
        return "full"
    if isinstance(kind, Date | Time | Period | Number | YesNo):
        return "narrow"
    if isinstance(kind, Choice):
        return _room_of_choice(kind, options)
    if isinstance(kind, Text):
        short = kind.most <= _NARROW_TEXT or FORMS[kind.form].identifier
        return "narrow" if short else "half" if kind.most <= _HALF_TEXT else "full"
    return "half" if isinstance(kind, Ref) else "full"


def shown_as_buttons(kind: Choice, options: Sequence[str]) -> bool:
    """Tell whether a choice is shown as buttons: few, short, and fixed."""
    return not kind.code_list and len(options) <= 5 and sum(map(len, options)) <= 16


def _room_of_choice(kind: Choice, options: Sequence[str]) -> Room:
    letters = sum(map(len, options))
    if shown_as_buttons(kind, options):
        room: Room = "narrow" if letters + len(options) <= 6 else "half" if letters + 2 * len(options) <= 18 else "full"
        return room
    return "narrow" if max(map(len, options), default=0) <= _NARROW_OPTION else "half"


@dataclass(frozen=True)
class Line:
    """One line of the form: a field alone (`wide` = over the whole width), or two."""

    names: tuple[str, ...]
    wide: bool


def lines_of(fields: Iterable[tuple[str, Room]], *, pairs: bool = True) -> list[Line]:
    """Share out fields over lines, in their order: a narrow one takes the next narrow or half one beside it.

    Without `pairs` each field has a line to itself.
    """
    if not pairs:
        return [Line((name,), wide=True) for name, _ in fields]
    lines: list[Line] = []
    waiting: str | None = None
    for name, room in fields:
        if waiting is not None and room != "full":
            lines.append(Line((waiting, name), wide=False))
            waiting = None
            continue
        if waiting is not None:
            lines.append(Line((waiting,), wide=False))
            waiting = None
        if room == "narrow":
            waiting = name
        else:
            lines.append(Line((name,), wide=True))
    if waiting is not None:
        lines.append(Line((waiting,), wide=False))
    return lines
