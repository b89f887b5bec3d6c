"""Handing in: everything since the last receipt goes into one bundle on the stick, and is read back there.

Cumulative since the last *receipt*, not the last export: a lost stick heals itself with the next one (sync.md).
"""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.exchange import container, outbox, stick
from danyang_desktop.exchange.bundle_answers import FIELD, answers_in
from danyang_desktop.exchange.bundle_file import must_take
from danyang_desktop.exchange.bundle_format import Heading
from danyang_desktop.exchange.bundle_pack import Contents
from danyang_desktop.exchange.bundle_parts import PART_BYTES, fields, name_of, shares
from danyang_desktop.exchange.bundle_photos import note_photos, photos_due
from danyang_desktop.exchange.bundle_stream import beside
from danyang_desktop.exchange.key_enrolment import request_of, write_request
from danyang_desktop.exchange.office_card import card_of_office, offices, take_card
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from danyang_desktop.declare.book import Book
    from danyang_desktop.exchange.container import Sealed
    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.store.versions import Version

__all__ = [
    "HandedIn",
    "ask_to_enrol",
    "export",
    "line_of",
    "lines",
    "ours",
    "owes",
    "schema",
    "siblings",
    "take_card",
]

NOTES = "annotations"
"""What the versions of the office's annotations are called (county/annotations.py)."""
_NOT_BEGUN = (
    "这台电脑上今天是 {today}，{month} 还没有到，没有写数据包。请换一个月份；"
    "日期不对的话，先在“设置与备份”里说今天是几号。"
)
_UNHEARD = "这台电脑还没有收过县里的回执。县里要是没登记过它，请把登记文件一起带上。"
_LINE_BYTES = 700  # of one version in a bundle, about
_TOGETHER, _TOGETHER_BYTES = 4, 4 * 1024 * 1024
"""Photos that are read by one question, and the most they may have together unless one alone has more."""


@dataclass(frozen=True)
class HandedIn:
    """A bundle that was written and read back: its file, what it holds, and its 核对码.

    `lost_photos`: photos that records name and this computer no longer has; the bundle went without them.
    `files`: all its parts; `file` and `code` are those of the first. `no_note`: why no `请先看我.txt` lies beside it.
    `unheard`: the office never answered this computer: it may not know a new one into which the book was copied.
    """

    file: Path
    seq: int
    records: int
    photos: int
    bytes: int
    code: str
    lost_photos: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    no_note: str = ""
    unheard: bool = False

    @property
    def hint(self) -> str:
        """What to take along besides, where the office may not know this computer, or ""."""
        return _UNHEARD if self.unheard else ""

    @property
    def warning(self) -> str:
        """What the secretary must hear besides, or ""."""
        said = f"数据包写好了，核对过了；只是旁边的“{stick.NOTE}”没有写上，不影响县里收。" if self.no_note else ""
        if not self.lost_photos:
            return said
        return (
            f"{said}有 {len(self.lost_photos)} 张照片在这台电脑上找不到了，这次没有交上去，文字都交了。"
            "请用“检查台账”看看是哪几条，用备份找回照片以后再交一次。"
        )


def ask_to_enrol(desk: Desk, path: Path) -> None:
    """Write this computer's enrolment file for the office; its fingerprint is read over the telephone."""
    request = request_of(desk.signer, desk.code, desk.name, desk.stamp())
    write_request(path, request, desk.signer)


def export(
    desk: Desk, to: Path, *, full: bool = False, month: str = "", progress: Progress = silent, most: int = PART_BYTES
) -> HandedIn:
    """Write a bundle into a folder of the stick; raises UserError (nothing new), Trouble, Cancelled.

    `full` sends everything again from the first version, photos too; the office takes it as a no-op where it has it.
    `month` (2026-10) is the month that is handed in, when that is not the month of the last record: what is written
    on 9 November closes October, and November is still to come. The content is always everything since the receipt;
    it may be nothing at all when it closes a month that is owed (零报告).
    What is larger than `most` bytes goes in parts, all of them or none (bundle_parts.py).
    """
    desk.must_hand_in()
    card = card_of_office(desk)
    book = desk.book
    last = None if full else outbox.last_receipt(book, own=True)
    since, start = last or (None, 0)
    upto = versions.last_seq(book.connection)
    first, final = _days(desk, start, upto, month)
    if month > max(final[:7], desk.at[:7]):
        raise UserError(_NOT_BEGUN.format(month=month, today=desk.at[:10]))
    answered = since.upto if since else 0
    named, owed = photos_due(book, start, upto, answered)
    sizes = desk.attachments.sizes(sorted(named | owed))
    must_take(to, _bytes_about(_Stretch(start, upto, sizes)))
    lost = tuple(sorted(named - sizes.keys()))
    closes = min(month, final[:7]) if month else final[:7]
    maker = stick.maker_of(desk.signer.device, book.epoch)
    file = stick.bundle_name(desk.code, desk.name, closes, maker, 0)
    number = outbox.reserve(book, file, desk.at, start=start, upto=upto)
    heading = Heading(
        branch_code=desk.code, branch_name=desk.name, epoch=book.epoch, seq=number.seq, made_at=desk.stamp(),
        from_on=first, to_on=final, previous=number.previous, full=full, since=since,
        extra={
            "lost_photos": len(lost), "month": closes, "previous_seq": number.previous_seq,
            FIELD: answers_in(desk, start, upto),
        },
    )  # fmt: skip
    name = stick.bundle_name(desk.code, desk.name, closes, maker, number.seq)
    parts = _parts(shares(sizes, (upto - start) * _LINE_BYTES, most), name, heading)
    made = _seal_all(desk, to, parts, _Stretch(start, upto, sizes), tuple(card.recipients), progress)
    outbox.note_sealed(book, number.seq, made)
    note_photos(book, number.seq, answered, sizes, lost)
    return HandedIn(
        file=made[0].path, seq=number.seq, records=made[0].header.records,
        photos=sum(one.header.photos for one in made), bytes=sum(one.bytes for one in made), code=made[0].code,
        lost_photos=lost, files=tuple(one.path for one in made), no_note=_no_note(to, made),
        unheard=outbox.last_receipt(book, own=True) is None,
    )  # fmt: skip


def _no_note(to: Path, made: list[Sealed]) -> str:
    """Write the note beside a bundle that is there, whole and read back; returns why it could not be written, or ""."""
    try:
        stick.write_note(to, made)
    except Trouble as error:
        return error.sentence
    return ""


def _bytes_about(what: _Stretch) -> int:
    return (what.upto - what.start) * _LINE_BYTES // 4 + sum(what.sizes.values())


@dataclass(frozen=True)
class _Stretch:
    """Which versions go, and the sizes of their photos."""

    start: int
    upto: int
    sizes: dict[str, int]


def _seal_all(
    desk: Desk, to: Path, parts: list[_Part], what: _Stretch, office: tuple[str, ...], progress: Progress
) -> list[Sealed]:
    """Write all parts or none."""
    recipients = tuple(dict.fromkeys((*office, *siblings(desk))))
    made: list[Sealed] = []
    try:
        for part in parts:
            count = 0 if made else what.upto - what.start
            contents = Contents(
                records=() if made else lines(desk, what.start, what.upto),
                photos=_bytes_of(desk, part.photos, what.sizes),
                schema=schema(desk.book), receipt_key=desk.signer.receipt_key(desk.book.epoch, part.heading.seq),
                expected_bytes=count * _LINE_BYTES // 4 + sum(what.sizes[one] for one in part.photos),
            )  # fmt: skip
            path = stick.free_path(to, part.name)
            made.append(container.seal(path, part.heading, contents, desk.signer, recipients, progress))
    except BaseException:
        for sealed in made:  # some of the parts are no bundle
            with suppress(OSError):
                sealed.path.unlink()
        raise
    return made


@dataclass(frozen=True)
class _Part:
    name: str
    heading: Heading
    photos: list[str]


def _parts(shared: list[list[str]], name: str, heading: Heading) -> list[_Part]:
    of = len(shared)
    return [
        _Part(name_of(name, place, of), replace(heading, extra={**heading.extra, **fields(place, of)}), photos)
        for place, photos in enumerate(shared, 1)
    ]


def siblings(desk: Desk) -> list[str]:
    """Return the age recipients of the branch's other computers that this one knows and has not struck off."""
    rows = desk.book.connection.execute(
        "SELECT recipient FROM devices WHERE branch = ? AND revoked_at IS NULL AND recipient != '' AND device != ?"
        " ORDER BY device",
        (desk.code, desk.signer.device),
    )
    return [row[0] for row in rows]


def lines(desk: Desk, start: int, upto: int) -> Iterator[dict[str, object]]:
    """Yield the versions after `start` as the bundle carries them, without what never leaves the book.

    What the office owns (rates, code lists, annotations) came down from it and does not go up again.
    """
    book = desk.book
    for version in versions.since(book.connection, start, upto):
        if version.branch != desk.code or version.slug == NOTES:
            continue
        stays = book.tables[version.slug].ledger.stays if version.slug in book.tables else set()
        yield line_of(versions.redacted(version, stays))


def line_of(version: Version) -> dict[str, object]:
    """Return one version as a line of records.jsonl."""
    return {
        "action": version.action, "at": version.at, "author": version.author, "body": version.content(),
        "branch": version.branch, "device": version.device, "digest": version.digest, "epoch": version.epoch,
        "hlc": version.hlc, "kind": version.slug, "parents": list(version.parents), "uid": version.uid,
    }  # fmt: skip


def schema(book: Book) -> dict[str, object]:
    """Return the declarations that the records follow: ledger -> field -> kind, for whoever reads in 2040."""
    return {
        slug: {name: {"kind": kind.name_of_kind, "label": kind.label} for name, kind in ledger.kinds.items()}
        for slug, ledger in book.ledgers.items()
    }


def _bytes_of(desk: Desk, digests: Iterable[str], sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    with closing(beside(_read(desk, digests, sizes))) as read:
        for some in read:
            yield from some


def _read(desk: Desk, digests: Iterable[str], sizes: Mapping[str, int]) -> Iterator[list[tuple[str, bytes]]]:
    """Yield photos, as many at a time as are read by one question."""
    for some in _together(digests, sizes):
        found = zip(some, desk.attachments.get_some(some), strict=True)
        yield [(digest, data) for digest, data in found if data is not None]  # nobody deletes a photo meanwhile


def _together(digests: Iterable[str], sizes: Mapping[str, int]) -> Iterator[list[str]]:
    some: list[str] = []
    size = 0
    for digest in digests:
        if some and (len(some) == _TOGETHER or size + sizes[digest] > _TOGETHER_BYTES):
            yield some
            some, size = [], 0
        some.append(digest)
        size += sizes[digest]
    if some:
        yield some


def ours(desk: Desk, start: int, upto: int) -> tuple[str, tuple[Any, ...]]:
    """Return the versions of a stretch of the log that are for this computer to hand in: SQL, values.

    Not what the office sent home, nor what another computer of the branch wrote and the office has from it.
    """
    theirs, others = offices(desk) or [""], outbox.siblings_at_county(desk.book)
    there = [f"r.device IN ({', '.join('?' * len(theirs))})"]
    there += ["(r.device = ? AND r.epoch = ? AND r.bundle <= ?)"] * len(others)
    sql = (
        "FROM versions v WHERE seq > ? AND seq <= ? AND branch = ? AND NOT EXISTS"
        f" (SELECT 1 FROM received r WHERE ({' OR '.join(there)})"
        " AND v.seq > r.first_seq AND v.seq <= r.last_seq)"
    )
    return sql, (start, upto, desk.code, *theirs, *(value for one in others for value in one))


def owes(desk: Desk, month: str) -> bool:
    """Tell whether a month (2026-11) is over and no bundle has closed it: it is handed in even if nothing is new."""
    done = [one for one in outbox.outbox(desk.book) if one["state"] != outbox.UNFINISHED]
    closed = max((stick.month_of(one["file"]) or one["made_at"][:7] for one in done), default="")
    return bool(done) and closed < month < desk.at[:7]


def _days(desk: Desk, start: int, upto: int, month: str) -> tuple[str, str]:
    """Return the days of the first and the last version that is to go; raises UserError if there is none to go.

    What the office wrote (a settled conflict) goes along, but is no reason to go.
    """
    sql, values = ours(desk, start, upto)
    row = desk.book.connection.execute(f"SELECT min(at), max(at) {sql}", values).fetchone()
    if row[0] is None and owes(desk, month):
        return desk.at[:10], desk.at[:10]
    if row[0] is None:
        raise UserError("上次回执之后没有新记的东西，这次不用交。要整本再交一次，请选“整本从头再交一次”。")
    return row[0][:10], row[1][:10]
