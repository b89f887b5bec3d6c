"""One record as the office reads it whole: every field it has, what stayed in the branch, annotations, versions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from danyang_desktop.county.annotations import Annotation, of_record
from danyang_desktop.county.known import name_of
from danyang_desktop.declare.history import Past, past_of
from danyang_desktop.declare.told import STATUS, said, told_of
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office
    from danyang_desktop.declare.ledger import Ledger

_NUMBER = re.compile(r"^\d+\. ", re.MULTILINE)
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
    branch, log_told = name_of(book, record.branch), past_of(book, uid, said)
    past = [replace(one, changes=[(label, *_differing(*words)) for label, *words in one.changes]) for one in log_told]
    return Whole(ledger, record, branch, told, gone, of_record(office.desk, uid), past)


def _differing(old: str, new: str) -> tuple[str, str]:
    """Return of two lists in words, a row a line, only the rows that the other one has not."""
    if not (old and new and ("\n" in old or "\n" in new)):
        return old, new
    before, after = (_NUMBER.sub("", words).split("\n") for words in (old, new))
    gone = [row for row in before if row not in after]
    return "；".join(gone) or "原来的几行", "；".join(
        row for row in after if row not in before
    ) or "只换了次序，或去掉了几行"
