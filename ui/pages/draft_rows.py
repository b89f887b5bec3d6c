"""The drafts of a ledger as rows of its table: what was typed so far, under the tag 草稿."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import LongText, People, Ref
from danyang_desktop.declare.look import Link

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.store.shelf import Draft
    from ui.desk import Desk

DRAFTS = "drafts"
"""The value of their segment."""
_TAG, _NOT_YET = "草稿", "（未填写完）"


class DraftRows:
    """The drafts that wait, newest first, whatever month they are of: nothing half written may be out of sight."""

    def __init__(self, ledger: Ledger[Any], desk: Desk) -> None:
        self._ledger = ledger
        self._desk = desk
        self.drafts: list[Draft] = []
        self._rows: list[Any] = []

    def look(self) -> None:
        """Read them anew."""
        self.drafts = self._desk.workspace.drafts(self._ledger)
        self._rows = [self._row(draft) for draft in self.drafts]

    @property
    def label(self) -> dict[str, str]:
        """What the segments say of them; nothing if there are none."""
        return {DRAFTS: f"{_TAG} {len(self.drafts):,}"} if self.drafts else {}

    @property
    def offer(self) -> str:
        """The sentence that offers the newest of them, "" if there are none."""
        if not self.drafts:
            return ""
        at = self.drafts[0].at
        when = f"{int(at[5:7])}月{int(at[8:10])}日 {at[11:16].lstrip('0')}"
        return f"有 {len(self.drafts)} 条没写完的{self._ledger.noun}，已经替您存好（{when}）。"

    def found(self, text: str) -> list[Any]:
        """Return the rows in which a text stands."""
        return [row for row, draft in zip(self._rows, self.drafts, strict=True) if text in str(draft.texts)]

    def draft_of(self, record: Any) -> Draft | None:
        """Return the draft that a row shows, None for a record of the book."""
        return next((draft for row, draft in zip(self._rows, self.drafts, strict=True) if row is record), None)

    def _row(self, draft: Draft) -> Any:
        """Return a record as far as the draft can be read; of a record that is being changed, with the changes."""
        workspace = self._desk.workspace
        record = workspace.get(self._ledger, draft.name) or workspace.new(self._ledger)
        for name, said in draft.texts.items():
            if name in self._ledger.kinds:
                self._put(record, name, said)
        for col in self._ledger.table:
            kind = self._ledger.kinds[col.field]
            if isinstance(kind, LongText) and kind.required and kind.is_empty(getattr(record, col.field)):
                setattr(record, col.field, _NOT_YET)
        if self._ledger.state:
            setattr(record, self._ledger.state, _TAG)
        return record

    def _put(self, record: Any, name: str, said: Any) -> None:
        kind = self._ledger.kinds[name]
        try:
            setattr(record, name, _read(kind, said, self._desk))
        except (UserError, ValueError, TypeError, KeyError):
            setattr(record, name, kind.empty)


def _read(kind: Kind[Any], said: Any, desk: Desk) -> Any:
    """Return what a draft says of a field (editors' `draft`); raises UserError if it cannot be read yet."""
    if isinstance(kind, People):
        people = [Link(*map(str, pair)) for pair in said.get("people", [])]
        return [*people, *([Link("", said["typed"])] if said.get("typed") else [])]
    if isinstance(kind, Ref):
        return Link("", said) if isinstance(said, str) and said else Link(*map(str, said)) if said else None
    if isinstance(said, str):
        return kind.parse(said, desk.workspace.today)
    return kind.from_json(said)
