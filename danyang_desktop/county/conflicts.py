"""The conflict desk: versions of one record that did not know of each other, in sentences; a choice with a reason.

A choice is one more version, with all of them as its parents and the office as its author. It can be undone; all stay.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.errors import UserError
from danyang_desktop.county import faces
from danyang_desktop.declare.told import STATUS, told_of
from danyang_desktop.declare.tops import settled_in, tops
from danyang_desktop.store import versions, withheld

if TYPE_CHECKING:
    from collections.abc import Collection

    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.store.versions import Version

_SHOWN = 24
"""Characters of a value in a sentence; the two sides show all of it."""
SETTLED = "settled"
"""Field of the UserError that says that there is nothing to choose any more."""
_MOST_PARENTS = 16
_TWO, _NAMED = 2, 3
_PAIRS = "SELECT uid, ours, theirs, slug, branch, at, chosen, reason, settled_by, settled_at, settlement FROM conflicts"


class _Pair(NamedTuple):
    """Two versions that differ, and what was decided of them; after an undo `settled_at` is None again."""

    uid: str
    ours: str
    theirs: str
    slug: str
    branch: str
    at: str
    chosen: str | None
    reason: str | None
    settled_by: str
    settled_at: str | None
    settlement: str


@dataclass(frozen=True)
class Side:
    """One of the versions: who wrote it when, and what it says in the fields that differ (label -> words)."""

    digest: str
    who: str
    at: str
    said: dict[str, str]


@dataclass(frozen=True)
class Conflict:
    """All newest versions of a record, two or more. `suggested` is the likelier one's digest, `because` why.

    `undone` tells what was chosen before and taken back again, and the reason that was given, "" if nothing was.
    """

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
    undone: str = ""


def conflicts(book: Book) -> list[Conflict]:
    """Return the open conflicts, one for each record, oldest first; of a ledger that is not known here without fields.

    Every pair that is open of a record is in its one conflict: a choice is made with all of them before the eyes.
    """
    found: dict[str, list[Any]] = {}
    for row in book.connection.execute(f"{_PAIRS} WHERE settled_at IS NULL ORDER BY at, uid, ours, theirs").fetchall():
        found.setdefault(row[0], []).append(_Pair(*row))
    return [_conflict(book, pairs) for pairs in found.values()]


@dataclass(frozen=True)
class Settled:
    """A conflict that somebody decided: which version, why, who, when."""

    conflict: Conflict
    chosen: str
    reason: str
    by: str
    at: str


def settled(book: Book, limit: int = 50) -> list[Settled]:
    """Return the conflicts that were decided last, newest first, those that are open again left out.

    Also those that a later version of the branch has made of no account: by nobody, and without a choice.
    """
    found: dict[str, list[_Pair]] = {}
    waits = "SELECT uid FROM conflicts WHERE settled_at IS NULL"
    asked = (
        f"{_PAIRS} WHERE settled_at IS NOT NULL AND uid NOT IN ({waits})"
        " ORDER BY settled_at DESC, settled_by = '', uid, ours LIMIT ?"  # of one moment: first what a person decided
    )
    for row in book.connection.execute(asked, (limit,)).fetchall():
        one = _Pair(*row)
        together = found.setdefault(one.uid, [one])
        if together[0] is not one and together[0].settlement == one.settlement:
            together.append(one)
    return [
        Settled(_conflict(book, pairs), last.chosen or "", last.reason or "", last.settled_by, last.settled_at or "")
        for pairs in found.values()
        for last in pairs[:1]
    ]


def sides_of(book: Book, conflict: Conflict) -> list[Any]:
    """Return the records as the two versions state them, in the order of the conflict's sides."""
    log = {version.digest: version for version in versions.of_record(book.connection, conflict.uid)}
    return [book.at_version(log[side.digest]) for side in conflict.sides]


def count_open(book: Book) -> int:
    """Return how many records wait for a choice."""
    asked = "SELECT count(DISTINCT uid) FROM conflicts WHERE settled_at IS NULL"
    return int(book.connection.execute(asked).fetchone()[0])


def _conflict(book: Book, pairs: list[_Pair]) -> Conflict:
    first = pairs[0]
    uid, slug, branch, at = first.uid, first.slug, first.branch, first.at
    log = {version.digest: version for version in versions.of_record(book.connection, uid)}
    digests = {digest for pair in pairs for digest in (pair.ours, pair.theirs)}
    some = sorted((log[one] for one in digests if one in log), key=lambda version: version.order)
    table = book.tables.get(slug)
    if table is None or not some:
        said = "这本台账是新版本的程序才有的，请升级程序以后再处理。"
        return Conflict(uid, slug, branch, "", at, (), "", "", said)
    records = [book.at_version(version) for version in some]
    sides = tuple(
        Side(version.digest, version.author, version.at, told)
        for version, told in zip(some, _differing(table.ledger, records), strict=True)
    )
    name = records[-1].serial_no or _name(table.ledger, records[-1])
    shown, because = _likelier(table.ledger, some)
    return Conflict(
        uid, slug, branch, name, at, sides, shown, because, _sentence(table.ledger.short, name, sides),
        stays_home=any(_unseen(book, version) for version in some), undone=_undone(first, sides),
    )  # fmt: skip


def _likelier(ledger: Any, some: list[Version]) -> tuple[str, str]:
    """Return the digest of the version that is shown for the time being (declare/tops.py), and why."""
    done = [(version, settled_in(ledger, version.content())) for version in some]
    settled = [(version, state) for version, state in done if state]
    if not settled or len(settled) == len(some):
        return some[-1].digest, f"{some[-1].author}写得晚，先按这一份显示。"
    version, state = settled[-1]
    return version.digest, f"{version.author}的这一份已经“{state}”，先按这一份显示。"


def _unseen(book: Book, version: Version) -> bool:
    """Tell whether a version says something that stayed at home, out of this book."""
    return bool(withheld.filled(book.connection, version)[1])


def _undone(pair: _Pair, sides: tuple[Side, ...]) -> str:
    """Say what was chosen before and taken back: the reason that somebody gave stays to be read."""
    if pair.settled_at or not pair.reason:
        return ""
    whose = next((f"{side.who}{_day(side.at)}写的" for side in sides if side.digest == pair.chosen), "")
    return f"{pair.settled_by or '有人'}定过用{whose}这一份，说的是“{pair.reason}”，后来又改了回来。"


def _differing(ledger: Any, records: list[Any]) -> list[dict[str, str]]:
    told = [told_of(ledger, record) for record in records]
    values = [[getattr(record, name) for record in records] for name in ledger.kinds]
    odd = [
        kind.label
        for kind, some in zip(ledger.kinds.values(), values, strict=True)
        if any(value != some[0] for value in some[1:])
    ]
    odd += [STATUS] if len({record.status for record in records}) > 1 else []
    return [{label: one[label] for label in odd} for one in told]


def _name(ledger: Any, record: Any) -> str:
    return str(ledger.kinds[ledger.name_of].show(getattr(record, ledger.name_of))) if ledger.name_of else ""


def _sentence(short: str, name: str, sides: tuple[Side, ...]) -> str:
    """Say it as one would over the telephone: 谁几月几日写什么，谁几月几日写什么，用哪个."""
    if len(sides) > _TWO:
        wrote = "、".join(f"{side.who}{_day(side.at)}" for side in sides)
        return f"{short}“{name}”有 {len(sides)} 份不同的{_fields(sides[0].said)}：{wrote}写的。用哪个？"
    said = [f"{side.who}{_day(side.at)}写{_briefly(side.said)}" for side in sides]
    return f"{short}“{name}”：{'，'.join(said)}。用哪个？"


def _fields(said: dict[str, str]) -> str:
    labels = list(said)
    return "、".join(labels[:_NAMED]) + (f"等 {len(labels)} 处" if len(labels) > _NAMED else "")


def _day(at: str) -> str:
    day = dt.date.fromisoformat(at[:10])
    return f"{day.month}月{day.day}日"


def _briefly(said: dict[str, str]) -> str:
    parts = [f"{label}“{text[:_SHOWN] or '空着'}”" for label, text in list(said.items())[:2]]
    more = f"等 {len(said)} 处" if len(said) > 2 else ""
    return "、".join(parts) + more if parts else "的内容一样"


def settle(
    desk: Desk, uid: str, chosen: str, reason: str, operator: str, *, seen: Collection[str] | None = None
) -> Version:
    """Let the version `chosen` (a digest) count; all stay in the history. Raises UserError.

    The new version has all newest ones as its parents, so every book that learns of it agrees. `seen` are those that
    whoever chooses has looked at: if another one has come since, nothing is chosen.
    """
    book = desk.book
    if not reason.strip():
        raise UserError("写一句为什么用这一份，以后查得到。", "reason")
    with book.transaction():  # asked and written in one go: another clerk may settle, or receive, at the same moment
        log = _log_to_settle(desk, uid, chosen, seen)
        ends = tops(book, versions.nodes(book.engine, {uid})[uid])[:_MOST_PARENTS]
        version = _append(desk, log[chosen], tuple(node.digest for node in ends), "settle", operator, len(log) + 1)
        book.connection.execute(
            "UPDATE conflicts SET settled_at = ?, chosen = ?, reason = ?, settled_by = ?, settlement = ?"
            " WHERE uid = ? AND settled_at IS NULL",
            (desk.at, chosen, reason.strip(), operator, version.digest, uid),
        )
    return version


def _why_nothing_differs(book: Book, uid: str) -> str:
    """Say who has chosen meanwhile; without anybody, what brought the other version was taken back."""
    asked = "SELECT settled_by FROM conflicts WHERE uid = ? AND settled_at IS NOT NULL ORDER BY settled_at DESC LIMIT 1"
    row = book.connection.execute(asked, (uid,)).fetchone()
    if row is None:
        return "这一处没有对不上的了，也许刚才有人撤销了那次收包。这一次没有改动。"
    return f"这一处{row[0] or ''}已经处理过，这一次没有改动。不同意，可以改回来再选。"


def _log_to_settle(desk: Desk, uid: str, chosen: str, seen: Collection[str] | None) -> dict[str, Version]:
    """Return the versions of a record by digest; raises UserError if `chosen` cannot be chosen now."""
    book = desk.book
    pairs = book.connection.execute(
        "SELECT ours, theirs FROM conflicts WHERE uid = ? AND settled_at IS NULL", (uid,)
    ).fetchall()
    if not pairs:
        raise UserError(_why_nothing_differs(book, uid), SETTLED)
    there = {digest for pair in pairs for digest in pair}
    if chosen not in there:
        raise UserError("选的这一份不在对不上的几份里，没有改动。请重新打开这一处。")
    if seen is not None and not there <= set(seen):
        raise UserError("这条记录刚才又收到一份不一样的，这一次没有定。请把几份都看过再选。")
    log = {version.digest: version for version in versions.of_record(book.connection, uid)}
    # Besides those that are listed, what was written upon them since.
    newest = {node.digest for node in tops(book, [version.node() for version in log.values()])}
    some = [log[digest] for digest in sorted((there | newest) & log.keys())]
    _must_be_seen(desk, log[chosen], some)
    _must_stay_settled(book, log[chosen], some)
    return log


def _must_be_seen(desk: Desk, chosen: Version, some: list[Version]) -> None:
    """Raise UserError when whoever chooses cannot see what the versions say."""
    if chosen.branch != desk.code and any(_unseen(desk.book, version) for version in some):
        raise UserError("这条记录有只留在支部的内容，县里看不到，不能替支部选。请写一条退回修改，让支部自己定。")
    if _unseen(desk.book, chosen):
        raise UserError("这一份的内容在另一台电脑上，这里看不全，没有改动。请在那台电脑上选。")


def _must_stay_settled(book: Book, chosen: Version, some: list[Version]) -> None:
    """Raise UserError when something that is paid or confirmed would be so no longer: that is put right by 冲正."""
    table = book.tables.get(chosen.slug)
    if table is None or settled_in(table.ledger, chosen.content()):
        return
    states = sorted(filter(None, (settled_in(table.ledger, version.content()) for version in some)))
    if states:
        raise UserError(
            f"另一份已经“{states[0]}”，不能用没有“{states[0]}”的这一份代替，没有改动。"
            f"请选“{states[0]}”的那一份；要改的请支部用冲正或更正。"
        )


def unsettle(desk: Desk, uid: str, operator: str) -> Version:
    """Undo the last choice: what was shown before is shown again, and the conflict is open. Raises UserError."""
    book = desk.book
    with book.transaction():
        log = {version.digest: version for version in versions.of_record(book.connection, uid)}
        ends = tops(book, versions.nodes(book.engine, {uid})[uid]) if log else []
        last = log.get(ends[0].digest) if len(ends) == 1 else None
        if last is None or last.action != "settle":
            raise UserError("这条记录处理以后又改过，或没有处理过，不能撤销。没有改动。")
        before = log[tops(book, [log[digest].node() for digest in last.parents if digest in log])[0].digest]
        version = _append(desk, before, (last.digest,), "undo", operator, len(log) + 1)
        book.connection.execute(
            "UPDATE conflicts SET settled_at = NULL, settlement = '' WHERE uid = ? AND settlement = ?",
            (uid, last.digest),
        )
    return version


def _append(
    desk: Desk, content: Version, parents: tuple[str, ...], action: str, operator: str, revision: int
) -> Version:
    book = desk.book
    version = versions.make(
        uid=content.uid, slug=content.slug, branch=content.branch, hlc=book.stamp(content.uid, parents),
        device=book.device, epoch=book.epoch, parents=parents, action=action, author=operator, at=desk.at,
        body=withheld.stated(book.connection, content),
    )  # fmt: skip
    versions.put(book.connection, version)
    faces.show(book, version.slug, [(version, revision)])
    return version
