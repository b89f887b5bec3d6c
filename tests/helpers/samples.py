"""Plausible records of any ledger, found by trial: what the ledger's own rules complain of is thrown again.

Nothing here knows a ledger: one that is declared today is tested today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.kinds import People, Ref, Rows
from danyang_desktop.declare.look import Link

if TYPE_CHECKING:
    import random

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace

_TRIES = 60


def targets(ledger: Ledger[Any]) -> list[Ledger[Any]]:
    """Return the registers that a ledger points to."""
    kinds = list(ledger.kinds.values())
    kinds += [inner for kind in kinds if isinstance(kind, Rows) for inner in kind.row.kinds.values()]
    return list(dict.fromkeys(kind.target for kind in kinds if isinstance(kind, (Ref, People))))


def furnish(workspace: Workspace, ledger: Ledger[Any], dice: random.Random) -> None:
    """Put a few records into every register that a ledger points to, and into those they point to."""
    for register in targets(ledger):
        if register is not ledger and not workspace.query(register).page(limit=1).rows:
            furnish(workspace, register, dice)
            for _ in range(4):
                made = plausible(workspace, register, dice)
                if made is not None:
                    workspace.save(made)


def sampled(ledger: Ledger[Any], dice: random.Random) -> dict[str, Any]:
    """Return a sample of every field, as the kinds give it."""
    return {name: kind.sample(dice) for name, kind in ledger.kinds.items()}


def plausible(workspace: Workspace, ledger: Ledger[Any], dice: random.Random) -> Any:
    """Return a record that may be saved, or None if none was found."""
    record = workspace.new(ledger)
    free = [name for name in ledger.kinds if name != ledger.state]
    for _ in range(_TRIES):
        errors = workspace.judge(record).errors
        if not errors:
            return record
        for field in errors:
            for name in (field,) if field else free:
                if name in free:
                    setattr(record, name, _thrown(workspace, ledger.kinds[name], dice))
        if dice.random() < 0.3:
            name = dice.choice(free)
            setattr(record, name, _thrown(workspace, ledger.kinds[name], dice))
    return None


def _thrown(workspace: Workspace, kind: Kind[Any], dice: random.Random) -> Any:
    return kind.empty if dice.random() < 0.3 else _value(workspace, kind, dice)


def _value(workspace: Workspace, kind: Kind[Any], dice: random.Random) -> Any:
    if isinstance(kind, Ref):
        return _someone(workspace, kind.target, dice)
    if isinstance(kind, People):
        return [_someone(workspace, kind.target, dice)]
    if not isinstance(kind, Rows):
        return kind.sample(dice)
    row = kind.row(f"{dice.getrandbits(128):032x}")
    for name, inner in kind.row.kinds.items():
        if inner.required or dice.random() < 0.4:
            setattr(row, name, _value(workspace, inner, dice))
    return [row]


def _someone(workspace: Workspace, register: Ledger[Any], dice: random.Random) -> Link:
    found = workspace.query(register).page(limit=5).rows
    if not found:
        return Link("", "外村人")
    record = dice.choice(found)
    return Link(record.uid, register.name_of_record(record))
