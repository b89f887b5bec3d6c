"""What every page is handed: the book, the look, the ways to hear of changes, do long work, ask for files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ui.file_places import FilePlaces

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace
    from ui.background import Background
    from ui.bridge import Bridge
    from ui.theme import Theme


@dataclass(frozen=True)
class Desk:
    """Handed down in constructors; there are no globals."""

    workspace: Workspace
    theme: Theme
    bridge: Bridge
    background: Background
    places: FilePlaces = field(default_factory=FilePlaces)
