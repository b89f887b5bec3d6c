"""Reading the lines of a bundle into versions and the faces they may get: no book is asked, so it can be done ahead."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.county.face import Face, Faces
from danyang_desktop.county.lines import version_of
from danyang_desktop.exchange.bundle_refusals import BadContent

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from danyang_desktop.declare.table import Table
    from danyang_desktop.store.versions import Version

MANY = 1000
"""Lines that are merged by one round of statements: memory stays flat however long a bundle is."""


class Line(NamedTuple):
    """A version that was proven, and its face if it may be the one that the tables show."""

    version: Version
    face: Face | None = None


def read(lines: Iterable[dict[str, Any]], owners: Container[str], tables: Mapping[str, Table]) -> Iterator[list[Line]]:
    """Yield the lines of a bundle that speaks for `owners` (branch codes), many at a time.

    Raises BadContent, and then nothing may be kept, for a line that is not a whole version of theirs.
    """
    faces = {slug: Faces(table) for slug, table in tables.items()}
    rest = iter(lines)
    number = 0
    while some := list(islice(rest, MANY)):
        made = [version_of(line, owners, number + place) for place, line in enumerate(some, 1)]
        number += len(some)
        newest: dict[str, int] = {}
        for place, version in enumerate(made):
            before = newest.setdefault(version.uid, place)
            if before != place and made[before].order < version.order:
                newest[version.uid] = place
        shown = set(newest.values())
        yield [
            Line(version, _face(faces, version, line["body"]) if place in shown else None)
            for place, (version, line) in enumerate(zip(made, some, strict=True))
        ]


def _face(faces: dict[str, Faces], version: Version, said: dict[str, Any]) -> Face | None:
    of = faces.get(version.slug)
    try:
        return None if of is None else of.of(version, said)
    except BadContent:
        return None  # a newer version may be there: it is said if this one is to be shown
