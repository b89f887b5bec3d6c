"""The stand-alone reader: looks into a file of the exchange without any book (`bundle info|verify|open`)."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from danyang_desktop.base.canonical import canonical
from danyang_desktop.base.clock import moment_of
from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import silent
from danyang_desktop.exchange import container, receipt
from danyang_desktop.exchange.bundle_file import must_be_file, reading, writing
from danyang_desktop.exchange.key_enrolment import CARD, REQUEST, body_of, read_card, read_request
from danyang_desktop.exchange.keys import fingerprint
from danyang_desktop.exchange.payload import COUNTS, RECORDS, SCHEMA, photo_name
from danyang_desktop.store.folders import must_be_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pyrage.x25519 import Identity

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.exchange.bundle_format import Header
    from danyang_desktop.exchange.container import Lookup, Proven
    from danyang_desktop.exchange.key_enrolment import BranchRequest, OfficeCard
    from danyang_desktop.exchange.key_statement import Kind
    from danyang_desktop.exchange.payload import Payload

_PLACE = "这个文件夹"
_KEYS: tuple[tuple[str, Kind, Callable[[Path], BranchRequest | OfficeCard]], ...] = (
    ("request", REQUEST, read_request),
    ("card", CARD, read_card),
)


def info(path: Path) -> dict[str, object]:
    """Say what the front of a bundle, a receipt, a request to be enrolled or an office's card claims.

    Of a bundle and a receipt nothing is proven; the others are signed by the key that they bring. The answer holds JSON
    values only. Raises BundleRefused, Trouble.
    """
    must_be_file(path)
    with reading(path.name), path.open("rb") as file:
        magic = file.read(len(receipt.RECEIPT.magic))
    if magic == receipt.RECEIPT.magic:
        claim = receipt.peek(path)
        told = {**vars(claim), "counts": dict(claim.counts), "extra": dict(claim.extra)}
        return {"what": "receipt", **told, **_signer(claim.office, claim.made_at), "proven": False}
    for what, kind, read in _KEYS:
        if magic == kind.magic:
            said = read(path)
            return {"what": what, **body_of(said), **_signer(said.public_hex, said.made_at), "proven": True}
    return {**_told(container.read_header(path)), "proven": False}


def verify(path: Path, lookup: Lookup | None = None, progress: Progress = silent) -> dict[str, object]:
    """Check a bundle's signature over all bytes; answers what `info` does, with the bundle hash and 核对码.

    Without `lookup` (container.verify) it is checked with the key that the bundle brings: "enrolled" is then None, and
    the fingerprint must be compared with the one known for that branch. Raises BundleRefused, Trouble.
    """
    proven = container.verify(path, lookup or _own_key(path), progress)
    return _told_proven(proven, enrolled=None if lookup is None else True)


def open_to(path: Path, identity: Identity, folder: Path, progress: Progress = silent) -> dict[str, object]:
    """Unpack a bundle, in clear, into the new folder `folder`, whole or not at all.

    Answers what `verify` does without `lookup`; "records" and "photos" are also the numbers written. Raises UserError
    if the folder is there already, BundleRefused, Trouble.
    """
    proven = container.verify(path, _own_key(path), progress)
    if folder.exists():
        raise UserError(f"“{folder.name}”已经有了，没有动它。请换一个新的文件夹名字。")
    must_be_folder(folder.absolute().parent)
    part = folder.with_name(folder.name + ".part")
    try:
        with container.open_payload(proven, identity) as payload, writing(_PLACE):
            part.mkdir()
            _unpack(payload, part, progress)
            part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return _told_proven(proven, enrolled=None)


def _own_key(path: Path) -> Lookup:
    must_be_file(path)
    own = bytes.fromhex(container.read_header(path).key)
    return lambda _device, _branch: own


def _told(header: Header) -> dict[str, object]:
    return {
        "what": "bundle",
        **vars(header),
        "recipients": list(header.recipients),
        "counts": dict(header.counts),
        "since": None if header.since is None else vars(header.since),
        "extra": dict(header.extra),
        "records": header.records,
        **_signer(header.key, header.made_at),
    }


def _signer(public_hex: str, made_at: int) -> dict[str, object]:
    return {"made": moment_of(made_at).isoformat(" ", "seconds"), "fingerprint": fingerprint(public_hex)}


def _told_proven(proven: Proven, *, enrolled: bool | None) -> dict[str, object]:
    return {**_told(proven.header), "hash": proven.hash, "code": proven.code, "proven": True, "enrolled": enrolled}


def _unpack(payload: Payload, folder: Path, progress: Progress) -> None:
    with (folder / RECORDS).open("wb") as out:
        out.writelines(canonical(record) + b"\n" for record in payload.records())
    (folder / SCHEMA).write_bytes(canonical(payload.schema))
    (folder / COUNTS).write_bytes(canonical({"records": dict(payload.header.counts), "photos": payload.header.photos}))
    total = len(payload.photo_hashes)
    for number, (sha256, data) in enumerate(payload.photos(), start=1):
        target = folder / photo_name(sha256)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)
        progress(number, total, "正在取出照片")
