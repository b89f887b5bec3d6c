"""A record in words for the two sides of a comparison, masked as tables are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese import masks
from danyang_desktop.declare.kinds import Photos
from danyang_desktop.declare.record import STATUSES
from ui import shown

if TYPE_CHECKING:
    from danyang_desktop.county.doubt_sides import DoubtSide
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace

_MASKS = {"id_no": masks.mask_id, "account_no": masks.mask_account}
"""A line keeps numbers as they were paid to, digit for digit, so that their form is no mask's form."""
_OF_LINE = ("person", "id_no", "category", "amount_fen", "account_no", "received_on", "result")
"""What is asked about a payment, in this order; whatever else the line has that differs comes behind."""


def record_texts(ledger: Ledger[Any], record: Any) -> dict[str, str]:
    """Return label -> text of every field, confidential ones hidden."""
    told = {}
    for name, kind in ledger.kinds.items():
        value = getattr(record, name)
        if isinstance(kind, Photos):
            told[kind.label] = f"{len(value)} 张" if value else ""
        else:
            told[kind.label] = "（保密）" if shown.hides(ledger, record, name) else shown.text_of(kind, value)
    return {**told, "状态（台账）": "" if record.status == "final" else STATUSES.get(record.status, record.status)}


def side_texts(workspace: Workspace, side: DoubtSide) -> dict[str, str]:
    """Return label -> text of one side of a doubt: of a payment list the person's line, and the list it stands in."""
    ledger = workspace.ledgers[side.row.slug]
    if side.line is None:
        return {label: text for label, text in record_texts(ledger, side.record).items() if text}
    kinds = side.line.kinds
    names = [name for name in _OF_LINE if name in kinds]
    told = {}
    for name in names:
        value = getattr(side.line, name)
        told[kinds[name].label] = _MASKS[name](value or "") if name in _MASKS else shown.text_of(kinds[name], value)
    for name in ("title", "kind", "period_from", "period_to", "state"):
        kind = ledger.kinds[name]
        told[kind.label] = shown.text_of(kind, getattr(side.record, name))
    return {label: text for label, text in told.items() if text}
