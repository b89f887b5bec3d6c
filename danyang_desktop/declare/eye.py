"""The eye of the rules, over an opened book."""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import is_slow
from danyang_desktop.declare.codes import CODE_LISTS
from danyang_desktop.declare.query import LIVE
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.declare.settings import DEFAULTS, within
from danyang_desktop.store import shelf
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from danyang_desktop.base.clock import Clock
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.look import Link

_A_MOMENT = 1.0
"""Seconds for which the settings of a book that others write are believed: rules ask for thousands at once."""


class BookLook:
    """What rules see of one book (declare/look.py).

    Settings are read once and kept until `forget`, code lists until a code is saved; of a book that others write too,
    both for a moment only: what another clerk set holds here without the book being opened anew. Rules at the office
    see the records of the office alone: what a branch keeps (a code it retired, a holiday) binds only itself.
    """

    def __init__(self, book: Book, clock: Clock, branch_code: str) -> None:
        self._book = book
        self._clock = clock
        self.branch_code = branch_code
        self.operator = ""
        self._settings: dict[str, Any] | None = None
        self._lists: dict[str, tuple[str, ...]] = {}
        self._lists_as_of = 0
        self._read_at = 0.0
        self._seen: dict[Any, Any] | None = None

    def over(self, book: Book) -> BookLook:
        """Return the same eye over the same book, read through another connection."""
        other = BookLook(book, self._clock, self.branch_code)
        other.operator = self.operator
        return other

    def go_by(self, clock: Clock) -> None:
        """Take today from another clock from now on."""
        self._clock = clock

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Within it nothing is written, so what several rules ask about one record is looked up once."""
        outer, self._seen = self._seen, {}
        try:
            yield
        finally:
            self._seen = outer

    @property
    def today(self) -> dt.date:
        """Today, by the book's clock."""
        return self._clock.now().date()

    @property
    def clock_is_slow(self) -> bool:
        """Whether the clock is behind what the book has seen, or behind the program itself."""
        return is_slow(self._clock.now(), self._book.hlc.last)

    def forget(self) -> None:
        """Read settings anew when next asked: they were changed."""
        self._settings = None

    def _see_others(self) -> None:
        """Forget what others may have changed meanwhile."""
        if self._book.engine.shared and monotonic() - self._read_at > _A_MOMENT:
            self._settings = None
            self._lists = {}
            self._read_at = monotonic()

    @trouble()
    def setting(self, name: str) -> Any:
        """Return a rule setting, or its default; within what can be worked with (settings.BOUNDS)."""
        self._see_others()
        if self._settings is None:
            self._settings = shelf.settings(self._book.connection)
        return within(name, self._settings.get(name, DEFAULTS[name]))

    def get(self, link: Link | None) -> Any:
        """Return the record a link points to, or None."""
        if link is None or not link.uid:
            return None
        if self._seen is None:
            return self._book.find(link.uid)
        if link.uid not in self._seen:
            self._seen[link.uid] = self._book.find(link.uid)
        return self._seen[link.uid]

    def linked(self, ledger: Ledger[Any], uid: str, *, since: dt.date | None = None) -> Sequence[Any]:
        """Return the live records of `ledger` that point to `uid`, newest first; only from the day `since` if given."""
        if self._seen is None:
            return self._book.linked(ledger, uid, since=since)
        key = (ledger.slug, uid, since)
        if key not in self._seen:
            self._seen[key] = self._book.linked(ledger, uid, since=since)
        found: Sequence[Any] = self._seen[key]
        return found

    def where(self, ledger: Ledger[Any], **equal: Any) -> Sequence[Any]:
        """Return the live records of `ledger` with these values, newest first; at the office only its own."""
        own = "" if self.branch_code else shelf.about(self._book.connection, "branch_code")
        return list(self._book.query(ledger, status=LIVE, equal=equal, branch=own).records())

    def values(self, ledger: Ledger[Any], field: str) -> Sequence[Any]:
        """Return what every record of `ledger` says in a field, voided and binned ones too."""
        kind = ledger.kinds[field]
        rows = self._book.query(ledger, status=tuple(STATUSES)).figure(f"{ledger.slug}.{field}")
        return [kind.python_value(value) for (value,) in rows]

    def choices(self, code_list: str) -> Sequence[str]:
        """Return the labels of a code list: the shipped ones, then those the county added; retired ones left out."""
        self._see_others()
        if self._lists_as_of != self._book.saves["codes"]:
            self._lists, self._lists_as_of = {}, self._book.saves["codes"]
        known = self._lists.get(code_list)
        if known is None:
            known = self._read_list(code_list)
            self._lists[code_list] = known
        return known

    def _read_list(self, code_list: str) -> tuple[str, ...]:
        shipped = CODE_LISTS[code_list]
        codes = self._book.ledgers.get("codes")
        edited = self.where(codes, list_name=code_list) if codes else []
        active = {row.label: row.active for row in edited}
        kept = [label for label in shipped if active.get(label) is not False]
        added = sorted(
            (row for row in edited if row.active is not False), key=lambda row: (row.position or 0, row.label)
        )
        return tuple(dict.fromkeys([*kept, *(row.label for row in added)]))
