"""The conflict desk: two versions of one record of which neither knew the other, in sentences; a choice with a reason.

A choice is one more version, with both as its parents and the office as its author. It can be undone; both stay.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.county import faces
from danyang_desktop.county.merge import leaves
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.store.versions import Version

_SHOWN = 24
"""Characters of a value in a sentence; the two sides show all of it."""
_MOST_PARENTS = 16


@dataclass(frozen=True)
class Side:
    """One of the two versions: who wrote it when, and what it says in the fields that differ (label -> text)."""

    digest: str
    who: str
    at: str
    said: dict[str, str]


@dataclass(frozen=True)
class Conflict:
    """Two versions of a record. `suggested` is the digest of the likelier one, with the reason in `because`."""

    uid: str
    slug: str
    branch: str
    name: str
    at: str
    sides: tuple[Side, ...]
    suggested: str
    because: str
    sentence: str
    stays_home: bool = False


def conflicts(book: Book) -> list[Conflict]:
    """Return the open conflicts, oldest first; of a record that this program does not know, without its fields."""
    rows = book.connection.execute(
        "SELECT uid, ours, theirs, slug, branch, at FROM conflicts WHERE settled_at IS NULL ORDER BY at, uid, ours"
    ).fetchall()
    return [_conflict(book, *row) for row in rows]


@dataclass(frozen=True)
class Settled:
    """A conflict that somebody decided: which version, why, who, when."""

    conflict: Conflict
    chosen: str
    reason: str
    by: str
    at: str


def settled(book: Book, limit: int = 50) -> list[Settled]:
    """Return the conflicts that were decided last, newest first; each can be opened again."""
    rows = book.connection.execute(
        "SELECT uid, ours, theirs, slug, branch, at, chosen, reason, settled_by, settled_at FROM conflicts"
        " WHERE settled_at IS NOT NULL ORDER BY settled_at DESC, uid, ours LIMIT ?",
        (limit,),
    ).fetchall()
    last = {row[0]: row for row in reversed(rows)}  # of a record with several pairs the first one stands for all
    return [Settled(_conflict(book, *row[:6]), *row[6:]) for row in reversed(last.values())]


def sides_of(book: Book, conflict: Conflict) -> list[Any]:
    """Return the records as the two versions state them, in the order of the conflict's sides."""
    log = {version.digest: version for version in versions.of_record(book.connection, conflict.uid)}
    return [book.at_version(log[side.digest]) for side in conflict.sides]


def count_open(book: Book) -> int:
    """Return how many records wait for a choice."""
    asked = "SELECT count(DISTINCT uid) FROM conflicts WHERE settled_at IS NULL"
    return int(book.connection.execute(asked).fetchone()[0])


def _conflict(book: Book, uid: str, ours: str, theirs: str, slug: str, branch: str, at: str) -> Conflict:
    log = {version.digest: version for version in versions.of_record(book.connection, uid)}
    pair = sorted((log[one] for one in (ours, theirs) if one in log), key=lambda version: version.order)
    table = book.tables.get(slug)
    if table is None or not pair:
        said = "这本台账是新版本的程序才有的，请升级程序以后再处理。"
        return Conflict(uid, slug, branch, "", at, (), "", "", said)
    records = [book.at_version(version) for version in pair]
    sides = tuple(
        Side(version.digest, version.author, version.at, told)
        for version, told in zip(pair, _differing(table.ledger, records), strict=True)
    )
    name = records[-1].serial_no or _name(table.ledger, records[-1])
    because = f"{sides[-1].who}写得晚，先按这一份显示。"
    return Conflict(
        uid, slug, branch, name, at, sides, sides[-1].digest, because, _sentence(table.ledger.short, name, sides),
        stays_home=any("_withheld" in version.content() for version in pair),
    )  # fmt: skip


def _differing(ledger: Any, records: list[Any]) -> list[dict[str, str]]:
    told: list[dict[str, str]] = [{} for _ in records]
    for name, kind in ledger.kinds.items():
        values = [getattr(record, name) for record in records]
        if any(value != values[0] for value in values[1:]):
            for one, value in zip(told, values, strict=True):
                one[kind.label] = kind.show(value)
    if len({record.status for record in records}) > 1:
        for one, record in zip(told, records, strict=True):
            one["状态"] = STATUSES.get(record.status, record.status)
    return told


def _name(ledger: Any, record: Any) -> str:
    return str(ledger.kinds[ledger.name_of].show(getattr(record, ledger.name_of))) if ledger.name_of else ""


def _sentence(short: str, name: str, sides: tuple[Side, ...]) -> str:
    """Say it as one would over the telephone: 谁几月几日写什么，谁几月几日写什么，用哪个."""
    said = [f"{side.who}{_day(side.at)}写{_briefly(side.said)}" for side in sides]
    return f"{short}“{name}”：{'，'.join(said)}。用哪个？"


def _day(at: str) -> str:
    day = dt.date.fromisoformat(at[:10])
    return f"{day.month}月{day.day}日"


def _briefly(said: dict[str, str]) -> str:
    parts = [f"{label}“{text[:_SHOWN] or '空着'}”" for label, text in list(said.items())[:2]]
    more = f"等 {len(said)} 处" if len(said) > 2 else ""
    return "、".join(parts) + more if parts else "的内容一样"


def settle(desk: Desk, uid: str, chosen: str, reason: str, operator: str) -> Version:
    """Let the version `chosen` (a digest) count; both stay in the history. Raises UserError.

    The new version has all newest ones as its parents, so every book that learns of it agrees.
    """
    book = desk.book
    if not reason.strip():
        raise UserError("写一句为什么用这一份，以后查得到。", "reason")
    with book.transaction():  # asked and written in one go: another clerk may settle, or receive, at the same moment
        log = _log_to_settle(book, uid, chosen)
        tops = leaves(versions.nodes(book.engine, {uid})[uid])[:_MOST_PARENTS]
        version = _append(desk, log[chosen], tuple(node.digest for node in tops), "settle", operator, len(log) + 1)
        book.connection.execute(
            "UPDATE conflicts SET settled_at = ?, chosen = ?, reason = ?, settled_by = ?, settlement = ?"
            " WHERE uid = ? AND settled_at IS NULL",
            (desk.at, chosen, reason.strip(), operator, version.digest, uid),
        )
    return version


def _log_to_settle(book: Book, uid: str, chosen: str) -> dict[str, Version]:
    """Return the versions of a record by digest; raises UserError if `chosen` cannot be chosen now."""
    pairs = book.connection.execute(
        "SELECT ours, theirs FROM conflicts WHERE uid = ? AND settled_at IS NULL", (uid,)
    ).fetchall()
    if not pairs:
        raise UserError("这条记录没有对不上的地方了，也许已经处理过。请刷新一下。")
    if chosen not in {digest for pair in pairs for digest in pair}:
        raise UserError("选的这一份不在对不上的两份里，没有改动。请重新打开这一处。")
    log = {version.digest: version for version in versions.of_record(book.connection, uid)}
    if "_withheld" in log[chosen].content():
        raise UserError("这条记录有只留在支部的内容，县里看不到，不能替支部选。请写一条退回修改，让支部自己定。")
    return log


def unsettle(desk: Desk, uid: str, operator: str) -> Version:
    """Undo the last choice: what was shown before is shown again, and the conflict is open. Raises UserError."""
    book = desk.book
    with book.transaction():
        log = {version.digest: version for version in versions.of_record(book.connection, uid)}
        tops = leaves(versions.nodes(book.engine, {uid}).get(uid, [])) if log else []
        last = log.get(tops[0].digest) if len(tops) == 1 else None
        if last is None or last.action != "settle":
            raise UserError("这条记录处理以后又改过，或没有处理过，不能撤销。没有改动。")
        before = max((log[digest] for digest in last.parents if digest in log), key=lambda version: version.order)
        version = _append(desk, before, (last.digest,), "undo", operator, len(log) + 1)
        book.connection.execute(
            "UPDATE conflicts SET settled_at = NULL, chosen = NULL, reason = NULL, settled_by = '', settlement = ''"
            " WHERE uid = ? AND settlement = ?",
            (uid, last.digest),
        )
    return version


def _append(
    desk: Desk, content: Version, parents: tuple[str, ...], action: str, operator: str, revision: int
) -> Version:
    book = desk.book
    version = versions.make(
        uid=content.uid, slug=content.slug, branch=content.branch, hlc=book.hlc.tick(), device=book.device,
        epoch=book.epoch, parents=parents, action=action, author=operator, at=desk.at, body=content.content(),
    )  # fmt: skip
    versions.put(book.connection, version)
    faces.show(book, version.slug, [(version, revision)])
    return version
