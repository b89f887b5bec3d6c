"""Receiving bundles: one transaction a bundle, restartable; one bad bundle never stops the others."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import moment_of
from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.paths import legible
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county import alarms, aside, kept
from danyang_desktop.county.ahead import Ahead, bench_of
from danyang_desktop.county.intake import Door, is_here, month_closed, take_in
from danyang_desktop.county.later import Later, catch_up
from danyang_desktop.county.photos_lacking import say_lacking
from danyang_desktop.county.ready import tidied
from danyang_desktop.county.receipts import write_receipts
from danyang_desktop.county.tallies import tallies
from danyang_desktop.declare.eye import BookLook
from danyang_desktop.exchange import container, stick
from danyang_desktop.exchange.bundle_parts import part_of
from danyang_desktop.exchange.bundle_refusals import BundleRefused, Damaged, PartsMissing
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from danyang_desktop.county.intake import TakenIn
    from danyang_desktop.county.office import Office
    from danyang_desktop.exchange.bundle_format import Header

__all__ = ["Received", "receive", "write_receipts"]

UNREADABLE = "U-107"
"""The code of Trouble that speaks of one file; every other one speaks of our own disk and stops the work."""
GONE = "U-109"
"""The code of Trouble that speaks of a stick that was pulled out while it was read."""

_NO_BUNDLE = "名字像数据包，里面不是：没有拷完，或是别的文件改了名字，没有收下。请支部重新导出一次。"
_UNREAD = "读不出来，没有收下。请把U盘重新插好再收一次；还不行，就请支部再拷一份。"

_OLD = 100
"""Days after which a bundle is old: three months' ends have passed."""
_MANY = 2000
"""Records from which on it pays to look over what was received before it is asked for."""


@dataclass
class Received:
    """What came of a stick: bundles accepted, bundles refused with the reason a clerk can act on.

    `waits` of a refused one: a good one has to come; not so where a bad copy lay beside one that is here.
    `alarms`: sentences about bundles that were taken and yet cannot all be right (alarms.py keeps them).
    """

    accepted: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    merged: int = 0
    conflicts: int = 0
    seconds: float = 0.0
    alarms: list[str] = field(default_factory=list)


def receive(office: Office, places: Iterable[Path], progress: Progress = silent) -> Received:
    """Receive every bundle in the given files and folders, oldest number first.

    Raises Trouble when our own disk fails or the stick is pulled out, Cancelled; what was received until then is kept,
    nothing is said of what was not read, and a second run goes on.
    """
    told = Received()
    started = time.perf_counter()
    places = list(places)
    found = _bundles(office, places, told)
    tidied(office.desk.folder)
    kept.sweep(office.desk)
    catch_up(office.desk.book)
    later = Later(office.desk.book)
    try:
        with office.desk.book.engine.in_a_row():  # nobody is told of one before all are done
            _all(office, _Reading(places, found), told, later, progress)
    except BaseException:
        with suppress(Trouble):  # what stopped the work may stop this too; the next run catches up
            _index(office, later)
        raise
    _index(office, later)
    _say_what_waits(office, told)
    kept.sweep(office.desk)
    if told.merged >= _MANY:
        with suppress(Trouble), trouble():  # all is kept; untidied it is only slower for a minute
            office.desk.book.engine.tidy()
    _work_out(office, told, progress)
    progress(len(found), len(found), "收完了")
    told.seconds = time.perf_counter() - started
    return told


def _index(office: Office, later: Later) -> None:
    later.flush()
    catch_up(office.desk.book)


def _work_out(office: Office, told: Received, progress: Progress) -> None:
    """Work out now what the months that were handed in came to, so that the table of the county is there at once."""
    desk = office.desk
    months: dict[str, set[str]] = {}
    for one in told.accepted:
        if one["merged"]:
            months.setdefault(one["period"], set()).add(one["branch"])
    for month, branches in sorted(months.items()):
        tallies(desk.book, BookLook(desk.book, desk.clock, ""), month, sorted(branches), progress)


@dataclass(frozen=True)
class _Reading:
    """The bundles that were found, in their turn, and where."""

    places: list[Path]
    found: list[tuple[Path, Header | None]]

    def must_go_on(self, path: Path, told: Received) -> None:
        """Raise Trouble if not the file is at fault but the place where it lay is gone."""
        place = next((one for one in self.places if one in path.parents), path.parent)
        _must_be_there(place, [one for one, _ in self.found if place in one.parents] or [path], told)


def _must_be_there(place: Path, files: list[Path], told: Received) -> None:
    """Raise Trouble if the place where files were found a moment ago is gone."""
    if not stick.is_there(place, files):
        so_far = f"前面的 {len(told.accepted)} 个包收好了，都在；" if told.accepted else ""
        raise Trouble(
            f"U盘断开了，没有收完。{so_far}没读到的不算退回，台账没有受影响。请把 U盘 重新插好，再收一次，会接着收。",
            GONE,
        )


def _all(office: Office, reads: _Reading, told: Received, later: Later, progress: Progress) -> None:
    desk, found = office.desk, reads.found
    door = Door(desk, office.public_key, office.keys.identities, later=later)
    bench = bench_of(desk.book, desk.folder, tuple(map(str, door.identities)))
    with Ahead(bench, [path for path, _ in found], lambda sha256: not is_here(desk.book.connection, sha256)) as ahead:
        for number, (path, header) in enumerate(found, 1):
            progress(number - 1, len(found), f"第 {number} 个文件，共 {len(found)} 个")
            later.flush_some()
            try:
                _accept(office, take_in(door, path, ready=ahead.ready(path)), path, told)
            except BundleRefused as error:
                _refuse(office, path, header, error, told)
            except Trouble as error:
                if error.code != UNREADABLE:
                    raise
                reads.must_go_on(path, told)
                _refuse(office, path, header, error, told)


def branches_on(folder: Path) -> set[str]:
    """Return the codes of the branches that bundles in a folder claim to come from: whose stick it is."""
    headers = (_header(path) for path in stick.find_bundles(folder).bundles)
    return {header.branch_code for header in headers if header is not None and header.direction == "up"}


def _bundles(office: Office, places: Iterable[Path], told: Received) -> list[tuple[Path, Header | None]]:
    paths: dict[Path, Header | None] = {}
    for place in places:
        if place.is_dir():
            found = stick.find_bundles(place)
            read = {path: _header(path) for path in found.bundles}
            # What the office sent home may still lie on the stick.
            paths |= {path: header for path, header in read.items() if header is None or header.direction == "up"}
            _say_others(office, place, found, told)
        elif place.is_file():
            paths[place] = _header(place)
        else:
            raise Trouble(f"找不到“{legible(place.name)}”。台账没有受影响。请看看 U盘 插好了没有。", "U-308")
    return sorted(paths.items(), key=_turn)


def _say_others(office: Office, place: Path, found: stick.Found, told: Received) -> None:
    """Put aside what looked like a bundle and is none, or cannot be read; say what could not be looked at."""
    if found.unread or found.closed:
        _must_be_there(place, found.bundles, told)
    for path in found.broken:
        if path.suffix.lower() == stick.BUNDLE:
            _refuse(office, path, None, Damaged("not our beginning", _NO_BUNDLE), told)
    for path in found.unread:
        if path.suffix.lower() == stick.BUNDLE:
            _refuse(office, path, None, Trouble(_UNREAD, UNREADABLE), told)
    for folder in found.closed:
        said = f"文件夹“{legible(folder.name)}”打不开，里面有没有数据包不知道。请打开看看，再收一次。"
        _alarm(office, told, said, folder)
    if not found.complete:
        said = f"“{legible(place.name)}”里的文件太多，没有全部看完。请把数据包放到一个文件夹里再收一次。"
        _alarm(office, told, said, place)


def _alarm(office: Office, told: Received, said: str, path: Path, header: Header | None = None) -> None:
    told.alarms.append(said)
    alarms.note(office.desk, said, path.name, header)


def _header(path: Path) -> Header | None:
    try:
        return container.read_header(path)
    except (BundleRefused, Trouble):
        return None  # said again, and told, when it is its turn


def _turn(found: tuple[Path, Header | None]) -> tuple[str, int, int, str]:
    """Order bundles so that one that builds on another comes after it."""
    path, header = found
    return ("", 0, 0, path.name) if header is None else (header.device, header.epoch, header.seq, path.name)


def _accept(office: Office, taken: TakenIn, path: Path, told: Received) -> None:
    header, done = taken.proven.header, taken.done
    told.merged += done.versions
    told.conflicts += done.conflicts
    one = {
        "again": taken.again, "branch": header.branch_code, "branch_name": header.branch_name,
        "code": taken.proven.code, "conflicts": done.conflicts, "device": header.device, "file": legible(path.name),
        "merged": done.versions, "period": month_closed(header, office.desk), "records": header.records,
        "seq": header.seq,
    }  # fmt: skip
    told.accepted.append(one)
    aside.clear(office.desk, header, path.name, month_closed(header, office.desk))
    _say_odd_parts(office, path, header, told)
    who = f"{header.branch_name}第 {header.seq} 号包"
    if done.odd_clocks:
        said = f"{who}里有 {done.odd_clocks} 条的时间比今天晚一天以上，照收了。请支部校准电脑的时间。"
        _alarm(office, told, said, path, header)
    elif not taken.again and (said := _odd_day(header.made_at, office.desk.clock.now())):
        said = f"{who}写的{said}照收了。不是那一天写的，就请支部校准电脑的时间。"
        _alarm(office, told, said, path, header)
    if done.early:
        said = (
            f"收{who}时发现有 {done.early} 条的一版说自己比它的上一版还早，是改过的或程序坏了：留着，不作数。"
            "请打电话问支部这是哪台电脑写的。"
        )
        _alarm(office, told, said, path, header)
    lost = header.extra.get("lost_photos")
    if isinstance(lost, int) and lost and not taken.again:
        said = f"{who}说有 {lost} 张照片在支部的电脑上找不到了。请支部用备份找回，再交一次。"
        _alarm(office, told, said, path, header)
    if said := say_lacking(office.desk, path.name, taken):
        told.alarms.append(f"{header.branch_name}：{said}")


def _odd_day(stamp: int, now: dt.datetime) -> str:
    """Say which day a stamp is of when no stick that is handed in can be of it; "" when it can."""
    made = moment_of(stamp)
    days = (made.date() - now.date()).days
    if -_OLD <= days <= 1:
        return ""
    return f"日期是 {made:%Y-%m-%d}，比今天{'晚' if days > 0 else '早'} {abs(days)} 天，"


def _say_odd_parts(office: Office, path: Path, header: Header, told: Received) -> None:
    """Say which parts of a bundle are missing, and whether one came twice with different contents."""
    part, of = part_of(header)
    rows = office.desk.book.connection.execute(
        "SELECT part, count(*) FROM received WHERE device = ? AND epoch = ? AND bundle = ? AND undone_at = ''"
        " GROUP BY part",
        (header.device, header.epoch, header.seq),
    )
    here = dict(rows.fetchall())
    missing = sorted(set(range(1, of + 1)) - here.keys())
    said = f"{header.branch_name}："
    told.alarms = [one for one in told.alarms if not one.startswith(f"{said}第 {header.seq} 号包分成")]
    if missing:
        lacking = aside.note(office.desk, path.name, header, PartsMissing(header.seq, of, missing))
        told.alarms.append(said + lacking.reason)
    if here.get(part, 0) > 1:
        said = (
            f"{header.branch_name}第 {header.seq} 号包有 {here[part]} 个不同的包，都留着。"
            "可能有人复制了整台电脑，请打电话问支部。"
        )
        _alarm(office, told, said, path, header)


def _refuse(office: Office, path: Path, header: Header | None, error: BundleRefused | Trouble, told: Received) -> None:
    one = aside.note(office.desk, path.name, header, aside.understood(office, header, error))
    if isinstance(error, Damaged | Trouble) and _have_whole(office, one):
        aside.put_right(office.desk, one)
    elif kept.keep(office.desk, path, one):
        one = aside.add_reason(office.desk, one, kept.SAID)
    told.refused.append(
        {name: getattr(one, name) for name in ("branch_name", "file", "kind", "label", "month", "reason")}
    )


def _have_whole(office: Office, one: aside.SetAside) -> bool:
    """Tell whether a bad copy is of a bundle that is here, or of one that a later one has outdone."""
    asked = "SELECT 1 FROM received WHERE undone_at = '' AND (file = ? OR device = ? AND epoch = ? AND bundle >= ?)"
    key = (one.file, one.device, one.epoch, one.bundle)
    return office.desk.book.connection.execute(asked, key).fetchone() is not None


def _say_what_waits(office: Office, told: Received) -> None:
    """Say of bad copies of what is here that nobody has to hand it in again."""
    waiting = {one.file for one in aside.refused(office.desk)}
    for one in told.refused:
        one["waits"] = one["file"] in waiting
        if not one["waits"]:
            one["reason"] = "这一份坏了，不过完好的一份县里收到了，不用再交。"
