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
    """Prints the payment rosters of a batch's month, as a working copy: an archive copy would close the month."""

    workspace: Workspace
    batch: Any
    out: Path

    def __call__(self, progress: Progress) -> Any:
        """Print; returns what was printed."""
        from danyang_desktop import papers

        ledger = self.workspace.ledgers["subsidies"]
        return papers.print_ledgers(self.workspace, (ledger,), self.batch.month, self.out, progress=progress)
