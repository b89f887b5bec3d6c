"""A county's book with records of two branches in it, as a merge puts them: unjudged, each under its branch."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from danyang_desktop.county import doubles
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.payouts.lines import PaymentLine
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.registers.people import PEOPLE
from tests.helpers.village import number

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

WILLOW, THORN = "32118110120301", "32118110220101"
BORN = dt.date(1948, 1, 2)


class CountyBook:
    """The office's book, with records put in as a merge does: unjudged, each under its branch."""

    def __init__(self, book: Workspace) -> None:
        self.book = book

    def put(self, branch: str, ledger: Any, **values: Any) -> Any:
        record = ledger.model(branch=branch)
        for name, value in values.items():
            setattr(record, name, value)
        with self.book.book.transaction():
            self.book.book.append(record, action="new", author="周建民", branch=branch, now=self.book.clock.now())
        return record

    def person(self, branch: str, serial: int = 100, name: str = "王桂兰", **values: Any) -> Any:
        return self.put(branch, PEOPLE, name=name, id_no=number(BORN, serial), **values)

    def paid(self, person: Any, months: tuple[str, str], kind: str = "困难老党员定补", **line: Any) -> Any:
        fields = {
            "person": Link(person.uid, person.name),
            "category": "低保户",
            "rate_fen": 48_000,
            "amount_fen": 48_000,
        }
        return self.put(
            person.branch, SUBSIDIES, title="定补", kind=kind, month=months[1], period_from=months[0],
            period_to=months[1], lines=[PaymentLine(**{**fields, **line})],
        )  # fmt: skip

    def found(self, kind: str, month: str = "2026-11") -> list[doubles.Finding]:
        return [one for one in doubles.findings(SimpleNamespace(desk=self.book.desk), month) if one.kind == kind]  # type: ignore[arg-type]
