"""The append-only log of versions: audit trail, undo, source of the bundle, proof that nothing was altered.

The digest covers everything a version says. Versions of one record are ordered by (hlc, device, epoch), a total order
that is the same on every machine; `rev` numbers for people are no order (they diverge in merging, sync.md).
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.canonical import canonical, spell

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from danyang_desktop.store.engine import Engine

COLUMNS = ("uid", "slug", "branch", "hlc", "device", "epoch", "digest", "parents", "action", "author", "at", "body")
_PUT = f"INSERT INTO versions ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
_GET = f"SELECT seq, {', '.join(COLUMNS)} FROM versions"


class Version(NamedTuple):
    """One statement about one record. `seq` is the place in this book's log, 0 before it is kept."""

    uid: str
    slug: str
    branch: str
    hlc: int
    device: str
    epoch: int
    digest: str
    parents: tuple[str, ...]
    action: str
    author: str
    at: str
    body: str
    seq: int = 0

    @property
    def order(self) -> tuple[int, str, int]:
        """The place of this version among all versions of its record."""
        return (self.hlc, self.device, self.epoch)

    def node(self) -> Node:
        """Return what the order of versions needs of it."""
        key = (self.hlc, self.device, self.epoch, self.digest)
        return Node(self.uid, self.slug, self.branch, self.digest, self.parents, key)

    def content(self) -> dict[str, Any]:
        """Return what the version says of the record."""
        said: dict[str, Any] = json.loads(self.body)
        return said

    def row(self) -> tuple[Any, ...]:
        """Return the version as the table holds it, without seq."""
        return (
            self.uid, self.slug, self.branch, self.hlc, self.device, self.epoch, self.digest,
            " ".join(self.parents), self.action, self.author, self.at, self.body,
        )  # fmt: skip


class Node(NamedTuple):
    """What the order of versions needs of one: all but its content. `key`: its place among all of its record."""

    uid: str
    slug: str
    branch: str
    digest: str
    parents: tuple[str, ...]
    key: tuple[int, str, int, str]


def of_row(row: Sequence[Any]) -> Version:
    """Return the version of a row as the table holds it, without seq; its numbers may be digits."""
    uid, slug, branch, hlc, device, epoch, digest, parents, action, author, at, body = row
    known = tuple(parents.split())
    return Version(uid, slug, branch, int(hlc), device, int(epoch), digest, known, action, author, at, body)


def nodes(engine: Engine, uids: Collection[str]) -> dict[str, list[Node]]:
    """Return what the book has of these records, without contents."""
    found: dict[str, list[Node]] = {}
    among, values = engine.among("uid", uids)
    sql = f"SELECT uid, slug, branch, digest, parents, hlc, device, epoch FROM versions WHERE {among}"
    for uid, slug, branch, digest, parents, *order in engine.connection.execute(sql, values):
        found.setdefault(uid, []).append(Node(uid, slug, branch, digest, tuple(parents.split()), (*order, digest)))
    return found


def make(
    *, uid: str, slug: str, branch: str, hlc: int, device: str, epoch: int, parents: tuple[str, ...],
    action: str, author: str, at: str, body: dict[str, Any],
) -> Version:  # fmt: skip
    """Return the version that states `body` of the record `uid`, with its digest."""
    text = canonical(body)
    made = digest((uid, slug, branch, hlc, device, epoch, parents, action, author, at), text)
    return Version(uid, slug, branch, hlc, device, epoch, made, parents, action, author, at, text.decode())


def digests(
    *, slug: str, device: str, epoch: int, action: str, author: str, at: str
) -> Callable[[str, str, int, str], str]:
    """Return what works out the digest of first versions that are made together: of (uid, branch, hlc, body)."""
    behind = spell((device, epoch, (), action, author, at))[1:]
    between = f",{spell(slug)},"

    def of(uid: str, branch: str, hlc: int, body: str) -> str:
        head = f"[{spell(uid)}{between}{spell(branch)},{hlc},{behind}\n"
        return hashlib.sha256(f"{head}{body}".encode()).hexdigest()

    return of


def is_whole(version: Version) -> bool:
    """Tell whether a version still says what its digest was made of.

    Of a redacted version the fields that stayed at home cannot be hashed here; its seal covers what is left.
    """
    body = version.content()
    seal = body.pop("_seal", None)
    made_of = version.digest if seal is None else seal
    return made_of == digest(_head(version), canonical(body) if seal is not None else version.body.encode())


def redacted(version: Version, names: set[str]) -> Version:
    """Return the version without the fields `names`, which never leave the book; unchanged if it has none of them.

    It keeps its digest, by which later versions name it as their parent, and gets a seal over what is left.
    """
    body = version.content()
    withheld = names & set(body)
    if not withheld:
        return version
    kept = {name: value for name, value in body.items() if name not in names and name != "_seal"}
    kept["_withheld"] = sorted(withheld.union(kept.get("_withheld", ())))  # it may have come without others
    kept["_seal"] = digest(_head(version), canonical(kept))
    return version._replace(body=canonical(kept).decode())


def _head(version: Version) -> tuple[Any, ...]:
    """Return what a version says besides its body."""
    return (
        version.uid, version.slug, version.branch, version.hlc, version.device, version.epoch,
        version.parents, version.action, version.author, version.at,
    )  # fmt: skip


def digest(head: tuple[Any, ...], body: bytes) -> str:
    """Return the digest of a version: of what it says besides its body (see `make`), and of the body as it is kept."""
    return hashlib.sha256(canonical(head) + b"\n" + body).hexdigest()


def put(connection: Any, made: Version) -> None:
    """Append a version made here."""
    connection.execute(_PUT, made.row())


def put_many(engine: Engine, rows: Iterable[Any]) -> None:
    """Append versions that are not here yet, in this order; each is its `row` as the engine spells it."""
    engine.pour_spelled("versions", COLUMNS, rows)


def of_record(connection: Any, uid: str) -> list[Version]:
    """Return all versions of a record, oldest first."""
    return list(_read(connection.execute(f"{_GET} WHERE uid = ? ORDER BY hlc, device, epoch", (uid,))))


def since(connection: Any, seq: int, upto: int) -> Iterator[Version]:
    """Yield the versions after place `seq` up to place `upto`, in the order they were kept."""
    return _read(connection.execute(f"{_GET} WHERE seq > ? AND seq <= ? ORDER BY seq", (seq, upto)))


def of_ledger(connection: Any, slug: str, since: int) -> Iterator[Version]:
    """Yield the versions of a ledger's records after place `since` of the log, in the order they were kept."""
    return _read(connection.execute(f"{_GET} WHERE slug = ? AND seq > ? ORDER BY seq", (slug, since)).fetchall())


def of_digest(connection: Any, uid: str, digest: str) -> Version | None:
    """Return one version of a record, or None."""
    return next(_read(connection.execute(f"{_GET} WHERE uid = ? AND digest = ?", (uid, digest))), None)


def of_records(engine: Engine, uids: Collection[str]) -> Iterator[Version]:
    """Yield all versions of some records."""
    among, values = engine.among("uid", uids)
    return _read(engine.connection.execute(f"{_GET} WHERE {among}", values).fetchall())


def newest(connection: Any, slug: str) -> Iterator[Version]:
    """Yield the newest version of every record of a ledger."""
    return _read(
        connection.execute(
            f"{_GET} v WHERE slug = ? AND NOT EXISTS (SELECT 1 FROM versions n WHERE n.uid = v.uid"
            " AND (n.hlc, n.device, n.epoch) > (v.hlc, v.device, v.epoch))",
            (slug,),
        ).fetchall()
    )


def last_seq(connection: Any) -> int:
    """Return the place of the newest version in the log, 0 if there is none."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM versions").fetchone()[0])


def latest(connection: Any, uid: str, digests: Sequence[str]) -> int:
    """Return the largest stamp of these versions of a record."""
    marks = ", ".join("?" * len(digests))
    asked = f"SELECT coalesce(max(hlc), 0) FROM versions WHERE uid = ? AND digest IN ({marks})"
    return int(connection.execute(asked, (uid, *digests)).fetchone()[0])


def clock_reach(connection: Any) -> int:
    """Return the largest stamp of the book's own: of what it wrote last, or noted (see `note_clock`)."""
    return reach(connection)[0]


def reach(connection: Any) -> tuple[int, int]:
    """Return `clock_reach` and `last_seq`."""
    asked = (
        "SELECT (SELECT value FROM about WHERE name = 'clock'), (SELECT hlc FROM versions"
        " WHERE seq > (SELECT coalesce(max(CAST(value AS BIGINT)), 0) FROM about WHERE name = 'clock_seq')"
        " ORDER BY seq DESC LIMIT 1), (SELECT max(seq) FROM versions)"
    )
    noted, stamp, last = connection.execute(asked).fetchone()
    return max(int(noted or 0), stamp or 0), last or 0


def note_clock(connection: Any, stamp: int) -> None:
    """Keep where the clock stands, and up to which place of the log: what lies there others may have written.

    Only what comes after that place is the book's own, and tells how far its clock had come.
    """
    connection.execute(
        "INSERT INTO about VALUES ('clock', ?),"
        " ('clock_seq', (SELECT CAST(coalesce(max(seq), 0) AS TEXT) FROM versions))"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (str(stamp),),
    )


def _read(rows: Iterable[Any]) -> Iterator[Version]:
    for seq, uid, slug, branch, hlc, device, epoch, digest, parents, action, author, at, body in rows:
        yield Version(
            uid, slug, branch, hlc, device, epoch, digest, tuple(parents.split()), action, author, at, body, seq
        )
