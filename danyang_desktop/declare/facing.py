"""Does every face say what its newest version says? Part of the check of a whole book."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.declare.record import COMMON, from_body
from danyang_desktop.declare.tops import tops
from danyang_desktop.store import versions, withheld
from danyang_desktop.store.checkup import Damage

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.record import Record
    from danyang_desktop.declare.table import Table

_STEP = 1000
_UNLINKED = "这条记录和名册之间的连线对不上。"
_NOT_SAID = ("updated_at", "revision", "head")  # what a version does not say, or says of itself


def check_faces(book: Book, slug: str, progress: Progress = silent) -> list[Damage]:
    """Compare every record of a ledger with the version it was made from, and its links with the list of links."""
    table = book.tables[slug]
    found: list[Damage] = []
    links, last = 0, 0
    sql = f"""SELECT (SELECT body FROM versions v WHERE v.uid = {slug}.uid AND v.digest = {slug}.head),
              {table.select.removeprefix("SELECT ")} WHERE id > ? ORDER BY id LIMIT {_STEP}"""
    while rows := book.connection.execute(sql, (last,)).fetchall():
        last = rows[-1][1]
        progress(last, 0, f"正在核对{table.ledger.title}……")
        for body, *row in rows:
            record = table.record(row)
            version = from_body(table.ledger.model, record.uid, _body(book, record, body or "{}"))
            if _said(table, record) != _said(table, version):
                found.append(Damage(record.uid, f"“{table.ledger.title}”里这条记录和它最新的一版不一样。"))
            targets = table.links(record)
            links += len(targets)
            found += [Damage(record.uid, _UNLINKED) for target in targets if not _linked(book, target, record.uid)]
    found += _wrong_tops(book, table)
    kept = book.connection.execute("SELECT count(*) FROM links WHERE slug = ?", (slug,)).fetchone()[0]
    return found if found or kept == links else [Damage(slug, _UNLINKED)]


def _wrong_tops(book: Book, table: Table) -> list[Damage]:
    """Return the records of which versions differ and another one is shown than should be."""
    slug = table.slug
    waiting = "SELECT uid FROM conflicts WHERE slug = ? AND settled_at IS NULL"
    asked = f"SELECT uid, head FROM {slug} WHERE uid IN ({waiting})"
    heads = dict(book.connection.execute(asked, (slug,)).fetchall())
    shown = {uid: tops(book, found)[0].digest for uid, found in versions.nodes(book.engine, set(heads)).items()}
    return [
        Damage(uid, f"“{slug}”里这条记录不是它最新的一版。") for uid, head in heads.items() if shown.get(uid) != head
    ]


def _body(book: Book, record: Record, body: str) -> dict[str, Any]:
    head = versions.of_digest(book.connection, record.uid, record.head) if withheld.is_thin(body) else None
    said: dict[str, Any] = json.loads(body) if head is None else withheld.filled(book.connection, head)[0]
    return said


def _said(table: Table, record: Record) -> tuple[Any, ...]:
    said = dict(zip(table.columns, table.row(record), strict=True))
    return tuple(said[name] or None if name in COMMON else said[name] for name in said if name not in _NOT_SAID)


def _linked(book: Book, target: str, uid: str) -> bool:
    return bool(book.connection.execute("SELECT 1 FROM links WHERE target = ? AND uid = ?", (target, uid)).fetchone())
