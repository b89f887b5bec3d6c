"""Reading the lines of a bundle into versions and the faces they may get: no book is asked, so it can be done ahead."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.county.face import Face, Faces
from danyang_desktop.county.lines import version_of
from danyang_desktop.exchange.bundle_photos import fields_of, named_in
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store.versions import Version, of_row

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from danyang_desktop.declare.table import Table
    from danyang_desktop.store.spelling import Spelling

MANY = 1000
"""Lines that are merged by one round of statements: memory stays flat however long a bundle is."""


class Line(NamedTuple):
    """A version that was proven: its row in the log as the engine spells it, and its face if it may be shown anew.

    It is flat, for it comes from another process (ahead.py): what little the merge asks of most lines lies open.
    `photos`: the digests of those that it names.
    """

    uid: str
    slug: str
    branch: str
    digest: str
    hlc: int
    row: Any
    face: Face | None = None
    photos: tuple[str, ...] = ()

    def version(self, spelling: Spelling) -> Version:
        """Return the version itself."""
        return of_row(spelling.values(self.row))


class Reader:
    """Reads the lines of bundles for an engine that takes rows in this spelling."""

    def __init__(self, tables: Mapping[str, Table], spelling: Spelling) -> None:
        self._faces = {slug: Faces(table, spelling) for slug, table in tables.items()}
        self._stays = {slug: table.ledger.stays for slug, table in tables.items()}
        self._photos = {slug: fields_of(table.ledger) for slug, table in tables.items()}
        self._spell = spelling.row

    def read(self, lines: Iterable[dict[str, Any]], owners: Container[str]) -> Iterator[list[Line]]:
        """Yield the lines of a bundle that speaks for `owners` (branch codes), many at a time.

        Raises BadContent, and then nothing may be kept, for a line that is not a whole version of theirs.
        """
        rest = enumerate(lines, 1)
        while some := [self._line(line, owners, number) for number, line in islice(rest, MANY)]:
            yield some

    def _line(self, line: dict[str, Any], owners: Container[str], number: int) -> Line:
        version = version_of(line, owners, self._stays, number)
        row, face = self._spell(version.row()), self._face(version, line["body"])
        fields = self._photos.get(version.slug)
        photos = tuple(named_in(line["body"], fields)) if fields else ()
        return Line(version.uid, version.slug, version.branch, version.digest, version.hlc, row, face, photos)

    def _face(self, version: Version, said: dict[str, Any]) -> Face | None:
        of = self._faces.get(version.slug)
        try:
            return None if of is None else of.of(version, said)
        except BadContent:
            return None  # a newer version may be there: it is said if this one is to be shown
