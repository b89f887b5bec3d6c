"""Receiving bundles: one transaction a bundle, restartable; one bad bundle never stops the others."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.merge import Merged, merge
from danyang_desktop.exchange import container, receipt, stick
from danyang_desktop.exchange.bundle_refusals import BundleRefused
from danyang_desktop.store.database import trouble_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from danyang_desktop.county.office import Office
    from danyang_desktop.exchange.container import Proven

KEPT = "received"


@dataclass
class Received:
    """What came of a stick: bundles accepted, bundles refused with the reason a clerk can act on."""

    accepted: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    merged: int = 0
    conflicts: int = 0
    seconds: float = 0.0


def receive(office: Office, places: Iterable[Path], progress: Progress = silent) -> Received:
    """Receive every bundle in the given files and folders, oldest number first."""
    told = Received()
    started = time.perf_counter()
    found = _bundles(places, told)
    for number, path in enumerate(found, 1):
        progress(number, len(found), f"第 {number} 个文件，共 {len(found)} 个")
        try:
            _one(office, path, told)
        except BundleRefused as error:
            told.refused.append({"file": path.name, "kind": error.kind, "reason": error.sentence})
    told.seconds = time.perf_counter() - started
    return told


def _bundles(places: Iterable[Path], told: Received) -> list[Path]:
    paths: list[Path] = []
    for place in places:
        if place.is_dir():
            found = stick.find_bundles(place)
            paths += found.bundles
            told.refused += [
                {"file": path.name, "kind": "damaged", "reason": "名字像数据包，内容不是。请让支部重新拷贝。"}
                for path in found.broken
                if path.suffix == ".dyb"
            ]
        elif place.exists():
            paths.append(place)
        else:
            raise Trouble(f"找不到“{place.name}”。台账没有受影响。请看看 U盘 插好了没有。", "U-308")
    return sorted(paths, key=_turn)


def _turn(path: Path) -> tuple[str, int, int, str]:
    """Order bundles so that one that builds on another comes after it."""
    try:
        header = container.read_header(path)
    except BundleRefused:
        return ("", 0, 0, path.name)
    return (header.device, header.epoch, header.seq, path.name)


def _one(office: Office, path: Path, told: Received) -> None:
    proven = container.verify(path, office.public_key)
    header = proven.header
    connection = office.desk.book.connection
    known = connection.execute("SELECT merged FROM received WHERE sha256 = ?", (proven.hash,)).fetchone()
    if known:
        told.accepted.append(_said(path, proven, Merged(), again=True))
        return
    base = header.since.epoch if header.since else header.epoch
    row = connection.execute(
        "SELECT coalesce(max(bundle), 0) FROM received WHERE device = ? AND epoch = ?", (header.device, base)
    ).fetchone()
    container.refuse_gap(header, row[0])
    _keep_file(office, path, proven)
    with container.open_payload(proven, office.keys.identity) as payload:
        with office.desk.book.transaction():
            done = merge(office.desk.book, header.branch_code, payload.records(), office.desk.at)
            connection.execute(
                "INSERT INTO received (sha256, branch, branch_name, device, epoch, bundle, upto, period, records,"
                " merged, conflicts, at, file)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(proven.hash, header.branch_code, header.branch_name, header.device, header.epoch),
                    *(header.seq, header.seq, header.to_on[:7], header.records),
                    *(done.versions, done.conflicts, office.desk.at, path.name),
                ),
            )
        for _, data in payload.photos():  # after the records: a photo without its record harms nobody
            office.desk.attachments.put(data)
    told.merged += done.versions
    told.conflicts += done.conflicts
    told.accepted.append(_said(path, proven, done, again=False))


def _said(path: Path, proven: Proven, done: Merged, *, again: bool) -> dict[str, Any]:
    header = proven.header
    return {
        "again": again, "branch": header.branch_code, "branch_name": header.branch_name, "code": proven.code,
        "conflicts": done.conflicts, "device": header.device, "file": path.name, "merged": done.versions,
        "records": header.records, "seq": header.seq,
    }  # fmt: skip


def _keep_file(office: Office, path: Path, proven: Proven) -> None:
    """Keep what was received as a file: a merge can be checked, or made again, from the originals."""
    folder = office.desk.folder / KEPT
    kept = folder / f"{proven.hash}.dyb"
    if kept.exists():
        return
    try:
        folder.mkdir(exist_ok=True)
        part = kept.with_suffix(".part")
        shutil.copyfile(path, part)
        part.replace(kept)
    except OSError as error:
        raise trouble_of(error, KEPT) from error


def write_receipts(office: Office, folder: Path) -> list[Path]:
    """Write a receipt for the newest bundle of every computer that handed in; returns the files."""
    desk = office.desk
    rows = desk.book.connection.execute(
        "SELECT branch, branch_name, device, epoch, max(bundle), sha256, sum(merged), sum(conflicts) FROM received"
        " GROUP BY device, epoch HAVING epoch = (SELECT max(epoch) FROM received r WHERE r.device = received.device)"
    ).fetchall()
    written: list[Path] = []
    for branch, branch_name, device, epoch, bundle, head, merged, conflicts in rows:
        one = receipt.Receipt(
            office=office.keys.public_hex, office_epoch=desk.book.epoch, branch_code=branch, device=device,
            epoch=epoch, upto=bundle, head=head, accepted=merged, conflicts=conflicts, made_at=desk.book.hlc.tick(),
        )  # fmt: skip
        path = folder / stick.receipt_name(branch, branch_name, device, bundle)
        path.unlink(missing_ok=True)
        receipt.write(path, one, office.keys)
        written.append(path)
    return written
