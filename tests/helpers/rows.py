"""Rows of the toy ledgers, by the dice."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.canonical import digest
from danyang_desktop.declare.look import Link
from tests.helpers.toy import DRAWN, ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace


def neighbour(workspace: Workspace, name: str = "王桂兰", **values: Any) -> Any:
    """Save somebody into the register and return the record."""
    record = workspace.new(NEIGHBOURS, name=name, **values)
    workspace.save(record)
    return record


def errand(workspace: Workspace, dice: random.Random | None = None, whom: Any = None, **values: Any) -> Any:
    """Return a new errand that may be saved, every field by its sample."""
    record = workspace.new(ERRANDS)
    for name, kind in ERRANDS.kinds.items():
        setattr(record, name, kind.sample(dice or random.Random(7)))
    record.state, record.paid_on = DRAWN, None
    if whom is not None:
        record.neighbour = Link(whom.uid, whom.name)
    for name, value in values.items():
        setattr(record, name, value)
    return record


def saved_errand(workspace: Workspace, dice: random.Random | None = None, whom: Any = None, **values: Any) -> Any:
    """Save such an errand and return it."""
    record = errand(workspace, dice, whom, **values)
    workspace.save(record)
    return record


def office_digest(workspace: Workspace) -> str:
    """Return one digest of an office: its versions, what the tables say, what is open between versions."""
    connection = workspace.book.connection
    log = sorted(row[0] for row in connection.execute("SELECT digest FROM versions WHERE branch != '321181'"))
    pairs = connection.execute("SELECT uid, ours, theirs, settled_at IS NULL FROM conflicts ORDER BY 1, 2, 3")
    open_pairs = [[str(part) for part in row[:3]] for row in pairs if row[3]]
    shown = {uid: said for uid, said in faces(workspace).items() if said["_"]["branch"] != "321181"}
    return digest([log, open_pairs, shown])


def faces(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """Return what the tables say of every record, by uid."""
    from danyang_desktop.declare.record import STATUSES, body_of

    return {
        record.uid: body_of(record)
        for ledger in workspace.ledgers.values()
        for record in workspace.query(ledger, status=tuple(STATUSES)).records()
    }
