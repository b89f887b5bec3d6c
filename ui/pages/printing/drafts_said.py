"""What is half written and therefore not printed, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace

_NAMED = 3


def drafts_said(workspace: Workspace, ledgers: Iterable[Ledger[Any]], records: int) -> str:
    """Return the sentence about drafts of these ledgers, or that all `records` are finished."""
    drafts = [(ledger, draft) for ledger in ledgers for draft in workspace.drafts(ledger)]
    if not drafts:
        return f"{records:,} 条都已填完，可以打印" if records else "这个月还没有记录"
    names = [_named(ledger, draft) for ledger, draft in drafts[:_NAMED]]
    more = "等" if len(drafts) > _NAMED else ""
    return f"还有 {len(drafts)} 条没写完，不打印：{'、'.join(names)}{more}"


def _named(ledger: Ledger[Any], draft: Any) -> str:
    """Return what a draft is called: whom it is about, if that was written already."""
    value = draft.texts.get(ledger.title_field)
    while isinstance(value, list):
        value = value[-1] if value else ""
    return f"{ledger.noun}（{value}）" if value else ledger.noun
