"""What every page is handed: the book, the look, the way to hear of changes, and the way to do long work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
