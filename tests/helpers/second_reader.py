"""A second reader, written from resources/manual/数据包格式.md: nothing of the program is used here.

It is what somebody would write in 2040: hashlib, json, zipfile, Ed25519, and the `age` command (or its library where
the command is not installed).
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAGIC = bytes.fromhex("445942310D0A1A0A")


def canonical(value: Any) -> bytes:
    """§2."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _signed(public: str, signature: bytes, message: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, message)


def _must(ok: object, said: str) -> None:
    if not ok:
        raise ValueError(said)


@dataclass(frozen=True)
class Bundle:
    """§1, §3 and §4: what a file holds, once its signature was checked."""

    header: dict[str, Any]
    hash: str
    lines: list[dict[str, Any]]
    photos: dict[str, bytes]
    schema: dict[str, Any]
    receipt_key: bytes

    @property
    def code(self) -> str:
        """核对码."""
        short = self.hash[:8].upper()
        return f"{short[:4]}-{short[4:]}"


def decrypt(payload: bytes, secret: str) -> bytes:
    """Open an age file with the `age` command, or with its library."""
    if shutil.which("age"):
        with tempfile.TemporaryDirectory() as folder:
            key = Path(folder) / "key.txt"
            key.write_text(f"{secret}\n")
            return subprocess.run(["age", "-d", "-i", key], input=payload, check=True, capture_output=True).stdout
    import pyrage

    return pyrage.decrypt(payload, [pyrage.x25519.Identity.from_str(secret)])


def read(data: bytes, secret: str, enrolled: str) -> Bundle:
    """Read a bundle with an age secret; `enrolled` is the public key that must have signed it. Raises for any fault."""
    _must(data[:8] == MAGIC, "magic")
    size = int.from_bytes(data[8:12], "big")
    _must(size <= 65_536, "header length")
    front, signature, payload = data[: 12 + size], data[12 + size : 76 + size], data[76 + size :]
    _signed(enrolled, signature, front + hashlib.sha256(payload).digest())
    header = json.loads(front[12:])
    _must(canonical(header) == front[12:], "the header is not in its one spelling")
    _must((header["format"], header["key"]) == (1, enrolled), "format or key")
    _must(_sha256(b"danyang device 1\n" + bytes.fromhex(enrolled))[:16] == header["device"], "device")
    _must((len(payload), _sha256(payload)) == (header["payload_bytes"], header["payload_sha256"]), "payload")
    archive = zipfile.ZipFile(io.BytesIO(decrypt(payload, secret)))
    names = archive.namelist()
    photos = {name[7:-4]: archive.read(name) for name in names if name.startswith("photos/")}
    _must(
        set(names) - {f"photos/{one}.jpg" for one in photos} == {"records.jsonl", "schema.json", "counts.json"}, "zip"
    )
    _must(all(_sha256(photo) == name for name, photo in photos.items()), "a photo is not its name")
    lines = [json.loads(line) for line in archive.read("records.jsonl").splitlines()]
    counts = json.loads(archive.read("counts.json"))
    tally = {kind: sum(line["kind"] == kind for line in lines) for kind in {line["kind"] for line in lines}}
    _must(tally == header["counts"] == counts["records"], "counts")
    _must(len(photos) == header["photos"] == counts["photos"], "photos")
    _must(counts["photo_bytes"] == sum(map(len, photos.values())), "photo bytes")
    for line in lines:
        check(line, header)
    schema = json.loads(archive.read("schema.json"))
    return Bundle(header, _sha256(data[: 76 + size]), lines, photos, schema, bytes.fromhex(counts["receipt_key"]))


def check(line: dict[str, Any], header: dict[str, Any]) -> None:
    """§5."""
    _must(line["branch"] == header["branch_code"], "another branch's line")
    names = ("uid", "kind", "branch", "hlc", "device", "epoch", "parents", "action", "author", "at")
    body = dict(line["body"])
    seal = body.pop("_seal", None)
    made_of = line["digest"] if seal is None else seal
    _must(_sha256(canonical([line[name] for name in names]) + b"\n" + canonical(body)) == made_of, "digest")


_DONE = {"subsidies": ("已发", "部分退回", "结清"), "volunteering": ("已确认",)}
"""§6: what is corrected by 冲正 only."""


@dataclass
class Book:
    """§6: versions by digest, and what follows from them."""

    versions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def merge(self, lines: list[dict[str, Any]]) -> None:
        """Take lines in; what is there already is not taken again."""
        for line in lines:
            self.versions.setdefault(line["digest"], line)

    def tops(self) -> dict[str, list[str]]:
        """Return uid -> digests of its newest versions, the one that is shown first."""
        sound = [line for line in self.versions.values() if all(_order(line) > one for one in self._parents(line))]
        below = {parent for line in sound for parent in line["parents"]}
        found: dict[str, list[dict[str, Any]]] = {}
        for line in sound:
            if line["digest"] not in below:
                found.setdefault(line["uid"], []).append(line)
        return {
            uid: [one["digest"] for one in sorted(some, key=lambda one: (_done(one), _order(one)), reverse=True)]
            for uid, some in found.items()
        }

    def _parents(self, line: dict[str, Any]) -> list[list[Any]]:
        return [_order(self.versions[one]) for one in line["parents"] if one in self.versions]

    def conflicts(self) -> set[tuple[str, ...]]:
        """Return the pairs that a person must settle: the one shown with each of the others."""
        return {(uid, *sorted((top, one))) for uid, (top, *others) in self.tops().items() for one in others}


def _order(line: dict[str, Any]) -> list[Any]:
    return [line[name] for name in ("hlc", "device", "epoch", "digest")]


def _done(line: dict[str, Any]) -> bool:
    return line["body"].get("state") in _DONE.get(line["kind"], ())


def statement(data: bytes, tag: str, signer: str = "") -> dict[str, Any]:
    """§7: read a `.dyq`, `.dyo` or `.dyr`; `signer` is who must have signed it, "" for the key it brings itself."""
    body_name = {"dyq": "request", "dyo": "office", "dyr": "receipt"}[tag]
    whole = json.loads(data)
    _must(canonical(whole) == data and whole.keys() == {tag, body_name, "signature"} and whole[tag] == 1, "spelling")
    body: dict[str, Any] = whole[body_name]
    _signed(signer or body["public_hex"], bytes.fromhex(whole["signature"]), f"{tag} 1\n".encode() + canonical(body))
    if "endorsed_by" in body:
        message = b"danyang key change 1\n" + bytes.fromhex(body["public_hex"])
        _signed(body["endorsed_by"], bytes.fromhex(body["endorsement"]), message)
    return body


def fingerprint(public: str) -> str:
    """§7: what is read over the telephone."""
    number = int.from_bytes(hashlib.sha256(b"danyang fingerprint 1\n" + bytes.fromhex(public)).digest()[:16], "big")
    digits = f"{number % 10**20:020}"
    return " ".join(digits[at : at + 4] for at in range(0, 20, 4))


def digits(bundle: Bundle, office_epoch: int) -> str:
    """§7: the receipt on paper."""
    said = ["receipt", bundle.header["device"], bundle.header["epoch"], bundle.header["seq"], bundle.hash, office_epoch]
    body = int.from_bytes(hmac.digest(bundle.receipt_key, canonical(said), "sha256")[:8], "big") % 10**10
    return f"{body:010}{98 - body * 100 % 97:02}"
