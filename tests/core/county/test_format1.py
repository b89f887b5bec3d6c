"""The released bundle of format 1 is read for ever: by the program, and by a reader written from the manual alone."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.county.intake import Door, take_in
from danyang_desktop.exchange.keys import fingerprint, identity_of
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.people import PEOPLE

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

ROOT = Path(__file__).parents[3]
BUNDLE = ROOT / "tests" / "data" / "bundles" / "format1.dyb"
SAID = json.loads(BUNDLE.with_suffix(".json").read_text("utf-8"))
MANUAL = ROOT / "resources" / "manual" / "数据包格式.md"


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="module")
def parts() -> dict[str, Any]:
    """Take the file apart by the manual's table, with nothing of the program."""
    data = BUNDLE.read_bytes()
    size = int.from_bytes(data[8:12], "big")
    return {
        "front": data[: 12 + size], "header": json.loads(data[12 : 12 + size]), "payload": data[76 + size :],
        "signature": data[12 + size : 76 + size], "whole_front": data[: 76 + size],
    }  # fmt: skip


@pytest.fixture(scope="module")
def archive(parts: dict[str, Any]) -> zipfile.ZipFile:
    """Open the payload with the age library and the standard ZIP reader."""
    import pyrage

    key = pyrage.x25519.Identity.from_str(SAID["office_age_secret"])
    return zipfile.ZipFile(io.BytesIO(pyrage.decrypt(parts["payload"], [key])))


def _lines(archive: zipfile.ZipFile) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.read("records.jsonl").splitlines()]


def test_the_file_is_the_released_one() -> None:
    assert _sha256(BUNDLE.read_bytes()) == SAID["file_sha256"]


def test_the_front_and_the_signature_are_as_the_manual_says(parts: dict[str, Any]) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    assert parts["front"][:8] == bytes.fromhex("445942310D0A1A0A")
    message = parts["front"] + hashlib.sha256(parts["payload"]).digest()
    assert _sha256(message) == SAID["signed_sha256"]
    public = bytes.fromhex(parts["header"]["key"])
    Ed25519PublicKey.from_public_bytes(public).verify(parts["signature"], message)
    assert _sha256(b"danyang device 1\n" + public)[:16] == parts["header"]["device"] == SAID["device"]
    assert _sha256(parts["whole_front"]) == SAID["bundle_hash"]
    short = SAID["bundle_hash"][:8].upper()
    assert f"{short[:4]}-{short[4:]}" == SAID["code"]
    assert SAID["code"] in MANUAL.read_text("utf-8")
    number = int.from_bytes(hashlib.sha256(b"danyang fingerprint 1\n" + public).digest()[:16], "big")
    digits = f"{number % 10**20:020}"
    assert " ".join(digits[at : at + 4] for at in range(0, 20, 4)) == SAID["fingerprint"] == fingerprint(public.hex())
    assert _canonical(parts["header"]) == parts["front"][12:]


def test_the_lines_and_their_digests_are_as_the_manual_says(archive: zipfile.ZipFile) -> None:
    for line in _lines(archive):
        head = [line[name] for name in ("uid", "kind", "branch", "hlc", "device", "epoch", "parents", "action")]
        head += [line["author"], line["at"]]
        assert _sha256(_canonical(head) + b"\n" + _canonical(line["body"])) == line["digest"]
    first = _lines(archive)[0]
    assert first["digest"] == SAID["first_line_digest"]
    assert _sha256(f"{SAID['first_head']}\n{SAID['first_body']}".encode()) == SAID["first_line_digest"]


def test_the_rest_of_the_payload_is_as_the_manual_says(parts: dict[str, Any], archive: zipfile.ZipFile) -> None:
    photo = f"photos/{SAID['photo']}.jpg"
    assert set(archive.namelist()) == {"records.jsonl", "schema.json", "counts.json", photo}
    assert _sha256(archive.read(photo)) == SAID["photo"]
    counts = json.loads(archive.read("counts.json"))
    assert counts["records"] == parts["header"]["counts"] == SAID["counts"]
    assert counts["receipt_key"] == SAID["receipt_key"]
    schema = json.loads(archive.read("schema.json"))
    assert all(set(line["body"]) - {"_"} <= set(schema[line["kind"]]) for line in _lines(archive))


def test_every_field_of_the_header_is_in_the_manual(parts: dict[str, Any]) -> None:
    text = MANUAL.read_text("utf-8")
    assert [name for name in parts["header"] if f"`{name}`" not in text] == []


@pytest.mark.parametrize("secret", ["office_age_secret", "recovery_age_secret"])
def test_the_program_takes_it_in(book: Workspace, secret: str) -> None:
    key = bytes.fromhex(SAID["device_public"])
    taken = take_in(Door(book.desk, lambda _device, _branch: key, (identity_of(SAID[secret]),)), BUNDLE)
    assert taken.done.versions == sum(SAID["counts"].values())
    assert taken.done.counts == SAID["counts"]
    assert taken.proven.hash == SAID["bundle_hash"]
    (person,) = book.query(PEOPLE).records()
    assert (person.name, person.phone) == ("王桂兰", "13800000021")
    first, second = sorted(book.query(VISITS).records(), key=lambda visit: visit.visited_on)
    assert (first.measures, first.status, first.photos) == ("修好了。", "final", [SAID["photo"]])
    assert (second.status, second.void_reason) == ("void", "记重了")
    assert book.photo(SAID["photo"])
    assert book.check() == []


def test_the_reader_without_a_book_opens_it(tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    key.write_text(SAID["office_age_secret"])
    shutil.copy(BUNDLE, tmp_path / "a.dyb")
    asked = ["bundle", "open", tmp_path / "a.dyb", "--key", key, "--to", tmp_path / "out", "--json"]
    done = subprocess.run([sys.executable, ROOT / "main.py", *asked], check=True, capture_output=True)
    assert json.loads(done.stdout)["hash"] == SAID["bundle_hash"]
    assert len((tmp_path / "out" / "records.jsonl").read_bytes().splitlines()) == sum(SAID["counts"].values())
