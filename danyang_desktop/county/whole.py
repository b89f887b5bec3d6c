"""One record as the office reads it whole: every field it has, what stayed in the branch, annotations, versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.county.annotations import Annotation, of_record
from danyang_desktop.county.known import name_of
from danyang_desktop.declare.history import Past, past_of
from danyang_desktop.declare.told import STATUS, said, told_of
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office
    from danyang_desktop.declare.ledger import Ledger

AT_HOME = "只留在支部，县里看不到"


@dataclass(frozen=True)
class Whole:
    """A record to be read. `told`: label -> words, masked; `gone`: that it was voided and why, "" while it counts."""

    ledger: Ledger[Any]
    record: Any
    branch: str
    told: dict[str, str]
    gone: str
    annotations: list[Annotation]
    past: list[Past]


def whole(office: Office, slug: str, uid: str) -> Whole | None:
    """Return the record `uid` of a ledger as it is now, or None: it is gone, or this program does not know its ledger.

    Numbers of people are masked; what is confidential never left the branch, and is named without its words.
    """
    book = office.desk.book
    ledger = book.ledgers.get(slug)
    record = book.get(ledger, uid) if ledger is not None else None
    if ledger is None or record is None:
        return None
    told = told_of(ledger, record)
    gone = told.pop(STATUS)
    log = versions.of_record(book.connection, uid)
    newest = next((one for one in log if one.digest == record.head), None)
    for name in newest.content().get("_withheld", ()) if newest is not None else ():
        if name in ledger.kinds:
            told[ledger.kinds[name].label] = AT_HOME
    told = {label: text for label, text in told.items() if text}
    branch = name_of(book, record.branch)
    return Whole(ledger, record, branch, told, gone, of_record(office.desk, uid), past_of(book, uid, said))
