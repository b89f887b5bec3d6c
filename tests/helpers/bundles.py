"""Bundles for tests: honest ones, and forged ones that a real key signed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyrage

from danyang_desktop.base.canonical import canonical
from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_format import MAGIC, Heading
from danyang_desktop.exchange.bundle_pack import Contents
from danyang_desktop.exchange.keys import DeviceKey, OfficeKey, identity_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyrage.x25519 import Identity

    from danyang_desktop.exchange.container import Proven, Sealed
    from danyang_desktop.exchange.key_statement import Signer

HEADING = Heading(
    branch_code="32119910120301",
    branch_name="柳塘村党支部",
    epoch=1,
    seq=3,
    previous="ab" * 32,
    made_at=1_790_000_000_000 << 16,
    from_on="2026-10-01",
    to_on="2026-10-31",
)
PHOTO = b"\xff\xd8\xff\xe0 a photo " * 20


def records(number: int) -> list[dict[str, object]]:
    """Invented lines of two kinds."""
    return [
        {"kind": "visits" if at % 3 else "talks", "uid": f"{at:032x}", "body": {"note": "看望老人", "cash": at * 100}}
        for at in range(number)
    ]


@dataclass(frozen=True)
class Desk:
    """A branch's computer and its office."""

    device: DeviceKey
    office: OfficeKey
    recovery: Identity

    @classmethod
    def make(cls) -> Desk:
        """Make new keys."""
        office, recovery = OfficeKey.make()
        return cls(DeviceKey.make(), office, identity_of(recovery))

    def lookup(self, device: str, branch_code: str) -> bytes | None:
        """Answer the key of the one enrolled computer."""
        enrolled = (self.device.device, HEADING.branch_code)
        return bytes.fromhex(self.device.public_hex) if (device, branch_code) == enrolled else None

    def seal(self, path: Path, lines: Iterable[Mapping[str, object]] = (), photos: Iterable[bytes] = ()) -> Sealed:
        """Write an honest bundle."""
        contents = Contents(
            records=lines,
            photos=((hashlib.sha256(data).hexdigest(), data) for data in photos),
            schema={"visits": ["note", "cash"]},
            receipt_key=self.device.receipt_key(HEADING.epoch, HEADING.seq),
        )
        return container.seal(path, HEADING, contents, self.device, self.office.recipients)

    def verify(self, path: Path) -> Proven:
        """Check a bundle as the office does."""
        return container.verify(path, self.lookup)

    def read(self, path: Path) -> tuple[list[dict[str, object]], list[bytes]]:
        """Check, open and read all of it."""
        with container.open_payload(self.verify(path), self.office.identity) as payload:
            return list(payload.records()), [data for _, data in payload.photos()]

    def honest_header(self, payload: bytes, **changes: object) -> dict[str, Any]:
        """Fields of a header that fits `payload`, with changes."""
        return {
            **vars(HEADING),
            "format": 1,
            "device": self.device.device,
            "key": self.device.public_hex,
            "recipients": list(self.office.recipients),
            "counts": {},
            "photos": 0,
            "payload_bytes": len(payload),
            "payload_sha256": hashlib.sha256(payload).hexdigest(),
            **changes,
        }

    def forge(self, header: object, payload: bytes, signer: Signer | None = None) -> bytes:
        """Sign whatever is given, by the rules of the format but without its checks."""
        data = header if isinstance(header, bytes) else canonical(header)
        raw = MAGIC + len(data).to_bytes(4, "big") + data
        return raw + (signer or self.device).sign(raw + hashlib.sha256(payload).digest()) + payload

    def forge_zip(self, path: Path, archive: bytes, **header: object) -> None:
        """Write a correctly signed and encrypted bundle around any ZIP."""
        payload = pyrage.encrypt(archive, [self.office.identity.to_public()])
        path.write_bytes(self.forge(self.honest_header(payload, **header), payload))


def zip_of(
    lines: bytes = b"",
    *,
    more: Iterable[tuple[str | zipfile.ZipInfo, bytes]] = (),
    counts: object = None,
    schema: bytes = b"{}",
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Make the ZIP of a payload, honest unless told otherwise; `counts` defaults to an empty bundle's."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("schema.json", schema)
        archive.writestr("records.jsonl", lines)
        for name, data in more:
            archive.writestr(name, data)
        tally = {"records": {}, "photos": 0, "photo_bytes": 0} if counts is None else counts
        archive.writestr("counts.json", tally if isinstance(tally, bytes) else canonical(tally))
    return out.getvalue()


def mutate(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Damage `data` in one of the ways that sticks, mail and hands do; `other` is another bundle."""
    made = bytearray(data)
    at, length = chance.randrange(len(made)), chance.randint(1, 200)
    match chance.randrange(8):
        case 0:
            for _ in range(chance.randint(1, 8)):
                made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
        case 1:
            made[at : at + length] = chance.randbytes(length)
        case 2:
            del made[at : at + length]
        case 3:
            made[at:at] = chance.randbytes(length)
        case 4:
            made[at : at + length] = bytes(len(made[at : at + length]))
        case 5:
            made[at:] = other[at:]
        case 6:
            made += made[at : at + length]
        case _:
            made[at : at + length] = other[at : at + length]
    return bytes(made)
