"""A book in memory, as rules see it: the Look protocol over plain lists, without a database."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.check import Verdict, judge
from danyang_desktop.declare.codes import CODE_LISTS
from danyang_desktop.declare.kinds import People, Ref, Rows
from danyang_desktop.declare.ledger import LEDGER_OF
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.record import fresh
from danyang_desktop.declare.settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record

TODAY = dt.date(2026, 11, 23)


@dataclass
class FakeLook:
    """Answers rules as an opened book does; `keep` puts a record in."""

    today: dt.date = TODAY
    clock_is_slow: bool = False
    operator: str = ""
    branch_code: str = "32118110120301"
    settings: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    records: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def setting(self, name: str) -> Any:
        return self.settings.get(name, DEFAULTS[name])

    def get(self, link: Link | None) -> Any:
        if link is None or not link.uid:
            return None
        return next((one for kept in self.records.values() for one in kept if one.uid == link.uid), None)

    def linked(self, ledger: Ledger[Any], uid: str, *, since: dt.date | None = None) -> Sequence[Any]:
        found = [one for one in self._live(ledger) if uid in set(_links(one, ledger.kinds))]
        return [one for one in found if getattr(one, ledger.date_of) >= since] if since and ledger.date_of else found

    def where(self, ledger: Ledger[Any], **equal: Any) -> Sequence[Any]:
        return [one for one in self._live(ledger) if all(getattr(one, name) == value for name, value in equal.items())]

    def values(self, ledger: Ledger[Any], field: str) -> Sequence[Any]:
        return [getattr(one, field) for one in self.records[ledger.slug]]

    def choices(self, code_list: str) -> Sequence[str]:
        return self.lists.get(code_list, CODE_LISTS[code_list])

    def _live(self, ledger: Ledger[Any]) -> list[Any]:
        return [one for one in reversed(self.records[ledger.slug]) if one.status == "final"]

    def keep(self, record: Record) -> Any:
        """Put a record into the book as it stands, with a uid and a number."""
        ledger = LEDGER_OF[type(record)]
        kept = self.records[ledger.slug]
        if not record.uid:
            record.uid = f"{ledger.slug}-{len(kept) + 1}"
            record.serial_no = f"{ledger.code}-{self.branch_code}-2026-{len(kept) + 1:04}" if ledger.code else None
            record.status = "final"
            kept.append(record)
        return record

    def add(self, ledger: Ledger[Any], **values: Any) -> Any:
        """Put a new record in, which must be without errors, and return it."""
        record = self.draft(ledger, **values)
        verdict = judge(ledger, record, self)
        assert not verdict.errors, verdict.errors
        return self.keep(record)

    def draft(self, ledger: Ledger[Any], **values: Any) -> Any:
        """Return a new record with its first values and `values`, not put in."""
        return fresh(ledger.model, self, **values)

    def judge(self, record: Record) -> Verdict:
        """Judge a record by the one validator."""
        return judge(LEDGER_OF[type(record)], record, self)

    def act(self, record: Record, name: str, **asks: Any) -> None:
        """Do an action as the workspace does: fill in, do, change the state, judge."""
        ledger = LEDGER_OF[type(record)]
        action = ledger.actions[name]
        assert not action.state or getattr(record, ledger.state) in action.state, "not in this state"
        for asked, value in asks.items():
            assert asked in action.asks
            setattr(record, asked, value)
        action.do(record, self)
        if action.then:
            setattr(record, ledger.state, action.then)
        verdict = self.judge(record)
        assert not verdict.errors, verdict.errors


def link(record: Any) -> Link:
    """Return a link to a record, by the name that its register gives it."""
    return Link(record.uid, LEDGER_OF[type(record)].name_of_record(record))


def _links(owner: Any, kinds: dict[str, Any]) -> Iterator[str]:
    for name, kind in kinds.items():
        value = getattr(owner, name)
        if isinstance(kind, Ref) and value:
            yield value.uid
        elif isinstance(kind, People):
            yield from (one.uid for one in value)
        elif isinstance(kind, Rows):
            for row in value:
                yield from _links(row, kind.row.kinds)
