"""Everything that happened to one household, out of all ledgers, newest first. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.money import show_yuan
from danyang_desktop.declare.kinds import Date, LongText, Money, Rows, Text
from danyang_desktop.declare.told import SECRET
from ui import shown

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace

_WORDS_MOST = 3


@dataclass(frozen=True)
class Event:
    """One thing that happened: a record of a ledger, or (`ledger` None) a change of the household's own file."""

    key: str
    on: str
    what: str
    text: str
    ledger: Ledger[Any] | None = None
    record: Any = None


def uids_of(workspace: Workspace, household: Any) -> dict[str, str]:
    """Return uid -> name of the household, its people, and files that were merged into it."""
    found = {household.uid: household.head_name}
    if household.person and household.person.uid:
        found[household.person.uid] = household.person.name
    found |= {row.member.uid: row.member.name for row in household.members if row.member and row.member.uid}
    ledger = workspace.ledgers["households"]
    for other in workspace.query(ledger, status=("binned",), head_name=household.head_name).records():
        if other.id_no == household.id_no or not other.id_no:
            found[other.uid] = other.head_name
    return found


def story_of(workspace: Workspace, household: Any) -> list[Event]:
    """Return the events of a household and of everybody in it, newest first; each record once."""
    events: dict[str, Event] = {}
    whose = uids_of(workspace, household)
    for uid in whose:
        for ledger, record in workspace.timeline(uid):
            if record.uid not in events:
                events[record.uid] = _event(ledger, record, whose)
    for number, past in enumerate(workspace.history(household.uid)):
        changed = "、".join(label for label, _, _ in past.changes[:4])
        text = f"{past.who}{past.action}" + (f"：{changed}" if changed else "")
        key = f"past{number}"
        events[key] = Event(key, past.at[:10], "档案", text)
    return sorted(events.values(), key=lambda one: one.on, reverse=True)


def _event(ledger: Ledger[Any], record: Any, whose: dict[str, str]) -> Event:
    kind = ledger.kinds[ledger.date_of]
    on = kind.show(getattr(record, ledger.date_of)) if isinstance(kind, Date) else str(getattr(record, ledger.date_of))
    if ledger.is_secret(record):
        return Event(record.uid, on, ledger.short, "保密，只记一次", ledger, record)
    own = [text for line in _rows(ledger, record) if (text := _of_row(line, whose))]
    words = own or _words(ledger, record)
    return Event(record.uid, on, ledger.short, "；".join(words[:_WORDS_MOST]), ledger, record)


def _rows(ledger: Ledger[Any], record: Any) -> list[Any]:
    return [row for name, kind in ledger.kinds.items() if isinstance(kind, Rows) for row in getattr(record, name)]


def _of_row(row: Any, whose: dict[str, str]) -> str:
    """Say what a line of a payment list, or of an activity, gives to one of this household."""
    for field in ("person", "volunteer"):
        link = getattr(row, field, None)
        if link is not None and link.uid in whose:
            amount = getattr(row, "amount_fen", None)
            return f"{link.name} {show_yuan(amount)} 元" if amount is not None else link.name
    return ""


def _words(ledger: Ledger[Any], record: Any) -> list[str]:
    """Return the first telling facts of a record."""
    told = []
    order = sorted(ledger.kinds.items(), key=lambda pair: not isinstance(pair[1], LongText | Money))
    for name, kind in order:
        value = getattr(record, name)
        if kind.is_empty(value) or kind.privacy >= SECRET or name == ledger.date_of:
            continue
        if isinstance(kind, Money):
            told.append(f"{kind.label} {show_yuan(value)} 元")
        elif isinstance(kind, LongText) or (isinstance(kind, Text) and kind.form not in ("code", "id_no", "phone")):
            told.append(shown.text_of(kind, value))
    return told
