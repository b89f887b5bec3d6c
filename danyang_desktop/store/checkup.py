"""Is the book whole? Every version by its digest, every record by its history, every photo by its hash."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.store.engine import Engine

_STEP = 2000
_ORPHAN = (  # a parent (the digests stand 65 characters apart) that is not among the record's versions
    "substr(parents, {0}, 64) != '' AND NOT EXISTS ("
    "SELECT 1 FROM versions p WHERE p.uid = v.uid AND p.digest = substr(v.parents, {0}, 64))"
)


class Damage(NamedTuple):
    """One thing that is wrong: where (file, uid or number) and what, as a sentence."""

    where: str
    what: str


def check_versions(connection: Any, progress: Progress = silent) -> list[Damage]:
    """Work out the digest of every version anew."""
    found: list[Damage] = []
    last = versions.last_seq(connection)
    for start in range(0, last, _STEP):
        progress(start, last, f"正在核对第 {start} 条，共 {last} 条……")
        for version in versions.since(connection, start, start + _STEP):
            if not versions.is_whole(version):
                found += [Damage(version.uid, "这条记录的一个版本和它的核对码对不上，可能被改动过。")]
    return found


def check_heads(engine: Engine, slug: str) -> list[Damage]:
    """See that each record and its history belong together, and that the search knows exactly the records.

    Which of several versions is shown that differ, declare/facing.py looks at.
    """
    known = engine.words.known(slug)
    asked = (
        (
            f"""SELECT uid FROM {slug} r WHERE NOT EXISTS (
                SELECT 1 FROM versions v WHERE v.uid = r.uid AND v.digest = r.head)""",
            f"“{slug}”里这条记录和它的历史对不上。",
        ),
        (
            f"""SELECT r.uid FROM {slug} r JOIN versions v ON v.uid = r.uid AND v.digest = r.head WHERE EXISTS (
                SELECT 1 FROM versions n WHERE n.uid = r.uid
                AND (n.hlc, n.device, n.epoch) > (v.hlc, v.device, v.epoch))
                AND NOT EXISTS (SELECT 1 FROM conflicts c WHERE c.uid = r.uid AND c.settled_at IS NULL)""",
            f"“{slug}”里这条记录不是它最新的一版。",
        ),
        (
            f"SELECT uid FROM versions WHERE slug = '{slug}' EXCEPT SELECT uid FROM {slug}",
            f"“{slug}”里少了这条记录，它的历史还在。",
        ),
        (
            f"""SELECT DISTINCT uid FROM versions v WHERE slug = '{slug}'
                AND ({_ORPHAN.format(1)} OR {_ORPHAN.format(66)})""",
            f"“{slug}”里这条记录的历史缺了一段。",
        ),
        (
            f"SELECT uid FROM {slug} WHERE id IN (SELECT id FROM {slug} EXCEPT SELECT id FROM ({known}) AS known)",
            f"“{slug}”里这条记录查找时找不到，需要重建索引。",
        ),
        (
            f"SELECT id FROM ({known}) AS known EXCEPT SELECT id FROM {slug}",
            f"“{slug}”的查找索引里多了东西，需要重建索引。",
        ),
    )
    return [Damage(str(where), said) for sql, said in asked for (where,) in engine.connection.execute(sql)]


def check_photos(connection: Any, wanted: Iterable[str], progress: Progress = silent) -> list[Damage]:
    """Hash every photo anew, and see that every photo a record names is here."""
    found: list[Damage] = []
    here: set[str] = set()
    digests = [row[0] for row in connection.execute("SELECT digest FROM photos ORDER BY digest")]
    for number, digest in enumerate(digests):
        progress(number, len(digests), f"正在核对第 {number} 张照片，共 {len(digests)} 张……")
        data = connection.execute("SELECT data FROM photos WHERE digest = ?", (digest,)).fetchone()[0]
        here.add(digest)
        if hashlib.sha256(data).hexdigest() != digest:
            found.append(Damage(digest, "这张照片和它的核对码对不上。"))
    return found + [Damage(digest, "记录里写着的这张照片不在台账里。") for digest in sorted(set(wanted) - here)]
