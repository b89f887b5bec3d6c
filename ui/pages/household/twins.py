"""Files of households that are there twice: found by number or by name, merged into one, and taken apart again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import People, Ref, Rows
from danyang_desktop.declare.look import Link
from ui import shown

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Change, Workspace

_OWN = ("household_no", "id_note", "gaps", "opened_on")
"""Fields that a merged file keeps from its own past."""


@dataclass(frozen=True)
class Twins:
    """Two files that may be of one household. `keep` has more in it."""

    keep: Any
    other: Any
    reason: str


def find(workspace: Workspace) -> list[Twins]:
    """Return the pairs: the same citizen number, or the same name in the same group with one number missing."""
    ledger = workspace.ledgers["households"]
    records = list(workspace.query(ledger).records())
    pairs: list[Twins] = []
    by_number: dict[str, list[Any]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for one in records:
        if one.id_no:
            by_number[one.id_no].append(one)
        by_name[one.head_name, one.group_no].append(one)
    for same in by_number.values():
        pairs += [_pair(ledger, same[0], other, "身份证号一样") for other in same[1:]]
    for same in by_name.values():
        bare = [one for one in same if not one.id_no]
        rest = [one for one in same if one.id_no]
        first = rest[0] if rest else bare[0] if bare else None
        pairs += [_pair(ledger, first, one, "姓名、小组一样，有一份没有身份证号") for one in bare if one is not first]
    return pairs


def _pair(ledger: Ledger[Any], one: Any, other: Any, reason: str) -> Twins:
    more = sum(not kind.is_empty(getattr(other, name)) for name, kind in ledger.kinds.items())
    here = sum(not kind.is_empty(getattr(one, name)) for name, kind in ledger.kinds.items())
    return Twins(other, one, reason) if more > here else Twins(one, other, reason)


def differing(ledger: Ledger[Any], twins: Twins) -> list[tuple[str, str, str]]:
    """Return (label, here, there) of what the two files say differently."""
    found = []
    for name, kind in ledger.kinds.items():
        here, there = getattr(twins.keep, name), getattr(twins.other, name)
        if here != there:
            found.append((kind.label, shown.text_of(kind, here), shown.text_of(kind, there)))
    return found


def merge(workspace: Workspace, twins: Twins) -> list[Change]:
    """Merge: blanks are filled from the other file, what points to it points here, it goes into the 回收站.

    Records that are settled or of a closed month keep their link; the story of the household finds them all the same.
    Returns the changes in the order in which they were made. Raises UserError or Refused, and then nothing was done.
    """
    ledger = workspace.ledgers["households"]
    keep, other = workspace.get(ledger, twins.keep.uid), workspace.get(ledger, twins.other.uid)
    changes: list[Change] = []
    try:
        changes.append(workspace.bin(other))  # first: two files with one number are refused
        _fill(ledger, keep, other)
        changes.append(workspace.save(keep))
    except UserError:
        take_apart(workspace, changes)
        raise
    link = Link(keep.uid, keep.head_name)
    for one in workspace.ledgers.values():
        for record in list(workspace.linked(one, other.uid)):
            if record.uid != keep.uid and _point(one, record, other.uid, link):
                try:
                    changes.append(workspace.save(record))
                except UserError:
                    continue  # settled: it stays as it was signed
    return changes


def take_apart(workspace: Workspace, changes: list[Change]) -> int:
    """Take a merge back, last change first; returns how many changes could not be, because of later ones."""
    left = 0
    for change in reversed(changes):
        try:
            if change.action == "bin":
                workspace.bring_back(workspace.get(workspace.ledgers[change.slug], change.uid))
            else:
                workspace.undo(change)
        except UserError:
            left += 1
    return left


def _fill(ledger: Ledger[Any], keep: Any, other: Any) -> None:
    for name, kind in ledger.kinds.items():
        mine, theirs = getattr(keep, name), getattr(other, name)
        if name in _OWN or kind.is_empty(theirs):
            continue
        if isinstance(kind, Rows):
            names = {row.member.name for row in mine}
            setattr(keep, name, [*mine, *(row for row in theirs if row.member.name not in names)])
        elif kind.is_empty(mine):
            setattr(keep, name, theirs)


def _point(ledger: Ledger[Any], record: Any, old: str, link: Link) -> bool:
    """Let the links of a record that point to `old` point to `link`; tells whether there was one."""
    found = False
    for name, kind in ledger.kinds.items():
        value = getattr(record, name)
        if isinstance(kind, Ref) and value and value.uid == old:
            setattr(record, name, link)
            found = True
        elif isinstance(kind, People) and any(one.uid == old for one in value):
            setattr(record, name, [link if one.uid == old else one for one in value])
            found = True
    return found
