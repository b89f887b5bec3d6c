"""The year's table on paper, in the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.workspace import Workspace


@dataclass(frozen=True)
class PrintingCoverage:
    """Prints the matrix of a year's talks."""

    workspace: Workspace
    year: int
    out: Path

    def __call__(self, progress: Progress) -> Any:
        """Print; returns what was printed."""
        from danyang_desktop import papers

        return papers.print_coverage(self.workspace, self.year, self.out, progress=progress)
