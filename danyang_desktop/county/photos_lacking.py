"""Records name photos: are they here? What lacks some stands on the list of what waits, until they have come.

Asked once a bundle, and only of one whose records name photos. They come first, in the same bundle or an earlier one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.county import aside
from danyang_desktop.exchange.bundle_parts import part_of
from danyang_desktop.exchange.bundle_photos import photos_named
from danyang_desktop.exchange.bundle_refusals import PhotosMissing

if TYPE_CHECKING:
    from danyang_desktop.county.intake import TakenIn
    from danyang_desktop.exchange.desk import Desk

_HERE = (
    "SELECT part, parts, first_seq, last_seq FROM received WHERE device = ? AND epoch = ? AND bundle = ?"
    " AND undone_at = ''"
)


def say_lacking(desk: Desk, file: str, taken: TakenIn) -> str:
    """Note of a bundle that was taken what its records lack; returns the sentence, "" if nothing is lacking.

    What the branch said itself that it could not find is no news.
    """
    header = taken.proven.header
    if header.photos:
        _look_again(desk, header.branch_code)
    named = taken.done.photos if part_of(header)[1] == 1 else _named(desk, header.device, header.epoch, header.seq)
    if taken.again or not named:
        return ""
    said = header.extra.get("lost_photos")
    missing = len(desk.attachments.lacking(named)) - (said if isinstance(said, int) and said > 0 else 0)
    if missing <= 0:
        return ""
    return aside.note(desk, file, header, PhotosMissing(header.seq, missing)).reason


def _look_again(desk: Desk, branch: str) -> None:
    """Take off the list what photos that came now have put right."""
    for one in aside.refused(desk):
        if one.kind == aside.PHOTOS and one.branch == branch:
            named = _named(desk, one.device, one.epoch, one.bundle)
            if not desk.attachments.lacking(named):
                aside.put_right(desk, one)


def _named(desk: Desk, device: str, epoch: int, bundle: int) -> set[str]:
    """Return the photos that the records of a bundle name, once all its parts are here: they are in the other parts."""
    rows: list[Any] = desk.book.connection.execute(_HERE, (device, epoch, bundle)).fetchall()
    if not rows or len({row[0] for row in rows}) < rows[0][1]:
        return set()
    return set().union(*(photos_named(desk.book, first, last) for _, _, first, last in rows))
