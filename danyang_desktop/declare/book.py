"""An opened book: the one place where a record becomes a row, a version, words to be found by, and links.

The workspace (one person at a desk) and the county's merge both write through here; nothing else does.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.ids import new_uid
from danyang_desktop.declare.ledger import LEDGER_OF
from danyang_desktop.declare.query import LIVE, Query
from danyang_desktop.declare.record import IDENTITY, body_of, from_body, kept_on
from danyang_desktop.declare.table import Table
from danyang_desktop.store import search as finding
from danyang_desktop.store import serials, versions, withheld
from danyang_desktop.store.database import trouble
from danyang_desktop.store.engine import at_once

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from danyang_desktop.base.clock import LogicalClock
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record
    from danyang_desktop.store.engine import Engine
    from danyang_desktop.store.versions import Version


_MOST_KNOWN = 4096
CHANGED_ELSEWHERE = "这条记录刚才在别处改过，这一次没有存。请重新打开它，再改一遍。"


class Book:
    """One opened book.

    ledgers  registers and ledgers by slug;  device, epoch  who writes;  hlc  the clock that orders versions
    saves    by slug: grows with every record written, also when that is taken back; who remembers, looks there
    """

    def __init__(
        self, engine: Engine, ledgers: Iterable[Ledger[Any]], *, device: str, epoch: int, hlc: LogicalClock
    ) -> None:
        self.engine = engine
        self.connection = engine.connection
        self.tables = {ledger.slug: Table(ledger) for ledger in ledgers}
        self.device = device
        self.epoch = epoch
        self.hlc = hlc
        self._beyond = False
        self.saves: Counter[str] = Counter()
        self._whose: dict[str, str] = {}
        self._depth = 0
        self._touched: list[tuple[Record, tuple[str, ...], tuple[Any, ...]]] = []

    def over(self, engine: Engine) -> Book:
        """Return this book as another engine of the same database reads it."""
        other = copy(self)
        other.engine, other.connection = engine, engine.connection
        return other

    @property
    def ledgers(self) -> dict[str, Ledger[Any]]:
        """The registers and ledgers of this book, by slug."""
        return {slug: table.ledger for slug, table in self.tables.items()}

    def table_of(self, record: Record) -> Table:
        """Return the table that a record belongs to."""
        return self.tables[LEDGER_OF[type(record)].slug]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another one it is part of that one. Raises Trouble when the disk says no.

        Nothing means the records too: they are again what they were before, so that they can be saved once more.
        """
        if self._depth:
            yield
            return
        self._depth = 1
        try:
            with at_once(self.engine):
                self._before()
                yield
                self._after()
        except BaseException:
            for record, names, before in reversed(self._touched):
                record.__data__.update(zip(names, before, strict=True))
            self.saves.update(self.tables.keys())
            raise
        finally:
            self._depth = 0
            self._touched.clear()

    def keep_clock(self) -> None:
        """Note the largest stamp given or believed: the log may end in another, and a copy of the book asks."""
        versions.note_clock(self.connection, self.hlc.last)

    def _before(self) -> None:
        """Look round once nobody else writes; there is nobody else."""

    def _after(self) -> None:
        """Note where the clock stands if the log now ends in a stamp that is not the clock's."""
        if self._beyond:
            self.keep_clock()
            self._beyond = False

    def stamp(self, uid: str, parents: tuple[str, ...]) -> int:
        """Return the stamp of a new version of a record: later than its parents, whatever clock wrote those."""
        after = versions.latest(self.connection, uid, parents) if parents else 0
        stamp = self.hlc.tick(after)
        self._beyond |= stamp != self.hlc.last
        return stamp

    def append(self, record: Record, *, action: str, author: str, branch: str, now: dt.datetime) -> Version:
        """Save a record, new or changed, as its next version. Call it inside a transaction.

        What the version before says and this book does not know, it says on: fields of a newer program, and fields
        whose content lies on another computer. Raises UserError when the record was changed by somebody else since it
        was read, and when such a field is given another value.
        """
        table = self.table_of(record)
        at = now.isoformat(timespec="seconds")
        known = self._known(table, record) if record.uid else None
        self.name(record, author=author, branch=branch, at=at, known=known)
        if known is None:
            self._number(table, record)
        parents = () if known is None else (known.head,)
        record.revision = 1 if known is None else known.revision + 1
        record.updated_at = at
        version = versions.make(
            uid=record.uid, slug=table.slug, branch=record.branch, hlc=self.stamp(record.uid, parents),
            device=self.device, epoch=self.epoch, parents=parents, action=action, author=author, at=at,
            body=body_of(record) if known is None else self._body_upon(known, record),
        )  # fmt: skip
        record.head = version.digest
        versions.put(self.connection, version)
        self.put_face(table, record, known)
        return version

    def _body_upon(self, known: Record, record: Record) -> dict[str, Any]:
        """Return what the next version of a record says; `known` is the record as it is kept."""
        body = body_of(record)
        head = versions.of_digest(self.connection, known.uid, known.head)
        if head is None:  # its history is damaged: `check` says so
            return body
        said, unknown = withheld.filled(self.connection, head)
        before = body_of(known)
        for name in unknown:
            if body.get(name) != before.get(name):
                raise UserError(withheld.ELSEWHERE, name)
        return withheld.carried_on(kept_on(type(record), said, body), unknown, head)

    def unseen(self, record: Record) -> frozenset[str]:
        """Return the fields of a record whose content lies on another computer: here they show the last known."""
        if not record.head or not self.table_of(record).ledger.stays:
            return frozenset()
        with trouble():
            head = versions.of_digest(self.connection, record.uid, record.head)
            return withheld.filled(self.connection, head)[1] if head is not None else frozenset()

    def name(self, record: Record, *, author: str, branch: str, at: str, known: Record | None = None) -> None:
        """Give a new record its uid and what else it keeps for ever. If nothing comes of it, it loses them again."""
        self.remember(record, *IDENTITY)
        if known is None:
            record.uid = record.uid or new_uid()
            record.branch = record.branch or branch
            record.status = record.status or "final"
            record.recorder = record.recorder or author
            record.created_at = at

    def remember(self, record: Record, *names: str) -> None:
        """Let these fields of a record be again what they are now if nothing comes of the transaction."""
        self._touched.append((record, names, tuple(map(record.__data__.get, names))))

    def remember_all(self, records: Iterable[Record], names: tuple[str, ...]) -> None:
        """Remember the same fields of many records."""
        self._touched += [(record, names, tuple(map(record.__data__.get, names))) for record in records]

    def _number(self, table: Table, record: Record) -> None:
        """Give a new record its number: the next one, or the one that stands on a blank form filled in by hand."""
        code = table.ledger.code
        if not code:
            return
        year = int(table.day(record)[:4] or record.created_at[:4])
        if record.serial_no:
            serials.take(self.connection, record.serial_no, branch=record.branch, code=code, year=year, uid=record.uid)
        else:
            record.serial_no = serials.next_serials(self.connection, record.branch, code, year)[0]

    def _known(self, table: Table, record: Record) -> Any:
        known = self.get(table.ledger, record.uid)
        if known is not None and record.head and known.head != record.head:
            raise UserError(CHANGED_ELSEWHERE)
        return known

    def put_face(self, table: Table, record: Record, known: Record | None) -> None:
        """Make the tables show this record instead of `known`: its row, its words, its links.

        The version is kept already.
        """
        place = table.place(self.connection, record, known.id if known else None)
        tokens = finding.spelled(table.words(record))
        if known is None:
            self.connection.execute(table.insert, (place, *table.row(record)))
            self.engine.words.put(table.slug, place, tokens)
        else:
            self._replace(table, record, known, place, tokens)
        record.__data__["id"] = place
        self.saves[table.slug] += 1
        links = table.links(record)
        old_links = table.links(known) if known else set()
        self.engine.put_links((target, record.uid, table.slug, record.branch) for target in links - old_links)
        for target in old_links - links:
            self.connection.execute("DELETE FROM links WHERE target = ? AND uid = ?", (target, record.uid))

    def _replace(self, table: Table, record: Record, known: Record, place: int, tokens: str) -> None:
        """Update the row, and index it anew when it moved or says other words than before."""
        if place != known.id:
            self.connection.execute(f"UPDATE {table.slug} SET id = ? WHERE id = ?", (place, known.id))
        self.connection.execute(table.update, (*table.row(record), place))
        if place != known.id or tokens != finding.spelled(table.words(known)):
            self.engine.words.put(table.slug, place, tokens, instead_of=known.id)

    def get(self, ledger: Ledger[Any], uid: str) -> Any:
        """Return the newest face of a record, whatever its status, or None."""
        table = self.tables[ledger.slug]
        with trouble():
            row = self.connection.execute(f"{table.select} WHERE uid = ?", (uid,)).fetchone()
        return table.record(row) if row else None

    def find(self, uid: str) -> Any:
        """Return the record with this uid from whichever ledger, or None."""
        slug = self._whose.get(uid) or self._slug_of(uid)
        return self.get(self.tables[slug].ledger, uid) if slug in self.tables else None

    def _slug_of(self, uid: str) -> str:
        """Ask the log to which ledger a record belongs, and remember it: that never changes, and the same few recur."""
        with trouble():
            row = self.connection.execute("SELECT slug FROM versions WHERE uid = ? LIMIT 1", (uid,)).fetchone()
        if row is None:
            return ""
        if len(self._whose) >= _MOST_KNOWN:
            self._whose.clear()
        self._whose[uid] = row[0]
        return str(row[0])

    def query(self, ledger: Ledger[Any], **asked: Any) -> Query:
        """Return a question about a ledger (see Query)."""
        return Query(self.engine, self.tables[ledger.slug], **asked)

    def linked(self, ledger: Ledger[Any], uid: str, *, since: dt.date | None = None) -> list[Any]:
        """Return the live records of a ledger that point to `uid`, newest first; only from the day `since` if given."""
        return list(self.query(ledger, linked_to=uid, status=LIVE, since=since).records())

    def at_version(self, version: Version) -> Any:
        """Return the record as a version states it, as far as this book can tell."""
        said, _ = withheld.filled(self.connection, version)
        record = from_body(self.tables[version.slug].ledger.model, version.uid, said)
        record.head = version.digest
        return record
