"""What the office has received and what it turned away: the record of every file (收包记录)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.county import alarms, aside
from danyang_desktop.exchange import container

if TYPE_CHECKING:
    from danyang_desktop.exchange.desk import Desk

ACCEPTED, UNDONE, REFUSED, ODD = "收下", "已撤销", "退回", "要留意"
DISMISSED = "不再等"
_MINUTE = len("2026-11-23T09:12")
_LOUD = {REFUSED: 2, ODD: 1}
"""Of one minute what asks for something stands on top."""


@dataclass(frozen=True)
class File:
    """A file: when it came, whose it is, its number, the month it closes, what it held, and how it ended.

    `sha256` is "" for one that was not taken, and for what was odd about one; `why` says the reason then, `month` the
    one it belongs to (aside.py).
    """

    at: str
    branch: str
    branch_name: str
    number: int
    month: str
    records: int
    merged: int
    conflicts: int
    file: str
    state: str
    sha256: str = ""
    why: str = ""
    waits: aside.SetAside | None = None

    @property
    def code(self) -> str:
        """核对码 of a bundle that was taken, as the note on the stick says it; "" of what was not."""
        return container.code_of(self.sha256) if self.sha256 else ""


def files(desk: Desk, limit: int = 5000) -> list[File]:
    """Return the files, the last one first; of those of one minute first what was not taken."""
    columns = "at, branch, branch_name, bundle, period, records, merged, conflicts, file, undone_at, sha256"
    asked = f"SELECT {columns} FROM received ORDER BY at DESC, seq DESC LIMIT ?"
    rows = desk.book.connection.execute(asked, (limit,))
    found = [
        File(
            at=at, branch=branch, branch_name=name, number=number, month=month, records=records, merged=merged,
            conflicts=conflicts, file=file, state=UNDONE if undone else ACCEPTED, sha256=sha256,
        )
        for at, branch, name, number, month, records, merged, conflicts, file, undone, sha256 in rows.fetchall()
    ]  # fmt: skip
    found += [_not_taken(one, REFUSED, one.reason) for one in aside.refused(desk)]
    found += [
        _not_taken(one, DISMISSED, f"{one.cleared_why}（{one.cleared_by}）。原来的原因：{one.reason}")
        for one in aside.dismissed(desk)
    ]
    found += [
        File(
            at=one.at, branch=one.branch, branch_name=one.branch_name, number=one.bundle, month="", records=0, merged=0,
            conflicts=0, file=one.file, state=ODD, why=one.said,
        )
        for one in alarms.alarms(desk, limit)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.at[:_MINUTE], _LOUD.get(one.state, 0), one.at), reverse=True)


def _not_taken(one: aside.SetAside, state: str, why: str) -> File:
    return File(
        at=one.at, branch=one.branch, branch_name=one.branch_name or "看不出来", number=one.bundle, month=one.month,
        records=0, merged=0, conflicts=0, file=one.file, state=state, why=why, waits=one,
    )  # fmt: skip
