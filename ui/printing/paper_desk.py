"""What printing asks of a desk: little enough for paper that is printed before there is a book, or beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ui.file_places import FilePlaces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.background import Background
    from ui.desk import Desk
    from ui.theme import Theme


@dataclass(frozen=True)
class PaperDesk:
    """`unit` stands in the names of files, "" where it is not to; `names`: part of the book -> what its pages are."""

    theme: Theme
    background: Background
    unit: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    places: FilePlaces = field(default_factory=FilePlaces)

    @classmethod
    def of(cls, desk: Desk) -> PaperDesk:
        """Return that of an open book."""
        ledgers = desk.workspace.ledgers.values()
        names = {"cover": "封面", "catalogue": "目录", **{one.slug: one.noun for one in ledgers}}
        return cls(desk.theme, desk.background, desk.workspace.branch.name, names, desk.places)
