"""What 今日 says, as data: the window lays it out and asks for what `go` names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Urgency = Literal["late", "soon", "ahead"]
URGENCIES: tuple[Urgency, ...] = ("late", "soon", "ahead")
MOST_LINES = 40
"""Lines of one duty: nobody reads a list of hundreds to its end, and when some are done the next ones come."""


@dataclass(frozen=True)
class Line:
    """One thing within a duty: whom it is about, what is known, how late it is, and the button that does it.

    `go` is what the window is asked for: "visits:new:household=UID", "talks:open:UID".
    """

    name: str
    kind: str
    detail: str
    mark: str
    button: str
    go: str


@dataclass(frozen=True)
class Duty:
    """One thing to do, or several of a kind (`lines`). `key` is stable: overdue, correction, action, bundle ...

    more  how many there are besides, for which there is no line
    """

    key: str
    urgency: Urgency
    title: str
    detail: str = ""
    button: str = ""
    go: str = ""
    lines: tuple[Line, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class HomeFigure:
    """A figure of the month: 走访 14 户次, and what stood on the same day of last month."""

    label: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True)
class Agenda:
    """The day. `buttons` slug -> what stands under the big button; `badges` entry -> (figure, what it says)."""

    duties: list[Duty] = field(default_factory=list)
    figures: list[HomeFigure] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    badges: dict[str, tuple[int, str]] = field(default_factory=dict)
    next_due: str = ""

    @property
    def pressing(self) -> int:
        """How many things are to be done today."""
        return sum(duty.urgency != "ahead" for duty in self.duties)
