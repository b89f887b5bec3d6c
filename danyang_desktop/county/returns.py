"""The way home: rates, code lists, holidays, annotations and settled conflicts go down to a branch in a bundle.

It is the bundle of the way up with direction "down", signed by the office and sealed to the branch's computers. It is
always whole: what the branch has already is a no-op, and a lost stick needs no repair.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.paths import legible
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.annotations import SLUG as ANNOTATIONS
from danyang_desktop.county.intake import Door, take_in
from danyang_desktop.exchange import container, outbox, stick
from danyang_desktop.exchange.bundle_file import must_take
from danyang_desktop.exchange.bundle_format import Heading
from danyang_desktop.exchange.bundle_out import line_of, schema
from danyang_desktop.exchange.bundle_pack import Contents
from danyang_desktop.exchange.bundle_refusals import BundleRefused
from danyang_desktop.exchange.key_enrolment import CARD, is_by
from danyang_desktop.exchange.keys import device_of
from danyang_desktop.exchange.office_card import card_of_office, follow
from danyang_desktop.store import shelf, versions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from danyang_desktop.county.office import Office
    from danyang_desktop.exchange.bundle_format import Header
    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.store.versions import Version

RULES = ("codes", "holidays", "programs", "towns")
"""Registers that the office keeps for everybody."""

_END = 1 << 62
_REVOKED, _MOST_REVOKED = "revoked", 200
"""What the header calls the computers that sign no more, and so many fit."""
_REVOKED_AS_OF = "revoked_as_of"
"""Under this name a branch's book keeps the stamp of the newest return bundle that it believed about them."""


@dataclass
class ReturnRead:
    """What came home: versions that were new by kind, bundles known before, (file, sentence) of those not believed.

    `struck_off`: computers of the branch that it knew, and of which the office says that they sign no more.
    """

    taken: int = 0
    known: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)
    struck_off: int = 0

    @property
    def sentence(self) -> str:
        """What came home, in words; "" for nothing new."""
        notes = self.counts.get(ANNOTATIONS, 0)
        rest = sum(self.counts.values()) - notes
        said = [f"批注和通知 {notes} 条，在“今日”里看"] if notes else []
        said += [f"标准、代码、处理结果 {rest} 条，已经收好"] if rest else []
        told = [f"县里带回来{'；'.join(said)}"] if said else []
        told += [f"县里撤销了本支部的 {self.struck_off} 台电脑，以后不再写给它"] if self.struck_off else []
        return "；".join(told)


def write_return(office: Office, branch: str, folder: Path, *, registers: Collection[str] = RULES) -> Path:
    """Write the return bundle for one branch into a folder of the stick; raises UserError, Trouble.

    An office that has changed its key lays its card beside it: the branch follows it by the old key's word.
    """
    desk = office.desk
    found = desk.book.connection.execute(
        "SELECT branch_name, recipient FROM devices WHERE branch = ? AND revoked_at IS NULL AND recipient != ''"
        " ORDER BY device",
        (branch,),
    ).fetchall()
    if not found:
        raise UserError("这个支部没有登记的电脑，不知道写给谁。请先登记。")
    must_take(folder)
    name = found[0][0]
    upto = versions.last_seq(desk.book.connection)
    maker = stick.maker_of(office.keys.device, desk.book.epoch)
    file = stick.bundle_name(branch, name, desk.at[:7], maker, 0)
    number = outbox.reserve(desk.book, file, desk.at, start=0, upto=upto)
    heading = Heading(
        branch_code=branch, branch_name=name, epoch=desk.book.epoch, seq=number.seq, made_at=desk.stamp(),
        from_on=desk.at[:10], to_on=desk.at[:10], direction="down", extra={_REVOKED: _revoked(desk, branch)},
    )  # fmt: skip
    path = stick.free_path(folder, stick.bundle_name(branch, name, desk.at[:7], maker, number.seq))
    contents = Contents(records=_lines(desk, branch, registers), schema=schema(desk.book))
    sealed = container.seal(path, heading, contents, office.keys, tuple(recipient for _, recipient in found))
    outbox.note_sealed(desk.book, number.seq, (sealed,))
    if office.keys.endorsement:
        name = stick.card_name(desk.code, maker)
        office.write_card(stick.free_path(folder, name, lambda path: is_by(path, CARD, office.keys.public_hex)))
    return sealed.path


def _revoked(desk: Desk, branch: str) -> list[str]:
    """Return the computers of a branch that were struck off, the last one first."""
    asked = "SELECT device FROM devices WHERE branch = ? AND revoked_at IS NOT NULL ORDER BY revoked_at DESC LIMIT ?"
    return [row[0] for row in desk.book.connection.execute(asked, (branch, _MOST_REVOKED))]


def _strike_off(desk: Desk, header: Header) -> int:
    """Believe the office about computers that sign no more: no bundle is sealed to them, none of theirs is read.

    An older return bundle that is found later says nothing any more: the computer may have been enrolled again.
    """
    said, connection = header.extra.get(_REVOKED), desk.book.connection
    if not isinstance(said, list) or header.made_at <= int(shelf.about(connection, _REVOKED_AS_OF) or 0):
        return 0
    with desk.book.transaction():
        shelf.set_about(connection, _REVOKED_AS_OF, str(header.made_at))
        return sum(
            connection.execute(
                "UPDATE devices SET revoked_at = ? WHERE device = ? AND branch = ? AND revoked_at IS NULL",
                (desk.at, str(device), desk.code),
            ).rowcount
            for device in said
        )


def _lines(desk: Desk, branch: str, registers: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield the office's own registers, then every record of the branch that the office wrote to, with its history.

    The history goes along because a settlement names versions of the branch's other computer as its parents.
    """
    connection = desk.book.connection
    uids: list[str] = []
    for slug in sorted(set(registers) & set(desk.book.tables)):
        kept = connection.execute(f"SELECT uid FROM {slug} WHERE branch = ? ORDER BY uid", (desk.code,))
        uids += [row[0] for row in kept.fetchall()]
    uids += _made_here(connection, branch)
    for uid in uids:
        for version in versions.of_record(connection, uid):
            yield line_of(_outward(desk, version))


def _made_here(connection: Any, branch: str) -> list[str]:
    """Return the records of a branch to which the office wrote: what lies in the log between all that it received.

    It asks for the gaps by their places: to look at every version of a county for each of its branches takes a second
    a branch.
    """
    stretches = connection.execute(
        "SELECT first_seq, last_seq FROM received WHERE undone_at = '' AND last_seq > first_seq ORDER BY first_seq"
    ).fetchall()
    found: dict[str, None] = {}
    reached = 0
    for first, last in [*stretches, (_END, _END)]:
        if first > reached:
            rows = connection.execute(
                "SELECT DISTINCT uid FROM versions WHERE seq > ? AND seq <= ? AND branch = ?", (reached, first, branch)
            )
            found.update((row[0], None) for row in rows.fetchall())
        reached = max(reached, last)
    return sorted(found)


def _outward(desk: Desk, version: Version) -> Version:
    table = desk.book.tables.get(version.slug)
    return versions.redacted(version, table.ledger.stays) if table else version


def read_return(desk: Desk, folder: Path, progress: Progress = silent) -> ReturnRead:
    """Read every return bundle for this branch in a folder; others' are left alone. Raises UserError, Trouble."""
    found = stick.find_bundles(folder)
    follow(desk, found.cards)
    card = card_of_office(desk)
    office = device_of(card.public_hex)

    def lookup(device: str, branch: str) -> bytes | None:
        return bytes.fromhex(card.public_hex) if (device, branch) == (office, desk.code) else None

    door = Door(desk, lookup, desk.signer.identities, direction="down", more_owners=(card.office_code,))
    told = ReturnRead()
    for path in bundles_for(desk, found.bundles, lambda header: header.direction == "down"):
        try:
            taken = take_in(door, path, progress)
        except BundleRefused as error:
            told.refused.append((legible(path.name), error.sentence))
            continue
        told.struck_off += _strike_off(desk, taken.proven.header)
        told.taken += not taken.again
        told.known += taken.again
        for kind, count in taken.done.counts.items():
            told.counts[kind] = told.counts.get(kind, 0) + count
    return told


def bundles_for(desk: Desk, paths: Iterable[Path], wanted: Any) -> list[Path]:
    """Return the bundles that name this branch and whose header is `wanted`, oldest number first."""
    found: list[tuple[Header, Path]] = []
    for path in paths:
        try:
            header = container.read_header(path)
        except (BundleRefused, Trouble):
            continue  # nobody's, or another's: not ours to complain of
        if header.branch_code == desk.code and wanted(header):
            found.append((header, path))
    return [path for header, path in sorted(found, key=lambda pair: (pair[0].device, pair[0].epoch, pair[0].seq))]
