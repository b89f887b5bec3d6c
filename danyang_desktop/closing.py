"""Closed months, reserved numbers and the book as it stood: what paper asks of the book.

A month once printed as 存档版 is closed: the paper is signed, sealed and bound. What is changed afterwards is a 更正
with a reason, and the next print shows it below the table.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from danyang_desktop.asking import Asking
from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.amendments import Amendment, amendments, month_of
from danyang_desktop.declare.eye import BookLook
from danyang_desktop.declare.ledger import LEDGER_OF
from danyang_desktop.declare.past import as_it_stood
from danyang_desktop.store import closings, scan_log, serials, versions
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record
    from danyang_desktop.store.closings import Closed
    from danyang_desktop.store.scan_log import Scan
    from danyang_desktop.store.serials import Reserved

_MOST_FORMS = 200


class Closing(Asking):
    """The part of a workspace that keeps book and paper together."""

    # -- closed months ------------------------------------------------------------------------------------------

    @trouble()
    def closed(self, ledger: Ledger[Any], month: str) -> Closed | None:
        """Return the closing of a month (2026-11) of a ledger, or None while it is open."""
        return closings.closed(self.book.connection, ledger.slug, month)

    def close_month(self, ledgers: Iterable[Ledger[Any]], month: str) -> list[str]:
        """Close a month of some ledgers; returns the slugs that were open until now. Registers have no months."""
        self.must_manage("打印存档版、存档月份")
        done: list[str] = []
        with self.book.transaction():
            for ledger in ledgers:
                if not ledger.is_register and self.closed(ledger, month) is None:
                    self._note(ledger, month, closings.CLOSE, "打印存档版")
                    done.append(ledger.slug)
        return done

    def reopen(self, ledger: Ledger[Any], month: str, reason: str) -> None:
        """Open a closed month again; the reason is logged. Raises UserError unless the setting allows it."""
        self.must_manage("重新打开存档的月份")
        if not self.setting("closed_months_may_reopen"):
            raise UserError("存档过的月份不能重新打开。确实要打开，请先在设置里允许“重新打开存档的月份”。")
        if not reason.strip():
            raise UserError("重新打开要写原因，会记下来。")
        if self.closed(ledger, month) is None:
            raise UserError(f"{show_period(month)}的{ledger.title}没有存档，可以直接改。")
        with self.book.transaction():
            self._note(ledger, month, closings.REOPEN, reason.strip())

    @trouble()
    def closings(self) -> list[Closed]:
        """Return every closing and reopening, oldest first."""
        return closings.log(self.book.connection)

    def amended(self, ledger: Ledger[Any], month: str) -> list[Amendment]:
        """Return what was changed in a month after it was closed, oldest first; nothing while it is open."""
        closed = self.closed(ledger, month)
        return amendments(self.book, ledger, month, closed.upto) if closed else []

    def is_late(self, record: Record) -> bool:
        """Tell whether the month of a record is closed: it is then saved by `correct`, with a reason."""
        ledger = LEDGER_OF[type(record)]
        month = month_of(ledger, record)
        return bool(month and self.closed(ledger, month))

    def _note(self, ledger: Ledger[Any], month: str, act: str, reason: str) -> None:
        at = self.clock.now().isoformat(timespec="seconds")
        upto = versions.last_seq(self.book.connection)
        closings.put(self.book.connection, closings.Closed(ledger.slug, month, act, at, self.operator, reason, upto))

    def _month_must_be_open(self, record: Record, before: Record | None) -> None:
        """Raise UserError when a record is, was or would be in a closed month."""
        ledger = LEDGER_OF[type(record)]
        for one in (before, record):
            month = month_of(ledger, one) if one is not None else ""
            if month and self.closed(ledger, month):
                said = f"{show_period(month)}的{ledger.title}已经打印了存档版。这一次没有存。"
                how = "要改请用“更正”" if before is not None else "要补记请用“补记”"
                raise UserError(f"{said}{how}，写明原因，再打印时会列在表的下面。", ledger.date_of)

    # -- blank forms --------------------------------------------------------------------------------------------

    def reserve_serials(self, ledger: Ledger[Any], count: int, year: int = 0) -> tuple[str, ...]:
        """Set numbers aside for blank forms; a register has none. Raises UserError for a count out of 1 to 200."""
        self.must_write()
        if not 1 <= count <= _MOST_FORMS:
            raise UserError(f"一次可以印 1 到 {_MOST_FORMS} 张空白表。")
        if not ledger.code:
            return ()
        at = self.clock.now().isoformat(timespec="seconds")
        with self.book.transaction():
            return serials.reserve(
                self.book.connection, self.branch.code, ledger.code, year or self.today.year, count,
                at=at, author=self.operator,
            )  # fmt: skip

    @trouble()
    def reserved(self, ledger: Ledger[Any], year: int = 0) -> list[Reserved]:
        """Return the numbers of a year that were set aside for blank forms, and what became of them."""
        return serials.reserved(self.book.connection, self.branch.code, ledger.code, year or self.today.year)

    def void_reserved(self, serial_no: str, reason: str) -> None:
        """Say why the number of a blank form will not be used. Raises UserError if it was used."""
        self.must_write()
        with self.book.transaction():
            serials.void(self.book.connection, serial_no, reason)

    # -- scans --------------------------------------------------------------------------------------------------

    @trouble()
    def scans(self, uid: str) -> list[Scan]:
        """Return the scanned pages of a record, oldest first; `photo(scan.digest)` gives the picture."""
        return scan_log.of_record(self.book.connection, uid)

    # -- the past -----------------------------------------------------------------------------------------------

    def as_it_stood(self, upto: int, at: dt.datetime) -> Self:
        """Return this workspace as it stood at a place in its log: to look at and to print from, not to write into."""
        book = as_it_stood(self.book, upto)
        clock = SetClock(at)
        look = BookLook(book, clock, self.look.branch_code)
        look.operator = self.operator
        return type(self)(replace(self._opened, book=book, look=look, clock=clock))
