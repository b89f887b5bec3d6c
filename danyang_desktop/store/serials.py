"""Serial numbers without gaps, per branch, ledger and year. Taken in the transaction that saves the record.

Numbers may be reserved for blank forms (停电时手填): such a number is used later by the record that is typed from the
form, or voided with a reason, or stands as not used yet; either way its place in the row of numbers is explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

_GET = "SELECT serial_no, at, author, uid, void_reason FROM reserved"


class Reserved(NamedTuple):
    """A number printed on a blank form: used when `uid` names a record, voided when there is a reason."""

    serial_no: str
    at: str
    author: str
    uid: str
    void_reason: str

    @property
    def state(self) -> str:
        """What became of it, in words."""
        return "已录入" if self.uid else "已作废" if self.void_reason else "未用"


def next_serials(connection: Any, branch: str, code: str, year: int, count: int = 1) -> tuple[str, ...]:
    """Return the next numbers, e.g. ZF-32118110120301-2026-0031; if the transaction fails they are not used up."""
    # Not RETURNING: it opens a savepoint within the statement, at which the search index writes out what it has.
    connection.execute(
        "INSERT INTO serials VALUES (?, ?, ?, ?) ON CONFLICT (branch, code, year)"
        " DO UPDATE SET last = serials.last + excluded.last",
        (branch, code, year, count),
    )
    last = connection.execute(
        "SELECT last FROM serials WHERE branch = ? AND code = ? AND year = ?", (branch, code, year)
    ).fetchone()[0]
    return tuple(f"{code}-{branch}-{year}-{number:04}" for number in range(last - count + 1, last + 1))


def catch_up(connection: Any, slug: str, branch: str, code: str) -> None:
    """Count on from the highest number that a branch's records bear: another computer of it gave some too.

    Call it inside a transaction.
    """
    front = f"{code}-{branch}-"
    rows = connection.execute(
        f"SELECT substr(serial_no, ?, 4), max(CAST(substr(serial_no, ?) AS INTEGER)) FROM {slug}"
        " WHERE branch = ? AND serial_no LIKE ? GROUP BY 1",
        (len(front) + 1, len(front) + 6, branch, f"{front}____-%"),
    )
    connection.executemany(
        "INSERT INTO serials VALUES (?, ?, ?, ?) ON CONFLICT (branch, code, year)"
        " DO UPDATE SET last = max(serials.last, excluded.last)",
        [(branch, code, int(year), last) for year, last in rows.fetchall()],
    )


def reserve(connection: Any, branch: str, code: str, year: int, count: int, *, at: str, author: str) -> tuple[str, ...]:
    """Set the next `count` numbers aside for blank forms. Call it inside a transaction."""
    numbers = next_serials(connection, branch, code, year, count)
    connection.executemany(
        "INSERT INTO reserved VALUES (?, ?, ?, ?, ?, ?, '', '')",
        [(number, branch, code, year, at, author) for number in numbers],
    )
    return numbers


def take(connection: Any, serial_no: str, *, branch: str, code: str, year: int, uid: str) -> None:
    """Give a reserved number to a record; raises UserError when it is not reserved, used up, or of another year."""
    row = connection.execute(f"{_GET} WHERE serial_no = ?", (serial_no,)).fetchone()
    if row is None:
        raise UserError(f"编号 {serial_no} 不是空白表上预留的号码。请看看抄对了没有，或者不写编号，由程序来编。")
    known = Reserved(*row)
    if known.state != "未用":
        raise UserError(f"编号 {serial_no} {known.state}，不能再用。请看看抄对了没有。")
    if not serial_no.startswith(f"{code}-{branch}-{year}-"):
        raise UserError(f"编号 {serial_no} 不是这本台账 {year} 年的号码。请核对编号和日期。")
    connection.execute("UPDATE reserved SET uid = ? WHERE serial_no = ?", (uid, serial_no))


def void(connection: Any, serial_no: str, reason: str) -> None:
    """Say why a reserved number will not be used: the form was spoilt or lost. Raises UserError if it was used."""
    row = connection.execute(f"{_GET} WHERE serial_no = ?", (serial_no,)).fetchone()
    if row is None or Reserved(*row).state != "未用":
        raise UserError(f"编号 {serial_no} 不是没用过的空白表号码，不用作废。")
    if not reason.strip():
        raise UserError("作废空白表要写原因，比如写坏了、丢了。")
    connection.execute("UPDATE reserved SET void_reason = ? WHERE serial_no = ?", (reason.strip(), serial_no))


def reserved(connection: Any, branch: str, code: str, year: int) -> list[Reserved]:
    """Return the numbers set aside for blank forms in a year, in order."""
    rows: Iterable[Any] = connection.execute(
        f"{_GET} WHERE branch = ? AND code = ? AND year = ? ORDER BY serial_no", (branch, code, year)
    )
    return [Reserved(*row) for row in rows]
