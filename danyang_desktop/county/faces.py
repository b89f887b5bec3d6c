"""Faces of many records at once: what Book.put_face does for one, by a few statements for hundreds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.tallies import forget
from danyang_desktop.declare.record import COMMON, STATUSES
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store import search as finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.county.later import Later
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.record import Record
    from danyang_desktop.declare.table import Table
    from danyang_desktop.store.versions import Version

_MANY = 500
"""So many uids are asked for in one statement."""
_STATE = ("branch", "created_at", "recorder", "status")
_WRONG_SHAPE = (TypeError, ValueError, KeyError, AttributeError, OverflowError)
"""What a field may raise on content that no program of ours wrote."""


def show(book: Book, slug: str, heads: Iterable[tuple[Version, int]], later: Later | None = None) -> int:
    """Let the tables show these newest versions of different records, each with the number of its versions.

    Returns how many faces there are; a ledger this program does not know keeps its versions and shows nothing.
    `later` takes the words of new records; without it they go into the index at once.
    Raises BadContent for a version that is no record of its ledger. Call it inside a transaction.
    """
    table = book.tables.get(slug)
    if table is None:
        return 0
    told = list(heads)
    forget(book.connection, {version.branch for version, _ in told})
    known = _known(book, table, [version.uid for version, _ in told])
    shape = _Shape(table)
    fresh: list[_Face] = []
    for version, revision in told:
        face = _face(table, _record(shape, version, revision))
        before = known.get(version.uid)
        if before is None:
            fresh.append(face)
        else:
            if later is not None:
                later.settle(slug)
            book.put_face(table, face.record, before)
    words = _insert(book, table, fresh)
    if later is not None:
        later.put(slug, words)
    else:
        book.engine.words.put_many(slug, words)
    return len(told)


def _known(book: Book, table: Table, uids: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(uids), _MANY):
        some = uids[start : start + _MANY]
        sql = f"{table.select} WHERE uid IN ({', '.join('?' * len(some))})"
        for row in book.connection.execute(sql, some).fetchall():
            record = table.record(row)
            found[record.uid] = record
    return found


def _record(shape: _Shape, version: Version, revision: int) -> Any:
    """Return the record as a version states it: what Book.at_version gives, without the ORM's setters."""
    body = version.content()
    state = body.pop("_", None)
    if not isinstance(state, dict) or not all(isinstance(state.get(name), str) for name in _STATE):
        raise BadContent("有一条记录缺支部、状态或经手人")
    if {type(state.get(name)) for name in COMMON} - {str, type(None)}:
        raise BadContent("有一条记录的编号或作废原因不对")
    if state["branch"] != version.branch or state["status"] not in STATUSES:
        raise BadContent("有一条记录的支部或状态不对")
    data = shape.empty()
    try:
        for name, value in body.items():
            kind = shape.kinds.get(name)
            if kind is not None:
                data[name] = kind.from_json(value)
    except UserError as error:
        raise BadContent(error.sentence) from error
    except _WRONG_SHAPE as error:
        raise BadContent("有一条记录的格式不对") from error
    for name in COMMON:  # what else may stand there is not ours to believe
        data[name] = state.get(name)
    data.update(uid=version.uid, head=version.digest, revision=revision, updated_at=version.at)
    record: Any = object.__new__(shape.model)
    record.__dict__.update(__data__=data, _dirty=set(), __rel__={})
    return record


class _Shape:
    """What all records of a ledger have alike, looked up once for hundreds of them."""

    def __init__(self, table: Table) -> None:
        self.model = table.ledger.model
        self.kinds = table.ledger.kinds
        self._empty = {name: kind.empty for name, kind in self.kinds.items()}
        self._lists = [name for name, value in self._empty.items() if isinstance(value, list)]

    def empty(self) -> dict[str, Any]:
        """Return the fields of a record in which nothing is filled in; no two share a list."""
        data = dict(self._empty)
        for name in self._lists:
            data[name] = []
        return data


class _Face(NamedTuple):
    """All that the tables are to show of a record."""

    record: Record
    row: tuple[Any, ...]
    links: set[str]
    tokens: str


def _face(table: Table, record: Record) -> _Face:
    """Work out a face; whatever has a wrong shape in a record shows here, before anything is kept."""
    try:
        return _Face(record, table.row(record), table.links(record), finding.spelled(table.words(record)))
    except _WRONG_SHAPE as error:
        raise BadContent("有一条记录的格式不对") from error


def _insert(book: Book, table: Table, fresh: list[_Face]) -> list[tuple[int, str]]:
    """Write new faces, each at the next place of its day (declare/table.py); returns their ids and words."""
    days = [table.places(face.record) for face in fresh]
    places = table.next_places(book.connection, days)
    rows: list[tuple[Any, ...]] = []
    words: list[tuple[int, str]] = []
    for face, day in zip(fresh, days, strict=True):
        place = next(places[day])
        rows.append((place, *face.row))
        words.append((place, face.tokens))
    try:
        book.engine.pour(table.slug, ("id", *table.columns), sorted(rows))
    except _WRONG_SHAPE as error:  # a number or a text that no table can hold
        raise BadContent("有一条记录的格式不对") from error
    book.engine.put_links((to, face.record.uid, table.slug, face.record.branch) for face in fresh for to in face.links)
    book.saves[table.slug] += len(fresh)
    return words
