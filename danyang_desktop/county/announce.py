"""通知: the same words to many branches, as a note on each one's own entry; it goes home with the next receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.annotations import NOTE, annotate
from danyang_desktop.registers.branches import BRANCHES

if TYPE_CHECKING:
    from collections.abc import Collection

    from danyang_desktop.county.office import Office


class Announced(NamedTuple):
    """How many branches it was written to, and the codes of those that have not handed in their own entry yet."""

    sent: int
    without: list[str]


def announce(
    office: Office, branches: Collection[str], words: str, operator: str, progress: Progress = silent
) -> Announced:
    """Write a notice to these branches; raises UserError without words, Cancelled (what was written stays)."""
    if not words.strip():
        raise UserError("写上通知的内容再发。", "words")
    desk = office.desk
    rows = desk.book.connection.execute(f"SELECT code, uid FROM {BRANCHES.slug} WHERE branch = code").fetchall()
    own = dict(rows)
    sent, without = 0, []
    for number, branch in enumerate(sorted(branches)):
        progress(number, len(branches), f"第 {number + 1} 个支部，共 {len(branches)} 个")
        if branch in own:
            annotate(desk, own[branch], NOTE, words, operator)
            sent += 1
        else:
            without.append(branch)
    return Announced(sent, without)
