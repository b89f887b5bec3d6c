"""The household's file on paper, in the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.workspace import Workspace


@dataclass(frozen=True)
class PrintingHousehold:
    """Prints 一户一档."""

    workspace: Workspace
    household: Any
    out: Path

    def __call__(self, progress: Progress) -> Any:
        """Print; returns what was printed."""
        from danyang_desktop import papers

        return papers.print_household(self.workspace, self.household, self.out, progress=progress)
