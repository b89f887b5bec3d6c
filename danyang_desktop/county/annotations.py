"""批注: what the office says of a branch's record: 退回修改, 备注, 同意. It never changes the record itself.

Each is a record of the office's own, kept as versions beside all others, so that it travels home in the return bundle,
merges like anything else and can be taken back. A call for correction is answered by a version of the record that was
written by who had read the call (exchange/bundle_answers.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.ids import new_uid
from danyang_desktop.exchange.bundle_answers import CALL, answered
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store import shelf, versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.store.versions import Version

SLUG = "annotations"
RETURNED, NOTE, APPROVED = CALL, "备注", "同意"
KINDS = (RETURNED, NOTE, APPROVED)
_MOST = 500
_READ = "annotations_read"
"""Under this name a book keeps which annotations somebody has said to have read."""
_TOLD_FOR = dt.timedelta(days=366)
_COLUMNS = ("uid", "target", "slug", "branch", "kind", "words", "author", "at", "hlc", "withdrawn")


@dataclass(frozen=True)
class Annotation:
    """One annotation: `target` is the uid of the record of `slug` that it speaks of, both "" if of the branch itself.

    `open`: a call for correction that the branch has not answered yet by a new version of the record.
    """

    uid: str
    target: str
    slug: str
    branch: str
    kind: str
    words: str
    author: str
    at: str
    open: bool


_FIELDS = tuple(Annotation.__dataclass_fields__)


def annotate(desk: Desk, target: str, kind: str, words: str, author: str) -> Annotation:
    """Write an annotation to the record `target`; raises UserError."""
    if kind not in KINDS:
        raise UserError(f"批注只能是{'、'.join(KINDS)}。", "kind")
    if kind != APPROVED and not words.strip():
        raise UserError("写明要改什么、为什么，支部才知道怎么办。", "words")
    if len(words) > _MOST:
        raise UserError(f"批注最多 {_MOST} 个字，请写短些。", "words")
    row = desk.book.connection.execute("SELECT slug, branch FROM versions WHERE uid = ? LIMIT 1", (target,)).fetchone()
    if row is None or row[0] == SLUG:
        raise UserError("没有这条记录，批注没有写。")
    record = desk.book.get(desk.book.ledgers[row[0]], target) if row[0] in desk.book.ledgers else None
    if kind == RETURNED and record is not None and record.status == "void":
        raise UserError("这条记录支部已经作废了，不能再退回修改，批注没有写。有话要说，请写“备注”。")
    uid = _write(desk, row[1], author, {"kind": kind, "slug": row[0], "target": target, "words": words})
    return next(one for one in of_record(desk, target) if one.uid == uid)


def tell_branch(
    desk: Desk, branch: str, words: str, author: str, *, kind: str = NOTE, more: dict[str, Any] | None = None
) -> str:
    """Write a note to a branch itself, about none of its records: a branch that has handed in nothing gets it too.

    `kind` and `more` (what programs read of it) are of a note that means something by itself. Returns its uid.
    Raises UserError without words, or with too many.
    """
    if not words.strip():
        raise UserError("写上通知的内容再发。", "words")
    if len(words) > _MOST:
        raise UserError(f"通知最多 {_MOST} 个字，请写短些。", "words")
    return _write(desk, branch, author, {"kind": kind, "slug": "", "target": "", "words": words, **(more or {})})


def _write(desk: Desk, branch: str, author: str, body: dict[str, Any]) -> str:
    told = {**body, "withdrawn": False, "words": body["words"].strip()}
    return _append(desk, new_uid(), branch, (), "new", author, told).uid


def withdraw(desk: Desk, uid: str, author: str) -> None:
    """Take an annotation back: it stays in the log, and the branch no longer sees it. Raises UserError."""
    log = versions.of_record(desk.book.connection, uid)
    if not log or log[-1].slug != SLUG:
        raise UserError("没有这条批注。")
    last = log[-1]
    if not last.content()["withdrawn"]:
        _append(desk, uid, last.branch, (last.digest,), "void", author, {**last.content(), "withdrawn": True})


def _append(
    desk: Desk, uid: str, branch: str, parents: tuple[str, ...], action: str, author: str, body: dict[str, Any]
) -> Version:
    book = desk.book
    with book.transaction():
        version = versions.make(
            uid=uid, slug=SLUG, branch=branch, hlc=book.stamp(uid, parents), device=book.device, epoch=book.epoch,
            parents=parents, action=action, author=author, at=desk.at, body=body,
        )  # fmt: skip
        versions.put(book.connection, version)
        keep(book.connection, [version])
    return version


def keep(connection: Any, found: Iterable[Version]) -> None:
    """Let the table of annotations show these versions; raises BadContent for one that is no annotation."""
    rows = []
    for version in found:
        body = version.content()
        texts = [body.get(name) for name in ("target", "slug", "kind", "words")]
        if not all(isinstance(text, str) for text in texts) or not isinstance(body.get("withdrawn"), bool):
            raise BadContent("有一条批注的格式不对")
        target, slug, kind, words = texts
        rows.append(
            (version.uid, target, slug, version.branch, kind, words, version.author, version.at, version.hlc,
             int(body["withdrawn"]))
        )  # fmt: skip
    connection.executemany("DELETE FROM annotations WHERE uid = ?", [row[:1] for row in rows])
    connection.executemany(
        f"INSERT INTO annotations ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})", rows
    )


def of_record(desk: Desk, target: str) -> list[Annotation]:
    """Return the annotations of one record that stand, oldest first."""
    return _read(desk, "target = ?", (target,))


def of_branch(desk: Desk, branch: str) -> list[Annotation]:
    """Return the annotations of one branch that stand, oldest first."""
    return _read(desk, "branch = ?", (branch,))


def calls(desk: Desk, branch: str = "") -> list[Annotation]:
    """Return the calls for correction that wait for an answer, of a branch or of all: what 今日 shows first."""
    found = of_branch(desk, branch) if branch else _read(desk, "TRUE", ())
    return [one for one in found if one.open]


def unread(desk: Desk, branch: str) -> list[Annotation]:
    """Return what the office told a branch and nobody there has said to have read, oldest first; no calls.

    What is older than a year is not told a new computer of the branch any more.
    """
    since = (dt.date.fromisoformat(desk.at[:10]) - _TOLD_FOR).isoformat()
    read = notices_read(desk)
    return [
        one
        for one in of_branch(desk, branch)
        if one.kind != RETURNED and one.words and one.uid not in read and one.at >= since
    ]


def note_read(desk: Desk, uid: str) -> None:
    """Note that somebody at this computer has read what the office told."""
    with desk.book.transaction():
        shelf.set_about(desk.book.connection, _READ, " ".join(sorted(notices_read(desk) | {uid})))


def notices_read(desk: Desk) -> set[str]:
    """Return the uids of what somebody at this computer has said to have read."""
    return set(shelf.about(desk.book.connection, _READ).split())


def targets(desk: Desk) -> dict[str, str]:
    """Return uid of a record -> the kind of the last annotation to it that stands."""
    rows = desk.book.connection.execute("SELECT target, kind FROM annotations WHERE withdrawn = 0 ORDER BY at, hlc")
    return dict(rows.fetchall())


def _read(desk: Desk, where: str, values: tuple[Any, ...]) -> list[Annotation]:
    rows = desk.book.connection.execute(
        f"SELECT uid, target, slug, branch, kind, words, author, at, kind = '{RETURNED}' AND NOT {answered(desk)}"
        f" FROM annotations a WHERE {where} AND withdrawn = 0 ORDER BY at, hlc",
        values,
    )
    return [Annotation(**dict(zip(_FIELDS, (*row[:-1], bool(row[-1])), strict=True))) for row in rows]
