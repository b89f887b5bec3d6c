"""A second writer, written from resources/manual/数据包格式.md: nothing of the program is used here."""

from __future__ import annotations

import hashlib
import io
import secrets
import time
import zipfile
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.helpers.second_reader import MAGIC, canonical

_AT = "2026-11-23T09:12:00"
_STAMP = 1_790_000_000_000 << 16


def photo_hash(photo: bytes) -> str:
    """§4: what a photo is called."""
    return hashlib.sha256(photo).hexdigest()


class Computer:
    """A branch's computer: its key, its enrolment, its bundles."""

    def __init__(self, branch: str, name: str) -> None:
        self.branch, self.name = branch, name
        self._key = Ed25519PrivateKey.generate()
        self.public = self._key.public_key().public_bytes_raw()
        self.device = hashlib.sha256(b"danyang device 1\n" + self.public).hexdigest()[:16]
        self._stamp, self._seq, self._previous = _STAMP, 0, ""

    def _tick(self) -> int:
        self._stamp += 1
        return self._stamp

    def request(self) -> bytes:
        """§7: the .dyq by which it is enrolled."""
        said = {
            "branch_code": self.branch, "branch_name": self.name, "device": self.device, "made_at": self._tick(),
            "public_hex": self.public.hex(), "recipient": str(pyrage.x25519.Identity.generate().to_public()),
            "install": secrets.token_hex(8), "replaces": None,
        }  # fmt: skip
        signature = self._key.sign(b"dyq 1\n" + canonical(said)).hex()
        return canonical({"dyq": 1, "request": said, "signature": signature})

    def line(self, kind: str, fields: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
        """§5: a version of a new record, or of one `before`."""
        state = {"branch": self.branch, "created_at": _AT, "recorder": "许敏", "status": "final"}
        uid = bytearray((time.time_ns() // 1_000_000).to_bytes(6, "big") + secrets.token_bytes(10))
        uid[6], uid[8] = uid[6] & 15 | 0x70, uid[8] & 63 | 0x80
        line: dict[str, Any] = {
            "uid": before["uid"] if before else uid.hex(), "kind": kind, "branch": self.branch, "hlc": self._tick(),
            "device": self.device, "epoch": 1, "parents": [before["digest"]] if before else [],
            "action": "edit" if before else "new", "author": "许敏", "at": _AT,
        }  # fmt: skip
        body = {"_": state, **fields}
        line["digest"] = hashlib.sha256(canonical(list(line.values())) + b"\n" + canonical(body)).hexdigest()
        return {**line, "body": body}

    def bundle(self, lines: list[dict[str, Any]], photos: list[bytes], recipients: list[str]) -> bytes:
        """§1 to §4."""
        counts: dict[str, int] = {}
        for line in lines:
            counts[line["kind"]] = counts.get(line["kind"], 0) + 1
        room = {"records": counts, "photos": len(photos), "photo_bytes": sum(map(len, photos))}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("counts.json", canonical({**room, "receipt_key": secrets.token_hex(16)}))
            archive.writestr("schema.json", canonical({}))
            for photo in photos:
                archive.writestr(f"photos/{photo_hash(photo)}.jpg", photo)
            archive.writestr("records.jsonl", b"".join(canonical(line) + b"\n" for line in lines))
        payload = pyrage.encrypt(packed.getvalue(), [pyrage.x25519.Recipient.from_str(one) for one in recipients])
        hashed = hashlib.sha256(payload)
        header = canonical({
            "format": 1, "direction": "up", "branch_code": self.branch, "branch_name": self.name,
            "device": self.device, "key": self.public.hex(), "epoch": 1, "seq": self._seq + 1,
            "previous": self._previous or None, "previous_seq": self._seq, "since": None, "full": False,
            "made_at": self._tick(), "from_on": "2026-11-01", "to_on": "2026-11-23", "recipients": recipients,
            "counts": counts, "photos": len(photos), "payload_bytes": len(payload),
            "payload_sha256": hashed.hexdigest(), "lost_photos": 0, "month": "2026-11",
        })  # fmt: skip
        front = MAGIC + len(header).to_bytes(4, "big") + header
        signed = front + self._key.sign(front + hashed.digest())
        self._seq, self._previous = self._seq + 1, hashlib.sha256(signed).hexdigest()
        return signed + payload
