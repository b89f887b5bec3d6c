"""Asking an open book: records, pages, suggestions, timelines, histories. Nothing here writes."""

from __future__ import annotations

from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from danyang_desktop.base.chinese.pinyin import search_keys
from danyang_desktop.declare.history import Past, past_of
from danyang_desktop.declare.query import LIVE
from danyang_desktop.declare.told import said
from danyang_desktop.keeping import Keeping
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.query import Query

_LOOKED_AT = 200
"""So many hits are looked at for the ones whose name is meant."""
_NEWEST = 50


class Asking(Keeping):
    """The part of a workspace that reads."""

    @contextmanager
    def aside(self) -> Iterator[Self]:
        """Yield the same book on a connection of its own, for long reading in the worker: the window does not wait.

        Nothing can be written there. Raises Trouble.
        """
        with self.book.engine.aside(self._opened.key) as engine:
            other = copy(self)
            other.book = self.book.over(engine)
            other.look = self.look.over(other.book)
            other._opened = replace(self._opened, book=other.book, look=other.look)  # noqa: SLF001 - it is ourselves
            yield other

    def get(self, ledger: Ledger[Any], uid: str) -> Any:
        """Return a record, whatever its status, or None."""
        return self.book.get(ledger, uid)

    def query(
        self, ledger: Ledger[Any], *, month: str = "", search: str = "", state: str = "",
        status: tuple[str, ...] = (), linked_to: str = "", branch: str = "", **equal: Any,
    ) -> Query:  # fmt: skip
        """Ask for records; see declare.query.Query for pages, counts and totals."""
        if state:
            equal[ledger.state] = state
        asked: dict[str, Any] = {"status": status} if status else {}
        return self.book.query(
            ledger, month=month, text=search, linked_to=linked_to, branch=branch, equal=equal, **asked
        )

    def last_written(self, ledger: Ledger[Any]) -> Any:
        """Return the record that was written down last, or None: of the newest days, whichever was made last."""
        rows = self.book.query(ledger, status=LIVE).page(limit=_NEWEST).rows
        return max(rows, key=lambda one: (one.created_at, one.uid), default=None)

    def suggest(self, register: Ledger[Any], text: str, limit: int = 20) -> list[Any]:
        """Return the records of a register that a few typed letters or characters may mean, by name before the rest.

        "z" means 张三 before 刘芳 who lives at 朱家村.
        """
        found = self.book.query(register, text=text, status=LIVE).page(limit=_LOOKED_AT).rows
        typed = text.strip().lower()
        if not found and typed.isascii():
            found = self._by_letters(register, typed)

        def far(record: Any) -> tuple[bool, bool]:
            name = register.name_of_record(record)
            full, initials = search_keys(name)
            whole = name.startswith(typed) or initials.startswith(typed) or full.startswith(typed)
            return not whole, typed not in name and typed not in initials

        return sorted(found, key=far)[:limit]

    def _by_letters(self, register: Ledger[Any], typed: str) -> list[Any]:
        """Return the records whose name has these letters in its pinyin: of teams and programmes, which are few.

        The search knows the pinyin of people's names only.
        """
        rows = self.book.query(register, status=LIVE).page(limit=_LOOKED_AT).rows
        return [
            row for row in rows if any(typed in key for key in search_keys(register.name_of_record(row), is_name=False))
        ]

    def linked(self, ledger: Ledger[Any], uid: str) -> Sequence[Any]:
        """Return the live records of a ledger that point to a record of a register, newest first."""
        return self.book.linked(ledger, uid)

    def timeline(self, uid: str) -> list[tuple[Ledger[Any], Any]]:
        """Return everything that ever happened to one person or household, newest first."""
        found = [
            (ledger, record)
            for ledger in self.ledgers.values()
            if not ledger.is_register
            for record in self.book.linked(ledger, uid)
        ]
        return sorted(found, key=lambda pair: str(getattr(pair[1], pair[0].date_of)), reverse=True)

    def history(self, uid: str, *, masked: bool = False) -> list[Past]:
        """Return who changed what, when, old and new, newest first; `masked` hides most of people's numbers."""
        with trouble():
            return past_of(self.book, uid, said if masked else None)
