"""The roster that is signed, printed in the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.workspace import Workspace


@dataclass(frozen=True)
class PrintingRoster:
    """Prints the payment roster of one batch."""

    workspace: Workspace
    batch: Any
    out: Path

    def __call__(self, progress: Progress) -> Any:
        """Print; returns what was printed."""
        from danyang_desktop import papers

        return papers.print_record(self.workspace, self.batch, self.out, progress=progress)
