"""Finding the record that a written name means: one validator's help for JSON, workbooks and forms alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import People, Ref, Rows
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.query import LIVE

if TYPE_CHECKING:
    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record


def resolve_links(book: Book, record: Record) -> None:
    """Give every link of a record that has a name but no uid the uid of the one record that bears the name.

    A name that nobody bears stays a bare name (the field's own rule says whether that will do); a name that several
    bear raises UserError.
    """
    ledger = book.table_of(record).ledger
    for name, kind in ledger.kinds.items():
        setattr(record, name, _resolved(book, kind, getattr(record, name)))


def _resolved(book: Book, kind: Kind[Any], value: Any) -> Any:
    if isinstance(kind, Ref):
        return _one(book, kind.target, value, kind.label) if value is not None and not value.uid else value
    if isinstance(kind, People):
        return [link if link.uid else _one(book, kind.target, link, kind.label) for link in value]
    if isinstance(kind, Rows):
        for row in value:
            for name, inner in kind.row.kinds.items():
                setattr(row, name, _resolved(book, inner, getattr(row, name)))
    return value


def _one(book: Book, target: Ledger[Any], link: Link, label: str) -> Link:
    found = candidates(book, target, link.name)
    if len(found) > 1:
        raise UserError(f"“{label}”写的“{link.name}”在{target.title}里有 {len(found)} 个，请写明是哪一个。")
    return Link(found[0].uid, link.name) if found else link


def candidates(book: Book, target: Ledger[Any], name: str) -> list[Any]:
    """Return the live records of a register that bear exactly this name."""
    kind = target.kinds[target.name_of]
    if isinstance(kind, Ref):
        found = book.query(target, text=name, status=LIVE).records()
        return [record for record in found if target.name_of_record(record) == name]
    return list(book.query(target, equal={target.name_of: name}, status=LIVE).records())
