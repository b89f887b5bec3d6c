"""Long work that pages start. Heavy libraries are imported here, in the worker, when they are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
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
class TryingBackup:
    """Opens a backup as a restore would: the drill."""

    workspace: Workspace
    file: Path

    def __call__(self, progress: Progress) -> None:
        """Try it."""
        self.workspace.try_backup(self.file, progress)


@dataclass(frozen=True)
class Restoring:
    """Puts a backup in the place of a book that is closed; the present one is set aside whole."""

    file: Path
    book: Path
    key: bytes
    now: dt.datetime

    def __call__(self, progress: Progress) -> Path | None:
        """Restore; returns where the present book went."""
        from danyang_desktop.store.backup import restore

        progress(0, 0, "正在恢复，请不要关电脑")
        return restore(self.file, self.book, key=self.key, now=self.now)


@dataclass(frozen=True)
class Checking:
    """Looks the whole book over."""

    workspace: Workspace

    def __call__(self, progress: Progress) -> Any:
        """Check; returns the damage."""
        return self.workspace.check(progress)
