"""通知: the same words to many branches, as a note to each; it goes home with the next receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county import computers
from danyang_desktop.county.annotations import tell_branch

if TYPE_CHECKING:
    from collections.abc import Collection

    from danyang_desktop.county.office import Office


class Announced(NamedTuple):
    """How many branches it was written to, and the codes of those of which no computer is enrolled."""

    sent: int
    without: list[str]


def announce(
    office: Office, branches: Collection[str], words: str, operator: str, progress: Progress = silent
) -> Announced:
    """Write a notice to these branches; raises UserError without words, Cancelled (what was written stays)."""
    enrolled = computers.counts(office.desk)
    reached = [branch for branch in sorted(branches) if branch in enrolled]
    for number, branch in enumerate(reached):
        progress(number, len(reached), f"第 {number + 1} 个支部，共 {len(reached)} 个")
        tell_branch(office.desk, branch, words, operator)
    return Announced(len(reached), sorted(set(branches) - set(reached)))
