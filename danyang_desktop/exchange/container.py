"""The `.dyb` bundle: made, proven, opened (sync.md, "Bundle"; the layout is in bundle_format.py).

In this order and no other: the front is read, the signature over all bytes is checked, age opens the payload to its
last byte, and only then does a parser see what is inside. `open_payload` takes a `Proven`, which only `verify` makes.
"""

from __future__ import annotations

import hashlib
import io
import os
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Protocol

from danyang_desktop.base.progress import silent
from danyang_desktop.exchange import bundle_format as layout
from danyang_desktop.exchange.bundle_cipher import decrypt, encrypt
from danyang_desktop.exchange.bundle_file import STICK, bring, mismatch, reading, write_whole, writing
from danyang_desktop.exchange.bundle_format import MAGIC, Header, Heading
from danyang_desktop.exchange.bundle_front import read_front
from danyang_desktop.exchange.bundle_pack import Contents, Packer
from danyang_desktop.exchange.bundle_refusals import (
    BundleRefused,
    Damaged,
    Gap,
    NotOurs,
    UnknownDevice,
    WrongSignature,
)
from danyang_desktop.exchange.bundle_scratch import Scratch
from danyang_desktop.exchange.key_statement import Signer, is_signed
from danyang_desktop.exchange.keys import device_of
from danyang_desktop.exchange.payload import LIMITS, Payload

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pyrage.x25519 import Identity

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.exchange.bundle_stream import Written
    from danyang_desktop.exchange.payload import Limits

    Lookup = Callable[[str, str], bytes | None]

_CHUNK = 1024 * 1024
_READ_AHEAD = 8 * _CHUNK


class _Taker(Protocol):
    def update(self, data: memoryview, /) -> object: ...


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A bundle that was written and read back; `hash` is the bundle hash, `bytes` the size of the file."""

    path: Path
    bytes: int
    hash: str
    header: Header

    @property
    def code(self) -> str:
        """核对码, the same at the branch and at the office."""
        return code_of(self.hash)


@dataclass(frozen=True, kw_only=True)
class Proven:
    """A bundle of which the signature over all bytes was checked with an enrolled key."""

    path: Path
    hash: str
    header: Header
    front_bytes: int

    @property
    def code(self) -> str:
        """核对码, the same at the branch and at the office."""
        return code_of(self.hash)


def code_of(bundle_hash: str) -> str:
    """Shorten a bundle hash to the 核对码 that people compare, as `7F3A-92C1`."""
    short = bundle_hash[:8].upper()
    return f"{short[:4]}-{short[4:]}"


def seal(
    path: Path,
    heading: Heading,
    contents: Contents,
    signer: Signer,
    recipients: Sequence[str],
    progress: Progress = silent,
    *,
    place: str = STICK,
) -> Sealed:
    """Write the bundle `path`, read it back and compare; it has its name only when all of that went well.

    `place` names in sentences where it is written. Raises Trouble (U-101 to U-106), UserError if the name is taken,
    Cancelled from `progress` (bytes so far, `contents.expected_bytes`), ValueError for a heading, record or photo
    that no reader would accept.
    """
    made: list[Written] = []

    def fill(out: BinaryIO) -> Header:
        header, written = _write(out, heading, contents, signer, recipients, progress)
        made.append(written)
        return header

    def check(part: Path) -> None:
        (written,) = made
        try:
            _prove(
                part,
                lambda _device, _branch: bytes.fromhex(signer.public_hex),
                lambda file: _read_back(file, written, progress),
            )
        except BundleRefused as error:
            raise mismatch(place) from error

    header = write_whole(path, fill, check=check, need=contents.expected_bytes, place=place)
    with reading(path.name), path.open("rb") as file:
        front = read_front(file)
    return Sealed(path=path, bytes=front.length + header.payload_bytes, hash=front.hash, header=header)


def _write(
    out: BinaryIO,
    heading: Heading,
    contents: Contents,
    signer: Signer,
    recipients: Sequence[str],
    progress: Progress,
) -> tuple[Header, Written]:
    blank = Header(
        **vars(heading),
        device=signer.device,
        key=signer.public_hex,
        recipients=tuple(recipients),
        counts={},
        photos=0,
        payload_bytes=0,
        payload_sha256="0" * 64,
    )
    room = layout.room_for(blank)
    # Zeros, not the magic: until the last write the file is nobody's bundle.
    out.write(bytes(len(MAGIC) + layout.LENGTH_BYTES + room + layout.SIGNATURE_BYTES))
    packer = Packer(contents)
    with closing(packer.chunks()) as chunks:
        written = encrypt(chunks, out, recipients, lambda done: _tell(progress, done, contents))
    header = replace(
        blank,
        counts=dict(packer.counts),
        photos=packer.photos,
        payload_bytes=written.size,
        payload_sha256=written.sha256.hex(),
    )
    data = layout.spell(header, room)
    raw = MAGIC + len(data).to_bytes(layout.LENGTH_BYTES, "big") + data
    out.seek(0)
    out.write(raw + signer.sign(raw + written.sha256))
    return header, written


def _tell(progress: Progress, done: int, contents: Contents) -> None:
    progress(done, max(done, contents.expected_bytes), "正在写数据包")


def read_header(path: Path) -> Header:
    """Read what the front of a bundle says, unproven.

    Raises Damaged, NewerVersion, BadContent, Trouble.
    """
    with reading(path.name), path.open("rb") as file:
        return read_front(file).header


def read_hash(path: Path) -> str:
    """Return the bundle hash that the front of a bundle gives, unproven. Raises as `read_header` does."""
    with reading(path.name), path.open("rb") as file:
        return read_front(file).hash


def verify(path: Path, lookup: Lookup, progress: Progress = silent) -> Proven:
    """Check the signature over all bytes.

    `lookup(device, branch_code)` answers the Ed25519 public key (32 bytes) enrolled for them, or None.
    Raises Damaged, NewerVersion, BadContent (of the header), UnknownDevice, WrongSignature, Trouble.
    """
    return _prove(path, lookup, lambda file: _hash_rest(file, progress))


def _prove(path: Path, lookup: Lookup, sha256_of_rest: Callable[[BinaryIO], bytes]) -> Proven:
    with reading(path.name), path.open("rb") as file:
        front = read_front(file)
        header = front.header
        if os.fstat(file.fileno()).st_size != front.length + header.payload_bytes:
            raise Damaged("the size is not the one in the header")
        sha256 = sha256_of_rest(file)
    if sha256.hex() != header.payload_sha256:
        raise Damaged("the payload is not the one in the header")
    message = front.raw + sha256
    # First with the key it brings itself, so that an unknown computer is called so only if the file is in order.
    if header.device != device_of(header.key) or not is_signed(header.key, front.signature, message):
        raise WrongSignature("not signed by the key in the header")
    public = lookup(header.device, header.branch_code)
    if public is None:
        raise UnknownDevice(f"device {header.device}")
    if not is_signed(public.hex(), front.signature, message):
        raise WrongSignature("not signed by the enrolled key")
    return Proven(path=path, hash=front.hash, header=header, front_bytes=front.length)


def refuse_gap(header: Header, received: int) -> None:
    """Raise Gap if the bundle builds on one that is not here.

    `received`: the last bundle of this device and of `header.since.epoch` that the office holds, 0 for none.
    """
    if header.since is not None and header.since.upto > received:
        raise Gap(received + 1)


def open_payload(
    proven: Proven, *identities: Identity, scratch_folder: Path | None = None, limits: Limits = LIMITS
) -> Payload:
    """Decrypt the payload to its end with whichever identity it is sealed to; use the result in a `with` statement.

    More than 16 MiB wait in a temporary file (bundle_scratch.py) in `scratch_folder`, never in clear.
    Raises NotOurs, Damaged if the file changed since it was proven, BadContent, Trouble.
    """
    header = proven.header
    identity = next((one for one in identities if str(one.to_public()) in header.recipients), None)
    if identity is None:
        raise NotOurs("none of its recipients")
    with ExitStack() as undo:
        scratch = undo.enter_context(_scratch(header.payload_bytes, scratch_folder))
        with reading(proven.path.name), proven.path.open("rb") as file:
            file.seek(proven.front_bytes)
            sha256 = decrypt(file, scratch, identity)
        if sha256.hex() != header.payload_sha256:
            raise Damaged("the file changed while it was read")
        size = scratch.tell()
        payload = Payload(io.BufferedReader(scratch, _CHUNK // 8), size, header, limits)
        undo.pop_all()
    return payload


def _scratch(size: int, folder: Path | None) -> Scratch:
    with writing("本机的临时文件夹"):
        return Scratch(size, folder)


def _hash_rest(file: BinaryIO, progress: Progress) -> bytes:
    sha256 = hashlib.sha256()
    _feed(sha256, file, progress)
    return sha256.digest()


def _read_back(file: BinaryIO, written: Written, progress: Progress) -> bytes:
    """Return the SHA-256 of the rest of a file of ours by having compared it to what was written; raises Damaged."""
    read = written.reading()
    _feed(read, file, progress)
    if not written.is_what(read):
        raise Damaged("not the bytes that were written")
    return written.sha256


def _feed(taker: _Taker, file: BinaryIO, progress: Progress) -> None:
    total = os.fstat(file.fileno()).st_size - file.tell()
    room = memoryview(bytearray(_CHUNK))
    done = 0
    while True:
        if done % _READ_AHEAD == 0:
            bring(file, done, 2 * _READ_AHEAD)
        got = file.readinto(room)  # type: ignore[attr-defined]  # typeshed's BinaryIO lacks it
        if not got:
            return
        taker.update(room[:got])
        done += got
        progress(done, total, "正在核对数据包")
