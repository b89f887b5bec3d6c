from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyrage
import pytest

from danyang_desktop.base.canonical import canonical
from danyang_desktop.base.errors import Trouble
from danyang_desktop.exchange.key_file import KeyRefused
from danyang_desktop.exchange.key_statement import is_signed
from danyang_desktop.exchange.keys import DeviceKey, OfficeKey, fingerprint, identity_of

if TYPE_CHECKING:
    from pathlib import Path

WRAP = b"a key derived from the password."
PLAIN = bytes(range(32)).hex()


def test_a_device_key_comes_back_from_its_file(tmp_path: Path) -> None:
    key = DeviceKey.make()
    path = tmp_path / "keys" / "device.key"
    key.save(path, WRAP)
    assert DeviceKey.load(path, WRAP) == key
    assert [found.name for found in path.parent.iterdir()] == ["device.key"]
    assert os.name != "posix" or path.stat().st_mode & 0o077 == 0


def test_office_keys_come_back_and_the_recovery_key_is_nowhere(tmp_path: Path) -> None:
    keys, recovery = OfficeKey.make()
    keys.save(tmp_path / "office.key", WRAP)
    assert OfficeKey.load(tmp_path / "office.key", WRAP) == keys
    assert recovery.encode() not in (tmp_path / "office.key").read_bytes()
    assert str(identity_of(recovery).to_public()) == keys.recovery_recipient == keys.recipients[1]
    assert keys.recovery_recipient != keys.recipient


def test_saving_again_replaces_the_file(tmp_path: Path) -> None:
    first, second = DeviceKey.make(), DeviceKey.make()
    first.save(tmp_path / "k", WRAP)
    second.save(tmp_path / "k", WRAP + b"!")
    assert DeviceKey.load(tmp_path / "k", WRAP + b"!") == second


def test_no_secret_is_in_clear(tmp_path: Path) -> None:
    key = DeviceKey.make()
    key.save(tmp_path / "k", WRAP)
    data = (tmp_path / "k").read_bytes()
    for secret in (key.seed, key.seed.hex().encode(), key.age_secret.encode(), WRAP):
        assert secret not in data
    assert key.seed.hex() not in repr(key)
    assert key.age_secret not in repr(key)
    assert key.public_hex.encode() in data


def refusal(path: Path, wrap: bytes) -> str:
    with pytest.raises(KeyRefused) as refused:
        DeviceKey.load(path, wrap)
    assert "台账还在" in refused.value.sentence
    return refused.value.kind


def test_missing_damaged_and_wrong_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "k"
    assert refusal(path, WRAP) == "missing"
    DeviceKey.make().save(path, WRAP)
    assert refusal(path, b"the key of another password.....") == "wrong"
    OfficeKey.make()[0].save(path, WRAP)
    assert refusal(path, WRAP) == "wrong"


def test_a_scratch_on_the_file_is_not_taken_for_another_password(tmp_path: Path) -> None:
    path = tmp_path / "k"
    DeviceKey.make().save(path, WRAP)
    said = json.loads(path.read_bytes())
    path.write_bytes(canonical({**said, "check": said["check"][::-1]}))
    assert refusal(path, WRAP) == "damaged"


def test_every_bit_of_the_file_matters(tmp_path: Path) -> None:
    path = tmp_path / "k"
    DeviceKey.make().save(path, WRAP)
    whole = path.read_bytes()
    kinds = set()
    for at in range(len(whole) * 8):
        made = bytearray(whole)
        made[at // 8] ^= 1 << at % 8
        path.write_bytes(made)
        kinds.add(refusal(path, WRAP))
    assert kinds == {"damaged"}
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert refusal(path, WRAP) == "damaged"


def test_a_short_wrapping_key_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        DeviceKey.make().save(tmp_path / "k", b"password")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_place_of_the_file_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "k").mkdir()
    with pytest.raises(Trouble):
        DeviceKey.load(tmp_path / "k", WRAP)
    with pytest.raises(Trouble):
        DeviceKey.make().save(tmp_path / "k", WRAP)


def test_signatures() -> None:
    key, other = DeviceKey.make(), DeviceKey.make()
    signature = key.sign(b"data")
    assert is_signed(key.public_hex, signature, b"data")
    assert not is_signed(key.public_hex, signature, b"datb")
    assert not is_signed(other.public_hex, signature, b"data")
    assert not is_signed("no key", signature, b"data")
    assert not is_signed("00" * 32, bytes(64), b"data")
    assert not is_signed(key.public_hex, signature[:-1], b"data")


def test_the_fingerprint_is_read_in_groups_of_four() -> None:
    assert re.fullmatch(r"(\d{4} ){4}\d{4}", fingerprint(PLAIN))
    assert fingerprint(PLAIN) == "9836 1122 4262 1302 1078"
    assert fingerprint(DeviceKey.make().public_hex) != fingerprint(DeviceKey.make().public_hex)
    key = DeviceKey.make()
    assert key.fingerprint == fingerprint(key.public_hex)


def test_devices_have_names_of_their_own() -> None:
    names = {DeviceKey.make().device for _ in range(50)}
    assert len(names) == 50
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in names)


def test_the_receipt_key_is_the_same_every_time_and_for_each_bundle_another() -> None:
    key = DeviceKey.make()
    assert key.receipt_key(1, 2) == replace(key).receipt_key(1, 2)
    many = {key.receipt_key(epoch, seq) for epoch in range(5) for seq in range(20)}
    assert len(many) == 100
    assert {len(one) for one in many} == {16}
    assert DeviceKey.make().receipt_key(1, 2) not in many


def test_a_recovery_key_typed_from_paper() -> None:
    keys, recovery = OfficeKey.make()
    typed = " ".join(recovery.lower()[at : at + 5] for at in range(0, len(recovery), 5)) + "\r\n"
    sealed = pyrage.encrypt(b"data", [pyrage.x25519.Recipient.from_str(one) for one in keys.recipients])
    assert pyrage.decrypt(sealed, [identity_of(typed)]) == b"data"
    assert pyrage.decrypt(sealed, [keys.identity]) == b"data"
    with pytest.raises(ValueError, match="age"):
        identity_of(recovery[:-1] + "!")
