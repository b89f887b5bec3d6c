"""What the two sides of a doubt say, in words, masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.declare.told import said, said_in_line, told_of

if TYPE_CHECKING:
    from danyang_desktop.county.doubt_sides import DoubtSide
    from danyang_desktop.workspace import Workspace

_OF_LINE = ("person", "id_no", "category", "amount_fen", "account_no", "received_on", "result")
_OF_LIST = ("title", "kind", "period_from", "period_to", "state")
"""What is asked about a payment, in this order, and of the list it stands in."""


def side_texts(workspace: Workspace, side: DoubtSide) -> dict[str, str]:
    """Return label -> words of one side of a doubt: of a payment list the person's line, and the list it stands in."""
    ledger = workspace.ledgers[side.row.slug]
    if side.line is None:
        told = told_of(ledger, side.record)
    else:
        kinds = side.line.kinds
        told = {kinds[name].label: said_in_line(side.line, name) for name in _OF_LINE if name in kinds}
        told |= {ledger.kinds[name].label: said(ledger.kinds[name], getattr(side.record, name)) for name in _OF_LIST}
    return {label: text for label, text in told.items() if text}
