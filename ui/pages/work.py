"""Long work that pages start. Heavy libraries are imported here, in the worker, when they are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.query import Query
    from danyang_desktop.workspace import Workspace


@dataclass(frozen=True)
class Exporting:
    """Writes the records that a list shows into a workbook."""

    ledger: Ledger[Any]
    query: Query
    out: Path

    def __call__(self, progress: Progress) -> Any:
        """Write; returns how many rows."""
        from danyang_desktop.exchange.workbook_out import write_rows

        return write_rows(self.out, self.ledger, self.query.oldest_first(), progress)


@dataclass(frozen=True)
class BackingUp:
    """Makes a backup and opens it once, to be sure."""

    workspace: Workspace
    folder: Path

    def __call__(self, progress: Progress) -> Any:
        """Back up; returns the file."""
        return self.workspace.backup(self.folder, progress)


@dataclass(frozen=True)
class Checking:
    """Looks the whole book over."""

    workspace: Workspace

    def __call__(self, progress: Progress) -> Any:
        """Check; returns the damage."""
        return self.workspace.check(progress)
