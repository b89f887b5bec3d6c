"""The work of making the book, for the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.base.progress import Progress


@dataclass(frozen=True)
class Making:
    """Makes the book in `book`; `about` is code, name and town, `recovery` the code of the 开锁纸.

    role  branch or office;  database  URL of the server on which an office's book is to lie, "" = in files
    """

    book: Path
    about: tuple[str, str, str]
    password: str
    recovery: str
    operator: str
    how: dict[str, Any]
    role: str = "branch"
    database: str = ""

    def __call__(self, progress: Progress) -> Any:
        """Make the book and note in it who keeps it."""
        from danyang_desktop.opening import Branch
        from danyang_desktop.workspace import Workspace

        progress(0, 0, "正在建台账")
        workspace, _ = Workspace.create(
            self.book, branch=Branch(*self.about), password=self.password, operator=self.operator,
            recovery=self.recovery, role=self.role, database=self.database, **self.how,
        )  # fmt: skip
        workspace.set_setting("operator", self.operator)
        return workspace
