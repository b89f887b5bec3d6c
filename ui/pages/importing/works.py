"""The long work of an import, done in the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.exchange.plan import Plan
    from danyang_desktop.import_log import Import
    from danyang_desktop.workspace import Workspace
    from ui.pages.importing.coming import Coming


@dataclass(frozen=True)
class Reading:
    """Reads a workbook; returns its sheets that fit."""

    path: Path
    ledger: Ledger[Any]

    def __call__(self, progress: Progress) -> list[Coming]:
        """Read."""
        from ui.pages.importing.coming import read_book

        return read_book(self.path, self.ledger, progress)


@dataclass(frozen=True)
class Planning:
    """Judges every row."""

    workspace: Workspace
    coming: Coming

    def __call__(self, progress: Progress) -> Plan:
        """Plan."""
        return self.coming.plan(self.workspace, progress)


@dataclass(frozen=True)
class Done:
    """What an import did: the plan it followed, and by what it can be taken back (None = it changed nothing)."""

    plan: Plan
    made: Import | None


@dataclass(frozen=True)
class Importing:
    """Judges all rows once more, with everything mended, and saves those that are right."""

    workspace: Workspace
    coming: Coming

    def __call__(self, progress: Progress) -> Done:
        """Import, all that is right or nothing at all."""
        from danyang_desktop.exchange.plan import apply
        from danyang_desktop.import_log import recent, remember

        plan = self.coming.plan(self.workspace, progress)
        apply(plan, self.workspace, progress)
        if not (plan.new or plan.changed):
            return Done(plan, None)  # the newest one that is remembered is another import: it is not to be taken back
        remember(self.workspace, plan, self.coming.path.name)
        return Done(plan, next(iter(recent(self.workspace, self.coming.ledger.slug)), None))


@dataclass(frozen=True)
class TakingBack:
    """Takes an import back, record by record; what was changed since stays."""

    workspace: Workspace
    made: Import

    def __call__(self, progress: Progress) -> tuple[int, int]:
        """Take back; returns how many were, and how many were not because they were changed since."""
        from danyang_desktop.base.errors import UserError
        from danyang_desktop.import_log import forget
        from danyang_desktop.workspace import Change

        taken = left = 0
        for number, (uid, digest) in enumerate(self.made.rows):
            progress(number, len(self.made.rows), f"正在撤回第 {number + 1} 条，共 {len(self.made.rows)} 条")
            try:
                self.workspace.undo(Change(self.made.slug, uid, "", "import", digest, None))
            except UserError:
                left += 1
            else:
                taken += 1
        forget(self.workspace, self.made)
        return taken, left


@dataclass(frozen=True)
class WritingRefused:
    """Writes the rows that are wrong into a workbook of their own, the reason in front."""

    workspace: Workspace
    coming: Coming
    out: Path

    def __call__(self, progress: Progress) -> int:
        """Write; returns how many rows."""
        from danyang_desktop.exchange.workbook_out import write_refused

        return write_refused(self.out, self.coming.plan(self.workspace, progress))


@dataclass(frozen=True)
class WritingTemplate:
    """Writes an empty workbook to be filled in."""

    workspace: Workspace
    ledger: Ledger[Any]
    out: Path

    def __call__(self, progress: Progress) -> Path:
        """Write; returns the file."""
        from danyang_desktop.exchange.template import write_template

        progress(0, 0, "正在做空表")
        write_template(self.out, self.ledger, self.workspace.look.choices)
        return self.out
