"""Which photos a bundle carries: those that are new, and each once.

A photo is many hundred times as large as its record. What a bundle carried for which there is a receipt is there, so a
record that is changed goes again without its photos. A photo that could not be found when its record went is sent as
soon as it is here again, until a receipt says that it has come.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from danyang_desktop.store import shelf, versions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.ledger import Ledger

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_OWED = "photos_owed"
"""The book's name for the photos that a record went without: digest -> the bundle that carried it since, 0 for none."""
_MANY = 500


def fields_of(ledger: Ledger[Any]) -> tuple[str, ...]:
    """Return the fields of photos that leave the book."""
    return tuple(
        name for name, kind in ledger.kinds.items() if kind.name_of_kind == "photos" and name not in ledger.stays
    )


def named_in(body: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """Return the digests of photos in some fields of a body, whoever wrote it."""
    lists = [said for name in names if isinstance(said := body.get(name), list)]
    return [one for said in lists for one in said if isinstance(one, str) and _HASH.fullmatch(one)]


def photos_named(book: Book, start: int, upto: int) -> set[str]:
    """Return the digests of the photos that the versions of a stretch of the log name and the office may have."""
    return set().union(*_by_record(book, start, upto).values())


def photos_due(book: Book, start: int, upto: int, answered: int) -> tuple[set[str], set[str]]:
    """Return the digests of the photos that go with the versions of a stretch of the log, and of those owed before.

    start     place up to which the office has everything, by the receipt for bundle number `answered`; 0 if nothing
    """
    by_record = _by_record(book, start, upto)
    due = set().union(*by_record.values())
    if start and due:
        due.difference_update(_named_before(book, by_record, start))
    return due, set(_owed(book, answered))


def note_photos(book: Book, bundle: int, answered: int, here: Collection[str], lost: Collection[str]) -> None:
    """Remember which photos bundle number `bundle` went without, and which it carried that had been lacking."""
    owed = {digest: bundle if digest in here else 0 for digest in _owed(book, answered)}
    said = json.dumps(dict.fromkeys(lost, 0) | owed, sort_keys=True)
    if said != (shelf.about(book.connection, _OWED) or "{}"):
        with book.transaction():
            shelf.set_about(book.connection, _OWED, said)


def _owed(book: Book, answered: int) -> dict[str, int]:
    said: dict[str, int] = json.loads(shelf.about(book.connection, _OWED) or "{}")
    return {digest: bundle for digest, bundle in said.items() if not 0 < bundle <= answered}


def _by_record(book: Book, start: int, upto: int) -> dict[str, set[str]]:
    fields = {slug: fields_of(ledger) for slug, ledger in book.ledgers.items()}
    found: dict[str, set[str]] = {}
    for version in versions.since(book.connection, start, upto):
        names = fields.get(version.slug)
        if names and (named := named_in(version.content(), names)):
            found.setdefault(version.uid, set()).update(named)
    return found


def _named_before(book: Book, uids: Collection[str], start: int) -> Iterator[str]:
    """Yield the photos that the versions of these records up to place `start` name: their bundle has a receipt."""
    fields = {slug: fields_of(ledger) for slug, ledger in book.ledgers.items()}
    rest = iter(uids)
    while some := list(islice(rest, _MANY)):
        for version in versions.of_records(book.engine, some):
            if version.seq <= start:
                yield from named_in(version.content(), fields.get(version.slug, ()))
