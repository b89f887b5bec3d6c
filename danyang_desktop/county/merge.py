"""Merging versions from elsewhere into a book: idempotent, commutative, nothing dropped.

What a record's newest versions are follows from the set of its versions alone, so the order of arrival makes no
difference: those that no other names as its parent. One is on top. Of several one is picked provisionally
(declare/tops.py), and they are listed for a person to settle (sync.md, Versions 4).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from danyang_desktop.base.clock import stamp_of
from danyang_desktop.county import faces
from danyang_desktop.county.annotations import SLUG as ANNOTATIONS
from danyang_desktop.county.annotations import keep as keep_annotations
from danyang_desktop.declare.tops import early, tops
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store import versions, withheld
from danyang_desktop.store.database import is_twice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.county.face import Face
    from danyang_desktop.county.later import Later
    from danyang_desktop.county.reading import Line
    from danyang_desktop.declare.book import Book
    from danyang_desktop.store.versions import Node, Version

_ODD = dt.timedelta(days=1)
"""A clock more than 24 hours ahead is odd (sync.md, Versions 2)."""


@dataclass
class Merged:
    """What a merge did: versions that were new (by kind in `counts`), faces that changed, conflicts found.

    `lines`: all lines by kind, new or known before: the book has them now.
    `first_seq`, `last_seq`: places of the new versions in the log, from and without, up to and with.
    `odd_clocks`: versions whose clock was more than a day away from ours. `early`: versions that are not to be
    believed, for they claim to be older than what they build upon. `photos`: the digests of those that new versions
    name.
    """

    versions: int = 0
    faces: int = 0
    conflicts: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    lines: Counter[str] = field(default_factory=Counter)
    first_seq: int = 0
    last_seq: int = 0
    odd_clocks: int = 0
    early: int = 0
    photos: set[str] = field(default_factory=set)


def merge(
    book: Book,
    lines: Iterable[list[Line]],
    at: str,
    *,
    annotations: bool = False,
    later: Later | None = None,
) -> Merged:
    """Take the lines of a bundle (reading.py). Call it inside a transaction.

    `annotations`: the bundle is the office's, so what it says of records is believed. `later`: see later.py.
    Raises BadContent, and then nothing may be kept.
    """
    done = Merged(first_seq=versions.last_seq(book.connection))
    late = stamp_of(dt.datetime.fromisoformat(at) + _ODD)
    largest = 0
    for some in lines:
        largest = max(largest, *(line.hlc for line in some))
        if largest >= late:
            done.odd_clocks += sum(line.hlc >= late for line in some)
        if not annotations and any(line.slug == ANNOTATIONS for line in some):
            raise BadContent("批注只能由县里写")
        _take(book, some, at, done, later)
        done.lines.update(line.slug for line in some)
    done.last_seq = versions.last_seq(book.connection)
    book.hlc.see(largest)
    book.keep_clock()
    return done


def _take(book: Book, some: list[Line], at: str, done: Merged, later: Later | None) -> None:
    there = versions.nodes(book.engine, {line.uid for line in some})
    known = {node.digest for found in there.values() for node in found}
    fresh = {line.digest: line for line in some if line.digest not in known}
    again = [line for line in some if line.digest in known]
    if len(fresh) + len(again) < len(some) and any(
        line.row != fresh[line.digest].row for line in some if line.digest in fresh
    ):
        raise BadContent("有一条记录的同一版写了两次，内容不一样")
    _must_agree(book, again)
    if not fresh:
        return
    done.versions += len(fresh)
    try:
        versions.put_many(book.engine, [line.row for line in fresh.values()])
    except (ValueError, OverflowError) as error:  # a text that no table can hold
        raise BadContent("有一条记录的格式不对") from error
    except Exception as error:
        if is_twice(error):  # under a false seal
            raise BadContent("有一条记录的核对码是另一条的") from error
        raise
    touched: dict[str, list[Line]] = {}
    for line in fresh.values():
        done.counts[line.slug] = done.counts.get(line.slug, 0) + 1
        touched.setdefault(line.uid, []).append(line)
        done.photos.update(line.photos)
    shown = _Shown()
    for uid, lines in touched.items():
        if len(lines) == 1 and uid not in there:
            shown.put(lines[0], 1, new=True)
            continue
        before = there.get(uid, [])
        found = before + [line.version(book.engine.spelling).node() for line in lines]
        _must_be_of_one(found)
        done.early += len(early(found)) - len(early(before))
        ends = tops(book, found)
        done.conflicts += _list_conflicts(book, ends, at, new=not before)
        if ends[0].digest in fresh:
            alone = not before and not _stays(book, ends[0].slug)  # else another version may tell what it leaves open
            shown.put(fresh[ends[0].digest], len(found), new=alone)
        else:
            shown.put_again(book, ends[0], before, len(found))
    done.faces += shown.show(book, later)


def _stays(book: Book, slug: str) -> bool:
    table = book.tables.get(slug)
    return table is None or bool(table.ledger.stays)


def _must_agree(book: Book, again: list[Line]) -> None:
    """Raise BadContent when a version that is here comes once more and says something else.

    What a digest covers cannot; but a seal is its maker's word alone (lines.py), where fields stay at home.
    """
    some = {one.digest: one for one in again if _stays(book, one.slug)}
    if not some:
        return
    for version in versions.of_records(book.engine, {one.uid for one in some.values()}):
        if version.digest not in some:
            continue
        one = some[version.digest].version(book.engine.spelling)
        if one.body != version.body and not withheld.agree(one.content(), version.content()):
            raise BadContent(f"记录 {version.uid[:8]}……的一版以前收过，这次内容不一样，有一次是假的")


def _must_be_of_one(found: list[Node]) -> None:
    if len({(node.slug, node.branch) for node in found}) > 1:
        raise BadContent("有一条记录的编号是别的支部或别的台账用过的")


class _Shown:
    """The lines that the tables are to show: those of new records as they are, the others version by version."""

    def __init__(self) -> None:
        self._new: dict[str, list[tuple[Face, int]]] = {}
        self._branches: set[str] = set()
        self._others: dict[str, list[tuple[Line, int]]] = {}
        self._again: dict[str, list[tuple[Version, int]]] = {}

    def put(self, line: Line, revision: int, *, new: bool) -> None:
        """Note a line, and of how many versions of its record it is the newest."""
        if new and line.face is not None:
            self._new.setdefault(line.slug, []).append((line.face, revision))
            self._branches.add(line.branch)
        else:
            self._others.setdefault(line.slug, []).append((line, revision))

    def put_again(self, book: Book, top: Node, before: list[Node], revision: int) -> None:
        """Note that a version that is here already is to be shown, of so many now.

        Mostly it is shown already: what came is older, or lost, and only counts.
        """
        table = book.tables.get(top.slug)
        if table is None:
            return
        same = tops(book, before)[0].digest == top.digest
        if same and not _stays(book, top.slug):
            book.connection.execute(f"UPDATE {top.slug} SET revision = ? WHERE uid = ?", (revision, top.uid))
            return
        version = versions.of_digest(book.connection, top.uid, top.digest)
        if version is not None:
            self._again.setdefault(top.slug, []).append((version, revision))

    def show(self, book: Book, later: Later | None) -> int:
        """Let the tables show them; returns how many they are."""
        count = sum(faces.show(book, slug, heads, later) for slug, heads in self._again.items())
        for slug, lines in self._others.items():
            heads = [(line.version(book.engine.spelling), revision) for line, revision in lines]
            if slug == ANNOTATIONS:
                keep_annotations(book.connection, [version for version, _ in heads])
            else:
                count += faces.show(book, slug, heads, later)
        return count + sum(faces.show_new(book, slug, some, self._branches, later) for slug, some in self._new.items())


def _list_conflicts(book: Book, ends: list[Node], at: str, *, new: bool) -> int:
    """List the version that is shown with every other newest one; close what later versions have made of others.

    What is open follows from the set of versions alone, like all else here. Returns how many conflicts are new.
    """
    top, *others = ends
    uid = top.uid
    pairs = {(min(top.digest, one.digest), max(top.digest, one.digest)) for one in others}
    connection = book.connection
    if not new:
        rows = connection.execute("SELECT ours, theirs FROM conflicts WHERE uid = ? AND settled_at IS NULL", (uid,))
        connection.executemany(
            "UPDATE conflicts SET settled_at = ?, settlement = ?, chosen = NULL, settled_by = '',"
            " reason = '后来的版本已经代替' WHERE uid = ? AND ours = ? AND theirs = ?",
            [(at, top.digest, uid, *pair) for pair in rows.fetchall() if pair not in pairs],
        )
    count = 0
    for pair in sorted(pairs):
        count += connection.execute(
            "INSERT INTO conflicts (uid, ours, theirs, slug, branch, at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (uid, *pair, top.slug, top.branch, at),
        ).rowcount
    return count
