"""One opened book with somebody at the desk: every write of the program passes here.

The workspace adds to the book (declare/book.py) what belongs to a person's work: judging before saving, what may be
changed and what only corrected, undo, drafts, photos, backups, and telling whoever watches.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from danyang_desktop.base.errors import Refused, UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.closing import Closing
from danyang_desktop.declare import check
from danyang_desktop.declare.book import CHANGED_ELSEWHERE
from danyang_desktop.declare.bulk import append_many
from danyang_desktop.declare.ledger import LEDGER_OF, Action
from danyang_desktop.declare.query import LIVE
from danyang_desktop.declare.record import STATUSES, fresh, put_back
from danyang_desktop.opening import Branch, Opened, close_book, create_book, open_book
from danyang_desktop.store import closings, versions
from danyang_desktop.store.database import trouble
from danyang_desktop.store.withheld import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record


_BY_ACTIONS = "状态不能直接改，请用按钮一步一步办。"
_CLOSED = {"void": "已经作废", "archived": "已经归档", "binned": "在回收站里"}


@dataclass(frozen=True)
class Change:
    """What a save did: subscribers hear of it once, after the commit."""

    slug: str
    uid: str
    serial_no: str
    action: str
    digest: str
    record: Any
    warnings: dict[str, str] = field(default_factory=dict)


class Workspace(Closing):
    """One opened book. Use `create` or `open`; close it when done (or use `with`)."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._subscribers: list[Callable[[Change], None]] = []

    @classmethod
    def create(cls, folder: Path, *, branch: Branch, password: str, **how: Any) -> tuple[Workspace, str]:
        """Make a new book; returns it with the recovery code to print. See opening.create_book."""
        opened, recovery = create_book(folder, branch=branch, password=password, **how)
        return cls(opened), recovery

    @classmethod
    def open(cls, folder: Path, **how: Any) -> Workspace:
        """Open a book by password or recovery code. See opening.open_book."""
        return cls(open_book(folder, **how))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the book; what was saved is on the disk already."""
        close_book(self._opened)

    # -- writing ------------------------------------------------------------------------------------------------

    def new(self, ledger: Ledger[Any], **values: Any) -> Any:
        """Return a new record with its declared first values; it is not saved yet."""
        return fresh(ledger.model, self.look, **values)

    def judge(self, record: Record) -> check.Verdict:
        """Work out what is computed, and say what is wrong (errors block, warnings do not)."""
        with self.look.at_once():
            return check.judge(LEDGER_OF[type(record)], record, self.look)

    def save(self, record: Record) -> Change:
        """Save a new or changed record; raises Refused with a sentence for each wrong field.

        Raises UserError when its month is closed: then `correct` saves it, with a reason.
        """
        self._may_change(record)
        verdict = self.judge(record)
        if verdict.errors:
            raise Refused(verdict.errors)
        return self._keep(record, "edit" if record.head else "new", verdict.warnings)

    def save_many(
        self, ledger: Ledger[Any], records: Iterable[Record], progress: Progress = silent, *, action: str = "import"
    ) -> list[str]:
        """Save records that were judged already, all in one transaction; returns their uids.

        What may not be saved one by one may not be saved so either. Raises Cancelled from `progress`, or UserError (a
        closed month, a settled record, a state that only an action gives), and then none of them is saved.
        """
        self.must_write()

        def coming() -> Iterator[Record]:
            all_are_open = not closings.shut(self.book.connection, ledger.slug)
            for number, record in enumerate(records):
                if number % 100 == 0:
                    progress(number, 0, f"正在存第 {number + 1} {ledger.unit}……")
                data = record.__data__
                if not all_are_open or data.get("head") or (ledger.state and data[ledger.state] in ledger.settled):
                    self._may_change(record)
                yield record

        uids: list[str] = []
        with self.book.transaction():
            records = self._numbered(ledger, records)
            for record in append_many(
                self.book, self.book.tables[ledger.slug], coming(), action=action, author=self.operator,
                branch=self.branch.code, now=self.clock.now,
            ):  # fmt: skip
                uids.append(record.uid)
        if uids:
            self._tell(Change(ledger.slug, record.uid, record.serial_no or "", action, record.head, record))
        return uids

    def actions(self, record: Record) -> list[Action[Any]]:
        """Return the actions that may be done with a record now."""
        ledger = LEDGER_OF[type(record)]
        now = getattr(record, ledger.state) if ledger.state else ""
        if record.status not in LIVE:
            return []
        return [action for action in ledger.actions.values() if not action.state or now in action.state]

    def act(self, record: Record, name: str, **given: Any) -> Change:
        """Do a declared action: fill in what it asks for, change the state, save. Raises UserError or Refused.

        It is done to the record as it is kept: of what a form may hold besides, only what the action asks for goes in.
        """
        ledger = LEDGER_OF[type(record)]
        action = ledger.actions[name]
        kept = self._kept(record)
        if action not in self.actions(kept):
            state = getattr(kept, ledger.state) if ledger.state else STATUSES[kept.status]
            raise UserError(f"现在是“{state}”，不能“{action.label}”。")
        _must_be_seen(self.book, kept)
        for field_name in action.asks:
            if field_name in given:
                setattr(kept, field_name, given[field_name])
        action.do(kept, self.look)
        if action.then:
            setattr(kept, ledger.state, action.then)
        verdict = self.judge(kept)
        if verdict.errors:
            raise Refused(verdict.errors)
        return self._turn(record, kept, name, verdict.warnings)

    def correct(self, record: Record, reason: str) -> Change:
        """Change a settled or archived record, or one of a closed month, by a 更正; a new record is added by a 补记.

        The old value stays in its history, the reason with it; a closed month prints both below its table.
        """
        late = not record.head and self.is_late(record)
        what = "补记" if late else "更正"
        if not reason.strip():
            raise UserError(f"{what}要写原因，原来的内容会一直留着。", "void_reason")
        if late:
            self._first_state(record)
        else:
            _must_follow(self.book, self._kept(record), record)
        verdict = self.judge(record)
        if verdict.errors:
            raise Refused(verdict.errors)
        return self._keep(record, f"{what}：{reason.strip()}", verdict.warnings)

    def void(self, record: Record, reason: str) -> Change:
        """Void a record: it keeps its number and stays in the ledger, struck through. Settled ones are not voided."""
        if not reason.strip():
            raise UserError("作废要写原因，打印出来会划掉这一行。", "void_reason")
        kept = self._kept(record)
        _must_be_open(kept)
        kept.void_reason = reason.strip()
        kept.status = "void"
        return self._turn(record, kept, "void")

    def bin(self, record: Record) -> Change:
        """Put a record of a register into the 回收站. A numbered record is voided instead, its number stays."""
        if LEDGER_OF[type(record)].code:
            raise UserError("编了号的台账不能删，只能作废：号码和原来的内容都要留着。")
        kept = self._kept(record)
        _must_be_open(kept)
        kept.status = "binned"
        return self._turn(record, kept, "bin")

    def bring_back(self, record: Record) -> Change:
        """Take a record out of the 回收站, or take back that it was voided."""
        kept = self._kept(record)
        if kept.status not in ("void", "binned"):
            raise UserError("这条记录没有作废，也不在回收站里，不用恢复。")
        kept.status = "final"
        kept.void_reason = ""
        return self._turn(record, kept, "bring_back")

    @trouble()
    def undo(self, change: Change) -> Change:
        """Take a save back, by a further version that says what the one before said; nothing is erased.

        What led to a settled state (paid) is not taken back: it is corrected by 冲正.
        """
        ledger = self.ledgers[change.slug]
        now = self.book.get(ledger, change.uid)
        if now is None or now.head != change.digest:
            raise UserError("后来又改过这条记录，不能撤销那一次了。请打开它直接改。")
        if ledger.state and getattr(now, ledger.state) in ledger.settled:
            raise UserError(f"已经“{getattr(now, ledger.state)}”，不能撤销。请用补发、退回或冲正。")
        log = {version.digest: version for version in versions.of_record(self.book.connection, change.uid)}
        parents = log[now.head].parents
        if not parents:
            return self.void(now, "撤销录入") if ledger.code else self.bin(now)
        record = self.book.at_version(log[parents[0]])
        record.head = now.head
        return self._keep(record, "undo", {})

    def _kept(self, record: Record) -> Any:
        """Return a record as the book has it now; raises UserError if it has another one than was read, or none."""
        kept = self.book.get(LEDGER_OF[type(record)], record.uid) if record.uid else None
        if kept is None:
            raise UserError("这条记录还没有保存。请先保存，再办。")
        if kept.head != record.head:
            raise UserError(CHANGED_ELSEWHERE)
        return kept

    def _turn(self, record: Record, kept: Record, action: str, warnings: dict[str, str] | None = None) -> Change:
        """Save what became of `kept`, and let the record that the caller holds say the same."""
        change = self._keep(kept, action, warnings or {})
        put_back(record, kept.__data__)
        return change

    def _may_change(self, record: Record) -> None:
        before = self.book.get(LEDGER_OF[type(record)], record.uid) if record.head else None
        if before is None:
            self._first_state(record)
        else:
            _must_be_open(before)
            _must_follow(self.book, before, record)
        self._month_must_be_open(record, before)

    def _first_state(self, record: Record) -> None:
        """Raise UserError for a new record that claims to be paid or confirmed already: only actions lead there."""
        ledger = LEDGER_OF[type(record)]
        if ledger.state and getattr(record, ledger.state) in ledger.settled:
            raise UserError(_BY_ACTIONS, ledger.state)

    def _numbered(self, ledger: Ledger[Any], records: Iterable[Record]) -> Iterable[Record]:
        """Give those records their numbers that have none of their own yet. Call it inside the transaction."""
        if ledger.numbers is None:
            return records
        field, give = ledger.numbers
        together = list(records)
        for record in together:
            self.book.remember(record, field)
        if any(ledger.kinds[field].is_empty(getattr(record, field)) for record in together):
            give(together, self.look)
        return together

    def _append(self, record: Record, action: str) -> versions.Version:
        self.must_write()
        return self.book.append(
            record, action=action, author=self.operator, branch=self.branch.code, now=self.clock.now()
        )

    def _keep(self, record: Record, action: str, warnings: dict[str, str]) -> Change:
        with self.book.transaction():
            self._numbered(LEDGER_OF[type(record)], (record,))
            version = self._append(record, action)
        change = Change(version.slug, record.uid, record.serial_no or "", action, version.digest, record, warnings)
        self._tell(change)
        return change

    def _tell(self, change: Change) -> None:
        for hear in list(self._subscribers):
            hear(change)

    def subscribe(self, hear: Callable[[Change], None]) -> Callable[[], None]:
        """Let `hear` be called after every commit; returns what ends it."""
        self._subscribers.append(hear)

        def unsubscribe() -> None:
            if hear in self._subscribers:
                self._subscribers.remove(hear)

        return unsubscribe


def _must_be_open(kept: Record) -> None:
    ledger = LEDGER_OF[type(kept)]
    if kept.status != "final":
        raise UserError(f"这条记录{_CLOSED[kept.status]}，不能直接改。要改请用“更正”，原来的内容会留着。")
    if ledger.state and getattr(kept, ledger.state) in ledger.settled:
        raise UserError(f"这条记录已经“{getattr(kept, ledger.state)}”，不能直接改。请用补发、退回或冲正。")


def _must_follow(book: Book, kept: Record, record: Record) -> None:
    """Raise UserError unless a form may make `record` of `kept`."""
    ledger = LEDGER_OF[type(kept)]
    if ledger.state and getattr(kept, ledger.state) != getattr(record, ledger.state):
        raise UserError(_BY_ACTIONS, ledger.state)
    _must_be_seen(book, kept)


def _must_be_seen(book: Book, kept: Record) -> None:
    """Raise UserError for a record of which not all is here: nobody judges or works out what they cannot see."""
    if book.unseen(kept):
        raise UserError(ELSEWHERE)
